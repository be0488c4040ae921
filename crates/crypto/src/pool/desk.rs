//! What a worker does with passwords and hashes.

use super::HashError;
use crate::{
    Candidates, Matched, PasswordHash,
    engine::{Bench, EngineError, Gauge, Inputs, Tag},
    password::{Password, Recipe},
};
use subtle::Choice;

/// A worker's bench with the rules that hold at it.
pub(super) struct Desk<'a> {
    pub(super) bench: &'a mut dyn Bench,
    pub(super) gauge: &'a Gauge,
    /// A stored hash that asks for more memory (KiB) than this is not evaluated.
    pub(super) memory_limit_kib: u32,
}

impl Desk<'_> {
    fn evaluate(&mut self, password: &Password, recipe: &Recipe) -> Result<Tag, HashError> {
        if recipe.cost.memory_kib() > self.memory_limit_kib {
            return Err(HashError::TooCostly);
        }
        self.gauge.count_evaluation();
        let inputs = Inputs {
            password: password.reveal().as_bytes(),
            salt: &recipe.salt,
            key: &[],
            associated: &[],
            cost: recipe.cost,
        };
        self.bench.evaluate(&inputs).map_err(|error| match error {
            EngineError::OutOfMemory => HashError::OutOfMemory,
            EngineError::Refused => HashError::Refused,
        })
    }

    pub(super) fn hash(
        &mut self,
        password: &Password,
        recipe: Recipe,
    ) -> Result<PasswordHash, HashError> {
        let tag = self.evaluate(password, &recipe)?;
        Ok(PasswordHash::assemble(recipe, &tag))
    }

    /// One evaluation, whoever asks: log-ins of known and unknown users must cost the same.
    pub(super) fn verify(
        &mut self,
        password: &Password,
        candidates: &Candidates,
        dummy: &Recipe,
    ) -> Result<Matched, HashError> {
        let Candidates { current, temporary } = candidates;
        let recipes = [current, temporary].map(|hash| hash.as_ref().map(PasswordHash::recipe));
        let recipe = match recipes {
            [Some(one), Some(other)] if one != other => return Err(HashError::UnlikeCandidates),
            [Some(recipe), _] | [None, Some(recipe)] => recipe,
            [None, None] => *dummy,
        };
        let tag = self.evaluate(password, &recipe)?;
        let matches = |hash: &Option<PasswordHash>| -> bool {
            hash.as_ref()
                .map_or(Choice::from(0), |hash| hash.has_tag(&tag))
                .into()
        };
        Ok(Matched {
            current: matches(current),
            temporary: matches(temporary),
            stale: recipe.cost != dummy.cost,
        })
    }

    /// Whether the password is that of any hash; hashes made beside each other cost one
    /// evaluation together. All are evaluated, also after a match.
    pub(super) fn same_as_any(
        &mut self,
        password: &Password,
        hashes: &[PasswordHash],
    ) -> Result<bool, HashError> {
        let mut found = Choice::from(0);
        let mut done: Vec<Recipe> = Vec::new();
        for recipe in hashes.iter().map(PasswordHash::recipe) {
            if done.contains(&recipe) {
                continue;
            }
            let tag = self.evaluate(password, &recipe)?;
            for hash in hashes.iter().filter(|hash| hash.recipe() == recipe) {
                found |= hash.has_tag(&tag);
            }
            done.push(recipe);
        }
        Ok(found.into())
    }
}

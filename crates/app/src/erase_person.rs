//! A person who is gone is forgotten on request (個人情報保護法): the names, and what was written
//! about the person. The audit trail keeps its rows, which know people by random numbers only, and
//! its chain holds as before.

use crate::acts::clean;
use crate::{App, AppError, Origin};
use domain::audit::{Action, Actor, Event};
use domain::ids::MerchantId;
use domain::merchant::{CENTRE, MerchantCode};
use domain::person::UserId;
use store::forgetting::{self, Departed};
use store::{audit, merchants, people};

/// What an erasure came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Done.
    Done {
        /// How many people had the user ID one after the other.
        people: u64,
        /// How many remarks are gone.
        remarks: u64,
    },
    /// There is no such merchant.
    NoSuchMerchant,
    /// Nobody who is gone had this user ID.
    NoSuchPerson,
    /// Somebody has this user ID now, and nobody who is gone: the account has to be deleted first.
    StillThere,
    /// The reason would keep the name.
    ReasonNames,
}

/// Whom to forget.
#[derive(Clone, Copy, Debug)]
pub struct Forgotten<'a> {
    /// In which merchant; `None`: an operator.
    pub merchant: Option<&'a MerchantCode>,
    /// The user ID that the person had.
    pub user_id: &'a UserId,
    /// Further names that the person had: the product knows the last one only.
    pub names: &'a [String],
}

impl App {
    /// Forgets everybody who is gone and had this user ID.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn erase_person(
        &self,
        whom: Forgotten<'_>,
        reason: &str,
        origin: &Origin,
    ) -> Result<Erased, AppError> {
        let centre = MerchantCode::centre();
        let merchant = match whom.merchant {
            None => Some(CENTRE),
            Some(code) => merchants::find(self.store(), code)
                .await?
                .map(|found| found.id),
        };
        let Some(merchant) = merchant else {
            return Ok(Erased::NoSuchMerchant);
        };
        let folded = whom.user_id.folded();
        let gone = forgetting::departed(self.store(), merchant, &folded).await?;
        if gone.is_empty() {
            let code = whom.merchant.unwrap_or(&centre).as_str();
            let there = people::find_by_name(self.store(), code, &folded).await?;
            return Ok(there.map_or(Erased::NoSuchPerson, |_| Erased::StillThere));
        }
        let reason = clean(reason);
        if gone.iter().any(|person| names(&reason, person, whom.names)) {
            return Ok(Erased::ReasonNames);
        }
        // An unsealed remark has no commitment yet that could outlive it.
        self.seal_all().await?;
        let who = (merchant, &gone[..], whom.names);
        let remarks = self.forget(who, (&reason, origin)).await?;
        forgetting::rewrite(self.store()).await?;
        Ok(Erased::Done {
            people: gone.len() as u64,
            remarks,
        })
    }

    async fn forget(
        &self,
        (merchant, gone, further): (MerchantId, &[Departed], &[String]),
        (reason, origin): (&str, &Origin),
    ) -> Result<u64, AppError> {
        let mut remarks = 0;
        let mut tx = self.store().begin().await?;
        for person in gone {
            remarks += forgetting::forget(&mut tx, merchant, person, further).await?;
            let event = Event {
                at: self.now(),
                merchant: Some(merchant),
                actor: Actor::Operator(None),
                action: Action::ErasePerson,
                outcome: "ok",
                subject: Some(person.person),
                origin: origin.shown.clone(),
                remark: reason.to_owned(),
            };
            audit::insert(&mut tx, self.audit_id()?, &event).await?;
        }
        tx.commit().await?;
        Ok(remarks)
    }
}

fn names(reason: &str, person: &Departed, further: &[String]) -> bool {
    let reason = reason.to_lowercase();
    let mut names = [&person.name, &person.user_id].into_iter().chain(further);
    names.any(|name| reason.contains(&name.to_lowercase()))
}

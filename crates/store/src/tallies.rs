//! What the tries of a person's name have come to, as lists of people show it.

use crate::{Row, StoreError, Value, values};
use domain::policy::{OutsiderRules, Policy};
use domain::time::{Span, Timestamp};
use domain::user_state::{Lock, Tally};

/// The columns that [`lock`] reads, of the person under this name. `$2` to `$5` are the values of
/// [`LockLimits::values`].
macro_rules! tallies {
    ($person:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM attempt t WHERE t.budget = ",
            $person,
            ".budget AND t.known = 0 AND t.slot < $2 \
                AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS failed, \
            (SELECT COUNT(*) FROM attempt t WHERE t.budget = ",
            $person,
            ".budget AND t.known = 1 AND t.slot < $4 \
                AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS known_failed, \
            (SELECT COUNT(*) FROM attempt t WHERE t.budget = ",
            $person,
            ".budget AND t.known = 0 AND t.passed = 0 AND t.reserved_until > $5 \
                AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS strangers, \
            (SELECT COUNT(DISTINCT t.network) FROM attempt t WHERE t.budget = ",
            $person,
            ".budget AND t.known = 0 AND t.passed = 0 AND t.reserved_until > $5 \
                AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS networks, \
            (SELECT COUNT(*) FROM known_browser k WHERE k.person_id = ",
            $person,
            ".id AND k.proven = 1) AS browsers"
        )
    };
}
pub(crate) use tallies;

/// The limits that decide what counts as locked.
#[derive(Clone, Copy, Debug)]
pub struct LockLimits {
    /// Tries allowed.
    pub attempts: u8,
    /// Wrong codes after a right password allowed.
    pub wrong_codes: u8,
    /// Strangers and known browsers are counted apart.
    pub outsiders: Option<OutsiderRules>,
}

impl LockLimits {
    /// Those of a policy.
    #[must_use]
    pub const fn of(policy: &Policy) -> Self {
        Self {
            attempts: policy.attempts,
            wrong_codes: policy.wrong_codes,
            outsiders: policy.outsiders,
        }
    }

    /// `$2` to `$5` of a statement with the columns of `tallies!`.
    pub(crate) fn values(&self, now: Timestamp) -> Vec<Value> {
        let within = self
            .outsiders
            .map_or(Span::days(1), |rules| rules.shut_within);
        values![
            self.attempts,
            now.as_micros(),
            self.known_tries(),
            now.minus(within).as_micros(),
        ]
        .to_vec()
    }

    /// So many failures of strangers keep them out; more than there can be where they are not
    /// counted.
    pub(crate) fn shut_after(&self) -> i64 {
        self.outsiders
            .map_or(i64::MAX, |rules| i64::from(rules.shut_after))
    }

    fn known_tries(&self) -> u8 {
        self.outsiders.map_or(0, |rules| rules.known_tries)
    }
}

/// Whom the tries of the row's person still let in.
pub(crate) fn lock(row: &Row, limits: LockLimits) -> Result<Lock, StoreError> {
    let count = |column| Ok::<_, StoreError>(u32::try_from(row.int(column)?).unwrap_or(u32::MAX));
    let tally = Tally {
        failed: count("failed")?,
        known_failed: count("known_failed")?,
        strangers: count("strangers")?,
        networks: count("networks")?,
        browsers: count("browsers")?,
    };
    Ok(tally.lock(limits.attempts, limits.outsiders))
}

//! Reserving a try, and waiting for others' reservations.

use crate::{App, AppError, Origin};
use domain::ids::AttemptId;
use domain::time::Span;
use store::attempts::{self, Admission, Budget, Limits, Try};
use store::digests;

/// How long, in all, a try waits for a place in its budget: 40 looks of 50 ms.
const LOOKS: usize = 40;
const BETWEEN_LOOKS: Span = Span::milliseconds(50);

/// How many connections in a row may be lost.
const LOSSES: usize = 2;

/// Whether a try may be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A slot is reserved for it.
    Admitted,
    /// This very try has failed before.
    FailedBefore,
    /// This very try was cut off before it came to an end. It counts as one that failed.
    CutOff,
    /// The budget is spent.
    Locked,
}

impl App {
    /// Reserves a try, by whichever entrance.
    pub(crate) async fn admit_try(
        &self,
        (budget, older): (&Budget, &[Budget]),
        attempt: AttemptId,
        origin: &Origin,
    ) -> Result<Entry, AppError> {
        let key = self.keys().digest_id().to_string();
        for old in older {
            digests::move_name(self.store(), &key, (old, budget)).await?;
        }
        let new = Try {
            budget,
            id: attempt,
            mark: origin.mark_digest(),
            network: self.network_digest(origin),
            key: &key,
        };
        for _ in 0..LOOKS {
            match self.admit_once(new).await? {
                Admission::Admitted | Admission::RepeatedSuccess => return Ok(Entry::Admitted),
                Admission::RepeatedFailure => return Ok(Entry::FailedBefore),
                Admission::CutOff => return Ok(Entry::CutOff),
                Admission::Locked if self.rested(budget).await? => {}
                Admission::Locked => return Ok(Entry::Locked),
                Admission::Waiting | Admission::Repeated => {
                    self.same_digest_key(&key).await?;
                    self.pause(BETWEEN_LOOKS).await;
                }
            }
        }
        // Reservations alone fill the budget: that is never a lock.
        Err(AppError::Busy {
            retry_after_seconds: 2,
        })
    }

    /// Whether a reservation was made before its connection was lost is nobody's concern: it changes
    /// nothing that anybody sees, and fails by itself. So it is asked for again.
    async fn admit_once(&self, new: Try<'_>) -> Result<Admission, AppError> {
        let mut left = LOSSES;
        loop {
            let admitted = attempts::admit(self.store(), new, self.slots(), self.now()).await;
            match admitted.map_err(AppError::from) {
                Err(AppError::Uncertain(_)) if left > 0 => left -= 1,
                Err(AppError::Uncertain(cause)) => return Err(AppError::Unavailable(cause)),
                other => return other,
            }
            self.pause(BETWEEN_LOOKS).await;
        }
    }

    /// When the key of the digests has changed, the try begins anew: its names are called otherwise.
    async fn same_digest_key(&self, key: &str) -> Result<(), AppError> {
        if self.follow_digest_key().await? == key {
            return Ok(());
        }
        Err(AppError::Busy {
            retry_after_seconds: 1,
        })
    }

    fn slots(&self) -> Limits {
        Limits {
            open: self.policy().attempts,
            outsiders: self.policy().outsiders,
        }
    }

    /// True when a timed release has just opened the budget (LOCK-6: off unless it is set).
    async fn rested(&self, budget: &Budget) -> Result<bool, AppError> {
        match self.policy().timed_release {
            Some(rest) => {
                Ok(attempts::release_if_rested(self.store(), budget, rest, self.now()).await?)
            }
            None => Ok(false),
        }
    }
}

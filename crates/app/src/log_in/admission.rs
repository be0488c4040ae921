//! Reserving a try, and waiting for others' reservations.

use crate::{App, AppError};
use domain::ids::AttemptId;
use domain::time::Span;
use store::attempts::{self, Admission, Budget};

/// How long, in all, a try waits for a place in its budget: 40 looks of 50 ms.
const LOOKS: usize = 40;
const BETWEEN_LOOKS: Span = Span::milliseconds(50);

/// Whether a try may be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A slot is reserved for it.
    Admitted,
    /// This very try has failed before.
    FailedBefore,
    /// The budget is spent.
    Locked,
}

impl App {
    /// Reserves a try, by whichever entrance.
    pub(crate) async fn admit_try(
        &self,
        budget: &Budget,
        attempt: AttemptId,
    ) -> Result<Entry, AppError> {
        for _ in 0..LOOKS {
            let limit = self.policy().attempts;
            let now = self.now();
            match attempts::admit(self.store(), budget, attempt, limit, now).await? {
                Admission::Admitted => return Ok(Entry::Admitted),
                Admission::RepeatedFailure => return Ok(Entry::FailedBefore),
                Admission::Locked if self.rested(budget).await? => {}
                Admission::Locked => return Ok(Entry::Locked),
                Admission::Waiting | Admission::Repeated => self.pause(BETWEEN_LOOKS).await,
            }
        }
        // Reservations alone fill the budget: that is never a lock.
        Err(AppError::Busy {
            retry_after_seconds: 2,
        })
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

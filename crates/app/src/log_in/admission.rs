//! Reserving a try, and waiting for others' reservations.

use super::LoggedIn;
use super::evidence::Name;
use crate::{App, AppError};
use domain::time::Span;
use store::attempts::{self, Admission};

/// How long, in all, a try waits for a place in its budget: 40 looks of 50 ms.
const LOOKS: usize = 40;
const BETWEEN_LOOKS: Span = Span::milliseconds(50);

impl App {
    /// Reserves the try. `None`: it may be evaluated; otherwise the answer without evaluation.
    pub(super) async fn admit(&self, name: &Name) -> Result<Option<LoggedIn>, AppError> {
        for _ in 0..LOOKS {
            let limit = self.policy().attempts;
            let now = self.now();
            match attempts::admit(self.store(), &name.budget, name.attempt, limit, now).await? {
                Admission::Admitted => return Ok(None),
                Admission::RepeatedFailure => return Ok(Some(LoggedIn::Refused)),
                Admission::Locked if self.rested(name).await? => {}
                Admission::Locked => return Ok(Some(LoggedIn::Locked)),
                Admission::Waiting | Admission::Repeated => self.pause(BETWEEN_LOOKS).await,
            }
        }
        // Reservations alone fill the budget: that is never a lock.
        Err(AppError::Busy {
            retry_after_seconds: 2,
        })
    }

    /// True when a timed release has just opened the budget (LOCK-6: off unless it is set).
    async fn rested(&self, name: &Name) -> Result<bool, AppError> {
        match self.policy().timed_release {
            Some(rest) => {
                Ok(
                    attempts::release_if_rested(self.store(), &name.budget, rest, self.now())
                        .await?,
                )
            }
            None => Ok(false),
        }
    }
}

//! The line to a PostgreSQL server: how long an answer is waited for, and which connections of the
//! pool are of no use any more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::StoreError;
use crate::error::Cause;

/// A server that ends, fails over or vanishes leaves the pool full of dead connections. So one that
/// is lost casts doubt on all that were there before: none of them is used again. A connection that
/// nobody answers on (a host without power says no farewell) is given up after a bounded time,
/// where the system would wait for a quarter of an hour.
pub(crate) struct Line {
    began: Instant,
    /// Milliseconds since `began` of the last loss; 0: none yet.
    lost: AtomicU64,
    patience: Duration,
}

impl Line {
    /// `patience`: longer than any statement may take, waiting for a connection included.
    pub(crate) fn new(patience: Duration) -> Self {
        Self {
            began: Instant::now(),
            lost: AtomicU64::new(0),
            patience,
        }
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn note_loss(&self) {
        self.lost
            .fetch_max(self.millis().saturating_add(1), Ordering::SeqCst);
    }

    /// Whether a connection of this age was there when one was lost.
    pub(crate) fn is_in_doubt(&self, age: Duration) -> bool {
        let lost = self.lost.load(Ordering::SeqCst);
        let age = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
        lost > 0 && self.millis().saturating_sub(age) <= lost
    }

    /// Waits for an answer, but not for ever, and notes when the connection was lost.
    pub(crate) async fn answer<T>(
        &self,
        statement: &'static str,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let answer = tokio::time::timeout(self.patience, answer)
            .await
            .unwrap_or_else(|_| Err(StoreError::Unavailable(Cause::silence(statement))));
        if matches!(&answer, Err(StoreError::Unavailable(cause)) if cause.is_lost()) {
            self.note_loss();
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::StoreError;
    use crate::error::Cause;
    use std::time::Duration;

    #[tokio::test]
    async fn a_loss_casts_doubt_on_what_was_there_before() {
        tokio::time::pause();
        let line = Line::new(Duration::from_secs(5));
        tokio::time::advance(Duration::from_secs(10)).await;
        assert!(!line.is_in_doubt(Duration::from_secs(9)));
        let lost = async { Err::<(), _>(StoreError::Unavailable(Cause::silence("S"))) };
        assert!(line.answer("S", lost).await.is_err());
        assert!(line.is_in_doubt(Duration::from_secs(9)));
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(line.is_in_doubt(Duration::from_secs(3)));
        assert!(!line.is_in_doubt(Duration::from_secs(1)));
    }

    #[tokio::test]
    async fn silence_is_a_loss() {
        tokio::time::pause();
        let line = Line::new(Duration::from_secs(5));
        let error = line.answer("S", std::future::pending::<Result<(), _>>());
        let error = error.await.unwrap_err();
        assert!(matches!(&error, StoreError::Unavailable(_)), "{error:?}");
        assert!(line.is_in_doubt(Duration::from_secs(1)));
        assert!(!error.is_uncertain() && error.of_a_write().is_uncertain());
    }
}

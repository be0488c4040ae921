//! The one place where the system's clock enters.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use app::{Clock, Pause};
use domain::time::{Span, Timestamp};

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[allow(
            clippy::disallowed_methods,
            reason = "everybody else gets the time from here"
        )]
        let now = SystemTime::now();
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn pause(&self, span: Span) -> Pause {
        let micros = span.as_micros().max(0).unsigned_abs();
        Box::pin(tokio::time::sleep(Duration::from_micros(micros)))
    }
}

//! A clock that tests move.

use app::{Clock, Pause};
use domain::time::{Span, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Stands still until it is moved. Waits are real, so that tasks let each other run.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Starts at 2026-04-01T00:00:00Z.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicI64::new(1_775_001_600_000_000))
    }

    /// Moves on by `span`.
    pub fn advance(&self, span: Span) {
        self.0.fetch_add(span.as_micros(), Ordering::SeqCst);
    }

    /// Steps to another moment, back included.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.as_micros(), Ordering::SeqCst);
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }

    fn pause(&self, span: Span) -> Pause {
        let micros = span.as_micros().max(0).unsigned_abs();
        Box::pin(tokio::time::sleep(Duration::from_micros(micros)))
    }
}

//! Sessions: how long they live and what they allow.

use crate::policy::{Policy, TOUCH_EVERY};
use crate::time::{Span, Timestamp};

/// The times of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// The last sign of life that was written down.
    pub last_seen: Timestamp,
    /// The end that no activity moves.
    pub ends_at: Timestamp,
}

/// What a request finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// In use; `touch`: the sign of life is old enough to be written.
    Alive {
        /// Write `last_seen` now.
        touch: bool,
        /// Until the idle limit ends it.
        idle_left: Span,
    },
    /// Idle for too long.
    Idle,
    /// Over, used or not.
    Over,
}

impl Lifetime {
    /// A session opened at `now`.
    #[must_use]
    pub const fn starting(now: Timestamp, policy: &Policy) -> Self {
        Self {
            last_seen: now,
            ends_at: now.plus(policy.absolute),
        }
    }

    /// Whether a request at `now` still finds the session.
    ///
    /// A sign of life is written at most every 30 seconds, so a session may end up to 30 seconds
    /// early and never late.
    #[must_use]
    pub fn at(&self, now: Timestamp, policy: &Policy) -> Life {
        let idle_for = now.since(self.last_seen);
        if now >= self.ends_at {
            Life::Over
        } else if idle_for >= policy.idle {
            Life::Idle
        } else {
            Life::Alive {
                touch: idle_for >= TOUCH_EVERY,
                idle_left: self.last_seen.plus(policy.idle).since(now),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Life, Lifetime};
    use crate::policy::{Policy, Profile};
    use crate::time::{Span, Timestamp};

    /// Shows PCI DSS 8.2.8: 14:59 passes, 15:00 does not; twelve hours end it whatever happens.
    /// Shows PCI-13, NIST-2, ASVS-14.
    #[test]
    fn sessions_end_when_idle_and_at_last() {
        let policy = Policy::of(Profile::Manual);
        let start = Timestamp::from_micros(1_000_000_000);
        let life = Lifetime::starting(start, &policy);
        assert!(matches!(
            life.at(start.plus(Span::seconds(899)), &policy),
            Life::Alive { touch: true, .. }
        ));
        assert!(matches!(
            life.at(start.plus(Span::seconds(29)), &policy),
            Life::Alive { touch: false, .. }
        ));
        assert_eq!(life.at(start.plus(Span::minutes(15)), &policy), Life::Idle);
        let busy = Lifetime {
            last_seen: start.plus(Span::hours(12)),
            ..life
        };
        assert_eq!(busy.at(start.plus(Span::hours(12)), &policy), Life::Over);
    }
}

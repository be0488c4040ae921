//! A set rate: one mail each span, however many wait and whoever sends them.

use crate::time::{Span, Timestamp};

/// What a pause of the senders may be made up for in one go: longer ones cost their time.
pub const CATCH_UP: Span = Span::seconds(10);

/// When the next mail may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    next: Timestamp,
    every: Span,
}

impl Pace {
    /// The pace as kept (`next`), with one mail each `every`, when the first of those that wait has
    /// been due since `due`. Idle time before that gives no credit.
    #[must_use]
    pub fn new(next: Timestamp, every: Span, (due, now): (Timestamp, Timestamp)) -> Self {
        let earliest = now.minus(CATCH_UP);
        Self {
            next: next.max(due).max(earliest),
            every,
        }
    }

    /// How many may go at `now`; 0 or more.
    #[must_use]
    pub fn free(self, now: Timestamp) -> u64 {
        let since = now.since(self.next).as_micros();
        let every = self.every.as_micros().max(1);
        u64::try_from(since).map_or(0, |since| since / every.unsigned_abs() + 1)
    }

    /// When the next may go after `count` have gone.
    #[must_use]
    pub fn after(self, count: usize) -> Timestamp {
        (0..count).fold(self.next, |next, _| next.plus(self.every))
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use crate::time::{Span, Timestamp};

    const fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    fn pace(next: i64, due: i64, now: i64) -> Pace {
        Pace::new(at(next), Span::seconds(2), (at(due), at(now)))
    }

    #[test]
    fn one_each_span() {
        assert_eq!(pace(100, 50, 99).free(at(99)), 0);
        assert_eq!(pace(100, 50, 100).free(at(100)), 1);
        assert_eq!(pace(100, 50, 101).free(at(101)), 1);
        assert_eq!(pace(100, 50, 104).free(at(104)), 3);
        assert_eq!(pace(100, 50, 104).after(3), at(106));
        assert_eq!(pace(100, 50, 104).after(0), at(100));
    }

    #[test]
    fn neither_idle_time_nor_a_long_pause_gives_credit() {
        assert_eq!(pace(0, 1_000, 1_000).free(at(1_000)), 1);
        assert_eq!(pace(0, 1_000, 1_000).after(1), at(1_002));
        assert_eq!(pace(0, 10, 1_000).free(at(1_000)), 6, "ten seconds' worth");
    }
}

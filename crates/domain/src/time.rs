//! Moments and spans. A day is 24 hours; calendars matter only where a person reads a date.

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A length of time in microseconds. May be negative when two moments are subtracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Timestamp {
    /// The moment `micros` microseconds after the Unix epoch.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the Unix epoch.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch; moments before it count as 0 (no code is valid there).
    #[must_use]
    pub const fn unix_seconds(self) -> u64 {
        if self.0 < 0 {
            0
        } else {
            self.0.unsigned_abs() / 1_000_000
        }
    }

    /// The moment `span` later, held at the ends of the range.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The moment `span` earlier, held at the ends of the range.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long ago `earlier` was.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` microseconds.
    #[must_use]
    pub const fn microseconds(n: i64) -> Self {
        Self(n)
    }

    /// `n` milliseconds.
    #[must_use]
    pub const fn milliseconds(n: u32) -> Self {
        Self(n as i64 * 1_000)
    }

    /// `n` seconds.
    #[must_use]
    pub const fn seconds(n: u32) -> Self {
        Self(n as i64 * 1_000_000)
    }

    /// `n` minutes.
    #[must_use]
    pub const fn minutes(n: u32) -> Self {
        Self(n as i64 * 60_000_000)
    }

    /// `n` hours.
    #[must_use]
    pub const fn hours(n: u32) -> Self {
        Self(n as i64 * 3_600_000_000)
    }

    /// `n` days of 24 hours.
    #[must_use]
    pub const fn days(n: u32) -> Self {
        Self(n as i64 * 86_400_000_000)
    }

    /// Microseconds.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The span shortened by `other`, held at the ends of the range.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Whole seconds, rounded down; negative spans count as 0.
    #[must_use]
    pub const fn whole_seconds(self) -> u64 {
        if self.0 < 0 {
            0
        } else {
            self.0.unsigned_abs() / 1_000_000
        }
    }

    /// Whole seconds, rounded up; negative spans count as 0.
    #[must_use]
    pub const fn rounded_up_seconds(self) -> u64 {
        Self(self.0.saturating_add(999_999)).whole_seconds()
    }

    /// Whole minutes, rounded down; negative spans count as 0.
    #[must_use]
    pub const fn whole_minutes(self) -> u64 {
        self.whole_seconds() / 60
    }

    /// Whole days, rounded down; negative spans count as 0.
    #[must_use]
    pub const fn whole_days(self) -> u64 {
        self.whole_seconds() / 86_400
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, Timestamp};

    #[test]
    fn arithmetic_is_held_at_the_ends() {
        let last = Timestamp::from_micros(i64::MAX);
        assert_eq!(last.plus(Span::days(1)), last);
        assert_eq!(Timestamp::from_micros(-1).unix_seconds(), 0);
        assert_eq!(Span::days(91).whole_days(), 91);
        assert_eq!(
            Timestamp::from_micros(5)
                .since(Timestamp::from_micros(9))
                .whole_seconds(),
            0
        );
    }
}

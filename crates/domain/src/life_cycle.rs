//! The end of accounts that nobody uses: 一般 and 出荷 users who stay silent are warned, then
//! deleted (EXP-2, EXP-3, EXP-6, EXP-7).

use crate::person::Role;
use crate::policy::Policy;
use crate::time::{Span, Timestamp};

/// So many days ahead of the deletion a warning is due, the earliest first.
pub const WARNED_DAYS_AHEAD: [u32; 2] = [14, 3];

/// The deletion runs at this time of day, counted from midnight UTC: 03:00 in Asia/Tokyo, which
/// is nine hours ahead all the year round.
const DAILY_AT: Span = Span::hours(18);

/// What the end of an account depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Silence {
    /// 管理 and operators are never deleted.
    pub role: Role,
    /// When the account was made.
    pub created_at: Timestamp,
    /// The last completed log-in. A reset is none (EXP-7).
    pub last_login_at: Option<Timestamp>,
}

/// A warning that has been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warned {
    /// The deletion it named.
    pub of: Timestamp,
    /// So many days ahead.
    pub days_ahead: u32,
}

/// What is due for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueStep {
    /// Nothing.
    Nothing,
    /// A warning of the deletion.
    Warn {
        /// Which of [`WARNED_DAYS_AHEAD`].
        stage: u32,
        /// The days left, a started one counted, at least 1.
        days: u32,
        /// The deletion.
        on: Timestamp,
    },
    /// The deletion.
    Delete,
}

impl Silence {
    /// Since when nobody has logged in; from the account's making on if nobody ever has (EXP-6).
    #[must_use]
    pub fn began_at(&self) -> Timestamp {
        self.last_login_at.unwrap_or(self.created_at)
    }

    /// When the account is deleted if it stays silent; `None`: never (EXP-3).
    #[must_use]
    pub fn ends_at(&self, policy: &Policy) -> Option<Timestamp> {
        matches!(self.role, Role::General | Role::Shipping)
            .then(|| self.began_at().plus(policy.inactive))
    }

    /// What is due at `now`, when `warned` was the last warning.
    #[must_use]
    pub fn due(&self, warned: Option<Warned>, policy: &Policy, now: Timestamp) -> DueStep {
        let Some(end) = self.ends_at(policy) else {
            return DueStep::Nothing;
        };
        if now >= end {
            return DueStep::Delete;
        }
        let left = end.since(now);
        let reached = |days: &u32| left <= Span::days(*days);
        let stage = WARNED_DAYS_AHEAD.into_iter().rev().find(reached);
        let is_new = |stage: u32| warned.is_none_or(|w| w.of != end || w.days_ahead > stage);
        match stage.filter(|stage| policy.inactive_warnings && is_new(*stage)) {
            Some(stage) => DueStep::Warn {
                stage,
                days: started_days(left),
                on: end,
            },
            None => DueStep::Nothing,
        }
    }
}

/// The days in `span`, a started one counted.
fn started_days(span: Span) -> u32 {
    let day = Span::days(1).as_micros();
    let started = span.as_micros().max(0).saturating_add(day - 1) / day;
    u32::try_from(started).unwrap_or(u32::MAX)
}

/// The first daily run after `now` (EXP-6).
#[must_use]
pub fn next_daily_run(now: Timestamp) -> Timestamp {
    let day = Span::days(1).as_micros();
    let into_day = now
        .as_micros()
        .saturating_sub(DAILY_AT.as_micros())
        .rem_euclid(day);
    Timestamp::from_micros(now.as_micros().saturating_add(day - into_day))
}

#[cfg(test)]
mod tests {
    use super::{DueStep, Silence, Warned, next_daily_run};
    use crate::person::Role;
    use crate::policy::{Policy, Profile};
    use crate::time::{Span, Timestamp};

    const START: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

    fn day(number: u32) -> Timestamp {
        START.plus(Span::days(number))
    }

    fn silence(role: Role, last_login: Option<u32>) -> Silence {
        Silence {
            role,
            created_at: START,
            last_login_at: last_login.map(day),
        }
    }

    /// Shows EXP-2, EXP-6, EXP-7: 91 days after the last log-in, or after the account was made.
    #[test]
    fn exp_2_silent_users_end() {
        let policy = Policy::of(Profile::Manual);
        for role in [Role::General, Role::Shipping] {
            let never = silence(role, None);
            assert_eq!(never.due(None, &policy, day(91)), DueStep::Delete);
            let before = day(91).minus(Span::milliseconds(1));
            assert_ne!(never.due(None, &policy, before), DueStep::Delete);
            let once = silence(role, Some(10));
            assert_ne!(once.due(None, &policy, day(91)), DueStep::Delete);
            assert_eq!(once.due(None, &policy, day(101)), DueStep::Delete);
        }
    }

    /// Shows EXP-3, CON-12: 管理 is never deleted and never warned.
    #[test]
    fn exp_3_admin_stays() {
        let policy = Policy::of(Profile::Manual);
        let admin = silence(Role::Admin, None);
        for number in [0, 77, 88, 91, 4_000] {
            assert_eq!(admin.due(None, &policy, day(number)), DueStep::Nothing);
        }
    }

    /// Warnings come 14 and 3 days ahead, once each, and anew after a log-in.
    #[test]
    fn exp_2_is_announced() {
        let policy = Policy::of(Profile::Manual);
        let user = silence(Role::General, Some(0));
        let warn = |stage, days, on| DueStep::Warn { stage, days, on };
        let early = day(77).minus(Span::seconds(1));
        assert_eq!(user.due(None, &policy, early), DueStep::Nothing);
        assert_eq!(user.due(None, &policy, day(77)), warn(14, 14, day(91)));
        let first = Some(Warned {
            of: day(91),
            days_ahead: 14,
        });
        assert_eq!(user.due(first, &policy, day(80)), DueStep::Nothing);
        assert_eq!(user.due(first, &policy, day(88)), warn(3, 3, day(91)));
        let second = Some(Warned {
            of: day(91),
            days_ahead: 3,
        });
        assert_eq!(user.due(second, &policy, day(90)), DueStep::Nothing);
        // A node that was down when the first was due gives the second only.
        assert_eq!(user.due(None, &policy, day(90)), warn(3, 1, day(91)));
        let back = silence(Role::General, Some(89));
        assert_eq!(back.due(second, &policy, day(166)), warn(14, 14, day(180)));
        let quiet = Policy {
            inactive_warnings: false,
            ..policy
        };
        assert_eq!(user.due(None, &quiet, day(88)), DueStep::Nothing);
    }

    /// Shows EXP-6: every day at 03:00 in Asia/Tokyo.
    #[test]
    fn exp_6_runs_daily() {
        let three = Timestamp::from_micros(1_795_370_400_000_000); // 2026-11-22T18:00:00Z
        assert_eq!(next_daily_run(three.minus(Span::seconds(1))), three);
        assert_eq!(next_daily_run(three), three.plus(Span::days(1)));
        let before_1970 = Timestamp::from_micros(-1);
        assert_eq!(next_daily_run(before_1970).as_micros(), 64_800_000_000);
    }
}

//! 状態: how a user stands, at a glance (USER-22).

use crate::policy::OutsiderRules;
use crate::time::{Span, Timestamp};

/// A badge in the list of users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserState {
    /// 初回ログイン待ち: has never chosen a password.
    WaitingForFirstLogin,
    /// 秘密鍵未登録: no secret in force.
    NoSecret,
    /// 利用中.
    Active,
    /// ロック中.
    Locked,
    /// 外部からの入力を制限中: strangers are kept out until the person logs in, or until a release.
    StrangersOut {
        /// From how many networks they came.
        networks: u32,
    },
    /// Strangers failed so often in weeks that they are kept out until a release.
    StrangersOutForLong {
        /// From how many networks they came.
        networks: u32,
    },
    /// Too many wrong codes after a right password: has to be enrolled again.
    SecretSpent,
    /// The device's clock was off at the last try, by so many minutes.
    ClockOff(i32),
    /// {n}日後に削除: silent for so long that the account ends soon (EXP-2).
    DeletionIn(u32),
}

/// How far a user's set-up has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SetUp {
    /// No password has been chosen.
    #[default]
    NoPassword,
    /// A password has been chosen, no secret is in force.
    NoSecret,
    /// Both are there.
    Complete,
}

/// Whom the tries of a name still let in (docs/adr/0011).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lock {
    /// Everybody.
    #[default]
    Open,
    /// Browsers in which the person has logged in before; strangers again after a log-in.
    Strangers {
        /// From how many networks strangers' failures came.
        networks: u32,
    },
    /// Browsers in which the person has logged in before; strangers only after a release.
    StrangersForLong {
        /// From how many networks strangers' failures came.
        networks: u32,
    },
    /// Nobody.
    Everybody,
}

/// What the tries of a name have come to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Failures in the slots that are open to everybody.
    pub failed: u32,
    /// Failures in the slots of known browsers.
    pub known_failed: u32,
    /// Failures of strangers that no log-in has forgiven, within [`OutsiderRules::shut_within`].
    pub strangers: u32,
    /// From how many networks those came.
    pub networks: u32,
    /// How many browsers are known.
    pub browsers: u32,
}

impl Tally {
    /// Whom `attempts` open tries still let in; without `outsiders` all tries are one count.
    #[must_use]
    pub fn lock(self, attempts: u8, outsiders: Option<OutsiderRules>) -> Lock {
        let is_full = self.failed >= u32::from(attempts);
        let Some(rules) = outsiders else {
            return if is_full { Lock::Everybody } else { Lock::Open };
        };
        let is_long = self.strangers >= u32::from(rules.shut_after);
        let goes_on = self.browsers > 0 && self.known_failed < u32::from(rules.known_tries);
        let networks = self.networks;
        match (is_full || is_long, goes_on, is_long) {
            (false, _, _) => Lock::Open,
            (true, false, _) => Lock::Everybody,
            (true, true, false) => Lock::Strangers { networks },
            (true, true, true) => Lock::StrangersForLong { networks },
        }
    }
}

/// What the badges are made from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// How far the set-up has come.
    pub set_up: SetUp,
    /// A secret is in force, whether a password is or not.
    pub has_secret: bool,
    /// Whom the tries still let in.
    pub lock: Lock,
    /// The secret's own count of wrong codes is spent.
    pub secret_spent: bool,
    /// The drift seen at the last failed try.
    pub drift_minutes: Option<i32>,
    /// In how many days the account ends, if that is near ([`days_left`]).
    pub days_left: Option<u32>,
}

impl Signs {
    /// 初回ログイン待ち: neither a password nor a secret was ever the person's own, so the first mail
    /// may go out again.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.set_up == SetUp::NoPassword && !self.has_secret
    }

    /// Somebody is kept out: there is something to release.
    #[must_use]
    pub fn can_be_released(&self) -> bool {
        self.lock != Lock::Open
    }
}

/// So many days ahead, the end of a silent account is shown.
pub const END_SHOWN: Span = Span::days(14);

/// In how many days, begun ones counted, a 一般 or 出荷 user who stays silent is deleted, if that
/// is 14 days or less; whoever never logged in counts from the registration (EXP-2, EXP-7).
#[must_use]
pub fn days_left(
    last_login_at: Option<Timestamp>,
    created_at: Timestamp,
    inactive: Span,
    now: Timestamp,
) -> Option<u32> {
    let ends_at = last_login_at.unwrap_or(created_at).plus(inactive);
    let left = ends_at.since(now);
    if left > END_SHOWN {
        return None;
    }
    let begun = left.whole_seconds().div_ceil(86_400);
    Some(u32::try_from(begun).unwrap_or(u32::MAX))
}

/// The badges, the most urgent first; never empty.
#[must_use]
pub fn states(signs: Signs) -> Vec<UserState> {
    let mut states = Vec::new();
    states.extend(match signs.lock {
        Lock::Open => None,
        Lock::Everybody => Some(UserState::Locked),
        Lock::Strangers { networks } => Some(UserState::StrangersOut { networks }),
        Lock::StrangersForLong { networks } => Some(UserState::StrangersOutForLong { networks }),
    });
    states.extend(signs.secret_spent.then_some(UserState::SecretSpent));
    states.extend(signs.drift_minutes.map(UserState::ClockOff));
    states.extend(signs.days_left.map(UserState::DeletionIn));
    match signs.set_up {
        SetUp::NoPassword => states.push(UserState::WaitingForFirstLogin),
        SetUp::NoSecret => states.push(UserState::NoSecret),
        SetUp::Complete if states.is_empty() => states.push(UserState::Active),
        SetUp::Complete => {}
    }
    states
}

/// How urgent a user's most urgent badge is: 0 first.
#[must_use]
pub fn urgency(signs: Signs) -> u8 {
    let of = |state: &UserState| match state {
        UserState::Locked => 0,
        UserState::SecretSpent => 1,
        UserState::StrangersOutForLong { .. } => 2,
        UserState::StrangersOut { .. } => 3,
        UserState::ClockOff(_) => 4,
        UserState::DeletionIn(_) => 5,
        UserState::WaitingForFirstLogin => 6,
        UserState::NoSecret => 7,
        UserState::Active => 8,
    };
    states(signs).iter().map(of).min().unwrap_or(u8::MAX)
}

/// Which users a list is asked for (USER-22). The database has to find them; what it has to agree
/// with stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateFilter {
    /// 初回ログイン待ち.
    FirstLogin,
    /// 秘密鍵未登録, or to be registered again.
    NoSecret,
    /// 利用中.
    Active,
    /// ロック中, and whoever strangers are kept out from: all that can be released.
    Locked,
    /// {n}日後に削除.
    Deletion,
    /// 外部からの入力を制限中, for a short or a long time.
    Strangers,
}

impl StateFilter {
    /// Whether one of the user's badges is meant.
    #[must_use]
    pub fn fits(self, signs: Signs) -> bool {
        use UserState as S;
        states(signs).into_iter().any(|state| match self {
            Self::FirstLogin => state == UserState::WaitingForFirstLogin,
            Self::NoSecret => matches!(state, UserState::NoSecret | UserState::SecretSpent),
            Self::Active => state == UserState::Active,
            Self::Locked => signs.can_be_released(),
            Self::Strangers => {
                matches!(
                    state,
                    S::StrangersOut { .. } | S::StrangersOutForLong { .. }
                )
            }
            Self::Deletion => matches!(state, S::DeletionIn(_)),
        })
    }
}

/// Whoever has been silent since this moment or before has an end that is shown ([`days_left`]).
#[must_use]
pub fn end_shown_since(inactive: Span, now: Timestamp) -> Timestamp {
    now.plus(END_SHOWN).minus(inactive)
}

#[cfg(test)]
mod tests {
    use super::{
        Lock, SetUp, Signs, StateFilter, Tally, UserState, days_left, end_shown_since, states,
        urgency,
    };
    use crate::policy::{Policy, Profile};
    use crate::time::{Span, Timestamp};

    /// Shows EXP-2, EXP-7: 14 days ahead the end is shown, counted from the last log-in, else from
    /// the registration.
    #[test]
    fn exp_7_the_end_is_shown_ahead() {
        let start = Timestamp::from_micros(0);
        let on_day = |n| start.plus(Span::days(n));
        let left = |last, now| days_left(last, start, Span::days(91), now);
        assert_eq!(left(None, on_day(76)), None);
        assert_eq!(left(None, on_day(77)), Some(14));
        assert_eq!(left(None, on_day(90).plus(Span::hours(1))), Some(1));
        assert_eq!(left(None, on_day(91)), Some(0));
        assert_eq!(left(None, on_day(100)), Some(0));
        assert_eq!(left(Some(on_day(10)), on_day(77)), None);
        assert_eq!(left(Some(on_day(10)), on_day(87)), Some(14));
        for second in [-1, 0, 1] {
            let now = Timestamp::from_micros(on_day(77).as_micros() + second);
            let shown = start <= end_shown_since(Span::days(91), now);
            assert_eq!(left(None, now).is_some(), shown, "{second}");
        }
    }

    /// Shows USER-22: what is found under each state, and how urgent it is.
    #[test]
    fn user_22_filters_and_urgency() {
        let fine = Signs {
            set_up: SetUp::Complete,
            has_secret: true,
            ..Signs::default()
        };
        let no_secret = SetUp::NoSecret;
        #[rustfmt::skip]
        let users = [
            (Signs { lock: Lock::Everybody, ..fine }, StateFilter::Locked),
            (Signs { secret_spent: true, ..fine }, StateFilter::NoSecret),
            (Signs { lock: Lock::StrangersForLong { networks: 9 }, ..fine }, StateFilter::Strangers),
            (Signs { lock: Lock::Strangers { networks: 2 }, ..fine }, StateFilter::Strangers),
            (Signs { drift_minutes: Some(7), days_left: Some(2), ..fine }, StateFilter::Deletion),
            (Signs { days_left: Some(2), ..fine }, StateFilter::Deletion),
            (Signs::default(), StateFilter::FirstLogin),
            (Signs { set_up: no_secret, ..Signs::default() }, StateFilter::NoSecret),
            (fine, StateFilter::Active),
        ];
        for (rank, (signs, filter)) in (0..).zip(users) {
            assert_eq!(urgency(signs), rank);
            let kept_out = matches!(filter, StateFilter::Locked | StateFilter::Strangers);
            assert_eq!(signs.can_be_released(), kept_out, "{signs:?}");
            for other in [
                StateFilter::FirstLogin,
                StateFilter::NoSecret,
                StateFilter::Active,
                StateFilter::Locked,
                StateFilter::Deletion,
                StateFilter::Strangers,
            ] {
                let is_released = other == StateFilter::Locked && signs.can_be_released();
                let fits = other == filter || is_released;
                assert_eq!(other.fits(signs), fits, "{signs:?} {other:?}");
            }
        }
    }

    /// Shows USER-22: lock and secret state at a glance.
    #[test]
    fn user_22_states() {
        assert_eq!(states(Signs::default()), [UserState::WaitingForFirstLogin]);
        let fine = Signs {
            set_up: SetUp::Complete,
            ..Signs::default()
        };
        assert_eq!(states(fine), [UserState::Active]);
        assert_eq!(
            states(Signs {
                lock: Lock::Everybody,
                ..fine
            }),
            [UserState::Locked]
        );
        assert_eq!(
            states(Signs {
                lock: Lock::Everybody,
                set_up: SetUp::NoSecret,
                ..Signs::default()
            }),
            [UserState::Locked, UserState::NoSecret]
        );
    }

    /// Shows LOCK-8: who is kept out by how many failures, with and without known browsers.
    #[test]
    fn lock_8_whom_the_tries_let_in() {
        let rules = Policy::of(Profile::Manual).outsiders;
        let tally = |failed, known_failed, strangers, browsers| Tally {
            failed,
            known_failed,
            strangers,
            networks: 4,
            browsers,
        };
        let networks = 4;
        for (tally, apart, one_count) in [
            (tally(5, 3, 29, 1), Lock::Open, Lock::Open),
            (tally(6, 0, 6, 0), Lock::Everybody, Lock::Everybody),
            (
                tally(6, 2, 6, 1),
                Lock::Strangers { networks },
                Lock::Everybody,
            ),
            (tally(6, 3, 6, 1), Lock::Everybody, Lock::Everybody),
            (
                tally(0, 0, 30, 1),
                Lock::StrangersForLong { networks },
                Lock::Open,
            ),
            (
                tally(6, 2, 30, 5),
                Lock::StrangersForLong { networks },
                Lock::Everybody,
            ),
            (tally(0, 0, 30, 0), Lock::Everybody, Lock::Open),
            (tally(0, 3, 30, 2), Lock::Everybody, Lock::Open),
        ] {
            assert_eq!(tally.lock(6, rules), apart, "{tally:?}");
            assert_eq!(tally.lock(6, None), one_count, "{tally:?}");
        }
    }
}

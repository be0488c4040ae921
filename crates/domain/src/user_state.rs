//! 状態: how a user stands, at a glance (USER-22).

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
    /// Too many wrong codes after a right password: has to be enrolled again.
    SecretSpent,
    /// The device's clock was off at the last try, by so many minutes.
    ClockOff(i32),
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

/// What the badges are made from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// How far the set-up has come.
    pub set_up: SetUp,
    /// A secret is in force, whether a password is or not.
    pub has_secret: bool,
    /// The budget of tries is spent.
    pub locked: bool,
    /// The secret's own count of wrong codes is spent.
    pub secret_spent: bool,
    /// The drift seen at the last failed try.
    pub drift_minutes: Option<i32>,
}

/// The badges, the most urgent first; never empty.
#[must_use]
pub fn states(signs: Signs) -> Vec<UserState> {
    let mut states = Vec::new();
    states.extend(signs.locked.then_some(UserState::Locked));
    states.extend(signs.secret_spent.then_some(UserState::SecretSpent));
    states.extend(signs.drift_minutes.map(UserState::ClockOff));
    match signs.set_up {
        SetUp::NoPassword => states.push(UserState::WaitingForFirstLogin),
        SetUp::NoSecret => states.push(UserState::NoSecret),
        SetUp::Complete if states.is_empty() => states.push(UserState::Active),
        SetUp::Complete => {}
    }
    states
}

#[cfg(test)]
mod tests {
    use super::{SetUp, Signs, UserState, states};

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
                locked: true,
                ..fine
            }),
            [UserState::Locked]
        );
        assert_eq!(
            states(Signs {
                locked: true,
                set_up: SetUp::NoSecret,
                ..Signs::default()
            }),
            [UserState::Locked, UserState::NoSecret]
        );
    }
}

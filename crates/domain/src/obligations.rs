//! What a session must do before it may do anything else.

/// A set of duties. While it is not empty the session reaches only the page that discharges the
/// next one (the password first) and ログアウト (LOGIN-9, LOGIN-10, LOGIN-16).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Obligations {
    /// The password has to be changed.
    pub change_password: bool,
    /// A second factor has to be enrolled.
    pub enrol: bool,
}

/// The duty a session has to discharge now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// パスワード変更.
    ChangePassword,
    /// 秘密鍵発行.
    Enrol,
}

impl Obligations {
    /// No duty: the menu is open.
    pub const NONE: Self = Self {
        change_password: false,
        enrol: false,
    };

    /// The next duty, the password before the factor.
    #[must_use]
    pub const fn next(self) -> Option<Duty> {
        match self {
            Self {
                change_password: true,
                ..
            } => Some(Duty::ChangePassword),
            Self { enrol: true, .. } => Some(Duty::Enrol),
            Self { .. } => None,
        }
    }

    /// True when nothing is left to do.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.next().is_none()
    }

    /// The set without `duty`.
    #[must_use]
    pub const fn without(self, duty: Duty) -> Self {
        match duty {
            Duty::ChangePassword => Self {
                change_password: false,
                ..self
            },
            Duty::Enrol => Self {
                enrol: false,
                ..self
            },
        }
    }

    /// The set as two bits (1 = change the password, 2 = enrol), for the database.
    #[must_use]
    pub const fn bits(self) -> i64 {
        (self.change_password as i64) | ((self.enrol as i64) << 1)
    }

    /// Reads [`Self::bits`]; `None` for a number that is no set of duties.
    #[must_use]
    pub const fn from_bits(bits: i64) -> Option<Self> {
        match bits {
            0..=3 => Some(Self {
                change_password: bits & 1 != 0,
                enrol: bits & 2 != 0,
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Duty, Obligations};

    /// Shows LOGIN-9, LOGIN-10: first the password, then the secret key, then the menu.
    #[test]
    fn login_9_and_10_password_before_secret() {
        let both = Obligations {
            change_password: true,
            enrol: true,
        };
        assert_eq!(both.next(), Some(Duty::ChangePassword));
        let one = both.without(Duty::ChangePassword);
        assert_eq!(one.next(), Some(Duty::Enrol));
        assert!(one.without(Duty::Enrol).is_empty());
    }

    #[test]
    fn bits_come_back() {
        for bits in 0..4 {
            assert_eq!(Obligations::from_bits(bits).unwrap().bits(), bits);
        }
        assert!(Obligations::from_bits(4).is_none());
        assert!(Obligations::from_bits(-1).is_none());
    }
}

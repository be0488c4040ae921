//! Why a password has to be changed (PWD-2): the page tells.

use crate::log_in::Account;

/// The cause of a duty to change the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeDue {
    /// The person is here for the first time.
    First,
    /// The password is too old (EXP-4).
    Expired,
    /// It is a temporary password after a reset.
    Reset,
}

impl ChangeDue {
    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Expired => "expired",
            Self::Reset => "reset",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::First, Self::Expired, Self::Reset]
            .into_iter()
            .find(|due| due.word() == word)
    }

    /// The cause behind a temporary password: whoever never chose a password and never logged in
    /// is here for the first time.
    pub(crate) fn of_temporary(account: &Account) -> Self {
        if account.password_changed_at.is_none() && account.last_login_at.is_none() {
            Self::First
        } else {
            Self::Reset
        }
    }
}

//! What a password and its hash are. Hashing itself happens in [`crate::pool`].

mod cost;
mod phc;
mod temporary;

pub use cost::{Cost, CostError};
pub use phc::{PasswordHash, PasswordHashError};
pub use temporary::{TEMPORARY_PASSWORD_LENGTH, temporary_password};

pub(crate) use phc::{Recipe, TAG_BYTES};

use std::fmt;
use zeroize::Zeroizing;

/// A password as typed or issued; never printed, wiped on drop.
///
/// Length and alphabet are the business of the password policy, not of this type.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes over the text; no other copy is made.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself: for policies and for the one mail that carries a temporary password.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// The hashes a typed password is compared with at one log-in.
///
/// If both stand, `temporary` was made with [`crate::Place::hash_beside`], so that one
/// evaluation decides both. If neither stands (an unknown user), a dummy of the configured
/// cost does the same work.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// The user's own password.
    pub current: Option<PasswordHash>,
    /// The newest temporary password, as long as it is valid.
    pub temporary: Option<PasswordHash>,
}

/// What one evaluation said about [`Candidates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// The typed password is the user's own.
    pub current: bool,
    /// The typed password is the temporary one.
    pub temporary: bool,
    /// The stored hash does not have the configured cost: hash again when the password changes.
    pub stale: bool,
}

impl Matched {
    /// Whether either candidate matched.
    #[must_use]
    pub fn any(self) -> bool {
        self.current | self.temporary
    }
}

#[cfg(test)]
mod tests {
    use super::{Matched, Password};

    #[test]
    fn a_password_does_not_print() {
        let printed = format!("{:?}", Password::from("hunter2Hunter2"));
        assert_eq!(printed, "Password(..)");
    }

    #[test]
    fn either_match_is_a_match_and_both_are_too() {
        for (current, temporary) in [(false, false), (true, false), (false, true), (true, true)] {
            let matched = Matched {
                current,
                temporary,
                stale: false,
            };
            assert_eq!(matched.any(), current || temporary);
        }
    }
}

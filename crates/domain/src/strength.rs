//! How strongly a session was authenticated.

/// How strongly a session was authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Strength {
    /// Password alone: only ever together with the duty to enrol.
    Password,
    /// Password and a code of the app.
    Totp,
    /// Password and a code sent by mail.
    Mail,
}

impl Strength {
    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::Mail => "mail",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "password" => Some(Self::Password),
            "totp" => Some(Self::Totp),
            "mail" => Some(Self::Mail),
            _ => None,
        }
    }
}

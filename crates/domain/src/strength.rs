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
    /// Password and a recovery code: only ever together with the duty to enrol.
    Recovery,
    /// A passkey, with the password or on its own: withstands phishing.
    Passkey,
}

impl Strength {
    /// Whether a console may open: two factors that are still at hand. A passkey is two by itself, the
    /// device and what unlocks it.
    #[must_use]
    pub const fn is_full(self) -> bool {
        match self {
            Self::Totp | Self::Mail | Self::Passkey => true,
            Self::Password | Self::Recovery => false,
        }
    }

    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::Mail => "mail",
            Self::Recovery => "recovery",
            Self::Passkey => "passkey",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "password" => Some(Self::Password),
            "totp" => Some(Self::Totp),
            "mail" => Some(Self::Mail),
            "recovery" => Some(Self::Recovery),
            "passkey" => Some(Self::Passkey),
            _ => None,
        }
    }
}

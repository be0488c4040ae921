//! A phone with an authenticator app.

#![allow(
    clippy::expect_used,
    reason = "development only: a test must fail loudly"
)]

use domain::time::Timestamp;
use otp::{Secret, Totp};

/// An app with one secret.
#[derive(Debug)]
pub struct Phone(Totp);

impl Phone {
    /// Takes the secret as it is shown on the page, in groups or not.
    ///
    /// # Panics
    /// When the text is no secret.
    #[must_use]
    pub fn with_secret(shown: &str) -> Self {
        Self(Totp::standard(
            Secret::from_base32(shown).expect("a base32 secret"),
        ))
    }

    /// The six digits at `moment`.
    #[must_use]
    pub fn code(&self, moment: Timestamp) -> String {
        self.0
            .code_at(moment.unix_seconds())
            .text()
            .expose()
            .to_owned()
    }
}

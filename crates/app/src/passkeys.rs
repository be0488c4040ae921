//! Passkeys: what a browser is asked, adding one, and what showing one is worth.
//!
//! A challenge is not kept. It is a keyed digest of the form it stands in, of the browser or session
//! that the form was given to, of the ceremony and of the moment: so it cannot be guessed, belongs to
//! one browser, ends by itself, and a page that anybody can open writes nothing. It is used once
//! because the form is: by one insert, in the transaction of its effect.

mod adding;
mod showing;

use crate::forms::parts_of;
use crate::{App, AppError, Binding, Nonce};
use crypto::DigestPurpose;
use data_encoding::BASE64URL_NOPAD;
use domain::passkey::{CEREMONY, PasskeyUse};
use domain::time::{Span, Timestamp};
use webauthn::{Challenge, RelyingParty};

pub use adding::{AddPasskey, AddedPasskey, AskedPasskey, PasskeyCreation};
pub(crate) use showing::{Asked, Judged, Use, content};
pub use showing::{PasskeyLogIn, PasskeyNames, ShownPasskey};

/// The things that a passkey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Add,
    LogIn,
    Prove,
}

impl Ceremony {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Add => b"add",
            Self::LogIn => b"log in",
            Self::Prove => b"prove again",
        }
    }
}

/// What a page asks a browser for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyQuestion {
    /// The form's token.
    pub form: String,
    /// The moment, to be sent back with the answer.
    pub since: String,
    /// The challenge, base64url.
    pub challenge: String,
    /// Whose passkeys.
    pub rp_id: String,
    /// How long the answer may take, in milliseconds.
    pub timeout: u32,
}

impl App {
    /// What passkeys are good for, as far as the base address lets browsers have any.
    #[must_use]
    pub fn passkeys(&self) -> PasskeyUse {
        match self.relying_party() {
            Some(_) => self.policy().passes.passkeys,
            None => PasskeyUse::Off,
        }
    }

    /// What the log-in page asks for. `None` where there are no passkeys.
    ///
    /// # Errors
    /// [`AppError::Fault`] without randomness.
    pub fn ask_for_passkey(&self, browser: &Binding) -> Result<Option<PasskeyQuestion>, AppError> {
        self.passkey_question(browser, Ceremony::LogIn)
    }

    pub(crate) fn passkey_question(
        &self,
        binding: &Binding,
        ceremony: Ceremony,
    ) -> Result<Option<PasskeyQuestion>, AppError> {
        let Some(party) = self
            .relying_party()
            .filter(|_| self.passkeys().is_offered())
        else {
            return Ok(None);
        };
        let form = self.form_token(binding)?;
        let nonce = self.check_form(binding, &form).ok_or_else(unreadable)?;
        let now = self.now();
        let Challenge(challenge) = self.passkey_challenge(binding, nonce, now, ceremony);
        Ok(Some(PasskeyQuestion {
            form,
            since: now.as_micros().to_string(),
            challenge: BASE64URL_NOPAD.encode(&challenge),
            rp_id: party.id().to_owned(),
            timeout: u32::try_from(CEREMONY.whole_seconds() * 1000).unwrap_or(u32::MAX),
        }))
    }

    fn passkey_challenge(
        &self,
        binding: &Binding,
        nonce: Nonce,
        since: Timestamp,
        ceremony: Ceremony,
    ) -> Challenge {
        let (kind, whose) = parts_of(binding);
        let since = since.as_micros().to_be_bytes();
        let parts: [&[u8]; 5] = [ceremony.label(), kind, &whose, &nonce.0, &since];
        Challenge(
            self.keys()
                .keyed_digest(DigestPurpose::PasskeyChallenge, &parts),
        )
    }

    /// The challenge of a form that came back in time; `None` afterwards.
    fn challenge_answered(
        &self,
        binding: &Binding,
        (nonce, since): (Nonce, &str),
        ceremony: Ceremony,
    ) -> Option<Challenge> {
        let since = Timestamp::from_micros(since.parse().ok()?);
        let taken = self.now().since(since);
        let in_time = taken >= Span::seconds(0) && taken < CEREMONY;
        in_time.then(|| self.passkey_challenge(binding, nonce, since, ceremony))
    }

    fn asking_party(&self) -> Option<&RelyingParty> {
        self.relying_party()
            .filter(|_| self.policy().passes.passkeys.is_offered())
    }
}

fn unreadable() -> AppError {
    AppError::Fault("a form token of our own".to_owned())
}

/// What the script sends of bytes; nothing for what is none.
fn bytes(text: &str) -> Vec<u8> {
    BASE64URL_NOPAD.decode(text.as_bytes()).unwrap_or_default()
}

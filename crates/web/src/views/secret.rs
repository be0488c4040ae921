//! Issue of a secret key and its confirmation (SCR-7).

use std::fmt;

use askama::Template;
use i18n::Text;
use secrecy::{ExposeSecret, SecretString};

use super::{FormToken, Shell, qr};

/// `/console/secret`. Two forms: issue (field `form`) and confirm (`code`, `form`).
#[derive(Clone, Debug, Template)]
#[template(path = "secret.html")]
pub struct SecretPage {
    /// The frame.
    pub shell: Shell,
    /// Where the person stands.
    pub stage: SecretStage,
    /// Apps for the device in hand, the best first (ENV-1).
    pub apps: Vec<AppAdvice>,
    /// What is wrong with the code that was entered.
    pub problem: Option<ConfirmProblem>,
    /// Whether the new key will take the place of every earlier one.
    pub replaces: bool,
    /// Whether the password was changed a moment ago; shows the way that is left.
    pub password_done: bool,
    /// Where the issue form is sent.
    pub issue_action: String,
    /// The issue form's token.
    pub issue_form: FormToken,
    /// Where the confirm form is sent.
    pub confirm_action: String,
    /// The confirm form's token.
    pub confirm_form: FormToken,
}

impl SecretPage {
    /// The key shown now, if one is.
    #[must_use]
    pub fn issued(&self) -> Option<&Issued> {
        match &self.stage {
            SecretStage::Shown(issued) => Some(issued),
            SecretStage::None | SecretStage::Hidden => None,
        }
    }

    /// Whether there is a key to confirm.
    #[must_use]
    pub fn confirmable(&self) -> bool {
        !matches!(self.stage, SecretStage::None)
    }
}

/// How far the issue has come.
#[derive(Clone, Debug)]
pub enum SecretStage {
    /// No key was issued.
    None,
    /// A key was issued a moment ago and is shown.
    Shown(Issued),
    /// A key waits for its first code but is not shown any more.
    Hidden,
}

/// An issued key.
#[derive(Clone)]
pub struct Issued {
    secret: SecretString,
    uri: SecretString,
    seconds_left: u32,
}

impl Issued {
    /// Takes the key in base32 without blanks, the `otpauth:` URI that holds it (OTP-6),
    /// and how long both may be shown, in seconds.
    #[must_use]
    pub fn new(secret: SecretString, uri: SecretString, seconds_left: u32) -> Self {
        Self {
            secret,
            uri,
            seconds_left,
        }
    }

    /// The time left in minutes, rounded up.
    pub(super) fn minutes_left(&self) -> u32 {
        self.seconds_left.div_ceil(60)
    }

    pub(super) fn seconds_left(&self) -> u32 {
        self.seconds_left
    }

    pub(super) fn plain(&self) -> &str {
        self.secret.expose_secret()
    }

    /// The key in groups of four characters.
    pub(super) fn groups(&self) -> Vec<String> {
        let characters: Vec<char> = self.plain().chars().collect();
        characters
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect()
    }

    pub(super) fn uri(&self) -> &str {
        self.uri.expose_secret()
    }

    pub(super) fn qr(&self) -> String {
        qr::svg(self.uri()).unwrap_or_default()
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("seconds_left", &self.seconds_left)
            .finish_non_exhaustive()
    }
}

/// An authenticator app for the device in hand.
#[derive(Clone, Debug)]
pub struct AppAdvice {
    /// Its name.
    pub name: String,
    /// For whom it is, worded.
    pub why: String,
    /// Where to get it; empty: no link.
    pub href: String,
    /// What else is to be said of it, worded; may be empty.
    pub help: String,
    /// Whether it is the one that we advise.
    pub recommended: bool,
}

/// Why a code does not confirm the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmProblem {
    /// It is not a code of the key.
    Wrong,
    /// It was one, or will be: the device's clock is wrong by about so many minutes.
    ClockOff {
        /// The drift, in minutes, at least 1.
        minutes: u32,
    },
    /// It is not six digits.
    Malformed,
}

impl SecretPage {
    /// The fault, worded.
    fn problem_text(&self) -> Option<String> {
        self.problem.map(|problem| problem.worded(&self.shell.text))
    }
}

impl ConfirmProblem {
    pub(super) fn worded(self, text: &Text) -> String {
        match self {
            Self::Wrong => text.secret_wrong(),
            Self::ClockOff { minutes } => text.secret_clock_off(minutes),
            Self::Malformed => text.secret_malformed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued() -> Issued {
        Issued::new(
            "ABCDEFGHIJ".into(),
            "otpauth://totp/x?secret=ABCDEFGHIJ".into(),
            300,
        )
    }

    #[test]
    fn groups_hold_the_whole_key() {
        assert_eq!(issued().groups(), ["ABCD", "EFGH", "IJ"]);
    }

    /// Shows OTP-13: a key does not reach a log by way of `Debug`.
    #[test]
    fn debug_output_holds_no_key() {
        let shown = format!("{:?}", SecretStage::Shown(issued()));
        assert!(
            !shown.contains("ABCD") && !shown.contains("otpauth"),
            "{shown}"
        );
    }
}

//! Password change (SCR-6).

use askama::Template;

use super::shell::problems;
use super::{FormToken, Problem, Shell};

/// `/console/password`. Fields: `current_password` (voluntary only), `new_password`,
/// `new_password_again`, `form`. No password is ever shown again.
#[derive(Clone, Debug, Template)]
#[template(path = "password.html")]
pub struct PasswordPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The rules, worded from the settings (PWD-7).
    pub rules: Vec<String>,
    /// Why the change has to be made now, if it has to.
    pub forced: Option<ForcedChange>,
    /// Whether a secret key has to be issued afterwards; shows the way that is left.
    pub secret_follows: bool,
    /// What is wrong with the present password.
    pub current_error: Option<String>,
    /// The rule that the new password breaks.
    pub new_error: Option<String>,
    /// What is wrong with the repetition.
    pub again_error: Option<String>,
    /// Where a voluntary change can be given up; nothing when it is forced.
    pub cancel_href: Option<String>,
    /// The form's token.
    pub form: FormToken,
}

/// Why a password has to be changed (PWD-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForcedChange {
    /// The person is here for the first time.
    First,
    /// The password is too old.
    Expired {
        /// How old a password may become, in days.
        days: u32,
    },
    /// It is a temporary password after a reset.
    Reset,
}

impl PasswordPage {
    fn reason(&self) -> Option<String> {
        let text = &self.shell.text;
        self.forced.map(|forced| match forced {
            ForcedChange::First => text.password_forced_first(),
            ForcedChange::Expired { days } => text.password_forced_expired(days),
            ForcedChange::Reset => text.password_forced_reset(),
        })
    }

    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        problems([
            ("current_password", &self.current_error),
            ("new_password", &self.new_error),
            ("new_password_again", &self.again_error),
        ])
    }
}

//! Password reset, from the request to the temporary password (SCR-3 to SCR-5).

use askama::Template;

use super::shell::problems;
use super::{Field, FormToken, Problem, Shell};

/// `/{access_key}/reset`: the request. Fields: `merchant_code`, `user_id`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "reset_request.html")]
pub struct ResetRequestPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The merchant's code as typed.
    pub merchant_code: Field,
    /// The user's ID as typed.
    pub user_id: Field,
    /// The form's token.
    pub form: FormToken,
    /// The log-in page.
    pub login_href: String,
}

impl ResetRequestPage {
    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        problems([
            ("merchant_code", &self.merchant_code.error),
            ("user_id", &self.user_id.error),
        ])
    }
}

/// The answer to every request, whoever it names (RESET-3, RESET-12).
#[derive(Clone, Debug, Template)]
#[template(path = "reset_accepted.html")]
pub struct ResetAcceptedPage {
    /// The frame.
    pub shell: Shell,
    /// How long the link in the mail works, in minutes.
    pub minutes: u32,
    /// The log-in page.
    pub login_href: String,
}

/// `/reset/{token}`: the page of the link in the mail. Field: `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "reset_link.html")]
pub struct ResetLinkPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent; holds the token.
    pub action: String,
    /// The form's token.
    pub form: FormToken,
}

/// `/reset/{token}` of a link that is expired, used or never existed.
#[derive(Clone, Debug, Template)]
#[template(path = "reset_link_dead.html")]
pub struct ResetLinkDeadPage {
    /// The frame.
    pub shell: Shell,
    /// Where to start again: the reset request, or `/` when the merchant is not known.
    pub again_href: String,
}

/// The temporary password is on its way (RESET-5).
#[derive(Clone, Debug, Template)]
#[template(path = "temporary_sent.html")]
pub struct TemporarySentPage {
    /// The frame.
    pub shell: Shell,
    /// The log-in page.
    pub login_href: String,
    /// How long the temporary password is valid, in days.
    pub days: u32,
}

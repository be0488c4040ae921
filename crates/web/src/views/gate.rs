//! The way in: key page, log-in page, lock page.

use askama::Template;

use super::{FormToken, Shell};

/// `/`: asks for the access key and leads to the merchant's log-in page.
#[derive(Clone, Debug, Template)]
#[template(path = "key.html")]
pub struct KeyPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent (GET, field `access_key`).
    pub action: String,
    /// What was typed before.
    pub access_key: String,
    /// Whether what was typed cannot be an access key (2 to 7 digits).
    pub refused: bool,
}

/// `/{access_key}`: the log-in page of the app method (SCR-1).
///
/// Fields: `merchant_code`, `user_id`, `password`, `code`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The key at the end of the address.
    pub access_key: String,
    /// Kept after a failure.
    pub merchant_code: String,
    /// Kept after a failure.
    pub user_id: String,
    /// The form's token.
    pub form: FormToken,
    /// Shown after a failure, the same whatever the cause (LOGIN-15).
    pub failure: Option<FailureHints>,
    /// Whether the form was too old and has to be sent again.
    pub expired: bool,
    /// The address of the reset request (LOGIN-8).
    pub reset_href: String,
    /// Where those go who cannot show a number.
    pub recovery_href: String,
    /// The entrance for passkeys, where there is one.
    pub passkey_href: Option<String>,
    /// The page of the mail method, where it is offered (LOGIN-19).
    pub mail_href: Option<String>,
}

/// Numbers that the failure message names.
#[derive(Clone, Copy, Debug)]
pub struct FailureHints {
    /// How long a temporary password is valid, in days.
    pub days: u32,
}

/// The lock page (LOCK-8).
#[derive(Clone, Debug, Template)]
#[template(path = "lock.html")]
pub struct LockPage {
    /// The frame.
    pub shell: Shell,
    /// A device that the person usually uses may still get in.
    pub known_device: bool,
    /// The log-in page.
    pub login_href: String,
}

//! Passkeys: one more, and the entrance for them.

use askama::Template;

use super::{FailureHints, Field, FormToken, Shell};

/// What the script asks the browser for; all of it base64url or plain words.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The challenge.
    pub challenge: String,
    /// Whose passkeys.
    pub rp_id: String,
    /// How long the answer may take, in milliseconds.
    pub timeout: u32,
    /// The moment, sent back with the answer.
    pub since: String,
}

/// What the script asks the browser to make.
#[derive(Clone, Debug)]
pub struct Making {
    /// The question.
    pub asking: Asking,
    /// What the person's passkeys know them by.
    pub handle: String,
    /// What the device calls the account.
    pub account: String,
    /// The person's passkeys, separated by blanks.
    pub known: String,
    /// COSE numbers, separated by blanks.
    pub algorithms: String,
}

/// `/console/passkeys/new`: asks for a name (`name`, `form`), then for the passkey (`name`, `since`,
/// `client_data`, `attestation`, `form`), which takes the script.
#[derive(Clone, Debug, Template)]
#[template(path = "passkey_new.html")]
pub struct NewPasskeyPage {
    /// The frame.
    pub shell: Shell,
    /// The name.
    pub name: Field,
    /// What is to be made, once the name is there.
    pub making: Option<Making>,
    /// Why there is none yet.
    pub problem: Option<String>,
    /// Where the form is sent.
    pub action: String,
    /// Its token.
    pub form: FormToken,
    /// The list.
    pub cancel_href: String,
}

/// `/{access_key}/passkey`: log-in with a passkey. The same for every key (LOGIN-17).
///
/// Fields: `merchant_code`, `user_id` and `password` where a passkey does not stand alone; `since`,
/// `credential`, `client_data`, `authenticator_data`, `signature`, `handle`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "passkey_login.html")]
pub struct PasskeyLoginPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The key at the end of the address.
    pub access_key: String,
    /// A passkey does it alone; nothing else is asked for.
    pub alone: bool,
    /// Kept after a failure.
    pub merchant_code: String,
    /// Kept after a failure.
    pub user_id: String,
    /// What is asked for.
    pub asking: Asking,
    /// The form's token.
    pub form: FormToken,
    /// Shown after a failure, the same whatever the cause (LOGIN-15).
    pub failure: Option<FailureHints>,
    /// Whether the form was too old and has to be sent again.
    pub expired: bool,
    /// The log-in page of the app method.
    pub app_href: String,
}

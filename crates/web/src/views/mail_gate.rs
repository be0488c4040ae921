//! The way in with a code by mail: two pages (SCR-2).

use askama::Template;

use super::{FailureHints, FormToken, Shell};

/// `/{access_key}/mail`: the first page. The same for every key (LOGIN-17).
///
/// Fields: `merchant_code`, `user_id`, `password`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "mail_login.html")]
pub struct MailLoginPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The key at the end of the address.
    pub access_key: String,
    /// Kept when the form was too old.
    pub merchant_code: String,
    /// Kept when the form was too old.
    pub user_id: String,
    /// The form's token.
    pub form: FormToken,
    /// Whether the form was too old and has to be sent again.
    pub expired: bool,
    /// Whether administrators can log in this way.
    pub admin: bool,
    /// The page of the app method.
    pub app_href: String,
    /// The address of the reset request.
    pub reset_href: String,
}

/// `/{access_key}/mail/code`: the second page. The same whatever was typed on the first.
///
/// Fields: `code`, `form`; a second form sends the code again (`form`).
#[derive(Clone, Debug, Template)]
#[template(path = "mail_code.html")]
pub struct MailCodePage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// The key at the end of the address.
    pub access_key: String,
    /// The form's token.
    pub form: FormToken,
    /// Shown after a failure, the same whatever the cause (LOGIN-15).
    pub failure: Option<FailureHints>,
    /// How long a code works, in minutes.
    pub minutes: u32,
    /// Where a code is asked for again.
    pub resend_action: String,
    /// That form's token.
    pub resend_form: FormToken,
    /// Whether it can be asked for again at all.
    pub resends_left: bool,
    /// In how many seconds; 0: now.
    pub resend_in: u32,
    /// The first page.
    pub again_href: String,
}

impl MailCodePage {
    /// What the button says now, before a script counts down.
    fn resend_label(&self) -> String {
        let text = &self.shell.text;
        if self.resend_in == 0 {
            text.code_page_resend()
        } else {
            text.login_resend(self.resend_in)
        }
    }

    /// What it says while a script counts down: `#` stands for the seconds.
    fn resend_pattern(&self) -> String {
        self.shell.text.login_resend("#")
    }
}

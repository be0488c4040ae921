//! What is told to whom: plain values, no wording.

use i18n::Locale;

use crate::Secret;

/// Who sends and whom to ask: all from configuration, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    /// The service's name; stands in subjects and is the sender's display name.
    pub service: String,
    /// Who runs it; heads the contact block.
    pub operator: String,
    /// Telephone number of the customer-service centre.
    pub phone: String,
    /// When it is answered.
    pub hours: String,
    /// Where questions go by mail.
    pub contact_mail: String,
    /// The sender's address: `From` and the envelope's return path.
    pub from_address: String,
}

/// Whom the letter is about; not always the one who reads it (MAIL-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// 加盟店コード.
    pub merchant_code: String,
    /// ユーザID, as typed.
    pub user_id: String,
    /// Address of the log-in page, from configuration.
    pub login_url: String,
}

/// Who truthfully caused what the letter tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The user whom the letter is about.
    Person,
    /// The merchant's 管理 user.
    Admin,
    /// The customer-service centre.
    Operator,
}

/// The kinds of letters, each with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterTemplate {
    /// MAIL-1: a reset was asked for on the log-in page.
    ResetStarted {
        /// The whole address to open.
        url: Secret,
        /// How long it is valid, in minutes.
        minutes: u32,
    },
    /// MAIL-2.
    TemporaryPassword {
        /// 仮パスワード.
        password: Secret,
        /// How long it is valid, in days.
        days: u32,
        /// Who had it issued.
        cause: Cause,
    },
    /// MAIL-3: always caused by the 管理 user.
    UserRegistered {
        /// ユーザ名.
        name: String,
        /// 仮パスワード.
        password: Secret,
        /// How long it is valid, in days.
        days: u32,
    },
    /// MAIL-4.
    SecretReset {
        /// Who reset the secret key.
        cause: Cause,
    },
    /// The user set a new password.
    PasswordChanged,
    /// The user registered a secret key; goes to the user and to the 管理 user.
    SecretRegistered,
    /// Too many wrong entries stopped the log-in.
    Locked,
    /// Too many wrong codes after right passwords stopped the factor.
    SecretSpent,
    /// A right password came with the code of a device whose clock is off.
    ClockOff {
        /// By how much, in minutes; positive: the device is ahead.
        minutes: i32,
    },
    /// The customer-service centre reset the 管理 user; what was done.
    AdminReset {
        /// The password was reset (MAIL-2 brings the new one).
        password: bool,
        /// The one-time password was reset.
        code: bool,
        /// The lock was released.
        lock: bool,
    },
}

/// A letter before it has words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The reader's language.
    pub locale: Locale,
    /// Whom it is about.
    pub account: Account,
    /// What it tells.
    pub template: LetterTemplate,
}

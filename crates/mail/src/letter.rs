//! What is told to whom: plain values, no wording.

use std::time::SystemTime;

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
    /// The colour of the band above a letter, `#rrggbb`, on which white is readable; `None`: no band.
    pub color: Option<String>,
}

/// Whom the letter is about; not always the one who reads it (MAIL-4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// 加盟店コード; `None` for the centre's own people, who have none.
    pub merchant_code: Option<String>,
    /// ユーザID, as typed; `None` when the letter is about the merchant as a whole.
    pub user_id: Option<String>,
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

/// What is told of a log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenLogIn {
    /// The network, shortened.
    pub network: String,
    /// Browser and system.
    pub device: String,
    /// When; shown in Asia/Tokyo.
    pub at: SystemTime,
    /// How, if that has a name.
    pub method: Option<LogInMethod>,
}

/// The ways to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogInMethod {
    /// Password alone, before a secret key is registered.
    Password,
    /// With the number of an authenticator app.
    App,
    /// With a mailed number.
    Mail,
    /// With a recovery code.
    Recovery,
    /// With a passkey.
    Passkey,
}

/// What can be changed about a merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MerchantPart {
    /// 社名.
    Company,
    /// アクセスキー: the address of the log-in page.
    AccessKey,
    /// 物流 or 非物流.
    Kind,
    /// タブレット決済 contract.
    Tablet,
    /// Whether log-in by mail is open.
    MailMethod,
    /// The networks from which logging in is allowed.
    Networks,
    /// The 管理 user's name.
    AdminName,
    /// The 管理 user's mail address.
    AdminMail,
}

/// The letters about what the customer-service centre did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CentreLetter {
    /// The customer-service centre changed what it keeps about the merchant.
    MerchantChanged {
        /// What was changed, each once.
        what: Vec<MerchantPart>,
    },
    /// The customer-service centre stopped or reopened the merchant's access.
    MerchantSuspended {
        /// Stopped; otherwise reopened.
        suspended: bool,
        /// Closed for good.
        closed: bool,
    },
    /// To the contact person's present address: another one takes its place after a wait.
    ContactChanging {
        /// The new address, masked.
        shown_new: String,
        /// When it takes effect; shown in Asia/Tokyo.
        on: SystemTime,
    },
    /// To the contact person's new address: it is in force.
    ContactChanged,
    /// To the contact person's present address: it stays, the other one was withdrawn.
    ContactWithdrawn {
        /// The withdrawn address, masked.
        shown_new: String,
    },
    /// The customer-service centre reset the 管理 user; what was done.
    AdminReset {
        /// 仮パスワード and how many days it is valid, if the password was reset.
        password: Option<(Secret, u32)>,
        /// The one-time password was reset.
        code: bool,
        /// The lock was released.
        lock: bool,
    },
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
    /// The user removed a pass; goes to the user and to the 管理 user.
    PassRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A log-in with a recovery code.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// The user made new recovery codes.
    RecoveryCodesMade,
    /// Too many wrong entries stopped the log-in.
    Locked {
        /// Browsers in which the user has logged in before are counted apart, so that they may
        /// still work.
        known_browsers: bool,
    },
    /// Too many wrong codes after right passwords stopped the factor.
    SecretSpent,
    /// A right password came with the code of a device whose clock is off.
    ClockOff {
        /// By how much, in minutes; positive: the device is ahead.
        minutes: i32,
    },
    /// MAIL-5.
    MailCode {
        /// Six digits.
        code: Secret,
        /// How long it is valid, in minutes.
        minutes: u32,
    },
    /// A log-in from a device that was not seen before.
    NewLogIn(SeenLogIn),
    /// To the new address: to be confirmed by opening the link.
    AddressChangeAsked {
        /// The whole address to open.
        url: Secret,
        /// How long it is valid, in minutes.
        minutes: u32,
    },
    /// To the old address: a change was asked for.
    AddressChangeStarted {
        /// The new address, masked.
        shown_new: String,
    },
    /// To both addresses: the change took effect.
    AddressChanged {
        /// The new address, masked.
        shown_new: String,
        /// Who changed it.
        cause: Cause,
    },
    /// The user is about to be deleted for want of a log-in (EXP-2).
    DeletionAhead {
        /// Whole days left.
        days: u32,
        /// When it is due; shown as a date in Asia/Tokyo.
        on: SystemTime,
    },
    /// The lock was released.
    LockReleased {
        /// By whom.
        cause: Cause,
    },
    /// The user's details were changed.
    UserChanged {
        /// By whom.
        cause: Cause,
    },
    /// The user was deleted.
    UserDeleted {
        /// By whom; `None`: nobody, the time without a log-in was up (EXP-2).
        cause: Option<Cause>,
    },
    /// What the customer-service centre did.
    Centre(CentreLetter),
}

impl LetterTemplate {
    /// Whether it is about one user; otherwise it is about the merchant as a whole.
    #[must_use]
    pub const fn is_about_a_user(&self) -> bool {
        match self {
            Self::Centre(letter) => matches!(letter, CentreLetter::AdminReset { .. }),
            _ => true,
        }
    }
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

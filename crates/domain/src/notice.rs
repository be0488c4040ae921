//! What the console tells people by mail, and who is truthfully named as the cause.

use crate::time::Timestamp;

/// Who caused a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The person the mail is about.
    Person,
    /// The merchant's 管理 user.
    Admin,
    /// The customer-service centre.
    Operator,
}

/// What the customer-service centre can change about a merchant, as a mail names it.
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

impl MerchantPart {
    /// Every part, in the order in which a mail lists them.
    pub const ALL: [Self; 8] = [
        Self::Company,
        Self::AccessKey,
        Self::Kind,
        Self::Tablet,
        Self::MailMethod,
        Self::Networks,
        Self::AdminName,
        Self::AdminMail,
    ];

    /// The word that is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::AccessKey => "access_key",
            Self::Kind => "kind",
            Self::Tablet => "tablet",
            Self::MailMethod => "mail_method",
            Self::Networks => "networks",
            Self::AdminName => "admin_name",
            Self::AdminMail => "admin_mail",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// A mail to be sent. Values that are secret are sealed before they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// MAIL-1 パスワード初期化開始のご連絡.
    ResetStarted {
        /// The one-time part of the address.
        token: String,
    },
    /// MAIL-2 仮パスワードのご連絡.
    TemporaryPassword {
        /// 仮パスワード.
        password: String,
        /// Who initialised it.
        cause: Cause,
    },
    /// MAIL-3 新規ユーザ登録のご連絡.
    UserRegistered {
        /// ユーザ名.
        name: String,
        /// 仮パスワード.
        password: String,
    },
    /// MAIL-4 ワンタイムパスワード秘密鍵初期化完了のご連絡.
    SecretReset {
        /// Who initialised it.
        cause: Cause,
    },
    /// パスワード変更完了のご連絡.
    PasswordChanged,
    /// 秘密鍵登録完了のご連絡.
    SecretRegistered,
    /// An authenticator app was removed by its owner.
    PassRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed by its owner.
    PasskeyRemoved,
    /// A log-in with a recovery code.
    RecoveryCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// A new set of recovery codes was made; older ones are void.
    RecoveryCodesMade,
    /// ロックのお知らせ.
    Locked,
    /// The device's clock is off by so many minutes.
    ClockOff {
        /// Positive: ahead.
        minutes: i32,
    },
    /// The secret's count of wrong codes is spent.
    SecretSpent,
    /// MAIL-5 ワンタイムパスワードのご連絡.
    MailCode {
        /// Six digits.
        code: String,
        /// How long it is valid.
        minutes: u32,
    },
    /// ログイン通知: a log-in from a device that was not seen before.
    NewLogIn {
        /// The network, shortened as in the log-in history.
        network: String,
        /// Browser and system.
        device: String,
        /// When.
        at: Timestamp,
        /// [`Strength::word`](crate::log_in::Strength::word); an unknown one is not shown.
        method: String,
    },
    /// メールアドレス変更のご連絡, to the new address: to be confirmed by its link.
    AddressChangeAsked {
        /// The one-time part of the address.
        token: String,
        /// How long the link is valid.
        minutes: u32,
    },
    /// メールアドレス変更のご連絡, to the old address: a change was asked for.
    AddressChangeStarted {
        /// The new address, masked.
        shown_new: String,
    },
    /// メールアドレス変更のご連絡, to the old and the new address: it took effect.
    AddressChanged {
        /// The new address, masked.
        shown_new: String,
        /// Who changed it.
        cause: Cause,
    },
    /// ユーザ削除のお知らせ(予告) (EXP-2).
    DeletionAhead {
        /// Whole days left, at least 1.
        days: u32,
        /// When it is due.
        on: Timestamp,
    },
    /// The centre initialised the 管理 user's values or released the lock: one mail for all of it.
    AdminReset {
        /// 仮パスワード, if the password was initialised.
        password: Option<String>,
        /// The one-time password was initialised.
        secret: bool,
        /// The lock was released.
        lock: bool,
    },
    /// The lock was released.
    LockReleased {
        /// By whom.
        cause: Cause,
    },
    /// The person's details were changed.
    UserChanged {
        /// By whom.
        cause: Cause,
    },
    /// The person was deleted.
    UserDeleted {
        /// By whom; `None`: nobody, the time without a log-in was up (EXP-2).
        cause: Option<Cause>,
    },
    /// The centre changed what it keeps about the merchant; values are not told.
    MerchantChanged {
        /// What was changed.
        what: Vec<MerchantPart>,
    },
    /// The centre stopped, reopened or closed the merchant's access.
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
        /// When it takes effect.
        on: Timestamp,
    },
    /// To the contact person's new address: it is in force.
    ContactChanged,
    /// To the contact person's present address: it stays, the other one does not take its place.
    ContactWithdrawn {
        /// The address that was withdrawn, masked.
        shown_new: String,
    },
}

impl Notice {
    /// The word the outbox stores for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::ResetStarted { .. } => "reset_started",
            Self::TemporaryPassword { .. } => "temporary_password",
            Self::UserRegistered { .. } => "user_registered",
            Self::SecretReset { .. } => "secret_reset",
            Self::PasswordChanged => "password_changed",
            Self::SecretRegistered => "secret_registered",
            Self::PassRemoved => "pass_removed",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::RecoveryCodesMade => "recovery_codes_made",
            Self::Locked => "locked",
            Self::ClockOff { .. } => "clock_off",
            Self::SecretSpent => "secret_spent",
            Self::MailCode { .. } => "mail_code",
            Self::NewLogIn { .. } => "new_log_in",
            Self::AddressChangeAsked { .. } => "address_change_asked",
            Self::AddressChangeStarted { .. } => "address_change_started",
            Self::AddressChanged { .. } => "address_changed",
            Self::DeletionAhead { .. } => "deletion_ahead",
            Self::AdminReset { .. } => "admin_reset",
            Self::LockReleased { .. } => "lock_released",
            Self::UserChanged { .. } => "user_changed",
            Self::UserDeleted { .. } => "user_deleted",
            Self::MerchantChanged { .. } => "merchant_changed",
            Self::MerchantSuspended { closed: true, .. } => "merchant_closed",
            Self::MerchantSuspended {
                suspended: false, ..
            } => "merchant_reopened",
            Self::MerchantSuspended { .. } => "merchant_suspended",
            Self::ContactChanging { .. } => "contact_changing",
            Self::ContactChanged => "contact_changed",
            Self::ContactWithdrawn { .. } => "contact_withdrawn",
        }
    }
}

//! What the console tells people by mail, and who is truthfully named as the cause.

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
    /// ロックのお知らせ.
    Locked,
    /// The device's clock is off by so many minutes.
    ClockOff {
        /// Positive: ahead.
        minutes: i32,
    },
    /// The secret's count of wrong codes is spent.
    SecretSpent,
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
            Self::Locked => "locked",
            Self::ClockOff { .. } => "clock_off",
            Self::SecretSpent => "secret_spent",
        }
    }
}

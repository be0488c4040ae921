//! A notice's values in a form that can be stored.
//!
//! Queued mails outlive an upgrade: a variant or field is never renamed, and a new field of an
//! old variant has a default.

use domain::notice::{Cause, MerchantPart, Notice};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub(crate) enum Words {
    ResetStarted {
        token: String,
    },
    TemporaryPassword {
        password: String,
        cause: CauseWord,
    },
    UserRegistered {
        name: String,
        password: String,
    },
    SecretReset {
        cause: CauseWord,
    },
    PasswordChanged,
    SecretRegistered,
    PassRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodeUsed {
        left: u32,
    },
    RecoveryCodesMade,
    Locked,
    ClockOff {
        minutes: i32,
    },
    SecretSpent,
    MailCode {
        code: String,
        minutes: u32,
    },
    NewLogIn {
        network: String,
        device: String,
        /// Microseconds since 1970, as all times here.
        at: i64,
        method: String,
    },
    AddressChangeAsked {
        token: String,
        minutes: u32,
    },
    AddressChangeStarted {
        shown_new: String,
    },
    AddressChanged {
        shown_new: String,
        cause: CauseWord,
    },
    DeletionAhead {
        days: u32,
        on: i64,
    },
    AdminReset {
        password: Option<String>,
        secret: bool,
        lock: bool,
    },
    LockReleased {
        cause: CauseWord,
    },
    UserChanged {
        cause: CauseWord,
    },
    UserDeleted {
        cause: Option<CauseWord>,
    },
    MerchantChanged {
        what: Vec<String>,
    },
    MerchantSuspended {
        suspended: bool,
        closed: bool,
    },
    ContactChanging {
        shown_new: String,
        on: i64,
    },
    ContactChanged,
    ContactWithdrawn {
        shown_new: String,
    },
}

#[derive(Clone, Copy, Deserialize, Serialize)]
pub(crate) enum CauseWord {
    Person,
    Admin,
    Operator,
}

impl From<Notice> for Words {
    #[allow(clippy::too_many_lines, reason = "one line per field of each notice")]
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::ResetStarted { token } => Self::ResetStarted { token },
            Notice::TemporaryPassword { password, cause } => Self::TemporaryPassword {
                password,
                cause: cause.into(),
            },
            Notice::UserRegistered { name, password } => Self::UserRegistered { name, password },
            Notice::SecretReset { cause } => Self::SecretReset {
                cause: cause.into(),
            },
            Notice::PasswordChanged => Self::PasswordChanged,
            Notice::SecretRegistered => Self::SecretRegistered,
            Notice::PassRemoved => Self::PassRemoved,
            Notice::PasskeyAdded => Self::PasskeyAdded,
            Notice::PasskeyRemoved => Self::PasskeyRemoved,
            Notice::RecoveryCodeUsed { left } => Self::RecoveryCodeUsed { left },
            Notice::RecoveryCodesMade => Self::RecoveryCodesMade,
            Notice::Locked => Self::Locked,
            Notice::ClockOff { minutes } => Self::ClockOff { minutes },
            Notice::SecretSpent => Self::SecretSpent,
            Notice::MailCode { code, minutes } => Self::MailCode { code, minutes },
            Notice::NewLogIn {
                network,
                device,
                at,
                method,
            } => Self::NewLogIn {
                network,
                device,
                at: at.as_micros(),
                method,
            },
            Notice::AddressChangeAsked { token, minutes } => {
                Self::AddressChangeAsked { token, minutes }
            }
            Notice::AddressChangeStarted { shown_new } => Self::AddressChangeStarted { shown_new },
            Notice::AddressChanged { shown_new, cause } => Self::AddressChanged {
                shown_new,
                cause: cause.into(),
            },
            Notice::DeletionAhead { days, on } => Self::DeletionAhead {
                days,
                on: on.as_micros(),
            },
            Notice::AdminReset {
                password,
                secret,
                lock,
            } => Self::AdminReset {
                password,
                secret,
                lock,
            },
            Notice::LockReleased { cause } => Self::LockReleased {
                cause: cause.into(),
            },
            Notice::UserChanged { cause } => Self::UserChanged {
                cause: cause.into(),
            },
            Notice::UserDeleted { cause } => Self::UserDeleted {
                cause: cause.map(Into::into),
            },
            Notice::MerchantChanged { what } => Self::MerchantChanged {
                what: what.iter().map(|part| part.word().to_owned()).collect(),
            },
            Notice::MerchantSuspended { suspended, closed } => {
                Self::MerchantSuspended { suspended, closed }
            }
            Notice::ContactChanging { shown_new, on } => Self::ContactChanging {
                shown_new,
                on: on.as_micros(),
            },
            Notice::ContactChanged => Self::ContactChanged,
            Notice::ContactWithdrawn { shown_new } => Self::ContactWithdrawn { shown_new },
        }
    }
}

impl From<Words> for Notice {
    #[allow(clippy::too_many_lines, reason = "one line per field of each notice")]
    fn from(words: Words) -> Self {
        match words {
            Words::ResetStarted { token } => Self::ResetStarted { token },
            Words::TemporaryPassword { password, cause } => Self::TemporaryPassword {
                password,
                cause: cause.into(),
            },
            Words::UserRegistered { name, password } => Self::UserRegistered { name, password },
            Words::SecretReset { cause } => Self::SecretReset {
                cause: cause.into(),
            },
            Words::PasswordChanged => Self::PasswordChanged,
            Words::SecretRegistered => Self::SecretRegistered,
            Words::PassRemoved => Self::PassRemoved,
            Words::PasskeyAdded => Self::PasskeyAdded,
            Words::PasskeyRemoved => Self::PasskeyRemoved,
            Words::RecoveryCodeUsed { left } => Self::RecoveryCodeUsed { left },
            Words::RecoveryCodesMade => Self::RecoveryCodesMade,
            Words::Locked => Self::Locked,
            Words::ClockOff { minutes } => Self::ClockOff { minutes },
            Words::SecretSpent => Self::SecretSpent,
            Words::MailCode { code, minutes } => Self::MailCode { code, minutes },
            Words::NewLogIn {
                network,
                device,
                at,
                method,
            } => Self::NewLogIn {
                network,
                device,
                at: Timestamp::from_micros(at),
                method,
            },
            Words::AddressChangeAsked { token, minutes } => {
                Self::AddressChangeAsked { token, minutes }
            }
            Words::AddressChangeStarted { shown_new } => Self::AddressChangeStarted { shown_new },
            Words::AddressChanged { shown_new, cause } => Self::AddressChanged {
                shown_new,
                cause: cause.into(),
            },
            Words::DeletionAhead { days, on } => Self::DeletionAhead {
                days,
                on: Timestamp::from_micros(on),
            },
            Words::AdminReset {
                password,
                secret,
                lock,
            } => Self::AdminReset {
                password,
                secret,
                lock,
            },
            Words::LockReleased { cause } => Self::LockReleased {
                cause: cause.into(),
            },
            Words::UserChanged { cause } => Self::UserChanged {
                cause: cause.into(),
            },
            Words::UserDeleted { cause } => Self::UserDeleted {
                cause: cause.map(Into::into),
            },
            Words::MerchantChanged { what } => Self::MerchantChanged {
                what: what
                    .iter()
                    .filter_map(|word| MerchantPart::from_word(word))
                    .collect(),
            },
            Words::MerchantSuspended { suspended, closed } => {
                Self::MerchantSuspended { suspended, closed }
            }
            Words::ContactChanging { shown_new, on } => Self::ContactChanging {
                shown_new,
                on: Timestamp::from_micros(on),
            },
            Words::ContactChanged => Self::ContactChanged,
            Words::ContactWithdrawn { shown_new } => Self::ContactWithdrawn { shown_new },
        }
    }
}

impl From<Cause> for CauseWord {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Person => Self::Person,
            Cause::Admin => Self::Admin,
            Cause::Operator => Self::Operator,
        }
    }
}

impl From<CauseWord> for Cause {
    fn from(word: CauseWord) -> Self {
        match word {
            CauseWord::Person => Self::Person,
            CauseWord::Admin => Self::Admin,
            CauseWord::Operator => Self::Operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use domain::notice::{Cause, MerchantPart, Notice};
    use domain::time::Timestamp;

    /// What earlier versions have queued stays readable, word for word.
    #[test]
    fn stored_words_stay_readable() {
        let at = Timestamp::from_micros(1_717_405_501_000_000);
        for (json, notice) in [
            (r#""PasswordChanged""#, Notice::PasswordChanged),
            (
                r#"{"TemporaryPassword":{"password":"p","cause":"Admin"}}"#,
                Notice::TemporaryPassword {
                    password: "p".to_owned(),
                    cause: Cause::Admin,
                },
            ),
            (
                r#"{"DeletionAhead":{"days":3,"on":1717405501000000}}"#,
                Notice::DeletionAhead { days: 3, on: at },
            ),
            (
                r#"{"MerchantChanged":{"what":["company","networks"]}}"#,
                Notice::MerchantChanged {
                    what: vec![MerchantPart::Company, MerchantPart::Networks],
                },
            ),
        ] {
            let words: Words = serde_json::from_str(json).unwrap();
            assert_eq!(Notice::from(words), notice);
            assert_eq!(serde_json::to_string(&Words::from(notice)).unwrap(), json);
        }
    }
}

//! Why a log-in does not open a session.

use crate::ids::FactorId;
use otp::TimeStep;

/// A clock that is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Whose.
    pub factor: FactorId,
    /// By how many whole minutes; positive: ahead.
    pub minutes: i32,
}

/// Why no session is opened. The page shows the same for all of them (LOGIN-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such merchant or user.
    Unknown,
    /// The access key is another merchant's (LOGIN-17).
    WrongAccessKey,
    /// The merchant's people may not come from this network.
    Network,
    /// Neither password.
    WrongPassword,
    /// The merchant is suspended.
    Suspended,
    /// Silent for too long: as good as deleted (EXP-2).
    Dormant,
    /// The 仮パスワード was right but is too old.
    TemporaryExpired,
    /// A factor is in force and no code was given.
    CodeMissing,
    /// The password was right, the code was not.
    CodeWrong {
        /// Where the person's wrong codes are counted.
        counts_on: FactorId,
        /// The code fits a clock that is off.
        drift: Option<Drift>,
    },
    /// The password was right and the code was, but it has been used.
    Replayed {
        /// The factor.
        factor: FactorId,
        /// The step of the repeated code.
        step: TimeStep,
        /// An honest repetition, perhaps: need not count.
        refundable: bool,
    },
    /// Not one of the person's recovery codes, or a used one; or there are none.
    RecoveryCodeWrong {
        /// Where the person's wrong codes are counted, if a pass is in force.
        counts_on: Option<FactorId>,
    },
    /// Too many wrong codes after a right password: has to be enrolled again.
    FactorSpent,
    /// No factor is in force and the time to enrol one is over.
    EnrolmentOver,
    /// The mail method is not open to this person (LOGIN-19, TAB-2, CON-2).
    MailMethodClosed,
    /// Not the mailed code, or no longer.
    MailedCodeWrong,
    /// Passkeys open nothing here, or nothing without a password.
    PasskeysClosed,
    /// Not a passkey of the account, or not rightly shown.
    PasskeyWrong,
    /// Its counter has not grown: there may be a copy of it.
    PasskeyCopied,
}

impl Refusal {
    /// The factor whose count of wrong codes grows.
    #[must_use]
    pub const fn counts_on(&self) -> Option<FactorId> {
        match self {
            Self::CodeWrong { counts_on, .. } => Some(*counts_on),
            Self::RecoveryCodeWrong { counts_on } => *counts_on,
            _ => None,
        }
    }

    /// The clock that explains a wrong code.
    #[must_use]
    pub const fn drift(&self) -> Option<Drift> {
        match self {
            Self::CodeWrong { drift, .. } => *drift,
            _ => None,
        }
    }

    /// The word in the audit trail.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::WrongAccessKey => "wrong_access_key",
            Self::Network => "network",
            Self::WrongPassword => "wrong_password",
            Self::Suspended => "suspended",
            Self::Dormant => "dormant",
            Self::TemporaryExpired => "temporary_expired",
            Self::CodeMissing => "code_missing",
            Self::CodeWrong { .. } => "code_wrong",
            Self::Replayed { .. } => "code_replayed",
            Self::RecoveryCodeWrong { .. } => "recovery_code_wrong",
            Self::FactorSpent => "factor_spent",
            Self::EnrolmentOver => "enrolment_over",
            Self::MailMethodClosed => "mail_method_closed",
            Self::MailedCodeWrong => "mailed_code_wrong",
            Self::PasskeysClosed => "passkeys_closed",
            Self::PasskeyWrong => "passkey_wrong",
            Self::PasskeyCopied => "passkey_copied",
        }
    }
}

//! The vocabulary of the audit trail: who did what to whom, when, from where, with what outcome
//! (PCI DSS 10.2.2).

use crate::ids::{ApiKeyId, MerchantId, PersonId};
use crate::time::{Span, Timestamp};
use uuid::Uuid;

/// Rows are kept for so long at least (PCI DSS 10.5.1: twelve months).
pub const KEPT_AT_LEAST: Span = Span::days(365);

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known: a try with a name that does not exist.
    Nobody,
    /// A person of a merchant.
    Person(PersonId),
    /// The company that runs the console: a person of the centre, or `None` for the command line.
    Operator(Option<PersonId>),
    /// The product itself, by schedule.
    Schedule,
    /// A program, by its key.
    Api(ApiKeyId),
}

impl Actor {
    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Person(_) => "person",
            Self::Operator(_) => "operator",
            Self::Schedule => "schedule",
            Self::Api(_) => "api",
        }
    }

    /// The person, if it was one.
    #[must_use]
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Operator(person) => person,
            Self::Nobody | Self::Schedule | Self::Api(_) => None,
        }
    }

    /// Whose identity stands in the row: a person's or a key's.
    #[must_use]
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::Api(key) => Some(key.uuid()),
            other => other.person().map(PersonId::uuid),
        }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// An operator told everybody something.
    Announce,
    /// An operator took an announcement back.
    WithdrawAnnouncement,
    /// A log-in, or a try.
    LogIn,
    /// A code was mailed for the second page of the mail method (MAIL-5).
    SendMailCode,
    /// ログアウト.
    LogOut,
    /// 初期化依頼 (RESET-3).
    RequestReset,
    /// A 仮パスワード was sent by a reset link (RESET-5).
    SendTemporaryPassword,
    /// The password was changed.
    ChangePassword,
    /// 発行: a secret was issued.
    IssueSecret,
    /// The first code was accepted.
    ConfirmSecret,
    /// A user was registered.
    RegisterUser,
    /// A user was deleted because nobody used the account (EXP-2).
    ExpireUser,
    /// A user's password was initialised by somebody else (RESET-9).
    ResetUserPassword,
    /// A user's one-time password was initialised (OTP-8).
    ResetUserSecret,
    /// A lock was released (LOCK-2).
    ReleaseLock,
    /// The first mail was sent again, with a new temporary password.
    ResendInvitation,
    /// A first password was printed for somebody without an address.
    HandOut,
    /// Somebody changed the own name (USER-19).
    ChangeOwnDetails,
    /// Somebody asked for another address of their own (GAP-10).
    AskAddressChange,
    /// A new address was confirmed by its owner.
    ChangeAddress,
    /// A user's details were changed (USER-15).
    ChangeUser,
    /// A user was deleted (USER-16).
    DeleteUser,
    /// A merchant was set up.
    CreateMerchant,
    /// A merchant was suspended or taken up again.
    SuspendMerchant,
    /// 管理's credentials were initialised by the operator.
    ResetAdmin,
    /// An operator's account was made.
    CreateOperator,
    /// An operator got a new first password and may enrol again.
    ResetOperator,
    /// An operator's account was removed.
    RemoveOperator,
    /// What the application form set was changed (CS-7).
    ChangeMerchant,
    /// A merchant was closed for good.
    CloseMerchant,
    /// A new address of the contact person was asked for; it takes effect later.
    ChangeContact,
    /// A new address was withdrawn before it took effect.
    WithdrawContact,
    /// A new address of the contact person has taken effect.
    ContactInEffect,
    /// A second operator's consent was asked for.
    AskApproval,
    /// A second operator agreed.
    Approve,
    /// An operator refused, or took the question back.
    Reject,
    /// A key for a program was made.
    CreateApiKey,
    /// A key of a program was revoked.
    RevokeApiKey,
    /// A node began to write the trail (PCI DSS 10.2.1.6).
    StartNode,
    /// A node stopped writing it, in good order.
    StopNode,
    /// Somebody read the trail (PCI DSS 10.2.1.3).
    ReadAudit,
    /// Somebody took a copy of it.
    ExportAudit,
    /// Rows were removed because their time was over.
    PurgeAudit,
    /// A person who is gone was forgotten: the names, and what was written about the person.
    ErasePerson,
    /// Somebody asked for a page beyond the own rights (PCI DSS 10.2.1.4).
    AskForbiddenPage,
}

impl Action {
    /// The word the database and exports use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::WithdrawAnnouncement => "withdraw_announcement",
            Self::LogIn => "log_in",
            Self::SendMailCode => "send_mail_code",
            Self::LogOut => "log_out",
            Self::RequestReset => "request_reset",
            Self::SendTemporaryPassword => "send_temporary_password",
            Self::ChangePassword => "change_password",
            Self::IssueSecret => "issue_secret",
            Self::ConfirmSecret => "confirm_secret",
            Self::RegisterUser => "register_user",
            Self::ExpireUser => "expire_user",
            Self::ResetUserPassword => "reset_user_password",
            Self::ResetUserSecret => "reset_user_secret",
            Self::ReleaseLock => "release_lock",
            Self::ResendInvitation => "resend_invitation",
            Self::HandOut => "hand_out",
            Self::ChangeOwnDetails => "change_own_details",
            Self::AskAddressChange => "ask_address_change",
            Self::ChangeAddress => "change_address",
            Self::ChangeUser => "change_user",
            Self::DeleteUser => "delete_user",
            Self::CreateMerchant => "create_merchant",
            Self::SuspendMerchant => "suspend_merchant",
            Self::ResetAdmin => "reset_admin",
            Self::CreateOperator => "create_operator",
            Self::ResetOperator => "reset_operator",
            Self::RemoveOperator => "remove_operator",
            Self::ChangeMerchant => "change_merchant",
            Self::CloseMerchant => "close_merchant",
            Self::ChangeContact => "change_contact",
            Self::WithdrawContact => "withdraw_contact",
            Self::ContactInEffect => "contact_in_effect",
            Self::AskApproval => "ask_approval",
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::CreateApiKey => "create_api_key",
            Self::RevokeApiKey => "revoke_api_key",
            Self::StartNode => "start_node",
            Self::StopNode => "stop_node",
            Self::ReadAudit => "read_audit",
            Self::ExportAudit => "export_audit",
            Self::PurgeAudit => "purge_audit",
            Self::ErasePerson => "erase_person",
            Self::AskForbiddenPage => "ask_forbidden_page",
        }
    }
}

/// One row of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Whose merchant, if any.
    pub merchant: Option<MerchantId>,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// `ok`, or the word of the refusal.
    pub outcome: &'static str,
    /// To whom.
    pub subject: Option<PersonId>,
    /// The client network it came from; never a name that was typed.
    pub origin: String,
    /// A short machine-made remark: keyed digest of an unknown name, count, reason. Never secret.
    pub remark: String,
}

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

/// Declares every act once, with its word, so that none can be forgotten in a list.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)+) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// Every act there is.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word the database and exports use.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

acts! {
    /// An operator told everybody something.
    Announce = "announce";
    /// An operator took an announcement back.
    WithdrawAnnouncement = "withdraw_announcement";
    /// A log-in, or a try.
    LogIn = "log_in";
    /// A code was mailed for the second page of the mail method (MAIL-5).
    SendMailCode = "send_mail_code";
    /// ログアウト.
    LogOut = "log_out";
    /// 初期化依頼 (RESET-3).
    RequestReset = "request_reset";
    /// A 仮パスワード was sent by a reset link (RESET-5).
    SendTemporaryPassword = "send_temporary_password";
    /// The password was changed.
    ChangePassword = "change_password";
    /// 発行: a secret was issued.
    IssueSecret = "issue_secret";
    /// The first code was accepted.
    ConfirmSecret = "confirm_secret";
    /// Password and second factor were shown again.
    ProveAgain = "prove_again";
    /// A pass got another name.
    RenamePass = "rename_pass";
    /// An authenticator app was removed by its owner.
    RemovePass = "remove_pass";
    /// A passkey was added.
    AddPasskey = "add_passkey";
    /// A passkey was removed by its owner.
    RemovePasskey = "remove_passkey";
    /// A new set of recovery codes was made.
    MakeRecoveryCodes = "make_recovery_codes";
    /// A user was registered.
    RegisterUser = "register_user";
    /// A list of users was taken in by 管理.
    ImportUsers = "import_users";
    /// A user was deleted because nobody used the account (EXP-2).
    ExpireUser = "expire_user";
    /// A user's password was initialised by somebody else (RESET-9).
    ResetUserPassword = "reset_user_password";
    /// A user's one-time password was initialised (OTP-8).
    ResetUserSecret = "reset_user_secret";
    /// A lock was released (LOCK-2).
    ReleaseLock = "release_lock";
    /// The first mail was sent again, with a new temporary password.
    ResendInvitation = "resend_invitation";
    /// A first password was printed for somebody without an address.
    HandOut = "hand_out";
    /// Somebody changed the own name (USER-19).
    ChangeOwnDetails = "change_own_details";
    /// Somebody asked for another address of their own (GAP-10).
    AskAddressChange = "ask_address_change";
    /// A new address was confirmed by its owner.
    ChangeAddress = "change_address";
    /// A user's details were changed (USER-15).
    ChangeUser = "change_user";
    /// A user was deleted (USER-16).
    DeleteUser = "delete_user";
    /// A merchant was set up.
    CreateMerchant = "create_merchant";
    /// A merchant was suspended or taken up again.
    SuspendMerchant = "suspend_merchant";
    /// 管理's credentials were initialised by the operator.
    ResetAdmin = "reset_admin";
    /// An operator's account was made.
    CreateOperator = "create_operator";
    /// An operator got a new first password and may enrol again.
    ResetOperator = "reset_operator";
    /// An operator's account was removed.
    RemoveOperator = "remove_operator";
    /// What the application form set was changed (CS-7).
    ChangeMerchant = "change_merchant";
    /// A merchant was closed for good.
    CloseMerchant = "close_merchant";
    /// A new address of the contact person was asked for; it takes effect later.
    ChangeContact = "change_contact";
    /// A new address was withdrawn before it took effect.
    WithdrawContact = "withdraw_contact";
    /// A new address of the contact person has taken effect.
    ContactInEffect = "contact_in_effect";
    /// A second operator's consent was asked for.
    AskApproval = "ask_approval";
    /// A second operator agreed.
    Approve = "approve";
    /// An operator refused, or took the question back.
    Reject = "reject";
    /// A key for a program was made.
    CreateApiKey = "create_api_key";
    /// A key of a program was revoked.
    RevokeApiKey = "revoke_api_key";
    /// A node began to write the trail (PCI DSS 10.2.1.6).
    StartNode = "start_node";
    /// A node stopped writing it, in good order.
    StopNode = "stop_node";
    /// Somebody read the trail (PCI DSS 10.2.1.3).
    ReadAudit = "read_audit";
    /// Somebody took a copy of it.
    ExportAudit = "export_audit";
    /// An operator was shown evidence for auditors; the remark holds its number.
    ReadEvidence = "read_evidence";
    /// Rows were removed because their time was over.
    PurgeAudit = "purge_audit";
    /// A person who is gone was forgotten: the names, and what was written about the person.
    ErasePerson = "erase_person";
    /// Somebody took a backup of the database, sealed.
    BackUp = "back_up";
    /// A backup was put back into an empty database.
    RestoreBackup = "restore_backup";
    /// Values were sealed again under the current key.
    RotateKeys = "rotate_keys";
    /// Somebody asked for a page beyond the own rights (PCI DSS 10.2.1.4).
    AskForbiddenPage = "ask_forbidden_page";
}

impl Action {
    /// Reads a word of [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.word() == word)
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

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn every_act_has_a_word_of_its_own() {
        for act in Action::ALL {
            assert_eq!(Action::from_word(act.word()), Some(*act));
        }
        assert_eq!(Action::from_word("nothing"), None);
    }
}

//! Identities. Each is its own type, so that one cannot stand where another belongs.

use uuid::Uuid;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID (version 7, made by the caller from a passed-in clock and generator).
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }
    };
}

identity!(
    /// A merchant (加盟店).
    MerchantId
);
identity!(
    /// A person with an account. Not the ユーザID: one that is deleted and created again under the
    /// same ユーザID is a new person.
    PersonId
);
identity!(
    /// A second factor of a person.
    FactorId
);
identity!(
    /// A session of a signed-in person.
    SessionId
);
identity!(
    /// One try to log in, from its reservation to its settlement.
    AttemptId
);
identity!(
    /// A mail waiting to be handed over.
    OutboxId
);
identity!(
    /// A question to a second operator.
    ApprovalId
);
identity!(
    /// A request to reset a password (MAIL-1).
    ResetId
);
identity!(
    /// A log-in by the mail method, between its two pages.
    ChallengeId
);
identity!(
    /// What operators tell everybody.
    AnnouncementId
);
identity!(
    /// A row of the audit trail.
    AuditId
);
identity!(
    /// A list of users that 管理 brought.
    UserImportId
);
identity!(
    /// A key of a program that may set merchants up.
    ApiKeyId
);

//! Why a ceremony is refused.

/// Why a ceremony is refused. For the audit trail; the page says nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a ceremony refused for its {}", self.word())]
pub enum Fault {
    /// Client data that are no JSON object of the expected members.
    ClientData,
    /// The other ceremony, or none.
    Type,
    /// Another challenge than the one that was given.
    Challenge,
    /// A page of another origin.
    Origin,
    /// A page inside a page of another origin.
    Framed,
    /// Bytes that are no attestation object, or more than one.
    Attestation,
    /// A statement about the authenticator that was not asked for, or a wrong one.
    Statement,
    /// Bytes that are no authenticator data, or more than that.
    AuthenticatorData,
    /// A credential of another relying party.
    RpIdHash,
    /// Nobody was there.
    UserPresent,
    /// The person was not verified.
    UserVerified,
    /// Flags of a backup that contradict each other or what was known.
    Backup,
    /// A credential where none belongs, or none where one does.
    Credential,
    /// No key of the algorithms that were offered.
    Key,
    /// Not signed by the credential's key.
    Signature,
}

impl Fault {
    /// The word in the audit trail.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ClientData => "client_data",
            Self::Type => "type",
            Self::Challenge => "challenge",
            Self::Origin => "origin",
            Self::Framed => "framed",
            Self::Attestation => "attestation",
            Self::Statement => "statement",
            Self::AuthenticatorData => "authenticator_data",
            Self::RpIdHash => "rp_id_hash",
            Self::UserPresent => "user_present",
            Self::UserVerified => "user_verified",
            Self::Backup => "backup",
            Self::Credential => "credential",
            Self::Key => "key",
            Self::Signature => "signature",
        }
    }
}

//! What can go wrong that is nobody's refusal.

use crypto::sealed::{OpenError, SealError};
use crypto::{Busy, EntropyFailure, HashError};
use store::StoreError;

/// A use case could not be carried out. Nothing was changed, unless it says [`Self::Uncertain`].
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Too much to do: answer 503 with `Retry-After`.
    #[error("busy")]
    Busy {
        /// Seconds, 1 to 60.
        retry_after_seconds: u32,
    },
    /// The database is away or others were in the way three times: answer 503.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// Another transaction was in the way and nothing was changed: the whole use case may be done
    /// again at once.
    #[error("another transaction was in the way: {0}")]
    Contended(String),
    /// The connection was lost in the moment of a commit: whether the change was made is unknown.
    /// What is recognised when it comes twice, as every form is by its nonce, may be done again.
    #[error("the connection was lost in a commit: {0}")]
    Uncertain(String),
    /// A mistake of ours or damage. The text is for the log only; it holds no secret.
    #[error("{0}")]
    Fault(String),
}

impl AppError {
    pub(crate) fn fault(what: &str, why: impl std::fmt::Display) -> Self {
        Self::Fault(format!("{what}: {why}"))
    }

    /// Whether the same may be done again, if it is recognised when it comes twice.
    pub(crate) fn may_be_repeated(&self) -> bool {
        matches!(self, Self::Contended(_) | Self::Uncertain(_))
    }

    /// The same error while it is open whether an earlier commit was made: a database that is away
    /// now tells nothing about that.
    pub(crate) fn in_doubt(self) -> Self {
        match self {
            Self::Unavailable(cause) => Self::Uncertain(cause),
            other => other,
        }
    }

    /// Others were in the way each time.
    pub(crate) fn contended() -> Self {
        Self::Unavailable("others were in the way three times".to_owned())
    }
}

/// A transaction that did not come about: keeps what the database said apart from what else can
/// fail, for those who have an answer to it.
#[derive(Debug)]
pub(crate) enum Unsaved {
    Store(StoreError),
    App(AppError),
}

impl From<StoreError> for Unsaved {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AppError> for Unsaved {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let cause = std::error::Error::source(&error)
            .map(ToString::to_string)
            .unwrap_or_default();
        match error {
            StoreError::Retry(_) => Self::Contended(cause),
            uncertain if uncertain.is_uncertain() => Self::Uncertain(cause),
            // A broken foreign key: the person was deleted in this very moment. Whoever asks again
            // is told so.
            StoreError::Unavailable(_) | StoreError::ForeignKey(_) => Self::Unavailable(cause),
            other => Self::fault(&other.to_string(), cause),
        }
    }
}

impl From<Busy> for AppError {
    fn from(busy: Busy) -> Self {
        Self::Busy {
            retry_after_seconds: busy.retry_after_seconds,
        }
    }
}

impl From<HashError> for AppError {
    fn from(error: HashError) -> Self {
        Self::fault("password hash", error)
    }
}

impl From<EntropyFailure> for AppError {
    fn from(error: EntropyFailure) -> Self {
        Self::fault("randomness", error)
    }
}

impl From<SealError> for AppError {
    fn from(error: SealError) -> Self {
        Self::fault("seal", error)
    }
}

impl From<OpenError> for AppError {
    fn from(error: OpenError) -> Self {
        Self::fault("open", error)
    }
}

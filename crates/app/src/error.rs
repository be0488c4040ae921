//! What can go wrong that is nobody's refusal.

use crypto::sealed::{OpenError, SealError};
use crypto::{Busy, EntropyFailure, HashError};
use store::StoreError;

/// A use case could not be carried out. Nothing was changed, unless the connection was lost in the
/// very moment of a commit.
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
    /// A mistake of ours or damage. The text is for the log only; it holds no secret.
    #[error("{0}")]
    Fault(String),
}

impl AppError {
    pub(crate) fn fault(what: &str, why: impl std::fmt::Display) -> Self {
        Self::Fault(format!("{what}: {why}"))
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
            // A broken foreign key: the person was deleted in this very moment. Whoever asks again
            // is told so.
            StoreError::Retry(_) | StoreError::Unavailable(_) | StoreError::ForeignKey(_) => {
                Self::Unavailable(cause)
            }
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

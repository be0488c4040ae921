//! Why a command ends without having done its work, and its exit code.

use std::io;
use std::net::SocketAddr;

use app::AppError;
use app::backup::BackupError;
use store::copy::CopyError;
use store::{SchemaError, StoreError};

use crate::config::ConfigError;
use crate::keys::KeyFileError;

/// The table of exit codes for `--help`, the manual page and the documentation.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed; the message or the log tells why
  2  the command line is wrong
  3  the configuration or the key file is wrong
  4  the database is not reachable, or its schema or its keys are not this program's
  5  refused: what was named does not exist, exists already, or cannot be done
  6  the address cannot be listened on
  7  doctor: a requirement is not met";

/// Why a command ends without having done its work. Its text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A part of the configuration turned out wrong only when it was used.
    #[error("{0}")]
    Setting(String),
    /// The key file is wrong.
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    /// The database cannot be used.
    #[error("{0}")]
    Database(String),
    /// Refused, with the reason.
    #[error("{0}")]
    Refused(String),
    /// The address cannot be listened on.
    #[error("{address} cannot be listened on: {error}{}", advice(.error))]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        error: io::Error,
    },
    /// Requirements that `doctor` found not met: so many.
    #[error("requirements not met: {0}")]
    NotMet(usize),
    /// Anything else.
    #[error("{0}")]
    Fault(String),
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            "\nAnother program has this port. End it, or choose another port \
             (demo: --listen 127.0.0.1:8081, serve: the setting listen)."
        }
        io::ErrorKind::PermissionDenied => {
            "\nPorts below 1024 are the system's. Choose a higher one."
        }
        _ => "",
    }
}

impl Failure {
    /// The exit code of [`EXIT_CODES`].
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Fault(_) => 1,
            Self::Refused(_) | Self::Keys(KeyFileError::Exists(_)) => 5,
            Self::Config(_) | Self::Setting(_) | Self::Keys(_) => 3,
            Self::Database(_) => 4,
            Self::Listen { .. } => 6,
            Self::NotMet(_) => 7,
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Unavailable(_) | AppError::Contended(_) | AppError::Uncertain(_) => {
                Self::Database(error.to_string())
            }
            AppError::Busy { .. } | AppError::Fault(_) => Self::Fault(error.to_string()),
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::App(error) => error.into(),
            BackupError::Copy(error) => error.into(),
            BackupError::UnknownKey(_) | BackupError::OtherKeys(_) => Self::Setting(format!(
                "{error}.\nA backup opens only with the key it was made under; it stays needed \
                 for as long as its backups. Nothing was changed."
            )),
            BackupError::Unwritable(_) | BackupError::NoBackup => Self::Refused(error.to_string()),
            other => Self::Refused(format!("{other}.\nNothing was changed.")),
        }
    }
}

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        let what_to_do = match &error {
            CopyError::NotEmpty(_) => {
                "Name a new database; this one is in use. Nothing was changed."
            }
            CopyError::Changed(_) => {
                "Stop every node of the old one and try again. Nothing was changed."
            }
            CopyError::OtherColumns(_) => "Bring both to this release's schema with migrate.",
            CopyError::Differs(_) => "Nothing was changed. Please report this.",
            CopyError::Store(error) => return Self::Database(with_causes(error)),
        };
        Self::Database(format!("{error}.\n{what_to_do}"))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Database(with_causes(&error))
    }
}

impl From<SchemaError> for Failure {
    fn from(error: SchemaError) -> Self {
        let advice = match &error {
            SchemaError::TooOld { .. } => "\nRun: sekisho migrate --config FILE",
            SchemaError::TooNew { .. } => "\nUse the newer release, or the database of this one.",
            _ => "",
        };
        Self::Database(format!("{}{advice}", with_causes(&error)))
    }
}

/// An error and what it came from, on one line. None of ours prints a value.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

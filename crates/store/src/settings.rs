//! Where the database is and how much of it to use.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

/// Where the database is and how much of it to use.
#[derive(Clone)]
pub struct StoreSettings {
    address: Address,
    /// Connections to PostgreSQL, at least 1 (default 10). SQLite has one writer whatever this
    /// says.
    pub connections: u32,
    /// Connections that only read, SQLite, at least 1 (default 4).
    pub readers: u32,
    /// How long a statement waits for a free connection before it is
    /// [`StoreError::Unavailable`](crate::StoreError::Unavailable) (default 5 s).
    pub acquire_timeout: Duration,
    /// How long SQLite waits for another process that writes, such as a backup (default 5 s).
    pub busy_timeout: Duration,
    /// How long PostgreSQL works on one statement, waiting for locks included, and how long it
    /// keeps a transaction in which nothing happens (default 10 s; at least 1 ms). A node that
    /// hangs thus lets go of its locks.
    pub statement_timeout: Duration,
}

#[derive(Clone)]
pub(crate) enum Address {
    Url(SecretString),
    File(PathBuf),
}

impl StoreSettings {
    /// Settings with the default sizes for `sqlite:PATH` (a file; made when missing, mode 0600)
    /// or `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self::at(Address::Url(SecretString::from(url.into())))
    }

    /// Settings with the default sizes for an SQLite file, whatever characters its path has.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::at(Address::File(path.into()))
    }

    fn at(address: Address) -> Self {
        Self {
            address,
            connections: 10,
            readers: 4,
            acquire_timeout: Duration::from_secs(5),
            busy_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(10),
        }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }
}

impl fmt::Debug for StoreSettings {
    /// Keeps the address to itself: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreSettings")
            .field("connections", &self.connections)
            .field("readers", &self.readers)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("busy_timeout", &self.busy_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .finish_non_exhaustive()
    }
}

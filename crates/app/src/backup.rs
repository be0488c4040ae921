//! The file of a backup: a head in clear, then sealed parts, each bound to its place.
//!
//! ```text
//! "sekisho-backup\n", length of the head (4 bytes), head (JSON)
//! part 0:   0, length (4 bytes), nothing, sealed: the proof that head and key are right
//! part 1 …: 0, length (4 bytes), 64 KiB, sealed
//! last:     1, length (4 bytes), up to 64 KiB, sealed
//! ```
//!
//! The key is derived from the root key that the head names and the file's own random name. What
//! each part is sealed with as associated data: the whole head, the part's number, and whether it is
//! the last. So a part that was altered, left out, moved or taken from another backup does not open,
//! and an end that was cut off is missed. The parts' content, one after the other, is a sequence of
//! records: a table with its columns, its rows, their number and digest.

mod parts;
mod records;

pub(crate) use records::Writing;
pub use records::{Backup, Record};

use crate::AppError;
use crypto::KeyId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use store::StoreError;
use store::copy::CopyError;

/// The format that this release writes and reads.
pub const FORMAT: u64 = 1;

const MAGIC: &[u8] = b"sekisho-backup\n";

/// A longer head is none of ours.
const LONGEST_HEAD: u32 = 64 * 1024;

/// What stands in clear at the beginning. Nobody can alter it unnoticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The format of the file.
    pub format: u64,
    /// The schema of the database.
    pub schema: i64,
    /// The release that wrote it.
    pub release: String,
    /// The file's random name, 32 hexadecimal digits.
    pub file: String,
    /// The name of the root key.
    pub key: String,
    /// When the backup was begun, in microseconds since 1970-01-01T00:00:00Z.
    pub made_at: i64,
    /// The machine it was made on.
    pub node: String,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
}

impl Head {
    /// The rows of all tables.
    #[must_use]
    pub fn all_rows(&self) -> u64 {
        self.rows.values().sum()
    }

    fn file(&self) -> Option<[u8; 16]> {
        let bytes = data_encoding::HEXLOWER.decode(self.file.as_bytes()).ok()?;
        bytes.try_into().ok()
    }
}

/// Why there is no backup, or why one is not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file does not begin as a backup does.
    #[error("this is no backup of Sekisho")]
    NoBackup,
    /// Another release wrote it.
    #[error("the backup has format {0}, this release reads format {FORMAT}")]
    Format(u64),
    /// Another release wrote it: the first number is the backup's, the second this release's.
    #[error("the backup is of a database with schema {0}, this release has schema {1}")]
    Schema(i64, i64),
    /// Its key is not there.
    #[error("the backup was made under the key {0}, which the key file does not hold")]
    UnknownKey(KeyId),
    /// The head was altered, or the key is another of the same name.
    #[error("the head of the backup was altered, or the key file holds another key named {0}")]
    HeadAltered(KeyId),
    /// A part does not open in its place.
    #[error("part {0} of the backup was altered, is not in its place, or is of another backup")]
    Altered(u64),
    /// The file ends too early.
    #[error("the backup was cut off after part {0}")]
    Cut(u64),
    /// The file does not end where it should.
    #[error("something stands behind the end of the backup")]
    Behind,
    /// A part opens, and what is in it is none of ours: a mistake in the release that wrote it.
    #[error("part {0} of the backup cannot be understood")]
    Strange(u64),
    /// A table has not the rows that the backup says it has.
    #[error("the rows of {0} are not those that the backup was made of")]
    Rows(String),
    /// It is not the file that was checked a moment ago.
    #[error("the file has become another backup since it was checked")]
    Exchanged,
    /// The database belongs to other keys than the backup.
    #[error(
        "the database in the backup was made with the key {0}, which the key file does not hold"
    )]
    OtherKeys(String),
    /// The file cannot be read.
    #[error("the backup cannot be read: {0}")]
    Unreadable(io::Error),
    /// The file cannot be written.
    #[error("the backup cannot be written: {0}")]
    Unwritable(io::Error),
    /// The database that it is put into refused.
    #[error("{0}")]
    Copy(#[from] CopyError),
    /// The product failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

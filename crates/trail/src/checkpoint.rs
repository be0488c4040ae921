//! Checkpoints: what the product signs about the chain, one JSON line each.

use crate::encoding::{Encoding, hex};
use crate::row::Link;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};

/// Characters of a public key as text: 32 bytes in url-safe base64.
pub const PUBLIC_KEY_TEXT: usize = 43;

/// Which kind of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The rows `first` to `last` were put into the chain.
    Seal,
    /// The rows `first` to `last` were removed because their time was over; the chain begins after
    /// them.
    Start,
    /// A backup was put back, and the rows `first` to `last` are the first in the chain since: what
    /// was signed before, under a smaller number, about rows from `first` on is of a time that is lost.
    Restored,
}

impl Kind {
    /// The word in files and database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Start => "start",
            Self::Restored => "restored",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        [Self::Seal, Self::Start, Self::Restored]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its own number: from 1 without gaps over all kinds, until a backup is put back. Then it goes on
    /// with the microsecond of that, so that no number is given twice whatever was lost.
    pub number: u64,
    /// Which kind.
    pub kind: Kind,
    /// The first row it is about.
    pub first: u64,
    /// The last row it is about.
    pub last: u64,
    /// The link before `first`.
    #[serde(with = "hex")]
    pub previous: Link,
    /// The link of `last`.
    #[serde(with = "hex")]
    pub head: Link,
    /// The time of the youngest row it is about, in microseconds since 1970-01-01T00:00:00Z.
    pub youngest: i64,
    /// When it was made, in microseconds.
    pub at: i64,
}

impl Statement {
    /// The bytes that the signature is made over.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        let mut encoding = Encoding::of("sekisho audit checkpoint 1");
        encoding.put(&self.number.to_be_bytes());
        encoding.put(self.kind.word().as_bytes());
        encoding.put(&self.first.to_be_bytes());
        encoding.put(&self.last.to_be_bytes());
        encoding.put(&self.previous);
        encoding.put(&self.head);
        encoding.put(&self.youngest.to_be_bytes());
        encoding.put(&self.at.to_be_bytes());
        encoding.bytes().to_vec()
    }
}

/// A statement and its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What is signed.
    #[serde(flatten)]
    pub statement: Statement,
    /// The public key it can be checked with: [`PUBLIC_KEY_TEXT`] characters.
    pub key: String,
    /// Ed25519 (RFC 8032), in hexadecimal digits.
    pub signature: String,
}

/// A text that is none of ours.
#[derive(Debug, thiserror::Error)]
#[error("this is no checkpoint")]
pub struct Unreadable;

impl Checkpoint {
    /// A statement with the signature that somebody made over [`Statement::message`].
    #[must_use]
    pub fn new(statement: Statement, key: String, signature: &[u8]) -> Self {
        Self {
            statement,
            key,
            signature: HEXLOWER.encode(signature),
        }
    }

    /// Its line, without an end of line.
    ///
    /// # Errors
    /// [`Unreadable`]; a checkpoint has nothing that cannot be written.
    pub fn line(&self) -> Result<String, Unreadable> {
        serde_json::to_string(self).map_err(|_| Unreadable)
    }

    /// Reads a line.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(line: &str) -> Result<Self, Unreadable> {
        serde_json::from_str(line).map_err(|_| Unreadable)
    }

    /// Whether one of `keys` has signed it. `None`: it names none of them.
    #[must_use]
    pub fn is_signed_by(&self, keys: &[VerifyingKey]) -> Option<bool> {
        let named = public_key(&self.key)?;
        let key = keys.iter().find(|key| **key == named)?;
        let signature = HEXLOWER.decode(self.signature.as_bytes()).ok();
        let signature = signature.and_then(|bytes| bytes.as_slice().try_into().ok());
        Some(signature.is_some_and(|signature| {
            key.verify_strict(&self.statement.message(), &signature)
                .is_ok()
        }))
    }
}

/// Reads a public key: [`PUBLIC_KEY_TEXT`] characters of url-safe base64.
#[must_use]
pub fn public_key(text: &str) -> Option<VerifyingKey> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    VerifyingKey::from_bytes(&bytes.try_into().ok()?).ok()
}

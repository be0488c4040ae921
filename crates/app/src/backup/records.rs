//! What is in the parts: tables, their rows, and the digests of those.

use super::parts::{Opened, Parts};
use super::{BackupError, FORMAT, Head, LONGEST_HEAD, MAGIC};
use crypto::{Entropy, Keyring};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use store::Value;
use store::copy::{Digest, Kind};
use zeroize::Zeroizing;

const TABLE: u8 = 1;
const ROW: u8 = 2;
const END: u8 = 3;
const DONE: u8 = 4;

/// A longer value is none of ours: lists of users are the longest, at a few MiB.
const LONGEST_VALUE: u32 = 256 * 1024 * 1024;

/// A backup that is being written.
pub(crate) struct Writing<'a, W> {
    parts: Parts<'a, W>,
}

impl<'a, W: Write> Writing<'a, W> {
    /// Writes the head. The key has to be in the ring.
    pub(crate) fn begin(
        to: W,
        keys: &Keyring,
        head: &Head,
        entropy: &'a dyn Entropy,
    ) -> Result<Self, BackupError> {
        let file = head.file().ok_or(BackupError::NoBackup)?;
        let key = keys.key_of_backup(keys.current_id(), &file);
        let key = key.ok_or_else(|| BackupError::UnknownKey(keys.current_id().clone()))?;
        let json = serde_json::to_vec(head).map_err(|e| crate::AppError::fault("head", e))?;
        let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
        let head = [MAGIC, &length.to_be_bytes(), &json].concat();
        Ok(Self {
            parts: Parts::begin(to, key, head, entropy)?,
        })
    }

    /// Goes on to a table.
    pub(crate) fn table(
        &mut self,
        name: &str,
        columns: &[(String, Kind)],
    ) -> Result<(), BackupError> {
        self.parts.put(&[TABLE])?;
        self.bytes(name.as_bytes())?;
        let count = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        self.parts.put(&count.to_be_bytes())?;
        for (name, kind) in columns {
            self.parts.put(&[letter(*kind)])?;
            self.bytes(name.as_bytes())?;
        }
        Ok(())
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, row: &[Value]) -> Result<(), BackupError> {
        self.parts.put(&[ROW])?;
        for value in row {
            match value {
                Value::Int(Some(number)) => {
                    self.parts.put(&[1])?;
                    self.parts.put(&number.to_be_bytes())?;
                }
                Value::Text(Some(text)) => {
                    self.parts.put(&[1])?;
                    self.bytes(text.as_bytes())?;
                }
                Value::Bytes(Some(bytes)) => {
                    self.parts.put(&[1])?;
                    self.bytes(bytes)?;
                }
                Value::Int(None) | Value::Text(None) | Value::Bytes(None) => {
                    self.parts.put(&[0])?;
                }
            }
        }
        Ok(())
    }

    /// Ends a table.
    pub(crate) fn end_of_table(&mut self, digest: Digest) -> Result<(), BackupError> {
        self.parts.put(&[END])?;
        self.parts.put(&digest.to_bytes())
    }

    /// Ends the backup, and gives back what was written to.
    pub(crate) fn finish(mut self) -> Result<W, BackupError> {
        self.parts.put(&[DONE])?;
        self.parts.finish()
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.parts.put(&length.to_be_bytes())?;
        self.parts.put(bytes)
    }
}

/// One thing in a backup.
#[derive(Debug, PartialEq, Eq)]
pub enum Record {
    /// A table begins.
    Table {
        /// Its name.
        name: String,
        /// Its columns, in the order of a row's values.
        columns: Vec<(String, Kind)>,
    },
    /// A row of it.
    Row(Vec<Value>),
    /// It ends, and these were its rows.
    End(Digest),
}

/// A backup that is being read. Each record was authenticated; only after the last is it certain
/// that nothing is missing.
pub struct Backup<R> {
    parts: Opened<R>,
    head: Head,
    left: BTreeMap<String, u64>,
    table: Option<(String, Vec<Kind>, Digest)>,
}

impl<R: Read> Backup<R> {
    /// Reads the head, and makes sure that it and the key are right.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn open(mut from: R, keys: &Keyring) -> Result<Self, BackupError> {
        let (head, clear) = head_of(&mut from)?;
        let id: crypto::KeyId = head.key.parse().map_err(|_| BackupError::NoBackup)?;
        let file = head.file().ok_or(BackupError::NoBackup)?;
        let Some(key) = keys.key_of_backup(&id, &file) else {
            return Err(BackupError::UnknownKey(id));
        };
        let parts = Opened::begin(from, key, clear)?.ok_or(BackupError::HeadAltered(id))?;
        Ok(Self {
            parts,
            left: head.rows.clone(),
            head,
            table: None,
        })
    }

    /// What stands in the head.
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The next record; `None` at the end, and then nothing was missing.
    ///
    /// # Errors
    /// [`BackupError`]; the backup must not be used then.
    pub fn record(&mut self) -> Result<Option<Record>, BackupError> {
        match (self.byte()?, self.table.take()) {
            (TABLE, None) => self.begin_table().map(Some),
            (ROW, Some((name, kinds, mut digest))) => {
                let row = self.row(&kinds)?;
                digest.add(&row);
                self.table = Some((name, kinds, digest));
                Ok(Some(Record::Row(row)))
            }
            (END, Some((name, _, digest))) => {
                let written = self.parts.take(digest.to_bytes().len())?;
                let promised = self.left.remove(&name);
                if *written != digest.to_bytes() || promised != Some(digest.rows()) {
                    return Err(BackupError::Rows(name));
                }
                Ok(Some(Record::End(digest)))
            }
            (DONE, None) => {
                self.parts.end()?;
                match self.left.pop_first() {
                    Some((missing, _)) => Err(BackupError::Rows(missing)),
                    None => Ok(None),
                }
            }
            _ => Err(self.strange()),
        }
    }

    fn begin_table(&mut self) -> Result<Record, BackupError> {
        let name = self.text()?;
        let count = self.number()?;
        let mut columns = Vec::new();
        for _ in 0..count {
            let kind = kind(self.byte()?).ok_or_else(|| self.strange())?;
            columns.push((self.text()?, kind));
        }
        let kinds = columns.iter().map(|(_, kind)| *kind).collect();
        self.table = Some((name.clone(), kinds, Digest::default()));
        Ok(Record::Table { name, columns })
    }

    fn row(&mut self, kinds: &[Kind]) -> Result<Vec<Value>, BackupError> {
        let mut row = Vec::with_capacity(kinds.len());
        for kind in kinds {
            let is_there = self.byte()? == 1;
            row.push(match kind {
                Kind::Int if is_there => {
                    let bytes = self.parts.take(8)?;
                    let bytes = bytes.as_slice().try_into().map_err(|_| self.strange())?;
                    Value::Int(Some(i64::from_be_bytes(bytes)))
                }
                Kind::Text if is_there => Value::Text(Some(self.text()?)),
                Kind::Bytes if is_there => Value::Bytes(Some(self.bytes()?.to_vec())),
                Kind::Int => Value::Int(None),
                Kind::Text => Value::Text(None),
                Kind::Bytes => Value::Bytes(None),
            });
        }
        Ok(row)
    }

    fn byte(&mut self) -> Result<u8, BackupError> {
        let byte = self.parts.take(1)?;
        byte.first().copied().ok_or_else(|| self.strange())
    }

    fn number(&mut self) -> Result<u32, BackupError> {
        let bytes = self.parts.take(4)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| self.strange())?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn bytes(&mut self) -> Result<Zeroizing<Vec<u8>>, BackupError> {
        let length = self.number()?;
        if length > LONGEST_VALUE {
            return Err(self.strange());
        }
        self.parts
            .take(usize::try_from(length).unwrap_or(usize::MAX))
    }

    fn text(&mut self) -> Result<String, BackupError> {
        let bytes = self.bytes()?;
        let text = std::str::from_utf8(&bytes).map_err(|_| self.strange())?;
        Ok(text.to_owned())
    }

    const fn strange(&self) -> BackupError {
        BackupError::Strange(self.parts.number())
    }
}

/// The head, and its bytes as they stand in the file.
fn head_of(from: &mut impl Read) -> Result<(Head, Vec<u8>), BackupError> {
    let mut read = |bytes: &mut [u8]| {
        from.read_exact(bytes).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => BackupError::NoBackup,
            _ => BackupError::Unreadable(error),
        })
    };
    let mut begin = vec![0; MAGIC.len()];
    read(&mut begin)?;
    let mut length = [0; 4];
    read(&mut length)?;
    let size = u32::from_be_bytes(length);
    if begin != MAGIC || size > LONGEST_HEAD {
        return Err(BackupError::NoBackup);
    }
    let mut json = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
    read(&mut json)?;
    let value: serde_json::Value =
        serde_json::from_slice(&json).map_err(|_| BackupError::NoBackup)?;
    match value.get("format").and_then(serde_json::Value::as_u64) {
        Some(FORMAT) => {}
        Some(other) => return Err(BackupError::Format(other)),
        None => return Err(BackupError::NoBackup),
    }
    let head = serde_json::from_value(value).map_err(|_| BackupError::NoBackup)?;
    Ok((head, [begin.as_slice(), &length, &json].concat()))
}

const fn letter(kind: Kind) -> u8 {
    match kind {
        Kind::Int => b'i',
        Kind::Text => b't',
        Kind::Bytes => b'b',
    }
}

const fn kind(letter: u8) -> Option<Kind> {
    match letter {
        b'i' => Some(Kind::Int),
        b't' => Some(Kind::Text),
        b'b' => Some(Kind::Bytes),
        _ => None,
    }
}

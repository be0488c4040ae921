//! The sealed parts of a backup, written and read.

use super::BackupError;
use crypto::data_key::SEAL_BYTES;
use crypto::{DataKey, Entropy};
use std::io::{ErrorKind, Read, Write};
use zeroize::Zeroizing;

/// Bytes of content in a part; the last may have fewer.
pub(super) const PART: usize = 64 * 1024;

/// What a part is bound to.
struct Place<'a> {
    head: &'a [u8],
    number: u64,
    is_last: bool,
}

impl Place<'_> {
    fn associated(&self) -> Vec<u8> {
        let number = self.number.to_be_bytes();
        [self.head, &number, &[u8::from(self.is_last)]].concat()
    }
}

/// Writes parts.
pub(crate) struct Parts<'a, W> {
    to: W,
    key: DataKey,
    head: Vec<u8>,
    number: u64,
    content: Zeroizing<Vec<u8>>,
    entropy: &'a dyn Entropy,
}

impl<'a, W: Write> Parts<'a, W> {
    /// Writes the head and the proof of it.
    pub(super) fn begin(
        mut to: W,
        key: DataKey,
        head: Vec<u8>,
        entropy: &'a dyn Entropy,
    ) -> Result<Self, BackupError> {
        to.write_all(&head).map_err(BackupError::Unwritable)?;
        let mut parts = Self {
            to,
            key,
            head,
            number: 0,
            // Full size at once: growing would leave copies behind.
            content: Zeroizing::new(Vec::with_capacity(PART)),
            entropy,
        };
        parts.seal(false)?;
        Ok(parts)
    }

    /// Adds content.
    pub(super) fn put(&mut self, mut bytes: &[u8]) -> Result<(), BackupError> {
        while !bytes.is_empty() {
            let room = PART - self.content.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.content.extend_from_slice(now);
            bytes = later;
            if self.content.len() == PART {
                self.seal(false)?;
            }
        }
        Ok(())
    }

    /// Writes the last part, and gives back what was written to.
    pub(super) fn finish(mut self) -> Result<W, BackupError> {
        self.seal(true)?;
        self.to.flush().map_err(BackupError::Unwritable)?;
        Ok(self.to)
    }

    fn seal(&mut self, is_last: bool) -> Result<(), BackupError> {
        let place = Place {
            head: &self.head,
            number: self.number,
            is_last,
        };
        let sealed = self
            .key
            .seal(&place.associated(), &self.content, self.entropy);
        let sealed = sealed.map_err(crate::AppError::from)?;
        // A part has some 64 KiB, so its length fits.
        let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        let written = self
            .to
            .write_all(&[u8::from(is_last)])
            .and_then(|()| self.to.write_all(&length.to_be_bytes()))
            .and_then(|()| self.to.write_all(&sealed));
        self.content.clear();
        self.number += 1;
        written.map_err(BackupError::Unwritable)
    }
}

/// Reads parts.
pub(super) struct Opened<R> {
    from: R,
    key: DataKey,
    head: Vec<u8>,
    next: u64,
    content: Zeroizing<Vec<u8>>,
    at: usize,
    is_last: bool,
}

impl<R: Read> Opened<R> {
    /// Begins behind the head. `None`: the proof of the head does not open.
    pub(super) fn begin(from: R, key: DataKey, head: Vec<u8>) -> Result<Option<Self>, BackupError> {
        let mut parts = Self {
            from,
            key,
            head,
            next: 0,
            content: Zeroizing::new(Vec::new()),
            at: 0,
            is_last: false,
        };
        match parts.open() {
            Ok(()) => Ok(Some(parts)),
            Err(BackupError::Altered(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The number of the part that was opened last.
    pub(super) const fn number(&self) -> u64 {
        self.next.saturating_sub(1)
    }

    /// The next bytes of the content.
    pub(super) fn take(&mut self, length: usize) -> Result<Zeroizing<Vec<u8>>, BackupError> {
        let mut taken = Zeroizing::new(Vec::with_capacity(length.min(PART)));
        while taken.len() < length {
            let rest = self.content.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                if self.is_last {
                    return Err(BackupError::Strange(self.number()));
                }
                self.open()?;
                continue;
            }
            let some = rest.len().min(length - taken.len());
            taken.extend_from_slice(rest.get(..some).unwrap_or_default());
            self.at += some;
        }
        Ok(taken)
    }

    /// Makes sure that nothing follows.
    pub(super) fn end(&mut self) -> Result<(), BackupError> {
        while self.at == self.content.len() && !self.is_last {
            self.open()?;
        }
        if self.at < self.content.len() {
            return Err(BackupError::Strange(self.number()));
        }
        let mut more = [0];
        match self.from.read(&mut more) {
            Ok(0) => Ok(()),
            Ok(_) => Err(BackupError::Behind),
            Err(error) => Err(BackupError::Unreadable(error)),
        }
    }

    fn open(&mut self) -> Result<(), BackupError> {
        let mut frame = [0; 5];
        self.read(&mut frame)?;
        let [flag, length @ ..] = frame;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if flag > 1 || length > PART + SEAL_BYTES {
            return Err(BackupError::Altered(self.next));
        }
        let mut sealed = vec![0; length];
        self.read(&mut sealed)?;
        let place = Place {
            head: &self.head,
            number: self.next,
            is_last: flag == 1,
        };
        let content = self.key.open(&place.associated(), &sealed);
        self.content = content.map_err(|_| BackupError::Altered(self.next))?;
        self.at = 0;
        self.is_last = flag == 1;
        self.next += 1;
        Ok(())
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<(), BackupError> {
        self.from
            .read_exact(bytes)
            .map_err(|error| match error.kind() {
                ErrorKind::UnexpectedEof => BackupError::Cut(self.number()),
                _ => BackupError::Unreadable(error),
            })
    }
}

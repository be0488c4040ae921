//! A ZIP with texts inside, perhaps under a password in the traditional encryption (`ZipCrypto`).
//!
//! That encryption is weak: with a few known bytes it is broken in minutes. It is what `WinAuth`
//! reads.

use super::super::writing::WriteError;
use super::super::{Format, ReadError, limits, recognise};
use crypto::Entropy;
use crypto::entropy::random_array;
use flate2::{Compression, write::DeflateEncoder};
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use zeroize::Zeroizing;
use zip::ZipArchive;
use zip::result::ZipError;

const FORMAT: Format = Format::WinAuthZip;

/// The texts inside, in their order.
///
/// # Errors
/// [`ReadError`]: a password is missing or wrong, too large, damaged, no text inside.
pub(in super::super) fn read(
    input: &[u8],
    password: Option<&Zeroizing<String>>,
) -> Result<Vec<Zeroizing<String>>, ReadError> {
    let damaged = |_| ReadError::Damaged(FORMAT);
    let mut archive = ZipArchive::new(Cursor::new(input)).map_err(damaged)?;
    if archive.len() > limits::ZIP_FILES {
        return Err(ReadError::TooLarge);
    }
    let mut texts = Vec::new();
    let mut left = limits::UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(damaged)?;
        let name = file.name().map_err(damaged)?;
        let ending = Path::new(name.as_ref()).extension();
        let is_text = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
        let encrypted = file.encrypted();
        drop(file);
        if !is_text {
            continue;
        }
        let bytes = if encrypted {
            let password = password.ok_or(ReadError::PasswordNeeded(FORMAT))?;
            decrypt(&mut archive, index, password, left)?
        } else {
            let mut file = archive.by_index(index).map_err(damaged)?;
            unpack(&mut file, left).map_err(|fault| fault.unwrap_or(ReadError::Damaged(FORMAT)))?
        };
        left = left.saturating_sub(bytes.len() as u64);
        texts.push(recognise::text(&bytes));
    }
    if texts.is_empty() {
        return Err(ReadError::NotRecognised);
    }
    Ok(texts)
}

/// Tries the password as UTF-8 and as Japanese Windows has it.
fn decrypt(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    password: &str,
    left: u64,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(password);
    let mut spellings = vec![password.as_bytes()];
    if shift_jis.as_ref() != password.as_bytes() {
        spellings.push(&shift_jis);
    }
    for spelling in spellings {
        match archive.by_index_decrypt(index, spelling) {
            // The check is one byte: a wrong password shows in the checksum at the latest.
            Ok(mut file) => match unpack(&mut file, left) {
                Ok(bytes) => return Ok(bytes),
                Err(Some(fault)) => return Err(fault),
                Err(None) => {}
            },
            Err(ZipError::InvalidPassword) => {}
            Err(_) => return Err(ReadError::Damaged(FORMAT)),
        }
    }
    Err(ReadError::WrongPassword(FORMAT))
}

/// At most `left` bytes; the error is none if they cannot be unpacked.
fn unpack(
    file: &mut impl std::io::Read,
    left: u64,
) -> Result<Zeroizing<Vec<u8>>, Option<ReadError>> {
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(left + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| None)?;
    if bytes.len() as u64 > left {
        return Err(Some(ReadError::TooLarge));
    }
    Ok(bytes)
}

/// A ZIP with one deflated file.
///
/// # Errors
/// [`WriteError::BadPassword`] for a password that is not plain ASCII: which bytes others have
/// depends on the Windows that reads it. [`WriteError::TooMuch`], [`WriteError::Entropy`].
pub(in super::super) fn write(
    name: &str,
    content: &[u8],
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, WriteError> {
    let too_much = |_| WriteError::TooMuch;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    let packed = encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(too_much)?;
    let checksum = crc32fast::hash(content);
    let packed = match password {
        None => packed,
        Some(password) if password.is_empty() || !password.is_ascii() => {
            return Err(WriteError::BadPassword);
        }
        Some(password) => {
            let mut head = random_array::<12>(entropy)?;
            // The last byte lets a wrong password show early.
            head[11] = checksum.to_be_bytes()[0];
            let mut keys = Keys::of(password.as_bytes());
            head.iter()
                .chain(&packed)
                .map(|byte| keys.encrypt(*byte))
                .collect()
        }
    };
    let record = Record {
        encrypted: password.is_some(),
        checksum,
        packed_len: u32::try_from(packed.len()).map_err(|_| WriteError::TooMuch)?,
        len: u32::try_from(content.len()).map_err(|_| WriteError::TooMuch)?,
        name,
    };
    Ok(record.file(&packed))
}

/// The directory entry of the one file (APPNOTE 4.3).
struct Record<'a> {
    encrypted: bool,
    checksum: u32,
    packed_len: u32,
    len: u32,
    name: &'a str,
}

impl Record<'_> {
    fn file(&self, packed: &[u8]) -> Vec<u8> {
        let mut file = b"PK\x03\x04".to_vec();
        file.extend(self.shared());
        file.extend(self.name.bytes());
        file.extend_from_slice(packed);
        let directory_at = file.len();
        file.extend(b"PK\x01\x02\x14\x00");
        file.extend(self.shared());
        // No comment, first disk, binary, no attributes, at the start.
        file.extend([0; 14]);
        file.extend(self.name.bytes());
        let directory_len = file.len() - directory_at;
        file.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00");
        for number in [directory_len, directory_at] {
            // Both are little more than the packed length, which fits.
            file.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        }
        file.extend([0, 0]);
        file
    }

    /// From "version needed" to the length of the extra field, which both headers have.
    fn shared(&self) -> Vec<u8> {
        // Version 2.0, deflate, midnight of 1 January 1980.
        let mut bytes = vec![20, 0, u8::from(self.encrypted), 0, 8, 0, 0, 0, 0x21, 0];
        for number in [self.checksum, self.packed_len, self.len] {
            bytes.extend(number.to_le_bytes());
        }
        let name_len = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        bytes.extend(name_len.to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }
}

/// The state of the traditional encryption (APPNOTE 6.1).
struct Keys(u32, u32, u32);

impl Keys {
    fn of(password: &[u8]) -> Self {
        let mut keys = Self(0x1234_5678, 0x2345_6789, 0x3456_7890);
        for byte in password {
            keys.update(*byte);
        }
        keys
    }

    fn update(&mut self, byte: u8) {
        self.0 = crc_step(self.0, byte);
        self.1 = self
            .1
            .wrapping_add(self.0 & 0xff)
            .wrapping_mul(134_775_813)
            .wrapping_add(1);
        self.2 = crc_step(self.2, self.1.to_be_bytes()[0]);
    }

    fn encrypt(&mut self, byte: u8) -> u8 {
        let low = (self.2 & 0xffff) | 2;
        let stream = low.wrapping_mul(low ^ 1).to_le_bytes()[1];
        self.update(byte);
        byte ^ stream
    }
}

/// One step of CRC-32 without its inversions.
fn crc_step(crc: u32, byte: u8) -> u32 {
    (0..8).fold(crc ^ u32::from(byte), |crc, _| {
        (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
    })
}

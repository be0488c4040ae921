//! The shared secret and its base32 spelling (RFC 4648 §6).

use core::fmt;

use data_encoding::BASE32_NOPAD;
use subtle::{Choice, ConstantTimeEq};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::SecretText;

/// Why bytes or text are not a secret.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// Fewer than [`Secret::MIN_LEN`] bytes; for base32 text, no whole byte at all.
    #[error("the secret is too short")]
    TooShort,
    /// More than [`Secret::MAX_LEN`] bytes.
    #[error("the secret is longer than 128 bytes")]
    TooLong,
    /// A character that is not base32, or one after the padding began. `position`
    /// counts characters of the text as given, blanks included, from 1.
    #[error("character {position} of the secret is not a letter A-Z or a digit 2-7")]
    NotBase32 {
        /// Which character, from 1.
        position: usize,
    },
}

/// The key that the gate and an authenticator share. Wiped when dropped, compared in
/// constant time, not shown by `Debug` (OTP-13).
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Bytes of a secret that we issue: 160 bits (OTP-13, RFC 4226 §4 R6).
    pub const ISSUED_LEN: usize = 20;
    /// The fewest bytes that [`Secret::from_bytes`] takes: 128 bits (RFC 4226 §4 R6).
    pub const MIN_LEN: usize = 16;
    /// The most bytes of any secret: one block of SHA-512.
    pub const MAX_LEN: usize = 128;

    /// Makes a new secret from 160 random bits. The caller draws them from a
    /// cryptographic generator and wipes its own copy.
    #[must_use]
    pub fn issue(random: &[u8; Self::ISSUED_LEN]) -> Self {
        Self(Zeroizing::new(random.to_vec()))
    }

    /// Takes a secret from bytes, for instance as unsealed from a store.
    ///
    /// # Errors
    /// [`SecretError::TooShort`] below 16 bytes, [`SecretError::TooLong`] above 128.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SecretError> {
        match bytes.len() {
            0..Self::MIN_LEN => Err(SecretError::TooShort),
            Self::MIN_LEN..=Self::MAX_LEN => Ok(Self(Zeroizing::new(bytes.to_vec()))),
            _ => Err(SecretError::TooLong),
        }
    }

    /// Takes a secret that another service issued, which may be shorter than ours: one byte is
    /// enough, as in [`Secret::from_base32`].
    ///
    /// # Errors
    /// [`SecretError::TooShort`] without a byte, [`SecretError::TooLong`] above 128.
    pub fn from_other_service(bytes: &[u8]) -> Result<Self, SecretError> {
        match bytes.len() {
            0 => Err(SecretError::TooShort),
            1..=Self::MAX_LEN => Ok(Self(Zeroizing::new(bytes.to_vec()))),
            _ => Err(SecretError::TooLong),
        }
    }

    /// Reads base32 as people type it and apps write it: either case, blanks and
    /// hyphens anywhere, `=` padding in any number or none.
    ///
    /// Bits left over after the last whole byte are dropped whatever they are, and no
    /// length is refused: Google Authenticator and `WinAuth` do the same, so the secret
    /// gives the codes that those show. Secrets of other services are often short,
    /// hence one byte is enough here.
    ///
    /// # Errors
    /// [`SecretError::NotBase32`] at the first other character (0, 1, 8 and 9 are not
    /// guessed at), [`SecretError::TooShort`] without one whole byte,
    /// [`SecretError::TooLong`] above 128 bytes.
    pub fn from_base32(text: &str) -> Result<Self, SecretError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(Self::MAX_LEN));
        let mut pending = Zeroizing::new(0_u16);
        let mut pending_bits = 0_u32;
        let mut padded = false;
        for (index, character) in text.chars().enumerate() {
            if character.is_whitespace() || character == '-' {
                continue;
            }
            if character == '=' {
                padded = true;
                continue;
            }
            let value = base32_value(character).filter(|_| !padded);
            let value = value.ok_or(SecretError::NotBase32 {
                position: index + 1,
            })?;
            *pending = (*pending << 5) | u16::from(value);
            pending_bits += 5;
            if pending_bits >= 8 {
                if bytes.len() == Self::MAX_LEN {
                    return Err(SecretError::TooLong);
                }
                pending_bits -= 8;
                let [_, byte] = (*pending >> pending_bits).to_be_bytes();
                bytes.push(byte);
            }
        }
        if bytes.is_empty() {
            return Err(SecretError::TooShort);
        }
        Ok(Self(bytes))
    }

    /// The bytes, for sealing them into a store or computing with them.
    #[must_use]
    pub fn expose_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Canonical base32: upper case, no padding. 32 characters for an issued secret.
    #[must_use]
    pub fn to_base32(&self) -> SecretText {
        let mut text = String::with_capacity(BASE32_NOPAD.encode_len(self.0.len()));
        BASE32_NOPAD.encode_append(&self.0, &mut text);
        SecretText::new(text)
    }

    /// [`Secret::to_base32`] in groups of four, parted by single blanks, for people who
    /// type it (OTP-6). [`Secret::from_base32`] reads it back.
    #[must_use]
    pub fn groups_of_four(&self) -> SecretText {
        let text = self.to_base32();
        let len = text.expose().len();
        let mut grouped = String::with_capacity(len + len / 4);
        for (index, character) in text.expose().chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(character);
        }
        SecretText::new(grouped)
    }
}

/// The five bits of one base32 character (RFC 4648 §6, table 3).
fn base32_value(character: char) -> Option<u8> {
    let byte = u8::try_from(character).ok()?;
    match byte.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(letter - b'A'),
        digit @ b'2'..=b'7' => Some(digit - b'2' + 26),
        _ => None,
    }
}

impl ConstantTimeEq for Secret {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.as_slice().ct_eq(other.0.as_slice())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

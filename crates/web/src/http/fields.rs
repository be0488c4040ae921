//! Reads form bodies and query strings (`application/x-www-form-urlencoded`), strictly.
//!
//! What the WHATWG URL standard's parser forgives is refused here where it could mean two things
//! to two readers: a field that is there twice, bytes that are no UTF-8, NUL. How many fields
//! there may be and how long each may be is bounded. This file stands on its own, so that the
//! fuzz target needs nothing else.

use std::fmt;

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

/// The most fields that a form may have.
pub const MOST_FIELDS: usize = 32;
/// The longest name of a field, in bytes after decoding.
pub const LONGEST_NAME: usize = 64;
/// The longest value of a field, in bytes after decoding.
pub const LONGEST_VALUE: usize = 4096;

/// Why a form cannot be read. Carries nothing of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// More than [`MOST_FIELDS`].
    #[error("a form with too many fields")]
    TooMany,
    /// A name beyond [`LONGEST_NAME`] or a value beyond [`LONGEST_VALUE`].
    #[error("a form with a field that is too long")]
    TooLong,
    /// Two fields of one name.
    #[error("a form with a field twice")]
    Duplicate,
    /// Bytes that are no UTF-8, or NUL.
    #[error("a form with bytes that are no text")]
    NotText,
}

/// The fields of a form. Values may be passwords: they are wiped on drop and never printed.
#[derive(Clone, Default)]
pub struct Fields(Vec<(String, Zeroizing<String>)>);

impl Fields {
    /// The value of a field; empty when it is not there.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.find(name).map_or("", |value| value.as_str())
    }

    /// Takes a value out; empty when it is not there.
    #[must_use]
    pub fn take(&mut self, name: &str) -> Zeroizing<String> {
        let found = self.0.iter_mut().find(|(known, _)| known == name);
        found
            .map(|(_, value)| std::mem::take(value))
            .unwrap_or_default()
    }

    /// Whether the field is there, whatever its value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// All fields in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn find(&self, name: &str) -> Option<&Zeroizing<String>> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({})", self.0.len())
    }
}

/// Reads an encoded form.
///
/// # Errors
/// [`FormError`] says which of the strict rules it breaks.
pub fn decode(body: &[u8]) -> Result<Fields, FormError> {
    let mut fields = Fields::default();
    for pair in body
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        if fields.0.len() == MOST_FIELDS {
            return Err(FormError::TooMany);
        }
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = text(halves.next().unwrap_or_default(), LONGEST_NAME)?;
        let value = text(halves.next().unwrap_or_default(), LONGEST_VALUE)?;
        if fields.has(&name) {
            return Err(FormError::Duplicate);
        }
        fields.0.push((name.as_str().to_owned(), value));
    }
    Ok(fields)
}

/// `+` is a blank, `%41` is a byte; a `%` that begins no escape stands for itself.
fn text(encoded: &[u8], longest: usize) -> Result<Zeroizing<String>, FormError> {
    // An escape takes three bytes for one.
    if encoded.len() > 3 * longest {
        return Err(FormError::TooLong);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(encoded.len()));
    for (place, part) in encoded.split(|byte| *byte == b'+').enumerate() {
        if place > 0 {
            bytes.push(b' ');
        }
        bytes.extend(percent_decode(part));
    }
    if bytes.len() > longest {
        return Err(FormError::TooLong);
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) if !text.contains('\0') => Ok(Zeroizing::new(text.to_owned())),
        _ => Err(FormError::NotText),
    }
}

//! What an input is, by its content.

use super::{ReadError, limits, otpauth::after_scheme};
use zeroize::Zeroizing;

/// What an input looks like.
pub(super) enum Input {
    /// Lines of text, at least one of which is a URI about one-time passwords.
    Uris(Zeroizing<String>),
}

/// Tells what `input` is.
///
/// # Errors
/// [`ReadError::TooLarge`], [`ReadError::Pgp`], [`ReadError::NotRecognised`].
pub(super) fn recognise(input: &[u8]) -> Result<Input, ReadError> {
    if input.len() > limits::FILE {
        return Err(ReadError::TooLarge);
    }
    let text = text(input);
    if text.contains("-----BEGIN PGP MESSAGE-----") {
        return Err(ReadError::Pgp);
    }
    if text.lines().any(is_uri) {
        return Ok(Input::Uris(text));
    }
    Err(ReadError::NotRecognised)
}

/// Whether a line is a URI about one-time passwords.
pub(super) fn is_uri(line: &str) -> bool {
    let line = line.trim();
    ["otpauth://", "otpauth-migration://"]
        .iter()
        .any(|scheme| after_scheme(line, scheme).is_some())
}

/// The text of a file: UTF-8 with or without a byte order mark, or UTF-16 with one, as the
/// Windows editor saves it. What is not valid is replaced, so that it spoils its own line only.
pub(super) fn text(input: &[u8]) -> Zeroizing<String> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(
            bytes
                .chunks_exact(2)
                .filter_map(|pair| pair.try_into().ok().map(unit))
                .collect(),
        );
        Zeroizing::new(String::from_utf16_lossy(&units))
    };
    match input {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => {
            Zeroizing::new(String::from_utf8_lossy(rest).into_owned())
        }
    }
}

//! What an input is, by its content.

use super::{Format, ReadError, limits, otpauth::after_scheme};
use serde_json::Value;
use zeroize::Zeroizing;

/// What an input looks like.
pub(super) enum Input {
    /// A PNG or a JPEG.
    Picture,
    /// A ZIP.
    Zip,
    /// A text that begins like XML.
    Xml(Zeroizing<String>),
    /// JSON.
    Json(Value),
    /// Lines of text, at least one of which is a URI about one-time passwords.
    Uris(Zeroizing<String>),
}

/// Tells what `input` is.
///
/// # Errors
/// [`ReadError::TooLarge`], [`ReadError::Pgp`], [`ReadError::NotRecognised`],
/// [`ReadError::Damaged`] for JSON that is cut off.
pub(super) fn recognise(input: &[u8]) -> Result<Input, ReadError> {
    if input.len() > limits::FILE {
        return Err(ReadError::TooLarge);
    }
    if input.starts_with(b"\x89PNG\r\n\x1a\n") || input.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Input::Picture);
    }
    if input.starts_with(b"PK\x03\x04") || input.starts_with(b"PK\x05\x06") {
        return Ok(Input::Zip);
    }
    let text = text(input);
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        return json(start);
    }
    if start.starts_with('<') {
        return Ok(Input::Xml(text));
    }
    if text.contains("-----BEGIN PGP MESSAGE-----") {
        return Err(ReadError::Pgp);
    }
    if text.lines().any(is_uri) {
        return Ok(Input::Uris(text));
    }
    Err(ReadError::NotRecognised)
}

fn json(text: &str) -> Result<Input, ReadError> {
    // Nested deeper than 128 it is refused.
    serde_json::from_str(text)
        .map(Input::Json)
        .map_err(|_| match guess(text) {
            Some(format) => ReadError::Damaged(format),
            None => ReadError::NotRecognised,
        })
}

/// Whose JSON it was before it was cut off.
fn guess(text: &str) -> Option<Format> {
    let has = |name: &str| text.contains(&format!("\"{name}\""));
    if has("header") && has("slots") {
        return Some(Format::AegisJson);
    }
    let extension = has("dataType") || (has("secret") && (has("hash") || has("encrypted")));
    extension.then_some(Format::ExtensionJson)
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
        let pairs = bytes.as_chunks::<2>().0.iter();
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(pairs.map(|pair| unit(*pair)).collect());
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

//! Fields of JSON objects as apps write them: a number may come as text, an absence as `null`.

use super::{Why, otpauth};
use serde_json::{Map, Value};

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// A text field; an empty one is none.
pub(super) fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// A whole number, written as number or as text.
///
/// # Errors
/// [`Why::UnsupportedParameter`] for anything else that is there.
pub(super) fn number(object: &Object, name: &str) -> Result<Option<u64>, Why> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => whole(number).map(Some).ok_or(Why::UnsupportedParameter),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) => otpauth::number(text).map(Some),
        Some(_) => Err(Why::UnsupportedParameter),
    }
}

fn whole(number: &serde_json::Number) -> Option<u64> {
    // 30.0 is how some libraries write 30.
    number.as_u64().or_else(|| {
        number
            .to_string()
            .strip_suffix(".0")
            .and_then(|digits| digits.parse().ok())
    })
}

/// Whether a field is true, or 1.
pub(super) fn flag(object: &Object, name: &str) -> bool {
    match object.get(name) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// Indented by two blanks, lines ended as asked.
pub(super) fn pretty(object: &Object, line_end: &str) -> Vec<u8> {
    // An object of our own making has no key that could fail to be written.
    let text = serde_json::to_string_pretty(object).unwrap_or_default();
    // Inside strings a line end is always escaped.
    text.replace('\n', line_end).into_bytes()
}

//! Standard output is for results, standard error for everything else.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::failure::Failure;

/// Writes lines for people to standard output. A reader that has gone is no fault.
pub fn say(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// Writes a result to standard output.
///
/// # Errors
/// [`Failure::Fault`] when it could not be written: a script must not take silence for success.
pub fn result(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    written.map_err(|error| Failure::Fault(format!("the result cannot be written: {error}")))
}

/// Writes a result as JSON.
///
/// # Errors
/// As [`result`].
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value);
    result(&text.map_err(|error| Failure::Fault(error.to_string()))?)
}

/// Writes to standard error.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "sekisho: {text}");
}

//! The browser extension "Authenticator": text and JSON, in three generations of encryption.
//!
//! Its counters are those of the next code. Its base32 counts in half bytes
//! ([`base32::Rule::HalfBytes`](super::base32::Rule)).

mod cipher;
mod entry;
mod locks;
mod seal;
pub(super) mod text;

use super::json::{Object, flag, number, text as field};
use super::reading::{Collector, Refusal};
use super::writing::{ExtensionGeneration, Loss, WriteError, WriteOptions};
use super::{Format, Place, ReadError, Reading, Why};
use crate::Entry;
use crypto::Entropy;
use locks::Locks;
use serde_json::Value;
use zeroize::Zeroizing;

/// Where in [`Entry::kept`] the extension's own fields are.
const APP: &str = "extension";

const FORMAT: Format = Format::ExtensionJson;

/// Whether a JSON object is one of the extension's files.
pub(super) fn is_export(root: &Object) -> bool {
    old_key(root).is_some() || root.values().any(is_member)
}

/// The key object of the second generation: under `key`, or spread over the root (bug 557).
fn old_key(root: &Object) -> Option<(&str, &str)> {
    let pair = |object| Some((field(object, "enc")?, field(object, "hash")?));
    match root.get("key") {
        Some(Value::Object(key)) => pair(key),
        _ => pair(root),
    }
}

fn is_member(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|object| looks_like_entry(object) || data_type(object) == "Key")
}

fn data_type(object: &Object) -> &str {
    field(object, "dataType").unwrap_or_default()
}

fn looks_like_entry(object: &Object) -> bool {
    let names = ["hash", "encrypted", "index", "type", "issuer", "account"];
    matches!(data_type(object), "OTPStorage" | "EncOTPStorage")
        || (object.get("secret").is_some_and(Value::is_string)
            && names.iter().any(|name| object.contains_key(*name)))
        || (object.contains_key("encrypted") && object.contains_key("hash"))
}

/// Reads a file.
///
/// # Errors
/// [`ReadError`]: a password is missing or wrong, a key derivation too costly.
pub(super) fn read(
    root: &Object,
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    let mut members: Vec<(&str, &Object)> = root
        .iter()
        .filter_map(|(id, value)| Some((id.as_str(), value.as_object()?)))
        .filter(|(_, object)| looks_like_entry(object))
        .collect();
    members.sort_by_key(|(_, object)| number(object, "index").ok().flatten());
    let needs_password = members.iter().any(|(_, object)| is_encrypted(object));
    let locks = match (needs_password, password) {
        (false, _) => None,
        (true, None) => return Err(ReadError::PasswordNeeded(FORMAT)),
        (true, Some(password)) => Some(Locks::open(root, &members, password)?),
    };
    let mut collector = Collector::new(FORMAT, entropy);
    let mut opened = !needs_password;
    for (index, (id, object)) in members.into_iter().enumerate() {
        let read = match &locks {
            Some(locks) if is_encrypted(object) => match locks.open_entry(object) {
                Ok(plain) => {
                    opened = true;
                    entry::read(id, &plain, true)
                }
                Err(why) => Err(Refusal {
                    title: entry::title(object),
                    why,
                }),
            },
            _ => entry::read(id, object, false),
        };
        collector.take(Place::Item(index + 1), read)?;
    }
    if opened {
        Ok(collector.finish())
    } else {
        Err(ReadError::WrongPassword(FORMAT))
    }
}

fn is_encrypted(object: &Object) -> bool {
    data_type(object) == "EncOTPStorage"
        || (flag(object, "encrypted") && field(object, "secret").is_some())
}

/// What `entry` loses in JSON.
pub(super) fn losses(entry: &Entry, options: &WriteOptions) -> Vec<Loss> {
    entry::losses(entry, options)
}

/// Writes JSON, encrypted if there is a password. Plain files never have a `keyId`: the
/// extension would ask for a password.
///
/// # Errors
/// [`WriteError`].
pub(super) fn write(
    entries: &[&Entry],
    options: &WriteOptions,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, WriteError> {
    let members = entry::members(entries, options.extension_names);
    let root = match &options.password {
        None => members
            .into_iter()
            .map(|(id, object)| (id, Value::Object(object)))
            .collect(),
        Some(password) => match options.extension_generation {
            ExtensionGeneration::V1 => seal::v1(members, password, entropy)?,
            ExtensionGeneration::V2 => seal::v2(members, password, entropy)?,
            ExtensionGeneration::V3 => seal::v3(members, password, entropy)?,
        },
    };
    Ok(super::json::pretty(&root, "\r\n"))
}

/// Why an entry that should open does not: only damage or another key are left.
const SHUT: Why = Why::OtherKey;

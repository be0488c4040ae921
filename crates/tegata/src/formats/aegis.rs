//! Aegis: its published JSON, plain or encrypted. Its counters are the last used ones.

mod entry;
mod slots;

pub(super) use entry::losses;

use super::json::{Object, pretty};
use super::reading::Collector;
use super::writing::{WriteError, WriteOptions};
use super::{Format, Place, ReadError, Reading};
use crate::Entry;
use crypto::Entropy;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// Where in [`Entry::kept`] its own fields are.
const APP: &str = "aegis";

const FORMAT: Format = Format::AegisJson;

/// The newest version of the file and of what is in it.
const NEWEST_FILE: u64 = 1;
const NEWEST_DB: u64 = 3;

/// Whether a JSON object is one of its files, whole or only what is in it.
pub(super) fn is_export(root: &Object) -> bool {
    (root.contains_key("header") && root.contains_key("db")) || is_db(root)
}

fn is_db(root: &Object) -> bool {
    let has_info = |entry: &Value| entry.get("info").is_some_and(Value::is_object);
    root.contains_key("version")
        && root
            .get("entries")
            .and_then(Value::as_array)
            .is_some_and(|entries| entries.iter().all(has_info))
}

/// Reads a file.
///
/// # Errors
/// [`ReadError`]: damaged, newer, a password missing or wrong, too costly.
pub(super) fn read(
    root: &Object,
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    if is_db(root) {
        return read_db(root, entropy);
    }
    if version(root) > NEWEST_FILE {
        return Err(ReadError::Newer(FORMAT));
    }
    match (root.get("db"), root.get("header")) {
        (Some(Value::Object(db)), _) => read_db(db, entropy),
        (Some(Value::String(sealed)), Some(Value::Object(header))) => {
            let password = password.ok_or(ReadError::PasswordNeeded(FORMAT))?;
            let plain = slots::open(header, sealed, password)?;
            match serde_json::from_slice(&plain) {
                Ok(Value::Object(db)) => read_db(&db, entropy),
                _ => Err(ReadError::Damaged(FORMAT)),
            }
        }
        _ => Err(ReadError::Damaged(FORMAT)),
    }
}

fn version(object: &Object) -> u64 {
    object.get("version").and_then(Value::as_u64).unwrap_or(0)
}

fn read_db(db: &Object, entropy: &dyn Entropy) -> Result<Reading, ReadError> {
    if version(db) > NEWEST_DB {
        return Err(ReadError::Newer(FORMAT));
    }
    let list = |name: &str| db.get(name).and_then(Value::as_array);
    let entries = list("entries").ok_or(ReadError::Damaged(FORMAT))?;
    let groups = list("groups").map_or(&[][..], Vec::as_slice);
    let mut collector = Collector::new(FORMAT, entropy);
    for (index, value) in entries.iter().enumerate() {
        collector.take(Place::Item(index + 1), entry::read(value, groups))?;
    }
    Ok(collector.finish())
}

/// Writes a file, encrypted if there is a password.
///
/// # Errors
/// [`WriteError`].
pub(super) fn write(
    entries: &[&Entry],
    options: &WriteOptions,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, WriteError> {
    let objects: Vec<Value> = entry::objects(entries);
    let db = json!({
        "version": NEWEST_DB,
        "entries": objects,
        "groups": entry::groups(entries),
    });
    let (header, db) = match &options.password {
        None => (json!({ "slots": null, "params": null }), db),
        Some(password) => {
            let plain = Zeroizing::new(db.to_string().into_bytes());
            slots::seal(&plain, password, entropy)?
        }
    };
    let root = json!({ "version": NEWEST_FILE, "header": header, "db": db });
    Ok(root
        .as_object()
        .map(|root| pretty(root, "\n"))
        .unwrap_or_default())
}

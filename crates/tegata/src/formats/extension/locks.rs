//! The keys of an encrypted file, opened with a password.

use super::super::json::{Object, text};
use super::super::{ReadError, Why, base32};
use super::{FORMAT, SHUT, cipher, data_type, old_key};
use crypto::kdf::{self, KdfError};
use data_encoding::{BASE64_NOPAD, HEXLOWER};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// The third generation's own cost: KiB, passes, lanes.
pub(super) const V3_COST: (u32, u32, u32) = (19_456, 2, 1);

/// Length of the second generation's random passphrase, in bytes before it becomes text.
pub(super) const V2_BYTES: usize = 120;

/// More keys than this in one file are not opened: each costs two Argon2id evaluations.
const MOST_KEYS: usize = 4;

/// The passphrases that a password gives.
pub(super) struct Locks {
    /// Of secrets that are encrypted one by one: the password itself or what it unlocks.
    secrets: Zeroizing<String>,
    /// Of whole entries, by key id; none for a key that the password does not open.
    entries: BTreeMap<String, Option<Zeroizing<String>>>,
}

impl Locks {
    /// Opens what the members need.
    ///
    /// # Errors
    /// [`ReadError::WrongPassword`] if the password opens no key, [`ReadError::TooCostly`].
    pub(super) fn open(
        root: &Object,
        members: &[(&str, &Object)],
        password: &Zeroizing<String>,
    ) -> Result<Self, ReadError> {
        let secrets = match old_key(root) {
            Some((enc, hash)) => second_generation(enc, hash, password)?,
            None => password.clone(),
        };
        let used: BTreeSet<&str> = members
            .iter()
            .filter(|(_, object)| data_type(object) == "EncOTPStorage")
            .filter_map(|(_, object)| text(object, "keyId"))
            .collect();
        let mut entries = BTreeMap::new();
        for id in used.into_iter().take(MOST_KEYS) {
            if let Some(key) = key_object(root, id) {
                entries.insert(id.to_owned(), third_generation(key, password)?);
            }
        }
        if !entries.is_empty() && entries.values().all(Option::is_none) {
            return Err(ReadError::WrongPassword(FORMAT));
        }
        Ok(Self { secrets, entries })
    }

    /// The clear fields of an encrypted entry.
    ///
    /// # Errors
    /// [`Why::OtherKey`] if it does not open, [`Why::NoSecret`].
    pub(super) fn open_entry(&self, object: &Object) -> Result<Object, Why> {
        if data_type(object) == "EncOTPStorage" {
            return self.open_whole(object);
        }
        let sealed = text(object, "secret").ok_or(Why::NoSecret)?;
        let plain = cipher::open(sealed, self.secrets.as_bytes()).ok_or(SHUT)?;
        let secret = std::str::from_utf8(&plain).map_err(|_| SHUT)?;
        if !is_secret(secret) {
            return Err(SHUT);
        }
        let mut object = object.clone();
        object.insert("secret".to_owned(), Value::String(secret.to_owned()));
        Ok(object)
    }

    fn open_whole(&self, object: &Object) -> Result<Object, Why> {
        let passphrase = text(object, "keyId")
            .and_then(|id| self.entries.get(id)?.as_ref())
            .ok_or(SHUT)?;
        let data = text(object, "data").ok_or(Why::NoSecret)?;
        let plain = cipher::open(data, passphrase.as_bytes()).ok_or(SHUT)?;
        match serde_json::from_slice(&plain) {
            Ok(Value::Object(inner)) => Ok(inner),
            _ => Err(SHUT),
        }
    }
}

/// Without an integrity check, only this tells a wrong password from a right one.
fn is_secret(text: &str) -> bool {
    let bare = ["blz-", "bliz-", "stm-"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    text.len() >= 8 && base32::decode_or_hex(bare, base32::Rule::HalfBytes).is_ok()
}

fn key_object<'a>(root: &'a Object, id: &str) -> Option<&'a Object> {
    let is_it = |object: &&Object| data_type(object) == "Key" && text(object, "id") == Some(id);
    root.get(id)
        .and_then(Value::as_object)
        .filter(is_it)
        .or_else(|| root.values().filter_map(Value::as_object).find(is_it))
}

fn second_generation(
    enc: &str,
    hash: &str,
    password: &str,
) -> Result<Zeroizing<String>, ReadError> {
    let wrong = ReadError::WrongPassword(FORMAT);
    let Some(bytes) = cipher::open(enc, password.as_bytes()) else {
        return Err(wrong);
    };
    let passphrase = Zeroizing::new(HEXLOWER.encode(&bytes));
    if bytes.len() != V2_BYTES || !verified(&passphrase, hash)? {
        return Err(wrong);
    }
    Ok(passphrase)
}

fn third_generation(key: &Object, password: &str) -> Result<Option<Zeroizing<String>>, ReadError> {
    let damaged = ReadError::Damaged(FORMAT);
    let (Some(salt), Some(hash)) = (text(key, "salt"), text(key, "hash")) else {
        return Err(damaged);
    };
    let (memory, passes, lanes) = V3_COST;
    let cost = kdf::cost_of_file(memory, passes, lanes).map_err(|_| damaged.clone())?;
    let raw = kdf::derive(password.as_bytes(), salt.as_bytes(), cost, 32).map_err(refused)?;
    let passphrase = Zeroizing::new(BASE64_NOPAD.encode(&raw));
    Ok(verified(&passphrase, hash)?.then_some(passphrase))
}

fn verified(passphrase: &str, hash: &str) -> Result<bool, ReadError> {
    kdf::verify(passphrase.as_bytes(), hash).map_err(refused)
}

fn refused(error: KdfError) -> ReadError {
    match error {
        KdfError::Cost(_) | KdfError::OutOfMemory => ReadError::TooCostly(FORMAT),
        KdfError::NotPhc | KdfError::Length => ReadError::Damaged(FORMAT),
    }
}

//! An encrypted Aegis file: the content under a random key, that under the password, both with
//! AES-256-GCM; scrypt makes a key of the password.

use super::super::json::{Object, number, text};
use super::super::writing::WriteError;
use super::super::{ReadError, limits};
use super::FORMAT;
use crate::EntryId;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use crypto::Entropy;
use crypto::entropy::random_array;
use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE};
use scrypt::Params;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// A slot that a password opens; others need the phone.
const PASSWORD_SLOT: u64 = 1;

/// The most slots that are tried.
const MOST_SLOTS: usize = 4;

/// What Aegis writes: log2 of N, r, p.
const COST: (u8, u32, u32) = (15, 8, 1);

/// Length of its authentication tag, which it stores apart.
const TAG: usize = 16;

/// The content of an encrypted file.
///
/// # Errors
/// [`ReadError`]: damaged, a wrong password, too costly.
pub(super) fn open(
    header: &Object,
    sealed: &str,
    password: &str,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let damaged = ReadError::Damaged(FORMAT);
    let slots = header.get("slots").and_then(Value::as_array);
    let slots: Vec<&Object> = slots
        .ok_or(damaged.clone())?
        .iter()
        .filter_map(Value::as_object)
        .filter(|slot| number(slot, "type") == Ok(Some(PASSWORD_SLOT)))
        .collect();
    if slots.is_empty() {
        return Err(damaged);
    }
    let params = header.get("params").and_then(Value::as_object);
    let params = params.ok_or(damaged.clone())?;
    let dense: String = sealed.split_whitespace().collect();
    let sealed = BASE64
        .decode(dense.as_bytes())
        .map_err(|_| damaged.clone())?;
    for slot in slots.into_iter().take(MOST_SLOTS) {
        if let Some(master) = open_slot(slot, password)? {
            return decrypt(&master, params, &sealed).ok_or(damaged);
        }
    }
    Err(ReadError::WrongPassword(FORMAT))
}

/// The key in a slot; none if the password does not open it.
fn open_slot(slot: &Object, password: &str) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
    let damaged = ReadError::Damaged(FORMAT);
    let bytes = |name: &str| {
        let hex = text(slot, name).and_then(|hex| HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok());
        hex.ok_or(damaged.clone())
    };
    let (salt, sealed) = (bytes("salt")?, bytes("key")?);
    let params = slot.get("key_params").and_then(Value::as_object);
    let params = params.ok_or(damaged.clone())?;
    let key = derive(password, &salt, cost(slot)?).ok_or(damaged)?;
    Ok(decrypt(key.as_slice(), params, &sealed))
}

/// The cost that a slot asks for, if it is not more than what is given.
fn cost(slot: &Object) -> Result<(u8, u32, u32), ReadError> {
    let read = |name: &str| number(slot, name).ok().flatten();
    let (Some(n), Some(r), Some(p)) = (read("n"), read("r"), read("p")) else {
        return Err(ReadError::Damaged(FORMAT));
    };
    if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
        return Err(ReadError::Damaged(FORMAT));
    }
    let (most_log_n, most_r, most_p) = limits::SCRYPT;
    let log_n = u8::try_from(n.trailing_zeros()).ok();
    let log_n = log_n.filter(|log_n| *log_n <= most_log_n);
    let r = u32::try_from(r).ok().filter(|r| *r <= most_r);
    let p = u32::try_from(p).ok().filter(|p| *p <= most_p);
    match (log_n, r, p) {
        (Some(log_n), Some(r), Some(p)) => Ok((log_n, r, p)),
        _ => Err(ReadError::TooCostly(FORMAT)),
    }
}

fn derive(
    password: &str,
    salt: &[u8],
    (log_n, r, p): (u8, u32, u32),
) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(log_n, r, p).ok()?;
    scrypt::scrypt(password.as_bytes(), salt, &params, key.as_mut_slice()).ok()?;
    Some(key)
}

fn decrypt(key: &[u8], params: &Object, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = |name: &str| {
        HEXLOWER_PERMISSIVE
            .decode(text(params, name)?.as_bytes())
            .ok()
    };
    let nonce: [u8; 12] = bytes("nonce")?.try_into().ok()?;
    let tag: [u8; TAG] = bytes("tag")?.try_into().ok()?;
    let whole = [sealed, &tag].concat();
    let cipher = Aes256Gcm::new_from_slice(key).ok()?;
    cipher
        .decrypt(&Nonce::from(nonce), whole.as_slice())
        .ok()
        .map(Zeroizing::new)
}

/// The header and the sealed content.
///
/// # Errors
/// [`WriteError`].
pub(super) fn seal(
    plain: &[u8],
    password: &str,
    entropy: &dyn Entropy,
) -> Result<(Value, Value), WriteError> {
    if password.is_empty() {
        return Err(WriteError::BadPassword);
    }
    let master = Zeroizing::new(random_array::<32>(entropy)?);
    let salt = random_array::<32>(entropy)?;
    let key = derive(password, &salt, COST).ok_or(WriteError::KeyDerivation)?;
    let (sealed_key, key_params) = encrypt(key.as_slice(), master.as_slice(), entropy)?;
    let (sealed, params) = encrypt(master.as_slice(), plain, entropy)?;
    let (log_n, r, p) = COST;
    let slot = json!({
        "type": PASSWORD_SLOT,
        "uuid": EntryId::random(entropy)?.0.to_string(),
        "key": HEXLOWER.encode(&sealed_key),
        "key_params": key_params,
        "n": 1_u32 << log_n,
        "r": r,
        "p": p,
        "salt": HEXLOWER.encode(&salt),
        "repaired": true,
        "is_backup": false,
    });
    let header = json!({ "slots": [slot], "params": params });
    Ok((header, Value::String(BASE64.encode(&sealed))))
}

/// The sealed bytes, and their nonce and tag.
fn encrypt(
    key: &[u8],
    plain: &[u8],
    entropy: &dyn Entropy,
) -> Result<(Vec<u8>, Value), WriteError> {
    let nonce = random_array::<12>(entropy)?;
    let cipher = Aes256Gcm::new_from_slice(key).map_err(|_| WriteError::KeyDerivation)?;
    let mut sealed = cipher
        .encrypt(&Nonce::from(nonce), plain)
        .map_err(|_| WriteError::TooMuch)?;
    let tag = sealed.split_off(sealed.len().saturating_sub(TAG));
    let params = json!({ "nonce": HEXLOWER.encode(&nonce), "tag": HEXLOWER.encode(&tag) });
    Ok((sealed, params))
}

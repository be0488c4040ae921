//! Encrypting a file as one of the three generations does.

use super::super::json::{Object, text};
use super::super::writing::WriteError;
use super::cipher;
use super::locks::{V2_BYTES, V3_COST};
use crate::EntryId;
use crypto::Entropy;
use crypto::entropy::random_array;
use crypto::kdf;
use data_encoding::{BASE64_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// What the second generation's key is checked with: KiB, passes, lanes, bytes.
const V2_CHECK: (u32, u32, u32, usize) = (16_384, 1, 1, 24);

/// Each secret under the password itself.
pub(super) fn v1(
    members: Vec<(String, Object)>,
    password: &str,
    entropy: &dyn Entropy,
) -> Result<Object, WriteError> {
    secrets_under(members, password, entropy)
}

/// Each secret under a random passphrase, that under the password.
pub(super) fn v2(
    members: Vec<(String, Object)>,
    password: &str,
    entropy: &dyn Entropy,
) -> Result<Object, WriteError> {
    let raw = Zeroizing::new(random_array::<V2_BYTES>(entropy)?);
    let passphrase = Zeroizing::new(HEXLOWER.encode(raw.as_slice()));
    let mut root = secrets_under(members, &passphrase, entropy)?;
    let enc = cipher::seal(raw.as_slice(), password.as_bytes(), entropy)?;
    let hash = check(&passphrase, V2_CHECK, entropy)?;
    root.insert("key".to_owned(), json!({ "enc": enc, "hash": hash }));
    Ok(root)
}

/// Each entry as a whole under a passphrase that Argon2id makes of the password.
pub(super) fn v3(
    members: Vec<(String, Object)>,
    password: &str,
    entropy: &dyn Entropy,
) -> Result<Object, WriteError> {
    if password.is_empty() {
        return Err(WriteError::BadPassword);
    }
    let salt = HEXLOWER.encode(&random_array::<16>(entropy)?);
    let (memory, passes, lanes) = V3_COST;
    let raw = derive(password, salt.as_bytes(), (memory, passes, lanes, 32))?;
    let passphrase = Zeroizing::new(BASE64_NOPAD.encode(&raw));
    let key_id = EntryId::random(entropy)?.0.to_string();
    let mut root = Object::new();
    for (id, mut object) in members {
        let index = object.get("index").cloned().unwrap_or(Value::Null);
        object.insert("encrypted".to_owned(), json!(true));
        let plain = Zeroizing::new(Value::Object(object).to_string());
        let data = cipher::seal(plain.as_bytes(), passphrase.as_bytes(), entropy)?;
        let sealed = json!({
            "dataType": "EncOTPStorage",
            "data": data,
            "index": index,
            "keyId": key_id,
        });
        root.insert(id, sealed);
    }
    let hash = check(&passphrase, (memory, passes, lanes, 32), entropy)?;
    let key = json!({
        "dataType": "Key",
        "id": key_id,
        "salt": salt,
        "hash": hash,
        "version": 3,
    });
    root.insert(key_id, key);
    Ok(root)
}

fn secrets_under(
    members: Vec<(String, Object)>,
    passphrase: &str,
    entropy: &dyn Entropy,
) -> Result<Object, WriteError> {
    if passphrase.is_empty() {
        return Err(WriteError::BadPassword);
    }
    let mut root = Object::new();
    for (id, mut object) in members {
        let secret = text(&object, "secret").unwrap_or_default();
        let sealed = cipher::seal(secret.as_bytes(), passphrase.as_bytes(), entropy)?;
        object.insert("secret".to_owned(), json!(sealed));
        object.insert("encrypted".to_owned(), json!(true));
        root.insert(id, Value::Object(object));
    }
    Ok(root)
}

/// The PHC string by which the extension tells a right password.
fn check(
    passphrase: &str,
    cost: (u32, u32, u32, usize),
    entropy: &dyn Entropy,
) -> Result<String, WriteError> {
    let salt = random_array::<16>(entropy)?;
    let hash = derive(passphrase, &salt, cost)?;
    let (memory, passes, lanes, _) = cost;
    let (salt, hash) = (BASE64_NOPAD.encode(&salt), BASE64_NOPAD.encode(&hash));
    Ok(format!(
        "$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${hash}"
    ))
}

fn derive(
    password: &str,
    salt: &[u8],
    (memory, passes, lanes, length): (u32, u32, u32, usize),
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let cost = kdf::cost_of_file(memory, passes, lanes).map_err(|_| WriteError::KeyDerivation)?;
    kdf::derive(password.as_bytes(), salt, cost, length).map_err(|_| WriteError::KeyDerivation)
}

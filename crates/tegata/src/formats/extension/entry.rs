//! One entry of the extension's JSON.

use super::super::base32::{self, Rule};
use super::super::json::{Object, flag, number, text};
use super::super::names::Names;
use super::super::otpauth::{COMPONENT, decode, digits, period};
use super::super::reading::{Draft, Refusal};
use super::super::writing::{
    ExtensionGeneration, ExtensionNames, Loss, WriteOptions, details, issuer_and_account, json_id,
};
use super::super::{Remark, Why};
use super::APP;
use crate::{Entry, EntryId, Key, Kind};
use otp::{Algorithm, Digits, Period};
use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The fields that are read; others are kept.
const KNOWN: [&str; 15] = [
    "type",
    "secret",
    "encrypted",
    "hash",
    "index",
    "issuer",
    "account",
    "counter",
    "period",
    "digits",
    "algorithm",
    "pinned",
    "dataType",
    "keyId",
    "data",
];

/// What is kept of the id of an entry.
const ID: &str = "hash";
/// What is kept of an issuer `Name::host`: the extension shows such an entry on that site.
const HOST: &str = "host";

/// JavaScript counts no further without gaps.
const MOST_COUNTER: u64 = (1 << 53) - 1;

/// What can be told of the name of an entry.
pub(super) fn title(object: &Object) -> String {
    names(object, false).0.title()
}

/// Reads one entry whose secret is clear. Names that were left percent-encoded stand only in
/// files that were not `sealed`.
pub(super) fn read(id: &str, object: &Object, sealed: bool) -> Result<Draft, Refusal> {
    let (names, host, encoded) = names(object, !sealed);
    let parts = key_and_kind(object);
    let (key, kind, mut remarks) = parts.map_err(|why| Refusal {
        title: names.title(),
        why,
    })?;
    if encoded {
        remarks.push(Remark::DoublyEncoded);
    }
    let mut kept: Object = object
        .iter()
        .filter(|(name, _)| !KNOWN.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let id = text(object, "hash").unwrap_or(id);
    kept.insert(ID.to_owned(), Value::String(id.to_owned()));
    if let Some(host) = host {
        kept.insert(HOST.to_owned(), Value::String(host));
    }
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key,
        kind,
        pinned: flag(object, "pinned"),
        created: None,
        kept: BTreeMap::from([(APP.to_owned(), kept)]),
    };
    Ok(Draft { entry, remarks })
}

/// Names, the host behind the issuer, and whether a name was percent-encoded.
fn names(object: &Object, may_decode: bool) -> (Names, Option<String>, bool) {
    let issuer = text(object, "issuer").unwrap_or_default();
    let (issuer, host) = match issuer.split_once("::") {
        Some((issuer, host)) => (issuer, Some(host.to_owned())),
        None => (issuer, None),
    };
    let account = text(object, "account").unwrap_or_default();
    let plain = |name: &str| match may_decode.then(|| decoded(name)).flatten() {
        Some(decoded) => (decoded, true),
        None => (name.to_owned(), false),
    };
    let ((issuer, first), (account, second)) = (plain(issuer), plain(account));
    (Names::new(&issuer, &account), host, first || second)
}

/// A name that the backup page left encoded as a browser encodes it.
fn decoded(name: &str) -> Option<String> {
    let plain = decode(name);
    let encoded = utf8_percent_encode(&plain, COMPONENT).to_string();
    (plain != name && encoded == name).then_some(plain)
}

fn key_and_kind(object: &Object) -> Result<(Key, Kind, Vec<Remark>), Why> {
    let secret = text(object, "secret").ok_or(Why::NoSecret)?;
    let prefixed = ["blz-", "bliz-", "stm-"]
        .iter()
        .find_map(|prefix| Some((*prefix, secret.strip_prefix(prefix)?)));
    let name = type_name(object)?;
    let (name, secret) = match prefixed {
        Some(("stm-", secret)) => ("steam", secret),
        Some((_, secret)) => ("battle", secret),
        None => (name, secret),
    };
    let kind = match name {
        "totp" | "hex" => Kind::Totp {
            algorithm: algorithm(object)?,
            digits: digits(number(object, "digits")?.filter(|count| *count != 0))?,
            period: period(number(object, "period")?.filter(|seconds| *seconds != 0))?,
        },
        "hotp" | "hhex" => Kind::Hotp {
            algorithm: algorithm(object)?,
            digits: digits(number(object, "digits")?.filter(|count| *count != 0))?,
            next_counter: number(object, "counter")?.unwrap_or(0),
        },
        "battle" => Kind::BattleNet,
        _ => Kind::Steam,
    };
    let (key, remarks) = match name {
        "hex" | "hhex" => base32::decode_hex(secret)?,
        _ => base32::decode_or_hex(secret, Rule::HalfBytes)?,
    };
    Ok((key, kind, remarks))
}

/// The type by its name or by its number; nothing is `totp`.
fn type_name(object: &Object) -> Result<&'static str, Why> {
    const NAMES: [&str; 6] = ["totp", "hotp", "battle", "steam", "hex", "hhex"];
    if let Some(name) = text(object, "type")
        && let Some(known) = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name))
    {
        return Ok(known);
    }
    match number(object, "type").map_err(|_| Why::UnknownType)? {
        None => Ok("totp"),
        Some(number) => usize::try_from(number)
            .ok()
            .and_then(|number| NAMES.get(number.checked_sub(1)?).copied())
            .ok_or(Why::UnknownType),
    }
}

/// The algorithm by its name or by its number; nothing is SHA-1.
fn algorithm(object: &Object) -> Result<Algorithm, Why> {
    if let Some(algorithm) = text(object, "algorithm").and_then(Algorithm::from_name) {
        return Ok(algorithm);
    }
    match number(object, "algorithm")? {
        None | Some(1) => Ok(Algorithm::Sha1),
        Some(2) => Ok(Algorithm::Sha256),
        Some(3) => Ok(Algorithm::Sha512),
        Some(_) => Err(Why::UnsupportedParameter),
    }
}

/// What `entry` loses. In a file without password a name that looks encoded is taken for that.
pub(super) fn losses(entry: &Entry, options: &WriteOptions) -> Vec<Loss> {
    let plain = options.password.is_none();
    // The older generations tell a right password by secrets of eight characters or more.
    let by_secret = !plain && options.extension_generation != ExtensionGeneration::V3;
    if by_secret && base32::encode(&entry.key).len() < 8 {
        return vec![Loss::ParameterLeftOut];
    }
    match entry.kind {
        Kind::Trion => return vec![Loss::LeftOut],
        Kind::Hotp { next_counter, .. } if next_counter > MOST_COUNTER => {
            return vec![Loss::ParameterLeftOut];
        }
        _ => {}
    }
    let mut losses = details(entry, true);
    let (issuer, account) = issuer_and_account(entry);
    let looks_encoded = plain && (decoded(issuer).is_some() || decoded(account).is_some());
    if issuer.contains("::") || looks_encoded {
        losses.push(Loss::NameChanged);
    }
    losses
}

/// All entries as members of the root object, in their order, under ids that differ.
pub(super) fn members(entries: &[&Entry], names: ExtensionNames) -> Vec<(String, Object)> {
    let mut taken = BTreeSet::new();
    let mut members = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let brought = entry.kept.get(APP).and_then(|kept| text(kept, ID));
        let id = json_id(entry, brought, &mut taken);
        members.push((id.clone(), object(entry, &id, index, names)));
    }
    members
}

fn object(entry: &Entry, id: &str, index: usize, names: ExtensionNames) -> Object {
    let mut object = Object::new();
    let kept = entry.kept.get(APP);
    for (name, value) in kept.into_iter().flatten() {
        if ![ID, HOST].contains(&name.as_str()) {
            object.insert(name.clone(), value.clone());
        }
    }
    let numbers = names == ExtensionNames::Numbers;
    let mut set = |name: &str, value: Value| object.insert(name.to_owned(), value);
    if numbers {
        set("dataType", json!("OTPStorage"));
    }
    set("encrypted", json!(false));
    set("hash", json!(id));
    set("index", json!(index));
    let (issuer, account) = issuer_and_account(entry);
    match kept.and_then(|kept| text(kept, HOST)) {
        Some(host) => set("issuer", json!(format!("{issuer}::{host}"))),
        None => set("issuer", json!(issuer)),
    };
    set("account", json!(account));
    set("secret", json!(base32::encode(&entry.key).as_str()));
    if entry.pinned {
        set("pinned", json!(true));
    }
    set_kind(&mut object, entry.kind, numbers);
    object
}

fn set_kind(object: &mut Object, kind: Kind, numbers: bool) {
    let (name, number, algorithm, digits, period) = match kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => ("totp", 1, algorithm, digits, period),
        Kind::Hotp {
            algorithm, digits, ..
        } => ("hotp", 2, algorithm, digits, Period::default()),
        Kind::BattleNet => (
            "battle",
            3,
            Algorithm::default(),
            Digits::default(),
            Period::default(),
        ),
        // Trion is left out before.
        Kind::Steam | Kind::Trion => (
            "steam",
            4,
            Algorithm::default(),
            Digits::default(),
            Period::default(),
        ),
    };
    let mut set = |name: &str, value: Value| object.insert(name.to_owned(), value);
    set("type", if numbers { json!(number) } else { json!(name) });
    match (algorithm, numbers) {
        (Algorithm::Sha1, _) => None,
        (Algorithm::Sha256, true) => set("algorithm", json!("2")),
        (Algorithm::Sha512, true) => set("algorithm", json!("3")),
        (other, false) => set("algorithm", json!(other.name())),
    };
    if digits != Digits::default() {
        set("digits", json!(digits.get()));
    }
    if period != Period::default() {
        set("period", json!(period.seconds()));
    }
    if let Kind::Hotp { next_counter, .. } = kind {
        set("counter", json!(next_counter));
    }
}

//! One entry of Aegis's JSON.

use super::super::base32::{self, Rule};
use super::super::json::{Object, flag, number, text};
use super::super::names::Names;
use super::super::otpauth::{digits, period};
use super::super::reading::{Draft, Refusal};
use super::super::writing::{Loss, details, issuer_and_account, json_id};
use super::super::{Remark, Why};
use super::APP;
use crate::{Entry, EntryId, Key, Kind};
use otp::{Algorithm, Digits, Period};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The fields that are read; others are kept.
const KNOWN: [&str; 5] = ["type", "name", "issuer", "info", "favorite"];

/// What is kept: its id, and its groups with their names.
const ID: &str = "uuid";
const GROUPS: &str = "groups";

/// Reads an entry; `groups` are those of the file.
pub(super) fn read(value: &Value, groups: &[Value]) -> Result<Draft, Refusal> {
    let object = value
        .as_object()
        .ok_or_else(|| Refusal::nameless(Why::Malformed))?;
    let names = Names::new(
        text(object, "issuer").unwrap_or_default(),
        text(object, "name").unwrap_or_default(),
    );
    let (key, kind, remarks) = key_and_kind(object).map_err(|why| Refusal {
        title: names.title(),
        why,
    })?;
    let mut own: Object = object
        .iter()
        .filter(|(name, value)| !KNOWN.contains(&name.as_str()) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Some(Value::Array(ids)) = own.get(GROUPS) {
        let its = groups.iter().filter(|group| {
            let id = group.get(ID);
            id.is_some_and(|id| ids.contains(id))
        });
        let its = its.cloned().collect();
        own.insert(GROUPS.to_owned(), Value::Array(its));
    }
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key,
        kind,
        pinned: flag(object, "favorite"),
        created: None,
        kept: BTreeMap::from([(APP.to_owned(), own)]),
    };
    Ok(Draft { entry, remarks })
}

fn key_and_kind(object: &Object) -> Result<(Key, Kind, Vec<Remark>), Why> {
    let info = object
        .get("info")
        .and_then(Value::as_object)
        .ok_or(Why::Malformed)?;
    let algorithm = || match text(info, "algo") {
        None => Ok(Algorithm::default()),
        Some(name) => Algorithm::from_name(name).ok_or(Why::UnsupportedParameter),
    };
    let count = || digits(number(info, "digits")?);
    let kind = match text(object, "type").unwrap_or_default() {
        "totp" => Kind::Totp {
            algorithm: algorithm()?,
            digits: count()?,
            period: period(number(info, "period")?)?,
        },
        "hotp" => Kind::Hotp {
            algorithm: algorithm()?,
            digits: count()?,
            next_counter: number(info, "counter")?
                .unwrap_or(0)
                .checked_add(1)
                .ok_or(Why::UnsupportedParameter)?,
        },
        "steam" => Kind::Steam,
        _ => return Err(Why::UnknownType),
    };
    let secret = text(info, "secret").ok_or(Why::NoSecret)?;
    let (key, remarks) = base32::decode(secret, Rule::DropRest)?;
    Ok((key, kind, remarks))
}

/// What `entry` loses.
pub(in super::super) fn losses(entry: &Entry) -> Vec<Loss> {
    match entry.kind {
        Kind::Trion => return vec![Loss::LeftOut],
        // It counts with signed numbers.
        Kind::Hotp { next_counter, .. } if i64::try_from(next_counter).is_err() => {
            return vec![Loss::ParameterLeftOut];
        }
        _ => {}
    }
    let mut losses = details(entry, true);
    match entry.kind {
        Kind::BattleNet => losses.push(Loss::KindChanged),
        Kind::Hotp {
            next_counter: 0, ..
        } => losses.push(Loss::CounterShifts),
        _ => {}
    }
    losses
}

/// All entries, under ids that differ.
pub(super) fn objects(entries: &[&Entry]) -> Vec<Value> {
    let mut taken = BTreeSet::new();
    entries
        .iter()
        .map(|entry| {
            let brought = entry.kept.get(APP).and_then(|kept| text(kept, ID));
            let id = json_id(entry, brought, &mut taken);
            object(entry, &id)
        })
        .collect()
}

fn object(entry: &Entry, id: &str) -> Value {
    let (issuer, account) = issuer_and_account(entry);
    let (kind, algorithm, digits) = match entry.kind {
        Kind::Totp {
            algorithm, digits, ..
        } => ("totp", algorithm, digits.get()),
        Kind::Hotp {
            algorithm, digits, ..
        } => ("hotp", algorithm, digits.get()),
        Kind::Steam => ("steam", Algorithm::Sha1, 5),
        // Battle.net; Trion is left out before.
        Kind::BattleNet | Kind::Trion => ("totp", Algorithm::Sha1, Digits::EIGHT.get()),
    };
    let mut info = json!({
        "secret": base32::encode(&entry.key).as_str(),
        "algo": algorithm.name(),
        "digits": digits,
    });
    if let Some(info) = info.as_object_mut() {
        match entry.kind {
            Kind::Hotp { next_counter, .. } => {
                info.insert("counter".to_owned(), json!(next_counter.saturating_sub(1)));
            }
            Kind::Totp { period, .. } => {
                info.insert("period".to_owned(), json!(period.seconds()));
            }
            _ => {
                let seconds = Period::STANDARD.seconds();
                info.insert("period".to_owned(), json!(seconds));
            }
        }
    }
    let mut object = json!({ "note": "", "icon": null, "icon_mime": null, "groups": [] });
    if let Some(fields) = object.as_object_mut() {
        for (name, value) in entry.kept.get(APP).into_iter().flatten() {
            fields.insert(name.clone(), value.clone());
        }
        if let Some(Value::Array(groups)) = fields.get_mut(GROUPS) {
            *groups = groups
                .iter()
                .filter_map(|group| group.get(ID).cloned())
                .collect();
        }
        fields.insert("type".to_owned(), json!(kind));
        fields.insert(ID.to_owned(), json!(id));
        fields.insert("name".to_owned(), json!(account));
        fields.insert("issuer".to_owned(), json!(issuer));
        fields.insert("favorite".to_owned(), json!(entry.pinned));
        fields.insert("info".to_owned(), info);
    }
    object
}

/// The groups of all entries, each once.
pub(super) fn groups(entries: &[&Entry]) -> Vec<Value> {
    let mut groups = Vec::new();
    for entry in entries {
        let kept = entry.kept.get(APP).and_then(|own| own.get(GROUPS));
        for group in kept.and_then(Value::as_array).into_iter().flatten() {
            if !groups.contains(group) {
                groups.push(group.clone());
            }
        }
    }
    groups
}

//! OTP Manager for the Mac. Its maker has published no layout, and no export was at hand: what is
//! here reads what such a file may look like, says so with each entry, and is never written.
//!
//! Taken is an array, or an object with exactly one array in it, of objects with a secret or an
//! `otpauth` URI under one of the names below, in either case. That also reads the app of the
//! same name for Nextcloud, unless its secrets are encrypted.

use super::base32::{self, Rule};
use super::json::{Object, number, text};
use super::names::Names;
use super::otpauth::{digits, period};
use super::reading::{Collector, Draft, Refusal};
use super::{Format, Place, ReadError, Reading, Remark, Why, uri_list};
use crate::{Entry, EntryId, Key, Kind};
use crypto::Entropy;
use otp::Algorithm;
use serde_json::Value;
use std::collections::BTreeMap;

const FORMAT: Format = Format::OtpManagerJson;

/// Where in [`Entry::kept`] its own fields are.
const APP: &str = "otp-manager";

const ISSUER: &[&str] = &["issuer", "service"];
const ACCOUNT: &[&str] = &["username", "account", "label", "name"];
const SECRET: &[&str] = &["secret", "key", "seed"];
const URI: &[&str] = &["url", "uri", "otpauth"];
const PERIOD: &[&str] = &["period", "interval"];

/// The entries of a JSON value, if it can be such a file at all.
pub(super) fn entries(root: &Value) -> Option<&[Value]> {
    let list = match root {
        Value::Array(list) => list,
        Value::Object(object) => {
            let mut lists = object.values().filter_map(Value::as_array);
            let list = lists.next()?;
            if lists.next().is_some() {
                return None;
            }
            list
        }
        _ => return None,
    };
    let looks_like = |value: &Value| {
        value.as_object().is_some_and(|object| {
            let object = lowered(object);
            first(&object, SECRET).is_some() || first(&object, URI).is_some()
        })
    };
    list.iter().any(looks_like).then_some(list)
}

/// Reads `list`; `root` is asked whether secrets are encrypted.
///
/// # Errors
/// [`ReadError::Damaged`] if they are: how to open them is not known.
pub(super) fn read(
    root: &Value,
    list: &[Value],
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    if root.get("iv").is_some_and(|iv| !iv.is_null()) {
        return Err(ReadError::NotRecognised);
    }
    let mut collector = Collector::new(FORMAT, entropy);
    for (index, value) in list.iter().enumerate() {
        let read = match value {
            Value::Object(object) => read_entry(object),
            _ => Err(Refusal::nameless(Why::Malformed)),
        };
        collector.take(Place::Item(index + 1), read)?;
    }
    Ok(collector.finish())
}

fn read_entry(object: &Object) -> Result<Draft, Refusal> {
    let lower = lowered(object);
    let mut draft = match first(&lower, URI).filter(|_| first(&lower, SECRET).is_none()) {
        Some(uri) => uri_list::read_line(uri, Rule::DropRest)?,
        None => read_fields(&lower)?,
    };
    draft.remarks.push(Remark::Unverified);
    let read = [ISSUER, ACCOUNT, SECRET, URI, PERIOD].concat();
    let rest: Object = object
        .iter()
        .filter(|(name, _)| {
            let name = name.to_ascii_lowercase();
            !read.contains(&name.as_str())
                && !["digits", "algorithm", "type", "counter"].contains(&name.as_str())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if !rest.is_empty() {
        draft.entry.kept.insert(APP.to_owned(), rest);
    }
    Ok(draft)
}

fn read_fields(object: &Object) -> Result<Draft, Refusal> {
    let names = Names::new(
        first(object, ISSUER).unwrap_or_default(),
        first(object, ACCOUNT).unwrap_or_default(),
    );
    let (key, kind, remarks) = key_and_kind(object).map_err(|why| Refusal {
        title: names.title(),
        why,
    })?;
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key,
        kind,
        pinned: false,
        created: None,
        kept: BTreeMap::new(),
    };
    Ok(Draft { entry, remarks })
}

fn key_and_kind(object: &Object) -> Result<(Key, Kind, Vec<Remark>), Why> {
    let secret = first(object, SECRET).ok_or(Why::NoSecret)?;
    let algorithm = match text(object, "algorithm").and_then(Algorithm::from_name) {
        Some(algorithm) => algorithm,
        // Numbered from 0 in one app of this name.
        None => match number(object, "algorithm")? {
            None | Some(0) => Algorithm::Sha1,
            Some(1) => Algorithm::Sha256,
            Some(2) => Algorithm::Sha512,
            Some(_) => return Err(Why::UnsupportedParameter),
        },
    };
    let digits = digits(number(object, "digits")?)?;
    let seconds = PERIOD
        .iter()
        .find_map(|name| number(object, name).transpose())
        .transpose()?;
    let kind = match text(object, "type").map(str::to_ascii_lowercase).as_deref() {
        None | Some("totp") => Kind::Totp {
            algorithm,
            digits,
            period: period(seconds)?,
        },
        Some("hotp") => Kind::Hotp {
            algorithm,
            digits,
            next_counter: number(object, "counter")?.unwrap_or(0),
        },
        Some(_) => return Err(Why::UnknownType),
    };
    let (key, remarks) = base32::decode(secret, Rule::DropRest)?;
    Ok((key, kind, remarks))
}

/// The object with its names in lower case.
fn lowered(object: &Object) -> Object {
    object
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
        .collect()
}

fn first<'a>(object: &'a Object, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| text(object, name))
}

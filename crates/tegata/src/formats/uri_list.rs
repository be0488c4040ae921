//! `otpauth://` URIs of no particular app, one a line.
//!
//! Steam is written as `otpauth://steam/`: an app that does not know it refuses the line, while
//! it would show wrong codes for a `totp` with a parameter it ignores.

use super::otpauth::{Pieces, UNRESERVED};
use super::reading::{Draft, Refusal};
use super::writing::{details, issuer_and_account};
use super::{Loss, Remark, Why, base32, names};
use crate::{Entry, EntryId, Kind};
use otp::{Algorithm, Digits, Period};
use percent_encoding::utf8_percent_encode;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// The parameters that are read here; others are kept and given back.
const KNOWN: [&str; 7] = [
    "secret",
    "issuer",
    "algorithm",
    "digits",
    "period",
    "counter",
    "encoder",
];

/// The longest unknown parameter that is kept, in bytes as it stands in the URI.
const LONGEST_KEPT: usize = 4096;

/// Where in [`Entry::kept`] unknown parameters are.
const APP: &str = "uri";

/// Reads one line under `rule`.
pub(super) fn read_line(line: &str, rule: base32::Rule) -> Result<Draft, Refusal> {
    let pieces = Pieces::split(line).ok_or_else(|| Refusal::nameless(Why::Malformed))?;
    let (names, doubly) = names_of(&pieces);
    let parts = key_and_kind(&pieces, &names, rule);
    let (key, kind, mut remarks) = parts.map_err(|why| Refusal {
        title: names.title(),
        why,
    })?;
    if doubly {
        remarks.push(Remark::DoublyEncoded);
    }
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key,
        kind,
        pinned: false,
        created: None,
        kept: kept(&pieces),
    };
    Ok(Draft { entry, remarks })
}

/// Issuer and account, and whether they were encoded twice.
fn names_of(pieces: &Pieces<'_>) -> (names::Names, bool) {
    let issuer = pieces.value("issuer").ok().flatten().unwrap_or_default();
    match names::encoded_once(pieces.label) {
        Some(label) => {
            let issuer = super::otpauth::decode(&issuer);
            (names::of_label(&label, &issuer), true)
        }
        None => (names::of_label(pieces.label, &issuer), false),
    }
}

fn key_and_kind(
    pieces: &Pieces<'_>,
    names: &names::Names,
    rule: base32::Rule,
) -> Result<(crate::Key, Kind, Vec<Remark>), Why> {
    let kind = pieces.kind.to_ascii_lowercase();
    let steam_encoder = pieces
        .value("encoder")?
        .is_some_and(|encoder| encoder.eq_ignore_ascii_case("steam"));
    // Five digits are nothing but Steam's, which many apps write as totp.
    let steam_digits =
        names.issuer.eq_ignore_ascii_case("steam") && pieces.number("digits")? == Some(5);
    let kind = match kind.as_str() {
        "steam" => Kind::Steam,
        "totp" if steam_encoder || steam_digits => Kind::Steam,
        "totp" => pieces.totp()?,
        "hotp" => Kind::Hotp {
            algorithm: pieces.algorithm()?,
            digits: super::otpauth::digits(pieces.number("digits")?)?,
            next_counter: pieces.number("counter")?.unwrap_or(0),
        },
        _ => return Err(Why::UnknownType),
    };
    let (key, remarks) = pieces.key(rule)?;
    Ok((key, kind, remarks))
}

fn kept(pieces: &Pieces<'_>) -> BTreeMap<String, Map<String, Value>> {
    let unknown: Map<String, Value> = pieces
        .parameters()
        .iter()
        .filter(|(name, value)| {
            !KNOWN.iter().any(|known| name.eq_ignore_ascii_case(known))
                && name.len() + value.len() <= LONGEST_KEPT
        })
        .map(|(name, value)| {
            let text = super::otpauth::decode_form(value);
            (super::otpauth::decode_form(name), Value::String(text))
        })
        .collect();
    if unknown.is_empty() {
        BTreeMap::new()
    } else {
        BTreeMap::from([(APP.to_owned(), unknown)])
    }
}

/// What `entry` loses here.
pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    let mut losses = details(entry, false);
    match entry.kind {
        Kind::Trion => losses.insert(0, Loss::LeftOut),
        Kind::BattleNet => losses.push(Loss::KindChanged),
        Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Steam => {}
    }
    let (issuer, account) = issuer_and_account(entry);
    if issuer.is_empty() && account.contains(':') {
        losses.push(Loss::NameChanged);
    }
    losses
}

/// One URI a line, each line ended.
pub(super) fn write(entries: &[&Entry]) -> Vec<u8> {
    let mut text = Vec::new();
    for entry in entries {
        if let Some(uri) = uri(entry) {
            text.extend_from_slice(uri.as_bytes());
            text.push(b'\n');
        }
    }
    text
}

/// The URI of one entry, as a QR code shows it; none for a kind that has none
/// ([`Loss::LeftOut`]). It contains the secret.
pub(super) fn uri(entry: &Entry) -> Option<Zeroizing<String>> {
    let kind = match entry.kind {
        Kind::Totp { .. } | Kind::BattleNet => "totp",
        Kind::Hotp { .. } => "hotp",
        Kind::Steam => "steam",
        Kind::Trion => return None,
    };
    let (issuer, account) = issuer_and_account(entry);
    let mut uri = String::with_capacity(4096);
    uri.extend(["otpauth://", kind, "/"]);
    uri.push_str(&label(issuer, account));
    uri.extend(["?secret=", &base32::encode(&entry.key)]);
    if !issuer.is_empty() {
        uri.push_str("&issuer=");
        uri.extend(utf8_percent_encode(issuer, UNRESERVED));
    }
    push_parameters(&mut uri, entry.kind, issuer.is_empty());
    for (name, value) in entry.kept.get(APP).into_iter().flatten() {
        if let Value::String(value) = value {
            uri.push('&');
            uri.extend(utf8_percent_encode(name, UNRESERVED));
            uri.push('=');
            uri.extend(utf8_percent_encode(value, UNRESERVED));
        }
    }
    Some(Zeroizing::new(uri))
}

/// Issuer and account, encoded, with the colon between them.
fn label(issuer: &str, account: &str) -> String {
    let encode = |name: &str| utf8_percent_encode(name, UNRESERVED).to_string();
    let label = if issuer.is_empty() {
        encode(account)
    } else {
        format!("{}:{}", encode(issuer), encode(account))
    };
    // A name like `50%20off` looks as if it had been encoded twice. No browser encodes a letter
    // or digit, so one encoded letter shows that this is meant.
    match (names::encoded_once(&label), label.split_at_checked(1)) {
        (Some(_), Some((first, rest))) if first.chars().all(|c| c.is_ascii_alphanumeric()) => {
            let byte = first.bytes().next().unwrap_or_default();
            format!("%{byte:02X}{rest}")
        }
        (Some(_), _) => escape_last_letter(&label),
        _ => label,
    }
}

/// Encodes the last letter or digit that is not part of an escape sequence, if there is one.
fn escape_last_letter(label: &str) -> String {
    let mut found = None;
    let mut in_escape = 0;
    for (at, byte) in label.bytes().enumerate() {
        match byte {
            b'%' => in_escape = 2,
            _ if in_escape > 0 => in_escape -= 1,
            _ if byte.is_ascii_alphanumeric() => found = Some((at, byte)),
            _ => {}
        }
    }
    match found.and_then(|(at, byte)| Some((label.get(..at)?, byte, label.get(at + 1..)?))) {
        Some((before, byte, after)) => format!("{before}%{byte:02X}{after}"),
        None => label.to_owned(),
    }
}

/// Only what differs from what every app assumes; but without an issuer, `digits` right behind
/// `secret` would look like a line of `WinAuth`'s.
fn push_parameters(uri: &mut String, kind: Kind, no_issuer: bool) {
    let (algorithm, digits, period, counter) = match kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => (algorithm, digits, period, None),
        Kind::Hotp {
            algorithm,
            digits,
            next_counter,
        } => (algorithm, digits, Period::default(), Some(next_counter)),
        Kind::BattleNet => (Algorithm::Sha1, Digits::EIGHT, Period::default(), None),
        Kind::Steam | Kind::Trion => return,
    };
    // Writing to a String cannot fail.
    let digits_second = no_issuer && digits != Digits::default();
    if algorithm != Algorithm::default() || digits_second {
        let _ = write!(uri, "&algorithm={algorithm}");
    }
    if digits != Digits::default() {
        let _ = write!(uri, "&digits={}", digits.get());
    }
    if period != Period::default() {
        let _ = write!(uri, "&period={}", period.seconds());
    }
    if let Some(counter) = counter {
        let _ = write!(uri, "&counter={counter}");
    }
}

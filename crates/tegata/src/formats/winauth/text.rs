//! `WinAuth`'s text: one URI a line, `digits` always second.

use super::super::base32::{self, Rule};
use super::super::names::Names;
use super::super::otpauth::{self, Pieces, UNRESERVED};
use super::super::reading::{Draft, Refusal};
use super::super::writing::{Loss, WinAuthVersion, details, issuer_and_account};
use super::super::{Remark, Why};
use super::{APP, DATA, DEVICE_ID, SERIAL, kept, last_used};
use crate::{Entry, EntryId, Kind};
use otp::{Algorithm, Digits, Period};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// Its parameters, in the order in which it writes them.
const ORDER: [&str; 9] = [
    "secret",
    "digits",
    "issuer",
    "algorithm",
    SERIAL,
    DEVICE_ID,
    DATA,
    "counter",
    "icon",
];

/// What .NET's form encoding leaves as it is.
const FORM: &AsciiSet = &UNRESERVED
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')');

/// What a label must not have as it is, lest its import reads it otherwise.
const LABEL: &AsciiSet = &CONTROLS
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b':')
    .add(b'?');

const LABEL_36: &AsciiSet = &LABEL.add(b' ');

/// Prefixes that its import takes for something else than an issuer.
const RESERVED: [&str; 3] = ["Google", "BattleNet", "Steam"];

/// How a file writes names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Dialect {
    /// A `+` in the account is a blank.
    V3_5,
    /// A `+` is a plus sign.
    V3_6,
    /// Nothing in the file tells; read as 3.5, the version that most people have.
    Unclear,
}

/// The dialect of a text, if all of its URIs look like `WinAuth`'s.
pub(in super::super) fn dialect(text: &str) -> Option<Dialect> {
    let lines: Vec<Pieces<'_>> = text.lines().filter_map(Pieces::split).collect();
    if lines.is_empty() || !lines.iter().all(is_its_line) {
        return None;
    }
    let (old, new) = lines.iter().fold((0, 0), |(old, new), pieces| {
        let (is_old, is_new) = evidence(pieces);
        (old + usize::from(is_old), new + usize::from(is_new))
    });
    Some(match old.cmp(&new) {
        std::cmp::Ordering::Greater => Dialect::V3_5,
        std::cmp::Ordering::Less => Dialect::V3_6,
        std::cmp::Ordering::Equal => Dialect::Unclear,
    })
}

fn is_its_line(pieces: &Pieces<'_>) -> bool {
    let mut order = ORDER.iter().chain(&["period"]);
    let names = || pieces.parameters().iter().map(|(name, _)| *name);
    names().take(2).eq(["secret", "digits"])
        && names().all(|name| order.any(|known| *known == name))
        && matches!(pieces.kind, "totp" | "hotp")
}

/// Whether a line shows what only 3.5, or what only 3.6 writes.
fn evidence(pieces: &Pieces<'_>) -> (bool, bool) {
    let account = account_of(pieces.label);
    let escapes = || account.split('%').skip(1).filter_map(|rest| rest.get(..2));
    let old = escapes().any(|hex| hex < "80" && hex != "20");
    let unescaped_by_form =
        |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_.!*()+%".contains(c);
    let new = escapes().any(|hex| hex == "20")
        || account.chars().any(unescaped_by_form)
        || pieces
            .parameters()
            .iter()
            .any(|(name, _)| matches!(*name, "algorithm" | "period"));
    (old && !new, new && !old)
}

fn account_of(label: &str) -> &str {
    label.split_once(':').map_or(label, |(_, account)| account)
}

/// Reads one line.
pub(in super::super) fn read_line(line: &str, dialect: Dialect) -> Result<Draft, Refusal> {
    let pieces = Pieces::split(line).ok_or_else(|| Refusal::nameless(Why::Malformed))?;
    let (names, guessed) = names(&pieces, dialect);
    let (key, kind, mut remarks) = key_and_kind(&pieces, &names).map_err(|why| Refusal {
        title: names.title(),
        why,
    })?;
    if guessed {
        remarks.push(Remark::PlusGuessed);
    }
    let own: Map<String, Value> = [SERIAL, DEVICE_ID, DATA, "icon"]
        .iter()
        .filter_map(|name| {
            let value = pieces.value(name).ok().flatten()?;
            Some(((*name).to_owned(), Value::String(value.to_string())))
        })
        .collect();
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key,
        kind,
        pinned: false,
        created: None,
        kept: if own.is_empty() {
            BTreeMap::new()
        } else {
            BTreeMap::from([(APP.to_owned(), own)])
        },
    };
    Ok(Draft { entry, remarks })
}

/// The prefix of the label is the issuer; the parameter counts only where there is none. Also
/// whether a `+` was guessed at.
fn names(pieces: &Pieces<'_>, dialect: Dialect) -> (Names, bool) {
    let account = account_of(pieces.label);
    let guessed = dialect == Dialect::Unclear && account.contains('+');
    let decoded = match dialect {
        Dialect::V3_6 => otpauth::decode(account),
        Dialect::V3_5 | Dialect::Unclear => otpauth::decode_form(account),
    };
    let issuer = match pieces.label.split_once(':') {
        Some((issuer, _)) => otpauth::decode(issuer),
        None => pieces
            .value("issuer")
            .ok()
            .flatten()
            .map_or_else(String::new, |issuer| issuer.to_string()),
    };
    (Names::new(&issuer, &decoded), guessed)
}

fn key_and_kind(
    pieces: &Pieces<'_>,
    names: &Names,
) -> Result<(crate::Key, Kind, Vec<Remark>), Why> {
    let digits = pieces.number("digits")?;
    let kind = match (pieces.kind, names.issuer.as_str(), digits) {
        ("totp", "BattleNet", _) if pieces.value(SERIAL)?.is_some() => Kind::BattleNet,
        ("totp", "Steam", Some(5)) => Kind::Steam,
        ("totp", "Trion", Some(8)) => Kind::Trion,
        ("totp", ..) => pieces.totp()?,
        ("hotp", ..) => Kind::Hotp {
            algorithm: pieces.algorithm()?,
            digits: otpauth::digits(digits)?,
            next_counter: pieces
                .number("counter")?
                .unwrap_or(0)
                .checked_add(1)
                .ok_or(Why::UnsupportedParameter)?,
        },
        _ => return Err(Why::UnknownType),
    };
    let (key, remarks) = pieces.key(Rule::DropRest)?;
    Ok((key, kind, remarks))
}

/// What the names and details of `entry` lose in text.
pub(super) fn losses(entry: &Entry) -> Vec<Loss> {
    let mut losses = details(entry, false);
    let (issuer, account) = issuer_and_account(entry);
    // Its import splits at the first colon, even at an encoded one, and takes every plus sign
    // for a blank.
    let changes = issuer.contains(':')
        || (issuer.is_empty() && account.contains(':'))
        || account.contains('+')
        || prefix_of(entry).is_none_or(|prefix| prefix != issuer);
    if changes {
        losses.push(Loss::NameChanged);
    }
    losses
}

/// What stands before the colon: the kind for kinds of its own, else the issuer, unless it would
/// be taken for something else; then none.
fn prefix_of(entry: &Entry) -> Option<&str> {
    let (issuer, _) = issuer_and_account(entry);
    match entry.kind {
        Kind::Steam => Some("Steam"),
        Kind::Trion => Some("Trion"),
        Kind::BattleNet if kept(entry, SERIAL).is_some() => Some("BattleNet"),
        _ if RESERVED
            .iter()
            .any(|word| word.eq_ignore_ascii_case(issuer)) =>
        {
            None
        }
        _ => Some(issuer),
    }
}

/// The lines, each ended by CRLF.
pub(in super::super) fn write(entries: &[&Entry], version: WinAuthVersion) -> Vec<u8> {
    let mut text = Vec::new();
    for entry in entries {
        text.extend_from_slice(line(entry, version).as_bytes());
        text.extend_from_slice(b"\r\n");
    }
    text
}

fn line(entry: &Entry, version: WinAuthVersion) -> Zeroizing<String> {
    let (kind, algorithm, digits, period) = match entry.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => ("totp", algorithm, digits.get(), period),
        Kind::Hotp {
            algorithm, digits, ..
        } => ("hotp", algorithm, digits.get(), Period::default()),
        Kind::Steam => ("totp", Algorithm::Sha1, 5, Period::default()),
        Kind::BattleNet | Kind::Trion => {
            let eight = Digits::EIGHT.get();
            ("totp", Algorithm::Sha1, eight, Period::default())
        }
    };
    let mut line = Zeroizing::new(String::with_capacity(2048));
    line.extend(["otpauth://", kind, "/", &label(entry, version)]);
    line.extend(["?secret=", &base32::encode(&entry.key)]);
    // Writing to a String cannot fail.
    let _ = write!(line, "&digits={digits}");
    push(&mut line, "issuer", prefix_of(entry).unwrap_or_default());
    if algorithm != Algorithm::default() {
        let _ = write!(line, "&algorithm={algorithm}");
    }
    match entry.kind {
        Kind::BattleNet => {
            let serial = kept(entry, SERIAL).unwrap_or_default().replace('-', "");
            push(&mut line, SERIAL, &serial);
        }
        Kind::Steam => {
            // Its import insists on both.
            push(&mut line, DEVICE_ID, kept(entry, DEVICE_ID).unwrap_or("0"));
            push(&mut line, DATA, kept(entry, DATA).unwrap_or("{}"));
        }
        Kind::Hotp { next_counter, .. } => {
            let _ = write!(line, "&counter={}", last_used(next_counter));
        }
        Kind::Totp { .. } | Kind::Trion => {}
    }
    push(&mut line, "icon", kept(entry, "icon").unwrap_or_default());
    if period != Period::default() {
        let _ = write!(line, "&period={}", period.seconds());
    }
    line
}

/// A form-encoded parameter, if it has a value.
fn push(line: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let encoded = lower(value, FORM).replace("%20", "+");
        line.extend(["&", name, "=", &encoded]);
    }
}

fn label(entry: &Entry, version: WinAuthVersion) -> String {
    let (issuer, account) = issuer_and_account(entry);
    let encode = |account: &str| match version {
        WinAuthVersion::V3_5 => lower(account, FORM),
        WinAuthVersion::V3_6 => lower(account, LABEL_36),
    };
    match prefix_of(entry) {
        None => encode(&Names::new(issuer, account).title()),
        Some("") => encode(account),
        Some(prefix) => {
            let prefix = match version {
                WinAuthVersion::V3_5 => escape_ascii(prefix),
                WinAuthVersion::V3_6 => lower(prefix, LABEL_36),
            };
            format!("{prefix}:{}", encode(account))
        }
    }
}

/// Percent-encoded with lower-case digits.
fn lower(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set)
        .map(|piece| match piece.strip_prefix('%') {
            Some(_) => piece.to_ascii_lowercase(),
            None => piece.to_owned(),
        })
        .collect()
}

/// As 3.5 leaves an issuer: as it is, but for what would break the line.
fn escape_ascii(issuer: &str) -> String {
    issuer
        .chars()
        .map(|c| match c {
            '#' | '%' | '&' | '+' | ':' | '?' => format!("%{:02x}", u32::from(c)),
            other => other.to_string(),
        })
        .collect()
}

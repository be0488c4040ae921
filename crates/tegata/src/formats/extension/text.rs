//! The extension's text: one URI a line, joined by CRLF.

use super::super::base32;
use super::super::names::encoded_once;
use super::super::otpauth::{COMPONENT, Pieces};
use super::super::writing::{Loss, details, issuer_and_account};
use crate::{Entry, Kind};
use otp::{Algorithm, Digits, Period};
use percent_encoding::utf8_percent_encode;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// Its parameters, in the order in which it writes them.
const ORDER: [&str; 6] = [
    "secret",
    "issuer",
    "counter",
    "period",
    "digits",
    "algorithm",
];

/// Whether a text is one of its files: several lines joined by CRLF, none ended, and in each
/// the parameters in its order. One line alone could be anybody's.
pub(in super::super) fn is_export(text: &str) -> bool {
    !text.ends_with('\n')
        && text.matches('\n').count() == text.matches("\r\n").count()
        && text.lines().count() > 1
        && text.lines().all(is_its_line)
}

fn is_its_line(line: &str) -> bool {
    let exact = line.starts_with("otpauth://totp/") || line.starts_with("otpauth://hotp/");
    let Some(pieces) = Pieces::split(line).filter(|_| exact) else {
        return false;
    };
    let mut order = ORDER.iter();
    let in_order = pieces
        .parameters()
        .iter()
        .all(|(name, _)| order.any(|known| known == name));
    let first = pieces.parameters().first().map(|(name, _)| *name);
    in_order && first == Some("secret")
}

/// What `entry` loses in text.
pub(in super::super) fn losses(entry: &Entry) -> Vec<Loss> {
    let mut losses = details(entry, false);
    match entry.kind {
        Kind::Steam | Kind::Trion => return vec![Loss::LeftOut],
        Kind::BattleNet => losses.push(Loss::KindChanged),
        Kind::Hotp { next_counter, .. } if next_counter > 0 => losses.push(Loss::CounterReset),
        // It takes only periods that divide a minute.
        Kind::Totp { period, .. } if 60 % period.seconds() != 0 => {
            return vec![Loss::ParameterLeftOut];
        }
        Kind::Hotp { .. } | Kind::Totp { .. } => {}
    }
    let misread = match entry.kind {
        Kind::Totp {
            algorithm, period, ..
        } => algorithm != Algorithm::default() || period != Period::default(),
        Kind::Hotp { .. } => true,
        _ => false,
    };
    if misread {
        losses.push(Loss::Misread);
    }
    let (issuer, account) = issuer_and_account(entry);
    if changes(issuer, account) {
        losses.push(Loss::NameChanged);
    }
    losses
}

/// Colons are dropped, and what looks encoded is taken for that.
fn changes(issuer: &str, account: &str) -> bool {
    issuer.contains(':') || account.contains(':') || encoded_once(&label(issuer, account)).is_some()
}

/// Its label: only the colon between the names is not encoded.
fn label(issuer: &str, account: &str) -> String {
    let encode = |name: &str| {
        let dense: String = name.chars().filter(|c| *c != ':').collect();
        utf8_percent_encode(&dense, COMPONENT).to_string()
    };
    if issuer.is_empty() {
        encode(account)
    } else {
        format!("{}:{}", encode(issuer), encode(account))
    }
}

/// The lines, joined by CRLF, none ended.
pub(in super::super) fn write(entries: &[&Entry]) -> Vec<u8> {
    let lines: Vec<Zeroizing<String>> = entries.iter().map(|entry| line(entry)).collect();
    let mut text = Vec::with_capacity(lines.iter().map(|line| line.len() + 2).sum());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(line.as_bytes());
    }
    text
}

fn line(entry: &Entry) -> Zeroizing<String> {
    let (kind, algorithm, digits, period) = match entry.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => ("totp", algorithm, digits, period),
        Kind::Hotp {
            algorithm, digits, ..
        } => ("hotp", algorithm, digits, Period::default()),
        // The others are left out before.
        Kind::BattleNet | Kind::Steam | Kind::Trion => {
            ("totp", Algorithm::Sha1, Digits::EIGHT, Period::default())
        }
    };
    let (issuer, account) = issuer_and_account(entry);
    let mut line = Zeroizing::new(String::with_capacity(2048));
    line.extend(["otpauth://", kind, "/", &label(issuer, account)]);
    line.extend(["?secret=", &base32::encode(&entry.key)]);
    if !issuer.is_empty() {
        let dense: String = issuer.chars().filter(|c| *c != ':').collect();
        line.push_str("&issuer=");
        line.extend(utf8_percent_encode(&dense, COMPONENT));
    }
    // Writing to a String cannot fail.
    if let Kind::Hotp { next_counter, .. } = entry.kind {
        let _ = write!(line, "&counter={next_counter}");
    }
    if period != Period::default() {
        let _ = write!(line, "&period={}", period.seconds());
    }
    if digits != Digits::default() {
        let _ = write!(line, "&digits={}", digits.get());
    }
    if algorithm != Algorithm::default() {
        let _ = write!(line, "&algorithm={algorithm}");
    }
    line
}

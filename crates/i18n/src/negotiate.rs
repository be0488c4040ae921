//! Which language an answer is in.

use crate::Locale;

/// Longest part of a header that is read, in bytes; the rest is ignored.
const MAX_BYTES: usize = 1024;
/// Most language ranges that are read.
const MAX_RANGES: usize = 32;

/// Chooses the language of an answer.
///
/// `explicit` is what the person chose (`ja`, `en`) and wins when it is a known
/// language. Otherwise `accept_language` is read as RFC 9110 §12.5.4 says: highest
/// quality value first, then the order of the header; `*` stands for every language
/// that is not named. What cannot be read is passed over. Japanese when nothing fits.
/// Never fails, whatever it is given, and reads at most 1 KiB.
#[must_use]
pub fn negotiate(explicit: Option<&str>, accept_language: Option<&str>) -> Locale {
    explicit
        .and_then(Locale::from_code)
        .or_else(|| accept_language.and_then(from_header))
        .unwrap_or_default()
}

/// A language range's quality in thousandths, and how early it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Preference {
    quality: u16,
    earliness: usize,
}

fn from_header(header: &str) -> Option<Locale> {
    let mut named: [Option<Preference>; 2] = [None; 2];
    let mut any = None;
    let ranges = bounded(header)
        .split(',')
        .filter(|range| !range.trim().is_empty());
    for (place, range) in ranges.take(MAX_RANGES).enumerate() {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let Some(quality) = quality(parts) else {
            continue;
        };
        let preference = Preference {
            quality,
            earliness: MAX_RANGES - place,
        };
        if tag == "*" {
            any = any.max(Some(preference));
        } else if let Some(locale) = Locale::from_code(tag) {
            for (slot, own) in named.iter_mut().zip(Locale::ALL) {
                if own == locale {
                    *slot = (*slot).max(Some(preference));
                }
            }
        }
    }
    let mut best: Option<(Preference, Locale)> = None;
    for (slot, locale) in named.into_iter().zip(Locale::ALL) {
        let Some(preference) = slot.or(any).filter(|found| found.quality > 0) else {
            continue;
        };
        if best.is_none_or(|(so_far, _)| preference > so_far) {
            best = Some((preference, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

fn bounded(header: &str) -> &str {
    let mut end = header.len().min(MAX_BYTES);
    while !header.is_char_boundary(end) {
        end -= 1;
    }
    header.get(..end).unwrap_or_default()
}

/// The weight of a range in thousandths; 1,000 when none is given, `None` when it is not one.
fn quality<'a>(parameters: impl Iterator<Item = &'a str>) -> Option<u16> {
    let mut weight = 1000;
    for parameter in parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("q") {
            weight = thousandths(value.trim())?;
        }
    }
    Some(weight)
}

/// RFC 9110 §12.4.2: `0` or `1` with at most three decimals, and at most 1.
fn thousandths(value: &str) -> Option<u16> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{decimals:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", _) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

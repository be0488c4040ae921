//! The pieces of an `otpauth://` URI, before any app's reading of them.

use super::{Why, base32};
use crate::Kind;
use otp::{Algorithm, Digits, Period};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// What RFC 3986 section 2.3 leaves as it is.
pub(super) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What `encodeURIComponent` of browsers encodes.
pub(super) const COMPONENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// One URI, split but not decoded.
pub(super) struct Pieces<'a> {
    /// Between `//` and the next `/`.
    pub(super) kind: &'a str,
    /// From there to the query.
    pub(super) label: &'a str,
    parameters: Vec<(&'a str, &'a str)>,
}

/// The most parameters of one URI that are looked at.
const MOST_PARAMETERS: usize = 32;

impl<'a> Pieces<'a> {
    /// Splits a line; none if it is no `otpauth` URI.
    pub(super) fn split(line: &'a str) -> Option<Self> {
        let rest = after_scheme(line.trim(), "otpauth://")?;
        // WinAuth 3.6 leaves a question mark in the label as it is.
        let end = find_ignoring_case(rest, "?secret=").or_else(|| rest.find('?'));
        let (path, query) = match end.and_then(|end| rest.split_at_checked(end)) {
            Some((path, query)) => (path, query.trim_start_matches('?')),
            None => (rest, ""),
        };
        let query = query.split('#').next().unwrap_or(query);
        let (kind, label) = path.split_once('/').unwrap_or((path, ""));
        let parameters = query
            .split('&')
            .filter(|piece| !piece.is_empty())
            .take(MOST_PARAMETERS)
            .map(|piece| piece.split_once('=').unwrap_or((piece, "")))
            .collect();
        Some(Self {
            kind,
            label,
            parameters,
        })
    }

    /// The parameters as they stand, in their order.
    pub(super) fn parameters(&self) -> &[(&'a str, &'a str)] {
        &self.parameters
    }

    /// A parameter's decoded value; none if it is missing or empty.
    ///
    /// # Errors
    /// [`Why::Malformed`] if it is given twice with different values: apps differ in which one
    /// they take.
    pub(super) fn value(&self, name: &str) -> Result<Option<Zeroizing<String>>, Why> {
        let mut values = self
            .parameters
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value);
        let first = values.next();
        if values.any(|other| Some(other) != first) {
            return Err(Why::Malformed);
        }
        Ok(first
            .map(|raw| Zeroizing::new(decode_form(raw)))
            .filter(|value| !value.trim().is_empty()))
    }

    /// A parameter that is a number.
    ///
    /// # Errors
    /// [`Why::UnsupportedParameter`] if it is none, or too large.
    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Why> {
        match self.value(name)? {
            None => Ok(None),
            Some(text) => number(&text).map(Some),
        }
    }

    /// The key, from base32 or hexadecimal.
    ///
    /// # Errors
    /// [`Why::NoSecret`], [`Why::BadSecret`].
    pub(super) fn key(&self, rule: base32::Rule) -> Result<(crate::Key, Vec<super::Remark>), Why> {
        let text = self.value("secret")?.ok_or(Why::NoSecret)?;
        base32::decode_or_hex(&text, rule)
    }

    /// Time-based with the parameters that are given, or what most services use.
    ///
    /// # Errors
    /// [`Why::UnsupportedParameter`].
    pub(super) fn totp(&self) -> Result<Kind, Why> {
        Ok(Kind::Totp {
            algorithm: self.algorithm()?,
            digits: digits(self.number("digits")?)?,
            period: period(self.number("period")?)?,
        })
    }

    /// The algorithm, SHA-1 if none is named.
    ///
    /// # Errors
    /// [`Why::UnsupportedParameter`] for others than SHA-1, SHA-256 and SHA-512.
    pub(super) fn algorithm(&self) -> Result<Algorithm, Why> {
        match self.value("algorithm")? {
            None => Ok(Algorithm::default()),
            Some(name) => Algorithm::from_name(name.trim()).ok_or(Why::UnsupportedParameter),
        }
    }
}

/// Plain decimal digits; `FromStr` alone would take a sign as well.
pub(super) fn number(text: &str) -> Result<u64, Why> {
    let text = text.trim();
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| text.parse().ok())
        .flatten()
        .ok_or(Why::UnsupportedParameter)
}

/// Digits, six if none are given.
pub(super) fn digits(count: Option<u64>) -> Result<Digits, Why> {
    match count {
        None => Ok(Digits::default()),
        Some(count) => u8::try_from(count)
            .ok()
            .and_then(|count| Digits::new(count).ok())
            .ok_or(Why::UnsupportedParameter),
    }
}

/// The period, 30 seconds if none is given.
pub(super) fn period(seconds: Option<u64>) -> Result<Period, Why> {
    match seconds {
        None => Ok(Period::default()),
        Some(seconds) => u16::try_from(seconds)
            .ok()
            .and_then(|seconds| Period::from_seconds(seconds).ok())
            .ok_or(Why::UnsupportedParameter),
    }
}

/// Undoes percent-encoding; `+` stays.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Undoes form encoding; `+` is a blank.
pub(super) fn decode_form(text: &str) -> String {
    let blanked: Cow<'_, str> = if text.contains('+') {
        Cow::Owned(text.replace('+', " "))
    } else {
        Cow::Borrowed(text)
    };
    decode(&blanked)
}

/// What follows `scheme`, in whatever case it is written.
pub(super) fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    match text.split_at_checked(scheme.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(scheme) => Some(rest),
        _ => None,
    }
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

//! Google Authenticator: `otpauth-migration://` URIs, usually as QR codes, with a few entries in
//! each. Its counters are the last used ones.

mod payload;
mod wire;

pub(super) use payload::{Payload, read_entry};

use super::otpauth::{UNRESERVED, after_scheme};
use super::writing::{Loss, WriteError, WriteOptions, details, issuer_and_account};
use crate::{Entry, Kind};
use crypto::Entropy;
use crypto::entropy::random_array;
use data_encoding::{BASE64, BASE64_NOPAD};
use otp::{Digits, Period};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use zeroize::Zeroizing;

const SCHEME: &str = "otpauth-migration://";

/// How many entries Google Authenticator puts into one code.
const PER_CODE: usize = 10;

/// The payload of a URI; none if it is not one.
pub(super) fn parse(uri: &str) -> Option<Payload> {
    let rest = after_scheme(uri.trim(), SCHEME)?;
    let (_, query) = rest.split_once('?')?;
    let data = query.split('&').find_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        name.eq_ignore_ascii_case("data").then_some(value)
    })?;
    let bytes = percent_decode_str(data).collect::<Vec<u8>>();
    // A plus sign that something on the way took for a blank; padding may be missing.
    let dense: Zeroizing<Vec<u8>> = bytes
        .iter()
        .map(|byte| if *byte == b' ' { b'+' } else { *byte })
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
        .collect::<Vec<u8>>()
        .into();
    let bytes = Zeroizing::new(BASE64_NOPAD.decode(&dense).ok()?);
    Payload::decode(&bytes)
}

/// What `entry` loses.
pub(super) fn losses(entry: &Entry, options: &WriteOptions) -> Vec<Loss> {
    let seven = |digits: Digits| digits != Digits::SIX && digits != Digits::EIGHT;
    match entry.kind {
        Kind::Steam | Kind::Trion => return vec![Loss::LeftOut],
        Kind::Totp { digits, period, .. } if seven(digits) || period != Period::STANDARD => {
            return vec![Loss::ParameterLeftOut];
        }
        Kind::Hotp {
            digits,
            next_counter,
            ..
        } if seven(digits) || i64::try_from(next_counter).is_err() => {
            return vec![Loss::ParameterLeftOut];
        }
        _ => {}
    }
    let mut losses = details(entry, false);
    match entry.kind {
        Kind::BattleNet => losses.push(Loss::KindChanged),
        Kind::Hotp {
            next_counter: 0, ..
        } => losses.push(Loss::CounterShifts),
        _ => {}
    }
    let (issuer, account) = issuer_and_account(entry);
    let moved = if issuer.is_empty() {
        account.contains(':')
    } else {
        account
            .strip_prefix(issuer)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    // The extension, which reads five at most, reads each part in 127 bytes of ASCII.
    let for_extension = (1..=5).contains(&options.entries_per_code);
    let unread = |name: &str| {
        name.len() > 127 || !name.is_ascii() || name.contains(['?', '&', '%', '#', ':'])
    };
    if moved || (for_extension && (unread(issuer) || unread(account))) {
        losses.push(Loss::NameChanged);
    }
    losses
}

/// One URI for each code.
///
/// # Errors
/// [`WriteError::TooMuch`] for more codes than a migration can have, [`WriteError::Entropy`].
pub(super) fn write(
    entries: &[&Entry],
    options: &WriteOptions,
    entropy: &dyn Entropy,
) -> Result<Vec<Zeroizing<Vec<u8>>>, WriteError> {
    let per_code = match usize::from(options.entries_per_code) {
        0 => PER_CODE,
        count => count.min(PER_CODE),
    };
    let batch_id = i32::from_be_bytes(random_array::<4>(entropy)?);
    let batches: Vec<&[&Entry]> = entries.chunks(per_code).collect();
    let size = u32::try_from(batches.len())
        .ok()
        .filter(|size| *size <= super::limits::MIGRATION_PARTS)
        .ok_or(WriteError::TooMuch)?;
    let uris = batches.into_iter().zip(0..).map(|(batch, index)| {
        let bytes = payload::encode(batch, size, index, batch_id);
        let text = Zeroizing::new(BASE64.encode(&bytes));
        let data = utf8_percent_encode(&text, UNRESERVED);
        Zeroizing::new(format!("{SCHEME}offline?data={data}").into_bytes())
    });
    Ok(uris.collect())
}

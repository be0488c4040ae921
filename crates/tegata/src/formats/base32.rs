//! Secrets as text: base32 as apps read it, and hexadecimal.

use super::{Remark, Why};
use crate::Key;
use data_encoding::{BASE32_NOPAD, HEXLOWER_PERMISSIVE};
use otp::{Secret, SecretError};
use zeroize::Zeroizing;

/// Whose reading of odd base32 counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A trailing partial byte is dropped: Google Authenticator, `WinAuth` and most others.
    DropRest,
    /// The browser extension counts in half bytes: an odd number of them gains a zero.
    HalfBytes,
}

/// The key of a base32 text; either case, blanks, hyphens and padding are no matter.
///
/// # Errors
/// [`Why::NoSecret`] for nothing, [`Why::BadSecret`] for what is not base32.
pub(super) fn decode(text: &str, rule: Rule) -> Result<(Key, Vec<Remark>), Why> {
    let plain: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect(),
    );
    let plain = plain.trim_end_matches('=');
    if plain.is_empty() {
        return Err(Why::NoSecret);
    }
    let odd = is_odd(plain);
    let rest_dropped = match Secret::from_base32(plain) {
        Ok(secret) => Zeroizing::new(secret.expose_bytes().to_vec()),
        Err(SecretError::TooShort) if rule == Rule::HalfBytes => Zeroizing::new(Vec::new()),
        Err(_) => return Err(Why::BadSecret),
    };
    let bytes = if odd && rule == Rule::HalfBytes {
        half_bytes(plain)
    } else {
        rest_dropped
    };
    let key = Key::new(&bytes).ok_or(Why::BadSecret)?;
    Ok((
        key,
        if odd {
            vec![Remark::OddBase32]
        } else {
            Vec::new()
        },
    ))
}

/// The key of a base32 text or, if it is none, of a hexadecimal one.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_or_hex(text: &str, rule: Rule) -> Result<(Key, Vec<Remark>), Why> {
    match decode(text, rule) {
        Err(Why::BadSecret) => decode_hex(text),
        other => other,
    }
}

/// The key of a hexadecimal text; an odd number of digits gains a zero, as in the extension.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_hex(text: &str) -> Result<(Key, Vec<Remark>), Why> {
    let mut digits: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|c| !c.is_whitespace()).collect());
    if digits.is_empty() {
        return Err(Why::NoSecret);
    }
    if digits.len() % 2 == 1 {
        digits.push('0');
    }
    let bytes = HEXLOWER_PERMISSIVE
        .decode(digits.as_bytes())
        .map_err(|_| Why::BadSecret)?;
    let key = Key::new(&Zeroizing::new(bytes)).ok_or(Why::BadSecret)?;
    Ok((key, vec![Remark::Hexadecimal]))
}

/// Upper case, no padding.
pub(super) fn encode(key: &Key) -> Zeroizing<String> {
    let mut text = String::with_capacity(BASE32_NOPAD.encode_len(key.expose().len()));
    BASE32_NOPAD.encode_append(key.expose(), &mut text);
    Zeroizing::new(text)
}

/// Whether apps differ in what they make of it: a length that no number of bytes has, or spare
/// bits that are not zero.
fn is_odd(plain: &str) -> bool {
    let spare_bits = match plain.len() % 8 {
        1 | 3 | 6 => return true,
        rest => (rest * 5) % 8,
    };
    let last = plain.chars().last().and_then(value).unwrap_or(0);
    last & ((1 << spare_bits) - 1) != 0
}

/// The extension's reading: as many half bytes as there are, and a zero if they are odd.
fn half_bytes(plain: &str) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(Key::MAX_LEN));
    let mut pending = 0_u16;
    let mut bits = 0_u32;
    for five in plain.chars().filter_map(value) {
        pending = (pending << 5) | u16::from(five);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((pending >> bits).to_be_bytes()[1]);
        }
    }
    if bits >= 4 {
        let half = (pending >> (bits - 4)).to_be_bytes()[1] & 0x0f;
        bytes.push(half << 4);
    }
    bytes
}

fn value(character: char) -> Option<u8> {
    match character.to_ascii_uppercase() {
        letter @ 'A'..='Z' => Some(letter as u8 - b'A'),
        digit @ '2'..='7' => Some(digit as u8 - b'2' + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str, rule: Rule) -> (String, bool) {
        let (key, remarks) = decode(text, rule).unwrap();
        let hex = data_encoding::HEXLOWER.encode(key.expose());
        (hex, remarks == [Remark::OddBase32])
    }

    #[test]
    fn odd_base32_is_read_as_its_app_reads_it_and_remarked() {
        // Executed with the extension's code: eight bytes there, seven elsewhere.
        let odd = "JBSWY3DPEHPK";
        assert_eq!(
            hex(odd, Rule::HalfBytes),
            ("48656c6c6f21dea0".to_owned(), true)
        );
        assert_eq!(
            hex(odd, Rule::DropRest),
            ("48656c6c6f21de".to_owned(), true)
        );
    }

    #[test]
    fn canonical_base32_is_the_same_under_both_rules() {
        for len in 1..=40_usize {
            let bytes: Vec<u8> = (0..len)
                .map(|n| u8::try_from(n * 37 % 256).unwrap())
                .collect();
            let text = encode(&Key::new(&bytes).unwrap());
            for rule in [Rule::DropRest, Rule::HalfBytes] {
                let (key, remarks) = decode(&text, rule).unwrap();
                assert_eq!(key.expose(), bytes, "{len}");
                assert!(remarks.is_empty(), "{len}");
            }
        }
    }

    #[test]
    fn spelling_is_no_matter_but_other_characters_are() {
        for text in [
            "jbsw y3dp-ehpk 3pxp",
            "JBSWY3DPEHPK3PXP======",
            " JBSWY3DPEHPK3PXP\t",
        ] {
            assert_eq!(
                hex(text, Rule::DropRest),
                ("48656c6c6f21deadbeef".to_owned(), false)
            );
        }
        assert_eq!(decode("", Rule::DropRest).unwrap_err(), Why::NoSecret);
        assert_eq!(decode(" == ", Rule::DropRest).unwrap_err(), Why::NoSecret);
        assert_eq!(
            decode("JBSWY3DP1", Rule::DropRest).unwrap_err(),
            Why::BadSecret
        );
        assert_eq!(decode("A", Rule::DropRest).unwrap_err(), Why::BadSecret);
        assert_eq!(
            decode(&"A".repeat(400), Rule::HalfBytes).unwrap_err(),
            Why::BadSecret
        );
    }

    #[test]
    fn hexadecimal_is_taken_only_where_it_is_no_base32() {
        let (key, remarks) = decode_or_hex("48656c6c6f21deadbeef", Rule::HalfBytes).unwrap();
        assert_eq!(key.expose(), b"Hello!\xde\xad\xbe\xef");
        assert_eq!(remarks, [Remark::Hexadecimal]);
        let (_, remarks) = decode_or_hex("abcdef234567", Rule::HalfBytes).unwrap();
        assert!(!remarks.contains(&Remark::Hexadecimal));
    }
}

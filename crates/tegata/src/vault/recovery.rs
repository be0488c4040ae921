//! The printed key that opens a vault when its password is forgotten.
//!
//! 160 random bits as eight groups of five characters, `ABCDE-FGHIJ-…`: four characters of
//! base32 (RFC 4648 §6) and one that checks them. The check is a sum over the field of 32
//! elements, weighted by place and started by the group's number: every single wrong character,
//! every swap of two and every swap of two groups is found before anything is computed.

use core::fmt;

use crypto::{Entropy, EntropyFailure, entropy::random_array};
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Bytes of the key: 160 bits.
const BYTES: usize = 20;
const GROUPS: usize = 8;
const IN_GROUP: usize = 4;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A recovery key. Not shown by `Debug`, wiped when dropped, compared in constant time.
#[derive(Clone)]
pub struct RecoveryKey(Zeroizing<[u8; BYTES]>);

/// What was typed is no recovery key. Groups count from 1; the text is not kept.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Mistyped {
    /// It has not forty characters.
    #[error("a recovery key has 40 characters")]
    Length,
    /// A character that is no letter and none of 2 to 7.
    #[error("group {group} has a character that is not used")]
    Character {
        /// Which group.
        group: usize,
    },
    /// The last character of a group does not fit the others: one of them is wrong, or the
    /// group is in the wrong place.
    #[error("group {group} is mistyped")]
    Group {
        /// Which group.
        group: usize,
    },
}

impl RecoveryKey {
    /// A fresh one.
    ///
    /// # Errors
    /// [`EntropyFailure`] when the generator cannot deliver.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, EntropyFailure> {
        Ok(Self(Zeroizing::new(random_array(entropy)?)))
    }

    /// The bytes, for deriving a key from them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The text to print: eight groups, joined by hyphens.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (IN_GROUP + 2)));
        for (group, values) in self.values().chunks(IN_GROUP).enumerate() {
            if group > 0 {
                text.push('-');
            }
            for value in values.iter().copied().chain([check(group, values)]) {
                text.extend(
                    ALPHABET
                        .get(usize::from(value))
                        .map(|byte| char::from(*byte)),
                );
            }
        }
        text
    }

    /// Reads what somebody typed: either case and width, blanks and hyphens anywhere, `0` for O
    /// and `8` for B.
    ///
    /// # Errors
    /// [`Mistyped`], naming the first group that is wrong.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let characters: Zeroizing<Vec<char>> = Zeroizing::new(
            text.nfkc()
                .filter(|c| {
                    !(c.is_whitespace()
                        || matches!(
                            c,
                            '-' | '\u{2010}' | '\u{2013}' | '\u{2014}' | '\u{30fc}' | '\u{2212}'
                        ))
                })
                .take(GROUPS * (IN_GROUP + 1) + 1)
                .collect(),
        );
        if characters.len() != GROUPS * (IN_GROUP + 1) {
            return Err(Mistyped::Length);
        }
        let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * IN_GROUP));
        for (index, group) in characters.chunks(IN_GROUP + 1).enumerate() {
            let wrong = Mistyped::Character { group: index + 1 };
            let mut read = Zeroizing::new(Vec::with_capacity(IN_GROUP + 1));
            for character in group {
                read.push(value_of(*character).ok_or(wrong)?);
            }
            match read.split_last() {
                Some((last, rest)) if *last == check(index, rest) => values.extend_from_slice(rest),
                _ => return Err(Mistyped::Group { group: index + 1 }),
            }
        }
        Ok(Self(from_values(&values)))
    }

    /// Five bits each, the first ones first.
    fn values(&self) -> Zeroizing<Vec<u8>> {
        let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * IN_GROUP));
        let (mut pending, mut bits) = (0_u16, 0_u32);
        for byte in self.0.iter() {
            pending = (pending << 8) | u16::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                values.push(u8::try_from((pending >> bits) & 31).unwrap_or_default());
            }
            pending &= (1 << bits) - 1;
        }
        values
    }
}

fn from_values(values: &[u8]) -> Zeroizing<[u8; BYTES]> {
    let mut bytes = Zeroizing::new([0; BYTES]);
    let mut places = bytes.iter_mut();
    let (mut pending, mut bits) = (0_u16, 0_u32);
    for value in values {
        pending = (pending << 5) | u16::from(*value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            if let Some(place) = places.next() {
                *place = u8::try_from((pending >> bits) & 255).unwrap_or_default();
            }
            pending &= (1 << bits) - 1;
        }
    }
    bytes
}

fn value_of(character: char) -> Option<u8> {
    let character = match character.to_ascii_uppercase() {
        '0' => 'O',
        '8' => 'B',
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|byte| char::from(*byte) == character)?;
    u8::try_from(place).ok()
}

/// The check of the values of a group: their sum with the weights α, α², α³, α⁴, and the
/// group's number.
fn check(group: usize, values: &[u8]) -> u8 {
    let weighted = values
        .iter()
        .rev()
        .fold(0, |sum, value| times_alpha(sum ^ value));
    // A constant that differs from group to group.
    weighted ^ u8::try_from(group % 32).unwrap_or_default()
}

/// Multiplies by α in the field of 32 elements (modulo x⁵ + x² + 1).
const fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 {
        shifted
    } else {
        (shifted ^ 0b10_0101) & 31
    }
}

impl PartialEq for RecoveryKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for RecoveryKey {}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, BYTES, Mistyped, RecoveryKey};
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    fn key(bytes: [u8; BYTES]) -> RecoveryKey {
        RecoveryKey(Zeroizing::new(bytes))
    }

    #[test]
    fn it_is_eight_groups_of_five() {
        let text = key([0xa5; BYTES]).text();
        assert_eq!(text.len(), 47);
        assert!(text.split('-').all(|group| group.len() == 5), "{text:?}");
        assert!(!format!("{:?}", key([1; BYTES])).contains('1'));
    }

    #[test]
    fn the_base32_in_it_is_that_of_rfc_4648() {
        let bytes: [u8; BYTES] = core::array::from_fn(|i| u8::try_from(i * 13).unwrap());
        let text = key(bytes).text();
        let without_checks: String = text
            .split('-')
            .flat_map(|group| group.chars().take(4))
            .collect();
        assert_eq!(without_checks, data_encoding::BASE32.encode(&bytes));
    }

    #[test]
    fn the_wrong_number_of_characters_is_named() {
        let text = key([7; BYTES]).text();
        for wrong in ["", "ABCDE", &text[1..], &format!("{}A", text.as_str())] {
            assert_eq!(RecoveryKey::parse(wrong), Err(Mistyped::Length), "{wrong}");
        }
        let odd = text.replacen(|c: char| c != '-', "1", 1);
        assert_eq!(
            RecoveryKey::parse(&odd),
            Err(Mistyped::Character { group: 1 })
        );
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_however_it_is_typed(bytes: [u8; BYTES]) {
            let key = key(bytes);
            let text = key.text();
            prop_assert_eq!(RecoveryKey::parse(&text), Ok(key.clone()));
            let sloppy = text.to_lowercase().replace('-', "  ").replace('o', "0").replace('b', "8");
            prop_assert_eq!(RecoveryKey::parse(&sloppy), Ok(key.clone()));
            let wide: String = text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
            prop_assert_eq!(RecoveryKey::parse(&wide), Ok(key));
        }

        #[test]
        fn every_single_slip_is_found_in_its_group(bytes: [u8; BYTES], at in 0usize..40, by in 0usize..32) {
            let mut typed: Vec<char> = key(bytes).text().chars().filter(|c| *c != '-').collect();
            let other = char::from(ALPHABET[by]);
            prop_assume!(typed[at] != other);
            typed[at] = other;
            let typed: String = typed.into_iter().collect();
            prop_assert_eq!(RecoveryKey::parse(&typed), Err(Mistyped::Group { group: at / 5 + 1 }));
        }

        #[test]
        fn a_swap_is_found(bytes: [u8; BYTES], group in 0usize..8, one in 0usize..5, other in 0usize..5) {
            let mut typed: Vec<char> = key(bytes).text().chars().filter(|c| *c != '-').collect();
            let (one, other) = (group * 5 + one, group * 5 + other);
            prop_assume!(typed[one] != typed[other]);
            typed.swap(one, other);
            let typed: String = typed.into_iter().collect();
            prop_assert_eq!(RecoveryKey::parse(&typed), Err(Mistyped::Group { group: group + 1 }));
        }

        #[test]
        fn groups_in_the_wrong_order_are_found(bytes: [u8; BYTES], one in 0usize..8, other in 0usize..8) {
            prop_assume!(one != other);
            let text = key(bytes).text();
            let mut groups: Vec<&str> = text.split('-').collect();
            groups.swap(one, other);
            prop_assert!(RecoveryKey::parse(&groups.join("-")).is_err());
        }
    }
}

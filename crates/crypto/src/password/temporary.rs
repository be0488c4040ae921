//! Temporary passwords, drawn without bias.

use super::Password;
use crate::{Entropy, EntropyFailure};
use zeroize::{Zeroize, Zeroizing};

/// Characters of a temporary password.
pub const TEMPORARY_PASSWORD_LENGTH: usize = 12;

/// Letters and digits without those that look alike in print: 0 and O, 1, l and I.
const ALPHABET: &[u8; 57] = b"23456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

/// Bytes at or above this would favour the first characters of the alphabet.
const UNBIASED: u8 = 228; // 4 * 57

/// A draw succeeds about seven times in ten; a generator that fails so often is stuck.
const MOST_DRAWS: usize = 256;

/// Draws a temporary password: 12 letters and digits, at least one of each, no two equal
/// neighbours, none of `0 O 1 l I` (PWD-11; so PWD-3 to PWD-6 hold). About 69 bits.
///
/// A draw that breaks a rule is thrown away whole, so every password within the rules is
/// equally likely.
///
/// # Errors
/// [`EntropyFailure`] when the generator fails or is stuck.
pub fn temporary_password(entropy: &dyn Entropy) -> Result<Password, EntropyFailure> {
    for _ in 0..MOST_DRAWS {
        if let Some(password) = draw(entropy)? {
            return Ok(password);
        }
    }
    Err(EntropyFailure)
}

fn draw(entropy: &dyn Entropy) -> Result<Option<Password>, EntropyFailure> {
    // 32 bytes hold 12 usable ones but once in many millions; then the draw is repeated.
    let mut bytes = Zeroizing::new([0; 32]);
    entropy.fill(bytes.as_mut_slice())?;
    let mut text = String::with_capacity(TEMPORARY_PASSWORD_LENGTH);
    let characters = bytes
        .iter()
        .filter(|byte| **byte < UNBIASED)
        .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()))
        .take(TEMPORARY_PASSWORD_LENGTH);
    text.extend(characters.map(|byte| char::from(*byte)));
    if keeps_the_rules(text.as_bytes()) {
        Ok(Some(Password::new(text)))
    } else {
        text.zeroize();
        Ok(None)
    }
}

fn keeps_the_rules(text: &[u8]) -> bool {
    text.len() == TEMPORARY_PASSWORD_LENGTH
        && text.iter().any(u8::is_ascii_digit)
        && text.iter().any(u8::is_ascii_alphabetic)
        && text
            .iter()
            .zip(text.iter().skip(1))
            .all(|(one, next)| one != next)
}

#[cfg(test)]
mod tests {
    use super::{ALPHABET, temporary_password};
    use crate::entropy::{
        EntropyFailure,
        testing::{Broken, Seeded, Stuck},
    };
    use std::collections::{BTreeMap, BTreeSet};

    /// Shows PWD-11: random, and itself within PWD-3 to PWD-6.
    /// Shows PCI-17, ASVS-9, ATK-22.
    #[test]
    fn a_temporary_password_meets_the_policy() {
        let entropy = Seeded::new(11);
        let mut seen = BTreeSet::new();
        for _ in 0..5_000 {
            let password = temporary_password(&entropy).unwrap();
            let text = password.reveal();
            assert_eq!(text.len(), 12);
            assert!(
                text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
                "{text}"
            );
            assert!(!text.contains(['0', 'O', '1', 'l', 'I']), "{text}");
            assert!(text.bytes().any(|byte| byte.is_ascii_digit()), "{text}");
            assert!(
                text.bytes().any(|byte| byte.is_ascii_alphabetic()),
                "{text}"
            );
            assert!(
                text.as_bytes().windows(2).all(|pair| pair[0] != pair[1]),
                "{text}"
            );
            assert!(seen.insert(text.to_owned()), "{text} came twice");
        }
    }

    /// Shows PWD-11: no character is favoured.
    #[test]
    fn every_character_is_about_equally_likely() {
        let entropy = Seeded::new(12);
        let mut letters = BTreeMap::new();
        let mut digits = BTreeMap::new();
        for _ in 0..20_000 {
            for byte in temporary_password(&entropy).unwrap().reveal().bytes() {
                let kind = if byte.is_ascii_digit() {
                    &mut digits
                } else {
                    &mut letters
                };
                *kind.entry(byte).or_insert(0u32) += 1;
            }
        }
        assert_eq!(letters.len() + digits.len(), ALPHABET.len());
        // Within a kind all are alike. 240,000 characters: some 4,100 of each letter and 4,900
        // of each digit, so one in ten is over six standard deviations. A plain remainder
        // (256 % 57) would favour the first 28 by a quarter.
        for kind in [letters, digits] {
            let (least, most) = (kind.values().min().unwrap(), kind.values().max().unwrap());
            assert!(most * 10 < least * 12, "{kind:?}");
        }
    }

    #[test]
    fn a_broken_or_stuck_generator_makes_no_password() {
        assert_eq!(temporary_password(&Broken).unwrap_err(), EntropyFailure);
        for byte in [0, 100, 227, 228, 255] {
            assert_eq!(
                temporary_password(&Stuck(byte)).unwrap_err(),
                EntropyFailure
            );
        }
    }
}

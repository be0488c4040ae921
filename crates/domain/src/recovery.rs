//! Recovery codes: a way in for those who cannot show a number, once each, and only to enrol a new
//! pass.

use crate::change_due::ChangeDue;
use crate::log_in::{Account, Opening, PasswordMatch, Refusal, Strength, known};
use crate::obligations::Obligations;
use crate::policy::Policy;
use crate::time::Timestamp;
use crate::typed::narrowed;
use zeroize::Zeroizing;

/// How many codes a set has.
pub const CODES: usize = 10;
/// How many random bytes a code has: 80 bits.
pub const CODE_BYTES: usize = 10;
/// With so many codes left, or fewer, people are warned.
pub const WARN_AT: u32 = 3;

/// No I, L, O, U: they are mistaken for other signs, or make words.
const SIGNS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
/// How many signs a code has.
const LENGTH: usize = 16;
/// How many of them stand together.
const GROUP: usize = 4;

/// A code as it is written: sixteen signs in groups of four.
#[must_use]
pub fn written(bytes: &[u8; CODE_BYTES]) -> Zeroizing<String> {
    let number = bytes
        .iter()
        .fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 3));
    for place in 0..LENGTH {
        if place > 0 && place % GROUP == 0 {
            text.push('-');
        }
        let bits = (number >> (5 * (LENGTH - 1 - place))) & 31;
        let sign = usize::try_from(bits).ok().and_then(|bits| SIGNS.get(bits));
        text.push(sign.copied().unwrap_or('0'));
    }
    text
}

/// What was typed, in the one spelling that is compared: signs alone. Blanks, hyphens, letters'
/// case and full-width signs are forgiven, and signs that look alike. What is no code stays what it
/// is, and fits none.
#[must_use]
pub fn typed(input: &str) -> Zeroizing<String> {
    let narrow = Zeroizing::new(narrowed(input));
    let signs = narrow
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '-' | '\u{2010}' | '\u{2212}' | '\u{30fc}' | '\u{2013}' | '\u{2014}'
                )
        })
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    // Longer than any code: cut, so that nothing long is kept.
    Zeroizing::new(signs.take(LENGTH + 1).collect())
}

/// Decides a log-in with a recovery code. `account` is `None` for names that do not exist; `right`:
/// the code is one of the person's that were not used.
///
/// # Errors
/// A [`Refusal`] says why not, for the audit trail; the page never does.
pub fn decide(
    account: Option<&Account>,
    matched: PasswordMatch,
    right: bool,
    policy: &Policy,
    now: Timestamp,
) -> Result<Opening, Refusal> {
    let account = account.ok_or(Refusal::Unknown)?;
    let change_due = known(account, matched, policy, now)?;
    match account.factors.in_force {
        Some(_) if right && policy.passes.recovery_codes => Ok(to_a_new_pass(change_due)),
        counted => Err(Refusal::RecoveryCodeWrong {
            counts_on: counted.map(|counted| counted.on),
        }),
    }
}

const fn to_a_new_pass(change_due: Option<ChangeDue>) -> Opening {
    Opening {
        strength: Strength::Recovery,
        obligations: Obligations {
            change_password: change_due.is_some(),
            enrol: true,
        },
        change_due,
        acceptance: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CODE_BYTES, typed, written};

    /// Every bit of a code stands in its text, and comes back however it is typed.
    #[test]
    fn codes_are_read_however_they_are_typed() {
        assert_eq!(*written(&[0; CODE_BYTES]), "0000-0000-0000-0000");
        assert_eq!(*written(&[0xff; CODE_BYTES]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        let code = written(&[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x10, 0x32]);
        assert_eq!(*code, "04HM-ASW9-NF6Y-Y41J");
        let plain = code.replace('-', "");
        for spelling in [
            "04HM-ASW9-NF6Y-Y41J",
            "04hm asw9 nf6y y41j",
            " o4hmasw9nf6yy4ij ",
            "０４ＨＭ－ＡＳＷ９－ＮＦ６Ｙ－Ｙ４１Ｊ",
            "04HM\u{2010}ASW9\u{3000}NF6Yー Y4lJ",
        ] {
            assert_eq!(*typed(spelling), plain, "{spelling}");
        }
        assert_ne!(*typed("04HM-ASW9-NF6Y-Y41"), plain);
        assert_ne!(*typed("04HM-ASW9-NF6Y-Y41JJ"), plain);
        assert!(typed(&"0".repeat(5000)).len() <= 17);
    }

    #[test]
    fn different_bytes_give_different_codes() {
        let mut seen = std::collections::BTreeSet::new();
        for place in 0..CODE_BYTES {
            for bit in 0..8 {
                let mut bytes = [0; CODE_BYTES];
                bytes[place] = 1 << bit;
                assert!(seen.insert(written(&bytes).to_string()));
            }
        }
        assert_eq!(seen.len(), 80);
    }
}

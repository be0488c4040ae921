//! The codes of Steam Guard: the number of RFC 4226 in an alphabet of its own.

use crate::hotp::truncated;
use crate::{Algorithm, Secret, SecretText, TimeStep};

/// Digits and letters that are not mistaken for each other.
const ALPHABET: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";

/// Characters of a code.
const LENGTH: usize = 5;

/// The code of one step of 30 seconds: HMAC-SHA-1, five characters, the least significant first.
#[must_use]
pub fn steam_code(secret: &Secret, step: TimeStep) -> SecretText {
    let mut number = truncated(secret, step.number(), Algorithm::Sha1);
    let mut text = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        let place = usize::try_from(number % 26).unwrap_or_default();
        text.extend(ALPHABET.get(place).map(|byte| char::from(*byte)));
        number /= 26;
    }
    SecretText::new(text)
}

#[cfg(test)]
mod tests {
    use super::steam_code;
    use crate::{Period, Secret, TimeStep};

    #[test]
    fn it_shows_what_other_programs_show() {
        let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
        for (seconds, code) in [
            (59, "2YXGV"),
            (1_111_111_109, "CWDGV"),
            (2_000_000_000, "HNCVQ"),
        ] {
            let step = TimeStep::at(seconds, Period::STANDARD);
            assert_eq!(steam_code(&secret, step).expose(), code, "{seconds}");
        }
    }
}

//! A code as typed or as computed.

use core::fmt;

use subtle::{Choice, ConstantTimeEq};
use thiserror::Error;
use zeroize::Zeroize;

use crate::{Digits, SecretText};

/// What was typed is not a code: it has another number of characters than asked for,
/// or one of them is not an ASCII digit. The text itself is deliberately not kept;
/// people type passwords into the wrong field.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a code of the expected number of digits")]
pub struct InvalidCode;

/// A one-time password. Compared in constant time, not shown by `Debug`, wiped when
/// dropped.
#[derive(Clone)]
pub struct Code {
    value: u64,
    digits: Digits,
}

impl Code {
    /// Reads exactly `digits` ASCII digits; leading zeros count.
    ///
    /// Nothing is forgiven here, so that one code has one spelling and a replay cannot
    /// be dressed up (OTP-12). Whoever takes input from people narrows full-width
    /// digits and trims blanks once, before this.
    ///
    /// # Errors
    /// [`InvalidCode`] for any other text.
    pub fn parse(text: &str, digits: Digits) -> Result<Self, InvalidCode> {
        if text.len() != usize::from(digits.get()) {
            return Err(InvalidCode);
        }
        let mut value = 0_u64;
        for byte in text.bytes() {
            if !byte.is_ascii_digit() {
                return Err(InvalidCode);
            }
            value = value * 10 + u64::from(byte - b'0');
        }
        Ok(Self { value, digits })
    }

    /// The decimal end of the 31-bit number of RFC 4226 §5.3.
    pub(crate) fn from_truncated(number: u32, digits: Digits) -> Self {
        Self {
            value: u64::from(number) % digits.modulus(),
            digits,
        }
    }

    /// How many digits it has.
    #[must_use]
    pub fn digits(&self) -> Digits {
        self.digits
    }

    /// The digits as text, leading zeros included, for the one who may see them: an
    /// authenticator, a mail with a code, a test.
    #[must_use]
    pub fn text(&self) -> SecretText {
        let width = usize::from(self.digits.get());
        SecretText::new(format!("{:0width$}", self.value))
    }
}

impl ConstantTimeEq for Code {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.value.ct_eq(&other.value) & self.digits.get().ct_eq(&other.digits.get())
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Code {}

impl Drop for Code {
    fn drop(&mut self) {
        self.value.zeroize();
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Shows OTP-5.
    #[test]
    fn leading_zeros_are_kept() {
        let code = Code::parse("000042", Digits::SIX).unwrap();
        assert_eq!(code.text().expose(), "000042");
        assert_eq!(code, Code::from_truncated(1_000_042, Digits::SIX));
    }

    /// Shows OTP-12: a used code cannot come back in another spelling.
    /// Shows ATK-2.
    #[test]
    fn only_plain_digits_of_the_right_number_are_a_code() {
        for text in [
            "",
            "12345",
            "1234567",
            " 12345",
            " 123456",
            "123456\n",
            "12345 ",
            "12 345",
            "+12345",
            "-12345",
            "12345a",
            "１２３４５６",
            "１２",
            "٠١٢٣٤٥",
            "12345\0",
            "1234\r\n",
            "0x1234",
        ] {
            assert_eq!(Code::parse(text, Digits::SIX), Err(InvalidCode), "{text:?}");
        }
    }

    #[test]
    fn codes_of_other_lengths_differ() {
        let six = Code::parse("012345", Digits::SIX).unwrap();
        let eight = Code::parse("00012345", Digits::EIGHT).unwrap();
        assert_eq!(eight.digits(), Digits::EIGHT);
        assert_ne!(six, eight);
    }

    #[test]
    fn debug_shows_nothing() {
        let code = Code::parse("123456", Digits::SIX).unwrap();
        assert_eq!(
            format!("{code:?} {:?}", code.text()),
            "Code(redacted) SecretText(redacted)"
        );
    }

    proptest! {
        #[test]
        fn text_reads_back(number in any::<u32>(), digits in 6_u8..=8) {
            let digits = Digits::new(digits).unwrap();
            let code = Code::from_truncated(number, digits);
            prop_assert_eq!(code.text().expose().len(), usize::from(digits.get()));
            prop_assert_eq!(Code::parse(code.text().expose(), digits).unwrap(), code);
        }
    }
}

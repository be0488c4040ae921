//! What two sides must agree on besides the secret.

use core::fmt;

use thiserror::Error;

/// A parameter outside the range that this crate computes.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsupportedParameter {
    /// A code has [`Digits::MIN`] to [`Digits::MAX`] digits (RFC 4226 §5.3).
    #[error("a code has 6 to 8 digits")]
    Digits,
    /// A step lasts [`Period::MIN`] to [`Period::MAX`] seconds.
    #[error("a time step lasts 1 to 300 seconds")]
    Period,
}

/// The hash under the HMAC (RFC 6238 §1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC-SHA-1: what every authenticator app understands, hence the default (OTP-5).
    #[default]
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// The name used in `otpauth` URIs: `SHA1`, `SHA256`, `SHA512`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// Finds an algorithm by the names seen in the wild: `SHA1`, `SHA-1`, `HmacSHA1`
    /// and the like, upper or lower case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        let name = name.strip_prefix("HMAC").unwrap_or(&name);
        let size = name.trim_start_matches('-').strip_prefix("SHA")?;
        match size.strip_prefix('-').unwrap_or(size) {
            "1" => Some(Self::Sha1),
            "256" => Some(Self::Sha256),
            "512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How many decimal digits a code has: 6 to 8 (RFC 4226 §5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digits(u8);

impl Digits {
    /// Six, the default of every app (OTP-5).
    pub const SIX: Self = Self(6);
    /// Eight, as in the vectors of RFC 6238.
    pub const EIGHT: Self = Self(8);
    /// The fewest digits that RFC 4226 §5.3 allows.
    pub const MIN: u8 = 6;
    /// The most digits that real apps show.
    pub const MAX: u8 = 8;

    /// Checks the range.
    ///
    /// # Errors
    /// [`UnsupportedParameter::Digits`] outside 6 to 8.
    pub const fn new(digits: u8) -> Result<Self, UnsupportedParameter> {
        if digits < Self::MIN || digits > Self::MAX {
            return Err(UnsupportedParameter::Digits);
        }
        Ok(Self(digits))
    }

    /// The number of digits.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The number of different codes, 10 to the power of the digits.
    pub(crate) const fn modulus(self) -> u64 {
        10_u64.pow(self.0 as u32)
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::SIX
    }
}

/// How long one code is shown, the X of RFC 6238 §4.1: 1 to 300 whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period(u16);

impl Period {
    /// Thirty seconds, the default of RFC 6238 §4.1 and of every app (OTP-5).
    pub const STANDARD: Self = Self(30);
    /// The shortest step, in seconds.
    pub const MIN: u16 = 1;
    /// The longest step, in seconds.
    pub const MAX: u16 = 300;

    /// Checks the range.
    ///
    /// # Errors
    /// [`UnsupportedParameter::Period`] outside 1 to 300 seconds.
    pub const fn from_seconds(seconds: u16) -> Result<Self, UnsupportedParameter> {
        if seconds < Self::MIN || seconds > Self::MAX {
            return Err(UnsupportedParameter::Period);
        }
        Ok(Self(seconds))
    }

    /// The length in seconds, never 0.
    #[must_use]
    pub const fn seconds(self) -> u16 {
        self.0
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// The number of a time step, the T of RFC 6238 §4.2: whole periods since 1970.
///
/// This is what a store keeps as "last accepted step" (OTP-12). It is only meaningful
/// together with the [`Period`] it was counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeStep(u64);

impl TimeStep {
    /// The step with this number, for instance as read from a store.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The step in which the second `unix_seconds` lies.
    #[must_use]
    pub fn at(unix_seconds: u64, period: Period) -> Self {
        Self(unix_seconds / u64::from(period.0))
    }

    /// Its number, the moving factor of the HMAC.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Its first second, since 1970; `u64::MAX` if it lies beyond what that holds.
    #[must_use]
    pub fn start(self, period: Period) -> u64 {
        self.0.saturating_mul(u64::from(period.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_end_where_they_say() {
        for (digits, fits) in [(0, false), (5, false), (6, true), (8, true), (9, false)] {
            assert_eq!(Digits::new(digits).is_ok(), fits, "{digits}");
        }
        for (seconds, fits) in [(0, false), (1, true), (300, true), (301, false)] {
            assert_eq!(Period::from_seconds(seconds).is_ok(), fits, "{seconds}");
        }
    }

    #[test]
    fn algorithms_are_found_by_the_names_in_the_wild() {
        for name in ["SHA256", "sha256", "SHA-256", "HmacSHA256", "HMAC-SHA-256"] {
            assert_eq!(
                Algorithm::from_name(name),
                Some(Algorithm::Sha256),
                "{name}"
            );
        }
        for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            assert_eq!(
                Algorithm::from_name(&algorithm.to_string()),
                Some(algorithm)
            );
        }
        for name in [
            "", "SHA", "SHA-", "MD5", "SHA3-256", "SHA2561", "HmacMD5", "SHA224",
        ] {
            assert_eq!(Algorithm::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_step_changes_with_its_last_second() {
        let period = Period::STANDARD;
        assert_eq!(TimeStep::at(29, period), TimeStep::new(0));
        assert_eq!(TimeStep::at(30, period), TimeStep::new(1));
        assert_eq!(TimeStep::new(1).start(period), 30);
        assert_eq!(TimeStep::new(u64::MAX).start(period), u64::MAX);
    }
}

//! One-time passwords: HOTP (RFC 4226), TOTP (RFC 6238), base32 secrets (RFC 4648)
//! and `otpauth://` URIs.
//!
//! Pure: there is no clock and no randomness here. Time is an argument, in whole
//! seconds since 1970-01-01T00:00:00Z as `u64`, so codes stay right after 2038
//! (RFC 6238 §4.2). Random bytes for a new [`Secret`] are the caller's.
//!
//! Whoever checks codes keeps the last accepted [`TimeStep`] of each secret and hands
//! it to [`Totp::check`], so that a code works once (OTP-12, RFC 6238 §5.2). Checking
//! alone does not make that safe against two requests at once: the store must take
//! the accepted step with a conditional update.
//!
//! ```
//! use otp::{Check, Code, Digits, Secret, Totp};
//!
//! let totp = Totp::standard(Secret::from_base32("jbsw y3dp ehpk 3pxp")?);
//! let typed = Code::parse("996554", Digits::SIX)?;
//! let Check::Accepted(step) = totp.check(&typed, 59, 1, None) else { unreachable!() };
//! assert_eq!(totp.check(&typed, 60, 1, Some(step)), Check::Replayed(step));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod code;
mod hotp;
mod parameters;
mod secret;
mod steam;
mod text;
mod totp;
mod uri;

pub use code::{Code, InvalidCode};
pub use hotp::{Hotp, hotp};
pub use parameters::{Algorithm, Digits, Period, TimeStep, UnsupportedParameter};
pub use secret::{Secret, SecretError};
pub use steam::steam_code;
pub use text::SecretText;
pub use totp::{Check, Drift, Totp};
pub use uri::{InvalidName, OtpauthUri, Parameter, Token, UriError};

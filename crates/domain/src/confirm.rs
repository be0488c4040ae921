//! The confirm step of 秘密鍵発行: the first code proves that the app holds the secret.

use crate::log_in::{TotpFactor, TypedCode, drift_minutes};
use crate::policy::WINDOW_STEPS;
use crate::time::Timestamp;
use otp::{Check, TimeStep};

/// What the first code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// It fits: the secret is in force from now on and this step is used up.
    Right(TimeStep),
    /// It fits a clock that is off by so many minutes (positive: the device is ahead).
    ClockOff(i32),
    /// It fits nothing near.
    Wrong,
    /// Not six digits.
    Malformed,
}

/// Checks the first code of a pending secret.
#[must_use]
pub fn check(factor: &TotpFactor, code: &TypedCode, now: Timestamp) -> Confirmation {
    let TypedCode::Six(code) = code else {
        return Confirmation::Malformed;
    };
    match factor
        .totp
        .check(code, now.unix_seconds(), WINDOW_STEPS, factor.last_step)
    {
        Check::Accepted(step) => Confirmation::Right(step),
        Check::Replayed(_) => Confirmation::Wrong,
        Check::NoMatch => drift_minutes(&factor.totp, code, now)
            .map_or(Confirmation::Wrong, Confirmation::ClockOff),
    }
}

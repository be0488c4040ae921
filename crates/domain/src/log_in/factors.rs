//! A person's second factors at a log-in. A code is right if one of them accepts it; wrong ones are
//! counted for the person, so that several factors do not give several times the guesses.

use super::refusal::Drift;
use super::{Acceptance, Refusal, TypedCode};
use crate::ids::FactorId;
use crate::policy::{DRIFT_NAMED_SECONDS, Policy, REPLAY_GRACE, REPLAY_REFUNDS, WINDOW_STEPS};
use crate::time::Timestamp;
use otp::{Check, Code, TimeStep, Totp};

/// A person's second factors.
#[derive(Debug, Default)]
pub struct Factors {
    /// There is a pass in force, of whichever kind: every log-in needs one (LOGIN-6). `None` while
    /// none was confirmed, or all were initialised.
    pub in_force: Option<WrongCodes>,
    /// The authenticator apps in force.
    pub apps: Vec<TotpFactor>,
    /// An app that was issued a secret, but no code of it has been accepted yet.
    pub pending: Option<TotpFactor>,
}

/// The person's count of consecutive wrong codes after a right password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCodes {
    /// The pass it stands on: the one that was accepted last, so that any acceptance clears it.
    pub on: FactorId,
    /// How many.
    pub count: u8,
}

/// A TOTP secret with its memory of accepted codes.
#[derive(Debug)]
pub struct TotpFactor {
    /// Identity.
    pub id: FactorId,
    /// Secret and parameters.
    pub totp: Totp,
    /// The newest accepted step (OTP-12).
    pub last_step: Option<TimeStep>,
    /// When that was.
    pub last_used_at: Option<Timestamp>,
    /// Repetitions of the newest accepted code that were not counted.
    pub refunds: u8,
}

impl Factors {
    /// Whether a code opens the way when a pass is in force.
    pub(crate) fn check(
        &self,
        counted: WrongCodes,
        code: &TypedCode,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<Acceptance, Refusal> {
        if counted.count >= policy.wrong_codes {
            return Err(Refusal::FactorSpent);
        }
        let wrong = |drift| Refusal::CodeWrong {
            counts_on: counted.on,
            drift,
        };
        let typed = match code {
            TypedCode::Blank => return Err(Refusal::CodeMissing),
            TypedCode::Other => return Err(wrong(None)),
            TypedCode::Six(typed) => typed,
        };
        let mut repeated = None;
        for app in &self.apps {
            match app.check(typed, now) {
                Check::Accepted(step) => return Ok(app.acceptance(step, false)),
                Check::Replayed(step) => {
                    let replay = app.replay(step, now);
                    repeated = Some(repeated.map_or(replay, |first| refundable(first, replay)));
                }
                Check::NoMatch => {}
            }
        }
        Err(repeated.unwrap_or_else(|| wrong(self.drift(typed, now))))
    }

    /// The first code of a pending secret, which puts it in force.
    pub(crate) fn first_code(&self, code: &TypedCode, now: Timestamp) -> Option<Acceptance> {
        let (TypedCode::Six(typed), Some(pending)) = (code, &self.pending) else {
            return None;
        };
        match pending.check(typed, now) {
            Check::Accepted(step) => Some(pending.acceptance(step, true)),
            Check::Replayed(_) | Check::NoMatch => None,
        }
    }

    /// The app whose clock explains a wrong code; of several the one that is off by least.
    fn drift(&self, typed: &Code, now: Timestamp) -> Option<Drift> {
        let found = self.apps.iter().filter_map(|app| {
            let minutes = drift_minutes(&app.totp, typed, now)?;
            Some(Drift {
                factor: app.id,
                minutes,
            })
        });
        found.min_by_key(|drift| drift.minutes.unsigned_abs())
    }
}

/// Of two factors that know a code as repeated, the one that need not count it.
fn refundable(first: Refusal, second: Refusal) -> Refusal {
    match first {
        Refusal::Replayed {
            refundable: true, ..
        } => first,
        _ => second,
    }
}

impl TotpFactor {
    fn check(&self, typed: &Code, now: Timestamp) -> Check {
        let seconds = now.unix_seconds();
        self.totp
            .check(typed, seconds, WINDOW_STEPS, self.last_step)
    }

    const fn acceptance(&self, step: TimeStep, confirms: bool) -> Acceptance {
        Acceptance {
            factor: self.id,
            step,
            confirms,
        }
    }

    fn replay(&self, step: TimeStep, now: Timestamp) -> Refusal {
        let is_recent = |at: Timestamp| now.since(at) < REPLAY_GRACE;
        Refusal::Replayed {
            factor: self.id,
            step,
            refundable: self.last_step == Some(step)
                && self.refunds < REPLAY_REFUNDS
                && self.last_used_at.is_some_and(is_recent),
        }
    }
}

/// By how many minutes (at least one) the clock behind a code is off, if it is by no more than
/// ten. Positive: the device is ahead.
#[must_use]
pub fn drift_minutes(totp: &Totp, code: &Code, now: Timestamp) -> Option<i32> {
    let drift = totp.drift(code, now.unix_seconds(), DRIFT_NAMED_SECONDS)?;
    match drift.minutes() {
        0 if drift.seconds() < 0 => Some(-1),
        0 => Some(1),
        minutes => Some(minutes),
    }
}

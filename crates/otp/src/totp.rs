//! Codes from the time (RFC 6238), and whether a typed one is right.

use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::{Algorithm, Code, Digits, Period, Secret, TimeStep, hotp};

/// A time-based token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totp {
    /// The shared secret.
    pub secret: Secret,
    /// The hash under the HMAC.
    pub algorithm: Algorithm,
    /// The length of its codes.
    pub digits: Digits,
    /// How long each code is shown.
    pub period: Period,
}

/// What a typed code turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Check {
    /// It is the code of this step, which is newer than the last accepted one. The
    /// caller now stores the step, provided that it is still newer.
    Accepted(TimeStep),
    /// It is the code of this step, but that step or a newer one was accepted before:
    /// not to be let in (OTP-12).
    Replayed(TimeStep),
    /// It is the code of no step in the window.
    NoMatch,
}

/// How far the clock behind a code is off, as [`Totp::drift`] found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    step: TimeStep,
    seconds: i32,
    period: Period,
}

impl Drift {
    /// The step whose code was typed.
    #[must_use]
    pub fn step(&self) -> TimeStep {
        self.step
    }

    /// The least correction of our clock, in seconds, that makes the code valid now:
    /// positive if the device is ahead, negative if behind, 0 if the code is the
    /// current one. The true drift is at most one period further from 0.
    #[must_use]
    pub fn seconds(&self) -> i32 {
        self.seconds
    }

    /// The likeliest drift in minutes, rounded: the middle of the span that
    /// [`Drift::seconds`] leaves open. Negative if the device is behind.
    #[must_use]
    pub fn minutes(&self) -> i32 {
        let likeliest = self.seconds + self.seconds.signum() * i32::from(self.period.seconds() / 2);
        (likeliest + likeliest.signum() * 30) / 60
    }
}

impl Totp {
    /// The token that all authenticator apps build from the secret alone: SHA-1, six
    /// digits, 30 seconds (OTP-5).
    #[must_use]
    pub fn standard(secret: Secret) -> Self {
        Self {
            secret,
            algorithm: Algorithm::Sha1,
            digits: Digits::SIX,
            period: Period::STANDARD,
        }
    }

    /// The code shown at `unix_seconds`.
    #[must_use]
    pub fn code_at(&self, unix_seconds: u64) -> Code {
        self.code_for(TimeStep::at(unix_seconds, self.period))
    }

    /// The code of one step.
    #[must_use]
    pub fn code_for(&self, step: TimeStep) -> Code {
        hotp(&self.secret, step.number(), self.algorithm, self.digits)
    }

    /// Compares `code` with every step from `window_steps` before to `window_steps`
    /// after the one at `unix_seconds`; `after` is the last accepted step. RFC 6238 §5.2
    /// advises a window of 1.
    ///
    /// The newest matching step after `after` is accepted. Every step is computed and
    /// compared in constant time, whatever has matched before, so that the time taken
    /// does not tell how a code was wrong.
    pub fn check(
        &self,
        code: &Code,
        unix_seconds: u64,
        window_steps: u8,
        after: Option<TimeStep>,
    ) -> Check {
        let now = TimeStep::at(unix_seconds, self.period).number();
        let window = i64::from(window_steps);
        let mut accepted = Found::default();
        let mut replayed = Found::default();
        for offset in -window..=window {
            let Some(number) = now.checked_add_signed(offset) else {
                continue;
            };
            let step = TimeStep::new(number);
            let matches = self.code_for(step).ct_eq(code);
            let fresh = Choice::from(u8::from(after.is_none_or(|last| step > last)));
            accepted.note(number, matches & fresh);
            replayed.note(number, matches & !fresh);
        }
        match (accepted.step(), replayed.step()) {
            (Some(step), _) => Check::Accepted(step),
            (None, Some(step)) => Check::Replayed(step),
            (None, None) => Check::NoMatch,
        }
    }

    /// Looks for the clock error that explains `code`, up to `max_seconds` either way;
    /// the nearest match wins, ahead before behind. `None` if there is none.
    ///
    /// For the confirm step only, where the one who types has just been given the
    /// secret: it accepts nothing, it tells them that their clock is wrong.
    #[must_use]
    pub fn drift(&self, code: &Code, unix_seconds: u64, max_seconds: u16) -> Option<Drift> {
        let now = TimeStep::at(unix_seconds, self.period).number();
        let reach = i64::from(max_seconds / self.period.seconds()) + 1;
        let mut nearest: Option<Drift> = None;
        for offset in -reach..=reach {
            let Some(number) = now.checked_add_signed(offset) else {
                continue;
            };
            let step = TimeStep::new(number);
            let matches = bool::from(self.code_for(step).ct_eq(code));
            let Some(seconds) = self.correction(unix_seconds, offset) else {
                continue;
            };
            let nearer = nearest.is_none_or(|n| seconds.unsigned_abs() <= n.seconds.unsigned_abs());
            if matches && nearer && seconds.unsigned_abs() <= u32::from(max_seconds) {
                nearest = Some(Drift {
                    step,
                    seconds,
                    period: self.period,
                });
            }
        }
        nearest
    }

    /// Seconds from `unix_seconds` to the nearest second of the step `offset` steps away.
    fn correction(&self, unix_seconds: u64, offset: i64) -> Option<i32> {
        let period = i64::from(self.period.seconds());
        let into_step = i64::try_from(unix_seconds % u64::from(self.period.seconds())).ok()?;
        let to_start = offset * period - into_step;
        let seconds = match offset {
            0 => 0,
            1.. => to_start,
            _ => to_start + period - 1,
        };
        i32::try_from(seconds).ok()
    }
}

/// The last step noted, chosen without a branch on whether the code matched.
#[derive(Default)]
struct Found {
    number: u64,
    any: u8,
}

impl Found {
    fn note(&mut self, number: u64, matches: Choice) {
        self.number.conditional_assign(&number, matches);
        self.any |= matches.unwrap_u8();
    }

    fn step(&self) -> Option<TimeStep> {
        (self.any == 1).then_some(TimeStep::new(self.number))
    }
}

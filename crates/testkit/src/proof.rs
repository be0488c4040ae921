//! The proof of password and second factor that people give again, as tests need it: given.

#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "development only: a step that fails must fail its test loudly"
)]

use app::Session;
use domain::authority::Standing;
use domain::policy::{Policy, Profile};
use domain::step_up::{Held, SteppedUp};
use domain::time::Timestamp;

/// The right of a session, as if password and second factor had just been shown again.
#[must_use]
pub fn fresh<R: Held>(session: &Session) -> SteppedUp<R> {
    let at = Timestamp::from_micros(0);
    let standing = Standing {
        stepped_up_at: Some(at),
        ..session.standing
    };
    let fresh = SteppedUp::of(&standing, &Policy::of(Profile::Manual), at);
    fresh.expect("a session with the right")
}

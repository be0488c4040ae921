//! The relying party's side of the two ceremonies of Web Authentication (W3C, Level 3, sections 7.1
//! and 7.2), for passkeys: discoverable, with the person verified by the authenticator.
//!
//! Pure: what was sent, what is known, and what was asked for come in, a verdict comes out. Who
//! keeps challenges, and that each is used once, is the caller's business. Attestation is not asked
//! for, so nothing is learnt of the authenticator's make.

mod authenticator_data;
mod cbor;
mod ceremony;
mod client_data;
mod fault;
mod key;
mod relying_party;

pub use ceremony::{Assertion, Challenge, NewPasskey, Passkey, Registration, check, register};
pub use fault::Fault;
pub use key::ALGORITHMS;
pub use relying_party::RelyingParty;

/// The longest credential id, in bytes (Web Authentication Level 3, section 7.1, step 25).
pub const LONGEST_ID: usize = 1023;

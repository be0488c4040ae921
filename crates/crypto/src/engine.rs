//! Argon2id behind a small door, so that one implementation can take another's place.

mod gauge;
mod rust_crypto;
mod simd;
#[cfg(test)]
mod tests;

pub(crate) use gauge::Gauge;
pub(crate) use rust_crypto::{RustCrypto, evaluate_once};
pub(crate) use simd::Simd;

use crate::password::{Cost, CostError, TAG_BYTES};
use std::sync::Arc;
use zeroize::Zeroizing;

/// The outcome of an evaluation; as secret as the hash it is part of.
pub(crate) type Tag = Zeroizing<[u8; TAG_BYTES]>;

/// What goes into an evaluation (RFC 9106 clause 3.1).
pub(crate) struct Inputs<'a> {
    pub(crate) password: &'a [u8],
    pub(crate) salt: &'a [u8],
    /// Secret value; we use none, the known answer has one.
    pub(crate) key: &'a [u8],
    /// Associated data; we use none, the known answer has some.
    pub(crate) associated: &'a [u8],
    pub(crate) cost: Cost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EngineError {
    OutOfMemory,
    Refused,
}

/// An implementation of Argon2id, version 19, with a 32-byte tag.
pub(crate) trait Engine: Send + Sync {
    /// A place to compute at, for one thread, whose memory is reported to the gauge.
    fn bench(&self, gauge: Arc<Gauge>) -> Box<dyn Bench>;
}

/// One worker's place to compute at; keeps its memory between evaluations.
pub(crate) trait Bench {
    fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError>;

    fn holds_memory(&self) -> bool;

    /// Wipes the memory and gives it back to the system.
    fn release(&mut self);
}

/// Whose implementation of Argon2id computes the passwords' hashes. The hashes are the same ones,
/// so it can be changed at any start. Files keep to [`HashEngine::Argon2`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HashEngine {
    /// The crate `argon2`: every access to its memory is checked.
    #[default]
    Argon2,
    /// The crate `argon2-rust`: faster, and much more of it is `unsafe` (docs/adr/0015).
    Argon2Rust,
}

impl HashEngine {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Argon2, Self::Argon2Rust];

    /// Its name in a configuration, which is its crate's.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Argon2 => "argon2",
            Self::Argon2Rust => "argon2-rust",
        }
    }

    /// Whether it computes right on this machine: the known answer of RFC 9106 and, for what
    /// chooses its code by the processor, the same tag as `argon2` for an input that `salt` makes
    /// a new one. Every [`crate::HashPool`] asks this when it starts.
    #[must_use]
    pub fn computes_right(self, salt: [u8; 16]) -> bool {
        self.proven(&salt).is_some()
    }

    /// The engine itself, if it [computes right](Self::computes_right).
    pub(crate) fn proven(self, salt: &[u8]) -> Option<Arc<dyn Engine>> {
        let (engine, beside): (Arc<dyn Engine>, Option<&dyn Engine>) = match self {
            Self::Argon2 => (Arc::new(RustCrypto), None),
            Self::Argon2Rust => (Arc::new(Simd), Some(&RustCrypto)),
        };
        is_right(&*engine, beside, salt).then_some(engine)
    }
}

fn is_right(engine: &dyn Engine, beside: Option<&dyn Engine>, salt: &[u8]) -> bool {
    passes_self_test(engine) && beside.is_none_or(|other| agree(engine, other, salt))
}

/// Whether two engines give one tag; at a size that has pages of its own, as real ones have.
fn agree(one: &dyn Engine, other: &dyn Engine, salt: &[u8]) -> bool {
    let tag = |engine: &dyn Engine| {
        let inputs = Inputs {
            password: b"self-test",
            salt,
            key: &[],
            associated: &[],
            cost: Cost::stored(4096, 2, 1).ok()?,
        };
        engine.bench(Arc::default()).evaluate(&inputs).ok()
    };
    tag(one).is_some_and(|tag_of_one| Some(tag_of_one) == tag(other))
}

/// Whether the engine gives the answer of RFC 9106 clause 5.3.
pub(crate) fn passes_self_test(engine: &dyn Engine) -> bool {
    let expected = [
        0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b, 0x53,
        0xc9, 0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01,
        0xe6, 0x59,
    ];
    let answer = |cost: Result<Cost, CostError>| {
        let inputs = Inputs {
            password: &[1; 32],
            salt: &[2; 16],
            key: &[3; 8],
            associated: &[4; 12],
            cost: cost.ok()?,
        };
        engine.bench(Arc::default()).evaluate(&inputs).ok()
    };
    answer(Cost::stored(32, 3, 4)).is_some_and(|tag| *tag == expected)
}

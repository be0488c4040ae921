//! Randomness that can be repeated.

use crypto::{Entropy, EntropyFailure};
use rand::{Rng, SeedableRng, rngs::ChaCha12Rng};
use std::sync::{Mutex, PoisonError};

/// A seeded generator.
#[derive(Debug)]
pub struct TestEntropy(Mutex<ChaCha12Rng>);

impl TestEntropy {
    /// The same seed gives the same bytes.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha12Rng::seed_from_u64(seed)))
    }
}

impl Entropy for TestEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
        Ok(())
    }
}

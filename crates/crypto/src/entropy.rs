//! The one door through which randomness enters the product.

use rand::{TryRng, rngs::SysRng};

/// The generator could not deliver; nothing may be made from the bytes asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the random generator failed")]
pub struct EntropyFailure;

/// A source of uniformly distributed, unpredictable bytes.
///
/// Passed in everywhere, so that a test can repeat a run and break the generator on purpose.
pub trait Entropy: Send + Sync {
    /// Overwrites every byte of `bytes`.
    ///
    /// # Errors
    /// [`EntropyFailure`] when the generator cannot deliver. `bytes` may then hold anything and
    /// must not be used: whoever asked fails closed instead of going on with a weak secret.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure>;
}

/// The operating system's generator, the only one outside tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
        SysRng.try_fill_bytes(bytes).map_err(|_| EntropyFailure)
    }
}

/// `N` fresh random bytes.
///
/// # Errors
/// [`EntropyFailure`] when the generator cannot deliver.
pub fn random_array<const N: usize>(entropy: &dyn Entropy) -> Result<[u8; N], EntropyFailure> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
pub(crate) mod testing {
    //! Generators for tests: a repeatable one, a broken one, a stuck one.

    use super::{Entropy, EntropyFailure};
    use rand::{Rng, SeedableRng, rngs::StdRng};
    use std::sync::Mutex;

    pub(crate) struct Seeded(Mutex<StdRng>);

    impl Seeded {
        pub(crate) fn new(seed: u64) -> Self {
            Self(Mutex::new(StdRng::seed_from_u64(seed)))
        }
    }

    impl Entropy for Seeded {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
            self.0.lock().unwrap().fill_bytes(bytes);
            Ok(())
        }
    }

    /// Fails, after having written something that a careless caller would use.
    pub(crate) struct Broken;

    impl Entropy for Broken {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
            bytes.fill(7);
            Err(EntropyFailure)
        }
    }

    /// Claims success and always delivers the same byte.
    pub(crate) struct Stuck(pub(crate) u8);

    impl Entropy for Stuck {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
            bytes.fill(self.0);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entropy, EntropyFailure, OsEntropy, random_array, testing::Broken};

    #[test]
    fn the_systems_generator_fills_all_of_a_buffer_and_does_not_repeat_itself() {
        // 4096 bytes: the chance that a filled buffer holds 64 zeros in a row is nil.
        let mut first = [0; 4096];
        let mut second = [0; 4096];
        OsEntropy.fill(&mut first).unwrap();
        OsEntropy.fill(&mut second).unwrap();
        assert_ne!(first, second);
        assert!(first.chunks(64).all(|chunk| chunk != [0; 64]));
    }

    #[test]
    fn a_failing_generator_yields_no_bytes() {
        assert_eq!(random_array::<16>(&Broken), Err(EntropyFailure));
    }
}

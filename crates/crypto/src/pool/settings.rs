//! How large the pool is.

use crate::{Cost, EntropyFailure, engine::HashEngine};
use std::{num::NonZeroUsize, thread::available_parallelism, time::Duration};

/// The bounds of a pool. Worker memory never passes `workers` × `memory_limit_kib`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolSettings {
    /// Whose Argon2id the workers use.
    pub engine: HashEngine,
    /// Cost of new hashes and of the dummy.
    pub cost: Cost,
    /// Threads; at least 1. Default: one per core.
    pub workers: usize,
    /// Clients let in at a time; at least 1. Default 256.
    pub places: usize,
    /// Of these, for one network; at least 1. Default 128.
    pub places_per_network: usize,
    /// How long a worker keeps its memory without work. Default 10 s.
    pub idle: Duration,
    /// The most memory of one worker, KiB; `None` (the default) is that of `cost`. Raise it
    /// when `cost` was lowered and hashes of the former cost are still stored.
    pub memory_limit_kib: Option<u32>,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            engine: HashEngine::default(),
            cost: Cost::default(),
            workers: available_parallelism().map_or(1, NonZeroUsize::get),
            places: 256,
            places_per_network: 128,
            idle: Duration::from_secs(10),
            memory_limit_kib: None,
        }
    }
}

impl PoolSettings {
    /// The default bounds with the cost of [`Cost::for_tests`]. **For tests only.**
    #[must_use]
    pub fn for_tests() -> Self {
        Self {
            cost: Cost::for_tests(),
            ..Self::default()
        }
    }

    pub(super) fn memory_limit(&self) -> u32 {
        self.memory_limit_kib
            .unwrap_or_else(|| self.cost.memory_kib())
    }

    pub(super) fn check(&self) -> Result<(), StartError> {
        let sizes = [self.workers, self.places, self.places_per_network];
        if sizes.contains(&0) || self.memory_limit() < self.cost.memory_kib() {
            return Err(StartError::Settings);
        }
        Ok(())
    }
}

/// Why the pool does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No workers, no places, or a memory limit below the configured cost.
    #[error("a password pool needs workers, places and the memory of its own cost")]
    Settings,
    /// The engine does not give the known answer of RFC 9106 on this machine, or not the tag that
    /// the other one gives.
    #[error(
        "the Argon2id engine {} computes wrongly on this machine; name another in the setting hash.engine",
        .0.name()
    )]
    SelfTest(HashEngine),
    /// The random generator failed.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
    /// The system gave no thread.
    #[error("no thread for password hashing")]
    Threads(#[source] std::io::Error),
}

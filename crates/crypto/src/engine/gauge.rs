//! Counts of what the benches do, shared by all workers.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Memory of the benches in KiB, and evaluations begun.
#[derive(Debug, Default)]
pub(crate) struct Gauge {
    held_kib: AtomicU64,
    peak_kib: AtomicU64,
    evaluations: AtomicU64,
}

impl Gauge {
    /// To be told before the memory is asked for, so that the peak is never too low.
    pub(crate) fn take(&self, kib: u64) {
        let held = self.held_kib.fetch_add(kib, Relaxed) + kib;
        self.peak_kib.fetch_max(held, Relaxed);
    }

    /// To be told after the memory is gone.
    pub(crate) fn give_back(&self, kib: u64) {
        self.held_kib.fetch_sub(kib, Relaxed);
    }

    pub(crate) fn count_evaluation(&self) {
        self.evaluations.fetch_add(1, Relaxed);
    }

    pub(crate) fn held_kib(&self) -> u64 {
        self.held_kib.load(Relaxed)
    }

    pub(crate) fn peak_kib(&self) -> u64 {
        self.peak_kib.load(Relaxed)
    }

    pub(crate) fn evaluations(&self) -> u64 {
        self.evaluations.load(Relaxed)
    }
}

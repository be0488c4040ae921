//! The price of one Argon2id evaluation.

/// Argon2id cost parameters (RFC 9106 clause 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// A cost nobody may configure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostError {
    /// Weaker than the floor: 46 MiB in 1 pass, 19 MiB in 2, 12 MiB in 3 (the OWASP password
    /// storage guidance, which ASVS 5.0 takes over).
    #[error("an Argon2id cost below 46 MiB/1 pass, 19 MiB/2 passes, 12 MiB/3 passes")]
    BelowFloor,
    /// Beyond 1 GiB, 64 passes or 16 lanes, or without a lane.
    #[error("an Argon2id cost beyond 1 GiB, 64 passes or 1 to 16 lanes")]
    OutOfRange,
}

/// Accepted pairs: at least so much memory (KiB) with at least so many passes.
const FLOOR: [(u32, u32); 3] = [(46 * 1024, 1), (19 * 1024, 2), (12 * 1024, 3)];

const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;
const MOST_LANES: u32 = 16;

impl Cost {
    /// A cost fit for production: `memory_kib` KiB filled `passes` times in `lanes` lanes.
    ///
    /// # Errors
    /// [`CostError`] when it is weaker than the floor or beyond what a server should spend.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        let cost = Self::stored(memory_kib, passes, lanes)?;
        if FLOOR
            .iter()
            .any(|&(memory, least)| memory_kib >= memory && passes >= least)
        {
            Ok(cost)
        } else {
            Err(CostError::BelowFloor)
        }
    }

    /// The least that Argon2id can do (8 KiB, one pass). **For tests only**: a hash of this
    /// cost protects nothing.
    #[must_use]
    pub fn for_tests() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }

    /// A cost read from a stored hash, which may date from before the present floor.
    pub(crate) fn stored(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        let in_range = (1..=MOST_LANES).contains(&lanes)
            && (1..=MOST_PASSES).contains(&passes)
            && (8 * lanes..=MOST_MEMORY_KIB).contains(&memory_kib);
        if in_range {
            Ok(Self {
                memory_kib,
                passes,
                lanes,
            })
        } else {
            Err(CostError::OutOfRange)
        }
    }

    /// Memory of one evaluation in KiB.
    #[must_use]
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// How often that memory is filled.
    #[must_use]
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes, computed one after the other.
    #[must_use]
    pub fn lanes(self) -> u32 {
        self.lanes
    }
}

impl Default for Cost {
    /// 19 MiB, 2 passes, 1 lane.
    fn default() -> Self {
        Self {
            memory_kib: 19 * 1024,
            passes: 2,
            lanes: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, CostError};

    /// Shows the row "CS password storage = ASVS C" of the catalogue: below the floor is refused.
    /// Shows NIST-6, ASVS-20.
    #[test]
    fn a_cost_below_the_floor_is_refused() {
        for (memory, passes) in [(46 * 1024, 1), (19 * 1024, 2), (12 * 1024, 3), (65536, 3)] {
            assert!(Cost::new(memory, passes, 1).is_ok(), "{memory} {passes}");
        }
        let below = [
            (46 * 1024 - 1, 1),
            (19 * 1024 - 1, 2),
            (12 * 1024 - 1, 3),
            (8192, 64),
        ];
        for (memory, passes) in below {
            assert_eq!(Cost::new(memory, passes, 1), Err(CostError::BelowFloor));
        }
        let test_cost = Cost::for_tests();
        assert_eq!(
            Cost::new(test_cost.memory_kib(), 1, 1),
            Err(CostError::BelowFloor)
        );
    }

    #[test]
    fn the_default_is_at_the_floor() {
        assert_eq!(Cost::new(19 * 1024, 2, 1), Ok(Cost::default()));
    }

    #[test]
    fn an_absurd_cost_is_refused() {
        let absurd = [
            (1024 * 1024 + 1, 2, 1),
            (65536, 65, 1),
            (65536, 0, 1),
            (65536, 3, 0),
            (65536, 3, 17),
            (u32::MAX, u32::MAX, u32::MAX),
        ];
        for (memory, passes, lanes) in absurd {
            assert_eq!(Cost::new(memory, passes, lanes), Err(CostError::OutOfRange));
        }
    }
}

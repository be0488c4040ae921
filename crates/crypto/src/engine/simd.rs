//! The engine of the `argon2-rust` crate, which takes the processor's widest registers (AVX-512,
//! AVX2, NEON) as it finds them. What may be used of it and why: docs/adr/0015.
//!
//! Only raw tags into memory that is kept: its PHC strings, its random salts and its threads stay
//! unused. It wipes the memory after every evaluation.

use super::{Bench, Engine, EngineError, Gauge, Inputs, Tag};
use crate::password::{Cost, TAG_BYTES};
use argon2_rust::params::{Memory, TagLen};
use argon2_rust::{Algorithm, Argon2, Error, Hasher, Params, Version};
use std::{mem, sync::Arc};
use zeroize::Zeroizing;

pub(crate) struct Simd;

impl Engine for Simd {
    fn bench(&self, gauge: Arc<Gauge>) -> Box<dyn Bench> {
        Box::new(SimdBench {
            hasher: argon2(Params::DEFAULT).hasher(),
            held_kib: 0,
            gauge,
        })
    }
}

struct SimdBench {
    hasher: Hasher,
    /// What the hasher keeps, as the gauge was told; at least 8 once there is any.
    held_kib: u64,
    gauge: Arc<Gauge>,
}

impl SimdBench {
    /// What is too small goes before the larger comes, so that there is never both.
    fn make_room(&mut self, params: Params) -> Result<(), EngineError> {
        let needed = u64::from(params.memory_blocks());
        self.hasher.set_argon2(argon2(params));
        if self.held_kib >= needed {
            return Ok(());
        }
        self.release();
        self.gauge.take(needed);
        self.held_kib = needed;
        self.hasher.reserve().map_err(|error| {
            self.release();
            reason(error)
        })
    }
}

impl Bench for SimdBench {
    fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError> {
        self.make_room(params(inputs.cost)?)?;
        let mut tag = Zeroizing::new([0; TAG_BYTES]);
        self.hasher
            .hash_into_with_ad(
                inputs.password,
                inputs.salt,
                inputs.key,
                inputs.associated,
                tag.as_mut_slice(),
            )
            .map_err(reason)?;
        Ok(tag)
    }

    fn holds_memory(&self) -> bool {
        self.held_kib > 0
    }

    fn release(&mut self) {
        self.hasher.clear();
        self.gauge.give_back(mem::take(&mut self.held_kib));
    }
}

impl Drop for SimdBench {
    fn drop(&mut self) {
        self.release();
    }
}

fn argon2(params: Params) -> Argon2 {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// One thread, however many lanes: the pool's workers are all the threads there are.
fn params(cost: Cost) -> Result<Params, EngineError> {
    Params::builder()
        .memory(Memory::kib(u64::from(cost.memory_kib())))
        .passes(cost.passes())
        .lanes(cost.lanes())
        .threads(1)
        .tag_len(TagLen::bytes(TAG_BYTES as u64))
        .build()
        .map_err(reason)
}

fn reason(error: Error) -> EngineError {
    match error {
        Error::MemoryAllocationError => EngineError::OutOfMemory,
        _ => EngineError::Refused,
    }
}

//! The engine of the `argon2` crate.

use super::{Bench, Engine, EngineError, Gauge, Inputs, Tag};
use crate::password::TAG_BYTES;
use argon2::{Algorithm, Argon2, AssociatedData, Block, Params, ParamsBuilder, Version};
use std::sync::Arc;
use zeroize::{Zeroize, Zeroizing};

pub(crate) struct RustCrypto;

impl Engine for RustCrypto {
    fn bench(&self, gauge: Arc<Gauge>) -> Box<dyn Bench> {
        Box::new(RustCryptoBench {
            memory: None,
            gauge,
        })
    }
}

struct RustCryptoBench {
    memory: Option<Memory>,
    gauge: Arc<Gauge>,
}

impl Bench for RustCryptoBench {
    fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError> {
        let params = params(inputs, TAG_BYTES)?;
        let needed = params.block_count();
        let mut memory = match self
            .memory
            .take()
            .filter(|memory| memory.blocks.len() >= needed)
        {
            Some(memory) => memory,
            None => Memory::of(needed, &self.gauge)?,
        };
        let mut tag = Zeroizing::new([0; TAG_BYTES]);
        fill(inputs, params, &mut memory, tag.as_mut_slice())?;
        self.memory = Some(memory);
        Ok(tag)
    }

    fn holds_memory(&self) -> bool {
        self.memory.is_some()
    }

    fn release(&mut self) {
        self.memory = None;
    }
}

/// One evaluation in memory of its own, with a tag of any length that Argon2 has (4 bytes on).
pub(crate) fn evaluate_once(inputs: &Inputs<'_>, tag: &mut [u8]) -> Result<(), EngineError> {
    let params = params(inputs, tag.len())?;
    let mut memory = Memory::of(params.block_count(), &Arc::default())?;
    fill(inputs, params, &mut memory, tag)
}

fn fill(
    inputs: &Inputs<'_>,
    params: Params,
    memory: &mut Memory,
    tag: &mut [u8],
) -> Result<(), EngineError> {
    Argon2::new_with_secret(inputs.key, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(|_| EngineError::Refused)?
        .hash_password_into_with_memory(
            inputs.password,
            inputs.salt,
            tag,
            memory.blocks.as_mut_slice(),
        )
        .map_err(|_| EngineError::Refused)
}

fn params(inputs: &Inputs<'_>, tag_bytes: usize) -> Result<Params, EngineError> {
    let data = AssociatedData::new(inputs.associated).map_err(|_| EngineError::Refused)?;
    ParamsBuilder::new()
        .m_cost(inputs.cost.memory_kib())
        .t_cost(inputs.cost.passes())
        .p_cost(inputs.cost.lanes())
        .data(data)
        .output_len(tag_bytes)
        .build()
        .map_err(|_| EngineError::Refused)
}

/// Blocks of 1 KiB, counted, wiped before they go.
struct Memory {
    blocks: Vec<Block>,
    gauge: Arc<Gauge>,
}

/// glibc keeps freed memory of less than 32 MiB for itself once a piece of that size has been
/// freed. A larger reservation is always mapped by itself and goes back to the system at once;
/// the part beyond the blocks is never touched, so it costs addresses but no memory.
const ALWAYS_MAPPED: usize = 32 * 1024 + 1;

/// Not worth a reservation of its own.
const SMALL: usize = 1024;

impl Memory {
    fn of(count: usize, gauge: &Arc<Gauge>) -> Result<Self, EngineError> {
        let reserved = if count < SMALL {
            count
        } else {
            count.max(ALWAYS_MAPPED)
        };
        gauge.take(count as u64);
        let mut memory = Self {
            blocks: Vec::new(),
            gauge: Arc::clone(gauge),
        };
        if memory.blocks.try_reserve_exact(reserved).is_err() {
            gauge.give_back(count as u64);
            return Err(EngineError::OutOfMemory);
        }
        memory.blocks.resize(count, Block::new());
        Ok(memory)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        for block in &mut self.blocks {
            block.as_mut().zeroize();
        }
        let count = self.blocks.len() as u64;
        self.blocks = Vec::new();
        self.gauge.give_back(count);
    }
}

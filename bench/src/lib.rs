//! The parts of the benchmarks: made people, a light browser, the released binary and its accounts.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures real time; nothing of it is part of the product"
)]
#![allow(
    clippy::cast_precision_loss,
    reason = "counts and nanoseconds of a short run are exact in 53 bits"
)]

pub mod answers;
pub mod browser;
pub mod crowd;
pub mod flood;
pub mod hash;
pub mod honest;
pub mod log_ins;
pub mod machine;
pub mod people;
pub mod process;
pub mod server;
pub mod starts;
pub mod statistics;

use std::error::Error;

/// Whatever goes wrong ends the run.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

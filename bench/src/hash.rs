//! The bound: Argon2id alone, by the product's own pool, on all cores.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crypto::{HashEngine, HashPool, Network, OsEntropy, Password, PoolSettings};

use crate::Outcome;
use crate::machine;
use crate::process::{self, millis};

/// What Argon2id alone came to.
#[derive(Clone, Copy, Debug)]
pub struct Bare {
    /// Evaluations per second.
    pub per_second: f64,
    /// Processor time of one, in milliseconds.
    pub cpu_millis: f64,
    /// Processor time of others meanwhile, in per cent of one core.
    pub others: f64,
}

/// The pool as the product starts it: the default cost, one worker per core.
#[derive(Debug)]
pub struct Bound {
    pool: HashPool,
    runtime: tokio::runtime::Runtime,
}

impl Bound {
    /// Starts the pool with this engine.
    pub fn start(engine: HashEngine) -> Outcome<Self> {
        let settings = PoolSettings {
            engine,
            ..PoolSettings::default()
        };
        Ok(Self {
            pool: HashPool::start(settings, Arc::new(OsEntropy))?,
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .build()?,
        })
    }

    /// `cost` and number of workers in words.
    pub fn described(&self) -> String {
        let settings = self.pool.settings();
        let cost = settings.cost;
        format!(
            "Argon2id of {}, m = {} KiB, t = {}, p = {}; {} workers",
            settings.engine.name(),
            cost.memory_kib(),
            cost.passes(),
            cost.lanes(),
            settings.workers
        )
    }

    /// Keeps `waiting` jobs in the pool for `time`.
    pub fn measure(&self, waiting: usize, time: Duration) -> Outcome<Bare> {
        let before = (self.pool.counts().evaluations, own()?);
        let busy = machine::busy()?;
        let start = Instant::now();
        let tasks: Vec<_> = (0..waiting)
            .map(|_| {
                self.runtime
                    .spawn(keep_hashing(self.pool.clone(), start + time))
            })
            .collect();
        for task in tasks {
            self.runtime.block_on(task)??;
        }
        let elapsed = start.elapsed();
        let evaluations = (self.pool.counts().evaluations - before.0) as f64;
        let used = own()? - before.1;
        Ok(Bare {
            others: machine::others(busy, used.whole, elapsed)?,
            per_second: evaluations / elapsed.as_secs_f64(),
            cpu_millis: millis(used.hashing) / evaluations,
        })
    }
}

fn own() -> Outcome<process::Used> {
    process::used(std::process::id())
}

async fn keep_hashing(pool: HashPool, end: Instant) -> Outcome<()> {
    let password = Password::from("Ipan2026a");
    while Instant::now() < end {
        pool.enter(Network::new([1; 16]))?.hash(&password).await?;
    }
    Ok(())
}

//! The Argon2id engines side by side, through the product's own pool, interleaved.
//!
//! `engines [ROUNDS]` prints Markdown. In each round every engine hashes with one worker and with
//! two, in changing order; memory is kept, as it is between log-ins. Nothing here asserts a time.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures real time; nothing of it is part of the product"
)]
#![allow(
    clippy::cast_precision_loss,
    reason = "counts of a short run are exact in 53 bits"
)]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bench::statistics::quantile;
use crypto::{HashEngine, HashPool, Network, OsEntropy, Password, PoolSettings};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const WORKERS: [usize; 2] = [1, 2];
/// Hashes of each worker in a round.
const TURN: usize = 4;

/// An engine with so many workers, and what was measured of it.
struct Contender {
    engine: HashEngine,
    workers: usize,
    pool: HashPool,
    /// Milliseconds until a hash is there, mean of each turn.
    each: Vec<f64>,
    /// Hashes per second of each turn.
    per_second: Vec<f64>,
}

impl Contender {
    fn new(engine: HashEngine, workers: usize) -> Outcome<Self> {
        let settings = PoolSettings {
            engine,
            workers,
            // Kept, however long the others take.
            idle: Duration::from_mins(10),
            ..PoolSettings::default()
        };
        Ok(Self {
            engine,
            workers,
            pool: HashPool::start(settings, Arc::new(OsEntropy))?,
            each: Vec::new(),
            per_second: Vec::new(),
        })
    }

    async fn turn(&mut self) -> Outcome<()> {
        let start = Instant::now();
        let tasks: Vec<_> = (0..self.workers)
            .map(|_| tokio::spawn(keep_hashing(self.pool.clone())))
            .collect();
        for task in tasks {
            task.await??;
        }
        let seconds = start.elapsed().as_secs_f64();
        self.each.push(seconds * 1000.0 / TURN as f64);
        self.per_second.push((TURN * self.workers) as f64 / seconds);
        Ok(())
    }
}

async fn keep_hashing(pool: HashPool) -> Outcome<()> {
    let password = Password::from("Ipan2026a");
    let mut place = pool.enter(Network::new([1; 16]))?;
    for _ in 0..TURN {
        place.hash(&password).await?;
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let asked = std::env::args().nth(1).map(|text| text.parse());
    let rounds = asked.transpose()?.unwrap_or(60);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .build()?
        .block_on(measure(rounds))
}

async fn measure(rounds: usize) -> Outcome<()> {
    let mut contenders = Vec::new();
    for engine in HashEngine::ALL {
        for workers in WORKERS {
            contenders.push(Contender::new(engine, workers)?);
        }
    }
    for contender in &mut contenders {
        contender.turn().await?;
        contender.each.clear();
        contender.per_second.clear();
    }
    for round in 0..rounds {
        contenders.rotate_left(round % 3);
        for contender in &mut contenders {
            contender.turn().await?;
        }
    }
    contenders.sort_by_key(|contender| (contender.engine.name(), contender.workers));
    print(&contenders, rounds);
    Ok(())
}

fn print(contenders: &[Contender], rounds: usize) {
    let cost = PoolSettings::default().cost;
    println!(
        "## Argon2id engines\n\n\
         m = {} KiB, t = {}, p = {}; {rounds} rounds in changing order, {TURN} hashes of each worker \
         in a round; median (quartiles; least – most).\n\n\
         | Engine | Workers | ms until a hash is there | Hashes/s |\n|---|---:|---:|---:|",
        cost.memory_kib(),
        cost.passes(),
        cost.lanes()
    );
    for contender in contenders {
        println!(
            "| {} | {} | {} | {} |",
            contender.engine.name(),
            contender.workers,
            spread(&contender.each),
            spread(&contender.per_second)
        );
    }
}

fn spread(values: &[f64]) -> String {
    let [least, low, middle, high, most] =
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(values, share));
    format!("{middle:.1} ({low:.1} – {high:.1}; {least:.1} – {most:.1})")
}

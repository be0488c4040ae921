//! Whether a log-in takes longer among a million people than among few, on both engines.
//!
//! `growth SEKISHO [--quick]` prints Markdown. For each engine it makes databases of growing size
//! and starts the released binary on each; rounds of log-ins go from one to the next, in another
//! order each time. Nothing here asserts a time.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark measures real time; nothing of it is part of the product"
)]

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use bench::log_ins::{Turn, turn};
use bench::people::{People, prepare, wait_for_next_step};
use bench::server::{DataFolder, Server};
use bench::statistics::{Spread, quantile};
use bench::{Outcome, crowd, machine};
use testkit::databases::Engine;
use testkit::postgres::{TempCluster, TempDatabase};

/// People who log in; each once in a round.
const PEOPLE: usize = 62;
/// Clients at a time, and log-ins of one round.
const LEVEL: (usize, usize) = (2, 60);
/// Between two looks at whether the sealer has come to the end.
const LOOK: Duration = Duration::from_secs(2);
/// Looks before the run is given up.
const LOOKS: usize = 900;

struct Extent {
    sizes: &'static [u64],
    rounds: usize,
}

const FULL: Extent = Extent {
    sizes: &[100, 10_000, 1_000_000],
    rounds: 9,
};
const QUICK: Extent = Extent {
    sizes: &[100, 2_000],
    rounds: 2,
};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let (binary, extent) = match arguments.as_slice() {
        [binary] => (binary, FULL),
        [binary, word] if word == "--quick" => (binary, QUICK),
        _ => {
            eprintln!("usage: growth SEKISHO [--quick]");
            return ExitCode::from(2);
        }
    };
    match measure(Path::new(binary), &extent) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("growth: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(binary: &Path, extent: &Extent) -> Outcome<()> {
    println!("{}", machine::described());
    println!(
        "## Log-ins in growing databases\n\n\
         {} rounds of {} log-ins by {} clients at each size, in changing order; medians (least – \
         most) over the rounds. `Beside`: processor time of everything but server and driver, \
         PostgreSQL's own processes among it.\n\n\
         | Engine | People | Median time, ms | ÷ the smallest, of each round | 95th percentile, ms \
         | Log-ins/s | Outside hashing, ms | Beside, ms |\n|---|---:|---:|---:|---:|---:|---:|---:|",
        extent.rounds, LEVEL.1, LEVEL.0
    );
    for engine in [Engine::Sqlite, Engine::Postgres] {
        one_engine(binary, extent, engine)?;
    }
    println!("\nLoad average at the end: {}", machine::load());
    Ok(())
}

fn one_engine(binary: &Path, extent: &Extent, engine: Engine) -> Outcome<()> {
    let cluster = match engine {
        Engine::Postgres => Some(TempCluster::start()?),
        Engine::Sqlite => None,
    };
    let mut sizes = Vec::new();
    for people in extent.sizes {
        eprintln!("{engine:?}: making {people} people");
        sizes.push(Size::make(binary, cluster.as_ref(), *people)?);
    }
    for round in 0..extent.rounds {
        let count = sizes.len();
        wait_for_next_step();
        for place in 0..count {
            if let Some(size) = sizes.get_mut((place + round) % count) {
                let done = turn(&size.server, &size.people, LEVEL)?;
                size.turns.push(done);
            }
        }
        eprintln!("  round {} of {}", round + 1, extent.rounds);
    }
    let smallest = sizes.first().map(Size::medians).unwrap_or_default();
    for size in &sizes {
        println!("| {engine:?} | {}", size.told(&smallest));
    }
    Ok(())
}

/// A database of one size with a server on it.
struct Size {
    server: Server,
    people: People,
    there: i64,
    turns: Vec<Turn>,
    // Dropped after the server.
    _folder: tempfile::TempDir,
    _database: Option<TempDatabase>,
}

impl Size {
    fn make(binary: &Path, cluster: Option<&TempCluster>, people: u64) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let database = cluster.map(TempCluster::database).transpose()?;
        let data = match &database {
            None => DataFolder::embedded(folder.path().to_owned()),
            Some(database) => DataFolder::beside(folder.path().to_owned(), database.url()),
        };
        let measured = prepare(&data, PEOPLE)?;
        crowd::gather(&data, people)?;
        data.configure()?;
        let server = Server::start(binary, &data)?;
        let there = sealed(&data)?;
        // The first log-ins find a cold server and unknown browsers; nobody reports those.
        turn(&server, &measured, (2, PEOPLE))?;
        Ok(Self {
            server,
            people: measured,
            there,
            turns: Vec::new(),
            _folder: folder,
            _database: database,
        })
    }

    fn medians(&self) -> Vec<f64> {
        let median = |turn: &Turn| quantile(&turn.times, 0.5);
        self.turns.iter().map(median).collect()
    }

    fn told(&self, smallest: &[f64]) -> String {
        let of =
            |value: fn(&Turn) -> f64| Spread::of(&self.turns.iter().map(value).collect::<Vec<_>>());
        let medians = self.medians();
        let ratios: Vec<f64> = medians.iter().zip(smallest).map(|(a, b)| a / b).collect();
        format!(
            "{} | {:.1} | {:.2} | {:.0} | {:.1} | {:.2} | {:.2} |",
            self.there,
            Spread::of(&medians),
            Spread::of(&ratios),
            of(|turn| quantile(&turn.times, 0.95)),
            of(Turn::per_second),
            of(|turn| turn.each(turn.server.outside())),
            of(|turn| turn.others / 100.0 * 1e3 / turn.per_second()),
        )
    }
}

/// Waits until the sealer has chained all rows of the trail; how many people there are.
fn sealed(data: &DataFolder) -> Outcome<i64> {
    for _ in 0..LOOKS {
        let found = crowd::count(data)?;
        if found.unsealed == 0 {
            return Ok(found.people);
        }
        std::thread::sleep(LOOK);
    }
    Err("the sealer does not come to the end of the trail".into())
}

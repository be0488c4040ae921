//! Measures the product from outside: a made data folder, the released binary, loopback HTTP.
//!
//! `bench SEKISHO [--quick] [--engine NAME] [PART…]` prints Markdown. Nothing here asserts a time.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crypto::HashEngine;

use bench::{Outcome, answers, flood, log_ins, machine, people, server, starts};

// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Extent {
    // People with a password and a phone.
    people: usize,
    // Repetitions of each log-in measurement.
    repetitions: usize,
    // Rounds of the equal-answers measurement, each with one try of each kind.
    rounds: usize,
    // Starts of the server.
    starts: usize,
    // Seconds of a flood, and of the quiet after it.
    flood_seconds: u64,
}

const FULL: Extent = Extent {
    people: 300,
    repetitions: 5,
    rounds: 1000,
    starts: 20,
    flood_seconds: 30,
};

const QUICK: Extent = Extent {
    people: 280,
    repetitions: 1,
    rounds: 10,
    starts: 3,
    flood_seconds: 3,
};

const USAGE: &str =
    "usage: bench SEKISHO [--quick] [--engine NAME] [starts | log-ins | answers | flood]...";
const PARTS: [&str; 4] = ["starts", "log-ins", "answers", "flood"];

fn main() -> ExitCode {
    let mut arguments = std::env::args();
    let Some(binary) = arguments.nth(1).map(PathBuf::from) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let (mut extent, mut engine, mut parts) = (FULL, Some(HashEngine::default()), Vec::new());
    while let Some(word) = arguments.next() {
        match word.as_str() {
            "--engine" => engine = named(arguments.next().as_deref()),
            "--quick" => extent = QUICK,
            part if PARTS.contains(&part) => parts.push(word),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    let Some(engine) = engine else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match measure(&binary, extent, engine, &parts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn named(engine: Option<&str>) -> Option<HashEngine> {
    HashEngine::ALL
        .into_iter()
        .find(|known| Some(known.name()) == engine)
}

fn measure(binary: &Path, extent: Extent, engine: HashEngine, parts: &[String]) -> Outcome<()> {
    let wanted = |part: &str| {
        let wanted = parts.is_empty() || parts.iter().any(|word| word == part);
        if wanted {
            eprintln!("{part}");
        }
        wanted
    };
    let folder = tempfile::tempdir()?;
    let data = server::DataFolder::embedded(folder.path().to_owned()).hashing_with(engine);
    println!("{}", machine::described());
    eprintln!("preparing {} people", extent.people);
    let people = people::prepare(&data, extent.people)?;
    data.configure()?;

    if wanted("starts") {
        println!("{}", starts::measure(binary, &data, extent.starts)?);
    }
    if wanted("log-ins") {
        let server = server::Server::start(binary, &data)?;
        println!(
            "{}",
            log_ins::measure(&server, engine, &people, extent.repetitions)?
        );
    }
    if wanted("answers") {
        let server = server::Server::start(binary, &data)?;
        println!("{}", answers::measure(&server, &people, extent.rounds)?);
    }
    if wanted("flood") {
        println!(
            "{}",
            flood::measure(binary, &data, &people, extent.flood_seconds)?
        );
    }
    println!("Load average at the end: {}", machine::load());
    Ok(())
}

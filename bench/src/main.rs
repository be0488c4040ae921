//! Measures the product from outside: a made data folder, the released binary, loopback HTTP.
//!
//! `bench SEKISHO [--quick]` prints Markdown. Nothing here asserts a time.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
    rounds: 300,
    starts: 20,
    flood_seconds: 15,
};

const QUICK: Extent = Extent {
    people: 280,
    repetitions: 1,
    rounds: 10,
    starts: 3,
    flood_seconds: 3,
};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(binary) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: bench SEKISHO [--quick]");
        return ExitCode::from(2);
    };
    let extent = match arguments.next() {
        None => FULL,
        Some(word) if word == "--quick" => QUICK,
        Some(_) => {
            eprintln!("usage: bench SEKISHO [--quick]");
            return ExitCode::from(2);
        }
    };
    match measure(&binary, extent) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(binary: &Path, extent: Extent) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let data = server::DataFolder::embedded(folder.path().to_owned());
    println!("{}", machine::described());
    eprintln!("preparing {} people", extent.people);
    let people = people::prepare(&data, extent.people)?;
    data.configure()?;

    eprintln!("starts");
    println!("{}", starts::measure(binary, &data, extent.starts)?);
    {
        let server = server::Server::start(binary, &data)?;
        eprintln!("log-ins");
        println!(
            "{}",
            log_ins::measure(&server, &people, extent.repetitions)?
        );
        eprintln!("answers");
        println!("{}", answers::measure(&server, &people, extent.rounds)?);
    }
    eprintln!("floods");
    println!("{}", flood::measure(binary, &data, extent.flood_seconds)?);
    println!("Load average at the end: {}", machine::load());
    Ok(())
}

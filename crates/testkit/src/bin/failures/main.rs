//! The failure suite: breaks one thing after the other under load, and looks afterwards whether
//! anything that was acknowledged is lost.
//!
//! `failures [--rounds N] [--only KIND] [--state FILE]` goes on where the state file ends, and prints
//! a table. `failures --table` only prints it. The program under test is `SEKISHO_BIN`, else
//! `target/debug/sekisho`. Exit codes: 0 all rounds held, 1 a promise was broken, 2 a round could
//! not be carried out.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::doc_markdown,
    reason = "development only: the environment and the terminal are the interface, and PostgreSQL \
              and SQLite are names, not code"
)]

mod disk;
mod post;
mod rounds;
mod state;
mod town;

use std::path::PathBuf;
use std::process::ExitCode;

use rounds::Kind;
use state::State;
use testkit::crowd::Outcome;

struct Asked {
    rounds: usize,
    only: Option<Kind>,
    state: PathBuf,
    table: bool,
}

fn asked() -> Result<Asked, String> {
    let mut asked = Asked {
        rounds: 20,
        only: None,
        state: PathBuf::from("target/failures.state"),
        table: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--rounds" => asked.rounds = value()?.parse().map_err(|_| "--rounds NUMBER")?,
            "--state" => asked.state = PathBuf::from(value()?),
            "--table" => asked.table = true,
            "--only" => {
                let word = value()?;
                asked.only = Some(Kind::of(&word).ok_or(format!("{word} is no kind"))?);
            }
            other => return Err(format!("{other}: use --rounds, --only, --state or --table")),
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    let asked = match asked() {
        Ok(asked) => asked,
        Err(why) => {
            eprintln!("failures: {why}");
            return ExitCode::from(2);
        }
    };
    let mut state = match State::open(&asked.state) {
        Ok(state) => state,
        Err(error) => {
            eprintln!("failures: {}: {error}", asked.state.display());
            return ExitCode::from(2);
        }
    };
    let mut troubled = false;
    if !asked.table {
        for kind in Kind::ALL {
            if asked.only.is_none_or(|only| only == kind) {
                troubled |= !carry_out(kind, asked.rounds, &mut state);
            }
        }
    }
    println!("{}", state.table());
    match (state.breaches(), troubled) {
        (0, false) => ExitCode::SUCCESS,
        (0, true) => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}

/// The rounds of a kind that are still to be done. False when one could not be carried out.
fn carry_out(kind: Kind, rounds: usize, state: &mut State) -> bool {
    while state.done(kind) < rounds {
        let number = state.done(kind) + 1;
        let outcome: Result<Outcome, std::io::Error> = rounds::round(kind, number);
        match outcome {
            Ok(outcome) => {
                println!("{} {number}: {outcome}", kind.word());
                if let Err(error) = state.add(kind, &outcome) {
                    eprintln!("failures: the state cannot be written: {error}");
                    return false;
                }
            }
            Err(error) => {
                eprintln!("failures: {} {number}: {error}", kind.word());
                return false;
            }
        }
    }
    true
}

//! A whole PostgreSQL cluster under load: three members of etcd, three of Patroni, HAProxy, three
//! nodes. It breaks one thing after the other, and looks whether anything acknowledged is lost.
//!
//! `patroni [--rounds N] [--only KIND] [--asynchronous] [--keep]` prints every round and a table. With
//! `--asynchronous` commits do not wait for a standby: promises have to be broken then, or the suite is
//! blind. With `--keep` the logs stay. The program under test is `SEKISHO_BIN`, else
//! `target/debug/sekisho`. Exit codes: 0 all rounds held, 1 a promise was broken, 2 a round could not be
//! carried out.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::doc_markdown,
    reason = "development only: the environment and the terminal are the interface, and PostgreSQL \
              and SQLite are names, not code"
)]

mod cluster;
mod etcd;
mod processes;
mod rounds;
mod settings;
mod witness;

use std::io;
use std::process::ExitCode;

use rounds::{Kind, Told, Town};
use settings::Commits;

struct Asked {
    rounds: usize,
    only: Option<Kind>,
    commits: Commits,
    keep: bool,
}

fn asked() -> Result<Asked, String> {
    let mut asked = Asked {
        rounds: 4,
        only: None,
        commits: Commits::Synchronous,
        keep: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--rounds" => asked.rounds = value()?.parse().map_err(|_| "--rounds NUMBER")?,
            "--asynchronous" => asked.commits = Commits::Asynchronous,
            "--keep" => asked.keep = true,
            "--only" => {
                let word = value()?;
                let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word);
                asked.only = Some(kind.ok_or(format!("{word} is no kind"))?);
            }
            other => {
                return Err(format!(
                    "{other}: use --rounds, --only, --asynchronous or --keep"
                ));
            }
        }
    }
    Ok(asked)
}

fn main() -> ExitCode {
    let asked = match asked() {
        Ok(asked) => asked,
        Err(why) => {
            eprintln!("patroni: {why}");
            return ExitCode::from(2);
        }
    };
    let mut done = Vec::new();
    let carried_out = carry_out(&asked, &mut done);
    print_table(&done);
    if let Err(error) = &carried_out {
        eprintln!("patroni: {error}");
    }
    let held = done
        .iter()
        .all(|(_, told)| told.outcome.breaches.is_empty());
    match (held, carried_out) {
        (true, Ok(())) => ExitCode::SUCCESS,
        (true, Err(_)) => ExitCode::from(2),
        (false, _) => ExitCode::from(1),
    }
}

/// The kinds take turns, so that each meets what the others have left behind.
fn carry_out(asked: &Asked, done: &mut Vec<(Kind, Told)>) -> io::Result<()> {
    let mut town = Town::open(asked.commits, asked.keep)?;
    for number in 1..=asked.rounds {
        for kind in Kind::ALL {
            if asked.only.is_none_or(|only| only == kind) {
                let told = town.round(kind).map_err(|error| {
                    town.keep_logs();
                    io::Error::other(format!("{} {number}: {error}", kind.word()))
                })?;
                println!(
                    "{} {number}: back after {:.1} s, {} witnessed, {}",
                    kind.word(),
                    told.back.as_secs_f64(),
                    told.witnessed,
                    told.outcome
                );
                done.push((kind, told));
            }
        }
    }
    Ok(())
}

fn print_table(done: &[(Kind, Told)]) {
    println!(
        "\n| broken | rounds | log-in again after | requests | log-ins | sessions looked at | 503 | no answer \
         | direct writes | promises broken |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    for kind in Kind::ALL {
        let rounds: Vec<&Told> = done
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, told)| told)
            .collect();
        let sum = |of: fn(&Told) -> u32| rounds.iter().map(|told| of(told)).sum::<u32>();
        let mut times: Vec<f64> = rounds.iter().map(|told| told.back.as_secs_f64()).collect();
        times.sort_by(f64::total_cmp);
        println!(
            "| `{}` | {} | {:.1}–{:.1} s | {} | {} | {} | {} | {} | {} | {} |",
            kind.word(),
            rounds.len(),
            times.first().unwrap_or(&0.0),
            times.last().unwrap_or(&0.0),
            sum(|told| told.outcome.requests),
            sum(|told| told.outcome.log_ins),
            sum(|told| told.outcome.sessions),
            sum(|told| told.outcome.told),
            sum(|told| told.outcome.unanswered),
            rounds.iter().map(|told| told.witnessed).sum::<usize>(),
            rounds
                .iter()
                .map(|told| told.outcome.breaches.len())
                .sum::<usize>(),
        );
    }
}

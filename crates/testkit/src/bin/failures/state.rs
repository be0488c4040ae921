//! What was done so far, one line a round, so that a run can go on after a stop.

use std::fmt::{self, Write as _};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::rounds::Kind;

/// What a round came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Requests sent.
    pub requests: u32,
    /// Log-ins that were acknowledged.
    pub log_ins: u32,
    /// Accepted codes that were sent once more.
    pub replays: u32,
    /// Answers 503 with Retry-After.
    pub told: u32,
    /// Requests that a broken connection left without an answer.
    pub unanswered: u32,
    /// What was broken of what was promised.
    pub breaches: Vec<String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} requests, {} log-ins, {} replays, {} told 503, {} unanswered, {} breaches",
            self.requests,
            self.log_ins,
            self.replays,
            self.told,
            self.unanswered,
            self.breaches.len()
        )?;
        for breach in &self.breaches {
            write!(f, "\n    BROKEN: {breach}")?;
        }
        Ok(())
    }
}

/// All rounds that were carried out.
#[derive(Debug)]
pub struct State {
    path: PathBuf,
    rounds: Vec<(Kind, Outcome)>,
}

impl State {
    /// Reads the file, if it is there.
    ///
    /// # Errors
    /// It cannot be read, or a line in it is none of ours.
    pub fn open(path: &Path) -> io::Result<Self> {
        let text = if path.exists() {
            fs::read_to_string(path)?
        } else {
            String::new()
        };
        let wrong = |line: &str| io::Error::other(format!("not a line of a state: {line}"));
        let rounds = text
            .lines()
            .map(|line| parse(line).ok_or_else(|| wrong(line)))
            .collect::<io::Result<_>>()?;
        Ok(Self {
            path: path.to_owned(),
            rounds,
        })
    }

    /// Adds a round, in the file as well.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn add(&mut self, kind: Kind, outcome: &Outcome) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        let mut file = options.create(true).append(true).open(&self.path)?;
        writeln!(file, "{}", line(kind, outcome))?;
        self.rounds.push((kind, outcome.clone()));
        Ok(())
    }

    /// How many rounds of a kind are done.
    #[must_use]
    pub fn done(&self, kind: Kind) -> usize {
        self.of(kind).count()
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &Outcome> {
        let own = self.rounds.iter().filter(move |(of, _)| *of == kind);
        own.map(|(_, outcome)| outcome)
    }

    /// How many promises were broken, in all.
    #[must_use]
    pub fn breaches(&self) -> usize {
        let all = self.rounds.iter();
        all.map(|(_, outcome)| outcome.breaches.len()).sum()
    }

    /// A table in Markdown.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table =
            "| broken | rounds | requests | log-ins | codes sent again | 503 | unanswered | \
                         promises broken |\n|---|---|---|---|---|---|---|---|\n"
                .to_owned();
        for kind in Kind::ALL {
            let sum = |of: fn(&Outcome) -> u32| self.of(kind).map(of).sum::<u32>();
            let broken: usize = self.of(kind).map(|outcome| outcome.breaches.len()).sum();
            let _ = writeln!(
                table,
                "| {} | {} | {} | {} | {} | {} | {} | {broken} |",
                kind.word(),
                self.done(kind),
                sum(|outcome| outcome.requests),
                sum(|outcome| outcome.log_ins),
                sum(|outcome| outcome.replays),
                sum(|outcome| outcome.told),
                sum(|outcome| outcome.unanswered),
            );
        }
        table
    }
}

fn line(kind: Kind, outcome: &Outcome) -> String {
    let breaches = outcome.breaches.iter();
    let flat: Vec<_> = breaches
        .map(|breach| breach.replace(['\t', '\n'], " "))
        .collect();
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}",
        kind.word(),
        outcome.requests,
        outcome.log_ins,
        outcome.replays,
        outcome.told,
        outcome.unanswered,
        flat.join("\t")
    )
}

fn parse(line: &str) -> Option<(Kind, Outcome)> {
    let mut parts = line.split('\t');
    let kind = Kind::of(parts.next()?)?;
    let mut number = || parts.next()?.parse().ok();
    let mut outcome = Outcome {
        requests: number()?,
        log_ins: number()?,
        replays: number()?,
        told: number()?,
        unanswered: number()?,
        breaches: Vec::new(),
    };
    let rest = parts.filter(|text| !text.is_empty());
    outcome.breaches = rest.map(str::to_owned).collect();
    Some((kind, outcome))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, line, parse};
    use crate::rounds::Kind;

    #[test]
    fn a_round_is_read_as_it_was_written() {
        for breaches in [vec![], vec!["a code was\taccepted twice".to_owned()]] {
            let outcome = Outcome {
                requests: 7,
                log_ins: 3,
                breaches,
                ..Outcome::default()
            };
            let (kind, read) = parse(&line(Kind::NodeKilled, &outcome)).unwrap();
            assert_eq!(
                (kind, read.requests, read.log_ins),
                (Kind::NodeKilled, 7, 3)
            );
            assert_eq!(read.breaches.len(), outcome.breaches.len());
        }
        assert!(parse("nothing\t1").is_none());
    }
}

//! What was done so far, one line a round, so that a run can go on after a stop.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use testkit::crowd::Outcome;

use crate::rounds::Kind;

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

    /// A table in Markdown: of each kind the sums, and the least and the most of a round where rounds
    /// differ.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = "| kind | rounds | requests | log-ins | codes sent again | \
                         sessions looked at | 503 | no answer | promises broken |\n\
                         |---|---|---|---|---|---|---|---|---|\n"
            .to_owned();
        for kind in Kind::ALL {
            let broken: usize = self.of(kind).map(|outcome| outcome.breaches.len()).sum();
            let of = |what: fn(&Outcome) -> u32| spread(self.of(kind).map(what));
            let _ = writeln!(
                table,
                "| `{}` | {} | {} | {} | {} | {} | {} | {} | {broken} |",
                kind.word(),
                self.done(kind),
                of(|outcome| outcome.requests),
                of(|outcome| outcome.log_ins),
                of(|outcome| outcome.replays),
                of(|outcome| outcome.sessions),
                of(|outcome| outcome.told),
                of(|outcome| outcome.unanswered),
            );
        }
        table
    }
}

/// A sum, with the least and the most of one round.
fn spread(numbers: impl Iterator<Item = u32>) -> String {
    let numbers: Vec<u32> = numbers.collect();
    let sum: u32 = numbers.iter().sum();
    match (numbers.iter().min(), numbers.iter().max()) {
        (Some(least), Some(most)) if least < most => format!("{sum} ({least}–{most})"),
        _ => sum.to_string(),
    }
}

fn line(kind: Kind, outcome: &Outcome) -> String {
    let breaches = outcome.breaches.iter();
    let flat: Vec<_> = breaches
        .map(|breach| breach.replace(['\t', '\n'], " "))
        .collect();
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
        kind.word(),
        outcome.requests,
        outcome.log_ins,
        outcome.replays,
        outcome.told,
        outcome.unanswered,
        outcome.sessions,
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
        sessions: number()?,
        breaches: Vec::new(),
    };
    let rest = parts.filter(|text| !text.is_empty());
    outcome.breaches = rest.map(str::to_owned).collect();
    Some((kind, outcome))
}

#[cfg(test)]
mod tests {
    use super::{Outcome, line, parse, spread};
    use crate::rounds::Kind;

    #[test]
    fn a_round_is_read_as_it_was_written() {
        for breaches in [vec![], vec!["a code was\taccepted twice".to_owned()]] {
            let outcome = Outcome {
                requests: 7,
                log_ins: 3,
                sessions: 2,
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

    #[test]
    fn rounds_that_differ_show_least_and_most() {
        assert_eq!(spread([3, 1, 2].into_iter()), "6 (1–3)");
        assert_eq!(spread([2, 2].into_iter()), "4");
        assert_eq!(spread([].into_iter()), "0");
    }
}

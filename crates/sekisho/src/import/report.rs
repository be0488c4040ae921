//! What an import tells while it runs and at its end.

use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;

use crate::failure::Failure;
use crate::output;

/// What became of the lines so far. With `--json` every line of the list is an object on standard
/// output; else those that need attention are told, and how far it is, if somebody looks.
pub struct Report {
    json: bool,
    dry_run: bool,
    shows_progress: bool,
    counts: Counts,
}

/// The end of an import, and with `--json` its last object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Lines of the list.
    pub total: u64,
    /// Lines looked at.
    pub done: u64,
    /// Saved, or in a dry run those that would be.
    pub new: u64,
    /// There already, just like that.
    pub same: u64,
    /// There already, but different; left as they are.
    pub differs: u64,
    /// With errors; left out.
    pub refused: u64,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Saved.
    New,
    /// There already.
    Same,
    /// There already, but different.
    Differs,
    /// With errors.
    Refused,
}

#[derive(Serialize)]
struct Told<'a> {
    line: u64,
    key: &'a str,
    result: Outcome,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    why: &'a [String],
}

#[derive(Serialize)]
struct Progress {
    progress: Counts,
}

impl Report {
    /// The report of a list of `total` lines.
    pub fn new(total: usize, json: bool, dry_run: bool) -> Self {
        let counts = Counts {
            total: total as u64,
            ..Counts::default()
        };
        Self {
            json,
            dry_run,
            shows_progress: !json && io::stderr().is_terminal(),
            counts,
        }
    }

    /// Tells what became of a line. `key` says whom it is about.
    ///
    /// # Errors
    /// [`Failure::Fault`] when nobody can be told.
    pub fn tell(
        &mut self,
        line: u64,
        key: &str,
        result: Outcome,
        why: &[String],
    ) -> Result<(), Failure> {
        self.counts.done += 1;
        *match result {
            Outcome::New => &mut self.counts.new,
            Outcome::Same => &mut self.counts.same,
            Outcome::Differs => &mut self.counts.differs,
            Outcome::Refused => &mut self.counts.refused,
        } += 1;
        if self.json {
            let told = Told {
                line,
                key,
                result,
                why,
            };
            return written(&told);
        }
        match result {
            Outcome::New | Outcome::Same => Ok(()),
            Outcome::Differs => output::result(&format!(
                "line {line}: {key}: is there already, and differs: {}",
                why.join(", ")
            )),
            Outcome::Refused => output::result(&format!("line {line}: {key}: {}", why.join("; "))),
        }
    }

    /// Says how far it is; after each batch.
    ///
    /// # Errors
    /// [`Failure::Fault`] when nobody can be told.
    pub fn step(&self) -> Result<(), Failure> {
        let progress = self.counts;
        if self.json {
            return written(&Progress { progress });
        }
        if self.shows_progress {
            let mut out = io::stderr().lock();
            let _ = write!(out, "\r{} of {}", progress.done, progress.total);
            let _ = out.flush();
        }
        Ok(())
    }

    /// The end: the counts, and whether everything is as the list says.
    ///
    /// # Errors
    /// [`Failure::Refused`] when a line was refused or differs.
    pub fn end(self) -> Result<(), Failure> {
        let counts = self.counts;
        if self.shows_progress {
            let _ = writeln!(io::stderr().lock());
        }
        if !self.json {
            let verb = if self.dry_run { "to be added" } else { "added" };
            output::result(&format!(
                "{} lines: {} {verb}, {} there already, {} different, {} refused",
                counts.total, counts.new, counts.same, counts.differs, counts.refused
            ))?;
        }
        if counts.differs + counts.refused == 0 {
            return Ok(());
        }
        let why = "some lines were left out; mend them and run it again: what is there already \
                   is not added twice";
        Err(Failure::Refused(why.to_owned()))
    }
}

fn written(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value);
    output::result(&text.map_err(|error| Failure::Fault(error.to_string()))?)
}

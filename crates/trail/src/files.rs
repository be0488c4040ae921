//! An export as it lies on disk.

use crate::checkpoint::{Checkpoint, public_key};
use crate::row::Row;
use crate::verify::{Finding, Note, Report, Verifier};
use ed25519_dalek::VerifyingKey;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// The rows of an export, one JSON object a line, in the order of the chain.
pub const ROWS: &str = "rows.jsonl";
/// Its checkpoints, one JSON object a line.
pub const CHECKPOINTS: &str = "checkpoints.jsonl";

/// Longest line that is read, in bytes: no row comes near.
const LONGEST_LINE: u64 = 64 * 1024;

/// Why an export cannot be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file system refused.
    #[error("{} cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// The file of keys has a line that is none, or no line.
    #[error("{} is no file of public keys, one a line", .0.display())]
    Keys(PathBuf),
}

/// What a check rests on.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The folder of the export.
    pub export: PathBuf,
    /// The public keys, from whoever is trusted.
    pub keys: Vec<VerifyingKey>,
    /// Further files of checkpoints: those that nodes append to, or copies of them.
    pub checkpoints: Vec<PathBuf>,
}

/// Reads a file of public keys: one a line; empty lines and lines that begin with `#` say nothing.
///
/// # Errors
/// [`FileError`].
pub fn keys(path: &Path) -> Result<Vec<VerifyingKey>, FileError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| FileError::Unreadable(path.to_owned(), error))?;
    let lines = text.lines().map(str::trim);
    let keys: Option<Vec<_>> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(public_key)
        .collect();
    keys.filter(|keys| !keys.is_empty())
        .ok_or_else(|| FileError::Keys(path.to_owned()))
}

/// Checks an export.
///
/// # Errors
/// [`FileError`] when it cannot be read; what is wrong in it is the report's.
pub fn verify_export(evidence: &Evidence) -> Result<Report, FileError> {
    let mut verifier = Verifier::new(evidence.keys.clone());
    let exported = evidence.export.join(CHECKPOINTS);
    for path in std::iter::once(&exported).chain(&evidence.checkpoints) {
        let (checkpoints, torn) = checkpoint_lines(path)?;
        for checkpoint in checkpoints {
            verifier.checkpoint(checkpoint);
        }
        let notes = torn
            .into_iter()
            .map(|line| Note::TornLine(name(path), line));
        verifier.report.notes.extend(notes);
    }
    let path = evidence.export.join(ROWS);
    each_line(&path, |number, line| {
        match serde_json::from_str::<Row>(line) {
            Ok(row) => verifier.row(&row),
            Err(_) => verifier
                .report
                .find(Finding::Unreadable(name(&path), number)),
        }
    })?;
    Ok(verifier.finish())
}

/// The checkpoints of a file, and the numbers of the lines that are none: a node that lost its
/// power in the middle of a line leaves half of it, and writes it again whole.
///
/// # Errors
/// [`FileError::Unreadable`].
pub fn checkpoint_lines(path: &Path) -> Result<(Vec<Checkpoint>, Vec<u64>), FileError> {
    let (mut found, mut torn) = (Vec::new(), Vec::new());
    each_line(path, |number, line| match Checkpoint::read(line) {
        Ok(checkpoint) => found.push(checkpoint),
        Err(_) => torn.push(number),
    })?;
    Ok((found, torn))
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Lines, counted from 1, without empty ones. One that is too long comes in pieces, one that is no
/// UTF-8 as a question mark: nothing can be read from either.
fn each_line(path: &Path, mut take: impl FnMut(u64, &str)) -> Result<(), FileError> {
    let unreadable = |error| FileError::Unreadable(path.to_owned(), error);
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?);
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        let limited = &mut io::Read::take(&mut file, LONGEST_LINE);
        let read = limited.read_until(b'\n', &mut line).map_err(unreadable)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let text = std::str::from_utf8(&line).unwrap_or("?").trim_end();
        if !text.is_empty() {
            take(number, text);
        }
    }
}

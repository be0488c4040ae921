//! A node's own file of checkpoints: only ever appended to, and on disk before the node goes on.
//!
//! Every node writes every checkpoint, whichever node made it. So the file is a witness against the
//! database: what was signed once and is not there any more is found at the next turn.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use app::{App, AppError};
use trail::{Checkpoint, public_key};

/// The end of the file that is read at the start: many times the longest line.
const TAIL: u64 = 64 * 1024;

/// Why the file does not follow the database.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The database does not answer.
    #[error(transparent)]
    App(#[from] AppError),
    /// The file cannot be written.
    #[error("the file of checkpoints cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The database has lost checkpoints that were signed: rows were cut off, or an older state was
    /// put back.
    #[error("checkpoint {0} is in the file and not in the database: the trail has lost its end")]
    Lost(u64),
    /// The database has another checkpoint of that number than was signed.
    #[error("checkpoint {0} in the database is not the one in the file: the trail was rewritten")]
    Rewritten(u64),
    /// A checkpoint in the database is not signed with one of our keys.
    #[error("checkpoint {0} in the database is not signed with this installation's key")]
    Forged(u64),
}

impl WitnessError {
    /// Whether the trail itself is damaged: then nothing is sealed on top of it.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Rewritten(_) | Self::Forged(_))
    }
}

/// The file.
#[derive(Debug)]
pub struct Witness {
    path: PathBuf,
    last: Option<Checkpoint>,
}

impl Witness {
    /// Opens the file, or makes it (mode 0600), and reads where it ends.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = appendable(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut end = Vec::new();
        file.read_to_end(&mut end)?;
        // Half a line is what a loss of power leaves: it is ended, and written again below it.
        if !end.is_empty() && !end.ends_with(b"\n") {
            file.write_all(b"\n")?;
            file.sync_all()?;
        }
        let text = String::from_utf8_lossy(&end);
        let last = text
            .lines()
            .rev()
            .find_map(|line| Checkpoint::read(line).ok());
        Ok(Self {
            path: path.to_owned(),
            last,
        })
    }

    /// The number of the last checkpoint in the file; 0 when there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last.as_ref().map_or(0, |last| last.statement.number)
    }

    /// Appends what the database has more. Tells how many that were.
    ///
    /// # Errors
    /// [`WitnessError`]; what was appended before stays.
    pub async fn follow(&mut self, app: &App) -> Result<usize, WitnessError> {
        let mut appended = 0;
        loop {
            let newest = app.newest_checkpoint().await?;
            if newest < self.last() {
                return Err(WitnessError::Lost(self.last()));
            }
            if newest == self.last() {
                return Ok(appended);
            }
            let more = self.next(app).await?;
            appended += more.len();
            self.append(more).await?;
        }
    }

    /// Compares the file's end with the database, whether or not there is more to append.
    ///
    /// # Errors
    /// [`WitnessError`].
    pub async fn compare(&self, app: &App) -> Result<(), WitnessError> {
        let Some(last) = &self.last else {
            return Ok(());
        };
        let number = last.statement.number;
        let there = app.checkpoints_from(number).await?;
        match there.first() {
            None => Err(WitnessError::Lost(number)),
            Some(first) if first.statement.number == number && first != last => {
                Err(WitnessError::Rewritten(number))
            }
            // Or its time was over, and it was removed.
            Some(_) => Ok(()),
        }
    }

    /// The checkpoints behind the file's last, checked.
    async fn next(&self, app: &App) -> Result<Vec<Checkpoint>, WitnessError> {
        self.compare(app).await?;
        let keys: Vec<_> = app
            .audit_keys()
            .iter()
            .filter_map(|key| public_key(key))
            .collect();
        let more = app.checkpoints_from(self.last() + 1).await?;
        let forged = more
            .iter()
            .find(|checkpoint| checkpoint.is_signed_by(&keys) != Some(true));
        match forged {
            Some(forged) => Err(WitnessError::Forged(forged.statement.number)),
            None => Ok(more),
        }
    }

    async fn append(&mut self, more: Vec<Checkpoint>) -> Result<(), WitnessError> {
        let mut lines = String::new();
        for checkpoint in &more {
            lines.push_str(&checkpoint.line().map_err(io::Error::other)?);
            lines.push('\n');
        }
        let path = self.path.clone();
        let written = tokio::task::spawn_blocking(move || {
            let mut file = appendable(&path)?;
            file.write_all(lines.as_bytes())?;
            file.sync_all()
        });
        written.await.map_err(io::Error::other)??;
        self.last = more.into_iter().next_back().or(self.last.take());
        Ok(())
    }
}

fn appendable(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true).mode(0o600);
    options.open(path)
}

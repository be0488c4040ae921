//! Writing an export.

use crate::checkpoint::Checkpoint;
use crate::files::{CHECKPOINTS, ROWS};
use crate::row::Row;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// An export that is being written: a folder of its own, for its owner's eyes only.
#[derive(Debug)]
pub struct Export {
    folder: File,
    rows: BufWriter<File>,
    checkpoints: BufWriter<File>,
}

impl Export {
    /// Makes the folder and its files.
    ///
    /// # Errors
    /// What the file system says; also when the folder is there already.
    pub fn create(folder: &Path) -> io::Result<Self> {
        DirBuilder::new().mode(0o700).create(folder)?;
        let file = |name| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600);
            options.open(folder.join(name)).map(BufWriter::new)
        };
        Ok(Self {
            rows: file(ROWS)?,
            checkpoints: file(CHECKPOINTS)?,
            folder: File::open(folder)?,
        })
    }

    /// Writes a row; they come in the order of the chain.
    ///
    /// # Errors
    /// What the file system says.
    pub fn row(&mut self, row: &Row) -> io::Result<()> {
        serde_json::to_writer(&mut self.rows, row)?;
        self.rows.write_all(b"\n")
    }

    /// Writes a checkpoint.
    ///
    /// # Errors
    /// What the file system says.
    pub fn checkpoint(&mut self, checkpoint: &Checkpoint) -> io::Result<()> {
        serde_json::to_writer(&mut self.checkpoints, checkpoint)?;
        self.checkpoints.write_all(b"\n")
    }

    /// Forgets what was written: it is to be written anew.
    ///
    /// # Errors
    /// What the file system says.
    pub fn restart(&mut self) -> io::Result<()> {
        for file in [&mut self.rows, &mut self.checkpoints] {
            file.seek(SeekFrom::Start(0))?;
            file.get_ref().set_len(0)?;
        }
        Ok(())
    }

    /// Brings everything to disk.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(mut self) -> io::Result<()> {
        self.rows.flush()?;
        self.checkpoints.flush()?;
        self.rows.get_ref().sync_all()?;
        self.checkpoints.get_ref().sync_all()?;
        self.folder.sync_all()
    }
}

//! Mail into a folder: one `.eml` file per message.

use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use tokio::fs;
use tokio::io::AsyncWriteExt as _;

use crate::{Carrier, Composed, Outcome, Sending};

/// Writes messages as files that other programs see only when they are complete.
///
/// A file's name is the message's date in microseconds since 1970 and its id, so names
/// sort by time, and a second try of the same message replaces the first.
#[derive(Clone, Debug)]
pub struct FolderCarrier {
    folder: PathBuf,
}

impl FolderCarrier {
    /// Uses `folder`, making it (readable by its owner only) when it is not there.
    ///
    /// # Errors
    /// What the file system answers.
    pub async fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        builder.mode(0o700);
        builder.create(&folder).await?;
        Ok(Self { folder })
    }

    /// Where the files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    async fn write(&self, message: &Composed) -> io::Result<String> {
        let micros = message
            .date
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_micros();
        let name = format!("{micros:018}-{}.eml", message.message_id());
        // A leading dot and another ending: whoever lists `*.eml` never meets half a file.
        let unfinished = self.folder.join(format!(".{name}.part"));
        let written = write_whole(&unfinished, message.bytes()).await;
        let moved = match written {
            Ok(()) => fs::rename(&unfinished, self.folder.join(&name)).await,
            Err(error) => Err(error),
        };
        if let Err(error) = moved {
            // The reason for the failure is what counts; a leftover is harmless.
            let _ = fs::remove_file(&unfinished).await;
            return Err(error);
        }
        // Until the folder is on disk, the new name is not.
        fs::File::open(&self.folder).await?.sync_all().await?;
        Ok(name)
    }
}

async fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(path).await?;
    file.write_all(bytes).await?;
    file.sync_all().await
}

impl Carrier for FolderCarrier {
    fn send<'a>(&'a self, message: &'a Composed) -> Sending<'a> {
        Box::pin(async move {
            match self.write(message).await {
                Ok(name) => Outcome::delivered(&format!("written to {name}")),
                Err(error) => Outcome::refused(false, &format!("cannot write: {error}")),
            }
        })
    }
}

//! The vault on a disk: whole or not at all, one writer at a time.
//!
//! Beside `NAME` stand `NAME.previous` (the version before), `NAME.lock` (empty; locked while
//! somebody writes) and, after a crash, `NAME.new` (never read, replaced by the next write).

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::container::MOST_BYTES;

/// Why a file was not read or written. What it held before is still there.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// There is one already.
    #[error("the file exists")]
    Exists,
    /// Another process writes it at this moment.
    #[error("the file is in use")]
    InUse,
    /// It is no file, or larger than any vault.
    #[error("the file is too large")]
    TooLarge,
    /// The system refused.
    #[error(transparent)]
    Io(io::Error),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::Io(error),
        }
    }
}

/// A file being written, that can be brought onto the disk itself.
pub trait Durable: Write {
    /// Returns when the content would survive a power cut.
    ///
    /// # Errors
    /// Whatever the system says.
    fn sync(&mut self) -> io::Result<()>;
}

/// The steps that writing consists of; a test puts one between that fails.
pub trait Disk {
    /// Makes a file that only its owner may read; whatever stood there is replaced.
    ///
    /// # Errors
    /// Whatever the system says.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Durable>>;

    /// Lets `to` be what `from` is, without taking `from` away. `to` is not there.
    ///
    /// # Errors
    /// Whatever the system says; file systems without hard links refuse.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Lets `from` take the place of `to` in one step.
    ///
    /// # Errors
    /// Whatever the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes sure that the names in `folder` would survive a power cut.
    ///
    /// # Errors
    /// Whatever the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

impl Durable for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

impl Disk for SystemDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn Durable>> {
        remove_if_there(path)?;
        Ok(Box::new(private().write(true).create_new(true).open(path)?))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }
}

/// Options for a file that only its owner may read.
fn private() -> OpenOptions {
    #[cfg(unix)]
    {
        let mut options = OpenOptions::new();
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
    }
    #[cfg(not(unix))]
    OpenOptions::new()
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Where a vault is, or will be.
#[derive(Clone, Debug)]
pub struct VaultFile {
    path: PathBuf,
}

/// The right to write, until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    _lock: File,
}

impl VaultFile {
    /// The vault at `path`. Nothing is looked at yet.
    #[must_use]
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the version before is.
    #[must_use]
    pub fn previous(&self) -> PathBuf {
        beside(&self.path, "previous")
    }

    /// All of it. No more than [`MOST_BYTES`] are read, whatever stands there.
    ///
    /// # Errors
    /// [`FileError`].
    pub fn read(&self) -> Result<Vec<u8>, FileError> {
        read_bounded(&self.path, MOST_BYTES)
    }

    /// Takes the right to write. If another process has it: waits if `wait` says so.
    ///
    /// # Errors
    /// [`FileError::InUse`], [`FileError::Missing`] if the folder is not there.
    pub fn lock(&self, wait: bool) -> Result<Writer, FileError> {
        // A link is followed, so that the file it leads to is replaced and not the link.
        let path = match self.path.canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.path.clone(),
            Err(error) => return Err(error.into()),
        };
        let lock = private()
            .write(true)
            .create(true)
            .truncate(false)
            .open(beside(&path, "lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if wait => lock.lock()?,
            Err(TryLockError::WouldBlock) => return Err(FileError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        Ok(Writer { path, _lock: lock })
    }
}

impl Writer {
    /// Where the vault is, links followed.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a vault where there is none.
    ///
    /// # Errors
    /// [`FileError::Exists`]; any other, and there is none.
    pub fn create(&self, bytes: &[u8], disk: &dyn Disk) -> Result<(), FileError> {
        if self.path.try_exists()? {
            return Err(FileError::Exists);
        }
        let new = beside(&self.path, "new");
        if let Err(error) = write_whole(&new, bytes, disk) {
            remove_if_there(&new).ok();
            return Err(error);
        }
        self.publish(disk)
    }

    /// Replaces the vault; the version before is kept as `NAME.previous`.
    ///
    /// # Errors
    /// [`FileError`]; then the vault is what it was before, unless only the last step failed,
    /// which makes the names durable.
    pub fn replace(&self, bytes: &[u8], disk: &dyn Disk) -> Result<(), FileError> {
        let (new, spare) = (beside(&self.path, "new"), beside(&self.path, "spare"));
        let done = self
            .keep(&spare, disk)
            .and_then(|()| write_whole(&new, bytes, disk))
            .and_then(|()| Ok(disk.rename(&spare, &beside(&self.path, "previous"))?));
        if let Err(error) = done {
            remove_if_there(&new).ok();
            remove_if_there(&spare).ok();
            return Err(error);
        }
        self.publish(disk)
    }

    /// Lets `spare` be what the vault is.
    fn keep(&self, spare: &Path, disk: &dyn Disk) -> Result<(), FileError> {
        remove_if_there(spare)?;
        match disk.link(&self.path, spare) {
            Ok(()) => Ok(()),
            Err(error) if is_missing_or_full(&error) => Err(error.into()),
            // A file system without hard links.
            Err(_) => write_whole(spare, &read_bounded(&self.path, MOST_BYTES)?, disk),
        }
    }

    fn publish(&self, disk: &dyn Disk) -> Result<(), FileError> {
        let new = beside(&self.path, "new");
        if let Err(error) = disk.rename(&new, &self.path) {
            remove_if_there(&new).ok();
            return Err(error.into());
        }
        Ok(disk.sync_folder(folder_of(&self.path))?)
    }
}

/// Writes a file that has codes or secrets in it, for its owner alone: whole or not at all.
/// What stands at `path` is replaced only if `replace` says so.
///
/// # Errors
/// [`FileError::Exists`]; any other, and what stood there still does.
pub fn write_private(
    path: &Path,
    bytes: &[u8],
    replace: bool,
    disk: &dyn Disk,
) -> Result<(), FileError> {
    if !replace && path.try_exists()? {
        return Err(FileError::Exists);
    }
    let new = beside(path, "new");
    let written = write_whole(&new, bytes, disk)
        .and_then(|()| Ok(disk.rename(&new, path)?))
        .and_then(|()| Ok(disk.sync_folder(folder_of(path))?));
    if written.is_err() {
        remove_if_there(&new).ok();
    }
    written
}

/// A whole file, if it has no more than `most` bytes.
///
/// # Errors
/// [`FileError::Missing`], [`FileError::TooLarge`], [`FileError::Io`].
pub fn read_bounded(path: &Path, most: usize) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(FileError::TooLarge);
    }
    Ok(bytes)
}

fn write_whole(path: &Path, bytes: &[u8], disk: &dyn Disk) -> Result<(), FileError> {
    let mut file = disk.create(path)?;
    file.write_all(bytes)?;
    file.flush()?;
    file.sync()?;
    Ok(())
}

fn is_missing_or_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

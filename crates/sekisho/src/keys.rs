//! The key file: made on purpose only, readable by its owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crypto::keyring::KeyringError;
use crypto::{EntropyFailure, KeyId, Keyring, OsEntropy};

use crate::config::files::{self, SecretFileError};

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("there is no key file {}; make one with: sekisho keys generate --out {}", .0.display(), .0.display())]
    Missing(PathBuf),
    /// It cannot be read, or others can read it too.
    #[error("the key file: {0}")]
    File(#[from] SecretFileError),
    /// Its text is not that of a key file.
    #[error("the key file {}: {}", .0.display(), .1)]
    Text(PathBuf, #[source] KeyringError),
    /// A file of that name is there already.
    #[error("{} is there already; a key file is never overwritten: without its keys nobody can read what was sealed with them", .0.display())]
    Exists(PathBuf),
    /// It cannot be written.
    #[error("the key file {} cannot be written: {}", .0.display(), .1)]
    Unwritable(PathBuf, #[source] io::Error),
    /// The generator failed.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
}

/// Reads a key file.
///
/// # Errors
/// [`KeyFileError`].
pub fn read(path: &Path) -> Result<Keyring, KeyFileError> {
    let text = files::secret_text(path).map_err(|error| match error {
        SecretFileError::Unreadable(_, error) if error.kind() == io::ErrorKind::NotFound => {
            KeyFileError::Missing(path.to_owned())
        }
        other => KeyFileError::File(other),
    })?;
    Keyring::parse(&text).map_err(|error| KeyFileError::Text(path.to_owned(), error))
}

/// Makes a file with one fresh key, mode 0600. When this returns, it is on disk.
///
/// # Errors
/// [`KeyFileError`]; a file that is there is left alone.
pub fn generate(path: &Path, id: KeyId) -> Result<Keyring, KeyFileError> {
    let unwritable = |error| KeyFileError::Unwritable(path.to_owned(), error);
    let keys = Keyring::generate(&OsEntropy, id)?;
    let mut options = OpenOptions::new();
    let mut file = match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(KeyFileError::Exists(path.to_owned()));
        }
        Err(error) => return Err(unwritable(error)),
    };
    let written = file
        .write_all(keys.to_text().as_bytes())
        .and_then(|()| file.sync_all());
    if let Err(error) = written.and_then(|()| sync_folder(path)) {
        // Half a key file would be in the way of the next try.
        let _ = fs::remove_file(path);
        return Err(unwritable(error));
    }
    Ok(keys)
}

/// Puts another ring into a key file that is there: the file is the old one or the new one, whatever
/// happens.
///
/// # Errors
/// [`KeyFileError`].
pub fn replace(path: &Path, keys: &Keyring) -> Result<(), KeyFileError> {
    let unwritable = |error| KeyFileError::Unwritable(path.to_owned(), error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fresh = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    let made = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&fresh);
    let written = made.and_then(|mut file| {
        file.write_all(keys.to_text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    });
    if let Err(error) = written.and_then(|()| sync_folder(path)) {
        let _ = fs::remove_file(&fresh);
        return Err(unwritable(error));
    }
    Ok(())
}

/// Until the folder is on disk, the file's name is not.
///
/// # Errors
/// What the file system says.
pub fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::{KeyFileError, generate, read};
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_made_file_is_its_owners_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(matches!(read(&path), Err(KeyFileError::Missing(_))));
        let made = generate(&path, "a".parse().unwrap()).unwrap();
        let permissions = fs::metadata(&path).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600);
        assert_eq!(read(&path).unwrap().fingerprint(), made.fingerprint());
        let before = fs::read(&path).unwrap();
        let again = generate(&path, "b".parse().unwrap());
        assert!(matches!(again, Err(KeyFileError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    /// Shows PCI-3.
    #[test]
    fn a_file_that_others_can_read_or_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        generate(&path, "a".parse().unwrap()).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(read(&path), Err(KeyFileError::File(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "key = 1").unwrap();
        assert!(matches!(read(&path), Err(KeyFileError::Text(..))));
    }

    #[test]
    fn without_its_folder_there_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let made = generate(&folder.path().join("none/keys"), "a".parse().unwrap());
        assert!(matches!(made, Err(KeyFileError::Unwritable(..))));
    }
}

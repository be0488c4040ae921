//! Files that the configuration names.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Longest file that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// Why a file that holds a secret is not read.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// The file system refused.
    #[error("{} cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// Others than its owner can read it.
    #[error("{} can be read by others than its owner; run: chmod 600 {}", .0.display(), .0.display())]
    Open(PathBuf),
}

/// Reads a file that holds a secret, at most 1 MiB of it.
///
/// # Errors
/// [`SecretFileError`]: it cannot be read, or group or others can read it too.
pub fn secret_text(path: &Path) -> Result<Zeroizing<String>, SecretFileError> {
    let unreadable = |error| SecretFileError::Unreadable(path.to_owned(), error);
    let file = File::open(path).map_err(unreadable)?;
    // Asked of the open file: another cannot be put into its place in between.
    if is_open_to_others(&file.metadata().map_err(unreadable)?) {
        return Err(SecretFileError::Open(path.to_owned()));
    }
    let mut text = Zeroizing::new(String::with_capacity(4096));
    file.take(LONGEST)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    Ok(text)
}

/// Whether group or others have any right to the file.
#[must_use]
pub fn is_open_to_others(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}

/// Whether both files are, or would be, in the same folder.
#[must_use]
pub fn are_neighbours(one: &Path, other: &Path) -> bool {
    match (real_folder(one), real_folder(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.parent() == other.parent(),
    }
}

fn real_folder(file: &Path) -> Option<PathBuf> {
    // A link to a file counts as where the file itself is.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    fs::canonicalize(file.parent()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{SecretFileError, are_neighbours, secret_text};
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    /// Shows PCI-3.
    #[test]
    fn a_secret_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "abc").unwrap();
        for (mode, refused) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            match secret_text(&path) {
                Ok(text) => assert!(!refused && *text == "abc", "{mode:o}"),
                Err(error) => assert!(refused && matches!(error, SecretFileError::Open(_))),
            }
        }
        let missing = secret_text(&folder.path().join("none")).unwrap_err();
        assert!(
            missing.to_string().contains("none cannot be read"),
            "{missing}"
        );
    }

    /// Shows PCI-3.
    #[test]
    fn neighbours_are_found_behind_links_too() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        fs::create_dir(&a).unwrap();
        fs::create_dir(&b).unwrap();
        symlink(&a, folder.path().join("c")).unwrap();
        let c = folder.path().join("c");
        assert!(are_neighbours(&a.join("db"), &a.join("keys")));
        assert!(are_neighbours(&a.join("db"), &c.join("keys")));
        assert!(are_neighbours(&a.join("db"), &b.join("../a/keys")));
        assert!(!are_neighbours(&a.join("db"), &b.join("keys")));
        fs::write(a.join("keys"), "").unwrap();
        symlink(a.join("keys"), b.join("keys")).unwrap();
        assert!(are_neighbours(&a.join("db"), &b.join("keys")));
    }
}

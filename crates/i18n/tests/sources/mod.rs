//! The workspace's sources as the tests of this crate read them.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder that holds all crates.
pub fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file under `root` whose name ends in `.{extension}`: its path from there, and its text.
pub fn files(root: &Path, extension: &str) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|own| own == extension) {
                let text = fs::read_to_string(&path)?;
                found.push((path.strip_prefix(root).unwrap_or(&path).to_path_buf(), text));
            }
        }
    }
    found.sort();
    Ok(found)
}

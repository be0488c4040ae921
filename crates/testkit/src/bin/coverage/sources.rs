//! Which files can hold tests.

use std::path::Path;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `.rs` below `crates/` or `fuzz/`.
    Rust,
    /// `.test.js`, `.test.mjs` below `e2e/`.
    JavaScript,
}

/// A file that can hold tests.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// From the repository's root, with `/` between folders.
    pub path: String,
    /// What it is written in.
    pub language: Language,
}

/// All such files, sorted by path. Built and fetched folders are left out.
pub fn find(root: &Path) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    for top in ["crates", "fuzz", "e2e"] {
        if root.join(top).is_dir() {
            collect(root, top, &mut sources)?;
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn collect(root: &Path, folder: &str, sources: &mut Vec<Source>) -> Result<(), String> {
    let describe = |fault: std::io::Error| format!("{folder}: {fault}");
    for entry in std::fs::read_dir(root.join(folder)).map_err(describe)? {
        let entry = entry.map_err(describe)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        if entry.file_type().map_err(describe)?.is_dir() {
            if !matches!(name.as_str(), "target" | "node_modules" | "out") {
                collect(root, &path, sources)?;
            }
        } else if let Some(language) = language(&path) {
            sources.push(Source { path, language });
        }
    }
    Ok(())
}

fn language(path: &str) -> Option<Language> {
    let browser = path.starts_with("e2e/");
    if browser && (path.ends_with(".test.js") || path.ends_with(".test.mjs")) {
        return Some(Language::JavaScript);
    }
    let rust = Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs");
    (rust && !browser).then_some(Language::Rust)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_found_and_built_folders_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            "crates/b/src/lib.rs",
            "crates/a/target/old.rs",
            "e2e/node_modules/x/y.test.js",
            "e2e/z.test.mjs",
            "e2e/harness/browser.mjs",
            "docs/x.rs",
        ];
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let found: Vec<String> = find(folder.path())
            .unwrap()
            .into_iter()
            .map(|source| source.path)
            .collect();
        assert_eq!(found, ["crates/b/src/lib.rs", "e2e/z.test.mjs"]);
    }
}

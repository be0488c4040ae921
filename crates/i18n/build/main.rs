//! Turns `locales/{ja,en}/*.ftl` into one typed accessor per message.
//!
//! A key or variable that is missing in one language, or a construct that the
//! accessors could not type, ends the build with a line that names it.

mod check;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use check::{Source, accessors, compare, read_locale};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=locales");
    match generate() {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("cargo::error=the texts in locales/ could not be read or written: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Checks both languages and writes `accessors.rs`; the problems found, if any.
fn generate() -> io::Result<Vec<String>> {
    let ja_sources = sources("ja")?;
    let en_sources = sources("en")?;
    let (ja, mut problems) = read_locale("ja", &ja_sources);
    let (en, en_problems) = read_locale("en", &en_sources);
    problems.extend(en_problems);
    problems.extend(compare(&ja, &en));
    if problems.is_empty() {
        let code = accessors(&ja, &en, &[("JA", &ja_sources), ("EN", &en_sources)]);
        fs::write(out_dir()?.join("accessors.rs"), code)?;
    }
    Ok(problems)
}

#[allow(
    clippy::disallowed_methods,
    reason = "cargo names the output folder only this way"
)]
fn out_dir() -> io::Result<PathBuf> {
    env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other("OUT_DIR is not set"))
}

/// The files of one language, ordered by name so that the output is stable.
fn sources(locale: &str) -> io::Result<Vec<Source>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(locale);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            let file = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            found.push(Source {
                file: file.unwrap_or_default(),
                text: fs::read_to_string(&path)?,
            });
        }
    }
    found.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(found)
}

//! Writes `docs/coverage.md` and `docs/security-coverage.md`: every ID of `docs/requirements.md`
//! and `docs/security-requirements.md` with the tests that show it.
//!
//! `coverage` writes the pages; `coverage --check` writes nothing and fails when a page on
//! disk is not what would be written. Exit codes: 0 done, 1 drift or a test naming an ID that
//! the catalogue does not have, 2 a file could not be read or the arguments are unknown.

mod browser_tests;
mod catalogue;
mod ids;
mod page;
mod rust_tests;
mod security;
mod sources;
mod trials;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use catalogue::Catalogue;
use ids::{Family, Id};

/// A test and what it says it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    /// Its file, from the repository's root, with `/` between folders.
    path: String,
    /// The function's name, or the title of a browser test.
    name: String,
    /// The IDs it names.
    shows: BTreeSet<Id>,
}

/// Why the page could not be written or checked.
#[derive(Debug)]
enum Trouble {
    /// The page and the sources say different things.
    Drift(String),
    /// A file could not be read, parsed or written.
    Broken(String),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.as_slice() {
        [] => false,
        [only] if only == "--check" => true,
        _ => {
            eprintln!("usage: coverage [--check]");
            return ExitCode::from(2);
        }
    };
    match run(&repository_root(), check) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(Trouble::Drift(what)) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
        Err(Trouble::Broken(what)) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
    }
}

fn repository_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run(root: &Path, check: bool) -> Result<String, Trouble> {
    let product = Catalogue::parse(&read(&root.join("docs/requirements.md"))?);
    let security = Catalogue::parse(&read(&root.join("docs/security-requirements.md"))?);
    let trials = trials::parse(&read(&root.join("docs/security-trials.md"))?);
    let families = catalogue::families(&[&product, &security]);
    let tests = tests_of(root, &families)?;
    refuse_unknown(&[&product, &security], &tests)?;
    let shown = by_id(&tests);
    security::refuse_slips(&security, &shown, &trials).map_err(Trouble::Drift)?;
    let pages = [
        ("docs/coverage.md", page::render(&product, &shown)),
        (
            "docs/security-coverage.md",
            security::render(&security, &shown, &trials),
        ),
    ];
    for (target, page) in pages {
        write_or_compare(root, target, &page, check)?;
    }
    Ok(format!(
        "{}\n{}",
        page::summary(&product, &shown),
        security::summary(&security, &shown, &trials)
    ))
}

fn write_or_compare(root: &Path, target: &str, page: &str, check: bool) -> Result<(), Trouble> {
    let path = root.join(target);
    if !check {
        return std::fs::write(&path, page)
            .map_err(|fault| Trouble::Broken(format!("{}: {fault}", path.display())));
    }
    if read(&path)? == page {
        return Ok(());
    }
    Err(Trouble::Drift(format!(
        "{target} is out of date: cargo run -p testkit --bin coverage"
    )))
}

fn tests_of(root: &Path, families: &[Family]) -> Result<Vec<Test>, Trouble> {
    let mut tests = Vec::new();
    for source in sources::find(root).map_err(Trouble::Broken)? {
        let text = read(&root.join(&source.path))?;
        let found = match source.language {
            sources::Language::Rust => rust_tests::find(&source.path, &text, families)
                .map_err(|fault| Trouble::Broken(format!("{}: {fault}", source.path)))?,
            sources::Language::JavaScript => browser_tests::find(&source.path, &text, families),
        };
        tests.extend(found);
    }
    Ok(tests)
}

/// A test that names an ID nobody promised has a slip of the pen in it.
fn refuse_unknown(catalogues: &[&Catalogue], tests: &[Test]) -> Result<(), Trouble> {
    let unknown: Vec<String> = tests
        .iter()
        .flat_map(|test| test.shows.iter().map(move |id| (test, id)))
        .filter(|(_, id)| !catalogues.iter().any(|catalogue| catalogue.has(id)))
        .map(|(test, id)| {
            format!(
                "{} names {id}, which is not promised: {}",
                test.path, test.name
            )
        })
        .collect();
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Trouble::Drift(unknown.join("\n")))
    }
}

fn by_id(tests: &[Test]) -> BTreeMap<Id, Vec<&Test>> {
    let mut map: BTreeMap<Id, Vec<&Test>> = BTreeMap::new();
    for test in tests {
        for id in &test.shows {
            map.entry(id.clone()).or_default().push(test);
        }
    }
    for shown in map.values_mut() {
        shown.sort_by(|a, b| (&a.path, &a.name).cmp(&(&b.path, &b.name)));
    }
    map
}

fn read(path: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(path)
        .map_err(|fault| Trouble::Broken(format!("{}: {fault}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(requirements: &str, test: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("docs")).unwrap();
        std::fs::create_dir_all(folder.path().join("crates/gate/tests")).unwrap();
        std::fs::create_dir_all(folder.path().join("e2e")).unwrap();
        std::fs::write(folder.path().join("docs/requirements.md"), requirements).unwrap();
        std::fs::write(folder.path().join("docs/security-requirements.md"), ATTACKS).unwrap();
        std::fs::write(folder.path().join("docs/security-trials.md"), "").unwrap();
        std::fs::write(folder.path().join("crates/gate/tests/door.rs"), test).unwrap();
        folder
    }

    const CATALOGUE: &str = "## DOOR: the door\n\n| ID | Promise | Shown by |\n|---|---|---|\n\
        | DOOR-1 | It opens. | First day |\n| DOOR-2 | It shuts. | First day |\n";

    const ATTACKS: &str = "## ATK: attacks\n| ID | Clause | Demand | Held by |\n|---|---|---|---|\n\
        | ATK-1 | CVE-0 | Nobody climbs in. | software |\n";

    #[test]
    fn a_fresh_page_passes_the_check_and_a_new_test_makes_it_drift() {
        let folder = repository(CATALOGUE, "#[test] fn door_1_opens() {}");
        run(folder.path(), false).unwrap();
        run(folder.path(), true).unwrap();
        let page = std::fs::read_to_string(folder.path().join("docs/coverage.md")).unwrap();
        assert!(page.contains("crates/gate/tests/door.rs"), "{page}");
        assert!(page.contains("| DOOR-2 | First day | **open** |"), "{page}");

        std::fs::write(
            folder.path().join("e2e/door.test.js"),
            "test('DOOR-2: shuts', () => {})",
        )
        .unwrap();
        assert!(matches!(run(folder.path(), true), Err(Trouble::Drift(_))));
    }

    #[test]
    fn a_test_naming_an_id_that_is_not_promised_is_refused() {
        let folder = repository(CATALOGUE, "#[test] fn door_3_flies() {}");
        let Err(Trouble::Drift(what)) = run(folder.path(), false) else {
            panic!("DOOR-3 was let through")
        };
        assert!(
            what.contains("DOOR-3") && what.contains("door_3_flies"),
            "{what}"
        );
    }

    #[test]
    fn tests_and_trials_of_security_make_a_page_of_their_own() {
        let folder = repository(
            CATALOGUE,
            "/// Shows DOOR-1, ATK-1.\n#[test] fn climbs() {}",
        );
        run(folder.path(), false).unwrap();
        let target = folder.path().join("docs/security-coverage.md");
        let page = std::fs::read_to_string(&target).unwrap();
        assert!(page.contains("`climbs` | not tried |"), "{page}");

        let trials = folder.path().join("docs/security-trials.md");
        std::fs::write(&trials, "| ATK-1 | the wall | `climbs` |\n").unwrap();
        assert!(matches!(run(folder.path(), true), Err(Trouble::Drift(_))));
        run(folder.path(), false).unwrap();
        let page = std::fs::read_to_string(&target).unwrap();
        assert!(page.contains("the wall → `climbs`"), "{page}");
    }

    #[test]
    fn a_missing_catalogue_is_a_fault_not_an_empty_page() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(run(folder.path(), false), Err(Trouble::Broken(_))));
    }
}

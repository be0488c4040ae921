//! Keeps the workspace in the shape that `docs/architecture.md` draws: who may use whom, which
//! crate may name which library, how long a file may be, and which names mean nothing.

#![allow(
    clippy::unwrap_used,
    reason = "a file that cannot be read fails the test, as it should"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// What each crate may use directly, drawn as the document draws it; what those use is allowed
/// too. A crate that is not here is not part of the plan and fails the test.
const USES: &[(&str, &[&str])] = &[
    ("otp", &[]),
    ("crypto", &[]),
    ("i18n", &[]),
    ("domain", &["otp"]),
    ("store", &["domain"]),
    ("trail", &[]),
    ("webauthn", &[]),
    ("app", &["store", "crypto", "trail", "webauthn"]),
    ("mail", &["i18n"]),
    ("web", &["app", "i18n"]),
    ("jobs", &["app", "mail"]),
    ("sekisho", &["web", "jobs"]),
    ("tegata", &["otp", "crypto"]),
    ("testkit", &["sekisho"]),
];

/// Libraries that only one crate of the product may name, so that they can be exchanged there.
const KEPT_APART: &[(&str, &str)] = &[
    ("sqlx", "store"),
    ("axum", "web"),
    ("askama", "web"),
    ("lettre", "mail"),
    ("fluent-bundle", "i18n"),
    ("argon2", "crypto"),
    ("argon2-rust", "crypto"),
    ("ring", "webauthn"),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "common", "helpers", "helper", "manager", "misc",
];

const LONGEST_FILE: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .unwrap()
}

/// Everything that `package` may use, by [`USES`] and what follows from it.
fn allowed(package: &str) -> BTreeSet<&'static str> {
    let direct: BTreeMap<&str, &'static [&'static str]> = USES.iter().copied().collect();
    let mut all = BTreeSet::new();
    let mut open: Vec<&str> = direct.get(package).copied().unwrap_or_default().to_vec();
    while let Some(next) = open.pop() {
        if let Some((name, further)) = USES.iter().find(|(name, _)| *name == next)
            && all.insert(*name)
        {
            open.extend_from_slice(further);
        }
    }
    all
}

fn edge_is_allowed(from: &str, to: &str, kind: DependencyKind) -> bool {
    allowed(from).contains(to) || (kind == DependencyKind::Development && to == "testkit")
}

fn members(metadata: &Metadata) -> Vec<&Package> {
    metadata
        .packages
        .iter()
        .filter(|p| metadata.workspace_members.contains(&p.id))
        .collect()
}

#[test]
fn every_crate_uses_only_those_that_the_architecture_gives_it() {
    let metadata = workspace();
    let members = members(&metadata);
    let names: BTreeSet<String> = members.iter().map(|p| p.name.to_string()).collect();
    let planned: BTreeSet<String> = USES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert!(
        names.is_subset(&planned),
        "not in the plan: {:?}",
        names.difference(&planned)
    );
    assert!(names.len() >= 10, "the workspace was not read: {names:?}");

    let mut wrong = Vec::new();
    for package in &members {
        for dependency in package
            .dependencies
            .iter()
            .filter(|d| names.contains(&d.name))
        {
            if !edge_is_allowed(&package.name, &dependency.name, dependency.kind) {
                wrong.push(format!(
                    "{} -> {} ({:?})",
                    package.name, dependency.name, dependency.kind
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "edges outside docs/architecture.md:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_its_own_crate_names_a_library_kept_apart() {
    let metadata = workspace();
    let mut wrong = Vec::new();
    for package in members(&metadata)
        .into_iter()
        .filter(|p| p.name.as_str() != "testkit")
    {
        for dependency in &package.dependencies {
            // Tests may look at the product with whatever shows its fault.
            if dependency.kind == DependencyKind::Development {
                continue;
            }
            let owner = KEPT_APART.iter().find(|(library, _)| {
                dependency.name == *library || is_part(&dependency.name, library)
            });
            if let Some((library, owner)) = owner
                && package.name.as_str() != *owner
            {
                wrong.push(format!(
                    "{} names {library}, which is {owner}'s",
                    package.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `sqlx-core` gives away sqlx as much as `sqlx` does.
fn is_part(name: &str, library: &str) -> bool {
    name.strip_prefix(library)
        .is_some_and(|rest| rest.starts_with(['-', '_']))
}

#[test]
fn the_plan_has_no_cycle_and_allows_what_follows_from_it() {
    for (name, _) in USES {
        assert!(!allowed(name).contains(name), "{name} would use itself");
    }
    let normal = DependencyKind::Normal;
    assert!(
        edge_is_allowed("web", "domain", normal),
        "app is built on domain"
    );
    assert!(edge_is_allowed("sekisho", "otp", normal));
    assert!(!edge_is_allowed("domain", "store", normal));
    assert!(!edge_is_allowed("store", "crypto", normal));
    assert!(!edge_is_allowed("mail", "app", normal));
    assert!(!edge_is_allowed("app", "testkit", normal));
    assert!(edge_is_allowed(
        "app",
        "testkit",
        DependencyKind::Development
    ));
}

#[test]
fn no_rust_file_is_longer_than_the_budget() {
    let long: Vec<String> = files(&root())
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter_map(|path| {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert!(
        long.is_empty(),
        "over {LONGEST_FILE} lines:\n{}",
        long.join("\n")
    );
}

#[test]
fn no_file_or_folder_has_a_name_that_says_nothing() {
    let empty: Vec<String> = files(&root())
        .into_iter()
        .filter(|path| {
            let inside = path.strip_prefix(root()).unwrap();
            // Help topics are named after what they are about, one of them an app called so.
            !inside.starts_with("crates/web/help")
                && inside
                    .iter()
                    .any(|part| says_nothing(&part.to_string_lossy()))
        })
        .map(|path| path.display().to_string())
        .collect();
    assert!(empty.is_empty(), "{}", empty.join("\n"));
}

fn says_nothing(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    stem.split(['_', '-'])
        .any(|word| EMPTY_NAMES.contains(&word))
}

#[test]
fn names_are_judged_word_by_word() {
    for bad in ["utils.rs", "Common", "session_manager.rs", "test-helpers"] {
        assert!(says_nothing(bad), "{bad}");
    }
    for good in [
        "mail.rs",
        "commonmark.rs",
        "log_in.rs",
        "management.html",
        "crates",
    ] {
        assert!(!says_nothing(good), "{good}");
    }
}

/// All files of the repository that people write; fetched and built ones are left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    const LEFT_OUT: &[&str] = &[
        ".git",
        "target",
        "node_modules",
        "out",
        "artifacts",
        "corpus",
    ];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_symlink() || LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

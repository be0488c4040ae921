//! The audit trail as those see it who run the product, and those who audit them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use support::{Installation, code, printed, run, said, wait_until};

const AUDIT: &str = "[audit]\ncheckpoints = \"../checkpoints.jsonl\"\n";

fn installation() -> Installation {
    let installation = Installation::migrated();
    installation.configure("sqlite:../database/sekisho.db", AUDIT);
    let keys = installation.run(&["audit", "keys"]);
    assert_eq!(code(&keys), 0, "{}", said(&keys));
    fs::write(installation.at("audit.keys"), keys.stdout).unwrap();
    installation
}

fn checkpoints(installation: &Installation) -> usize {
    let text = fs::read_to_string(installation.at("checkpoints.jsonl"));
    text.map_or(0, |text| text.lines().count())
}

fn export(installation: &Installation, name: &str) -> PathBuf {
    let folder = installation.at(name);
    let done = installation.json(&["audit", "export", "--out", folder.to_str().unwrap()]);
    assert!(done["rows"].as_u64().unwrap() > 0, "{done}");
    folder
}

fn verify(installation: &Installation, export: &std::path::Path, more: &[&str]) -> Output {
    let keys = installation.at("audit.keys");
    let fixed = [
        "audit",
        "verify",
        export.to_str().unwrap(),
        "--key",
        keys.to_str().unwrap(),
    ];
    run(&[&fixed, more].concat())
}

/// A node that is killed leaves nothing unsealed behind the next one's first turns: its rows are
/// sealed within five seconds, and its file is whole.
#[test]
fn a_killed_node_leaves_a_whole_trail() {
    let installation = installation();
    let node = installation.serve();
    wait_until("the first checkpoint", || checkpoints(&installation) >= 1);
    installation.create_merchant(&[]);
    drop(node);
    let before = checkpoints(&installation);
    let node = installation.serve();
    wait_until("a checkpoint of the next", || {
        checkpoints(&installation) > before
    });
    drop(node);

    let folder = export(&installation, "export");
    let file = installation.at("checkpoints.jsonl");
    let verdict = verify(
        &installation,
        &folder,
        &["--checkpoints", file.to_str().unwrap()],
    );
    assert_eq!(code(&verdict), 0, "{}{}", printed(&verdict), said(&verdict));
    assert!(
        printed(&verdict).contains("the trail holds: "),
        "{}",
        printed(&verdict)
    );
    // Who runs it is told once; a folder that is there is left alone.
    let again = installation.run(&["audit", "export", "--out", folder.to_str().unwrap()]);
    assert_eq!(code(&again), 5, "{}", said(&again));
    let rows = fs::read_to_string(folder.join("rows.jsonl")).unwrap();
    assert_eq!(rows.matches("\"start_node\"").count(), 2, "{rows}");
    assert_eq!(rows.matches("\"export_audit\"").count(), 1, "{rows}");
}

#[test]
fn verify_tells_by_exit_code_and_in_words_and_json() {
    let installation = installation();
    installation.create_merchant(&[]);
    let folder = export(&installation, "export");
    assert_eq!(code(&verify(&installation, &folder, &[])), 0);

    let path = folder.join("rows.jsonl");
    let rows = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        rows.replacen("create_merchant", "change_merchant", 1),
    )
    .unwrap();
    let broken = verify(&installation, &folder, &[]);
    assert_eq!(code(&broken), 1);
    assert!(
        printed(&broken).contains("BROKEN: row "),
        "{}",
        printed(&broken)
    );
    let json = verify(&installation, &folder, &["--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["holds"], false);

    // Without the right key nothing holds; without any, or without an export, nothing is said.
    fs::write(&path, rows).unwrap();
    let other = installation.at("other.keys");
    let strangers = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n";
    fs::write(&other, strangers).unwrap();
    let arguments = ["audit", "verify", folder.to_str().unwrap(), "--key"];
    let wrong = run(&[&arguments[..], &[other.to_str().unwrap()]].concat());
    assert_eq!(code(&wrong), 1, "{}", printed(&wrong));
    fs::write(&other, "no key\n").unwrap();
    let none = run(&[&arguments[..], &[other.to_str().unwrap()]].concat());
    assert_eq!(code(&none), 5, "{}", said(&none));
    assert_eq!(
        code(&verify(&installation, &installation.at("nowhere"), &[])),
        5
    );
}

#[test]
fn people_are_forgotten_by_command_only_when_they_are_gone() {
    let installation = installation();
    let made = installation.create_merchant(&[]);
    let merchant = made["merchant_code"].as_str().unwrap();
    let arguments = [
        "audit",
        "erase-person",
        "--merchant",
        merchant,
        "--reason",
        "asked for",
    ];
    let both = installation.run(&[&arguments[..], &["--user-id", "taro01", "--operator"]].concat());
    assert_eq!(code(&both), 2);
    let operator = [
        "audit",
        "erase-person",
        "--operator",
        "--reason",
        "asked for",
    ];
    let further = ["--user-id", "desk01", "--name", "Sato", "--name", "Suzuki"];
    let nobody = installation.run(&[&operator[..], &further[..]].concat());
    assert_eq!(code(&nobody), 5);
    assert!(said(&nobody).contains("nobody whose account was deleted"));
    let nobody = installation.run(&[&arguments[..], &["--user-id", "taro01"]].concat());
    assert_eq!(code(&nobody), 5);
    assert!(
        said(&nobody).contains("nobody whose account was deleted"),
        "{}",
        said(&nobody)
    );
}

/// Shows PCI-30.
#[test]
fn a_shorter_time_than_twelve_months_is_refused() {
    let installation = installation();
    let short = format!("{AUDIT}keep_days = 364\n");
    installation.configure("sqlite:../database/sekisho.db", &short);
    let refused = installation.run(&["check-config"]);
    assert_eq!(code(&refused), 3);
    assert!(
        said(&refused).contains("audit.keep_days"),
        "{}",
        said(&refused)
    );
    installation.configure("sqlite:../database/sekisho.db", AUDIT);
    let rows = installation.json(&["job", "run", "purge-audit", "--dry-run"]);
    assert_eq!(rows["rows"], 0);
    let sealed = installation.json(&["job", "run", "seal-audit"]);
    assert!(sealed["sealed"].is_u64(), "{sealed}");
}

//! `doctor` as a shell sees it: text, JSON, exit codes, and that it writes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;

use support::{Installation, code, printed, said};
use testkit::databases::{Database, Engine};

fn json(installation: &Installation, more: &[&str]) -> (i32, serde_json::Value) {
    let output = installation.run(&[&["doctor", "--json"], more].concat());
    let value = serde_json::from_slice(&output.stdout);
    (
        code(&output),
        value.unwrap_or_else(|_| panic!("{}", said(&output))),
    )
}

fn verdict<'j>(report: &'j serde_json::Value, id: &str) -> &'j str {
    let all = report["report"]["requirements"].as_array().unwrap();
    let found = all.iter().find(|one| one["id"] == id).unwrap();
    found["verdict"].as_str().unwrap()
}

/// A configuration that leaves nothing to be desired but what needs a certificate.
const GOOD: &str = "profile = \"pci-dss-4.0.1\"\naudit.checkpoints = \"../audit.jsonl\"\n";

#[test]
fn verdicts_follow_the_configuration() {
    let installation = Installation::migrated();
    let (exit, before) = json(&installation, &[]);
    assert_eq!(exit, 7, "plain http is never as demanded");
    assert_eq!(verdict(&before, "PCI-2"), "not_met");
    assert_eq!(verdict(&before, "PCI-28"), "not_met");
    assert_eq!(verdict(&before, "PCI-18"), "not_met", "eight characters");
    assert_eq!(before["report"]["profile"], "manual");
    assert_eq!(before["sha256"].as_str().unwrap().len(), 64);

    installation.configure("sqlite:../database/sekisho.db", GOOD);
    let path = installation.config();
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("insecure_loopback = true\n", "");
    fs::write(
        &path,
        text.replace("http://127.0.0.1:0", "https://console.example"),
    )
    .unwrap();
    let (_, after) = json(&installation, &[]);
    assert_eq!(verdict(&after, "PCI-2"), "met");
    assert_eq!(verdict(&after, "PCI-18"), "met");
    assert_ne!(before["sha256"], after["sha256"]);
}

#[test]
fn the_exit_code_goes_by_the_standards_asked_for() {
    let installation = Installation::migrated();
    let good = installation.run(&["doctor", "--standard", "asvs"]);
    assert_eq!(code(&good), 0, "{}", said(&good));
    assert!(printed(&good).contains("OWASP ASVS 5.0") && !printed(&good).contains("PCI-2"));
    let bad = installation.run(&["doctor", "--standard", "asvs", "--standard", "nist"]);
    assert_eq!(code(&bad), 7);
    assert!(
        said(&bad).contains("requirements not met: "),
        "{}",
        said(&bad)
    );
    let japanese = installation.run(&["doctor", "--standard", "nist", "--language", "ja"]);
    let english = printed(&bad);
    assert!(
        english.contains("Reason: Most characters of a password: 20"),
        "{english}"
    );
    assert!(!printed(&japanese).contains("Reason") && printed(&japanese).contains("NIST-3"));
}

#[test]
fn it_writes_nothing_and_needs_a_schema() {
    let installation = Installation::on_sqlite();
    let without = installation.run(&["doctor"]);
    assert_eq!(code(&without), 4, "{}", said(&without));
    let migrated = Installation::new("sqlite:../database/sekisho.db");
    // Every other command keeps the fingerprint of the keys; this one leaves that to them.
    assert_eq!(code(&migrated.run(&["migrate"])), 0);
    let (_, first) = json(&migrated, &[]);
    let (_, second) = json(&migrated, &[]);
    let rows = |report: &serde_json::Value| {
        let all = report["report"]["requirements"].as_array().unwrap().clone();
        let record = all.into_iter().find(|one| one["id"] == "PCI-26").unwrap();
        record["evidence"][0]["value"].as_u64().unwrap()
    };
    assert_eq!(rows(&first), rows(&second), "looking leaves no row");
    assert_eq!(
        code(&migrated.run(&["doctor", "--data", "."])),
        2,
        "one or the other"
    );
}

/// What differs from one installation and moment to the next, taken out of what was printed.
fn settled(text: &str) -> String {
    let settled = text.lines().map(|line| {
        let names = [
            "Made at: ",
            "Number (SHA-256): ",
            "Current key: ",
            "作成日時: ",
            "番号(SHA-256): ",
            "現在の鍵: ",
            "\"at\": ",
            "\"sha256\": ",
            "\"value\": \"first:",
        ];
        let found = names.iter().find_map(|name| Some((line.find(name)?, name)));
        let Some((at, name)) = found else {
            return line.to_owned();
        };
        format!("{}{name}...", &line[..at])
    });
    settled.collect::<Vec<_>>().join("\n")
}

/// Whoever reads it by eye, or by program, relies on its form.
#[test]
fn text_and_json_have_their_form() {
    let installation = Installation::migrated();
    for (name, more) in [
        ("doctor_en", &["--language", "en"][..]),
        ("doctor_ja", &["--language", "ja"]),
        ("doctor_json", &["--json"]),
    ] {
        let output = installation.run(&[&["doctor"], more].concat());
        assert_eq!(code(&output), 7, "{}", said(&output));
        insta::assert_snapshot!(name, settled(&printed(&output)));
    }
}

#[test]
fn it_reads_postgres_as_it_reads_sqlite() {
    let database = Database::new(Engine::Postgres);
    let postgres = Installation::new(&database.url());
    assert_eq!(code(&postgres.run(&["migrate"])), 0);
    let sqlite = Installation::migrated();
    let told = |installation: &Installation| {
        let output = installation.run(&["doctor"]);
        assert_eq!(code(&output), 7, "{}", said(&output));
        settled(&printed(&output))
    };
    assert_eq!(told(&postgres), told(&sqlite));
}

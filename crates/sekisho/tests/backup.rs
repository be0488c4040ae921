//! Backup and restore as an operator would do them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "another process is given some time before it is killed"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use support::{Installation, code, printed, said};

fn restore<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["restore", "--from", file], more].concat()
}

/// Makes a backup that only its owner can read, and that a second one does not replace.
fn backed_up_once(old: &Installation, file: &str) -> serde_json::Value {
    let told = old.json(&["backup", "--out", file]);
    assert_eq!(told["backup"]["rows"]["merchant"], 2);
    assert_eq!(told["backup"]["key"], "first");
    let permissions = fs::metadata(file).unwrap().permissions();
    assert_eq!(permissions.mode() & 0o777, 0o600);
    let before = fs::read(file).unwrap();
    let again = old.run(&["backup", "--out", file]);
    assert_eq!(code(&again), 5, "{}", said(&again));
    assert!(
        said(&again).contains("is there already"),
        "{}",
        said(&again)
    );
    assert_eq!(fs::read(file).unwrap(), before);
    told
}

#[test]
fn a_backup_is_made_checked_and_put_back() {
    let old = Installation::migrated();
    let made = old.create_merchant(&["--contact-mail", "contact@a.example"]);
    let out = old.at("backup");
    let file = out.to_str().unwrap();
    let told = backed_up_once(&old, file);
    let new = Installation::on_sqlite();
    let other_keys = new.run(&restore(file, &["--verify"]));
    assert_eq!(code(&other_keys), 5, "{}", said(&other_keys));
    assert!(
        said(&other_keys).contains("another key named first"),
        "{}",
        said(&other_keys)
    );
    assert_eq!(code(&new.run(&restore(file, &[]))), 5);
    assert!(
        !new.at("database/sekisho.db").exists(),
        "nothing was written"
    );

    fs::copy(old.at("etc/keys"), new.at("etc/keys")).unwrap();
    let checked = new.json(&restore(file, &["--verify"]));
    assert_eq!(checked, told);
    assert!(
        !new.at("database/sekisho.db").exists(),
        "a check needs no database"
    );
    let done = new.run(&restore(file, &[]));
    assert_eq!(code(&done), 0, "{}", said(&done));
    assert!(
        printed(&done).contains("each row read back as it was written"),
        "{}",
        printed(&done)
    );
    let merchant = made["merchant_code"].as_str().unwrap();
    let shown = new.json(&["merchant", "show", "--merchant", merchant]);
    assert_eq!(shown["access_key"], made["access_key"]);
    let twice = new.run(&restore(file, &[]));
    assert_eq!(code(&twice), 4, "{}", said(&twice));
    assert!(
        said(&twice).contains("Name a new database"),
        "{}",
        said(&twice)
    );
    new.serve().stop();
}

#[test]
fn a_damaged_file_is_refused_and_nothing_is_written() {
    let old = Installation::migrated();
    let out = old.at("backup");
    let file = out.to_str().unwrap();
    old.json(&["backup", "--out", file]);
    let whole = fs::read(&out).unwrap();
    let new = Installation::on_sqlite();
    fs::copy(old.at("etc/keys"), new.at("etc/keys")).unwrap();
    let mut bent = whole.clone();
    let middle = whole.len() - 1_000;
    bent[middle] ^= 1;
    for (content, word) in [(bent.as_slice(), "altered"), (&whole[..middle], "cut off")] {
        fs::write(&out, content).unwrap();
        for more in [&["--verify"][..], &[]] {
            let refused = new.run(&restore(file, more));
            assert_eq!(code(&refused), 5, "{}", said(&refused));
            assert!(said(&refused).contains(word), "{}", said(&refused));
        }
    }
    assert!(!new.at("database/sekisho.db").exists());
}

/// Killed whenever: there is a whole backup of that name, or none.
#[test]
fn a_killed_backup_has_no_name() {
    let old = Installation::migrated();
    old.create_merchant(&["--contact-mail", "contact@a.example"]);
    for millis in [0, 5, 10, 20, 30, 40, 60, 80, 120, 200] {
        let out = old.at(&format!("backup{millis}"));
        let file = out.to_str().unwrap();
        let mut command = old.command(&["backup", "--out", file]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
        if out.exists() {
            let checked = old.run(&restore(file, &["--verify"]));
            assert_eq!(code(&checked), 0, "{}", said(&checked));
        }
    }
}

//! `audit-verify` as an auditor runs it: files, words and exit codes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use data_encoding::BASE64URL_NOPAD;
use trail::{Checkpoint, Export, Row, START};

use crate::{chain, key};

/// A folder with an export, the right keys and room for other files.
struct Case(tempfile::TempDir);

impl Case {
    fn of(rows: &[Row], checkpoints: &[Checkpoint]) -> Self {
        let case = Self(tempfile::tempdir().unwrap());
        let mut export = Export::create(&case.at("export")).unwrap();
        for row in rows {
            export.row(row).unwrap();
        }
        for checkpoint in checkpoints {
            export.checkpoint(checkpoint).unwrap();
        }
        export.finish().unwrap();
        let public = BASE64URL_NOPAD.encode(key().verifying_key().as_bytes());
        fs::write(case.at("keys"), format!("{public}\n")).unwrap();
        case
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Exit code and everything that was printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_audit-verify"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let said = [done.stdout, done.stderr].concat();
        (
            done.status.code().unwrap(),
            String::from_utf8(said).unwrap(),
        )
    }

    fn verify(&self) -> (i32, String) {
        self.run(&["--key", "keys", "export"])
    }
}

/// Shows PCI-28.
#[test]
fn the_program_says_whether_an_export_is_whole() {
    let (rows, checkpoints) = chain(9, &key());
    let case = Case::of(&rows, &checkpoints);
    let (code, said) = case.verify();
    assert_eq!(code, 0, "{said}");

    let (code, said) = case.run(&["--help"]);
    assert_eq!((code, said.contains("Exit codes")), (0, true), "{said}");
    fs::write(case.at("no-keys"), "no key\n").unwrap();
    for (arguments, why) in [
        (&["export"][..], "--key"),
        (&["--key", "keys"], "which export"),
        (&["--key"], "needs a file"),
        (&["--key", "nowhere", "export"], "nowhere"),
        (&["--key", "no-keys", "export"], "no-keys"),
        (&["--key", "keys", "nowhere"], "nowhere"),
        (&["--key", "keys", "export", "export"], "one export"),
        (&["--key", "keys", "--frobnicate", "export"], "--frobnicate"),
        (
            &["--key", "keys", "--checkpoints", "nowhere", "export"],
            "nowhere",
        ),
    ] {
        let (code, said) = case.run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
}

/// Every attack, through the files and the program.
/// Shows PCI-28.
#[test]
fn the_program_finds_every_attack() {
    let (whole, checkpoints) = chain(9, &key());
    let mut changed = whole.clone();
    changed[3].fields.outcome = "forged".to_owned();
    let mut removed = whole.clone();
    removed.remove(3);
    let mut swapped = whole.clone();
    swapped.swap(2, 3);
    let mut moved = whole.clone();
    moved[4].fields.merchant = Some([0x77; 16]);
    let mut link = START;
    let rewritten: Vec<Row> = whole
        .iter()
        .map(|row| {
            let mut fields = row.fields.clone();
            if row.seq == 4 {
                fields.outcome = "forged".to_owned();
            }
            let row = Row::chain(row.seq, fields, row.remark.clone(), &link);
            link = row.link;
            row
        })
        .collect();
    for (attack, rows, checkpoints) in [
        ("a changed field", &changed[..], &checkpoints[..]),
        ("a removed row", &removed, &checkpoints),
        ("a cut end", &whole[..7], &checkpoints),
        ("another order", &swapped, &checkpoints),
        ("another merchant", &moved, &checkpoints),
        ("links made anew", &rewritten, &checkpoints),
        ("no checkpoint", &whole, &[]),
    ] {
        let (code, said) = Case::of(rows, checkpoints).verify();
        assert_eq!(code, 1, "{attack}: {said}");
    }
    // The end cut off with its checkpoint: only one that was kept elsewhere tells.
    let case = Case::of(&whole[..6], &checkpoints[..2]);
    assert_eq!(case.verify().0, 0);
    let kept = Case::of(&whole, &checkpoints);
    let kept = kept.at("export").join(trail::CHECKPOINTS);
    let (code, said) = case.run(&[
        "--key",
        "keys",
        "--checkpoints",
        kept.to_str().unwrap(),
        "export",
    ]);
    assert_eq!(code, 1, "{said}");
    // Signed with a key that nobody trusts.
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[8; 32]);
    let (rows, forged) = chain(9, &stranger);
    let (code, said) = Case::of(&rows, &forged).verify();
    assert_eq!(code, 1, "{said}");
}

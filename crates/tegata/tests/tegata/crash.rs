//! Killed in the middle, or two at once: nothing is lost, nothing is half.

use std::sync::mpsc;
use std::time::Duration;

use crate::runner::{Person, read};

const ACCOUNTS: usize = 400;
const KILLS: u64 = 60;
/// About how long a rename takes in a build without optimisation, in microseconds.
const LONGEST_MICROS: u64 = 120_000;

fn many() -> String {
    (0..ACCOUNTS).map(|n| line(n, "before")).collect()
}

fn line(number: usize, issuer: &str) -> String {
    let key = data_encoding::BASE32_NOPAD.encode(format!("key of account {number:08}").as_bytes());
    format!("otpauth://totp/{issuer}:{number}?secret={key}&issuer={issuer}\n")
}

/// Waits without sleeping; what it waits for never comes.
fn wait(duration: Duration) {
    let (_keep, nothing) = mpsc::channel::<()>();
    assert!(nothing.recv_timeout(duration).is_err());
}

#[test]
fn a_killed_process_leaves_the_old_vault_or_the_new_one() {
    let person = Person::with_open_vault();
    let file = person.file("many.txt", many().as_bytes());
    person.done(&["import", &file, "--yes"], "");
    let (mut old, mut new, mut leftovers) = (0, 0, 0);
    for round in 0..KILLS {
        let before = read(&person.vault()).unwrap();
        let name = format!("round {round}");
        let mut child = person.start(&["rename", "1", &name], b"");
        // From at once to about when it is done.
        wait(Duration::from_micros(round * LONGEST_MICROS / KILLS));
        let _ = child.kill();
        child.wait().unwrap();
        let after = read(&person.vault()).unwrap();
        let titles = person.titles();
        assert_eq!(titles.len(), ACCOUNTS, "{round}");
        if after == before {
            old += 1;
        } else {
            assert_eq!(titles[0], name, "{round}");
            assert_eq!(read(&person.path("vault.tegata.previous")).unwrap(), before);
            new += 1;
        }
        leftovers += usize::from(person.path("vault.tegata.new").exists());
    }
    println!(
        "killed {KILLS} times: {old} old, {new} new, {leftovers} half-written files left aside"
    );
    assert!(old > 0, "never killed in time");
    person.done(&["rename", "1", "at last"], "");
    assert!(!person.path("vault.tegata.new").exists());
}

/// The same, but killed in the very moment in which the new version is being written.
#[test]
fn a_process_killed_while_it_writes_leaves_the_old_vault_or_the_new_one() {
    let person = Person::with_open_vault();
    let many: String = (0..3000).map(|n| line(n, "before")).collect();
    let file = person.file("many.txt", many.as_bytes());
    person.done(&["import", &file, "--yes"], "");
    let half_written = person.path("vault.tegata.new");
    let (mut old, mut new, mut leftovers) = (0, 0, 0);
    for round in 0..20 {
        let before = read(&person.vault()).unwrap();
        let _ = std::fs::remove_file(&half_written);
        let name = format!("round {round}");
        let mut child = person.start(&["rename", "1", &name], b"");
        while !half_written.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
        leftovers += usize::from(half_written.exists());
        let after = read(&person.vault()).unwrap();
        if after == before {
            old += 1;
        } else {
            assert_eq!(person.titles()[0], name, "{round}");
            new += 1;
        }
        assert_eq!(person.titles().len(), 3000, "{round}");
    }
    println!("killed while writing 20 times: {old} old, {new} new, {leftovers} left half-written");
    person.done(&["rename", "1", "at last"], "");
    assert!(!half_written.exists());
}

#[test]
fn two_processes_at_once_lose_nothing() {
    let person = Person::with_open_vault();
    let children: Vec<_> = (0..12)
        .map(|number| {
            let uri = line(number, "at once");
            person.start(
                &["add", &format!("account {number}")],
                uri.replace(' ', "%20").as_bytes(),
            )
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(person.titles().len(), 12);
}

#[test]
fn counters_taken_at_once_are_all_different() {
    let person = Person::with_open_vault();
    person.done(&["add", "counting", "--type", "hotp"], "JBSWY3DPEHPK3PXP\n");
    let children: Vec<_> = (0..10)
        .map(|_| person.start(&["code", "counting"], b""))
        .collect();
    let mut codes: Vec<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 10);
}

/// A disk that is really full, where one can be made.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_vault() {
    use std::process::Command;
    let person = Person::with_open_vault();
    let disk = person.path("small");
    std::fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(&disk)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        println!("no small disk can be mounted here; disk.rs shows the same with one made up");
        return;
    }
    let result = std::panic::catch_unwind(|| fill(&person));
    let unmounted = Command::new("umount").arg(&disk).status().unwrap();
    assert!(unmounted.success());
    if let Err(panic) = result {
        std::panic::resume_unwind(panic);
    }
}

#[cfg(target_os = "linux")]
fn fill(person: &Person) {
    let vault = person.text_path("small/vault.tegata");
    person.done(&["init", "--open", "--yes", "--vault", &vault], "");
    person.done(&["add", "kept", "--vault", &vault], "JBSWY3DPEHPK3PXP\n");
    let file = person.file("many.txt", many().as_bytes());
    let before = read(&person.path("small/vault.tegata")).unwrap();
    let ran = person.run(&["import", &file, "--yes", "--vault", &vault], "");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(read(&person.path("small/vault.tegata")).unwrap(), before);
    let list = person.done(&["list", "--vault", &vault], "");
    assert!(list.out.contains("kept"), "{list:?}");
    assert!(!person.path("small/vault.tegata.new").exists());
}

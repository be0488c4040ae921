//! Passwords, the printed key, and files that are no usable vault.

use crate::runner::{KEY, Person, read};

/// Shows APP-WIN-5: with a password, typed twice.
#[test]
fn a_sealed_vault_asks_for_its_password() {
    let (person, _) = Person::with_sealed_vault();
    person.done(&["add", "one"], &format!("correct horse\n{KEY}\n"));
    let code = person.done(&["code", "one", "--at", "59"], "correct horse\n");
    assert_eq!(code.out, "996554\n");
    person.refused(&["list"], "wrong\n", 5);
    person.refused(&["list"], "", 3);
    let file = person.file("password", b"correct horse\n");
    person.done(&["list", "--password-file", &file], "");
    let vault = read(&person.vault()).unwrap();
    for secret in [KEY, "one", "correct horse"] {
        assert!(!contains(&vault, secret.as_bytes()), "{secret}");
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Shows APP-WIN-5: without a password, once that has been said in plain words.
#[test]
fn an_open_vault_is_made_only_by_one_who_says_so() {
    let person = Person::new();
    let ran = person.refused(&["init", "--open"], "no\n", 3);
    assert!(ran.out.is_empty(), "{ran:?}");
    person.done(&["init", "--open"], "yes\n");
    person.refused(&["init", "--open", "--yes"], "", 6);
    person.done(&["list"], "");
}

#[test]
fn a_password_is_not_empty_and_typed_twice() {
    let person = Person::new();
    for input in ["\n\n", "one\ntwo\n"] {
        person.refused(&["init"], input, 5);
    }
    person.refused(&["init"], "one\n", 3);
    assert_eq!(read(&person.vault()), None);
}

/// Shows APP-WIN-9: a forgotten password costs nothing but the printed key.
#[test]
fn a_forgotten_password_is_replaced() {
    let (person, key) = Person::with_sealed_vault();
    person.done(&["add", "one"], &format!("correct horse\n{KEY}\n"));
    let forgotten = ["password", "--forgotten", "--cost", "light"];
    person.refused(&forgotten, &format!("{}\nnew\nnew\n", &key[1..]), 5);
    let mistyped = key.replacen(key.chars().next().unwrap(), "7", 1);
    let other = if mistyped == key {
        key.replacen('7', "A", 1)
    } else {
        mistyped
    };
    person.refused(&forgotten, &format!("{other}\nnew\nnew\n"), 5);
    person.done(&forgotten, &format!("{}\nnew\nnew\n", key.to_lowercase()));
    person.refused(&["list"], "correct horse\n", 5);
    assert!(person.done(&["list"], "new\n").out.contains("one"));
    // The printed key still holds.
    person.done(&forgotten, &format!("{key}\nnewer\nnewer\n"));
}

#[test]
fn a_changed_password_leaves_no_version_under_the_old_one() {
    let (person, _) = Person::with_sealed_vault();
    person.done(&["add", "one"], &format!("correct horse\n{KEY}\n"));
    let change = ["password", "--cost", "light"];
    person.refused(&change, "wrong\nnew\nnew\n", 5);
    person.done(&change, "correct horse\nnew\nnew\n");
    person.refused(&["list"], "correct horse\n", 5);
    let previous = person.text_path("vault.tegata.previous");
    let list = ["list", "--vault", previous.as_str()];
    person.refused(&list, "correct horse\n", 5);
    assert!(person.done(&list, "new\n").out.contains("one"));
}

#[test]
fn protection_is_taken_off_and_put_on() {
    let (person, key) = Person::with_sealed_vault();
    person.done(&["add", "one"], &format!("correct horse\n{KEY}\n"));
    person.refused(&["password", "--open"], "correct horse\nno\n", 3);
    person.done(&["password", "--open"], "correct horse\nyes\n");
    assert_eq!(person.titles(), ["one"]);
    person.done(&["password", "--cost", "light"], "second\nsecond\n");
    person.refused(&["list"], "correct horse\n", 5);
    person.done(&["list"], "second\n");
    // It is a new seal: the paper from before opens nothing any more.
    person.refused(&["password", "--forgotten"], &format!("{key}\nx\nx\n"), 5);
}

#[test]
fn everything_can_be_made_new() {
    let (person, key) = Person::with_sealed_vault();
    let renew = ["password", "--renew", "--cost", "light", "--json"];
    let made = person.done(&renew, "correct horse\nnew\nnew\n");
    let json: serde_json::Value = serde_json::from_str(&made.out).unwrap();
    let new_key = json["recovery_key"].as_str().unwrap();
    assert_ne!(new_key, key);
    let forgotten = ["password", "--forgotten", "--cost", "light"];
    person.refused(&forgotten, &format!("{key}\nx\nx\n"), 5);
    person.done(&forgotten, &format!("{new_key}\nx\nx\n"));
    let only_key = [
        "password",
        "--new-recovery-key",
        "--cost",
        "light",
        "--json",
    ];
    person.done(&only_key, "x\n");
    person.refused(&forgotten, &format!("{new_key}\ny\ny\n"), 5);
}

#[test]
fn each_unusable_file_is_named_and_left_alone() {
    let (person, _) = Person::with_sealed_vault();
    let good = read(&person.vault()).unwrap();
    let mut newer = good.clone();
    newer[9] = 9;
    let mut damaged = good.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let cases: [(&[u8], &str); 6] = [
        (b"otpauth://totp/x?secret=GEZDGNBV\n", "not a vault"),
        (&newer, "newer"),
        (&good[..good.len() - 7], "cut off"),
        (&damaged, "damaged"),
        (b"", "cut off"),
        (&vec![b'T'; 33 * 1024 * 1024], "larger"),
    ];
    let mut told = Vec::new();
    for (content, word) in cases {
        std::fs::write(person.vault(), content).unwrap();
        for command in [&["list"][..], &["add", "x"], &["password"]] {
            let ran = person.refused(command, "correct horse\ncorrect horse\nx\n", 7);
            assert!(ran.err.contains(word), "{word}: {ran:?}");
            told.push(ran.err);
        }
        person.refused(&["init"], "x\nx\n", 6);
    }
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 5);
}

#[test]
fn a_missing_vault_says_how_to_make_one() {
    let person = Person::new();
    let ran = person.refused(&["list"], "", 6);
    assert!(ran.err.contains("tegata init"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_what_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let person = Person::with(&["one"]);
    let export = person.text_path("out.txt");
    person.done(&["export", "otpauth", &export, "--yes"], "");
    let names = [
        "vault.tegata",
        "vault.tegata.previous",
        "vault.tegata.lock",
        "out.txt",
    ];
    for name in names {
        let mode = std::fs::metadata(person.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_vault_behind_a_link_is_changed_where_it_is() {
    let person = Person::with(&["one"]);
    std::fs::rename(person.vault(), person.path("real")).unwrap();
    std::os::unix::fs::symlink(person.path("real"), person.vault()).unwrap();
    person.done(&["rename", "one", "two"], "");
    assert!(person.vault().is_symlink());
    let real = person.text_path("real");
    assert!(
        person
            .done(&["list", "--vault", &real], "")
            .out
            .contains("two")
    );
}

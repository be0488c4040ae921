//! From and to other apps, as their users do it.

use crate::runner::{KEY, Person, read};

const TWO: &str = "otpauth://totp/GitHub:alice?secret=JBSWY3DPEHPK3PXP&issuer=GitHub\r\n\
                   otpauth://totp/kanri?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\r\n";

/// Shows MIG-2, MIG-4, MIG-9: what is new is said first, and taken over after one yes.
#[test]
fn an_import_is_a_plan_first() {
    let person = Person::with_open_vault();
    let file = person.file("authenticator.txt", TWO.as_bytes());
    let plan = person.refused(&["import", &file], "", 3);
    assert!(
        plan.out.contains("New: 2") && plan.out.contains("GitHub (alice)"),
        "{plan:?}"
    );
    person.refused(&["import", &file], "no\n", 3);
    person.done(&["import", &file, "--dry-run"], "");
    assert!(person.titles().is_empty());
    person.done(&["import", &file], "yes\n");
    assert_eq!(person.titles(), ["GitHub (alice)", "kanri"]);
    let again = person.done(&["import", &file], "");
    assert!(again.out.contains("Already there: 2"), "{again:?}");
    assert_eq!(person.titles().len(), 2);
}

#[test]
fn one_bad_entry_takes_no_other_down() {
    let person = Person::with_open_vault();
    let bad = format!("{TWO}otpauth://totp/broken?secret=!!!!\r\n\r\notpauth://totp/none\r\n");
    let file = person.file("mixed.txt", bad.as_bytes());
    let ran = person.run(&["import", &file, "--yes"], "");
    assert_eq!(ran.code, 10, "{ran:?}");
    assert!(
        ran.out.contains("line 3") && ran.out.contains("line 5"),
        "{ran:?}"
    );
    assert_eq!(person.titles().len(), 2);
    let json = person.json(&["import", &file, "--dry-run"], "");
    assert_eq!(json["unreadable"][0]["place"]["line"], 3);
    assert_eq!(json["unreadable"][0]["why"], "bad-secret");
}

#[test]
fn what_differs_is_left_unless_it_is_said_otherwise() {
    let person = Person::with_open_vault();
    let file = person.file("a.txt", TWO.as_bytes());
    person.done(&["import", &file, "--yes"], "");
    let reissued = TWO.replace(KEY, "MFRGGZDFMZTWQ2LK");
    let file = person.file("b.txt", reissued.as_bytes());
    let ran = person.done(&["import", &file, "--yes"], "");
    assert!(ran.out.contains("Different: 1"), "{ran:?}");
    assert_eq!(
        person.done(&["code", "alice", "--at", "59"], "").out,
        "996554\n"
    );
    person.done(&["import", &file, "--yes", "--differing", "replace"], "");
    let code = person.done(&["code", "alice", "--at", "59"], "").out;
    assert_ne!(code, "996554\n");
    assert_eq!(person.titles().len(), 2);
    assert_eq!(
        person
            .json(&["list", "--bin"], "")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    person.done(&["restore", "GitHub"], "");
    assert_eq!(person.titles().len(), 3);
}

#[test]
fn standard_input_is_read_after_the_password() {
    let (person, _) = Person::with_sealed_vault();
    let input = format!("correct horse\n{TWO}");
    person.done(&["import", "-", "--yes"], &input);
    let list = person.done(&["list"], "correct horse\n");
    assert!(list.out.contains("kanri"), "{list:?}");
}

#[test]
fn what_is_no_file_of_an_app_is_refused() {
    let person = Person::with(&["one"]);
    for content in [&b""[..], b"hello", b"{}", b"[1,2", &[0xff; 64]] {
        let file = person.file("x", content);
        let ran = person.refused(&["import", &file, "--yes"], "", 9);
        assert!(!ran.err.contains("panic"), "{ran:?}");
    }
    person.refused(&["import", "nowhere.txt", "--yes"], "", 6);
}

/// Shows MIG-1, MIG-3, MIG-5, MIG-7, MIG-9: what is written reads back as the same accounts.
#[test]
fn what_is_exported_comes_back() {
    let person = Person::with_open_vault();
    let file = person.file("a.txt", TWO.as_bytes());
    person.done(&["import", &file, "--yes"], "");
    let formats = [
        "otpauth",
        "uri",
        "extension-text",
        "authenticator",
        "winauth",
        "winauth-text-3.6",
        "winauth-zip",
        "winauth-xml",
        "google",
        "aegis",
    ];
    for format in formats {
        let export = person.text_path(&format!("out-{format}"));
        let ran = person.run(&["export", format, &export, "--yes"], "");
        assert!(matches!(ran.code, 0 | 10), "{format}: {ran:?}");
        assert!(
            ran.err.contains("as good as the codes"),
            "{format}: {ran:?}"
        );
        let other = Person::with_open_vault();
        other.done(&["import", &export, "--yes"], "");
        for (name, code) in [("alice", "996554\n"), ("kanri", "287082\n")] {
            let shown = other.done(&["code", name, "--at", "59"], "");
            assert_eq!(shown.out, code, "{format} {name}");
        }
        let check = person.done(&["verify-backup", &export], "");
        assert!(check.out.contains("2 of 2"), "{format}: {check:?}");
    }
}

#[test]
fn an_export_with_a_password_needs_it() {
    let person = Person::with(&["one"]);
    for format in ["authenticator", "winauth-zip", "winauth-xml", "aegis"] {
        let export = person.text_path(format);
        let arguments = ["export", format, &export, "--encrypt", "--yes"];
        person.refused(&arguments, "a\nb\n", 5);
        assert_eq!(read(&person.path(format)), None);
        let ran = person.run(&arguments, "file password\nfile password\n");
        assert!(matches!(ran.code, 0 | 10), "{format}: {ran:?}");
        let other = Person::with_open_vault();
        other.refused(&["import", &export, "--yes"], "wrong\n", 9);
        other.refused(&["import", &export, "--yes"], "", 3);
        other.done(&["import", &export, "--yes"], "file password\n");
        assert_eq!(
            other.done(&["code", "one", "--at", "59"], "").out,
            "996554\n"
        );
    }
    let plain = person.text_path("plain");
    person.refused(
        &["export", "otpauth", &plain, "--encrypt", "--yes"],
        "a\na\n",
        9,
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_written_without_a_yes() {
    let person = Person::with(&["one"]);
    let there = person.file("there", b"precious");
    person.refused(&["export", "otpauth", &there, "--yes"], "", 6);
    person.refused(&["export", "otpauth", &there, "--force"], "no\n", 3);
    assert_eq!(read(&person.path("there")).unwrap(), b"precious");
    person.done(&["export", "otpauth", &there, "--force", "--yes"], "");
    let text = String::from_utf8(read(&person.path("there")).unwrap()).unwrap();
    assert!(text.starts_with("otpauth://totp/"), "{text}");
    let piped = person.done(&["export", "otpauth", "-", "--yes"], "");
    assert_eq!(piped.out, text);
}

#[test]
fn what_a_format_cannot_carry_is_said_before_it_is_written() {
    let person = Person::with(&["one"]);
    person.done(&["add", "valve", "--type", "steam"], "GEZDGNBVGY3TQOJQ\n");
    let export = person.text_path("google");
    let ran = person.refused(&["export", "google", &export], "no\n", 3);
    assert!(ran.err.contains("valve"), "{ran:?}");
    assert_eq!(read(&person.path("google")), None);
    let ran = person.run(&["export", "google", &export, "--yes"], "");
    assert_eq!(ran.code, 10, "{ran:?}");
    person.refused(
        &["export", "google", &export, "valve", "--yes", "--force"],
        "",
        9,
    );
}

/// Shows MIG-7, MIG-8: by codes before a camera.
#[test]
fn accounts_move_to_a_phone_and_back_by_pictures() {
    let person = Person::with_open_vault();
    let file = person.file("a.txt", TWO.as_bytes());
    person.done(&["import", &file, "--yes"], "");
    let picture = person.text_path("move.png");
    let arguments = [
        "qr",
        "--all",
        "--google",
        "--per-code",
        "1",
        "--png",
        &picture,
    ];
    person.done(&arguments, "");
    let (one, two) = (
        person.text_path("move-1.png"),
        person.text_path("move-2.png"),
    );
    let other = Person::with_open_vault();
    let ran = other.refused(&["import", &two, "--yes"], "", 9);
    assert!(ran.err.contains("missing are: 1"), "{ran:?}");
    other.done(&["import", &two, &one, "--yes"], "");
    assert_eq!(other.titles().len(), 2);
    let half = Person::with_open_vault();
    half.done(&["import", &two, "--incomplete", "--yes"], "");
    assert_eq!(half.titles().len(), 1);
    let shown = person.done(&["qr", "kanri"], "");
    assert!(shown.out.contains('█'), "{shown:?}");
    person.refused(&["qr"], "", 2);
}

#[test]
fn a_name_from_a_stranger_cannot_play_with_the_terminal() {
    let person = Person::with_open_vault();
    let uri = "otpauth://totp/a%E2%80%AE%1B%5B31m?secret=JBSWY3DPEHPK3PXP\n";
    let file = person.file("bad.txt", uri.as_bytes());
    let plan = person.done(&["import", &file, "--yes"], "");
    let list = person.done(&["list"], "");
    for text in [plan.out, list.out] {
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202e}'),
            "{text:?}"
        );
    }
}

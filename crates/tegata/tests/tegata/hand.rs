//! What people do by hand, beside what they did in the app that they came from.

use crate::runner::{KEY, Person};

/// Shows APP-AUTH-4, APP-WIN-3, APP-OTPM-4, APP-GA-4; APP-AUTH-2 and APP-WIN-2: there is nothing
/// to open first.
#[test]
fn an_account_is_added_by_its_key_and_shows_its_code() {
    let person = Person::with_open_vault();
    let added = person.done(&["add", "管理用"], "jbsw y3dp-ehpk 3pxp\n");
    // Shows APP-WIN-4: the present code is there for comparison.
    assert!(added.out.contains("管理用"), "{added:?}");
    let code = person.done(&["code", "管理用", "--at", "59"], "");
    assert_eq!(code.out, "996554\n");
    let typed_wide = "ＪＢＳＷＹ３ＤＰＥＨＰＫ３ＰＸＰ\n";
    let again = person.done(&["add", "管理用"], typed_wide);
    assert!(again.out.contains("already"), "{again:?}");
    assert_eq!(person.titles(), ["管理用"]);
}

/// Shows APP-AUTH-5, APP-WIN-6, APP-OTPM-6, APP-GA-5: one command shows the codes of all.
#[test]
fn all_codes_are_shown_in_a_list() {
    let person = Person::with(&["one", "two"]);
    person.done(&["add", "counting", "--type", "hotp"], &format!("{KEY}\n"));
    let all = person.done(&["code", "--at", "59"], "");
    assert_eq!(all.out.matches("996 554").count(), 2, "{all:?}");
    assert!(all.out.contains("on demand"), "{all:?}");
    let json = person.json(&["code", "--at", "59"], "");
    assert_eq!(json[0]["code"], "996554");
    assert_eq!(json[0]["until"], 60);
}

/// Shows APP-OTPM-5: without a name or a valid key nothing is added.
#[test]
fn what_is_incomplete_is_not_added() {
    let person = Person::with_open_vault();
    for bad in ["", "0189", "JBSWY3DP!", "=", "é"] {
        person.refused(&["add", "name"], &format!("{bad}\n"), 9);
    }
    person.refused(&["add", "name"], "", 3);
    person.refused(&["add"], &format!("{KEY}\n"), 2);
    assert!(person.titles().is_empty());
}

#[test]
fn a_secret_is_never_taken_as_an_argument() {
    let person = Person::with_open_vault();
    let uri = format!("otpauth://totp/x?secret={KEY}");
    let ran = person.refused(&["add", &uri], "", 2);
    assert!(ran.err.contains("argument"), "{ran:?}");
}

/// Shows APP-GA-3: by the picture of the code.
#[test]
fn an_account_is_added_from_a_picture() {
    let person = Person::with(&["GitHub"]);
    let picture = person.text_path("code.png");
    person.done(&["qr", "GitHub", "--png", &picture], "");
    let other = Person::with_open_vault();
    other.done(&["add", "--qr", &picture], "");
    assert_eq!(
        other.done(&["code", "GitHub", "--at", "59"], "").out,
        "996554\n"
    );
    let no_picture = other.file("no.png", b"\x89PNG\r\n\x1a\nnothing");
    other.refused(&["add", "--qr", &no_picture], "", 9);
}

#[test]
fn an_account_is_added_by_its_address() {
    let person = Person::with_open_vault();
    let uri = format!(
        "otpauth://totp/Example:alice%40x.org?secret={KEY}&issuer=Example&algorithm=SHA256&digits=8\n"
    );
    person.done(&["add"], &uri);
    assert_eq!(person.titles(), ["Example (alice@x.org)"]);
    assert_eq!(
        person.done(&["code", "alice", "--at", "59"], "").out,
        "36344551\n"
    );
}

#[test]
fn steam_and_battle_net_codes_are_shown() {
    let person = Person::with_open_vault();
    person.done(&["add", "s", "--type", "steam"], &format!("{KEY}\n"));
    person.done(&["add", "b", "--type", "battlenet"], &format!("{KEY}\n"));
    assert_eq!(person.done(&["code", "s", "--at", "59"], "").out, "2YXGV\n");
    assert_eq!(
        person.done(&["code", "b", "--at", "59"], "").out,
        "41996554\n"
    );
}

/// Shows APP-AUTH-7, APP-WIN-8, APP-OTPM-8, APP-GA-7.
#[test]
fn an_account_gets_another_name() {
    let person = Person::with(&["一般"]);
    person.done(&["rename", "一般", "一般(佐藤)", "--issuer", "関所"], "");
    assert_eq!(person.titles(), ["関所 (一般(佐藤))"]);
    person.done(&["rename", "1", "自分の名前"], "");
    assert_eq!(person.titles(), ["自分の名前"]);
    person.done(&["rename", "1", ""], "");
    assert_eq!(person.titles(), ["関所 (一般(佐藤))"]);
    person.refused(&["rename", "関所"], "", 2);
    person.refused(&["rename", "nobody", "x"], "", 4);
}

/// Shows APP-AUTH-6, APP-WIN-7, APP-OTPM-7, APP-GA-6: and a slip is no loss.
#[test]
fn a_removed_account_waits_in_the_bin() {
    let person = Person::with_open_vault();
    person.done(&["add", "one"], &format!("{KEY}\n"));
    person.done(&["remove", "one"], "");
    assert!(person.titles().is_empty());
    let bin = person.done(&["list", "--bin"], "");
    assert!(bin.out.contains("one"), "{bin:?}");
    person.done(&["restore", "one"], "");
    assert_eq!(person.titles(), ["one"]);
    person.refused(&["remove", "one", "--for-good"], "yes\n", 4);
    person.done(&["remove", "one"], "");
    person.refused(&["remove", "one", "--for-good"], "no\n", 3);
    person.refused(&["remove", "one", "--for-good"], "", 3);
    person.done(&["remove", "one", "--for-good"], "はい\n");
    person.refused(&["restore", "one"], "", 4);
}

/// Shows APP-AUTH-3: what is used most stays in sight.
#[test]
fn accounts_are_pinned_and_moved() {
    let person = Person::with_open_vault();
    for (name, key) in [
        ("a", "GEZDGNBVGY3TQOJQ"),
        ("b", KEY),
        ("c", "MFRGGZDFMZTWQ2LK"),
    ] {
        person.done(&["add", name], &format!("{key}\n"));
    }
    person.done(&["pin", "c"], "");
    assert_eq!(person.titles(), ["c", "a", "b"]);
    person.done(&["move", "b", "1"], "");
    assert_eq!(person.titles(), ["c", "b", "a"]);
    person.done(&["pin", "c", "--off"], "");
    person.done(&["move", "c", "99"], "");
    assert_eq!(person.titles(), ["b", "a", "c"]);
}

#[test]
fn a_name_that_fits_several_is_asked_back() {
    let person = Person::with_open_vault();
    person.done(&["add", "Office Tokyo"], &format!("{KEY}\n"));
    person.done(&["add", "Office Osaka"], "GEZDGNBVGY3TQOJQ\n");
    let ran = person.refused(&["code", "office"], "", 4);
    assert!(
        ran.err.contains("Tokyo") && ran.err.contains("Osaka"),
        "{ran:?}"
    );
    person.done(&["code", "OFFICE", "tok"], "");
}

#[test]
fn a_counter_is_saved_before_its_code_is_shown() {
    let person = Person::with_open_vault();
    let add = ["add", "counting", "--type", "hotp"];
    person.done(&add, &format!("{KEY}\n"));
    for code in ["282760\n", "996554\n", "602287\n"] {
        assert_eq!(person.done(&["code", "counting"], "").out, code);
    }
    // While it cannot be saved, no code is given away.
    let writer = tegata::vault::file::VaultFile::at(&person.vault())
        .lock(false)
        .unwrap();
    let ran = person.refused(&["code", "counting", "--no-wait"], "", 8);
    assert_eq!(ran.out, "");
    drop(writer);
    assert_eq!(person.done(&["code", "counting"], "").out, "143627\n");
    person.refused(&["code", "counting", "--at", "59"], "", 2);
}

#[test]
fn a_code_is_watched_for_a_while() {
    let person = Person::with(&["one"]);
    let ran = person.done(&["code", "one", "--watch", "--for", "1"], "");
    let codes: Vec<&str> = ran.out.lines().collect();
    assert!(codes.len() >= 2, "{ran:?}");
    assert!(codes.iter().all(|code| code.len() == 6), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_code_is_put_on_the_clipboard_and_taken_away_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let person = Person::with(&["one"]);
    let log = person.text_path("log");
    let board = person.text_path("board");
    // Stands in for the program of the system: keeps what it is given.
    let script = format!(
        "#!/bin/sh\nif [ \"$3\" = -out ]; then cat {board}; else cat > {board}; cat {board} >> {log}; echo '|' >> {log}; fi\n"
    );
    let program = person.file("xclip", script.as_bytes());
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", person.path("").display());
    let copy = |command: &mut std::process::Command| {
        let output = command
            .env("DISPLAY", ":none")
            .env("PATH", &path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    };
    copy(&mut person.command(&["code", "one", "--copy", "--for", "0"]));
    let kept = std::fs::read_to_string(&log).unwrap();
    let (first, rest) = kept.split_once("|\n").unwrap();
    assert!(
        first.len() == 6 && first.bytes().all(|b| b.is_ascii_digit()),
        "{kept}"
    );
    assert_eq!(rest, "|\n", "it was emptied");
}

#[test]
fn without_a_clipboard_the_code_is_not_said_to_be_on_it() {
    let person = Person::with(&["one"]);
    let mut command = person.command(&["code", "one", "--copy", "--for", "0"]);
    let output = command.env("PATH", "").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

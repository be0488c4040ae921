//! Japanese and English, by locale or by choice.

use crate::runner::{KEY, Person};

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='鿿').contains(&c))
}

#[test]
fn the_locale_chooses_the_language_and_an_option_overrules_it() {
    let mut person = Person::with(&["one"]);
    for (locale, japanese) in [
        ("ja_JP.UTF-8", true),
        ("en_US.UTF-8", false),
        ("C.UTF-8", false),
        ("de_DE.UTF-8", false),
    ] {
        person.locale = locale;
        let list = person.done(&["list"], "").out;
        assert_eq!(is_japanese(&list), japanese, "{locale}: {list}");
        assert!(is_japanese(&person.done(&["list", "--lang", "ja"], "").out));
        assert!(!is_japanese(&person.done(&["--lang=en", "list"], "").out));
    }
}

const COMMANDS: [&str; 17] = [
    "init",
    "password",
    "list",
    "code",
    "add",
    "rename",
    "remove",
    "restore",
    "pin",
    "move",
    "import",
    "export",
    "qr",
    "verify-backup",
    "doctor",
    "completions",
    "man",
];

#[test]
fn help_is_in_the_language_too() {
    let mut person = Person::with_open_vault();
    for (locale, japanese) in [("ja_JP.UTF-8", true), ("en_US.UTF-8", false)] {
        person.locale = locale;
        let help = person.done(&["--help"], "").out;
        for command in COMMANDS {
            assert!(help.contains(command), "{command}");
            let usage = if japanese {
                "tegata [\u{30aa}\u{30d7}\u{30b7}\u{30e7}\u{30f3}] <\u{30b3}\u{30de}\u{30f3}\u{30c9}>"
            } else {
                "tegata [OPTIONS] <COMMAND>"
            };
            assert!(help.contains(usage), "{help}");
            let help = person.done(&[command, "--help"], "").out;
            assert_eq!(is_japanese(&help), japanese, "{command}: {help}");
            for english in [
                "Usage:",
                "Options:",
                "Arguments:",
                "Print",
                "possible values",
                "[OPTIONS]",
                "<FILE>",
                "<NAME>",
                "[NAME]",
                "<CHOICE>",
                "<SECONDS>",
                "<TIME>",
                "<N>",
            ] {
                assert!(!(japanese && help.contains(english)), "{command}: {help}");
            }
        }
    }
}

#[test]
fn refusals_are_in_the_language_too() {
    let mut person = Person::with_open_vault();
    for (locale, japanese) in [("ja_JP.UTF-8", true), ("en_US.UTF-8", false)] {
        person.locale = locale;
        for wrong in [
            &["nonsense"][..],
            &["list", "--nonsense"],
            &["move", "x"],
            &["move", "x", "first"],
            &["export", "floppy", "x"],
            &["qr", "--svg"],
            &["code", "x", "--copy", "--watch"],
        ] {
            let ran = person.refused(wrong, "", 2);
            assert_eq!(is_japanese(&ran.err), japanese, "{wrong:?}: {ran:?}");
            assert!(!ran.err.contains("error:"), "{wrong:?}: {ran:?}");
        }
        let none = person.refused(&["code", "nobody"], "", 4);
        assert_eq!(is_japanese(&none.err), japanese, "{none:?}");
    }
}

/// One example per app and direction.
#[test]
fn help_has_an_example_for_each_app_and_direction() {
    let person = Person::new();
    for command in ["import", "export"] {
        let help = person.done(&[command, "--help"], "").out;
        for app in ["Authenticator", "WinAuth", "OTP Manager", "Google", "Aegis"] {
            assert!(help.contains(app), "{command} {app}: {help}");
        }
    }
}

#[test]
fn a_yes_is_taken_in_either_language() {
    let mut person = Person::with_open_vault();
    person.locale = "ja_JP.UTF-8";
    let uri = format!("otpauth://totp/x?secret={KEY}\n");
    let file = person.file("a.txt", uri.as_bytes());
    person.refused(&["import", &file], "いいえ\n", 3);
    person.done(&["import", &file], "はい\n");
}

//! The commands as a shell sees them: exit codes, results, messages.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod support;

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use support::{Installation, code, printed, run, said};

#[test]
fn help_and_mistakes_have_their_exit_codes() {
    for (arguments, expected) in [
        (&["--help"][..], 0),
        (&["--version"], 0),
        (&["help", "merchant", "create"], 0),
        (&[], 2),
        (&["frobnicate"], 2),
        (&["serve"], 2),
        (
            &["merchant", "show", "--config", "x", "--merchant", "12"],
            2,
        ),
        (&["demo", "--listen", "0.0.0.0:0"], 2),
        (&["serve", "--config", "/nowhere/sekisho.toml"], 3),
        (&["check-config", "--config", "/nowhere/sekisho.toml"], 3),
    ] {
        assert_eq!(code(&run(arguments)), expected, "{arguments:?}");
    }
    let help = printed(&run(&["--help"]));
    for number in 0..=7 {
        assert!(help.contains(&format!("\n  {number}  ")), "{help}");
    }
}

#[test]
fn papers_are_printed() {
    let man = printed(&run(&["man"]));
    for word in [".TH sekisho", "reset\\-admin", "Exit codes"] {
        assert!(man.contains(word), "{word} is not in\n{man}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]);
        assert_eq!(code(&script), 0);
        assert!(printed(&script).contains("check-config"), "{shell}");
    }
}

#[test]
fn check_config_names_everything_wrong_at_once() {
    let installation = Installation::on_sqlite();
    let good = installation.run(&["check-config"]);
    assert_eq!(code(&good), 0, "{}", said(&good));
    assert!(
        said(&good).contains("warning: brand.phone"),
        "{}",
        said(&good)
    );

    fs::write(
        installation.config(),
        "listen = \"x\"\npublic_url = \"http://console.example\"\ndatabase = \"sqlite:a\"\n\
         keys = \"keys\"\nkyes = 1\n[session]\nidle_minutes = 60\n",
    )
    .unwrap();
    let wrong = installation.run(&["check-config"]);
    assert_eq!(code(&wrong), 3);
    for name in [
        "listen",
        "keys",
        "kyes",
        "session.idle_minutes",
        "mail.carrier",
    ] {
        assert!(
            said(&wrong).contains(&format!("{name}: ")),
            "{name}: {}",
            said(&wrong)
        );
    }
}

#[test]
fn keys_are_made_on_purpose_and_once() {
    let installation = Installation::on_sqlite();
    let keys = installation.at("etc/keys");
    let before = fs::read(&keys).unwrap();
    let again = run(&["keys", "generate", "--out", keys.to_str().unwrap()]);
    assert_eq!(code(&again), 5);
    assert_eq!(fs::read(&keys).unwrap(), before);

    fs::set_permissions(&keys, fs::Permissions::from_mode(0o644)).unwrap();
    for command in ["check-config", "migrate", "serve"] {
        let refused = installation.run(&[command]);
        assert_eq!(code(&refused), 3, "{command}");
        assert!(said(&refused).contains("chmod 600"), "{}", said(&refused));
    }
    fs::remove_file(&keys).unwrap();
    for command in ["check-config", "migrate", "serve"] {
        let refused = installation.run(&[command]);
        assert_eq!(code(&refused), 3, "{command}");
        assert!(
            said(&refused).contains("sekisho keys generate --out"),
            "{}",
            said(&refused)
        );
    }
    assert!(!keys.exists(), "no command but one makes keys");
    assert!(
        !installation.at("database/sekisho.db").exists(),
        "nothing was begun"
    );
}

#[test]
fn a_database_with_other_keys_is_refused() {
    let installation = Installation::migrated();
    let keys = installation.at("etc/keys");
    fs::remove_file(&keys).unwrap();
    run(&["keys", "generate", "--out", keys.to_str().unwrap()]);
    for command in [&["serve"][..], &["migrate"], &["job", "run", "sweep"]] {
        let refused = installation.run(command);
        assert_eq!(code(&refused), 4, "{command:?}");
        assert!(
            said(&refused).contains("not those of this database"),
            "{}",
            said(&refused)
        );
    }
}

#[test]
fn a_database_without_schema_or_answer_is_refused() {
    let installation = Installation::on_sqlite();
    let bare = installation.run(&["serve"]);
    assert_eq!(code(&bare), 4);
    assert!(said(&bare).contains("sekisho migrate"), "{}", said(&bare));

    // A port that was free a moment ago: nobody answers there.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let away = format!("postgres://console:hunter2@127.0.0.1:{port}/console");
    installation.configure(&away, "");
    let refused = installation.run(&["migrate"]);
    assert_eq!(code(&refused), 4, "{}", said(&refused));
    assert!(!said(&refused).contains("hunter2"), "{}", said(&refused));
}

#[test]
fn a_taken_port_is_told_with_a_way_out() {
    let installation = Installation::migrated();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let text = fs::read_to_string(installation.config()).unwrap();
    let taken = format!("listen = \"{}\"", other.local_addr().unwrap());
    fs::write(
        installation.config(),
        text.replace("listen = \"127.0.0.1:0\"", &taken),
    )
    .unwrap();
    let refused = installation.run(&["serve"]);
    assert_eq!(code(&refused), 6, "{}", said(&refused));
    assert!(
        said(&refused).contains("choose another port"),
        "{}",
        said(&refused)
    );

    let address = other.local_addr().unwrap().to_string();
    let data = installation.at("demo");
    let arguments = [
        "demo",
        "--listen",
        &address,
        "--data",
        data.to_str().unwrap(),
    ];
    let refused = run(&arguments);
    assert_eq!(code(&refused), 6);
    assert!(
        said(&refused).contains("--listen 127.0.0.1:8081"),
        "{}",
        said(&refused)
    );
    assert!(!data.exists(), "nothing was begun");
}

#[test]
fn merchants_are_set_up_and_shown() {
    let installation = Installation::migrated();
    let made = installation.create_merchant(&["--contact-mail", "contact@a.example"]);
    let merchant_code = made["merchant_code"].as_str().unwrap();
    let access_key = made["access_key"].as_str().unwrap();
    assert_eq!((merchant_code.len(), access_key.len()), (9, 7));
    assert_eq!(made["first_password"].as_str().unwrap().len(), 12);
    assert!(
        made["login_url"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/{access_key}"))
    );

    let shown = installation.json(&["merchant", "show", "--merchant", merchant_code]);
    assert_eq!(shown["company"], "みほん商店");
    assert_eq!(shown["suspended"], false);
    assert!(shown.get("first_password").is_none(), "{shown}");

    let taken = installation.run(&[
        "merchant",
        "create",
        "--company",
        "x",
        "--kind",
        "tablet",
        "--code",
        merchant_code,
    ]);
    assert_eq!(code(&taken), 5);
    assert!(said(&taken).contains("is taken"), "{}", said(&taken));
}

/// Shows CS-7: a merchant is suspended and taken up again with a reason.
#[test]
fn merchants_are_suspended_and_taken_up() {
    let installation = Installation::migrated();
    let made = installation.create_merchant(&["--contact-mail", "contact@a.example"]);
    let merchant_code = made["merchant_code"].as_str().unwrap();
    let suspend = ["merchant", "suspend", "--merchant", merchant_code];
    let silent = installation.run(&suspend);
    assert_eq!(code(&silent), 2, "a reason is asked for: {}", said(&silent));
    let suspend = [&suspend[..], &["--reason", "unpaid"]].concat();
    assert_eq!(installation.json(&suspend)["suspended"], true);
    assert_eq!(
        installation.json(&[&suspend[..], &["--lift"]].concat())["suspended"],
        false
    );

    for command in [
        &["merchant", "show", "--merchant", "999999999"][..],
        &[
            "merchant",
            "suspend",
            "--merchant",
            "999999999",
            "--reason",
            "x",
        ],
        &[
            "operator",
            "reset-admin",
            "--merchant",
            "999999999",
            "--lock",
            "--reason",
            "x",
        ],
    ] {
        assert_eq!(code(&installation.run(command)), 5, "{command:?}");
    }
}

/// Shows OTP-11, LOCK-3, MAIL-2: a 管理 user who is locked out has a way back, told by mail.
#[test]
fn an_admin_user_gets_a_way_back() {
    let installation = Installation::migrated();
    let made = installation.create_merchant(&["--contact-mail", "contact@a.example"]);
    let merchant_code = made["merchant_code"].as_str().unwrap();
    let reset = [
        "operator",
        "reset-admin",
        "--merchant",
        merchant_code,
        "--reason",
        "asked",
    ];
    let what = ["--password", "--one-time-password", "--lock"];
    let done = installation.json(&[&reset[..], &what].concat());
    assert_eq!(done["one_time_password"], true);

    let dry = installation.json(&["job", "run", "mail", "--dry-run"]);
    assert_eq!(
        dry["waiting"], 3,
        "password, one-time password and lock, each told"
    );
    let sent = installation.json(&["job", "run", "mail"]);
    assert_eq!(
        (&sent["delivered"], &sent["refused"]),
        (&3.into(), &0.into())
    );
    let mails = installation.mails(3);
    assert!(
        mails
            .iter()
            .all(|mail| mail.contains("To: contact@a.example")),
        "{mails:?}"
    );
    assert_eq!(installation.json(&["job", "run", "mail"])["delivered"], 0);

    let nobody = installation.create_merchant(&[]);
    let merchant_code = nobody["merchant_code"].as_str().unwrap();
    let reset = [
        "operator",
        "reset-admin",
        "--merchant",
        merchant_code,
        "--reason",
        "asked",
    ];
    let refused = installation.run(&[&reset[..], &["--password"]].concat());
    assert_eq!(code(&refused), 5);
    assert!(
        said(&refused).contains("mail address"),
        "{}",
        said(&refused)
    );
}

#[test]
fn sweeping_counts_what_it_forgot() {
    let installation = Installation::migrated();
    let swept = installation.json(&["job", "run", "sweep"]);
    assert_eq!(swept["forms"], 0);
    assert_eq!(
        code(&installation.run(&["job", "run", "sweep", "--dry-run"])),
        5
    );
    assert_eq!(code(&installation.run(&["job", "run", "dishes"])), 2);
}

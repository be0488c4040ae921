//! `WinAuth`: text, ZIP and XML.

use std::process::Command;

use otp::Algorithm;
use tegata::Kind;
use tegata::formats::{Format, Loss, ReadError, Remark, Why, WinAuthVersion, WriteOptions};

use crate::given::{
    self, KEY, entry, file, hotp, losses, only, password, read, summary, totp, try_read, with_kind,
};

/// Shows MIG-3.
#[test]
fn the_lines_of_both_versions_are_read_and_written() {
    let old = "otpauth://totp/My Site:zo%c3%ab%40x.org?secret=JBSWY3DPEHPK3PXP&digits=6&issuer=My+Site\r\n";
    let new = "otpauth://totp/My%20Site:zo%c3%ab@x.org?secret=JBSWY3DPEHPK3PXP&digits=6&issuer=My+Site\r\n";
    for (format, line) in [(Format::WinAuthText35, old), (Format::WinAuthText36, new)] {
        let reading = read(line.as_bytes());
        assert_eq!(reading.format, format);
        let entry = reading.found[0].entry.clone();
        assert_eq!(
            (entry.issuer.as_str(), entry.account.as_str()),
            ("My Site", "zoë@x.org")
        );
        assert_eq!(entry.key.expose(), KEY);
        assert_eq!(given::text(format, &[entry]), line);
    }
}

#[test]
fn a_plus_is_judged_by_the_file_it_stands_in() {
    let line = |label: &str| format!("otpauth://totp/{label}?secret=JBSWY3DPEHPK3PXP&digits=6\r\n");
    let accounts = |text: &str| -> Vec<String> {
        let reading = read(text.as_bytes());
        reading.found.into_iter().map(|f| f.entry.account).collect()
    };
    // 3.5 writes blanks so, and an @ as %40.
    let old = line("a+b") + &line("c%40x.org");
    assert_eq!(accounts(&old), ["a b", "c@x.org"]);
    // 3.6 writes a plus so, and an @ as it is; a blank as %20.
    let new = line("a+b") + &line("c@x.org");
    assert_eq!(accounts(&new), ["a+b", "c@x.org"]);
    let new = line("a+b") + &line("c%20d");
    assert_eq!(accounts(&new), ["a+b", "c d"]);
    // Nothing tells: read as 3.5, and said.
    let reading = read(line("a+b").as_bytes());
    assert_eq!(reading.found[0].entry.account, "a b");
    assert_eq!(reading.found[0].remarks, [Remark::PlusGuessed]);
}

#[test]
fn counters_are_the_last_used_ones() {
    let line = "otpauth://hotp/A:a?secret=JBSWY3DPEHPK3PXP&digits=6&issuer=A&counter=5\r\n";
    let entry = only(line.as_bytes());
    assert_eq!(entry.kind, hotp(6));
    assert_eq!(given::text(Format::WinAuthText35, &[entry]), line);
    let fresh = with_kind("A", "a", hotp(0));
    assert_eq!(losses(Format::WinAuthText35, &fresh), [Loss::CounterShifts]);
    assert!(given::text(Format::WinAuthText35, &[fresh]).contains("&counter=0"));
    let far = with_kind("A", "a", hotp(1 << 40));
    assert_eq!(
        losses(Format::WinAuthText35, &far),
        [Loss::ParameterLeftOut]
    );
}

#[test]
fn kinds_of_its_own_are_read_and_given_back() {
    let text = "otpauth://totp/BattleNet:me?secret=JBSWY3DPEHPK3PXP&digits=8&issuer=BattleNet&serial=US123412341234\r\n\
                otpauth://totp/Steam:me?secret=JBSWY3DPEHPK3PXP&digits=5&issuer=Steam&deviceid=android%3a1&data=%7b%22a%22%3a1%7d&icon=SteamIcon.png\r\n";
    let reading = read(text.as_bytes());
    let kinds: Vec<Kind> = summary(&reading)
        .into_iter()
        .map(|(.., kind)| kind)
        .collect();
    assert_eq!(kinds, [Kind::BattleNet, Kind::Steam]);
    let entries: Vec<_> = reading.found.into_iter().map(|f| f.entry).collect();
    assert_eq!(entries[1].kept["winauth"]["data"], "{\"a\":1}");
    assert_eq!(given::text(Format::WinAuthText35, &entries), text);

    // The key of a Trion entry is the text of its secret.
    let trion =
        "otpauth://totp/Trion:me?secret=GZGVSTSHKJDVSWBXLBNFCTSMGZKDETJW&digits=8&issuer=Trion\r\n";
    let trion = only(trion.as_bytes());
    assert_eq!(trion.kind, Kind::Trion);
    assert_eq!(trion.key.expose(), b"6MYNGRGYX7XZQNL6T2M6");
    assert_eq!(losses(Format::WinAuthText35, &trion), [Loss::LeftOut]);
    assert_eq!(losses(Format::WinAuthXml, &trion), []);
}

/// Shows MIG-4.
#[test]
fn what_its_import_would_trip_over_is_not_written() {
    // Without a serial number the prefix BattleNet makes its import refuse the whole file.
    let battle = with_kind("BattleNet", "me", Kind::BattleNet);
    assert_eq!(
        losses(Format::WinAuthText36, &battle),
        [Loss::NameChanged, Loss::KindChanged]
    );
    assert_eq!(
        given::text(Format::WinAuthText36, &[battle]),
        "otpauth://totp/BattleNet%20(me)?secret=JBSWY3DPEHPK3PXP&digits=8\r\n"
    );
    let google = entry("Google", "me");
    assert_eq!(losses(Format::WinAuthText36, &google), [Loss::NameChanged]);
    let odd = entry("A#1", "b?c+d&e");
    for format in [Format::WinAuthText35, Format::WinAuthText36] {
        let text = given::text(format, std::slice::from_ref(&odd));
        let label = text.split("?secret=").next().unwrap();
        assert!(!label.contains(['#', '?', '+', '&']), "{text}");
        assert_eq!(only(text.as_bytes()).account, odd.account);
        assert_eq!(losses(format, &odd), [Loss::NameChanged]);
    }
    // 3.5 ignores algorithm and period and would show wrong codes.
    let sha256 = with_kind("A", "a", totp(Algorithm::Sha256, 8, 30));
    assert_eq!(
        losses(Format::WinAuthText35, &sha256),
        [Loss::ParameterLeftOut]
    );
    assert_eq!(losses(Format::WinAuthText36, &sha256), []);
    assert!(given::text(Format::WinAuthText36, &[sha256]).contains("&algorithm=SHA256"));
}

#[test]
fn a_hash_or_a_question_mark_in_a_label_is_survived() {
    let text = "otpauth://totp/A%20#1:b@x?secret=JBSWY3DPEHPK3PXP&digits=6\r\n\
                otpauth://totp/Why? me:b@x?secret=JBSWY3DPEHPK3PXP&digits=6\r\n";
    let reading = read(text.as_bytes());
    let issuers: Vec<String> = summary(&reading).into_iter().map(|(i, ..)| i).collect();
    assert_eq!(issuers, ["A #1", "Why? me"]);
}

#[test]
fn a_zip_opens_with_its_password_only() {
    let entries = [entry("GitHub", "alice"), with_kind("B", "b", hotp(3))];
    let plain = file(Format::WinAuthZip, &entries, &WriteOptions::default());
    let reading = read(&plain);
    assert_eq!(reading.format, Format::WinAuthZip);
    assert_eq!(reading.found.len(), 2);
    let options = WriteOptions {
        password: Some(password("pass word")),
        ..WriteOptions::default()
    };
    let locked = file(Format::WinAuthZip, &entries, &options);
    let format = Format::WinAuthZip;
    assert_eq!(
        try_read(&locked, None),
        Err(ReadError::PasswordNeeded(format))
    );
    assert_eq!(
        try_read(&locked, Some("pass")),
        Err(ReadError::WrongPassword(format))
    );
    let reading = try_read(&locked, Some("pass word")).unwrap();
    assert_eq!(summary(&reading)[1].2, hotp(3));
}

/// Python's own `zipfile` reads what we write.
#[test]
fn another_program_opens_the_zip() {
    let folder = std::env::temp_dir().join(format!("tegata-zip-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.zip");
    let options = WriteOptions {
        password: Some(password("pass word")),
        ..WriteOptions::default()
    };
    let entries: Vec<_> = (0..50)
        .map(|n| entry("Site", &format!("user{n}")))
        .collect();
    std::fs::write(&path, file(Format::WinAuthZip, &entries, &options)).unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); \
                  sys.stdout.buffer.write(z.read(z.namelist()[0], b'pass word'))";
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(&path)
        .output();
    let output =
        output.expect("python3 is there: oathtool's Debian package brings none, see README");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        given::text(Format::WinAuthText35, &entries)
    );
}

fn xml(version: &str, inner: &str) -> Vec<u8> {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<WinAuth version=\"{version}\">\
         <alwaysontop>false</alwaysontop>{inner}</WinAuth>"
    )
    .into_bytes()
}

fn authenticator(class: &str, name: &str, secret: &str) -> String {
    format!(
        "<WinAuthAuthenticator id=\"8f14e45f\" type=\"WinAuth.{class}Authenticator\">\
         <name>{name}</name><created>1700000000123</created><autorefresh>false</autorefresh>\
         <allowcopy>true</allowcopy><copyoncode>false</copyoncode><hideserial>true</hideserial>\
         <skin>GoogleIcon.png</skin><hotkey><key>65</key></hotkey><authenticatordata>\
         <servertimediff>-250</servertimediff><lastservertime>638000000000000000</lastservertime>\
         <secretdata>{secret}</secretdata></authenticatordata></WinAuthAuthenticator>"
    )
}

const HEX_KEY: &str = "48656C6C6F21DEADBEEF";

/// A class, its `secretdata`, and the kind it stands for.
fn authenticators() -> Vec<(&'static str, String, Kind)> {
    let hex = |text: &str| data_encoding::HEXUPPER.encode(text.as_bytes());
    let steam = format!(
        "{HEX_KEY}\t5|{}|{}|{}|{}",
        hex("1"),
        hex("android:1"),
        hex("{\"shared_secret\":\"x\"}"),
        hex("session")
    );
    let serial = hex("US-1234-1234-1234");
    let forty = format!("{HEX_KEY}{HEX_KEY}");
    vec![
        ("Google", format!("{HEX_KEY}\t6"), Kind::standard()),
        ("Microsoft", HEX_KEY.to_owned(), Kind::standard()),
        ("GuildWars", HEX_KEY.to_owned(), Kind::standard()),
        (
            "OktaVerify",
            format!("{HEX_KEY}\t8\tSHA256\t60"),
            totp(Algorithm::Sha256, 8, 60),
        ),
        ("HOTP", format!("{HEX_KEY}\t6|41"), hotp(42)),
        (
            "BattleNet",
            format!("{HEX_KEY}\t8|{serial}"),
            Kind::BattleNet,
        ),
        ("BattleNet", format!("{forty}{serial}"), Kind::BattleNet),
        (
            "Trion",
            format!("{HEX_KEY}\t8|{serial}|{serial}"),
            Kind::Trion,
        ),
        ("Steam", steam, Kind::Steam),
    ]
}

#[test]
fn every_kind_of_authenticator_is_read() {
    for (class, secret, kind) in &authenticators() {
        let file = xml("3.5", &authenticator(class, "GitHub (alice)", secret));
        let entry = only(&file);
        assert_eq!(entry.kind, *kind, "{class} {secret}");
        assert!(entry.key.expose().starts_with(KEY));
        assert_eq!(
            (entry.issuer.as_str(), entry.account.as_str()),
            ("GitHub", "alice")
        );
        assert_eq!(entry.created, Some(1_700_000_000));
        let own = &entry.kept["winauth"];
        assert_eq!(own["servertimediff"], "-250");
        assert_eq!(own["hotkey"]["key"], "65");
        if *class == "Steam" {
            assert_eq!(own["data"], "{\"shared_secret\":\"x\"}");
            assert_eq!(own["session"], "session");
        }
        // What was not used is given back.
        let options = WriteOptions {
            winauth_version: WinAuthVersion::V3_6,
            ..WriteOptions::default()
        };
        let again = given::file(Format::WinAuthXml, std::slice::from_ref(&entry), &options);
        let mut back = only(&again);
        back.id = entry.id;
        assert_eq!(back, entry, "{class}");
    }
}

#[test]
fn one_bad_authenticator_takes_no_other_down() {
    let inner = authenticator("Google", "good", HEX_KEY)
        + &authenticator("Google", "bad", "XYZ")
        + &authenticator("Future", "unknown", HEX_KEY)
        + &authenticator("Google", "none", "")
        + "<WinAuthAuthenticator type=\"WinAuth.GoogleAuthenticator\"><name>locked</name>\
           <authenticatordata encrypted=\"u\">57494E</authenticatordata></WinAuthAuthenticator>\
           <WinAuthAuthenticator type=\"WinAuth.GoogleAuthenticator\"><name>key</name>\
           <authenticatordata encrypted=\"a\">57494E</authenticatordata></WinAuthAuthenticator>"
        + &authenticator("Google", "good too", HEX_KEY);
    let reading = read(&xml("3.6", &inner));
    let names: Vec<String> = summary(&reading).into_iter().map(|(_, a, _)| a).collect();
    assert_eq!(names, ["good", "good too"]);
    let why: Vec<(&str, Why)> = reading
        .unreadable
        .iter()
        .map(|entry| (entry.title.as_str(), entry.why))
        .collect();
    assert_eq!(
        why,
        [
            ("bad", Why::BadSecret),
            ("unknown", Why::UnknownType),
            ("none", Why::NoSecret),
            ("locked", Why::WindowsAccount),
            ("key", Why::YubiKey),
        ]
    );
}

#[test]
fn protections_are_told_apart() {
    let data = |letters: &str| {
        xml(
            "3.5",
            &format!("<data encrypted=\"{letters}\" md5=\"x\">57494E4155544833</data>"),
        )
    };
    let format = Format::WinAuthXml;
    assert_eq!(
        try_read(&data("u"), Some("x")),
        Err(ReadError::WindowsAccount)
    );
    assert_eq!(
        try_read(&data("ym"), Some("x")),
        Err(ReadError::WindowsAccount)
    );
    assert_eq!(try_read(&data("ay"), Some("x")), Err(ReadError::YubiKey));
    assert_eq!(
        try_read(&data("y"), None),
        Err(ReadError::PasswordNeeded(format))
    );
    assert_eq!(
        try_read(&data("y"), Some("x")),
        Err(ReadError::WrongPassword(format))
    );
    assert_eq!(
        try_read(&data("z"), Some("x")),
        Err(ReadError::Damaged(format))
    );
    assert_eq!(
        try_read(&xml("3.7", ""), None),
        Err(ReadError::Newer(format))
    );
    assert_eq!(try_read(&xml("4", ""), None), Err(ReadError::Newer(format)));
    assert_eq!(
        try_read(b"<WinAuth version=\"3.5\"><WinAuthAuth", None),
        Err(ReadError::Damaged(format))
    );
}

/// Shows APP-WIN-5.
#[test]
fn a_protected_file_opens_with_its_password_only() {
    let entries = [entry("GitHub", "alice"), entry("", "管理用")];
    for version in [WinAuthVersion::V3_5, WinAuthVersion::V3_6] {
        let options = WriteOptions {
            password: Some(password("ひみつ")),
            winauth_version: version,
            ..WriteOptions::default()
        };
        let locked = file(Format::WinAuthXml, &entries, &options);
        let text = String::from_utf8(locked.clone()).unwrap();
        assert!(!text.contains("48656C6C6F21"), "{text}");
        assert!(!text.contains("alice"));
        let reading = try_read(&locked, Some("ひみつ")).unwrap();
        let titles: Vec<String> = reading.found.iter().map(|f| f.entry.title()).collect();
        assert_eq!(titles, ["GitHub (alice)", "管理用"]);
        assert_eq!(
            try_read(&locked, Some("himitsu")),
            Err(ReadError::WrongPassword(Format::WinAuthXml))
        );
    }
}

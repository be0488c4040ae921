//! Aegis's JSON.

use otp::Algorithm;
use serde_json::{Value, json};
use tegata::Kind;
use tegata::formats::{Format, Loss, ReadError, Why, WriteOptions};

use crate::given::{
    self, KEY, entry, file, hotp, losses, password, read, summary, totp, try_read, with_kind,
};

const FORMAT: Format = Format::AegisJson;

fn db() -> Value {
    let entry = |kind: &str, name: &str, info: Value| {
        json!({ "type": kind, "uuid": format!("uuid-{name}"), "name": name, "issuer": "I",
                "note": "a note", "favorite": name == "one", "icon": null, "icon_mime": null,
                "groups": ["g1"], "info": info })
    };
    let secret = "JBSWY3DPEHPK3PXP";
    json!({
        "version": 3,
        "entries": [
            entry("totp", "one", json!({ "secret": secret, "algo": "SHA256", "digits": 8, "period": 60 })),
            entry("hotp", "two", json!({ "secret": secret, "algo": "SHA1", "digits": 6, "counter": 5 })),
            entry("steam", "three", json!({ "secret": secret, "algo": "SHA1", "digits": 5, "period": 30 })),
            entry("motp", "four", json!({ "secret": "e3152afee62599c8", "algo": "MD5", "digits": 6, "period": 10, "pin": "1234" })),
            entry("totp", "five", json!({ "secret": "", "algo": "SHA1", "digits": 6, "period": 30 })),
            entry("totp", "six", json!({ "secret": secret, "algo": "MD5", "digits": 6, "period": 30 })),
        ],
        "groups": [{ "uuid": "g1", "name": "Work" }, { "uuid": "g2", "name": "Home" }],
    })
}

#[test]
fn a_plain_file_and_what_is_in_it_are_read() {
    let whole = json!({ "version": 1, "header": { "slots": null, "params": null }, "db": db() });
    for value in [whole, db()] {
        let reading = read(&serde_json::to_vec(&value).unwrap());
        assert_eq!(reading.format, FORMAT);
        let kinds: Vec<Kind> = summary(&reading)
            .into_iter()
            .map(|(.., kind)| kind)
            .collect();
        // Its counter is the last used one.
        assert_eq!(
            kinds,
            [totp(Algorithm::Sha256, 8, 60), hotp(6), Kind::Steam]
        );
        assert!(reading.found[0].entry.pinned);
        let why: Vec<Why> = reading.unreadable.iter().map(|entry| entry.why).collect();
        assert_eq!(
            why,
            [Why::UnknownType, Why::NoSecret, Why::UnsupportedParameter]
        );
        assert_eq!(reading.unreadable[0].title, "I (four)");
    }
}

#[test]
fn notes_icons_ids_and_groups_are_given_back() {
    let reading = read(&serde_json::to_vec(&db()).unwrap());
    let entries: Vec<_> = reading.found.into_iter().map(|f| f.entry).collect();
    let written: Value = serde_json::from_str(&given::text(FORMAT, &entries)).unwrap();
    let original = db();
    for index in 0..3 {
        let (mut new, old) = (
            written["db"]["entries"][index].clone(),
            &original["entries"][index],
        );
        if index == 2 {
            // Written with the period that Steam has.
            new["info"]["period"] = json!(30);
        }
        assert_eq!(&new, old);
    }
    assert_eq!(
        written["db"]["groups"],
        json!([{ "uuid": "g1", "name": "Work" }])
    );
}

#[test]
fn an_encrypted_file_opens_with_its_password_only() {
    let entries = [entry("GitHub", "alice"), with_kind("B", "b", hotp(3))];
    let options = WriteOptions {
        password: Some(password("test")),
        ..WriteOptions::default()
    };
    let locked = file(FORMAT, &entries, &options);
    assert!(!String::from_utf8_lossy(&locked).contains("alice"));
    assert_eq!(
        try_read(&locked, None),
        Err(ReadError::PasswordNeeded(FORMAT))
    );
    assert_eq!(
        try_read(&locked, Some("Test")),
        Err(ReadError::WrongPassword(FORMAT))
    );
    let reading = try_read(&locked, Some("test")).unwrap();
    assert_eq!(summary(&reading)[1].2, hotp(3));
    assert!(reading.found.iter().all(|f| f.entry.key.expose() == KEY));

    // A bit of the content changed: it is authenticated.
    let mut value: Value = serde_json::from_slice(&locked).unwrap();
    let sealed = value["db"].as_str().unwrap().to_owned();
    let flipped = if sealed.starts_with('A') { "B" } else { "A" };
    value["db"] = json!(format!("{flipped}{}", &sealed[1..]));
    let damaged = serde_json::to_vec(&value).unwrap();
    assert_eq!(
        try_read(&damaged, Some("test")),
        Err(ReadError::Damaged(FORMAT))
    );
}

#[test]
fn a_newer_or_costly_file_is_refused() {
    let slot = |n: u64, r: u64, p: u64| {
        json!({ "version": 1, "db": "AAAA", "header": {
            "params": { "nonce": "00".repeat(12), "tag": "00".repeat(16) },
            "slots": [{ "type": 1, "uuid": "u", "key": "00".repeat(32), "n": n, "r": r, "p": p,
                        "salt": "00".repeat(32),
                        "key_params": { "nonce": "00".repeat(12), "tag": "00".repeat(16) } }] } })
    };
    let answer = |value: &Value| try_read(&serde_json::to_vec(value).unwrap(), Some("x"));
    for (n, r, p) in [
        (1 << 40, 8, 1),
        (1 << 15, 1 << 30, 1),
        (1 << 15, 8, 1 << 20),
    ] {
        assert_eq!(answer(&slot(n, r, p)), Err(ReadError::TooCostly(FORMAT)));
    }
    for (n, r, p) in [(0, 8, 1), (12345, 8, 1), (1 << 15, 0, 1)] {
        assert_eq!(answer(&slot(n, r, p)), Err(ReadError::Damaged(FORMAT)));
    }
    assert_eq!(
        answer(&slot(16, 1, 1)),
        Err(ReadError::WrongPassword(FORMAT))
    );
    let mut newer = json!({ "version": 2, "header": {}, "db": {} });
    assert_eq!(answer(&newer), Err(ReadError::Newer(FORMAT)));
    newer = db();
    newer["version"] = json!(99);
    assert_eq!(answer(&newer), Err(ReadError::Newer(FORMAT)));
}

#[test]
fn what_it_cannot_carry_is_listed() {
    assert_eq!(
        losses(FORMAT, &with_kind("T", "t", Kind::Trion)),
        [Loss::LeftOut]
    );
    assert_eq!(
        losses(FORMAT, &with_kind("B", "b", Kind::BattleNet)),
        [Loss::KindChanged]
    );
    assert_eq!(
        losses(FORMAT, &with_kind("H", "h", hotp(0))),
        [Loss::CounterShifts]
    );
    assert_eq!(losses(FORMAT, &with_kind("S", "s", Kind::Steam)), []);
}

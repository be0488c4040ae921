//! The browser extension. Sealed values were made with OpenSSL and argon2-cffi, or by executing
//! the extension's own code.

use otp::Algorithm;
use serde_json::{Value, json};
use tegata::formats::{
    ExtensionGeneration, ExtensionNames, Format, Loss, ReadError, Remark, Why, WriteOptions,
};
use tegata::{Entry, Kind};

use crate::given::{
    self, KEY, entry, hotp, losses, only, password, read, summary, totp, try_read, with_kind,
};

const PASSWORD: &str = "correct horse";
const V1: &str = "U2FsdGVkX18BAgMEBQYHCLpP/UejjwZFJio3i6K/9+Vu/A3If8yLkRypZvRkElM6";
const V2: &str = "U2FsdGVkX18REhMUFRYXGCndhn11oQFy1Z/H90LFQLpP/zbInB5mbzdW5vnsA5GK";
/// The bytes 0 to 119 under the password.
const V2_ENC: &str = "U2FsdGVkX18hIiMkJSYnKL3nkfo76evOHQvQvnkEGKyebBFcdqNVU7Kma2NxBI4qtNfqU/lhVwYfCJU16kKtLU4uiKqKf1Mq9gz8Z0nXfFah1B8nFxyIRLwyOF/jyBG3ihPpV8Q5Z+pQKozezus78+5lCO/mdO71qY26cqeMgrGyarz8u9MZcSnv+VmmJPVn";
const V2_HASH: &str =
    "$argon2id$v=19$m=16384,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$K5s8c1M7KWpgrXaT0XiEpk64mr8Je9ZN";
const V3_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$FAIuJzigjHFpgb/cfaPAlgh7CgR1yJwZ94GdWdLRkII";
/// An entry of `GitHub::github.com`, SHA-256, eight digits, pinned, under the password's key.
const V3_DATA: &str = "U2FsdGVkX18xMjM0NTY3OHPgOQK5rRT0lYvAUGI8fw441fobE2A+3Qbsw5m7uUCKV6rmi3umyu7kMYHs4ZqPeB0LqlVB24SRCL/lizvYGAFSDsbwRvbBjxnE2IbHvRPmAiKF1oIHbiehAn8TIvsvv3YDjudS78oQkXNkdeVHwQ340fXGKUNUKpllNQwZ9NP/c3N9U5xrkLHIzy3H3TCub5yEJxT5VqYAjiYOwKcX/qGwPbdfTsJt/idpeimTTK9D8d11OzzQgkK1zKJ/FWfzpqRYdrBCkfr6r7cOBw4JhFH1PDi6mmUysHzxVfXgSVAnrs3wU/E78V2k9fikx3oSSDlDnqXTmVzT+tQCgy0oAdA=";
/// Another entry, under a passphrase that no key object gives.
const V3_OTHER: &str = "U2FsdGVkX19BQkNERUZHSJAJkkE7whETUwr3mH5RLrUOKXGzcujsLhuCGDV+0r3/6f+R6i5TPoPqnQMPZY1PpLyYDSoiidYz0fYF0yrprDETG9siNXevmUTmuSJiAeHg054uNNaYP5xsDQari53rUnLoyW6875I0Tf1o3oKW07RdpgchkV46hxGBQ8rrC+w3lVf/ePvs4Xhtqb6SLqweu59S9MCn7nfTxkpsYCaleJEq/2J7pU36eJdnoQQVLXLAHhwJo+rFGxs1awtoBEwaZqLX/QeteqIuJlmdZCI/9hbmIcQ6ujOPUmRjxyeRDWDlK55HHYfKQTTV10dV3XOq66x6dHIZ7nSdmj89zP0hgVSx5d7Wpgy67Mfnb+GaLwNz";

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

fn locked(secret: &str) -> Value {
    json!({ "type": "totp", "encrypted": true, "hash": "h", "index": 0, "issuer": "GitHub",
            "account": "alice", "secret": secret })
}

/// Wrong and missing passwords are told apart; the right one gives the vector's key.
fn opens(file: &Value) -> Entry {
    let file = bytes(file);
    let format = Format::ExtensionJson;
    assert_eq!(
        try_read(&file, None),
        Err(ReadError::PasswordNeeded(format))
    );
    assert_eq!(
        try_read(&file, Some("Correct horse")),
        Err(ReadError::WrongPassword(format))
    );
    let reading = try_read(&file, Some(PASSWORD)).unwrap();
    assert_eq!(reading.found.len(), 1);
    let entry = reading.found.into_iter().next().unwrap().entry;
    assert_eq!(entry.key.expose(), KEY);
    assert_eq!(
        (entry.issuer.as_str(), entry.account.as_str()),
        ("GitHub", "alice")
    );
    entry
}

/// Shows MIG-1, MIG-9.
#[test]
fn the_three_generations_open_with_their_password() {
    opens(&json!({ "h": locked(V1) }));
    opens(&json!({ "h": locked(V2), "key": { "enc": V2_ENC, "hash": V2_HASH } }));
    // Bug 557: the key spread over the root.
    opens(&json!({ "h": locked(V2), "enc": V2_ENC, "hash": V2_HASH }));
    let entry = opens(&json!({
        "a": { "dataType": "EncOTPStorage", "keyId": "k", "index": 0, "data": V3_DATA },
        "k": { "dataType": "Key", "id": "k", "salt": "a1b2c3d4e5f60718293a4b5c",
               "hash": V3_HASH, "version": 3 },
    }));
    assert_eq!(entry.kind, totp(Algorithm::Sha256, 8, 30));
    assert!(entry.pinned);
    assert_eq!(entry.kept["extension"]["host"], "github.com");
}

#[test]
fn several_keys_are_told_apart_by_their_id() {
    let key = |id: &str, hash: &str| {
        json!({ "dataType": "Key", "id": id, "salt": "a1b2c3d4e5f60718293a4b5c", "hash": hash,
                "version": 3 })
    };
    let sealed = |key: &str, index: u32, data: &str| json!({ "dataType": "EncOTPStorage", "keyId": key, "index": index, "data": data });
    let file = bytes(&json!({
        "one": sealed("k1", 1, V3_DATA),
        "two": sealed("k2", 0, V3_OTHER),
        "three": sealed("none", 2, V3_DATA),
        "k1": key("k1", V3_HASH),
        // A hash of something else: the password does not open this one.
        "k2": key("k2", V2_HASH),
        "UserSettings": { "theme": "dark" },
    }));
    let reading = try_read(&file, Some(PASSWORD)).unwrap();
    assert_eq!(reading.found.len(), 1);
    assert_eq!(reading.found[0].entry.account, "alice");
    let why: Vec<Why> = reading.unreadable.iter().map(|entry| entry.why).collect();
    assert_eq!(why, [Why::OtherKey, Why::OtherKey]);
}

#[test]
fn a_plain_file_with_key_ids_needs_no_password() {
    let mut plain = locked("JBSWY3DPEHPK3PXP");
    plain["encrypted"] = json!(false);
    plain["keyId"] = json!("8f14e45f-ceea-467a-9af0-fd0c6b8f3c2a");
    plain["dataType"] = json!("OTPStorage");
    let entry = only(&bytes(&json!({ "h": plain })));
    let written = given::text(Format::ExtensionJson, &[entry]);
    assert!(!written.contains("keyId"), "{written}");
}

#[test]
fn an_entry_exported_while_locked_is_reported_and_settings_are_not() {
    let reading = read(&bytes(&json!({
        "a": { "type": "totp", "issuer": "A", "account": "a", "index": 0, "hash": "a",
               "encrypted": false },
        "b": { "type": "totp", "index": 1, "hash": "b", "encrypted": false, "secret": "???" },
        "c": { "type": 9, "index": 2, "hash": "c", "encrypted": false,
               "secret": "JBSWY3DPEHPK3PXP" },
        "d": { "type": "totp", "algorithm": "GOST3411_2012_256", "index": 3, "hash": "d",
               "encrypted": false, "secret": "JBSWY3DPEHPK3PXP" },
        "e": { "type": "totp", "index": 4, "hash": "e", "encrypted": false,
               "secret": "JBSWY3DPEHPK3PXP", "account": "e" },
        "LocalStorage": { "offset": 3 },
        "smartFilter": true,
    })));
    assert_eq!(reading.found.len(), 1);
    let why: Vec<Why> = reading.unreadable.iter().map(|entry| entry.why).collect();
    assert_eq!(
        why,
        [
            Why::NoSecret,
            Why::BadSecret,
            Why::UnknownType,
            Why::UnsupportedParameter
        ]
    );
    assert_eq!(reading.unreadable[0].title, "A (a)");
}

type Case = (Value, &'static str, Value, Kind);

const B32: &str = "JBSWY3DPEHPK3PXP";
const HEX: &str = "48656c6c6f21deadbeef";

fn by_type() -> Vec<Case> {
    vec![
        (json!("totp"), B32, json!({}), Kind::standard()),
        (json!(1), B32, json!({}), Kind::standard()),
        (json!("1"), B32, json!({}), Kind::standard()),
        (json!(null), B32, json!({}), Kind::standard()),
        (json!("hotp"), B32, json!({ "counter": 5 }), hotp(5)),
        (json!(2), B32, json!({ "counter": "5" }), hotp(5)),
        (json!("battle"), B32, json!({}), Kind::BattleNet),
        (json!(3), B32, json!({}), Kind::BattleNet),
        (
            json!("totp"),
            "blz-JBSWY3DPEHPK3PXP",
            json!({}),
            Kind::BattleNet,
        ),
        (
            json!(1),
            "bliz-JBSWY3DPEHPK3PXP",
            json!({}),
            Kind::BattleNet,
        ),
        (json!("steam"), B32, json!({}), Kind::Steam),
        (json!(4), B32, json!({}), Kind::Steam),
        (
            json!("totp"),
            "stm-JBSWY3DPEHPK3PXP",
            json!({}),
            Kind::Steam,
        ),
        (json!("hex"), HEX, json!({}), Kind::standard()),
        (json!(5), HEX, json!({}), Kind::standard()),
        (json!(1), HEX, json!({}), Kind::standard()),
        (json!("hhex"), HEX, json!({ "counter": 7 }), hotp(7)),
        (json!(6), HEX, json!({ "counter": 7 }), hotp(7)),
    ]
}

fn with_parameters() -> Vec<Case> {
    vec![
        (
            json!(1),
            B32,
            json!({ "algorithm": "2", "digits": 8, "period": 60 }),
            totp(Algorithm::Sha256, 8, 60),
        ),
        (
            json!(1),
            B32,
            json!({ "algorithm": "SHA512", "digits": "8", "period": "60" }),
            totp(Algorithm::Sha512, 8, 60),
        ),
        (
            json!("totp"),
            B32,
            json!({ "algorithm": 3, "digits": 0, "period": 0 }),
            totp(Algorithm::Sha512, 6, 30),
        ),
    ]
}

#[test]
fn types_come_as_names_numbers_and_prefixes() {
    let of = |kind: Value, secret: &str, more: Value| {
        let mut entry = json!({ "type": kind, "secret": secret, "hash": "h", "index": 0,
                                "encrypted": false });
        for (name, value) in more.as_object().unwrap() {
            entry[name] = value.clone();
        }
        only(&bytes(&json!({ "h": entry })))
    };
    for (kind, secret, more, expected) in by_type().into_iter().chain(with_parameters()) {
        let entry = of(kind.clone(), secret, more.clone());
        assert_eq!(entry.kind, expected, "{kind} {secret} {more}");
        assert_eq!(entry.key.expose(), KEY, "{kind} {secret}");
    }
    // A hexadecimal secret of type hex may look like base32.
    assert_eq!(
        of(json!("hex"), "abcdef234567", json!({}))
            .key
            .expose()
            .len(),
        6
    );
}

#[test]
fn odd_secrets_count_in_half_bytes_here() {
    let reading = read(
        b"otpauth://totp/a?secret=JBSWY3DPEHPK&issuer=A\r\n\
          otpauth://totp/b?secret=JBSWY3DPEHPK3PXP&issuer=A",
    );
    assert_eq!(reading.format, Format::ExtensionText);
    let found = &reading.found[0];
    assert_eq!(found.entry.key.expose(), b"Hello!\xde\xa0");
    assert_eq!(found.remarks, [Remark::OddBase32]);
}

#[test]
fn names_left_encoded_in_plain_json_are_decoded() {
    let mut plain = locked("JBSWY3DPEHPK3PXP");
    plain["encrypted"] = json!(false);
    plain["issuer"] = json!("My%20Site");
    plain["account"] = json!("a%40x.org");
    let reading = read(&bytes(&json!({ "h": plain })));
    let found = &reading.found[0];
    assert_eq!(found.entry.title(), "My Site (a@x.org)");
    assert_eq!(found.remarks, [Remark::DoublyEncoded]);
    assert_eq!(
        losses(Format::ExtensionJson, &entry("", "50%25")),
        [Loss::NameChanged]
    );
}

/// Shows MIG-2.
#[test]
fn both_variants_of_type_and_algorithm_are_written() {
    let entries = [
        with_kind("A", "a", totp(Algorithm::Sha256, 8, 60)),
        with_kind("B", "b", hotp(4)),
        with_kind("C", "c", Kind::Steam),
        with_kind("D", "d", Kind::BattleNet),
    ];
    let written = |names| {
        let options = WriteOptions {
            extension_names: names,
            ..WriteOptions::default()
        };
        let file = given::file(Format::ExtensionJson, &entries, &options);
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains("\r\n  "), "two blanks and CRLF");
        assert_eq!(read(&file).found.len(), 4);
        let root: serde_json::Map<String, Value> = serde_json::from_slice(&file).unwrap();
        let mut members: Vec<Value> = root.into_values().collect();
        members.sort_by_key(|member| member["index"].as_u64());
        members
    };
    let numbers = written(ExtensionNames::Numbers);
    let types: Vec<&Value> = numbers.iter().map(|member| &member["type"]).collect();
    assert_eq!(types, [&json!(1), &json!(2), &json!(4), &json!(3)]);
    assert_eq!(numbers[0]["algorithm"], "2");
    assert_eq!(numbers[1]["counter"], 4);
    assert_eq!(numbers[0]["dataType"], "OTPStorage");
    let names = written(ExtensionNames::Names);
    let types: Vec<&Value> = names.iter().map(|member| &member["type"]).collect();
    assert_eq!(types, ["totp", "hotp", "steam", "battle"]);
    assert_eq!(names[0]["algorithm"], "SHA256");
    assert!(names[0].get("dataType").is_none());
    for member in numbers.iter().chain(&names) {
        assert!(member.get("keyId").is_none());
        assert_eq!(member["encrypted"], false);
    }
}

#[test]
fn what_is_encrypted_has_no_clear_secret_and_opens_again() {
    let entries = [entry("GitHub", "alice"), with_kind("B", "b", hotp(3))];
    for generation in [
        ExtensionGeneration::V1,
        ExtensionGeneration::V2,
        ExtensionGeneration::V3,
    ] {
        let options = WriteOptions {
            password: Some(password("パスワード")),
            extension_generation: generation,
            ..WriteOptions::default()
        };
        let file = given::file(Format::ExtensionJson, &entries, &options);
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(!text.contains("JBSWY3DP"), "{generation:?}");
        assert_eq!(
            text.contains("GitHub"),
            generation != ExtensionGeneration::V3
        );
        let reading = try_read(&file, Some("パスワード")).unwrap();
        assert_eq!(summary(&reading).len(), 2, "{generation:?}");
        assert!(reading.found.iter().all(|f| f.entry.key.expose() == KEY));
        assert_eq!(
            try_read(&file, Some("other")),
            Err(ReadError::WrongPassword(Format::ExtensionJson)),
            "{generation:?}"
        );
    }
}

#[test]
fn hosts_unknown_fields_and_ids_are_given_back() {
    let id = "8f14e45f-ceea-467a-9af0-fd0c6b8f3c2a";
    let file = bytes(&json!({ id: {
        "type": 1, "secret": "JBSWY3DPEHPK3PXP", "hash": id, "index": 0, "encrypted": false,
        "dataType": "OTPStorage", "issuer": "GitHub::github.com", "account": "alice",
        "future": [1, 2],
    } }));
    let mut entry = only(&file);
    assert_eq!(entry.issuer, "GitHub");
    let written: Value =
        serde_json::from_str(&given::text(Format::ExtensionJson, &[entry.clone()])).unwrap();
    let original: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(written, original);
    // Renamed, it keeps its site.
    entry.issuer = "Octo".to_owned();
    let twice = [entry.clone(), entry];
    let written: Value = serde_json::from_str(&given::text(Format::ExtensionJson, &twice)).unwrap();
    assert_eq!(written[id]["issuer"], "Octo::github.com");
    // The same id twice takes none of the two away.
    assert_eq!(written.as_object().unwrap().len(), 2);
}

#[test]
fn its_text_is_as_it_writes_it() {
    let entries = [
        entry("My Site", "zoë@x.org"),
        with_kind("B:x", "b", totp(Algorithm::Sha512, 8, 20)),
        with_kind("", "c", hotp(9)),
        with_kind("S", "s", Kind::Steam),
        with_kind("P", "p", totp(Algorithm::Sha1, 6, 45)),
    ];
    assert_eq!(
        given::text(Format::ExtensionText, &entries),
        "otpauth://totp/My%20Site:zo%C3%AB%40x.org?secret=JBSWY3DPEHPK3PXP&issuer=My%20Site\r\n\
         otpauth://totp/Bx:b?secret=JBSWY3DPEHPK3PXP&issuer=Bx&period=20&digits=8&algorithm=SHA512\r\n\
         otpauth://hotp/c?secret=JBSWY3DPEHPK3PXP&counter=9"
    );
    let of = |index: usize| losses(Format::ExtensionText, &entries[index]);
    assert_eq!(of(0), []);
    assert_eq!(of(1), [Loss::Misread, Loss::NameChanged]);
    assert_eq!(of(2), [Loss::CounterReset, Loss::Misread]);
    assert_eq!(of(3), [Loss::LeftOut]);
    assert_eq!(of(4), [Loss::ParameterLeftOut]);
}

#[test]
fn a_hostile_key_costs_nothing() {
    let sealed = json!({ "dataType": "EncOTPStorage", "keyId": "k", "index": 0, "data": V3_DATA });
    let with_hash = |hash: &str| {
        bytes(&json!({ "a": sealed, "k": { "dataType": "Key", "id": "k",
            "salt": "a1b2c3d4e5f60718293a4b5c", "hash": hash, "version": 3 } }))
    };
    let hash = "$argon2id$v=19$m=4194304,t=1000,p=1$MDEyMzQ1Njc4OWFiY2RlZg$FAIuJzigjHFpgb";
    assert_eq!(
        try_read(&with_hash(hash), Some(PASSWORD)),
        Err(ReadError::TooCostly(Format::ExtensionJson))
    );
    assert_eq!(
        try_read(&with_hash("nonsense"), Some(PASSWORD)),
        Err(ReadError::Damaged(Format::ExtensionJson))
    );
}

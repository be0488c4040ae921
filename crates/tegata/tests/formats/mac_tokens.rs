//! OTP Manager, whose layout is not published.

use otp::Algorithm;
use serde_json::{Value, json};
use tegata::Kind;
use tegata::formats::{Format, ReadError, Remark, Why, WriteError, WriteOptions};

use crate::given::{Dice, KEY, entry, read, summary, totp, try_read};

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// Shows MIG-5.
#[test]
fn likely_layouts_are_read_and_marked_unverified() {
    let secret = "JBSWY3DPEHPK3PXP";
    let token = json!({ "Issuer": "123456789", "Username": "KANRI", "Secret": secret });
    let other = json!({ "service": "S", "label": "x", "seed": secret, "interval": "60",
                        "digits": 8, "algorithm": "SHA256", "type": "TOTP" });
    let uri = json!({ "url": "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP" });
    let layouts = [
        json!([token, other, uri]),
        json!({ "version": 1, "tokens": [token, other, uri] }),
        json!({ "accounts": [token, other, uri], "iv": null }),
    ];
    for layout in layouts {
        let reading = read(&bytes(&layout));
        assert_eq!(reading.format, Format::OtpManagerJson);
        assert_eq!(
            summary(&reading),
            [
                ("123456789".to_owned(), "KANRI".to_owned(), Kind::standard()),
                (
                    "S".to_owned(),
                    "x".to_owned(),
                    totp(Algorithm::Sha256, 8, 60)
                ),
                ("A".to_owned(), "a".to_owned(), Kind::standard()),
            ]
        );
        for found in &reading.found {
            assert!(found.remarks.contains(&Remark::Unverified));
            assert_eq!(found.entry.key.expose(), KEY);
        }
    }
}

#[test]
fn bad_tokens_are_reported_one_by_one() {
    let reading = read(&bytes(&json!([
        { "issuer": "A", "secret": "JBSWY3DPEHPK3PXP" },
        { "issuer": "B", "secret": "" },
        { "issuer": "C", "secret": "not base32!" },
        { "issuer": "D", "secret": "JBSWY3DPEHPK3PXP", "type": "motp" },
        { "issuer": "E", "secret": "JBSWY3DPEHPK3PXP", "algorithm": 9 },
        "text",
    ])));
    assert_eq!(reading.found.len(), 1);
    let why: Vec<Why> = reading.unreadable.iter().map(|entry| entry.why).collect();
    assert_eq!(
        why,
        [
            Why::NoSecret,
            Why::BadSecret,
            Why::UnknownType,
            Why::UnsupportedParameter,
            Why::Malformed
        ]
    );
}

#[test]
fn encrypted_and_unclear_files_are_not_guessed_at() {
    let account = json!({ "name": "x", "issuer": "y", "secret": "JBSWY3DPEHPK3PXP" });
    for value in [
        json!({ "accounts": [account], "iv": "0011" }),
        json!({ "a": [account], "b": [account] }),
        json!([1, 2, 3]),
        json!({ "a": 1 }),
    ] {
        assert_eq!(
            try_read(&bytes(&value), None),
            Err(ReadError::NotRecognised),
            "{value}"
        );
    }
}

/// Shows MIG-6.
#[test]
fn it_is_never_written() {
    let options = WriteOptions::default();
    let entries = [entry("A", "a")];
    let written = tegata::formats::write(Format::OtpManagerJson, &entries, &options, &Dice::new());
    assert_eq!(written.unwrap_err(), WriteError::NotWritten);
    assert!(!Format::OtpManagerJson.is_written());
}

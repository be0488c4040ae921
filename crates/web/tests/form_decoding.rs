//! The strict form decoder, tried from outside.

#![cfg(test)]

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use web::{Fields, FormError, decode_form};

fn pairs(fields: &Fields) -> Vec<(&str, &str)> {
    fields.iter().collect()
}

#[test]
fn reads_what_browsers_send() {
    let fields =
        decode_form(b"user_id=User1&name=%E5%B1%B1%E7%94%B0+%E8%8A%B1&empty=&alone").unwrap();
    assert_eq!(
        pairs(&fields),
        [
            ("user_id", "User1"),
            ("name", "山田 花"),
            ("empty", ""),
            ("alone", "")
        ]
    );
    assert!(fields.has("empty") && !fields.has("other"));
    assert_eq!(fields.text("other"), "");
    assert_eq!(pairs(&decode_form(b"").unwrap()), []);
    assert_eq!(pairs(&decode_form(b"&&a=1&&").unwrap()), [("a", "1")]);
    assert_eq!(
        pairs(&decode_form(b"a=b=c&d=%2B%26%3D%25").unwrap()),
        [("a", "b=c"), ("d", "+&=%")]
    );
    assert_eq!(
        pairs(&decode_form(b"a=100%&b=%zz&c=%4").unwrap()),
        [("a", "100%"), ("b", "%zz"), ("c", "%4")]
    );
}

/// Shows catalogue section 8, duplicate parameters: no field has two values.
/// Shows ATK-12.
#[test]
fn refuses_what_two_readers_could_read_differently() {
    for (body, error) in [
        (&b"a=1&a=2"[..], FormError::Duplicate),
        (b"a=1&%61=2", FormError::Duplicate),
        (b"=1&=2", FormError::Duplicate),
        (b"a=%00", FormError::NotText),
        (b"a\0=1", FormError::NotText),
        (b"a=%FF", FormError::NotText),
        (b"a=\xc0\xaf", FormError::NotText),
        (b"a=%ED%A0%80", FormError::NotText),
        (b"%ff=1", FormError::NotText),
    ] {
        assert_eq!(
            decode_form(body).unwrap_err(),
            error,
            "{}",
            body.escape_ascii()
        );
    }
}

#[test]
fn what_is_long_or_many_is_refused_at_its_bound() {
    let value = |length: usize| [b"a=".to_vec(), vec![b'x'; length]].concat();
    assert!(decode_form(&value(4096)).is_ok());
    assert_eq!(decode_form(&value(4097)).unwrap_err(), FormError::TooLong);
    let escaped = |length: usize| [b"a=".to_vec(), b"%41".repeat(length)].concat();
    assert!(decode_form(&escaped(4096)).is_ok());
    assert_eq!(decode_form(&escaped(4097)).unwrap_err(), FormError::TooLong);
    let name = |length: usize| vec![b'n'; length];
    assert!(decode_form(&name(64)).is_ok());
    assert_eq!(decode_form(&name(65)).unwrap_err(), FormError::TooLong);
    let many = |count: usize| {
        (0..count)
            .map(|n| format!("f{n}=1"))
            .collect::<Vec<_>>()
            .join("&")
    };
    assert!(decode_form(many(32).as_bytes()).is_ok());
    assert_eq!(
        decode_form(many(33).as_bytes()).unwrap_err(),
        FormError::TooMany
    );
}

#[test]
fn values_are_taken_once_and_never_printed() {
    let mut fields = decode_form(b"password=himitsu1&user_id=a").unwrap();
    assert!(!format!("{fields:?}").contains("himitsu1"));
    assert_eq!(fields.take("password").as_str(), "himitsu1");
    assert_eq!(fields.take("password").as_str(), "");
    assert_eq!(fields.take("nothing").as_str(), "");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(fields) = decode_form(&body) {
            for (name, value) in fields.iter() {
                prop_assert!(name.len() <= 64 && value.len() <= 4096);
                prop_assert!(!name.contains('\0') && !value.contains('\0'));
            }
        }
    }

    #[test]
    fn what_was_encoded_is_read_back(
        values in proptest::collection::btree_map("[a-z_]{1,12}", "[^\0]{0,40}", 0..8),
    ) {
        let coded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let body: Vec<String> =
            values.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let fields = decode_form(body.join("&").as_bytes()).unwrap();
        let read: Vec<(String, String)> =
            fields.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(read, values.into_iter().collect::<Vec<_>>());
    }
}

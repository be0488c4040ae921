//! The message around the words: headers, ids, and that no value can forge them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::{account, all, brand, letter, message, password, posting};
use i18n::{Catalog, Locale};
use mail::{
    Account, Brand, Cause, ComposeError, Letter, LetterTemplate, Posting, Received, Secret, compose,
};
use proptest::prelude::*;

fn header_lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    head.split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(str::to_owned)
        .collect()
}

fn header_names(bytes: &[u8]) -> Vec<String> {
    header_lines(bytes)
        .iter()
        .map(|line| line.split(':').next().unwrap().to_owned())
        .collect()
}

const HEADERS: [&str; 9] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
];

#[test]
fn headers_are_complete_and_each_stands_once() {
    let composed = message("taro@shop.example");
    assert_eq!(header_names(composed.bytes()), HEADERS);
    let lines = header_lines(composed.bytes());
    for line in [
        "To: taro@shop.example",
        "Date: Mon, 03 Jun 2024 09:05:01 +0000",
        "Message-ID: <018fdd-1@sekisho.example>",
        "Auto-Submitted: auto-generated",
        "Content-Language: ja",
    ] {
        assert!(
            lines.iter().any(|own| own == line),
            "{line} is not among {lines:#?}"
        );
    }
    assert!(
        composed.bytes().is_ascii(),
        "no server needs SMTPUTF8 or 8BITMIME for it"
    );
    let whole = String::from_utf8(composed.bytes().to_vec()).unwrap();
    assert!(whole.contains("multipart/alternative"));
    let (plain, html) = (
        whole.find("text/plain; charset=utf-8"),
        whole.find("text/html; charset=utf-8"),
    );
    assert!(
        plain.unwrap() < html.unwrap(),
        "the last form is the best (RFC 2046)"
    );
    let received = Received::parse(composed.bytes()).unwrap();
    assert_eq!(received.from, "関所 <no-reply@sekisho.example>");
    assert_eq!(received.date, Some(1_717_405_501));
}

#[test]
fn the_same_row_makes_the_same_message() {
    assert_eq!(
        message("a@b.example").bytes(),
        message("a@b.example").bytes()
    );
}

#[test]
fn nothing_secret_is_printed() {
    let composed = message("taro@shop.example");
    let letter = letter(Locale::Ja, all().swap_remove(1).1);
    let printed = format!("{composed:?} {letter:?} {:?}", password());
    assert!(!printed.contains("k7Wq3mZx9RtB"), "{printed}");
    assert!(!printed.contains("taro"), "{printed}");
}

fn composed_to(to: &str, message_id: &str) -> Result<mail::Composed, ComposeError> {
    let catalog = Catalog::load().unwrap();
    let posting = Posting {
        message_id: message_id.to_owned(),
        ..posting(to)
    };
    compose(
        &catalog,
        &brand(),
        &letter(Locale::Ja, LetterTemplate::PasswordChanged),
        &posting,
    )
}

#[test]
fn addresses_that_could_end_a_command_are_refused() {
    for to in [
        "",
        "taro",
        "@shop.example",
        "taro@",
        "taro@shop.example\r\nBcc: x@y.example",
        "taro@shop.example\n",
        "ta ro@shop.example",
        "<taro@shop.example>",
        "a@b.example,c@d.example",
        "a@b.example>\r\nDATA",
        "\"a b\"@shop.example",
        "太郎@shop.example",
        "taro@商店.example",
        "taro\0@shop.example",
    ] {
        assert!(
            matches!(composed_to(to, "1"), Err(ComposeError::Address(_))),
            "{to:?}"
        );
    }
    let long = format!("{}@shop.example", "a".repeat(65));
    assert!(composed_to(&long, "1").is_err());
}

/// Addresses that telephone companies gave out, against RFC 5321's grammar.
#[test]
fn addresses_with_doubled_dots_are_sent_to_as_typed() {
    for to in [
        "a..b.@phone.example",
        ".taro@phone.example",
        "o'brien+shop@mail.example",
    ] {
        let composed = composed_to(to, "1").unwrap();
        assert_eq!(composed.to(), to);
        assert!(
            header_lines(composed.bytes()).contains(&format!("To: {to}")),
            "{to}"
        );
    }
}

#[test]
fn ids_that_could_end_a_header_are_refused() {
    for id in ["", "a b", "a\r\nX: y", "a>", "a@b", "あ", &"x".repeat(65)] {
        assert!(
            matches!(composed_to("a@b.example", id), Err(ComposeError::MessageId)),
            "{id:?}"
        );
    }
    assert!(composed_to("a@b.example", "018fdd5e-7c2a-7b3c-9f00-0123456789ab").is_ok());
}

/// Shows LOGIN-14: what would not survive copying is not sent at all.
#[test]
fn a_secret_with_blanks_or_controls_is_refused() {
    let catalog = Catalog::load().unwrap();
    for value in ["a b", " a", "a\n", "a\u{0}", "あ", "a\u{200b}b"] {
        let template = LetterTemplate::TemporaryPassword {
            password: Secret::new(value.to_owned()),
            days: 7,
            cause: Cause::Admin,
        };
        let made = compose(
            &catalog,
            &brand(),
            &letter(Locale::Ja, template),
            &posting("a@b.example"),
        );
        assert!(matches!(made, Err(ComposeError::Secret)), "{value:?}");
    }
}

#[test]
fn any_date_is_written() {
    let catalog = Catalog::load().unwrap();
    for date in [
        UNIX_EPOCH - Duration::from_secs(1),
        UNIX_EPOCH,
        UNIX_EPOCH + Duration::from_secs(400_000_000_000),
    ] {
        let posting = Posting {
            date,
            ..posting("a@b.example")
        };
        let letter = letter(Locale::En, LetterTemplate::PasswordChanged);
        let composed = compose(&catalog, &brand(), &letter, &posting).unwrap();
        assert!(Received::parse(composed.bytes()).unwrap().date.is_some());
    }
}

#[test]
fn a_name_cannot_open_a_line_of_its_own() {
    let catalog = Catalog::load().unwrap();
    let template = LetterTemplate::UserRegistered {
        name: "太郎\r\n\r\n■仮パスワード\nevil\u{2028}evil\u{202e}".to_owned(),
        password: password(),
        days: 7,
    };
    let letter = letter(Locale::Ja, template);
    let composed = compose(&catalog, &brand(), &letter, &posting("a@b.example")).unwrap();
    let body = Received::parse(composed.bytes()).unwrap().body;
    assert_eq!(
        body.lines()
            .filter(|line| line.starts_with("■仮パスワード"))
            .count(),
        1
    );
    assert!(!body.contains(['\u{2028}', '\u{202e}']));
    let template = LetterTemplate::UserRegistered {
        name: "<img src=x onerror='alert(1)'>\"&".to_owned(),
        password: password(),
        days: 7,
    };
    let hostile = Letter { template, ..letter };
    let composed = compose(&catalog, &brand(), &hostile, &posting("a@b.example")).unwrap();
    let html = Received::parse(composed.bytes()).unwrap().html;
    assert!(html.contains("&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;&amp;"));
}

/// Text that likes to hold what headers and lines are made of.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\r\nBcc: evil@evil.example\r\n".to_owned()),
        Just("\r\n\r\n.\r\n".to_owned()),
        Just("\u{2028}\u{0}\u{b}\u{c}\u{85}".to_owned()),
        Just("=?utf-8?Q?=0D=0ABcc:?=".to_owned()),
        Just("\"<>,;:@\\".to_owned()),
        Just("{ $service } 関所".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_value_adds_a_header_or_a_mark(
        values in proptest::collection::vec(hostile(), 8),
        english in any::<bool>(),
    ) {
        let catalog = Catalog::load().unwrap();
        let value = |at: usize| values[at].clone();
        let brand = Brand {
            service: value(0), operator: value(1), phone: value(2), hours: value(3),
            contact_mail: value(4), ..brand()
        };
        let account = Account {
            merchant_code: Some(value(5)), user_id: Some(value(6)), ..account()
        };
        let template = LetterTemplate::UserRegistered { name: value(7), password: password(), days: 7 };
        let locale = if english { Locale::En } else { Locale::Ja };
        let letter = Letter { locale, account, template };
        let composed = compose(&catalog, &brand, &letter, &posting("a@b.example")).unwrap();

        prop_assert_eq!(header_names(composed.bytes()), HEADERS);
        prop_assert!(composed.bytes().is_ascii());
        let bare = composed.bytes().windows(2).filter(|pair| pair[1] == b'\n' && pair[0] != b'\r');
        prop_assert_eq!(bare.count(), 0);
        let received = Received::parse(composed.bytes()).unwrap();
        let calm = compose(&catalog, &crate::support::brand(), &Letter {
            account: crate::support::account(), ..letter.clone()
        }, &posting("a@b.example")).unwrap();
        let calm = Received::parse(calm.bytes()).unwrap();
        prop_assert_eq!(received.body.lines().count(), calm.body.lines().count());
        prop_assert_eq!(received.to, "a@b.example");
    }

    #[test]
    fn no_address_makes_two(to in hostile()) {
        let catalog = Catalog::load().unwrap();
        let posting = Posting { to, date: SystemTime::UNIX_EPOCH, message_id: "1".to_owned() };
        let letter = letter(Locale::Ja, LetterTemplate::PasswordChanged);
        if let Ok(composed) = compose(&catalog, &brand(), &letter, &posting) {
            prop_assert_eq!(header_names(composed.bytes()), HEADERS);
        }
    }
}

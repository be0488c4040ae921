//! Google Authenticator's migration.

use data_encoding::BASE64;
use otp::{Algorithm, Digits};
use tegata::Kind;
use tegata::formats::{Format, Gathering, Loss, Missing, Place, ReadError, Why, WriteOptions};

use crate::given::{
    self, Dice, KEY, entry, hotp, losses, read, summary, totp, try_read, with_kind,
};

/// Made by executing the schema's own code: two entries, part 1 of 2, negative batch id.
const FIRST: &str = "CiEKCkhlbGxvId6tvu8SBWFsaWNlGgZHaXRIdWIgASgBMAIKGwoKSGVsbG8h3q2+7xIDYm9iGgAgAigCMAE4BRABGAIgACjr5ZDF//////8B";

fn uri(data: &str) -> String {
    let escaped = data
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D");
    format!("otpauth-migration://offline?data={escaped}")
}

/// The second part that belongs to [`FIRST`]: one entry `carol`.
fn second() -> String {
    let mut bytes = b"\x0a\x13\x0a\x0aHello!\xde\xad\xbe\xef\x12\x05carol".to_vec();
    bytes.extend(b"\x10\x01\x18\x02\x20\x01\x28");
    bytes.extend([0xeb, 0xe5, 0x90, 0xc5, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
    uri(&BASE64.encode(&bytes))
}

/// Shows MIG-7.
#[test]
fn parts_are_put_together_in_any_order() {
    let expected = [
        ("GitHub".to_owned(), "alice".to_owned(), Kind::standard()),
        (
            String::new(),
            "bob".to_owned(),
            Kind::Hotp {
                algorithm: Algorithm::Sha256,
                digits: Digits::EIGHT,
                // The last used one was 5.
                next_counter: 6,
            },
        ),
        (String::new(), "carol".to_owned(), Kind::standard()),
    ];
    let (first, second) = (uri(FIRST), second());
    for order in [[&first, &second], [&second, &first]] {
        let mut gathering = Gathering::new();
        gathering.add_text(order[0]).unwrap();
        assert!(gathering.missing().is_some());
        gathering.add_text(order[1]).unwrap();
        // The same part again is no matter.
        gathering.add(order[0].as_bytes()).unwrap();
        assert_eq!(gathering.missing(), None);
        let reading = gathering.finish(&Dice::new()).unwrap();
        assert_eq!(reading.format, Format::GoogleMigration);
        assert_eq!(summary(&reading), expected);
        assert!(reading.found.iter().all(|f| f.entry.key.expose() == KEY));
        // As lines of one text.
        let text = format!("{}\n{}\n", order[0], order[1]);
        assert_eq!(summary(&read(text.as_bytes())), expected);
    }
}

#[test]
fn a_missing_part_is_named_and_the_rest_can_still_be_had() {
    let missing = Missing {
        of: 2,
        parts: vec![2],
    };
    assert_eq!(
        try_read(uri(FIRST).as_bytes(), None),
        Err(ReadError::Incomplete(missing.clone()))
    );
    let mut gathering = Gathering::new();
    gathering.add_text(&uri(FIRST)).unwrap();
    assert_eq!(gathering.missing(), Some(missing));
    let reading = gathering.finish_incomplete(&Dice::new()).unwrap();
    assert_eq!(reading.found.len(), 2);
    assert_eq!(reading.found[1].place, Place::Code(1, 2));
}

#[test]
fn omitted_fields_have_their_meaning_and_the_issuer_is_not_repeated() {
    // Only the type is set; the name repeats the issuer. A public sample.
    let data = "CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC";
    let reading = read(uri(data).as_bytes());
    assert_eq!(
        summary(&reading),
        [(
            "Example".to_owned(),
            "alice@google.com".to_owned(),
            Kind::standard()
        )]
    );
    // A raw plus sign, one that became a blank, and missing padding.
    for spelled in [
        format!("otpauth-migration://offline?data={data}"),
        format!(
            "OTPAUTH-MIGRATION://offline?data={}",
            FIRST.replace('+', " ")
        ),
    ] {
        let mut gathering = Gathering::new();
        gathering.add_text(&spelled).unwrap();
        assert!(
            !gathering
                .finish_incomplete(&Dice::new())
                .unwrap()
                .found
                .is_empty()
        );
    }
}

/// A payload of one entry with these fields behind its secret.
fn with_fields(fields: &[u8]) -> String {
    let mut inner = b"\x0a\x0aHello!\xde\xad\xbe\xef".to_vec();
    inner.extend(fields);
    let mut bytes = vec![0x0a, u8::try_from(inner.len()).unwrap()];
    bytes.extend(inner);
    uri(&BASE64.encode(&bytes))
}

#[test]
fn what_cannot_be_computed_is_reported_and_unknown_fields_are_passed_over() {
    let cases: [(&[u8], Result<Kind, Why>); 8] = [
        // MD5.
        (b"\x20\x04\x30\x02", Err(Why::UnsupportedParameter)),
        (b"\x28\x03", Ok(totp(Algorithm::Sha1, 7, 30))),
        (b"\x28\x04", Err(Why::UnsupportedParameter)),
        (b"\x30\x03", Err(Why::UnknownType)),
        (b"\x30\x01", Ok(hotp(1))),
        (
            b"\x30\x01\x38\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
            Err(Why::UnsupportedParameter),
        ),
        (b"\x20\x03", Ok(totp(Algorithm::Sha512, 6, 30))),
        // A newer text field, and ones of widths that are not used.
        (
            b"\x42\x02id\x49\x00\x00\x00\x00\x00\x00\x00\x00\x55\x00\x00\x00\x00",
            Ok(Kind::standard()),
        ),
    ];
    for (fields, expected) in cases {
        let reading = read(with_fields(fields).as_bytes());
        let got = match (reading.found.first(), reading.unreadable.first()) {
            (Some(found), None) => Ok(found.entry.kind),
            (None, Some(unreadable)) => Err(unreadable.why),
            other => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{fields:?}");
    }
    let no_secret = read(uri(&BASE64.encode(b"\x0a\x05\x12\x03bob")).as_bytes());
    assert_eq!(no_secret.unreadable[0].why, Why::NoSecret);
    assert_eq!(no_secret.unreadable[0].title, "bob");
}

/// Shows MIG-8.
#[test]
fn what_is_written_has_every_field_in_its_place() {
    let entries = [entry("GitHub", "alice"), with_kind("", "bob", hotp(6))];
    let written = given::write(Format::GoogleMigration, &entries, &WriteOptions::default());
    let [part] = written.parts.as_slice() else {
        panic!("one code");
    };
    let text = String::from_utf8(part.to_vec()).unwrap();
    let data = text
        .strip_prefix("otpauth-migration://offline?data=")
        .unwrap();
    let data = data
        .replace("%2B", "+")
        .replace("%2F", "/")
        .replace("%3D", "=");
    let bytes = BASE64.decode(data.as_bytes()).unwrap();
    let expected = b"\x0a\x21\x0a\x0aHello!\xde\xad\xbe\xef\x12\x05alice\x1a\x06GitHub\x20\x01\x28\x01\x30\x02\
                     \x0a\x1b\x0a\x0aHello!\xde\xad\xbe\xef\x12\x03bob\x1a\x00\x20\x01\x28\x01\x30\x01\x38\x05\
                     \x10\x01\x18\x01\x20\x00\x28";
    assert!(bytes.starts_with(expected), "{bytes:02x?}");
}

#[test]
fn codes_hold_as_many_entries_as_their_reader_takes() {
    let entries: Vec<_> = (0..23).map(|n| entry("A", &format!("u{n:02}"))).collect();
    for (asked, parts) in [(0, 3), (10, 3), (5, 5), (1, 23), (200, 3)] {
        let options = WriteOptions {
            entries_per_code: asked,
            ..WriteOptions::default()
        };
        let written = given::write(Format::GoogleMigration, &entries, &options).parts;
        assert_eq!(written.len(), parts, "{asked}");
        let mut gathering = Gathering::new();
        for (index, part) in written.iter().rev().enumerate() {
            gathering.add(part).unwrap();
            let missing = gathering.missing().map_or(0, |missing| missing.parts.len());
            assert_eq!(missing, parts - index - 1);
        }
        let reading = gathering.finish(&Dice::new()).unwrap();
        let names: Vec<String> = summary(&reading).into_iter().map(|(_, a, _)| a).collect();
        let expected: Vec<String> = entries.iter().map(|e| e.account.clone()).collect();
        assert_eq!(names, expected);
    }
}

#[test]
fn what_it_cannot_carry_is_listed() {
    let cases = [
        (with_kind("S", "s", Kind::Steam), vec![Loss::LeftOut]),
        (
            with_kind("B", "b", Kind::BattleNet),
            vec![Loss::KindChanged],
        ),
        (
            with_kind("P", "p", totp(Algorithm::Sha1, 6, 60)),
            vec![Loss::ParameterLeftOut],
        ),
        (
            with_kind("D", "d", totp(Algorithm::Sha1, 7, 30)),
            vec![Loss::ParameterLeftOut],
        ),
        (with_kind("H", "h", hotp(0)), vec![Loss::CounterShifts]),
        (with_kind("H", "h", hotp(1)), vec![]),
        (entry("A", "A: b"), vec![Loss::NameChanged]),
        (entry("", "a:b"), vec![Loss::NameChanged]),
        (entry("管理", "用"), vec![]),
    ];
    for (entry, expected) in cases {
        assert_eq!(
            losses(Format::GoogleMigration, &entry),
            expected,
            "{}",
            entry.title()
        );
    }
    let for_extension = WriteOptions {
        entries_per_code: 5,
        ..WriteOptions::default()
    };
    let japanese = entry("管理", "用");
    let lost = tegata::formats::losses(
        Format::GoogleMigration,
        std::slice::from_ref(&japanese),
        &for_extension,
    );
    assert_eq!(lost, [(japanese.id, Loss::NameChanged)]);
}

//! Plain URIs, as sites and other apps write them.

use otp::Algorithm;
use tegata::Kind;
use tegata::formats::{Format, Loss, Place, ReadError, Remark, Why};

use crate::given::{self, KEY, entry, hotp, losses, only, read, totp, try_read, with_kind};

type Spelling = (&'static str, &'static str, &'static str, Kind);

/// A line, and the issuer, account and kind it stands for.
fn spellings() -> Vec<Spelling> {
    [time_based(), others()].concat()
}

fn time_based() -> Vec<Spelling> {
    vec![
        (
            "otpauth://totp/GitHub:alice?secret=JBSWY3DPEHPK3PXP&issuer=GitHub",
            "GitHub",
            "alice",
            Kind::standard(),
        ),
        (
            "OTPAUTH://TOTP/GitHub%3A%20alice?SECRET=jbsw%20y3dp-ehpk3pxp%3D%3D",
            "GitHub",
            "alice",
            Kind::standard(),
        ),
        (
            "otpauth://totp/alice?issuer=My+Site&secret=JBSWY3DPEHPK3PXP",
            "My Site",
            "alice",
            Kind::standard(),
        ),
        (
            "otpauth://totp/a+b@x.org?secret=JBSWY3DPEHPK3PXP&algorithm=HmacSHA256&digits=8&period=60",
            "",
            "a+b@x.org",
            totp(Algorithm::Sha256, 8, 60),
        ),
        (
            "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=SHA-512&period=&digits=",
            "",
            "x",
            totp(Algorithm::Sha512, 6, 30),
        ),
    ]
}

fn others() -> Vec<Spelling> {
    vec![
        (
            "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=5",
            "",
            "x",
            hotp(5),
        ),
        ("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP", "", "x", hotp(0)),
        (
            "otpauth://steam/Steam:me?secret=JBSWY3DPEHPK3PXP",
            "Steam",
            "me",
            Kind::Steam,
        ),
        (
            "otpauth://totp/Steam:me?secret=JBSWY3DPEHPK3PXP&encoder=steam",
            "Steam",
            "me",
            Kind::Steam,
        ),
        (
            "otpauth://totp/Steam:me?secret=JBSWY3DPEHPK3PXP&issuer=Steam&digits=5",
            "Steam",
            "me",
            Kind::Steam,
        ),
        (
            "otpauth://totp/%E7%AE%A1%E7%90%86%E7%94%A8?secret=JBSWY3DPEHPK3PXP",
            "",
            "管理用",
            Kind::standard(),
        ),
    ]
}

/// Shows MIG-9.
#[test]
fn uris_are_read_as_sites_write_them() {
    for (line, issuer, account, kind) in spellings() {
        let entry = only(line.as_bytes());
        assert_eq!(entry.issuer, issuer, "{line}");
        assert_eq!(entry.account, account, "{line}");
        assert_eq!(entry.kind, kind, "{line}");
        assert_eq!(entry.key.expose(), KEY, "{line}");
    }
}

#[test]
fn one_bad_line_takes_no_other_down() {
    let text = "# a note\n\
                otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n\
                \n\
                otpauth://totp/B:b?secret=JBSWY3DP018\n\
                otpauth://totp/C:c?issuer=C\n\
                otpauth://motp/D:d?secret=JBSWY3DPEHPK3PXP\n\
                otpauth://totp/E:e?secret=JBSWY3DPEHPK3PXP&digits=10\n\
                otpauth://totp/F:f?secret=JBSWY3DPEHPK3PXP&secret=GEZDGNBVGY3TQOJQ\n\
                otpauth://totp/G:g?secret=JBSWY3DPEHPK3PXP&algorithm=MD5\n\
                otpauth://hotp/H:h?secret=JBSWY3DPEHPK3PXP&counter=-1\n\
                something else\n\
                otpauth-migration://offline?data=!!!\n\
                otpauth://totp/Z:z?secret=JBSWY3DPEHPK3PXP\n";
    let reading = read(text.as_bytes());
    assert_eq!(reading.format, Format::UriList);
    let places: Vec<Place> = reading.found.iter().map(|found| found.place).collect();
    assert_eq!(places, [Place::Line(2), Place::Line(13)]);
    let unreadable: Vec<(Place, &str, Why)> = reading
        .unreadable
        .iter()
        .map(|entry| (entry.place, entry.title.as_str(), entry.why))
        .collect();
    assert_eq!(
        unreadable,
        [
            (Place::Line(4), "B (b)", Why::BadSecret),
            (Place::Line(5), "C (c)", Why::NoSecret),
            (Place::Line(6), "D (d)", Why::UnknownType),
            (Place::Line(7), "E (e)", Why::UnsupportedParameter),
            (Place::Line(8), "F (f)", Why::Malformed),
            (Place::Line(9), "G (g)", Why::UnsupportedParameter),
            (Place::Line(10), "H (h)", Why::UnsupportedParameter),
            (Place::Line(11), "", Why::Malformed),
            (Place::Line(12), "", Why::Malformed),
        ]
    );
}

#[test]
fn odd_secrets_are_read_and_remarked() {
    let reading = read(
        b"otpauth://totp/a?secret=JBSWY3DPEHPK\n\
          otpauth://totp/b?secret=48656c6c6f21deadbeef\n\
          otpauth://totp/c?secret=JBSWY3DPEHPK3PXP\n",
    );
    let remarks: Vec<_> = reading.found.iter().map(|f| f.remarks.clone()).collect();
    assert_eq!(
        remarks,
        [vec![Remark::OddBase32], vec![Remark::Hexadecimal], vec![]]
    );
    assert_eq!(reading.found[1].entry.key.expose(), KEY);
}

#[test]
fn names_encoded_twice_are_decoded_twice_and_ours_never_look_like_that() {
    let reading = read(b"otpauth://totp/My%2520Site:a%2540x.org?secret=JBSWY3DPEHPK3PXP");
    let found = &reading.found[0];
    assert_eq!(found.entry.issuer, "My Site");
    assert_eq!(found.entry.account, "a@x.org");
    assert_eq!(found.remarks, [Remark::DoublyEncoded]);

    for (issuer, account) in [
        ("Shop", "50%20off"),
        ("", "%20x"),
        ("%40", "%20"),
        ("", "a%20"),
    ] {
        let entry = entry(issuer, account);
        let back = only(given::text(Format::UriList, &[entry]).as_bytes());
        assert_eq!(
            (back.issuer.as_str(), back.account.as_str()),
            (issuer, account)
        );
    }
}

#[test]
fn parameters_of_others_are_given_back() {
    let line = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP&issuer=A&image=https%3A%2F%2Fx.org%2Fa.png&lock=false\n";
    let entry = only(line.as_bytes());
    assert_eq!(given::text(Format::UriList, &[entry]), line);
}

#[test]
fn windows_editors_change_nothing() {
    let line = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP";
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(line.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let with_mark = [b"\xef\xbb\xbf", line.as_bytes()].concat();
    for input in [utf16, with_mark, format!("  {line}  \r\n\r\n").into_bytes()] {
        assert_eq!(only(&input).account, "a");
    }
}

#[test]
fn what_is_known_to_nobody_is_said_so() {
    for input in [
        "",
        "hello",
        "https://x.org/?secret=JBSWY3DPEHPK3PXP",
        "{}",
        "[]",
        "<html/>",
    ] {
        assert_eq!(
            try_read(input.as_bytes(), None),
            Err(ReadError::NotRecognised),
            "{input}"
        );
    }
    let pgp = b"-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n";
    assert_eq!(try_read(pgp, None), Err(ReadError::Pgp));
}

#[test]
fn what_plain_uris_cannot_carry_is_said_before() {
    assert_eq!(losses(Format::UriList, &entry("A", "a")), []);
    let trion = with_kind("Trion", "a", Kind::Trion);
    assert_eq!(losses(Format::UriList, &trion), [Loss::LeftOut]);
    assert_eq!(given::text(Format::UriList, &[trion]), "");
    let battle = with_kind("BattleNet", "a", Kind::BattleNet);
    assert_eq!(losses(Format::UriList, &battle), [Loss::KindChanged]);
    assert_eq!(
        given::text(Format::UriList, &[battle]),
        "otpauth://totp/BattleNet:a?secret=JBSWY3DPEHPK3PXP&issuer=BattleNet&digits=8\n"
    );
    let mut pinned = entry("A", "a");
    pinned.pinned = true;
    assert_eq!(losses(Format::UriList, &pinned), [Loss::DetailsLeftOut]);
    assert_eq!(
        losses(Format::UriList, &entry("", "a:b")),
        [Loss::NameChanged]
    );
}

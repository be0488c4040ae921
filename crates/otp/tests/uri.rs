//! `otpauth` URIs: what we write, what we read, what we refuse.

use otp::{
    Algorithm, Digits, Hotp, InvalidName, OtpauthUri, Parameter, Period, Secret, SecretError,
    Token, Totp, UriError,
};
use proptest::prelude::*;

const SECRET: &str = "JBSWY3DPEHPK3PXP";

fn names_of(uri: &str) -> Result<(Option<String>, String), UriError> {
    OtpauthUri::parse(uri).map(|uri| (uri.issuer().map(str::to_owned), uri.account().to_owned()))
}

/// Shows OTP-5, OTP-6: issuer is the brand, the label merchant code and user, and nothing
/// is set that an app could get wrong.
#[test]
fn the_usual_uri_is_short_and_escaped() {
    let totp = Totp::standard(Secret::from_base32(SECRET).unwrap());
    let uri = OtpauthUri::new(Some("関所 A&B"), "12345 user+1 (2)", Token::Totp(totp)).unwrap();
    assert_eq!(
        uri.to_uri().expose(),
        "otpauth://totp/%E9%96%A2%E6%89%80%20A%26B:12345%20user%2B1%20%282%29\
         ?secret=JBSWY3DPEHPK3PXP&issuer=%E9%96%A2%E6%89%80%20A%26B"
    );
    assert_eq!(OtpauthUri::parse(uri.to_uri().expose()), Ok(uri));
}

#[test]
fn what_is_not_default_is_written() {
    let totp = Totp {
        secret: Secret::from_base32(SECRET).unwrap(),
        algorithm: Algorithm::Sha512,
        digits: Digits::EIGHT,
        period: Period::from_seconds(60).unwrap(),
    };
    let uri = OtpauthUri::new(None, "a", Token::Totp(totp))
        .unwrap()
        .to_uri();
    assert_eq!(
        uri.expose(),
        "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&algorithm=SHA512&digits=8&period=60"
    );
    let hotp = Hotp {
        secret: Secret::from_base32(SECRET).unwrap(),
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        counter: 0,
    };
    let uri = OtpauthUri::new(None, "a", Token::Hotp(hotp))
        .unwrap()
        .to_uri();
    assert_eq!(
        uri.expose(),
        "otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=0"
    );
}

#[test]
fn parameters_are_read_as_apps_write_them() {
    let plain = "otpauth://totp/I:a?secret=JBSWY3DPEHPK3PXP&issuer=I&algorithm=SHA256&digits=8";
    let expected = OtpauthUri::parse(plain).unwrap();
    let Token::Totp(totp) = expected.token() else {
        panic!("a time-based token")
    };
    assert_eq!((totp.algorithm, totp.digits.get()), (Algorithm::Sha256, 8));
    for uri in [
        "OTPAUTH://TOTP/I:a?SECRET=jbswy3dpehpk3pxp&Issuer=I&ALGORITHM=sha256&Digits=8",
        "otpauth://totp/I%3Aa?secret=JBSWY3DPEHPK3PXP%3D%3D&algorithm=SHA-256&digits=08",
        "otpauth://totp/I:%20a?digits=8&algorithm=HmacSHA256&secret=JBSW+Y3DP-EHPK%203PXP&period=30",
        "otpauth://totp/a?issuer=I&secret=JBSWY3DPEHPK3PXP&algorithm=SHA256&digits=8&counter=7",
        "otpauth://totp/I:a?&&secret=JBSWY3DPEHPK3PXP&algorithm=SHA256&digits=8&image=x&image=y&lock",
        "  otpauth://totp/I:a?secret=JBSWY3DPEHPK3PXP&issuer=&algorithm=SHA256&digits=8#top\r\n",
    ] {
        assert_eq!(OtpauthUri::parse(uri).as_ref(), Ok(&expected), "{uri}");
    }
}

#[test]
fn names_are_read_as_apps_write_them() {
    for (label, query, issuer, account) in [
        ("alice", "", None, "alice"),
        ("I:alice", "", Some("I"), "alice"),
        ("I%3A%20%20alice", "", Some("I"), "alice"),
        ("I:a:b", "", Some("I"), "a:b"),
        ("I%20:alice", "", Some("I"), "alice"),
        ("I%20:alice", "&issuer=I", Some("I"), "alice"),
        ("I::%20:alice", "&issuer=I", Some("I"), "alice"),
        ("::alice", "", None, "alice"),
        (":I:alice", "", Some("I"), "alice"),
        ("alice", "&issuer=My+Site", Some("My Site"), "alice"),
        (
            "My%20Site:alice",
            "&issuer=My%20Site",
            Some("My Site"),
            "alice",
        ),
        ("Old:alice", "&issuer=New", Some("New"), "Old:alice"),
        (
            "Name::host:alice",
            "&issuer=Name%3A%3Ahost",
            Some("Name::host"),
            "alice",
        ),
        ("Ix:alice", "&issuer=I", Some("I"), "Ix:alice"),
        ("I", "&issuer=I", Some("I"), "I"),
        ("I:", "&issuer=I", Some("I"), ""),
        ("", "", None, ""),
        ("a+b%2Bc", "", None, "a+b+c"),
        ("a/b%2Fc", "", None, "a/b/c"),
        ("100%", "", None, "100%"),
        ("a#b", "", None, "a#b"),
        ("zo%c3%ab%40x.org", "", None, "zoë@x.org"),
        ("%E9%96%A2%E6%89%80:利用者", "", Some("関所"), "利用者"),
    ] {
        let uri = format!("otpauth://totp/{label}?secret={SECRET}{query}");
        let expected = (issuer.map(str::to_owned), account.to_owned());
        assert_eq!(names_of(&uri), Ok(expected), "{uri}");
    }
}

/// Other readers part the label at its first colon.
#[test]
fn colons_inside_names_are_written_escaped() {
    let uri = format!("otpauth://totp/N::h:a:b?secret={SECRET}&issuer=N::h");
    assert_eq!(
        OtpauthUri::parse(&uri).unwrap().to_uri().expose(),
        "otpauth://totp/N%3A%3Ah:a%3Ab?secret=JBSWY3DPEHPK3PXP&issuer=N%3A%3Ah"
    );
}

#[test]
fn a_counter_is_kept_as_written() {
    for (query, counter) in [
        ("", 0),
        ("&counter=5", 5),
        ("&counter=18446744073709551615", u64::MAX),
    ] {
        let uri = OtpauthUri::parse(&format!("otpauth://hotp/a?secret={SECRET}{query}")).unwrap();
        let Token::Hotp(hotp) = uri.into_token() else {
            panic!("a counter-based token")
        };
        assert_eq!(hotp.counter, counter);
    }
}

fn assert_refused(uri: &str, error: UriError) {
    assert_eq!(OtpauthUri::parse(uri), Err(error), "{uri}");
}

#[test]
fn texts_that_are_no_uri_of_ours_are_refused() {
    use UriError::{MissingSecret, NotOtpauth, TooLong, UnknownType};
    for (uri, error) in [
        ("", NotOtpauth),
        ("otpauth:", NotOtpauth),
        ("https://example.com/?secret=JBSWY3DPEHPK3PXP", NotOtpauth),
        ("otpauth-migration://offline?data=AA", NotOtpauth),
        ("otpauth:/totp/a?secret=JBSWY3DPEHPK3PXP", NotOtpauth),
        ("otpauth:/あ/あ", NotOtpauth),
        ("otpauth://steam/a?secret=JBSWY3DPEHPK3PXP", UnknownType),
        ("otpauth:///a?secret=JBSWY3DPEHPK3PXP", UnknownType),
        ("otpauth://totp/a", MissingSecret),
        ("otpauth://totp/a?secre=JBSWY3DPEHPK3PXP", MissingSecret),
        (
            "otpauth://totp/a#?issuer=b#&secret=JBSWY3DPEHPK3PXP",
            MissingSecret,
        ),
    ] {
        assert_refused(uri, error);
    }
    let prefix = format!("otpauth://totp/a?secret={SECRET}&image=");
    let longest = format!("{prefix}{}", "x".repeat(OtpauthUri::MAX_LEN - prefix.len()));
    assert!(OtpauthUri::parse(&longest).is_ok());
    assert_refused(&format!("{longest}x"), TooLong);
}

#[test]
fn names_that_cannot_be_shown_are_refused() {
    for (label, issuer, error) in [
        ("%ff", "", UriError::NotUtf8),
        ("a", "%c3", UriError::NotUtf8),
        ("a%00", "", UriError::Name(InvalidName::Account)),
        ("a", "a%0d%0ab", UriError::Name(InvalidName::Issuer)),
        (&"a".repeat(321), "", UriError::Name(InvalidName::Account)),
        ("a", &"a".repeat(321), UriError::Name(InvalidName::Issuer)),
    ] {
        assert_refused(
            &format!("otpauth://totp/{label}?secret={SECRET}&issuer={issuer}"),
            error,
        );
    }
}

#[test]
fn a_wrong_parameter_is_named() {
    use Parameter::{Algorithm, Counter, Digits, Issuer, Period, Secret};
    use UriError::{Duplicate, Unsupported};
    for (query, error) in [
        ("secret=", UriError::Secret(SecretError::TooShort)),
        (
            "secret=JB1",
            UriError::Secret(SecretError::NotBase32 { position: 3 }),
        ),
        ("secret=MY&algorithm=MD5", Unsupported(Algorithm)),
        ("secret=MY&algorithm", Unsupported(Algorithm)),
        ("secret=MY&digits=5", Unsupported(Digits)),
        ("secret=MY&digits=%2B6", Unsupported(Digits)),
        ("secret=MY&digits=262", Unsupported(Digits)),
        ("secret=MY&period=0", Unsupported(Period)),
        ("secret=MY&period=30.0", Unsupported(Period)),
        ("secret=MY&counter=-1", Unsupported(Counter)),
        (
            "secret=MY&counter=18446744073709551616",
            Unsupported(Counter),
        ),
        ("secret=MY&SECRET=MY", Duplicate(Secret)),
        ("secret=MY&issuer=a&issuer=a", Duplicate(Issuer)),
        (
            "secret=MY&algorithm=SHA1&algorithm=SHA256",
            Duplicate(Algorithm),
        ),
        ("secret=MY&digits=6&digits=8", Duplicate(Digits)),
        ("secret=MY&period=30&period=60", Duplicate(Period)),
        ("secret=MY&counter=1&counter=2", Duplicate(Counter)),
    ] {
        assert_refused(&format!("otpauth://totp/a?{query}"), error);
    }
    assert_eq!(
        Duplicate(Period).to_string(),
        "the parameter period is given twice"
    );
}

#[test]
fn names_that_would_read_back_differently_are_refused() {
    let token = Token::Totp(Totp::standard(Secret::from_base32(SECRET).unwrap()));
    let long = "a".repeat(321);
    for name in ["", " a", "a\u{3000}", "a:b", "a\nb", "\0", &long] {
        assert_eq!(
            OtpauthUri::new(Some("I"), name, token.clone()),
            Err(InvalidName::Account),
            "{name:?}"
        );
        assert_eq!(
            OtpauthUri::new(Some(name), "a", token.clone()),
            Err(InvalidName::Issuer),
            "{name:?}"
        );
    }
}

/// Shows OTP-13: neither a parsed URI nor an error puts the secret into a log.
#[test]
fn debug_and_errors_do_not_show_the_secret() {
    let uri = format!("otpauth://totp/a?secret={SECRET}");
    assert!(!format!("{:?}", OtpauthUri::parse(&uri)).contains("JBSW"));
    let broken = format!("otpauth://totp/a?secret={SECRET}1");
    let error = OtpauthUri::parse(&broken).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("JBSW"));
}

fn tokens() -> impl Strategy<Value = Token> {
    let secret = prop::collection::vec(any::<u8>(), 16..=128);
    let algorithm =
        prop::sample::select(vec![Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
    (
        secret,
        algorithm,
        6_u8..=8,
        1_u16..=300,
        any::<Option<u64>>(),
    )
        .prop_filter_map(
            "in range",
            |(secret, algorithm, digits, period, counter)| {
                let secret = Secret::from_bytes(&secret).ok()?;
                let digits = Digits::new(digits).ok()?;
                let period = Period::from_seconds(period).ok()?;
                Some(match counter {
                    None => Token::Totp(Totp {
                        secret,
                        algorithm,
                        digits,
                        period,
                    }),
                    Some(counter) => Token::Hotp(Hotp {
                        secret,
                        algorithm,
                        digits,
                        counter,
                    }),
                })
            },
        )
}

proptest! {
    /// Shows OTP-6.
    #[test]
    fn what_is_written_reads_back(
        issuer in prop::option::of("\\PC{1,80}"),
        account in "\\PC{1,80}",
        token in tokens(),
    ) {
        let issuer = issuer.map(|name| name.replace(':', "").trim().to_owned());
        let account = account.replace(':', "").trim().to_owned();
        prop_assume!(!account.is_empty() && issuer.as_deref() != Some(""));
        let uri = OtpauthUri::new(issuer.as_deref(), &account, token).unwrap();
        let text = uri.to_uri();
        prop_assert!(text.expose().len() <= OtpauthUri::MAX_LEN);
        prop_assert!(text.expose().bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(OtpauthUri::parse(text.expose()), Ok(uri));
    }

    #[test]
    fn any_label_and_query_is_refused_or_reads_back(
        label in "([a:% +#/]|%3A|%20|%25|%C3%A9|\\PC){0,20}",
        issuer in "([a:% +/]|%3A|%20|%23|%26|\\PC){0,20}",
        rest in "(&(period|digits|counter|algorithm|x)=(|6|30|SHA1|SHA-512|%|\\PC)){0,3}",
        kind in "totp|hotp",
    ) {
        let text = format!("otpauth://{kind}/{label}?secret=MZXW6YTBOI&issuer={issuer}{rest}");
        if let Ok(uri) = OtpauthUri::parse(&text) {
            prop_assert_eq!(OtpauthUri::parse(uri.to_uri().expose()), Ok(uri));
        }
    }

    #[test]
    fn any_text_is_refused_or_read(text in "\\PC*") {
        prop_assert!(OtpauthUri::parse(&text).is_err());
        let _ = OtpauthUri::parse(&format!("otpauth://totp/{text}"));
        let _ = OtpauthUri::parse(&format!("otpauth://totp/a?{text}"));
    }
}

//! Every notice becomes a letter, and none promises what is not.

use super::{letter, posting};
use app::DueMail;
use domain::ids::OutboxId;
use domain::mail_address::MailAddress;
use domain::merchant::{CENTRE_KEY, MerchantCode};
use domain::notice::{Cause, MerchantPart, Notice};
use domain::policy::{Policy, Profile};
use domain::time::Timestamp;
use i18n::Catalog;
use mail::{Brand, Received, compose};

fn due(notice: Notice, locale: &str) -> DueMail {
    DueMail {
        id: OutboxId::new(uuid::Uuid::from_u128(7)),
        to: MailAddress::parse("taro@shop.example").unwrap(),
        locale: locale.to_owned(),
        notice,
        merchant_code: "123456789".to_owned(),
        user_id: "ippan01".to_owned(),
        access_key: "1234567".to_owned(),
        created_at: Timestamp::from_micros(1_717_405_501_000_000),
        not_after: Timestamp::from_micros(1_717_405_502_000_000),
        tries: 1,
    }
}

fn read(notice: Notice, locale: &str) -> Received {
    read_of(&due(notice, locale))
}

fn read_of(due: &DueMail) -> Received {
    read_under(due, &Policy::of(Profile::Manual))
}

fn read_under(due: &DueMail, policy: &Policy) -> Received {
    let brand = Brand {
        service: "Service".to_owned(),
        operator: "Operator".to_owned(),
        phone: "1".to_owned(),
        hours: "9".to_owned(),
        contact_mail: "help@a.example".to_owned(),
        from_address: "no-reply@a.example".to_owned(),
        color: None,
    };
    let letter = letter(due, policy, "https://console.example");
    let catalog = Catalog::load().unwrap();
    let composed = compose(&catalog, &brand, &letter, &posting(due)).unwrap();
    Received::parse(composed.bytes()).unwrap()
}

/// Shows CS-6: an operator has no 加盟店コード; the mail names ユーザID and the operators' entrance.
#[test]
fn cs_6_operators_have_no_merchant_code() {
    for (locale, label) in [("ja", "加盟店コード"), ("en", "Merchant code")] {
        let temporary = Notice::TemporaryPassword {
            password: "k7Wq3mZx9RtB".to_owned(),
            cause: Cause::Operator,
        };
        let of_merchant = due(temporary.clone(), locale);
        assert!(read_of(&of_merchant).body.contains(label));
        let to_operator = DueMail {
            merchant_code: MerchantCode::centre().as_str().to_owned(),
            user_id: "center01".to_owned(),
            access_key: CENTRE_KEY.to_owned(),
            ..due(temporary, locale)
        };
        let letter = read_of(&to_operator);
        for text in [&letter.body, &letter.html, &letter.subject] {
            assert!(
                !text.contains("000000000") && !text.contains(label),
                "{text}"
            );
        }
        let entrance = "https://console.example/operator";
        assert!(letter.body.contains("center01") && letter.body.contains(entrance));
    }
}

/// Shows LOCK-8: whoever is locked out by strangers hears of the browser that may still get in, where
/// such browsers are counted apart.
#[test]
fn lock_8_the_usual_browser_is_named_where_it_is_known() {
    for (locale, words) in [
        ("ja", "前にログインしたことのあるブラウザ"),
        ("en", "browser in which you"),
    ] {
        let due = due(Notice::Locked, locale);
        for (profile, is_named) in [(Profile::Manual, true), (Profile::PciDss401, false)] {
            let body = read_under(&due, &Policy::of(profile)).body;
            assert_eq!(
                body.contains(words),
                is_named,
                "{profile:?} {locale}:\n{body}"
            );
        }
    }
}

type Case = (Notice, &'static str);

fn at() -> Timestamp {
    Timestamp::from_micros(1_717_405_501_000_000)
}

fn shown_new() -> String {
    "k\u{2022}i@s.example".to_owned()
}

/// What people cause themselves, and what the letter has to bring.
fn peoples_own() -> Vec<Case> {
    vec![
        (
            Notice::MailCode {
                code: "048213".to_owned(),
                minutes: 10,
            },
            "\n048213\n",
        ),
        (
            Notice::NewLogIn {
                network: "192.0.2.0/24".to_owned(),
                device: "Firefox".to_owned(),
                at: at(),
                method: "totp".to_owned(),
            },
            "2024-06-03 18:05",
        ),
        (
            Notice::AddressChangeAsked {
                token: "token".to_owned(),
                minutes: 30,
            },
            "https://console.example/mail-address/token",
        ),
        (
            Notice::AddressChangeStarted {
                shown_new: shown_new(),
            },
            "@s.example",
        ),
        (
            Notice::AddressChanged {
                shown_new: shown_new(),
                cause: Cause::Admin,
            },
            "@s.example",
        ),
    ]
}

/// What others do to an account or a merchant.
fn others_acts() -> Vec<Case> {
    vec![
        (Notice::DeletionAhead { days: 3, on: at() }, "2024-06-03"),
        (
            Notice::AdminReset {
                password: Some("k7Wq3mZx9RtB".to_owned()),
                secret: true,
                lock: true,
            },
            "\nk7Wq3mZx9RtB\n",
        ),
        (
            Notice::LockReleased {
                cause: Cause::Operator,
            },
            "ippan01",
        ),
        (
            Notice::UserChanged {
                cause: Cause::Person,
            },
            "ippan01",
        ),
        (Notice::UserDeleted { cause: None }, "ippan01"),
    ]
}

/// What the centre does to a merchant's file.
fn acts_on_the_file() -> Vec<Case> {
    vec![
        (
            Notice::MerchantChanged {
                what: vec![MerchantPart::Company],
            },
            "123456789",
        ),
        (
            Notice::MerchantSuspended {
                suspended: true,
                closed: false,
            },
            "123456789",
        ),
        (
            Notice::ContactChanging {
                shown_new: shown_new(),
                on: at(),
            },
            "2024-06-03 18:05",
        ),
        (Notice::ContactChanged, "https://console.example/1234567"),
        (
            Notice::ContactWithdrawn {
                shown_new: shown_new(),
            },
            "@s.example",
        ),
    ]
}

fn every_case() -> impl Iterator<Item = Case> {
    let others = others_acts().into_iter().chain(acts_on_the_file());
    peoples_own().into_iter().chain(others)
}

/// Shows MAIL-5: every notice becomes a letter in both languages; what it brings is in it.
#[test]
fn mail_5_and_all_others_become_letters() {
    for (notice, brings) in every_case() {
        for locale in ["ja", "en"] {
            let letter = read(notice.clone(), locale);
            assert!(letter.subject.contains("Service"), "{notice:?}");
            assert!(letter.body.contains(brings), "{notice:?} in {locale}");
            assert!(
                letter.html.contains(brings.trim()),
                "{notice:?} in {locale}"
            );
        }
    }
}

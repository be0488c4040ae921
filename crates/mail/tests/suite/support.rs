//! Letters and settings that the tests of this crate share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use i18n::{Catalog, Locale};
use mail::{Account, Brand, Cause, Composed, Letter, LetterTemplate, Posting, Secret, compose};

pub fn brand() -> Brand {
    Brand {
        service: "関所".to_owned(),
        operator: "関所株式会社 カスタマーサービスセンター".to_owned(),
        phone: "0120-000-000".to_owned(),
        hours: "9:00～18:00".to_owned(),
        contact_mail: "support@sekisho.example".to_owned(),
        from_address: "no-reply@sekisho.example".to_owned(),
    }
}

pub fn account() -> Account {
    Account {
        merchant_code: "123456789".to_owned(),
        user_id: "ippan01".to_owned(),
        login_url: "https://console.sekisho.example/1234567".to_owned(),
    }
}

pub fn letter(locale: Locale, template: LetterTemplate) -> Letter {
    Letter {
        locale,
        account: account(),
        template,
    }
}

/// 2024-06-03T09:05:01Z.
pub fn at() -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(1_717_405_501_123_456)
}

pub fn posting(to: &str) -> Posting {
    Posting {
        to: to.to_owned(),
        date: at(),
        message_id: "018fdd-1".to_owned(),
    }
}

pub fn password() -> Secret {
    Secret::new("k7Wq3mZx9RtB".to_owned())
}

/// Every template in every form that reads differently, with a name for its snapshot.
pub fn all() -> Vec<(&'static str, LetterTemplate)> {
    let mut letters = the_manuals();
    letters.extend(ours());
    letters
}

fn the_manuals() -> Vec<(&'static str, LetterTemplate)> {
    let url = "https://console.sekisho.example/reset/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6";
    let url = Secret::new(url.to_owned());
    let temporary = |cause| LetterTemplate::TemporaryPassword {
        password: password(),
        days: 7,
        cause,
    };
    let reset = |cause| LetterTemplate::SecretReset { cause };
    let name = "黒田 太郎".to_owned();
    let registered = LetterTemplate::UserRegistered {
        name,
        password: password(),
        days: 7,
    };
    vec![
        (
            "mail_1_reset_started",
            LetterTemplate::ResetStarted { url, minutes: 30 },
        ),
        ("mail_2_temporary_person", temporary(Cause::Person)),
        ("mail_2_temporary_admin", temporary(Cause::Admin)),
        ("mail_2_temporary_operator", temporary(Cause::Operator)),
        ("mail_3_registered", registered),
        ("mail_4_secret_reset_person", reset(Cause::Person)),
        ("mail_4_secret_reset_admin", reset(Cause::Admin)),
        ("mail_4_secret_reset_operator", reset(Cause::Operator)),
    ]
}

fn ours() -> Vec<(&'static str, LetterTemplate)> {
    let reset = |password, code, lock| LetterTemplate::AdminReset {
        password,
        code,
        lock,
    };
    vec![
        ("password_changed", LetterTemplate::PasswordChanged),
        ("secret_registered", LetterTemplate::SecretRegistered),
        ("locked", LetterTemplate::Locked),
        ("secret_spent", LetterTemplate::SecretSpent),
        ("clock_ahead", LetterTemplate::ClockOff { minutes: 4 }),
        ("clock_behind", LetterTemplate::ClockOff { minutes: -3 }),
        ("admin_reset_all", reset(true, true, true)),
        ("admin_reset_lock", reset(false, false, true)),
    ]
}

/// A composed message with nothing unusual in it.
pub fn message(to: &str) -> Composed {
    let catalog = Catalog::load().unwrap();
    let letter = letter(Locale::Ja, all().swap_remove(1).1);
    compose(&catalog, &brand(), &letter, &posting(to)).unwrap()
}

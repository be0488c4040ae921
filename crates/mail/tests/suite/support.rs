//! Letters and settings that the tests of this crate share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use i18n::{Catalog, Locale};
use mail::{Account, Brand, Composed, Letter, LetterTemplate, Posting, Secret, compose};

pub fn brand() -> Brand {
    Brand {
        service: "関所".to_owned(),
        operator: "関所株式会社 カスタマーサービスセンター".to_owned(),
        phone: "0120-000-000".to_owned(),
        hours: "9:00～18:00".to_owned(),
        contact_mail: "support@sekisho.example".to_owned(),
        from_address: "no-reply@sekisho.example".to_owned(),
        color: None,
    }
}

pub fn account() -> Account {
    Account {
        merchant_code: Some("123456789".to_owned()),
        user_id: Some("ippan01".to_owned()),
        login_url: "https://console.sekisho.example/1234567".to_owned(),
    }
}

pub fn letter(locale: Locale, template: LetterTemplate) -> Letter {
    let mut account = account();
    account.user_id = account.user_id.filter(|_| template.is_about_a_user());
    Letter {
        locale,
        account,
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
    mail::samples()
}

/// A composed message with nothing unusual in it.
pub fn message(to: &str) -> Composed {
    let catalog = Catalog::load().unwrap();
    let letter = letter(Locale::Ja, all().swap_remove(1).1);
    compose(&catalog, &brand(), &letter, &posting(to)).unwrap()
}

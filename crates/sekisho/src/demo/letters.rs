//! Every kind of mail as this installation would send it, with made-up values.

use std::time::UNIX_EPOCH;

use i18n::{Catalog, Locale};
use mail::{Account, Brand, Letter, LetterTemplate, Posting, Received, compose};
use web::DemoLetter;

use crate::config::Settings;
use crate::node;

/// All of them, in both languages.
#[must_use]
pub fn all(catalog: &Catalog, settings: &Settings, public_url: &str) -> Vec<DemoLetter> {
    let brand = node::mail_brand(settings);
    let samples = || mail::samples().into_iter();
    let both = samples().flat_map(|sample| Locale::ALL.map(|locale| (locale, sample.clone())));
    both.filter_map(|(locale, (kind, template))| {
        let letter = letter(locale, template, public_url);
        shown(catalog, &brand, kind, &letter)
    })
    .collect()
}

fn letter(locale: Locale, template: LetterTemplate, public_url: &str) -> Letter {
    let user_id = template.is_about_a_user().then(|| "ippan01".to_owned());
    Letter {
        locale,
        account: Account {
            merchant_code: Some("123456789".to_owned()),
            user_id,
            login_url: format!("{public_url}/1234567"),
        },
        template,
    }
}

/// As its reader would see it. A letter that cannot be composed is left out.
fn shown(
    catalog: &Catalog,
    brand: &Brand,
    kind: &'static str,
    letter: &Letter,
) -> Option<DemoLetter> {
    let posting = Posting {
        to: "ippan@shop.example".to_owned(),
        date: UNIX_EPOCH,
        message_id: "sample".to_owned(),
    };
    let composed = compose(catalog, brand, letter, &posting).ok()?;
    let read = Received::parse(composed.bytes())?;
    Some(DemoLetter {
        kind,
        locale: letter.locale,
        subject: read.subject,
        text: read.body,
        html: read.html,
    })
}

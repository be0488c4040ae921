//! Every page in every state that looks different, with made-up people.

mod console;
mod evidence;
mod gate;
mod imports;
mod mail_gate;
mod own;
mod passes;
mod users;

use std::sync::Arc;

use i18n::{Locale, Text};
use web::assets::AssetLinks;
use web::views::{
    BrandView, Crumb, FormToken, IdleView, LanguageLink, Notice, NoticeKind, Shell, SignedIn,
};

/// A page's name and its HTML.
pub type Sample = (&'static str, String);

/// All pages, in the order in which people meet them.
pub fn every_page(scene: &Scene) -> Vec<Sample> {
    let mut pages = gate::pages(scene);
    pages.extend(mail_gate::pages(scene));
    pages.extend(console::pages(scene));
    pages.extend(users::pages(scene));
    pages.extend(imports::pages(scene));
    pages.extend(own::pages(scene));
    pages.extend(passes::pages(scene));
    pages.extend(evidence::pages(scene));
    pages
}

/// What the samples of one language share.
pub struct Scene {
    /// The texts.
    pub text: Text,
    assets: AssetLinks,
}

impl Scene {
    /// Pages in the language of `text` that take their files from `assets`.
    pub fn new(text: Text, assets: AssetLinks) -> Self {
        Self { text, assets }
    }

    /// One of two wordings.
    pub fn either(&self, ja: &str, en: &str) -> String {
        if self.text.locale() == Locale::Ja {
            ja.to_owned()
        } else {
            en.to_owned()
        }
    }

    /// The frame for somebody who is not signed in.
    pub fn outside(&self) -> Shell {
        let language = |locale: Locale, name: String| LanguageLink {
            code: locale.code(),
            name,
            href: format!("?lang={}", locale.code()),
            current: self.text.locale() == locale,
        };
        Shell {
            text: self.text.clone(),
            brand: Arc::new(self.brand()),
            home_href: "/1234567".to_owned(),
            help_href: "/help".to_owned(),
            signed_in: None,
            languages: vec![
                language(Locale::Ja, self.text.language_ja()),
                language(Locale::En, self.text.language_en()),
            ],
            crumbs: Vec::new(),
            notice: None,
            announcements: Vec::new(),
            demo_mails_href: None,
            assets: self.assets.clone(),
        }
    }

    /// The frame for somebody who is signed in, `below` the menu.
    pub fn inside(&self, below: &[&str]) -> Shell {
        let crumbs = below.iter().map(|label| Crumb {
            label: (*label).to_owned(),
            href: "/console/users".to_owned(),
        });
        Shell {
            home_href: "/console".to_owned(),
            signed_in: Some(self.administrator()),
            crumbs: crumbs.collect(),
            ..self.outside()
        }
    }

    /// `shell` with a message at the top.
    pub fn noticed(shell: Shell, kind: NoticeKind, text: String) -> Shell {
        Shell {
            notice: Some(Notice { kind, text }),
            ..shell
        }
    }

    /// The administrator of the made-up merchant.
    pub fn administrator(&self) -> SignedIn {
        SignedIn {
            user_name: self.either("山田 花子", "Hanako Yamada"),
            merchant_code: "100000001".to_owned(),
            company: self.either("みなと商店株式会社", "Minato Shop Ltd"),
            role: self.text.role_admin(),
            logout_action: "/console/logout".to_owned(),
            logout_form: FormToken("t0".to_owned()),
            idle: IdleView {
                seconds: 900,
                stay_href: "/console/stay".to_owned(),
                menu_href: "/console/menu".to_owned(),
            },
        }
    }

    fn brand(&self) -> BrandView {
        BrandView {
            service: self.either("関所", "Sekisho"),
            operator: self.either("関所カスタマーサービス株式会社", "Sekisho Services Ltd"),
            phone: "0120-000-000".to_owned(),
            hours: self.either("9:00～18:00", "9:00-18:00"),
            mail: "support@example.com".to_owned(),
            faq_href: "https://faq.example.com/".to_owned(),
            access_key_help_href: "https://faq.example.com/key".to_owned(),
            labels: web::views::LinkLabels::default(),
        }
    }
}

/// A form's token.
pub fn token() -> FormToken {
    FormToken("t1".to_owned())
}

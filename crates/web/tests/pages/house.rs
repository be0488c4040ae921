//! A whole product in a test: one merchant, a clock to turn, a mailbox to read.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::{App, Clock, Created, NewMerchant, Origin, Parts, Pause, RelyingParty};
use axum::Router;
use crypto::{Entropy, HashPool, Keyring, Network, OsEntropy, PoolSettings};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::notice::Notice;
use domain::passkey::PasskeyUse;
use domain::person::PersonName;
use domain::policy::{PassRules, Policy, Profile};
use domain::time::{Span, Timestamp};
use i18n::Catalog;
use testkit::databases::{Database, Engine};
use web::{AppLink, Device, WebSettings, WebState, Wording};

use crate::browser::Browser;

pub const KEY: &str = "1234567";
pub const CODE: &str = "100000001";
pub const OTHER_KEY: &str = "7654321";
pub const OTHER_CODE: &str = "200000002";

/// Where passkeys are used.
pub const ORIGIN: &str = "http://localhost:8080";

/// 2026-11-22T00:41:00Z.
const START: i64 = 1_795_308_060_000_000;

#[derive(Debug)]
pub struct TurnedClock(AtomicI64);

impl TurnedClock {
    pub fn turn(&self, span: Span) {
        self.0.fetch_add(span.as_micros(), Ordering::SeqCst);
    }

    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.as_micros(), Ordering::SeqCst);
    }
}

impl Clock for TurnedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }

    fn pause(&self, span: Span) -> Pause {
        self.turn(span);
        Box::pin(tokio::task::yield_now())
    }
}

pub struct House {
    pub app: App,
    pub clock: Arc<TurnedClock>,
    pub state: WebState,
    pub first_password: String,
    /// Of the other merchant's administrator.
    pub other_first_password: String,
    /// Goes with the house, if it is the house's own.
    _database: Option<Database>,
}

fn manual(passkeys: PasskeyUse) -> Policy {
    let usual = Policy::of(Profile::Manual);
    let passes = PassRules {
        passkeys,
        ..usual.passes
    };
    Policy { passes, ..usual }
}

impl House {
    /// A logistics merchant with its administrator, over plain HTTP.
    pub async fn open() -> Self {
        Self::with(MerchantKind::Logistics, false, |_| {}).await
    }

    pub async fn with(
        kind: MerchantKind,
        tablet: bool,
        change: impl FnOnce(&mut WebSettings),
    ) -> Self {
        let database = Database::new(Engine::Sqlite);
        let house = Self::at(&database, (kind, tablet, Profile::Manual), change).await;
        Self {
            _database: Some(database),
            ..house
        }
    }

    /// A house that keeps another profile than the manual's.
    pub async fn in_profile(profile: Profile) -> Self {
        Self::ruled(Policy::of(profile)).await
    }

    /// The manual's numbers with another use of passkeys; elsewhere they open the console alone.
    pub async fn with_passkeys(passkeys: PasskeyUse) -> Self {
        Self::ruled(manual(passkeys)).await
    }

    async fn ruled(policy: Policy) -> Self {
        let database = Database::new(Engine::Sqlite);
        let kind = (MerchantKind::Logistics, false, policy);
        let house = Self::built(&database, kind, |_| {}).await;
        Self {
            _database: Some(database),
            ..house
        }
    }

    /// The same on a database that stays the caller's.
    pub async fn at(
        database: &Database,
        (kind, tablet, profile): (MerchantKind, bool, Profile),
        change: impl FnOnce(&mut WebSettings),
    ) -> Self {
        let policy = match profile {
            Profile::Manual => manual(PasskeyUse::Alone),
            other => Policy::of(other),
        };
        Self::built(database, (kind, tablet, policy), change).await
    }

    async fn built(
        database: &Database,
        (kind, tablet, policy): (MerchantKind, bool, Policy),
        change: impl FnOnce(&mut WebSettings),
    ) -> Self {
        let store = database.open().await;
        store.migrate().await.unwrap();
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let clock = Arc::new(TurnedClock(AtomicI64::new(START)));
        let app = App::new(Parts {
            store,
            pool: HashPool::start(PoolSettings::for_tests(), Arc::clone(&entropy)).unwrap(),
            keys: Arc::new(Keyring::generate(&*entropy, "k1".parse().unwrap()).unwrap()),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            entropy: Arc::clone(&entropy),
            policy,
            service: "関所".to_owned(),
            relying_party: RelyingParty::of(ORIGIN),
        });
        let mut settings = WebSettings::new("http://127.0.0.1:8080");
        settings.app_links = app_links();
        change(&mut settings);
        let state = WebState {
            app: app.clone(),
            catalog: Catalog::load().unwrap(),
            brand: Arc::new(brand()),
            settings: Arc::new(settings),
            entropy,
        };
        let first_password = settle(&app, (CODE, KEY), kind, tablet).await;
        let other_first_password = settle(&app, (OTHER_CODE, OTHER_KEY), kind, tablet).await;
        Self {
            app,
            clock,
            state,
            first_password,
            other_first_password,
            _database: None,
        }
    }

    pub fn router(&self) -> Router {
        web::router(self.state.clone())
    }

    /// Somebody sits down at a browser that speaks Japanese.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router())
    }

    /// Takes every mail that waits: to whom, what.
    pub async fn mails(&self) -> Vec<(String, Notice)> {
        let mails = self.app.claim_mail(100).await.unwrap();
        for mail in &mails {
            self.app.mail_sent(mail.id, "taken").await.unwrap();
        }
        mails
            .into_iter()
            .map(|mail| (mail.to.as_str().to_owned(), mail.notice))
            .collect()
    }

    pub fn unix_seconds(&self) -> u64 {
        self.clock.now().unix_seconds()
    }
}

fn brand() -> web::views::BrandView {
    web::views::BrandView {
        service: "関所".to_owned(),
        phone: "0120-000-000".to_owned(),
        hours: "9:00～18:00".to_owned(),
        ..web::views::BrandView::default()
    }
}

fn app_links() -> Vec<AppLink> {
    let link = |ja: &str, en: &str, device| AppLink {
        name: Wording {
            ja: ja.to_owned(),
            en: en.to_owned(),
        },
        why: Wording {
            ja: format!("{ja}の方"),
            en: format!("For {en}"),
        },
        href: "https://apps.example/".to_owned(),
        help: Wording::default(),
        topic: String::new(),
        devices: vec![device],
    };
    vec![
        link("拡張機能", "Extension", Device::ChromeOnDesktop),
        link("電話アプリ", "Phone app", Device::Phone),
    ]
}

async fn settle(app: &App, (code, key): (&str, &str), kind: MerchantKind, tablet: bool) -> String {
    let mail = |name: &str| MailAddress::parse(&format!("{name}-{code}@shop.example")).ok();
    let new = NewMerchant {
        code: MerchantCode::parse(code).unwrap(),
        access_key: AccessKey::parse(key).unwrap(),
        company: CompanyName::parse("花屋はなみずき").unwrap(),
        kind,
        tablet,
        contact_mail: mail("owner"),
        admin_name: PersonName::parse("黒田 太郎").unwrap(),
        admin_mail: mail("admin"),
        send_first_password: false,
    };
    let origin = here();
    match app.create_merchant(&new, &origin).await.unwrap() {
        Created::Done { first_password } => first_password.reveal().to_owned(),
        Created::CodeTaken | Created::Before => panic!("the merchant code is taken"),
    }
}

/// Acts that come from no browser.
pub fn here() -> Origin {
    Origin {
        network: Network::new([0; 16]),
        shown: "test".to_owned(),
        device: String::new(),
        address: None,
        mark: None,
    }
}

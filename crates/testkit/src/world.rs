//! A whole app on one database: a merchant with its 管理 user, people who log in, their mail.
//!
//! Steps that have to work for a test to mean anything panic when they do not.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "development only: a step that fails must fail its test loudly"
)]

use crate::clock::TestClock;
use crate::databases::{Database, OnDatabase};
use crate::entropy::TestEntropy;
use crate::phone::Phone;
use crate::told;
use crate::trips::TripRecorder;
use app::{
    App, AppError, Binding, ChangePassword, Clock, ConfirmedSecret, Created, DueMail, Issue, LogIn,
    LoggedIn, NewMerchant, Nonce, Origin, Parts, PasswordChange, RegisterUser, Registered,
    RelyingParty, Resumed, Session,
};
use crypto::{DigestPurpose, HashPool, Keyring, Network, Password, PoolSettings, Token};
use domain::ids::PersonId;
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::notice::Notice;
use domain::person::PersonName;
use domain::policy::{Policy, Profile};
use domain::registration::Form;
use domain::time::Span;
use std::net::IpAddr;
use std::sync::Arc;
use store::Store;

/// The merchant that every world starts with.
pub const MERCHANT_CODE: &str = "123456789";
/// Its access key.
pub const ACCESS_KEY: &str = "7654321";

/// The base address of every world.
pub const BASE: &str = "https://console.example";

/// A world. Several share a database when they are made with [`World::another_node`].
pub struct World {
    /// The product.
    pub app: App,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// The 管理 user's first password.
    pub first_password: String,
    keys: Arc<Keyring>,
    url: String,
}

impl OnDatabase for World {
    async fn on(database: &Database) -> Self {
        Self::with_policy(database, Policy::of(Profile::Manual)).await
    }
}

impl World {
    /// A world with another policy than the manual's.
    pub async fn with_policy(database: &Database, policy: Policy) -> Self {
        let store = Store::on(database).await;
        told::guard(&store).await;
        Self::in_store((store, database.url()), policy, TestClock::new()).await
    }

    /// A world in a migrated database, which begins at the moment of `clock`.
    pub async fn in_store((store, url): (Store, String), policy: Policy, clock: TestClock) -> Self {
        let entropy = TestEntropy::new(1);
        let id = "test".parse().expect("a key id");
        let keys = Arc::new(Keyring::generate(&entropy, id).expect("keys"));
        let clock = Arc::new(clock);
        let pool = PoolSettings::for_tests();
        let app = put_together((&store, pool), &keys, Arc::clone(&clock) as _, (policy, 2));
        let first_password = open_shop(&app).await;
        Self {
            app,
            clock,
            first_password,
            keys,
            url,
        }
    }

    /// The keys of every node.
    #[must_use]
    pub const fn keys(&self) -> &Arc<Keyring> {
        &self.keys
    }

    /// Another node on the same database, with other keys.
    pub async fn node_with_keys(&self, keys: &Arc<Keyring>, seed: u64) -> App {
        let cost = (seed, PoolSettings::for_tests());
        self.node_of(&self.url, cost, (keys, self.clock())).await
    }

    /// Another equal node on the same database, with the same keys and clock.
    pub async fn another_node(&self, seed: u64) -> App {
        self.node_at(&self.url, (seed, PoolSettings::for_tests()))
            .await
    }

    /// Another node with a clock of its own.
    pub async fn node_with_clock(&self, clock: Arc<dyn Clock>) -> App {
        let cost = (9, PoolSettings::for_tests());
        self.node_of(&self.url, cost, (&self.keys, clock)).await
    }

    /// A node with the same keys and clock on another database.
    pub async fn node_on(&self, database: &Database) -> App {
        self.node_at(&database.url(), (7, PoolSettings::for_tests()))
            .await
    }

    /// Another node that hashes passwords at the real cost, as after a change of the setting.
    pub async fn costlier_node(&self, seed: u64) -> App {
        self.node_at(&self.url, (seed, PoolSettings::default()))
            .await
    }

    async fn node_at(&self, url: &str, cost: (u64, PoolSettings)) -> App {
        self.node_of(url, cost, (&self.keys, self.clock())).await
    }

    async fn node_of(
        &self,
        url: &str,
        (seed, pool): (u64, PoolSettings),
        (keys, clock): (&Arc<Keyring>, Arc<dyn Clock>),
    ) -> App {
        let settings = store::StoreSettings::new(url.to_owned());
        let store = Store::open(&settings).await;
        let store = store.expect("the node's store opens");
        let policy = (self.app.policy().clone(), seed);
        put_together((&store, pool), keys, clock, policy)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as _
    }

    /// A form token's nonce, as a page would carry it.
    #[must_use]
    pub fn nonce(&self) -> Nonce {
        let binding = Binding::Visitor([7; 32]);
        let token = self.app.form_token(&binding).expect("a form token");
        self.app.check_form(&binding, &token).expect("our own form")
    }

    /// The key of a name's budget of tries.
    #[must_use]
    pub fn budget(&self, user_id: &str) -> [u8; 32] {
        let parts: [&[u8]; 2] = [MERCHANT_CODE.as_bytes(), user_id.as_bytes()];
        self.keys.keyed_digest(DigestPurpose::AttemptBudget, &parts)
    }

    /// Moves the clock on.
    pub fn advance(&self, span: Span) {
        self.clock.advance(span);
    }

    /// Types the four values at the entrance, on a fresh form.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn try_log_in(
        &self,
        user_id: &str,
        password: &str,
        code: &str,
    ) -> Result<LoggedIn, AppError> {
        log_in(
            &self.app,
            (MERCHANT_CODE, user_id),
            (password, code),
            self.nonce(),
        )
        .await
    }

    /// Logs in and takes the session.
    pub async fn log_in(&self, user_id: &str, password: &str, code: &str) -> Session {
        match self.try_log_in(user_id, password, code).await {
            Ok(LoggedIn::Open { token, .. }) => self.session(&token).await,
            other => panic!("{user_id} did not get in: {other:?}"),
        }
    }

    /// The living session of a token.
    pub async fn session(&self, token: &Token) -> Session {
        match self.app.resume(token, &origin()).await {
            Ok(Resumed::Alive(session)) => *session,
            other => panic!("no living session: {other:?}"),
        }
    }

    /// Chooses a new password where that is the session's duty.
    pub async fn choose_password(&self, session: &Session, new: &str) -> Session {
        let new = Password::from(new);
        let origin = origin();
        let typed = ChangePassword {
            current: None,
            new: &new,
            again: &new,
            nonce: self.nonce(),
            origin: &origin,
        };
        match self.app.change_password(session, typed).await {
            Ok(PasswordChange::Done { token, .. }) => self.session(&token).await,
            other => panic!("the password was not changed: {other:?}"),
        }
    }

    /// 発行: a phone that holds the issued secret.
    pub async fn issue(&self, session: &Session) -> Phone {
        match self
            .app
            .issue_secret(session, self.nonce(), &origin())
            .await
        {
            Ok(Issue::Shown(shown)) => Phone::with_secret(shown.secret.to_base32().expose()),
            other => panic!("no secret was issued: {other:?}"),
        }
    }

    /// 登録を完了する with the phone's present code.
    pub async fn confirm(&self, session: &Session, phone: &Phone) -> Session {
        let code = phone.code(self.app.now());
        match self
            .app
            .confirm_secret(session, &code, self.nonce(), &origin())
            .await
        {
            Ok(ConfirmedSecret::Done { token }) => self.session(&token).await,
            other => panic!("the secret was not confirmed: {other:?}"),
        }
    }

    /// From a temporary password to the menu; then the clock moves on to the next code.
    pub async fn set_up(&self, user_id: &str, temporary: &str, new: &str) -> (Session, Phone) {
        let session = self.log_in(user_id, temporary, "").await;
        let session = self.choose_password(&session, new).await;
        let phone = self.issue(&session).await;
        let session = self.confirm(&session, &phone).await;
        self.advance(Span::seconds(30));
        (session, phone)
    }

    /// The 管理 user, set up with the password `Kanri2026a`.
    pub async fn admin(&self) -> (Session, Phone) {
        self.set_up(MERCHANT_CODE, &self.first_password, "Kanri2026a")
            .await
    }

    /// Registers a 一般 user, and tells the first password from its mail.
    pub async fn register(&self, admin: &Session, user_id: &str) -> (PersonId, String) {
        let form = general_form(user_id);
        let person = match self.register_form(admin, &form).await {
            Ok(Registered::Done(person)) => person,
            other => panic!("{user_id} was not registered: {other:?}"),
        };
        let mails = self.mails().await;
        let password = mails.iter().rev().find_map(|mail| match &mail.notice {
            Notice::UserRegistered { password, .. } if mail.user_id == user_id => Some(password),
            _ => None,
        });
        (
            person,
            password.expect("a mail with the first password").clone(),
        )
    }

    /// 確定 on the confirm page.
    ///
    /// # Errors
    /// As [`App::register_user`].
    pub async fn register_form(
        &self,
        admin: &Session,
        form: &Form,
    ) -> Result<Registered, AppError> {
        let right = admin.standing.as_admin().expect("a 管理 session");
        let origin = origin();
        let nonce = self.nonce();
        let typed = RegisterUser {
            session: admin,
            admin: right,
            form,
            nonce,
            origin: &origin,
        };
        self.app.register_user(typed).await
    }

    /// All mails that are due, taken as sent.
    pub async fn mails(&self) -> Vec<DueMail> {
        let mails = self.app.claim_mail(100).await.expect("mails");
        for mail in &mails {
            self.app
                .mail_sent(mail.id, "250 ok")
                .await
                .expect("settled");
        }
        mails
    }
}

/// Logs in through any node.
///
/// # Errors
/// As [`App::log_in`].
pub async fn log_in(
    app: &App,
    (merchant_code, user_id): (&str, &str),
    (password, code): (&str, &str),
    nonce: Nonce,
) -> Result<LoggedIn, AppError> {
    let (password, origin) = (Password::from(password), origin());
    let typed = LogIn {
        access_key: ACCESS_KEY,
        merchant_code,
        user_id,
        password: &password,
        code,
        nonce,
        origin: &origin,
    };
    app.log_in(typed).await
}

/// A request from the documentation network.
#[must_use]
pub fn origin() -> Origin {
    Origin {
        network: Network::new([1; 16]),
        shown: "192.0.2.0/24".to_owned(),
        device: "test".to_owned(),
        address: Some(IpAddr::from([192, 0, 2, 1])),
        mark: None,
    }
}

/// What 管理 types for a 一般 user with an own address.
#[must_use]
pub fn general_form(user_id: &str) -> Form {
    Form {
        user_type: "general".to_owned(),
        user_id: user_id.to_owned(),
        login_method: "mail".to_owned(),
        same_person: false,
        name: "黒田 太郎".to_owned(),
        mail: format!("{user_id}@shop.example"),
    }
}

fn put_together(
    (store, pool): (&Store, PoolSettings),
    keys: &Arc<Keyring>,
    clock: Arc<dyn Clock>,
    (policy, seed): (Policy, u64),
) -> App {
    let entropy = Arc::new(TestEntropy::new(seed));
    let settings = PoolSettings {
        places_per_network: 256,
        ..pool
    };
    let pool = HashPool::start(settings, Arc::clone(&entropy) as _).expect("a hash pool");
    App::new(Parts {
        store: store.observed(Arc::new(TripRecorder)),
        pool,
        keys: Arc::clone(keys),
        clock,
        entropy,
        policy,
        service: "関所".to_owned(),
        relying_party: RelyingParty::of(BASE),
    })
}

async fn open_shop(app: &App) -> String {
    let address = |text: &str| MailAddress::parse(text).ok();
    let new = NewMerchant {
        code: MerchantCode::parse(MERCHANT_CODE).expect("a code"),
        access_key: AccessKey::parse(ACCESS_KEY).expect("a key"),
        company: CompanyName::parse("みほん商店").expect("a company"),
        kind: MerchantKind::Logistics,
        tablet: false,
        contact_mail: address("contact@shop.example"),
        admin_name: PersonName::parse("管理 花子").expect("a name"),
        admin_mail: address("kanri@shop.example"),
        send_first_password: false,
    };
    match app.create_merchant(&new, &origin()).await {
        Ok(Created::Done { first_password }) => first_password.reveal().to_owned(),
        other => panic!("no merchant: {other:?}"),
    }
}

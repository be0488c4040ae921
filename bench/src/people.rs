//! Made people: set up through the use cases, at the real cost, so that their rows are as the
//! product writes them.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use app::{
    App, Binding, ChangePassword, ConfirmedSecret, Created, Issue, LogIn, LoggedIn, NewMerchant,
    Nonce, Origin, Parts, PasswordChange, RegisterUser, Registered, Resumed, Session,
};
use crypto::{HashPool, Keyring, Network, OsEntropy, Password, PoolSettings, Token};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::notice::Notice;
use domain::person::PersonName;
use domain::policy::{Policy, Profile};
use domain::registration::Form;
use domain::time::{Span, Timestamp};
use store::{Store, StoreSettings};
use testkit::clock::TestClock;
use testkit::phone::Phone;

use crate::Outcome;
use crate::browser::Cookies;
use crate::server::DataFolder;

/// The merchant of all people.
pub const MERCHANT_CODE: &str = "123456789";
/// Its access key.
pub const ACCESS_KEY: &str = "7654321";
/// Everybody's password.
pub const PASSWORD: &str = "Ipan2026a";
/// The length of a time step, in seconds.
const STEP: u64 = 30;
/// People being set up at a time.
const AT_ONCE: usize = 4;

/// Somebody with a phone.
#[derive(Debug)]
pub struct Someone {
    /// ユーザID.
    pub user_id: String,
    phone: Phone,
    last_step: AtomicU64,
    /// What their browser has kept since it was closed.
    pub browser: Mutex<Cookies>,
}

impl Someone {
    /// A code that this person has not used yet; waits for the next time step if need be.
    pub fn fresh_code(&self) -> String {
        loop {
            let now = now();
            let step = now.unix_seconds() / STEP;
            if self.last_step.fetch_max(step, Ordering::SeqCst) < step {
                return self.phone.code(now);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Six digits that are no code of this person, now or a while from now.
    pub fn wrong_code(&self) -> String {
        let near: Vec<_> = (0..=240)
            .map(|steps| now().minus(Span::hours(1)).plus(Span::seconds(30 * steps)))
            .map(|moment| self.phone.code(moment))
            .collect();
        let free = (0..1_000_000)
            .map(|n| format!("{n:06}"))
            .find(|code| !near.contains(code));
        free.unwrap_or_default()
    }
}

/// All people, handed out in turn.
#[derive(Debug)]
pub struct People {
    all: Vec<Someone>,
    next: AtomicUsize,
}

impl People {
    /// The next in turn.
    pub fn next(&self) -> Outcome<&Someone> {
        self.at(self.next.fetch_add(1, Ordering::SeqCst))
    }

    /// By number, going round.
    pub fn at(&self, number: usize) -> Outcome<&Someone> {
        let index = number % self.all.len().max(1);
        Ok(self.all.get(index).ok_or("nobody is there")?)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }
}

/// Now, as the server sees it.
fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Waits for the beginning of the next time step: since then nobody has used a code.
pub fn wait_for_next_step() {
    let start = now().unix_seconds() / STEP;
    while now().unix_seconds() / STEP == start {
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Makes keys, database, a merchant and `count` people with confirmed phones.
pub fn prepare(data: &DataFolder, count: usize) -> Outcome<People> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let all = runtime.block_on(async {
        let preparing = Preparing::open(data).await?;
        let all = preparing.people(count).await?;
        preparing.app.store().close().await;
        Outcome::Ok(all)
    })?;
    Ok(People {
        all,
        next: AtomicUsize::new(0),
    })
}

#[derive(Clone)]
struct Preparing {
    app: App,
}

impl Preparing {
    async fn open(data: &DataFolder) -> Outcome<Self> {
        let clock = TestClock::new();
        // Long enough ago that no code of the preparation is in the server's window.
        clock.set(now().minus(Span::minutes(10)));
        let keys = data.keys()?;
        let ring = Keyring::generate(&OsEntropy, "bench".parse()?)?;
        let mut options = fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(keys)?;
        file.write_all(ring.to_text().as_bytes())?;
        let store = Store::open(&StoreSettings::new(data.database())).await?;
        store.migrate().await?;
        let entropy = Arc::new(OsEntropy);
        Ok(Self {
            app: App::new(Parts {
                store,
                pool: HashPool::start(PoolSettings::default(), Arc::<OsEntropy>::clone(&entropy))?,
                keys: Arc::new(ring),
                clock: Arc::new(clock),
                entropy,
                policy: Policy::of(Profile::Manual),
                service: "関所".to_owned(),
                relying_party: None,
            }),
        })
    }

    async fn people(&self, count: usize) -> Outcome<Vec<Someone>> {
        let first = self.open_shop().await?;
        let admin = self.log_in(MERCHANT_CODE, &first).await?;
        let admin = self.choose_password(&admin).await?;
        let (admin, _) = self.take_phone(&admin).await?;
        for number in 0..count {
            self.register(&admin, &user_id(number)).await?;
        }
        let mut temporary = self.first_passwords().await?;
        let mut tasks = tokio::task::JoinSet::new();
        let mut all = Vec::with_capacity(count);
        for number in 0..count {
            if tasks.len() == AT_ONCE {
                all.extend(tasks.join_next().await.transpose()?.transpose()?);
            }
            let user_id = user_id(number);
            let password = temporary
                .remove(&user_id)
                .ok_or("no mail with a password")?;
            let this = self.clone();
            tasks.spawn(async move { this.set_up(user_id, password).await });
        }
        while let Some(done) = tasks.join_next().await {
            all.push(done??);
        }
        // Nothing may be left for the server to send while it is measured.
        self.first_passwords().await?;
        Ok(all)
    }

    async fn open_shop(&self) -> Outcome<String> {
        let mail = MailAddress::parse("kanri@shop.example").map_err(|_| "an address")?;
        let new = NewMerchant {
            code: MerchantCode::parse(MERCHANT_CODE).ok_or("a code")?,
            access_key: AccessKey::parse(ACCESS_KEY).ok_or("a key")?,
            company: CompanyName::parse("Bench").ok_or("a company")?,
            kind: MerchantKind::Logistics,
            tablet: false,
            contact_mail: Some(mail.clone()),
            admin_name: PersonName::parse("Bench").map_err(|_| "a name")?,
            admin_mail: Some(mail),
            send_first_password: false,
        };
        match self.app.create_merchant(&new, &origin()).await? {
            Created::Done { first_password } => Ok(first_password.reveal().to_owned()),
            Created::CodeTaken | Created::Before => Err("the merchant is there already".into()),
        }
    }

    async fn set_up(self, user_id: String, temporary: String) -> Outcome<Someone> {
        let session = self.log_in(&user_id, &temporary).await?;
        let session = self.choose_password(&session).await?;
        let (_, phone) = self.take_phone(&session).await?;
        Ok(Someone {
            user_id,
            phone,
            last_step: AtomicU64::new(0),
            browser: Mutex::default(),
        })
    }

    fn nonce(&self) -> Outcome<Nonce> {
        let binding = Binding::Visitor([7; 32]);
        let token = self.app.form_token(&binding)?;
        Ok(self.app.check_form(&binding, &token).ok_or("a form")?)
    }

    async fn session(&self, token: &Token) -> Outcome<Session> {
        match self.app.resume(token, &origin()).await? {
            Resumed::Alive(session) => Ok(*session),
            _ => Err("no living session".into()),
        }
    }

    async fn log_in(&self, user_id: &str, password: &str) -> Outcome<Session> {
        let typed = LogIn {
            access_key: ACCESS_KEY,
            merchant_code: MERCHANT_CODE,
            user_id,
            password: &Password::from(password),
            code: "",
            nonce: self.nonce()?,
            origin: &origin(),
        };
        match self.app.log_in(typed).await? {
            LoggedIn::Open { token, .. } => self.session(&token).await,
            _ => Err("a first log-in failed".into()),
        }
    }

    async fn choose_password(&self, session: &Session) -> Outcome<Session> {
        let new = Password::from(PASSWORD);
        let typed = ChangePassword {
            current: None,
            new: &new,
            again: &new,
            nonce: self.nonce()?,
            origin: &origin(),
        };
        match self.app.change_password(session, typed).await? {
            PasswordChange::Done { token, .. } => self.session(&token).await,
            _ => Err("a password was not changed".into()),
        }
    }

    async fn take_phone(&self, session: &Session) -> Outcome<(Session, Phone)> {
        let issued = self
            .app
            .issue_secret(session, self.nonce()?, &origin())
            .await?;
        let Issue::Shown(shown) = issued else {
            return Err("no secret was issued".into());
        };
        let phone = Phone::with_secret(shown.secret.to_base32().expose());
        let code = phone.code(self.app.now());
        let confirmed = self
            .app
            .confirm_secret(session, &code, self.nonce()?, &origin())
            .await?;
        match confirmed {
            ConfirmedSecret::Done { token } => Ok((self.session(&token).await?, phone)),
            _ => Err("a secret was not confirmed".into()),
        }
    }

    async fn register(&self, admin: &Session, user_id: &str) -> Outcome<()> {
        let form = Form {
            user_type: "general".to_owned(),
            user_id: user_id.to_owned(),
            login_method: "mail".to_owned(),
            same_person: false,
            name: "Bench".to_owned(),
            mail: format!("{user_id}@shop.example"),
        };
        let typed = RegisterUser {
            session: admin,
            admin: admin.standing.as_admin().ok_or("no right")?,
            form: &form,
            nonce: self.nonce()?,
            origin: &origin(),
        };
        match self.app.register_user(typed).await? {
            Registered::Done(_) => Ok(()),
            Registered::Broken(problems) => Err(format!("{user_id}: {problems:?}").into()),
        }
    }

    /// Takes all mails as sent; the first passwords in them, by ユーザID.
    async fn first_passwords(&self) -> Outcome<HashMap<String, String>> {
        let mut found = HashMap::new();
        loop {
            let mails = self.app.claim_mail(100).await?;
            if mails.is_empty() {
                return Ok(found);
            }
            for mail in mails {
                self.app.mail_sent(mail.id, "taken by the bench").await?;
                if let Notice::UserRegistered { password, .. } = &mail.notice {
                    found.insert(mail.user_id.clone(), password.clone());
                }
            }
        }
    }
}

fn user_id(number: usize) -> String {
    format!("bench{number}")
}

fn origin() -> Origin {
    Origin {
        network: Network::new([1; 16]),
        shown: "192.0.2.0/24".to_owned(),
        device: "bench".to_owned(),
        address: None,
        mark: None,
    }
}

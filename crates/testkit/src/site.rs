//! People who are set up in a database that real nodes serve: each with a password and a phone, on
//! the real clock.

#![allow(
    clippy::disallowed_methods,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::expect_used,
    reason = "development only: nodes of their own process go by the system's clock"
)]

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::policy::{Policy, Profile};
use domain::time::{Span, Timestamp};
use store::{Store, StoreSettings};

use crate::browser::{Answer, Browser, Form};
use crate::clock::TestClock;
use crate::phone::Phone;
use crate::world::{ACCESS_KEY, MERCHANT_CODE, World, general_form};

/// Everybody's password.
pub const PASSWORD: &str = "Ipan2026a";

/// The length of a time step, in seconds.
const STEP: u64 = 30;

/// Somebody with a phone.
#[derive(Debug)]
pub struct Someone {
    /// ユーザID.
    pub user_id: String,
    phone: Phone,
    last_step: AtomicU64,
}

/// People in a database, and the keys that belong to it.
pub struct Site {
    /// Who is set up.
    pub people: Vec<Someone>,
    /// The text of the key file.
    pub keys: String,
    /// The product on that database, with a clock that stands ten minutes back.
    pub world: World,
}

/// Now, as nodes see it.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

impl Site {
    /// Migrates the database at `url` and sets `count` people up; then `waiting` more are registered
    /// whose mails nobody has taken yet.
    pub async fn prepare(url: &str, count: usize, waiting: usize) -> Self {
        let store = Store::open(&StoreSettings::new(url.to_owned()))
            .await
            .expect("the database opens");
        store.migrate().await.expect("the database migrates");
        let clock = TestClock::new();
        // Long enough ago that no code of the preparation is in a node's window.
        clock.set(now().minus(Span::minutes(30)));
        let policy = Policy::of(Profile::Manual);
        let world = World::in_store((store, url.to_owned()), policy, clock).await;
        let (admin, _) = world.admin().await;
        let mut people = Vec::new();
        for number in 0..count {
            let user_id = format!("user{number:04}");
            let (_, temporary) = world.register(&admin, &user_id).await;
            let (_, phone) = world.set_up(&user_id, &temporary, PASSWORD).await;
            // Setting somebody up moves the clock on.
            world.clock.set(now().minus(Span::minutes(30)));
            people.push(Someone {
                user_id,
                phone,
                last_step: AtomicU64::new(0),
            });
        }
        world.mails().await;
        for number in 0..waiting {
            let form = general_form(&format!("late{number:04}"));
            world
                .register_form(&admin, &form)
                .await
                .expect("a registration");
        }
        Self {
            keys: String::clone(&world.keys().to_text()),
            people,
            world,
        }
    }
}

impl Someone {
    /// The step whose code was taken last.
    fn take(&self, step: u64) -> bool {
        self.last_step.fetch_max(step, Ordering::SeqCst) < step
    }

    /// A code that this person has not used yet; waits for the next time step if need be.
    pub fn fresh_code(&self) -> String {
        loop {
            if let Some(code) = self.unused_code() {
                return code;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A code that this person has not used yet, if this time step has one.
    pub fn unused_code(&self) -> Option<String> {
        let now = now();
        self.take(now.unix_seconds() / STEP)
            .then(|| self.phone.code(now))
    }

    /// The time step of the code that was taken last.
    #[must_use]
    pub fn last_step(&self) -> i64 {
        i64::try_from(self.last_step.load(Ordering::SeqCst)).unwrap_or(i64::MAX)
    }

    /// The code that was taken last was not sent after all.
    pub fn put_back(&self) {
        let last = self.last_step.load(Ordering::SeqCst);
        self.last_step
            .store(last.saturating_sub(1), Ordering::SeqCst);
    }

    /// Six digits that are no code of this person around now.
    #[must_use]
    pub fn wrong_code(&self) -> String {
        let near: Vec<_> = (0..=240)
            .map(|steps| now().minus(Span::hours(1)).plus(Span::seconds(30 * steps)))
            .map(|moment| self.phone.code(moment))
            .collect();
        let free = (0..1_000_000).map(|n| format!("{n:06}"));
        free.into_iter()
            .find(|code| !near.contains(code))
            .unwrap_or_default()
    }

    /// The log-in form, filled in and not sent.
    pub fn form(
        &self,
        browser: &mut Browser,
        (password, code): (&str, &str),
    ) -> io::Result<Result<Form, Answer>> {
        let page = format!("/{ACCESS_KEY}");
        let fields = [
            ("merchant_code", MERCHANT_CODE),
            ("user_id", self.user_id.as_str()),
            ("password", password),
            ("code", code),
        ];
        let shown = browser.get(&page)?;
        Ok(match shown.form_for(&page) {
            Some(token) => Ok(browser.form(&page, &token, &fields)),
            None => Err(shown),
        })
    }

    /// Opens the entrance and types the values; the answer to the form, or of a page without one.
    pub fn log_in(&self, browser: &mut Browser, typed: (&str, &str)) -> io::Result<Answer> {
        match self.form(browser, typed)? {
            Ok(form) => browser.send(&form),
            Err(other) => Ok(other),
        }
    }
}

//! The log-in as a state machine, driven at random and compared with a model of a few lines.
//!
//! The model knows nothing of slots, seals or statements: only what a person could be told of the
//! rules. Whatever order things happen in, the product answers as the model does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod rules;

use app::{Act, Acted, ConfirmedSecret, Issue, LoggedIn, Session};
use domain::ids::PersonId;
use domain::time::{Span, Timestamp};
use proptest::prelude::*;
use rules::{Expected, Model, Pw, Typed};
use testkit::databases::{Database, Engine, OnDatabase};
use testkit::phone::Phone;
use testkit::world::{World, origin};

#[derive(Clone, Copy, Debug)]
enum Step {
    LogIn(Pw, Typed),
    ChangePassword,
    Issue,
    Confirm(Typed),
    AdminResetsPassword,
    AdminResetsSecret,
    AdminReleases,
    Wait(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let pw = prop_oneof![
        4 => Just(Pw::Current), 3 => Just(Pw::Temporary), 1 => Just(Pw::FormerTemporary),
        1 => Just(Pw::Wrong),
    ];
    let typed = prop_oneof![
        3 => Just(Typed::Blank), 5 => Just(Typed::Right), 1 => Just(Typed::Wrong),
        1 => Just(Typed::Used), 1 => Just(Typed::Letters),
    ];
    let step = prop_oneof![
        8 => (pw, typed.clone()).prop_map(|(p, c)| Step::LogIn(p, c)),
        4 => Just(Step::ChangePassword),
        4 => Just(Step::Issue),
        4 => typed.prop_map(Step::Confirm),
        1 => Just(Step::AdminResetsPassword),
        1 => Just(Step::AdminResetsSecret),
        1 => Just(Step::AdminReleases),
        4 => prop_oneof![Just(30_u32), Just(95), Just(3_600), Just(86_400 * 6), Just(86_400 * 30)]
            .prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..40)
}

struct Play {
    world: World,
    admin: Session,
    person: PersonId,
    session: Option<Session>,
    model: Model,
}

impl Play {
    async fn begin(database: &Database) -> Self {
        let world = World::on(database).await;
        let (admin, _) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        let now = world.app.now();
        let until = now.plus(Span::days(7));
        let model = Model {
            current: None,
            temporary: Some((temporary, until)),
            former: "Former2026".to_owned(),
            secret: None,
            used: None,
            window: until,
            failures: 0,
            last_login: now,
            chosen: 0,
        };
        Self {
            world,
            admin,
            person,
            session: None,
            model,
        }
    }

    fn code(&self, typed: Typed) -> String {
        let now = self.world.app.now();
        let real = |at: Timestamp| self.model.secret.as_ref().map(|(phone, _)| phone.code(at));
        match typed {
            Typed::Blank => String::new(),
            Typed::Letters => "abc".to_owned(),
            Typed::Right => real(now).unwrap_or_else(|| "000000".to_owned()),
            Typed::Used => self.model.used.map_or("111111".to_owned(), |(_, at, _)| {
                real(at).unwrap_or_else(|| "111111".to_owned())
            }),
            Typed::Wrong => "222222".to_owned(),
        }
    }

    fn password(&self, pw: Pw) -> String {
        let none = || "Nothing2026".to_owned();
        match pw {
            Pw::Current => self
                .model
                .current
                .as_ref()
                .map_or_else(none, |(text, _)| text.clone()),
            Pw::Temporary => self
                .model
                .temporary
                .as_ref()
                .map_or_else(none, |(text, _)| text.clone()),
            Pw::FormerTemporary => self.model.former.clone(),
            Pw::Wrong => none(),
        }
    }

    async fn take(&mut self, step: Step) {
        match step {
            Step::LogIn(pw, typed) => self.log_in(pw, typed).await,
            Step::ChangePassword => self.change_password().await,
            Step::Issue => self.issue().await,
            Step::Confirm(typed) => self.confirm(typed).await,
            Step::AdminResetsPassword => self.admin_resets_password().await,
            Step::AdminResetsSecret => self.admin_resets_secret().await,
            Step::AdminReleases => self.admin_releases().await,
            Step::Wait(seconds) => {
                self.world.advance(Span::seconds(seconds));
                self.session = None;
            }
        }
    }

    async fn log_in(&mut self, pw: Pw, typed: Typed) {
        let (password, code) = (self.password(pw), self.code(typed));
        let expected = self.model.log_in(pw, typed, self.world.app.now());
        let answer = self
            .world
            .try_log_in("ippan01", &password, &code)
            .await
            .unwrap();
        let (answer, token) = match answer {
            LoggedIn::Open { token, obligations } => (Expected::Open(obligations), Some(token)),
            LoggedIn::Refused => (Expected::Refused, None),
            LoggedIn::Locked => (Expected::Locked, None),
        };
        assert_eq!(answer, expected, "{pw:?} {typed:?}");
        if let Some(token) = token {
            self.session = Some(self.world.session(&token).await);
        }
    }

    async fn change_password(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        if !session.standing.obligations.change_password {
            self.session = Some(session);
            return;
        }
        self.model.chosen += 1;
        let new = format!("Chosen{}a", 1000 + self.model.chosen * 7);
        let new = new
            .replace("00", "0x")
            .replace("11", "1x")
            .replace("22", "2x");
        let new: String = dedup(&new);
        self.session = Some(self.world.choose_password(&session, &new).await);
        let now = self.world.app.now();
        if let Some((text, _)) = self.model.temporary.take() {
            self.model.former = text;
        }
        self.model.current = Some((new, now));
    }

    async fn issue(&mut self) {
        let Some(session) = &self.session else { return };
        let (nonce, origin) = (self.world.nonce(), origin());
        let issue = self
            .world
            .app
            .issue_secret(session, nonce, &origin)
            .await
            .unwrap();
        let due = session.standing.obligations;
        if due.enrol && !due.change_password {
            let Issue::Shown(shown) = issue else {
                panic!("{issue:?}")
            };
            let phone = Phone::with_secret(shown.secret.to_base32().expose());
            self.model.secret = Some((phone, false));
            self.model.used = None;
        } else {
            assert!(matches!(issue, Issue::Gone), "{issue:?}");
        }
    }

    async fn confirm(&mut self, typed: Typed) {
        let Some(session) = &self.session else { return };
        let code = self.code(typed);
        let now = self.world.app.now();
        let (nonce, origin) = (self.world.nonce(), origin());
        let answer = self
            .world
            .app
            .confirm_secret(session, &code, nonce, &origin)
            .await
            .unwrap();
        let due = session.standing.obligations;
        let may = due.enrol && !due.change_password && self.model.secret.is_some();
        if may && self.model.is_right(typed, now) {
            let ConfirmedSecret::Done { token } = answer else {
                panic!("{answer:?}")
            };
            self.session = Some(self.world.session(&token).await);
            self.model.secret = self.model.secret.take().map(|(phone, _)| (phone, true));
            self.model.accept(now);
        } else {
            assert!(
                !matches!(answer, ConfirmedSecret::Done { .. }),
                "{answer:?}"
            );
        }
    }

    fn act<'a>(&'a self, origin: &'a app::Origin) -> Act<'a> {
        Act {
            session: &self.admin,
            admin: testkit::proof::fresh(&self.admin),
            person: self.person,
            reason: "",
            nonce: self.world.nonce(),
            origin,
        }
    }

    async fn admin_resets_password(&mut self) {
        let origin = origin();
        let done = self
            .world
            .app
            .reset_user_password(self.act(&origin))
            .await
            .unwrap();
        assert_eq!(done, Acted::Done);
        let password = self
            .world
            .mails()
            .await
            .into_iter()
            .rev()
            .find_map(|m| match m.notice {
                domain::notice::Notice::TemporaryPassword { password, .. } => Some(password),
                _ => None,
            });
        let until = self.world.app.now().plus(Span::days(7));
        if let Some((text, _)) = self.model.temporary.replace((password.unwrap(), until)) {
            self.model.former = text;
        }
        self.model.current = None;
        self.session = None;
        if !matches!(self.model.secret, Some((_, true))) {
            self.model.window = until;
        }
    }

    async fn admin_resets_secret(&mut self) {
        let origin = origin();
        let done = self
            .world
            .app
            .reset_user_secret(self.act(&origin))
            .await
            .unwrap();
        assert_eq!(done, Acted::Done);
        self.model.secret = None;
        self.model.used = None;
        self.model.window = self.world.app.now().plus(Span::days(7));
        self.session = None;
    }

    async fn admin_releases(&mut self) {
        let origin = origin();
        let done = self
            .world
            .app
            .release_user_lock(self.act(&origin))
            .await
            .unwrap();
        let expected = if self.model.failures > 0 {
            Acted::Done
        } else {
            Acted::NothingToDo
        };
        assert_eq!(done, expected);
        self.model.failures = 0;
    }
}

/// No two equal characters in a row (PWD-4).
fn dedup(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if out.ends_with(c) {
            out.push('x');
        }
        out.push(c);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Shows LOGIN-5, LOGIN-6, LOGIN-9, LOGIN-10, LOGIN-16, OTP-9, OTP-12, LOCK-7, EXP-1, EXP-2.
    #[test]
    fn the_product_answers_as_the_model_does(steps in steps()) {
        let database = Database::new(Engine::Sqlite);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut play = Play::begin(&database).await;
            for step in steps {
                play.take(step).await;
            }
        });
    }
}

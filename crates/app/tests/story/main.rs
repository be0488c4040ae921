//! Two hundred days in a shop: people come, slip, lose phones, forget passwords, leave, are warned,
//! deleted and made anew, while the rules of the model say every day what has to happen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod rules;

use app::{Act, Acted, Expired, LoggedIn, Session};
use domain::notice::Notice;
use domain::obligations::Obligations;
use domain::time::{Span, Timestamp};
use rules::{Dice, Due, Habit, Worker, chosen_password};
use testkit::phone::Phone;
use testkit::world::{MERCHANT_CODE, World, origin};

const STAFF: [(&str, Habit); 6] = [
    ("daily01", Habit::Daily),
    ("weekly01", Habit::Every(7)),
    ("seldom01", Habit::Every(80)),
    ("leaves01", Habit::Leaves),
    ("never01", Habit::Never),
    ("forgets01", Habit::Forgets(9)),
];

/// What happened in all, so that a story without events does not pass for one.
#[derive(Debug, Default)]
struct Tally {
    log_ins: u32,
    refused: u32,
    locks: u32,
    forced_changes: u32,
    resets: u32,
    new_phones: u32,
    warned: u64,
    deleted: u64,
}

struct Shop {
    world: World,
    /// 管理's phone, password and when it was chosen.
    admin: (Phone, String, Timestamp),
    staff: Vec<Worker>,
    dice: Dice,
    passwords: u32,
    tally: Tally,
}

impl Shop {
    async fn open(world: World, seed: u64) -> Self {
        let (_, phone) = world.admin().await;
        let now = world.app.now();
        let mut shop = Self {
            world,
            admin: (phone, "Kanri2026a".to_owned(), now),
            staff: Vec::new(),
            dice: Dice(seed),
            passwords: 0,
            tally: Tally::default(),
        };
        for (user_id, habit) in STAFF {
            shop.hire(user_id, habit).await;
        }
        shop
    }

    fn now(&self) -> Timestamp {
        self.world.app.now()
    }

    fn next_password(&mut self) -> String {
        self.passwords += 1;
        chosen_password(self.passwords)
    }

    /// 管理 logs in, and changes the password on the 91st day like everybody else (EXP-1).
    async fn admin(&mut self) -> Session {
        self.world.advance(Span::seconds(31));
        let (phone, password, since) = &self.admin;
        let code = phone.code(self.now());
        let due = self.now().since(*since) >= Span::days(90);
        let session = self.world.log_in(MERCHANT_CODE, password, &code).await;
        assert_eq!(session.standing.obligations.change_password, due);
        if !due {
            return session;
        }
        let new = self.next_password();
        let session = self.world.choose_password(&session, &new).await;
        self.admin.1 = new;
        self.admin.2 = self.now();
        session
    }

    async fn hire(&mut self, user_id: &'static str, habit: Habit) {
        let admin = self.admin().await;
        let (person, password) = self.world.register(&admin, user_id).await;
        let now = self.now();
        self.staff.push(Worker {
            user_id,
            habit,
            person,
            password,
            phone: None,
            created_at: now,
            last_login_at: None,
            changed_at: now,
            failures: 0,
            temporary: true,
            warned: None,
        });
        let place = self.staff.len() - 1;
        if habit != Habit::Never {
            self.comes_in(place).await;
        }
    }

    /// A right log-in and whatever duty it brings; to the menu in the end.
    async fn comes_in(&mut self, place: usize) {
        self.world.advance(Span::seconds(31));
        let now = self.now();
        let worker = &self.staff[place];
        let code = worker
            .phone
            .as_ref()
            .map_or_else(String::new, |phone| phone.code(now));
        let answer = self
            .world
            .try_log_in(worker.user_id, &worker.password, &code)
            .await
            .unwrap();
        if worker.is_locked() {
            assert!(matches!(answer, LoggedIn::Locked), "{}", worker.user_id);
            return;
        }
        let expected = Obligations {
            change_password: worker.has_to_change(now),
            enrol: worker.phone.is_none(),
        };
        let LoggedIn::Open { token, obligations } = answer else {
            panic!("{} did not get in: {answer:?}", worker.user_id)
        };
        assert_eq!(obligations, expected, "{}", worker.user_id);
        self.tally.log_ins += 1;
        let session = self.world.session(&token).await;
        self.discharges(place, session, expected).await;
    }

    async fn discharges(&mut self, place: usize, mut session: Session, due: Obligations) {
        if due.change_password {
            let new = self.next_password();
            session = self.world.choose_password(&session, &new).await;
            self.tally.forced_changes += 1;
            let now = self.now();
            let worker = &mut self.staff[place];
            (worker.password, worker.changed_at, worker.temporary) = (new, now, false);
        }
        if due.enrol {
            let phone = self.world.issue(&session).await;
            self.world.confirm(&session, &phone).await;
            self.staff[place].phone = Some(phone);
        }
        let now = self.now();
        let worker = &mut self.staff[place];
        worker.last_login_at = Some(now);
        worker.failures = 0;
    }

    async fn slips(&mut self, place: usize) {
        let worker = &mut self.staff[place];
        let answer = self
            .world
            .try_log_in(worker.user_id, "Chigau2026", "")
            .await
            .unwrap();
        if worker.is_locked() {
            assert!(matches!(answer, LoggedIn::Locked), "{}", worker.user_id);
            return;
        }
        assert!(matches!(answer, LoggedIn::Refused), "{}", worker.user_id);
        worker.failures += 1;
        self.tally.refused += 1;
        self.tally.locks += u32::from(worker.is_locked());
    }

    async fn admin_acts(&mut self, place: usize, deed: Deed) {
        let admin = self.admin().await;
        let origin = origin();
        let act = Act {
            session: &admin,
            admin: testkit::proof::fresh(&admin),
            person: self.staff[place].person,
            reason: "story",
            nonce: self.world.nonce(),
            origin: &origin,
        };
        let app = &self.world.app;
        let done = match deed {
            Deed::Release => app.release_user_lock(act).await,
            Deed::Password => app.reset_user_password(act).await,
            Deed::Secret => app.reset_user_secret(act).await,
        };
        assert_eq!(done.unwrap(), Acted::Done);
        match deed {
            Deed::Release => self.staff[place].failures = 0,
            Deed::Password => {
                let password = self.temporary_password(place).await;
                let worker = &mut self.staff[place];
                (worker.password, worker.temporary) = (password, true);
                self.tally.resets += 1;
            }
            Deed::Secret => {
                self.staff[place].phone = None;
                self.tally.new_phones += 1;
            }
        }
    }

    async fn temporary_password(&self, place: usize) -> String {
        let user_id = self.staff[place].user_id;
        let mails = self.world.mails().await;
        let found = mails.into_iter().rev().find_map(|mail| match mail.notice {
            Notice::TemporaryPassword { password, .. } if mail.user_id == user_id => Some(password),
            _ => None,
        });
        found.expect("a mail with a temporary password")
    }

    /// The daily run: exactly those are warned and deleted whom the rules name.
    async fn night(&mut self) {
        let now = self.now();
        let due: Vec<Due> = self.staff.iter().map(|worker| worker.due(now)).collect();
        let count = |test: fn(&Due) -> bool| due.iter().filter(|due| test(due)).count() as u64;
        let expected = Expired {
            deleted: count(|due| *due == Due::End),
            warned: count(|due| matches!(due, Due::Warning(_))),
        };
        let listed = self.world.app.expiring_users().await.unwrap();
        assert_eq!(listed.len() as u64, expected.deleted + expected.warned);
        assert_eq!(self.world.app.expire_users().await.unwrap(), expected);
        self.tally.deleted += expected.deleted;
        self.tally.warned += expected.warned;
        for (worker, due) in self.staff.iter_mut().zip(&due) {
            if let Due::Warning(stage) = due {
                worker.warned = Some((worker.ends_at(), *stage));
            }
        }
        self.bury(&due).await;
    }

    /// Whoever is gone does not get in; the same ユーザID is given to a new person.
    async fn bury(&mut self, due: &[Due]) {
        for place in (0..due.len()).rev().filter(|place| due[*place] == Due::End) {
            let gone = self.staff.remove(place);
            let answer = self
                .world
                .try_log_in(gone.user_id, &gone.password, "")
                .await
                .unwrap();
            assert!(
                matches!(answer, LoggedIn::Refused),
                "{} is gone",
                gone.user_id
            );
            self.hire(gone.user_id, gone.habit).await;
            let new = self.staff.last().unwrap();
            assert_ne!(new.person, gone.person);
        }
    }

    async fn day(&mut self, day: u32) {
        for place in 0..self.staff.len() {
            if self.staff[place].is_locked() && self.dice.throw(2) == 0 {
                self.admin_acts(place, Deed::Release).await;
            }
            match self.staff[place].habit {
                Habit::Daily => self.a_usual_day(place).await,
                Habit::Every(days) if day.is_multiple_of(days) => self.comes_in(place).await,
                Habit::Forgets(days) if day.is_multiple_of(days) => {
                    for _ in 0..self.dice.throw(9) {
                        self.slips(place).await;
                    }
                    self.comes_in(place).await;
                }
                Habit::Every(_) | Habit::Forgets(_) | Habit::Leaves | Habit::Never => {}
            }
        }
    }

    async fn a_usual_day(&mut self, place: usize) {
        match self.dice.throw(20) {
            0 => self.admin_acts(place, Deed::Password).await,
            1 => self.admin_acts(place, Deed::Secret).await,
            2..=5 => self.slips(place).await,
            _ => {}
        }
        self.comes_in(place).await;
    }
}

#[derive(Clone, Copy)]
enum Deed {
    Release,
    Password,
    Secret,
}

async fn two_hundred_days(world: World, seed: u64) {
    let mut shop = Shop::open(world, seed).await;
    let start = shop.now();
    for day in 1..=200 {
        let morning = start.plus(Span::days(day));
        shop.world.clock.set(morning.minus(Span::hours(6)));
        shop.night().await;
        shop.world.clock.set(morning);
        shop.day(day).await;
        shop.world.mails().await;
    }
    let Tally {
        log_ins,
        refused,
        locks,
        forced_changes,
        resets,
        new_phones,
        warned,
        deleted,
    } = shop.tally;
    assert!(
        log_ins > 200 && refused > 20 && locks > 0,
        "{log_ins} {refused} {locks}"
    );
    assert!(
        forced_changes > 6 && resets > 0 && new_phones > 0,
        "{forced_changes} {resets} {new_phones}"
    );
    assert!(deleted >= 4 && warned >= 8, "{deleted} {warned}");
}

testkit::both_engines! {
    /// Shows EXP-1, EXP-2, EXP-3, EXP-4, EXP-6, EXP-7, LOCK-1, LOCK-2, LOCK-7, PWD-2, PWD-8, OTP-8,
    /// RESET-9, USER-16: two hundred days, day for day as the rules say.
    async fn two_hundred_days_go_by_the_rules(world: World) {
        two_hundred_days(world, 0x5eed_0001).await;
    }

    /// The same shop, with other luck.
    async fn two_hundred_other_days_go_by_the_rules(world: World) {
        two_hundred_days(world, 0x0dd_5eed).await;
    }
}

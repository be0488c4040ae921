//! The lock, the second counter, replays: what counts, what does not, what ends it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Act, Acted, LoggedIn};
use domain::ids::PersonId;
use domain::notice::Notice;
use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World, origin};

async fn user(world: &World) -> (app::Session, PersonId, testkit::phone::Phone) {
    let (admin, _) = world.admin().await;
    let (person, temporary) = world.register(&admin, "ippan01").await;
    let (_, phone) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
    (admin, person, phone)
}

async fn wrong(world: &World, tries: usize) {
    for _ in 0..tries {
        let answer = world.try_log_in("ippan01", "Wrong2026a", "").await.unwrap();
        assert!(matches!(answer, LoggedIn::Refused));
    }
}

async fn is_locked(world: &World) -> bool {
    matches!(
        world.try_log_in("ippan01", "Wrong2026a", "").await.unwrap(),
        LoggedIn::Locked
    )
}

testkit::both_engines! {
    /// Shows LOCK-1, LOCK-6, LOCK-7, LOCK-8: six tries lock, the right values included, and
    /// nothing but a release ends it.
    /// Shows PCI-16, JPN-3.
    async fn lock_6_a_lock_does_not_end_by_itself(world: World) {
        let (_, _, phone) = user(&world).await;
        wrong(&world, 6).await;
        world.advance(Span::days(30));
        let code = phone.code(world.app.now());
        let answer = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
        assert!(matches!(answer, LoggedIn::Locked));
    }

    /// Shows LOCK-7: success sets the count back; wrong codes count as well.
    async fn lock_7_success_sets_the_count_back(world: World) {
        let (_, _, phone) = user(&world).await;
        for _ in 0..3 {
            wrong(&world, 4).await;
            let answer = world.try_log_in("ippan01", "Ipan2026a", "000000").await.unwrap();
            assert!(matches!(answer, LoggedIn::Refused));
            let code = phone.code(world.app.now());
            world.log_in("ippan01", "Ipan2026a", &code).await;
            world.advance(Span::seconds(30));
        }
    }

    /// Shows LOCK-2, ROLE-4: 管理 releases the lock of a user, once, and it is recorded.
    async fn lock_2_admin_releases(world: World) {
        let (admin, person, phone) = user(&world).await;
        wrong(&world, 6).await;
        let right = admin.standing.as_admin().unwrap();
        let line = world.app.user(right, person).await.unwrap().unwrap();
        assert!(line.signs.can_be_released());
        let origin = origin();
        let nonce = world.nonce();
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "電話で確認", nonce, origin: &origin };
        assert_eq!(world.app.release_user_lock(act).await.unwrap(), Acted::Done);
        assert_eq!(world.app.release_user_lock(act).await.unwrap(), Acted::Done);
        let other = Act { nonce: world.nonce(), ..act };
        assert_eq!(world.app.release_user_lock(other).await.unwrap(), Acted::NothingToDo);
        let code = phone.code(world.app.now());
        world.log_in("ippan01", "Ipan2026a", &code).await;
        let trail = store::audit::of_merchant(world.app.store(), right.merchant(), 50).await.unwrap();
        let released: Vec<_> = trail.iter().filter(|row| row.action == "release_lock").collect();
        assert_eq!(released.len(), 1);
        assert_eq!(released[0].remark, "電話で確認");
    }

    /// Shows LOCK-3, LOCK-4, OTP-11: 管理 is nobody whom 管理 could release or initialise.
    async fn lock_4_admin_is_not_released_by_admin(world: World) {
        let (admin, _) = world.admin().await;
        let right = admin.standing.as_admin().unwrap();
        let origin = origin();
        let nonce = world.nonce();
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person: right.person(), reason: "", nonce, origin: &origin };
        assert_eq!(world.app.release_user_lock(act).await.unwrap(), Acted::NoSuchUser);
        assert_eq!(world.app.reset_user_secret(act).await.unwrap(), Acted::NoSuchUser);
        assert_eq!(world.app.reset_user_password(act).await.unwrap(), Acted::NoSuchUser);
    }

    /// The person is told of a lock, once.
    /// Shows ASVS-6, ATK-6.
    async fn a_lock_is_told_once(world: World) {
        user(&world).await;
        world.mails().await;
        wrong(&world, 6).await;
        assert!(is_locked(&world).await);
        let told = world.mails().await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].notice, Notice::Locked);
        assert_eq!(told[0].to.as_str(), "ippan01@shop.example");
    }

    /// Shows OTP-12: an honest repetition of a code is not counted, twice at most; then it is.
    async fn otp_12_replays_are_refunded_twice(world: World) {
        let (_, _, phone) = user(&world).await;
        let code = phone.code(world.app.now());
        world.log_in("ippan01", "Ipan2026a", &code).await;
        for _ in 0..2 + 6 {
            let answer = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
            assert!(matches!(answer, LoggedIn::Refused));
        }
        assert!(is_locked(&world).await);
    }

    /// A repetition with a wrong password counts at once: the refund tells nobody anything.
    async fn otp_12_a_replay_with_a_wrong_password_counts(world: World) {
        let (_, _, phone) = user(&world).await;
        let code = phone.code(world.app.now());
        world.log_in("ippan01", "Ipan2026a", &code).await;
        for _ in 0..6 {
            world.try_log_in("ippan01", "Wrong2026a", &code).await.unwrap();
        }
        assert!(is_locked(&world).await);
    }

    /// NIST SP 800-63B-4 3.2.2: a hundred wrong codes after a right password end the secret,
    /// however often the lock is released in between.
    /// Shows NIST-11, ATK-6.
    async fn a_hundred_wrong_codes_end_the_secret(world: World) {
        let (admin, person, phone) = user(&world).await;
        let right = admin.standing.as_admin().unwrap();
        for number in 0..100 {
            if number % 5 == 0 {
                let origin = origin();
                let nonce = world.nonce();
                let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
                world.app.release_user_lock(act).await.unwrap();
            }
            let code = if phone.code(world.app.now()) == "123456" { "123457" } else { "123456" };
            let answer = world.try_log_in("ippan01", "Ipan2026a", code).await.unwrap();
            assert!(matches!(answer, LoggedIn::Refused), "{number}: {answer:?}");
            world.advance(Span::seconds(90));
        }
        let origin = origin();
        let nonce = world.nonce();
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
        world.app.release_user_lock(act).await.unwrap();
        let code = phone.code(world.app.now());
        let answer = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
        assert!(matches!(answer, LoggedIn::Refused));
        let line = world.app.user(right, person).await.unwrap().unwrap();
        assert!(line.signs.secret_spent);
        let told = world.mails().await;
        assert_eq!(told.iter().filter(|mail| mail.notice == Notice::SecretSpent).count(), 1);
    }

    /// A phone whose clock is off is told by mail, and 管理 sees it; the try counts all the same.
    async fn a_wrong_clock_is_told(world: World) {
        let (admin, person, phone) = user(&world).await;
        world.mails().await;
        let code = phone.code(world.app.now().plus(Span::minutes(4)));
        let answer = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
        assert!(matches!(answer, LoggedIn::Refused));
        let told = world.mails().await;
        assert_eq!(told.iter().map(|m| m.notice.clone()).collect::<Vec<_>>(), [Notice::ClockOff { minutes: 4 }]);
        let right = admin.standing.as_admin().unwrap();
        let line = world.app.user(right, person).await.unwrap().unwrap();
        assert_eq!(line.signs.drift_minutes, Some(4));
    }

    /// A try whose reservation ran out has failed, even if it turns out right afterwards, and
    /// keeps its slot until a success.
    /// Shows ATK-5.
    async fn reservations_that_run_out_are_failures(world: World) {
        use domain::ids::AttemptId;
        use store::attempts::{self, Admission, Limits, Try};
        let limits = Limits { open: 1, outsiders: None };
        let now = world.app.now();
        let budget = [9; 32];
        let asks = |id| Try { budget: &budget, id, mark: None, network: [1; 32], key: "test" };
        let id = AttemptId::new(uuid::Uuid::from_u128(1));
        let admitted = attempts::admit(world.app.store(), asks(id), limits, now).await.unwrap();
        assert_eq!(admitted, Admission::Admitted);
        let other = AttemptId::new(uuid::Uuid::from_u128(2));
        let waiting = attempts::admit(world.app.store(), asks(other), limits, now).await.unwrap();
        assert_eq!(waiting, Admission::Waiting);
        let later = now.plus(Span::seconds(61));
        let locked = attempts::admit(world.app.store(), asks(other), limits, later).await.unwrap();
        assert_eq!(locked, Admission::Locked);
        let mut tx = world.app.store().begin().await.unwrap();
        assert!(!attempts::clear(&mut tx, &budget, id, later).await.unwrap());
        tx.commit().await.unwrap();
    }
}

/// The lock that ends by itself is a setting: half an hour after the newest failure, and tries
/// while it is shut do not put that off.
/// Shows PCI-16, ATK-10.
#[test]
fn lock_6_a_timed_release_is_a_setting() {
    use domain::policy::{Policy, Profile};
    use testkit::databases::{Database, Engine};
    let policy = Policy {
        timed_release: Some(Span::minutes(30)),
        ..Policy::of(Profile::Manual)
    };
    let database = Database::new(Engine::Sqlite);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = World::with_policy(&database, policy).await;
        wrong(&world, 6).await;
        world.advance(Span::minutes(29));
        assert!(is_locked(&world).await);
        world.advance(Span::minutes(1));
        assert!(!is_locked(&world).await);
        let first = world
            .try_log_in(MERCHANT_CODE, &world.first_password, "")
            .await
            .unwrap();
        assert!(matches!(first, LoggedIn::Open { .. }));
    });
}

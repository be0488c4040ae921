//! Accounts that nobody uses: warned, then deleted; enforced at log-in as well as by the job.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Expired, LoggedIn};
use domain::life_cycle::DueStep;
use domain::notice::Notice;
use domain::policy::{Policy, Profile};
use domain::time::Span;
use testkit::databases::{Database, OnDatabase};
use testkit::world::{MERCHANT_CODE, World};

/// To whom a warning went, and how many days it names.
async fn warnings(world: &World) -> Vec<(String, u32)> {
    let mails = world.mails().await;
    let warning = |mail: &app::DueMail| match &mail.notice {
        Notice::DeletionAhead { days, .. } => Some((mail.to.as_str().to_owned(), *days)),
        _ => None,
    };
    mails.iter().filter_map(warning).collect()
}

async fn runs(world: &World, deleted: u64, warned: u64) {
    let done = world.app.expire_users().await.unwrap();
    assert_eq!(done, Expired { deleted, warned });
}

/// Like the manual's, but nobody is warned.
struct Quiet(World);

impl OnDatabase for Quiet {
    async fn on(database: &Database) -> Self {
        let policy = Policy {
            inactive_warnings: false,
            ..Policy::of(Profile::Manual)
        };
        Self(World::with_policy(database, policy).await)
    }
}

testkit::both_engines! {
    /// Shows EXP-2, EXP-3, EXP-6, EXP-7: warned 14 and 3 days ahead, deleted after 91 days of
    /// silence, counted from the registration when nobody ever logged in; 管理 stays.
    /// Shows PCI-11.
    async fn exp_2_silent_users_are_warned_and_deleted(world: World) {
        let (admin, _) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        let (_, phone) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        world.advance(Span::days(10));
        world.register(&admin, "never01").await;
        world.mails().await;
        runs(&world, 0, 0).await;

        world.advance(Span::days(67));
        runs(&world, 0, 1).await;
        assert_eq!(warnings(&world).await, [("ippan01@shop.example".to_owned(), 14)]);
        runs(&world, 0, 0).await;
        world.advance(Span::days(11));
        runs(&world, 0, 2).await;
        let told = warnings(&world).await;
        assert!(told.contains(&("ippan01@shop.example".to_owned(), 3)), "{told:?}");
        assert!(told.contains(&("never01@shop.example".to_owned(), 13)), "{told:?}");

        world.advance(Span::days(3));
        let listed = world.app.expiring_users().await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((listed[0].user_id.as_str(), listed[0].due), ("ippan01", DueStep::Delete));
        assert!(!listed[0].never_logged_in);
        runs(&world, 1, 0).await;
        let right = admin.standing.as_admin().unwrap();
        assert!(world.app.user(right, person).await.unwrap().is_none());
        let code = phone.code(world.app.now());
        let gone = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
        assert!(matches!(gone, LoggedIn::Refused));

        world.advance(Span::days(400));
        runs(&world, 1, 0).await;
        assert!(world.app.expiring_users().await.unwrap().is_empty());
    }

    /// Shows EXP-2, USER-16: the ユーザID can be used again, by a new person who inherits nothing.
    async fn exp_2_the_id_can_be_used_again(world: World) {
        let (admin, phone) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        world.set_up("ippan01", &temporary, "Ipan2026a").await;
        for _ in 0..6 {
            world.try_log_in("ippan01", "Wrong", "").await.unwrap();
        }
        world.advance(Span::days(91));
        runs(&world, 1, 0).await;
        let session = world.log_in(MERCHANT_CODE, "Kanri2026a", &phone.code(world.app.now())).await;
        let admin = world.choose_password(&session, "Kanri2026b").await;
        let (again, temporary) = world.register(&admin, "IPPAN01").await;
        assert_ne!(person, again);
        let old = world.try_log_in("ippan01", "Ipan2026a", "").await.unwrap();
        assert!(matches!(old, LoggedIn::Refused), "neither password nor lock is inherited");
        world.set_up("ippan01", &temporary, "Ipan2026a").await;
    }

    /// Shows EXP-2: whoever has been silent for 91 days does not get in, whether the job has run
    /// or not; a moment before it is over, a log-in starts the time anew.
    /// Shows PCI-11.
    async fn exp_2_holds_at_the_entrance(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (_, first) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let (_, temporary) = world.register(&admin, "ippan02").await;
        let (_, second) = world.set_up("ippan02", &temporary, "Ipan2026b").await;
        world.advance(Span::days(91).minus(Span::minutes(2)));
        let back = world.try_log_in("ippan01", "Ipan2026a", &first.code(world.app.now())).await;
        assert!(matches!(back.unwrap(), LoggedIn::Open { .. }));
        world.advance(Span::minutes(2));
        let late = world.try_log_in("ippan02", "Ipan2026b", &second.code(world.app.now())).await;
        assert!(matches!(late.unwrap(), LoggedIn::Refused));
        runs(&world, 1, 0).await;
    }

    /// Shows EXP-7: resets of the password are no log-in.
    async fn exp_7_a_reset_is_no_log_in(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        world.advance(Span::days(6));
        let session = world.log_in("ippan01", &temporary, "").await;
        world.choose_password(&session, "Ipan2026a").await;
        world.advance(Span::days(85));
        runs(&world, 1, 0).await;
    }

    /// Several nodes that run at once delete and warn everybody once.
    async fn exp_6_runs_may_meet(world: World) {
        let (admin, _) = world.admin().await;
        for number in 0..12 {
            world.register(&admin, &format!("ippan{number:02}")).await;
        }
        world.mails().await;
        let other = world.another_node(41).await;
        for (days, sum, mails) in [(77, (0, 12), 12), (14, (12, 0), 0)] {
            world.advance(Span::days(days));
            let (one, two) = tokio::join!(world.app.expire_users(), other.expire_users());
            let (one, two) = (one.unwrap(), two.unwrap());
            assert_eq!((one.deleted + two.deleted, one.warned + two.warned), sum);
            assert_eq!(warnings(&world).await.len(), mails);
        }
    }

    /// A log-in at the last moment and the job, at once: the person stays, or did not get in.
    async fn exp_2_job_against_log_in(world: World) {
        let (admin, _) = world.admin().await;
        let other = world.another_node(42).await;
        for round in 0..6 {
            let user_id = format!("ippan{round:02}");
            let (person, temporary) = world.register(&admin, &user_id).await;
            let (_, phone) = world.set_up(&user_id, &temporary, "Ipan2026a").await;
            world.advance(Span::days(91).minus(Span::milliseconds(40_000)));
            let code = phone.code(world.app.now());
            let nonce = world.nonce();
            let clock = std::sync::Arc::clone(&world.clock);
            let job = async {
                clock.advance(Span::seconds(40));
                other.expire_users().await
            };
            let typed = ("Ipan2026a", code.as_str());
            let log_in = testkit::world::log_in(&world.app, (MERCHANT_CODE, &user_id), typed, nonce);
            let (answer, done) = tokio::join!(log_in, job);
            let right = admin.standing.as_admin().unwrap();
            let stays = world.app.user(right, person).await.unwrap().is_some();
            let open = matches!(answer, Ok(LoggedIn::Open { .. }));
            assert_eq!(open, stays, "round {round}: {answer:?} {done:?}");
            world.advance(Span::seconds(60));
        }
    }

    /// Warnings are a setting.
    async fn warnings_can_be_off(quiet: Quiet) {
        let Quiet(world) = quiet;
        let (admin, _) = world.admin().await;
        world.register(&admin, "ippan01").await;
        world.advance(Span::days(88));
        runs(&world, 0, 0).await;
        world.advance(Span::days(3));
        runs(&world, 1, 0).await;
    }
}

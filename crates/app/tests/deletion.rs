//! 管理 deletes users: once, wholly, and whatever else happens at the same moment.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Act, Acted, App, AppError, LoggedIn, Resumed, Session};
use domain::ids::PersonId;
use testkit::world::{MERCHANT_CODE, World, log_in, origin};

/// 管理 deletes `person` through any node.
async fn delete(app: &App, world: &World, admin: &Session, person: PersonId) -> Acted {
    let origin = origin();
    let nonce = world.nonce();
    let act = Act {
        session: admin,
        admin: testkit::proof::fresh(admin),
        person,
        reason: "退職のため",
        nonce,
        origin: &origin,
    };
    app.delete_user(act).await.unwrap()
}

async fn is_gone(world: &World, admin: &Session, person: PersonId) -> bool {
    let right = admin.standing.as_admin().unwrap();
    world.app.user(right, person).await.unwrap().is_none()
}

testkit::both_engines! {
    /// Shows USER-16: the account is gone with its sessions and its lock; the same ユーザID is a
    /// new person that inherits nothing.
    /// Shows PCI-9, PCI-10, ASVS-15.
    async fn user_16_a_deleted_user_is_gone(world: World) {
        let (admin, _) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        let (session, phone) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        for _ in 0..6 {
            world.try_log_in("ippan01", "chigau1Wa", "").await.unwrap();
        }
        assert_eq!(delete(&world.app, &world, &admin, person).await, Acted::Done);
        assert!(matches!(world.app.resume(&session.token, &origin()).await.unwrap(), Resumed::None));
        assert!(is_gone(&world, &admin, person).await);
        world.mails().await;
        let (again, first) = world.register(&admin, "IPPAN01").await;
        assert_ne!(again, person);
        let code = phone.code(world.app.now());
        let old = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
        assert!(matches!(old, LoggedIn::Refused), "{old:?}");
        let session = world.log_in("ippan01", &first, "").await;
        assert_eq!(session.standing.person, again);
        assert!(session.standing.obligations.change_password && session.standing.obligations.enrol);
    }

    /// Shows USER-16, EXP-3, ROLE-2: neither 管理 nor another merchant's user nor nobody is deleted.
    async fn exp_3_the_administrator_is_never_deleted(world: World) {
        let (admin, _) = world.admin().await;
        let own = admin.standing.person;
        assert_eq!(delete(&world.app, &world, &admin, own).await, Acted::NoSuchUser);
        let nobody = PersonId::new(uuid::Uuid::nil());
        assert_eq!(delete(&world.app, &world, &admin, nobody).await, Acted::NoSuchUser);
        assert!(matches!(world.app.resume(&admin.token, &origin()).await.unwrap(), Resumed::Alive(_)));
    }

    /// The deletion stands in the trail with its reason, once, however often the form is sent.
    async fn user_16_a_double_click_deletes_once(world: World) {
        let (admin, _) = world.admin().await;
        let (person, _) = world.register(&admin, "ippan01").await;
        let (right, origin, nonce) = (admin.standing.as_admin().unwrap(), origin(), world.nonce());
        let one = || {
            let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "退職\nのため", nonce, origin: &origin };
            world.app.delete_user(act)
        };
        let answers = tokio::join!(one(), one(), one());
        for answer in [answers.0, answers.1, answers.2, one().await] {
            assert_eq!(answer.unwrap(), Acted::Done);
        }
        let rows = store::audit::of_merchant(world.app.store(), right.merchant(), 50).await.unwrap();
        let deletions: Vec<_> = rows.iter().filter(|row| row.action == "delete_user").collect();
        assert_eq!(deletions.len(), 1);
        assert_eq!((deletions[0].subject, deletions[0].remark.as_str()), (Some(person), "退職のため"));
    }

    /// Two deletions at once, by two forms on two nodes: one is done, the other finds nobody.
    async fn two_deletions_have_one_effect(world: World) {
        let (admin, _) = world.admin().await;
        let other = world.another_node(31).await;
        for number in 0..10 {
            let (person, _) = world.register(&admin, &format!("u{number}")).await;
            let (one, two) = tokio::join!(
                delete(&world.app, &world, &admin, person),
                delete(&other, &world, &admin, person)
            );
            assert!(
                matches!((one, two), (Acted::Done, Acted::NoSuchUser) | (Acted::NoSuchUser, Acted::Done)),
                "{one:?} {two:?}"
            );
        }
    }

    /// A log-in and a deletion at once: whichever comes first, nobody is left inside.
    async fn a_log_in_against_a_deletion(world: World) {
        let (admin, _) = world.admin().await;
        let other = world.another_node(32).await;
        for number in 0..6 {
            let user_id = format!("u{number}");
            let (person, temporary) = world.register(&admin, &user_id).await;
            world.set_up(&user_id, &temporary, "Ipan2026a").await;
            let (person, temporary) = if number % 2 == 0 {
                (person, "Ipan2026a".to_owned())
            } else {
                delete(&world.app, &world, &admin, person).await;
                world.register(&admin, &user_id).await
            };
            let nonce = world.nonce();
            let (entered, deleted) = tokio::join!(
                log_in(&other, (MERCHANT_CODE, &user_id), (&temporary, ""), nonce),
                delete(&world.app, &world, &admin, person)
            );
            assert_eq!(deleted, Acted::Done);
            match entered {
                Ok(LoggedIn::Open { token, .. }) => {
                    assert!(matches!(world.app.resume(&token, &origin()).await.unwrap(), Resumed::None));
                }
                Ok(LoggedIn::Refused) | Err(AppError::Unavailable(_) | AppError::Contended(_)) => {}
                other => panic!("{other:?}"),
            }
            assert!(is_gone(&world, &admin, person).await);
        }
    }
}

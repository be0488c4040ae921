//! 管理 changes users: by the rules of registration, on what was seen, told and recorded.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Act, Acted, App, ChangeUser, Nonce, NotChanged, Resumed, Session};
use domain::ids::PersonId;
use domain::person::Role;
use domain::registration::{Form, Problem};
use testkit::world::{World, general_form, origin};

/// 確定 on the check page of a change, through any node.
async fn change(
    app: &App,
    (admin, person): (&Session, PersonId),
    form: &Form,
    version: i64,
    nonce: Nonce,
) -> Result<(), NotChanged> {
    let origin = origin();
    let act = Act {
        session: admin,
        admin: testkit::proof::fresh(admin),
        person,
        reason: "異動",
        nonce,
        origin: &origin,
    };
    app.change_user(ChangeUser { act, form, version })
        .await
        .unwrap()
}

async fn changes(
    world: &World,
    who: (&Session, PersonId),
    form: &Form,
    version: i64,
) -> Result<(), NotChanged> {
    change(&world.app, who, form, version, world.nonce()).await
}

async fn remarks(world: &World, admin: &Session) -> Vec<String> {
    let merchant = admin.standing.merchant;
    let rows = store::audit::of_merchant(world.app.store(), merchant, 100)
        .await
        .unwrap();
    let changes = rows.into_iter().filter(|row| row.action == "change_user");
    changes.map(|row| row.remark).collect()
}

testkit::both_engines! {
    /// Shows USER-15: every field but ユーザID changes; the trail has the fields and the reason, not
    /// what they hold; a changed right ends the sessions.
    async fn user_15_a_user_is_changed(world: World) {
        let (admin, _) = world.admin().await;
        let right = admin.standing.as_admin().unwrap();
        let (person, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let renamed = Form { name: "黒田 花子".to_owned(), user_id: "other".to_owned(), ..general_form("ippan01") };
        changes(&world, (&admin, person), &renamed, 0).await.unwrap();
        assert!(matches!(world.app.resume(&session.token, &origin()).await.unwrap(), Resumed::Alive(_)));
        let moved = Form { user_type: "shipping".to_owned(), login_method: "no_mail".to_owned(), mail: String::new(), ..renamed };
        changes(&world, (&admin, person), &moved, 1).await.unwrap();
        assert!(matches!(world.app.resume(&session.token, &origin()).await.unwrap(), Resumed::None));
        let line = world.app.user(right, person).await.unwrap().unwrap();
        assert_eq!((line.person.role, line.person.mail.is_none(), line.version), (Role::Shipping, true, 2));
        assert_eq!((line.person.user_id.as_str(), line.person.name.as_str()), ("ippan01", "黒田 花子"));
        let expected = ["fields=type,method,mail reason=異動", "fields=name reason=異動"];
        assert_eq!(remarks(&world, &admin).await, expected);
    }

    /// Shows USER-10, USER-11, USER-18, USER-21: the rules of registration hold for a change, and
    /// nobody is in their own way.
    async fn user_18_the_rules_of_registration_hold(world: World) {
        let (admin, _) = world.admin().await;
        let (person, _) = world.register(&admin, "ippan01").await;
        world.register(&admin, "ippan02").await;
        let who = (&admin, person);
        assert_eq!(changes(&world, who, &general_form("ippan01"), 0).await, Err(NotChanged::Nothing));
        let form = |mail: &str| Form { mail: mail.to_owned(), ..general_form("ippan01") };
        for (form, problem) in [
            (form("IPPAN02@shop.example"), Problem::MailTaken),
            (form("kanri@shop.example"), Problem::MailIsAdmins),
            (Form { same_person: true, user_type: "shipping".to_owned(), ..form("") }, Problem::SamePersonNotGeneral),
        ] {
            assert_eq!(changes(&world, who, &form, 0).await, Err(NotChanged::Broken(vec![problem])));
        }
        let same = Form { same_person: true, ..form("") };
        changes(&world, who, &same, 0).await.unwrap();
        let shipping = Form { user_type: "shipping".to_owned(), ..same.clone() };
        let expected = Err(NotChanged::Broken(vec![Problem::SamePersonNotGeneral]));
        assert_eq!(changes(&world, who, &shipping, 1).await, expected);
        let own_again = Form { name: "黒田 次郎".to_owned(), ..form("ippan01@shop.example") };
        changes(&world, who, &own_again, 1).await.unwrap();
        changes(&world, who, &same, 2).await.unwrap();
    }

    /// Two 管理 pages, one user: the second is told that it rests on what is no longer so.
    async fn user_15_two_pages_do_not_overwrite_each_other(world: World) {
        let (admin, _) = world.admin().await;
        let other = world.another_node(41).await;
        let (person, _) = world.register(&admin, "ippan01").await;
        for version in 0..8 {
            let named = |who: &str| Form { name: format!("{who} {version}号"), ..general_form("ippan01") };
            let (one, two) = (named("一"), named("二"));
            let (first, second) = tokio::join!(
                change(&world.app, (&admin, person), &one, version, world.nonce()),
                change(&other, (&admin, person), &two, version, world.nonce())
            );
            let late = Err(NotChanged::Meanwhile);
            assert!((first == Ok(()) && second == late) || (first == late && second == Ok(())), "{first:?} {second:?}");
        }
        assert_eq!(remarks(&world, &admin).await.len(), 8);
    }

    /// A change and a deletion at once: no half of a user is left; sent twice, a change is one.
    async fn user_15_a_change_against_a_deletion(world: World) {
        let (admin, _) = world.admin().await;
        let other = world.another_node(42).await;
        let right = admin.standing.as_admin().unwrap();
        for number in 0..6 {
            let user_id = format!("u{number}");
            let (person, _) = world.register(&admin, &user_id).await;
            let form = Form { name: "変更後".to_owned(), ..general_form(&user_id) };
            let (origin, nonce) = (origin(), world.nonce());
            let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
            let (changed, deleted) = tokio::join!(
                changes(&world, (&admin, person), &form, 0),
                other.delete_user(act)
            );
            assert_eq!(deleted.unwrap(), Acted::Done);
            assert!(matches!(changed, Ok(()) | Err(NotChanged::NoSuchUser | NotChanged::Meanwhile)));
            assert!(world.app.user(right, person).await.unwrap().is_none());
        }
        let (person, _) = world.register(&admin, "twice").await;
        let (form, nonce) = (Form { name: "二度".to_owned(), ..general_form("twice") }, world.nonce());
        for _ in 0..2 {
            change(&world.app, (&admin, person), &form, 0, nonce).await.unwrap();
        }
        assert_eq!(world.app.user(right, person).await.unwrap().unwrap().version, 1);
    }
}

//! 管理 registers users: saved once, unique, mailed, listed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Listing, RegisterUser, Registered, UserQuery};
use domain::notice::Notice;
use domain::registration::{Form, Problem};
use domain::user_state::{SetUp, UserState, states};
use testkit::world::{World, general_form, origin};

async fn broken(world: &World, admin: &app::Session, form: &Form) -> Vec<Problem> {
    match world.register_form(admin, form).await.unwrap() {
        Registered::Broken(problems) => problems,
        Registered::Done(person) => panic!("{person:?} was registered"),
    }
}

testkit::both_engines! {
    /// Shows USER-8, USER-13, USER-14, MAIL-3, MAIL-6: the user's address gets the first password.
    async fn user_14_the_first_password_is_mailed(world: World) {
        let (admin, _) = world.admin().await;
        world.mails().await;
        world.register_form(&admin, &general_form("ippan01")).await.unwrap();
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to.as_str(), "ippan01@shop.example");
        let Notice::UserRegistered { name, password } = &mails[0].notice else { panic!() };
        assert_eq!(name, "黒田 太郎");
        assert_eq!(password.len(), 12);
        assert_eq!((mails[0].user_id.as_str(), mails[0].access_key.as_str()), ("ippan01", "7654321"));
    }

    /// Shows USER-20: the sample users of the manual can be registered side by side; compared without
    /// case (USER-17), `user01` and `User1` are two.
    async fn user_20_the_manuals_sample_users(world: World) {
        let (admin, _) = world.admin().await;
        let samples = testkit::samples::USERS;
        for sample in samples {
            let registered = world.register_form(&admin, &sample.form()).await.unwrap();
            assert!(matches!(registered, Registered::Done(_)), "{}", sample.user_id);
        }
        let right = admin.standing.as_admin().unwrap();
        let list = world.app.users(right, UserQuery::of_page(0, 50)).await.unwrap();
        let mut names: Vec<_> = list.lines.iter().map(|line| line.person.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!((list.total, names.len()), (4, 3));
        assert_eq!(broken(&world, &admin, &samples[0].form()).await, [Problem::UserIdTaken, Problem::MailTaken]);
    }

    /// Shows USER-5, USER-9: with 管理者ユーザと同一 the mail goes to 管理, and there is one only.
    async fn user_9_the_same_person(world: World) {
        let (admin, _) = world.admin().await;
        world.mails().await;
        let same = Form { same_person: true, ..general_form("kanri01") };
        world.register_form(&admin, &same).await.unwrap();
        assert_eq!(world.mails().await[0].to.as_str(), "kanri@shop.example");
        let second = Form { user_id: "kanri02".to_owned(), ..same };
        assert_eq!(broken(&world, &admin, &second).await, [Problem::SamePersonTaken]);
    }

    /// Shows USER-11, USER-17: IDs and addresses are unique in the merchant, however spelt, at
    /// 確認 and at 確定.
    /// Shows PCI-9.
    async fn user_11_and_17_unique(world: World) {
        let (admin, _) = world.admin().await;
        world.register_form(&admin, &general_form("ippan01")).await.unwrap();
        let mail = Form { mail: "IPPAN01@shop.example".to_owned(), ..general_form("other") };
        let id = Form { user_id: "ＩＰＰＡＮ01".to_owned(), ..general_form("third") };
        let both = Form { user_id: "IPPAN01".to_owned(), ..general_form("ippan01") };
        let right = admin.standing.as_admin().unwrap();
        for (form, expected) in [
            (mail, vec![Problem::MailTaken]),
            (id, vec![Problem::UserIdTaken]),
            (both, vec![Problem::UserIdTaken, Problem::MailTaken]),
        ] {
            let checked = world.app.check_user(&admin, right, &form).await.unwrap();
            assert_eq!(checked.unwrap_err(), expected);
            assert_eq!(broken(&world, &admin, &form).await.first(), expected.first());
        }
    }

    /// 確定 pressed many times at once registers one user and sends one mail.
    async fn a_double_click_registers_one_user(world: World) {
        let (admin, _) = world.admin().await;
        world.mails().await;
        let (form, origin, nonce) = (general_form("ippan01"), origin(), world.nonce());
        let right = admin.standing.as_admin().unwrap();
        let one = || {
            let typed = RegisterUser { session: &admin, admin: right, form: &form, nonce, origin: &origin };
            world.app.register_user(typed)
        };
        let answers = tokio::join!(one(), one(), one(), one());
        let people: Vec<_> = [answers.0, answers.1, answers.2, answers.3]
            .into_iter()
            .map(|answer| match answer.unwrap() {
                Registered::Done(person) => person,
                Registered::Broken(problems) => panic!("{problems:?}"),
            })
            .collect();
        assert!(people.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(world.mails().await.len(), 1);
        assert_eq!(world.app.users(right, UserQuery::of_page(0, 50)).await.unwrap().total, 1);
    }

    /// Phone and password lost together: with no password chosen, the list still knows of the
    /// secret, so that 管理 can initialise it (OTP-8, RESET-9).
    async fn otp_8_a_secret_is_known_of_without_a_password(world: World) {
        let (admin, _) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let right = admin.standing.as_admin().unwrap();
        let (origin, nonce) = (origin(), world.nonce());
        let act = app::Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
        world.app.reset_user_password(act).await.unwrap();
        let line = world.app.user(right, person).await.unwrap().unwrap();
        assert_eq!((line.signs.set_up, line.signs.has_secret), (SetUp::NoPassword, true));
    }

    /// Shows USER-22, ROLE-2: the list, its states, and that 管理 is none of them.
    async fn user_22_the_list(world: World) {
        let (admin, _) = world.admin().await;
        let right = admin.standing.as_admin().unwrap();
        assert_eq!(world.app.users(right, UserQuery::of_page(0, 50)).await.unwrap().total, 0);
        assert_eq!(world.app.first_steps(right).await.unwrap().done(), [true, true, false, false]);
        let (_, temporary) = world.register(&admin, "b").await;
        world.register(&admin, "a").await;
        let session = world.log_in("b", &temporary, "").await;
        world.choose_password(&session, "Ipan2026a").await;
        let Listing { lines, total, .. } = world.app.users(right, UserQuery::of_page(0, 50)).await.unwrap();
        let seen: Vec<_> = lines
            .iter()
            .map(|line| (line.person.user_id.as_str(), states(line.signs)[0]))
            .collect();
        let expected = [("a", UserState::WaitingForFirstLogin), ("b", UserState::NoSecret)];
        assert_eq!((seen.as_slice(), total), (expected.as_slice(), 2));
        let second = world.app.users(right, UserQuery::of_page(1, 1)).await.unwrap().lines;
        assert_eq!(second[0].person.user_id.as_str(), "b");
        let session = world.log_in("b", "Ipan2026a", "").await;
        let phone = world.issue(&session).await;
        world.confirm(&session, &phone).await;
        let lines = world.app.users(right, UserQuery::of_page(0, 50)).await.unwrap().lines;
        assert_eq!(lines[1].signs.set_up, SetUp::Complete);
        assert_eq!(lines[1].last_login_at, Some(world.app.now()));
        assert_eq!(world.app.first_steps(right).await.unwrap().done(), [true; 4]);
    }
}

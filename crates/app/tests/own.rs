//! What people do for themselves, and the first passwords that 管理 sends again or prints.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Act, Acted, AddressConfirmed, HandedOut, LoggedIn, Nonce, OwnChange, Resumed, Session};
use domain::ids::PersonId;
use domain::notice::Notice;
use domain::own_details::{Form as Own, Refusal};
use domain::registration::{Form, Problem};
use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World, general_form, origin};

fn own(name: &str, mail: &str) -> Own {
    Own {
        name: name.to_owned(),
        mail: mail.to_owned(),
    }
}

async fn changes(world: &World, session: &Session, form: &Own) -> OwnChange {
    world
        .app
        .change_own_details(
            session,
            testkit::proof::fresh(session),
            form,
            (world.nonce(), &origin()),
        )
        .await
        .unwrap()
}

async fn confirms(world: &World, token: &str) -> AddressConfirmed {
    world
        .app
        .confirm_address(token, world.nonce(), &origin())
        .await
        .unwrap()
}

/// The link's token in the mails to `to`, and to whom the others went.
async fn link(world: &World) -> (String, Vec<String>) {
    let mut token = String::new();
    let mut others = Vec::new();
    for mail in world.mails().await {
        match &mail.notice {
            Notice::AddressChangeAsked { token: found, .. } => found.clone_into(&mut token),
            _ => others.push(format!("{} {}", mail.notice.word(), mail.to.as_str())),
        }
    }
    (token, others)
}

async fn hands_out(world: &World, admin: &Session, person: PersonId, nonce: Nonce) -> HandedOut {
    let origin = origin();
    let act = Act {
        session: admin,
        admin: testkit::proof::fresh(admin),
        person,
        reason: "",
        nonce,
        origin: &origin,
    };
    world.app.hand_out(act).await.unwrap()
}

async fn resends(world: &World, admin: &Session, person: PersonId, nonce: Nonce) -> Acted {
    let origin = origin();
    let act = Act {
        session: admin,
        admin: testkit::proof::fresh(admin),
        person,
        reason: "",
        nonce,
        origin: &origin,
    };
    world.app.resend_invitation(act).await.unwrap()
}

async fn registers_without_mail(world: &World, admin: &Session, user_id: &str) -> PersonId {
    let form = Form {
        mail: String::new(),
        login_method: "no_mail".to_owned(),
        ..general_form(user_id)
    };
    match world.register_form(admin, &form).await.unwrap() {
        app::Registered::Done(person) => person,
        other @ app::Registered::Broken(_) => panic!("{other:?}"),
    }
}

testkit::both_engines! {
    /// Shows USER-19, GAP-9, GAP-10: the name changes at once, the address once its owner has
    /// opened the link; the old one is told at once and again.
    /// Shows NIST-12, ASVS-6.
    async fn gap_10_an_address_is_confirmed_by_its_owner(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        world.mails().await;
        let typed = own("黒田 花子", "neu@shop.example");
        assert_eq!(changes(&world, &session, &typed).await, OwnChange::Done { asked: true });
        let (token, others) = link(&world).await;
        assert_eq!(others, ["address_change_started ippan01@shop.example"]);
        let details = world.app.own_details(&session).await.unwrap().unwrap();
        assert_eq!((details.person.name.as_str(), details.mail.unwrap().as_str()), ("黒田 花子", "ippan01@shop.example"));
        assert_eq!(details.pending.unwrap().as_str(), "neu@shop.example");
        assert!(world.app.address_link_works(&token).await.unwrap());
        assert!(matches!(confirms(&world, &token).await, AddressConfirmed::Done { .. }));
        let (_, mut others) = link(&world).await;
        others.sort();
        assert_eq!(others, ["address_changed ippan01@shop.example", "address_changed neu@shop.example"]);
        let details = world.app.own_details(&session).await.unwrap().unwrap();
        assert_eq!((details.mail.unwrap().as_str(), details.pending), ("neu@shop.example", None));
        assert_eq!(confirms(&world, &token).await, AddressConfirmed::Dead);
        assert_eq!(changes(&world, &session, &typed).await, OwnChange::Nothing);
    }

    /// Shows GAP-10, USER-10, USER-11: a link works for 30 minutes, only the newest, and not for an
    /// address that somebody else has got in the meantime.
    async fn user_11_an_address_is_unique_at_both_moments(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        world.register(&admin, "ippan02").await;
        world.mails().await;
        let ask = |mail: &str| own("黒田 太郎", mail);
        for (mail, problem) in [("IPPAN02@shop.example", Problem::MailTaken), ("kanri@shop.example", Problem::MailIsAdmins)] {
            let refused = OwnChange::Refused(Refusal::Broken(vec![problem]));
            assert_eq!(changes(&world, &session, &ask(mail)).await, refused);
        }
        changes(&world, &session, &ask("one@shop.example")).await;
        let (first, _) = link(&world).await;
        changes(&world, &session, &ask("ippan03@shop.example")).await;
        let (second, _) = link(&world).await;
        assert_eq!(confirms(&world, &first).await, AddressConfirmed::Dead);
        world.register(&admin, "ippan03").await;
        assert_eq!(confirms(&world, &second).await, AddressConfirmed::Taken);
        changes(&world, &session, &ask("late@shop.example")).await;
        let (third, _) = link(&world).await;
        world.advance(Span::minutes(30));
        assert!(!world.app.address_link_works(&third).await.unwrap());
        assert_eq!(confirms(&world, &third).await, AddressConfirmed::Dead);
    }

    /// Shows GAP-10, USER-6: 管理's new name is also that of the user who is the same person, who
    /// changes nothing alone; too many addresses are refused.
    async fn user_6_the_same_person_follows(world: World) {
        let (admin, _) = world.admin().await;
        let right = admin.standing.as_admin().unwrap();
        let same = Form { same_person: true, ..general_form("kanri01") };
        world.register_form(&admin, &same).await.unwrap();
        let named = own("管理 一郎", "kanri@shop.example");
        assert_eq!(changes(&world, &admin, &named).await, OwnChange::Done { asked: false });
        let lines = world.app.users(right, app::UserQuery::of_page(0, 50)).await.unwrap().lines;
        assert_eq!(lines[0].person.name.as_str(), "管理 一郎");
        for number in 0..5 {
            let typed = own("管理 一郎", &format!("k{number}@shop.example"));
            assert_eq!(changes(&world, &admin, &typed).await, OwnChange::Done { asked: true });
        }
        assert_eq!(changes(&world, &admin, &own("管理 一郎", "k9@shop.example")).await, OwnChange::TooOften);
    }

    /// Shows USER-14, MAIL-3: 再送 makes a new password and kills the older one, once for each form,
    /// and only for those who have never got in.
    async fn user_14_the_first_mail_is_sent_again(world: World) {
        let (admin, _) = world.admin().await;
        let (person, first) = world.register(&admin, "ippan01").await;
        let nonce = world.nonce();
        for _ in 0..2 {
            assert_eq!(resends(&world, &admin, person, nonce).await, Acted::Done);
        }
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1);
        let Notice::UserRegistered { password, .. } = &mails[0].notice else { panic!() };
        let old = world.try_log_in("ippan01", &first, "").await.unwrap();
        assert!(matches!(old, LoggedIn::Refused));
        world.set_up("ippan01", password, "Ipan2026a").await;
        assert_eq!(resends(&world, &admin, person, world.nonce()).await, Acted::NothingToDo);
        let boss = admin.standing.person;
        assert_eq!(resends(&world, &admin, boss, world.nonce()).await, Acted::NoSuchUser);
    }

    /// Shows USER-21, CON-3: a first password on paper for those without an address, shown once.
    async fn con_3_a_first_password_on_paper(world: World) {
        let (admin, _) = world.admin().await;
        let person = registers_without_mail(&world, &admin, "genba01").await;
        let nonce = world.nonce();
        let HandedOut::Made(paper) = hands_out(&world, &admin, person, nonce).await else { panic!() };
        assert!(matches!(hands_out(&world, &admin, person, nonce).await, HandedOut::Before));
        assert_eq!((paper.user_id.as_str(), paper.merchant_code.as_str()), ("genba01", MERCHANT_CODE));
        world.set_up("genba01", paper.password.reveal(), "Ipan2026a").await;
        assert!(matches!(hands_out(&world, &admin, person, world.nonce()).await, HandedOut::NotFor));
        let (with_mail, _) = world.register(&admin, "ippan01").await;
        assert!(matches!(hands_out(&world, &admin, with_mail, world.nonce()).await, HandedOut::NotFor));
    }

    /// Own sessions: each can be ended, all others at once, nobody else's ever; the log-ins are told.
    /// Shows JPN-7, ASVS-15, ASVS-16.
    async fn own_sessions_and_log_ins(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (one, phone) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let mut sessions = vec![one];
        for _ in 0..2 {
            let code = phone.code(world.app.now());
            sessions.push(world.log_in("ippan01", "Ipan2026a", &code).await);
            world.advance(Span::seconds(30));
        }
        world.try_log_in("ippan01", "chigau1Wa", "").await.unwrap();
        let lines = world.app.own_sessions(&sessions[2]).await.unwrap();
        assert_eq!(lines.len(), 3);
        let end = |which, nonce| world.app.end_own_sessions(&sessions[2], which, nonce, ORIGIN.get_or_init(origin));
        assert_eq!(end(Some(admin.id), world.nonce()).await.unwrap(), 0);
        assert_eq!(end(Some(sessions[2].id), world.nonce()).await.unwrap(), 0);
        assert_eq!(end(Some(sessions[0].id), world.nonce()).await.unwrap(), 1);
        assert!(matches!(world.app.resume(&sessions[0].token, ORIGIN.get_or_init(origin)).await.unwrap(), Resumed::None));
        let nonce = world.nonce();
        assert_eq!(end(None, nonce).await.unwrap(), 1);
        assert_eq!(end(None, nonce).await.unwrap(), 0);
        assert!(matches!(world.app.resume(&admin.token, ORIGIN.get_or_init(origin)).await.unwrap(), Resumed::Alive(_)));
        let log_ins = world.app.own_log_ins(&sessions[2]).await.unwrap();
        let outcomes: Vec<_> = log_ins.iter().map(|line| line.outcome.as_str()).collect();
        assert_eq!(outcomes, ["wrong_password", "ok", "ok", "ok"]);
    }

    /// 操作履歴: who did what to whom, those who are gone by their ユーザID, page by page.
    async fn activity_names_people_who_are_gone(world: World) {
        let (admin, _) = world.admin().await;
        let right = admin.standing.as_admin().unwrap();
        let (person, _) = world.register(&admin, "ippan01").await;
        world.advance(Span::seconds(1));
        let origin = origin();
        let nonce = world.nonce();
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "退職", nonce, origin: &origin };
        world.app.delete_user(act).await.unwrap();
        let everything = app::AuditQuery::default();
        let reader = app::Reader::Admin(right);
        let found = world.app.search_audit(reader, &everything, (0, 2), &origin).await.unwrap();
        assert!(found.more);
        let lines = found.lines;
        let shown: Vec<_> = lines
            .iter()
            .map(|line| (line.action.as_str(), line.actor.as_deref(), line.subject.as_deref()))
            .collect();
        assert_eq!(shown, [
            ("delete_user", Some(MERCHANT_CODE), Some("ippan01")),
            ("register_user", Some(MERCHANT_CODE), Some("ippan01")),
        ]);
        assert_eq!(lines[0].remark, "退職");
    }
}

static ORIGIN: std::sync::OnceLock<app::Origin> = std::sync::OnceLock::new();

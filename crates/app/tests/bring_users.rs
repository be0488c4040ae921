//! 管理 brings a list of users: judged line by line, taken in once, invited at the set rate.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::table::{Column, TableError, Word};
use app::{
    BringUsers, Brought, LARGEST_LIST, ListRefused, ListStage, MOST_LINES, Nonce, SealedKind,
    Session, TakenOver, Unclear, UserList, UserWords,
};
use crypto::Keyring;
use domain::ids::UserImportId;
use domain::registration::{Field, Problem};
use domain::time::Span;
use std::sync::Arc;
use store::audit;
use testkit::entropy::TestEntropy;
use testkit::world::{World, general_form, origin};

fn word(name: &'static str, shown: &str) -> Word {
    Word {
        name,
        shown: vec![shown.to_owned()],
    }
}

fn words() -> UserWords {
    let names = [
        ("user_type", "ユーザ区分"),
        ("user_id", "ユーザID"),
        ("login_method", "ログイン方法"),
        ("same_person", "管理者ユーザと同一"),
        ("name", "ユーザ名"),
        ("mail", "メールアドレス"),
    ];
    UserWords {
        columns: names
            .map(|(name, shown)| Column {
                word: word(name, shown),
                required: ["user_type", "user_id", "login_method"].contains(&name),
            })
            .to_vec(),
        types: vec![word("general", "一般"), word("shipping", "出荷")],
        methods: vec![word("mail", "受信する"), word("no_mail", "受信しない")],
        answers: vec![word("true", "はい"), word("false", "いいえ")],
        ignored: vec!["結果".to_owned()],
    }
}

const HEADER: &str =
    "ユーザ区分,ユーザＩＤ,ログイン方法,管理者ユーザと同一,ユーザ名,メールアドレス\r\n";

async fn brings(world: &World, admin: &Session, nonce: Nonce, list: &[u8]) -> Brought {
    let origin = origin();
    let by = BringUsers {
        session: admin,
        admin: admin.standing.as_admin().unwrap(),
        nonce,
        origin: &origin,
    };
    world.app.bring_users(by, list, &words()).await.unwrap()
}

async fn kept(world: &World, admin: &Session, lines: &str) -> UserImportId {
    let list = format!("{HEADER}{lines}");
    match brings(world, admin, world.nonce(), list.as_bytes()).await {
        Brought::Kept(id) => id,
        Brought::Refused(why) => panic!("{why:?}"),
    }
}

async fn judged(world: &World, admin: &Session, id: UserImportId) -> UserList {
    let by = (admin, admin.standing.as_admin().unwrap());
    let list = world.app.user_list(by, id, &words()).await.unwrap();
    list.unwrap()
}

async fn confirms(app: &app::App, admin: &Session, id: UserImportId, nonce: Nonce) -> bool {
    let origin = origin();
    let by = BringUsers {
        session: admin,
        admin: admin.standing.as_admin().unwrap(),
        nonce,
        origin: &origin,
    };
    app.take_in_users(by, id, &words()).await.unwrap()
}

fn results(list: &UserList) -> Vec<(u64, TakenOver<Field>)> {
    let lines = list.lines.iter();
    lines
        .map(|line| (line.number, line.result.clone()))
        .collect()
}

fn many(count: usize) -> String {
    let line = |n| format!("一般,user{n},受信する,,店員 {n},user{n}@shop.example\r\n");
    (0..count).map(line).collect()
}

async fn users(world: &World, admin: &Session) -> u64 {
    let right = admin.standing.as_admin().unwrap();
    let query = app::UserQuery::of_page(0, 50);
    world.app.users(right, query).await.unwrap().total
}

testkit::both_engines! {
    /// Shows USER-3, USER-5, USER-6, USER-7, USER-10, USER-11, USER-17, USER-21: every line is judged
    /// by itself, by the rules of the form, with its number; nothing is saved before 確定.
    async fn user_3_to_21_every_line_is_judged(world: World) {
        let (admin, _) = world.admin().await;
        world.register(&admin, "ippan01").await;
        let lines = "一般,ｕｓｅｒ０１,受信する,,黒田 太郎,user01@shop.example\r\n\
            \r\n\
            出荷,\"ship\n01\",受信しない,,荷造 次郎,\r\n\
            出荷,ship02,受信しない,,荷造 次郎,\r\n\
            一般,USER01,受信しない,,別の 人,\r\n\
            一般,ippan01,受信する,,黒田 太郎,ippan01@shop.example\r\n\
            一般,ippan01,受信する,,別の 名,ippan01@shop.example\r\n\
            管理,123456789,たぶん,,,kanri@shop.example\r\n\
            一般,same01,受信する,はい,,\r\n\
            一般,same02,受信する,はい,,\r\n\
            一般,same03,受信する,多分,名前,same03@shop.example\r\n";
        let id = kept(&world, &admin, lines).await;
        let list = judged(&world, &admin, id).await;
        let refused = TakenOver::Refused;
        assert_eq!(results(&list), [
            (2, TakenOver::New),
            (4, refused(vec![Problem::UserIdMalformed])),
            (6, TakenOver::New),
            (7, TakenOver::Unclear(Unclear::Twice(Field::UserId, 2))),
            (8, TakenOver::Same),
            (9, TakenOver::Unclear(Unclear::Twice(Field::UserId, 8))),
            (10, refused(vec![
                Problem::UserTypeMissing,
                Problem::UserIdReserved,
                Problem::LoginMethodMissing,
                Problem::Name(domain::person::PersonNameError::Empty),
                Problem::MailIsAdmins,
            ])),
            (11, TakenOver::New),
            (12, TakenOver::Unclear(Unclear::Twice(Field::SamePerson, 11))),
            (13, TakenOver::Unclear(Unclear::Word(Field::SamePerson))),
        ]);
        assert_eq!(list.stage, ListStage::Judged);
        assert_eq!(users(&world, &admin).await, 1, "nothing is saved before 確定");
        assert!(confirms(&world.app, &admin, id, world.nonce()).await);
        let done = judged(&world, &admin, id).await;
        assert_eq!(results(&done), results(&list), "what became of each line is kept");
        assert_eq!(users(&world, &admin).await, 4);
    }

    /// 確定 twice, at once and on two nodes: everybody once, one row of the record, one answer.
    async fn user_17_a_list_is_taken_in_once(world: World) {
        let (admin, _) = world.admin().await;
        let id = kept(&world, &admin, &many(20)).await;
        let (nonce, other) = (world.nonce(), world.another_node(9).await);
        let (one, two, three) = tokio::join!(
            confirms(&world.app, &admin, id, nonce),
            confirms(&other, &admin, id, nonce),
            confirms(&other, &admin, id, world.nonce()),
        );
        assert!(one && two && three);
        assert!(confirms(&world.app, &admin, id, nonce).await);
        assert_eq!(users(&world, &admin).await, 20);
        let merchant = admin.standing.merchant;
        let rows = audit::of_merchant(world.app.store(), merchant, 100).await.unwrap();
        let lists: Vec<_> = rows.iter().filter(|row| row.action == "import_users").collect();
        assert_eq!(lists.len(), 1);
        assert_eq!(lists[0].remark, "lines=20 new=20");
        let registered = rows.iter().filter(|row| row.action == "register_user").count();
        assert_eq!(registered, 20);
    }

    /// A list and what became of its lines are sealed again under another key, and open with that alone.
    async fn a_list_outlives_its_key(world: World) {
        let (admin, _) = world.admin().await;
        let id = kept(&world, &admin, &many(3)).await;
        assert!(confirms(&world.app, &admin, id, world.nonce()).await);
        let before = judged(&world, &admin, id).await;
        let ring = Keyring::parse(&world.keys().to_text()).unwrap();
        let both = ring.rotate(&TestEntropy::new(42), "second".parse().unwrap()).unwrap();
        let text = both.to_text();
        let node = world.node_with_keys(&Arc::new(both), 9).await;
        for kind in [SealedKind::List, SealedKind::Results] {
            assert_eq!(node.seal_some_again(kind).await.unwrap(), 1, "{kind:?}");
            assert_eq!(node.seal_some_again(kind).await.unwrap(), 0, "{kind:?}");
        }
        let alone = Keyring::parse(&text).unwrap().without(&"test".parse().unwrap()).unwrap();
        let alone = world.node_with_keys(&Arc::new(alone), 10).await;
        let by = (&admin, admin.standing.as_admin().unwrap());
        let after = alone.user_list(by, id, &words()).await.unwrap().unwrap();
        assert_eq!(results(&after), results(&before));
    }

    /// Shows MAIL-3, USER-14: the first passwords go out one by one, at the set rate.
    async fn mail_3_invitations_go_out_at_the_set_rate(world: World) {
        let (admin, _) = world.admin().await;
        world.mails().await;
        let id = kept(&world, &admin, &many(10)).await;
        confirms(&world.app, &admin, id, world.nonce()).await;
        let every = world.app.policy().invitation_every();
        let waiting = async || match judged(&world, &admin, id).await.stage {
            ListStage::Done { waiting, .. } => waiting,
            ListStage::Judged => panic!("not taken in"),
        };
        assert_eq!(waiting().await, 10);
        for sent in 1..=3_u64 {
            while world.app.invite_due(100).await.unwrap().made > 0 {}
            assert_eq!(world.mails().await.len(), 1, "one at a time");
            assert_eq!(waiting().await, 10 - sent);
            world.advance(every);
        }
        // Another list stands behind this one.
        let second = kept(&world, &admin, "一般,late01,受信する,,後の 人,late01@shop.example\r\n").await;
        confirms(&world.app, &admin, second, world.nonce()).await;
        for _ in 0..6 {
            world.advance(every);
        }
        while world.app.invite_due(100).await.unwrap().made > 0 {}
        let mails = world.mails().await;
        assert_eq!(mails.len(), 7);
        assert!(mails.iter().all(|mail| mail.user_id != "late01"));
        world.advance(every);
        while world.app.invite_due(100).await.unwrap().made > 0 {}
        assert_eq!(world.mails().await[0].user_id, "late01");
    }

    /// Whoever is registered between the check and 確定 is left alone.
    async fn user_11_what_happens_meanwhile_is_seen(world: World) {
        let (admin, _) = world.admin().await;
        let id = kept(&world, &admin, &many(3)).await;
        assert_eq!(judged(&world, &admin, id).await.count(|r| *r == TakenOver::New), 3);
        world.register_form(&admin, &general_form("user1")).await.unwrap();
        confirms(&world.app, &admin, id, world.nonce()).await;
        let list = judged(&world, &admin, id).await;
        assert_eq!(list.count(|result| *result == TakenOver::New), 2);
        assert_eq!(list.lines[1].result, TakenOver::Differs(vec![Field::Name]));
    }

    /// What is no such list is refused as a whole; a list is kept for a week; another takes the place
    /// of one that was not taken in.
    async fn lists_have_their_bounds(world: World) {
        let (admin, _) = world.admin().await;
        let refused = async |list: Vec<u8>| match brings(&world, &admin, world.nonce(), &list).await {
            Brought::Refused(why) => why,
            Brought::Kept(_) => panic!("kept"),
        };
        assert_eq!(refused(HEADER.into()).await, ListRefused::Empty);
        assert_eq!(refused(b" \r\n".to_vec()).await, ListRefused::Empty);
        let long = format!("{HEADER}{}", many(MOST_LINES + 1));
        assert_eq!(refused(long.into_bytes()).await, ListRefused::TooLong);
        assert_eq!(refused(vec![b'a'; LARGEST_LIST + 1]).await, ListRefused::TooLong);
        let table = ListRefused::Table;
        assert_eq!(refused(b"\xFF\xFF\xFE\n".to_vec()).await, table(TableError::NoText));
        assert_eq!(
            refused("ユーザID\r\nuser1\r\n".into()).await,
            table(TableError::Missing(vec!["user_type", "login_method"]))
        );
        let nonce = world.nonce();
        let list = format!("{HEADER}{}", many(1));
        let first = brings(&world, &admin, nonce, list.as_bytes()).await;
        assert_eq!(brings(&world, &admin, nonce, list.as_bytes()).await, first, "a double click");
        let Brought::Kept(old) = first else { panic!() };
        let new = kept(&world, &admin, &many(2)).await;
        let by = (&admin, admin.standing.as_admin().unwrap());
        assert!(world.app.user_list(by, old, &words()).await.unwrap().is_none());
        confirms(&world.app, &admin, new, world.nonce()).await;
        kept(&world, &admin, &many(3)).await;
        assert_eq!(judged(&world, &admin, new).await.lines.len(), 2, "what was done stays");
        assert_eq!(world.app.user_lists(by.1).await.unwrap().len(), 1);
        world.advance(Span::days(8));
        world.app.sweep().await.unwrap();
        assert!(world.app.user_list(by, new, &words()).await.unwrap().is_none());
    }
}

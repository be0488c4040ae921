//! Rows go after their time, people are forgotten on request, and the chain holds.

use crate::{Copy, count, tamper, unguard};
use app::{Act, Acted, Erased, Forgotten};
use domain::ids::PersonId;
use domain::merchant::MerchantCode;
use domain::person::UserId;
use domain::time::Span;
use store::{Engine, Statement};
use testkit::dump::all_text;
use testkit::world::{MERCHANT_CODE, World, origin};
use trail::{Finding, Note};

const NAME: &str = "黒田 太郎";

async fn delete(world: &World, admin: &app::Session, person: PersonId, reason: &str) {
    let origin = origin();
    let act = Act {
        session: admin,
        admin: testkit::proof::fresh(admin),
        person,
        reason,
        nonce: world.nonce(),
        origin: &origin,
    };
    assert_eq!(world.app.delete_user(act).await.unwrap(), Acted::Done);
}

async fn erase(world: &World, user_id: &str, reason: &str) -> Erased {
    let code = MerchantCode::parse(MERCHANT_CODE).unwrap();
    erase_further(world, Some(&code), (user_id, &[]), reason).await
}

async fn erase_further(
    world: &World,
    merchant: Option<&MerchantCode>,
    (user_id, names): (&str, &[String]),
    reason: &str,
) -> Erased {
    let user_id = UserId::parse(user_id).unwrap();
    let forgotten = Forgotten {
        merchant,
        user_id: &user_id,
        names,
    };
    let origin = origin();
    world
        .app
        .erase_person(forgotten, reason, &origin)
        .await
        .unwrap()
}

testkit::both_engines! {
    /// Shows that a person can be forgotten: the name is in no row of no table any more, what was
    /// written about the person neither, and the chain still holds.
    async fn a_person_is_forgotten_and_the_chain_holds(world: World) {
        let (admin, _) = world.admin().await;
        let (person, _) = world.register(&admin, "taro01").await;
        let _ = world.mails().await;
        assert_eq!(erase(&world, "taro01", "asked for").await, Erased::StillThere);
        delete(&world, &admin, person, &format!("{NAME} さんは退職しました")).await;
        world.app.seal_all().await.unwrap();
        let store = world.app.store();
        assert!(all_text(store).await.contains(NAME), "or this test shows nothing");
        let before = count(store, "SELECT COUNT(*) AS n FROM audit").await;

        assert_eq!(erase(&world, "nobody", "asked for").await, Erased::NoSuchPerson);
        let naming = format!("{NAME} asked");
        assert_eq!(erase(&world, "taro01", &naming).await, Erased::ReasonNames);
        let done = erase(&world, "TARO01", "asked for").await;
        assert!(matches!(done, Erased::Done { people: 1, remarks: 1.. }), "{done:?}");

        let text = all_text(store).await;
        assert!(text.contains("管理 花子"), "or the search is blind");
        assert!(!text.contains(NAME) && !text.contains("退職"), "the name is still there");
        assert!(!text.contains("taro01"), "the user ID is still there");
        let after = count(store, "SELECT COUNT(*) AS n FROM audit").await;
        assert_eq!(after, before + 1, "rows stay");
        let report = Copy::of(&world).await.verify();
        assert!(report.holds(), "{report}");
        assert!(matches!(report.notes[..], [Note::Erased(1..)]), "{report}");
        assert_eq!(erase(&world, "taro01", "again").await, Erased::NoSuchPerson);
    }

    /// Names that the person had earlier are known to nobody but whoever asks.
    async fn an_earlier_name_is_forgotten_when_it_is_told(world: World) {
        let earlier = "\u{4f50}\u{85e4}";
        let (admin, _) = world.admin().await;
        let (person, _) = world.register(&admin, "taro01").await;
        unguard(world.app.store()).await;
        let sql = "UPDATE audit SET remark = 'formerly \u{4f50}\u{85e4}', subject = NULL \
            WHERE action = 'register_user'";
        assert!(tamper(world.app.store(), sql).await > 0);
        delete(&world, &admin, person, "gone").await;
        world.app.seal_all().await.unwrap();
        let code = MerchantCode::parse(MERCHANT_CODE).unwrap();
        let names = [earlier.to_owned()];
        let whom = ("taro01", &names[..]);
        let naming = format!("{earlier} asked");
        assert_eq!(erase_further(&world, Some(&code), whom, &naming).await, Erased::ReasonNames);
        let done = erase_further(&world, Some(&code), whom, "asked for").await;
        assert!(matches!(done, Erased::Done { people: 1, .. }), "{done:?}");
        assert!(!all_text(world.app.store()).await.contains(earlier));
        assert!(Copy::of(&world).await.verify().holds());
    }

    /// An operator who is gone is forgotten likewise, in the rows of all merchants.
    async fn an_operator_is_forgotten_everywhere(world: World) {
        const OPERATOR: &str = "\u{7a93}\u{53e3} \u{4e00}\u{90ce}";
        let _ = world.admin().await;
        let _ = world.hire_operator("desk01").await;
        assert_eq!(erase_further(&world, None, ("desk01", &[]), "asked for").await, Erased::StillThere);
        unguard(world.app.store()).await;
        let sql = "UPDATE audit SET remark = 'told \u{7a93}\u{53e3} \u{4e00}\u{90ce}' \
            WHERE action = 'change_password'";
        assert!(tamper(world.app.store(), sql).await > 0, "a row of a merchant names the operator");
        let desk = UserId::parse("desk01").unwrap();
        assert!(world.app.remove_operator(&desk).await.unwrap());
        let _ = world.mails().await;
        assert!(all_text(world.app.store()).await.contains(OPERATOR), "or this shows nothing");
        let done = erase_further(&world, None, ("desk01", &[]), "asked for").await;
        assert!(matches!(done, Erased::Done { people: 1, remarks: 1.. }), "{done:?}");
        let text = all_text(world.app.store()).await;
        assert!(!text.contains(OPERATOR), "the name is still there");
        assert!(!text.contains("desk01"), "the user ID is still there");
        assert!(Copy::of(&world).await.verify().holds());
    }

    /// On SQLite the bytes are gone from the file and its log, too, not only from its tables.
    async fn what_was_erased_is_not_in_the_file_either(world: World) {
        if world.app.store().engine() == Engine::Postgres {
            return;
        }
        let (admin, _) = world.admin().await;
        let (person, _) = world.register(&admin, "taro01").await;
        delete(&world, &admin, person, NAME).await;
        let sql = Statement::shared("FILE", "SELECT file FROM pragma_database_list");
        let row = world.app.store().fetch_optional(&sql, &[]).await.unwrap().unwrap();
        let file = row.text("file").unwrap();
        let holds = |name: &str| {
            [file.clone(), format!("{file}-wal")].iter().any(|file| {
                let bytes = std::fs::read(file).unwrap_or_default();
                bytes.windows(name.len()).any(|part| part == name.as_bytes())
            })
        };
        assert!(holds(NAME), "or this test shows nothing");
        assert!(matches!(erase(&world, "taro01", "").await, Erased::Done { .. }));
        assert!(!holds(NAME));
        assert!(holds("管理 花子"));
    }

    /// Whole segments go once all of their rows are older than the setting, never younger than 365
    /// days; the chain begins later and holds, by a signed checkpoint.
    /// Shows PCI-30.
    async fn rows_go_after_their_time_and_the_chain_holds(world: World) {
        let keep = Span::days(400);
        let store = world.app.store();
        let rows = "SELECT COUNT(*) AS n FROM audit";
        world.app.seal_all().await.unwrap();
        let first = count(store, rows).await;
        world.advance(Span::days(100));
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        world.app.seal_all().await.unwrap();
        // A row of a year ago that is sealed with a young one stays with it.
        world.advance(Span::days(299));
        assert_eq!(world.app.purge_audit(keep).await.unwrap().rows, 0);
        assert_eq!(count(store, rows).await, first + 1);
        world.advance(Span::days(2));
        let ahead = world.app.purgeable_audit(keep).await.unwrap();
        assert_eq!(ahead.rows, first.unsigned_abs());
        assert_eq!(count(store, rows).await, first + 1);
        assert_eq!(world.app.purge_audit(keep).await.unwrap(), ahead);
        assert_eq!(world.app.purge_audit(keep).await.unwrap().rows, 0);
        assert_eq!(count(store, rows).await, 2, "one is left, and the word about the purge");

        let copy = Copy::of(&world).await;
        let report = copy.verify();
        assert!(report.holds(), "{report}");
        assert_eq!(report.notes, [Note::BeginsAfter(first.unsigned_abs())]);
        // Without the signed word about it the beginning is missing.
        let lines = copy.lines(trail::CHECKPOINTS);
        let seals: Vec<_> = lines.iter().filter(|line| !line.contains("\"start\"")).cloned().collect();
        assert_eq!(seals.len() + 1, lines.len());
        copy.write(trail::CHECKPOINTS, &seals);
        assert_eq!(copy.verify().findings[0], Finding::Missing(1, first.unsigned_abs()));
    }

    /// Rows that go while a copy is taken leave no gap in it.
    async fn a_copy_beside_a_purge_is_whole(world: World) {
        for turn in 0..8_u64 {
            for _ in 0..3 {
                let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
                world.app.seal_all().await.unwrap();
            }
            world.advance(Span::days(401));
            let purge = async {
                tokio::time::sleep(std::time::Duration::from_millis(turn * 3)).await;
                world.app.purge_audit(Span::days(400)).await.unwrap()
            };
            let (copy, purged) = tokio::join!(Copy::of(&world), purge);
            assert!(purged.rows > 0 || turn == 0, "or this shows nothing");
            let report = copy.verify();
            assert!(report.holds(), "turn {turn}: {report}");
        }
    }

    /// A second purge begins where the first ended; everything may go but the word about it. The
    /// shortest time is twelve months, whatever is asked for.
    async fn purges_follow_each_other(world: World) {
        world.app.seal_all().await.unwrap();
        for days in [364, 1, 1, 400] {
            world.advance(Span::days(days));
            let _ = world.app.purge_audit(Span::days(1)).await.unwrap();
            let report = Copy::of(&world).await.verify();
            assert!(report.holds(), "after {days}: {report}");
        }
        let rows = count(world.app.store(), "SELECT COUNT(*) AS n FROM audit").await;
        assert!(rows <= 4, "{rows}");
    }
}

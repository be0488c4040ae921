//! What stands in the trail (PCI DSS 10.2.1, 10.2.2).

use std::fs;
use std::path::{Path, PathBuf};

use app::{Act, Acted};
use domain::audit::Action;
use domain::person::UserId;
use store::{Engine, Statement};
use testkit::world::{World, origin};

use crate::{Copy, count};

/// Every source file of the use cases.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// Each use case writes its own transaction: a file with one that writes no row has to be on this
/// list, and a new act that nobody writes is found out, too.
/// Shows PCI-26.
#[test]
fn every_transaction_writes_the_trail() {
    const EXEMPT: [&str; 1] = ["seal_audit.rs"]; // It seals rows; its checkpoints are its record.
    let all = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut whole = String::new();
    let mut silent = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        let writes = ["audit::insert(", "record(", "record_care(", "record_list("];
        if text.contains(".begin()") && !writes.iter().any(|word| text.contains(word)) {
            silent.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
        whole.push_str(&text);
    }
    assert_eq!(silent, EXEMPT);
    for act in Action::ALL {
        assert!(
            whole.contains(&format!("Action::{act:?}")),
            "nobody writes {act:?}"
        );
    }
}

/// Carries out one use case: one row comes, and it is the act's.
async fn one_row(world: &World, rows_of_act: &'static str, work: impl Future<Output = ()>) {
    const ROWS: &str = "SELECT COUNT(*) AS n FROM audit";
    let store = world.app.store();
    let before = (count(store, ROWS).await, count(store, rows_of_act).await);
    work.await;
    let after = (count(store, ROWS).await, count(store, rows_of_act).await);
    assert_eq!(after, (before.0 + 1, before.1 + 1), "{rows_of_act}");
}

testkit::both_engines! {
    /// 10.2.2: every row says who, what, when, with what outcome, from where, and to what.
    /// Shows PCI-26, PCI-27, ASVS-25.
    async fn every_row_has_all_six_fields(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let _ = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        let _ = world.try_log_in("ippan01", "Wrong2026a", "").await.unwrap();
        let node = world.app.node_id().unwrap();
        world.app.note_start(node, "0").await.unwrap();
        world.app.note_stop(node).await.unwrap();
        let store = world.app.store();
        assert!(count(store, "SELECT COUNT(*) AS n FROM audit").await > 8);
        let incomplete = count(store, "SELECT COUNT(*) AS n FROM audit WHERE actor_kind = '' \
            OR (actor IS NULL AND actor_kind IN ('person', 'api')) OR action = '' OR at <= 0 \
            OR outcome = '' OR origin = '' \
            OR (subject IS NULL AND merchant_id IS NULL AND remark = '')").await;
        assert_eq!(incomplete, 0);
    }

    /// 10.2.1.6: one row each for the start and the stop of a node, with the same name.
    /// Shows PCI-26.
    async fn start_and_stop_are_a_pair(world: World) {
        let node = world.app.node_id().unwrap();
        world.app.note_start(node, "1.2.3").await.unwrap();
        world.app.note_stop(node).await.unwrap();
        let pairs = count(world.app.store(), "SELECT COUNT(*) AS n FROM audit a JOIN audit b \
            ON a.action = 'start_node' AND b.action = 'stop_node' \
            AND a.remark = b.remark || ' release=1.2.3'").await;
        assert_eq!(pairs, 1);
    }

    /// In every test on PostgreSQL the database itself refuses a change of merchants, people, passes,
    /// sessions' beginnings and operators' decisions that leaves no row in the same transaction.
    /// Shows PCI-26.
    async fn a_change_without_a_row_is_refused(world: World) {
        let store = world.app.store();
        let silent = Statement::shared("SILENT", "UPDATE merchant SET company = 'Another'");
        let refused = store.execute(&silent, &[]).await.is_err();
        assert_eq!(refused, store.engine() == Engine::Postgres);
    }

    /// One use case, one row: a part of those that change something.
    async fn each_use_case_is_one_row(world: World) {
        let (admin, _) = world.admin().await;
        let mut person = None;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'register_user'", async {
            person = Some(world.register(&admin, "ippan01").await.0);
        }).await;
        let person = person.unwrap();
        let origin = origin();
        let act = || Act {
            session: &admin,
            admin: testkit::proof::fresh(&admin),
            person,
            reason: "asked for",
            nonce: world.nonce(),
            origin: &origin,
        };
        let app = &world.app;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'reset_user_password'", async {
            assert_eq!(app.reset_user_password(act()).await.unwrap(), Acted::Done);
        }).await;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'delete_user'", async {
            assert_eq!(app.delete_user(act()).await.unwrap(), Acted::Done);
        }).await;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'create_operator'", async {
            let _ = world.hire_operator("desk01").await;
        }).await;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'remove_operator'", async {
            let desk = UserId::parse("desk01").unwrap();
            assert!(app.remove_operator(&desk).await.unwrap());
        }).await;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'export_audit'", async {
            let _ = Copy::of(&world).await;
        }).await;
        one_row(&world, "SELECT COUNT(*) AS n FROM audit WHERE action = 'log_in'", async {
            let tried = Box::pin(world.try_log_in("nobody", "Wrong2026a", ""));
            let _ = tried.await.unwrap();
        }).await;
    }
}

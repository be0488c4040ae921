//! Every row gets its place, one sealer at a time.

use crate::{Copy, count};
use app::Sealing;
use domain::audit::{Action, Actor, Event};
use domain::ids::AuditId;
use domain::time::{Span, Timestamp};
use store::{Engine, Store, audit};
use testkit::world::World;
use uuid::Uuid;

fn event(at: i64, remark: &str) -> Event {
    Event {
        at: Timestamp::from_micros(at),
        merchant: None,
        actor: Actor::Nobody,
        action: Action::LogIn,
        outcome: "unknown",
        subject: None,
        origin: "192.0.2.0/24".to_owned(),
        remark: remark.to_owned(),
    }
}

fn id(number: u128) -> AuditId {
    AuditId::new(Uuid::from_u128(number))
}

async fn write(store: &Store, number: u128, at: i64) {
    let mut tx = store.begin().await.unwrap();
    audit::insert(&mut tx, id(number), &event(at, "x"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

testkit::both_engines! {
    /// Eight writers, two nodes that seal at the same time and take the lease from each other:
    /// every row has its place, none has two, and the whole holds.
    async fn nothing_is_lost_however_many_write_and_seal(world: World) {
        let (one, other) = (world.app.clone(), world.another_node(5).await);
        let writers: Vec<_> = (0..8_u128)
            .map(|writer| {
                let store = other.store().clone();
                tokio::spawn(async move {
                    for n in 0..25 {
                        let number = writer * 1_000 + n + 1;
                        // Times go backwards on purpose: the order of the chain is the sealer's.
                        write(&store, number, 1_000_000 - i64::try_from(n).unwrap()).await;
                    }
                })
            })
            .collect();
        let sealers: Vec<_> = [one, other]
            .into_iter()
            .map(|node| tokio::spawn(async move {
                for _ in 0..20 {
                    node.seal_all().await.unwrap();
                }
            }))
            .collect();
        for task in writers.into_iter().chain(sealers) {
            task.await.unwrap();
        }
        let copy = Copy::of(&world).await;
        let report = copy.verify();
        assert!(report.holds(), "{report}");
        let store = world.app.store();
        let all = count(store, "SELECT COUNT(*) AS n FROM audit").await;
        assert_eq!(report.rows, all.unsigned_abs());
        assert_eq!(report.proven_to, report.rows);
        assert!(all > 200);
        assert_eq!(count(store, "SELECT COUNT(DISTINCT seq) AS n FROM audit").await, all);
        assert!(report.checkpoints > 1, "{report}");
    }

    /// A transaction that began first and commits last: its row is sealed when it is there, behind
    /// rows with later times and higher ids. On SQLite one writer waits for the other instead.
    async fn a_row_that_commits_late_is_sealed_late(world: World) {
        let store = world.app.store();
        if store.engine() == Engine::Sqlite {
            return;
        }
        world.app.seal_all().await.unwrap();
        let mut slow = store.begin().await.unwrap();
        audit::insert(&mut slow, id(1), &event(1, "late")).await.unwrap();
        write(store, 2, 2).await;
        assert_eq!(world.app.seal_all().await.unwrap(), 1);
        slow.commit().await.unwrap();
        assert_eq!(world.app.seal_all().await.unwrap(), 1);
        let late = count(store, "SELECT (SELECT seq FROM audit WHERE remark = 'late') \
            - (SELECT seq FROM audit WHERE remark = 'x') AS n").await;
        assert_eq!(late, 1);
        let report = Copy::of(&world).await.verify();
        assert!(report.holds(), "{report}");
    }

    /// One node at a time; one that is gone without a word is replaced after three seconds, and what
    /// it left half done was never there.
    async fn another_node_takes_over_after_the_lease(world: World) {
        let (one, other) = (world.app.clone(), world.another_node(5).await);
        let (here, there) = (one.node_id().unwrap(), other.node_id().unwrap());
        assert!(matches!(one.seal_audit(here).await.unwrap(), Sealing::Sealed(1..)));
        assert_eq!(one.seal_audit(here).await.unwrap(), Sealing::Nothing);
        write(one.store(), 1, 1).await;
        assert_eq!(other.seal_audit(there).await.unwrap(), Sealing::Elsewhere);
        world.advance(Span::seconds(2));
        assert_eq!(other.seal_audit(there).await.unwrap(), Sealing::Elsewhere);
        // Killed in the middle of its turn.
        let mut tx = one.store().begin().await.unwrap();
        let now = one.now();
        assert!(store::chain::lease(&mut tx, here, now.plus(Span::seconds(3)), now).await.unwrap());
        drop(tx);
        world.advance(Span::seconds(1));
        assert_eq!(other.seal_audit(there).await.unwrap(), Sealing::Sealed(1));
        let report = Copy::of(&world).await.verify();
        assert!(report.holds(), "{report}");
    }

    /// The database itself refuses to change or delete a row (PCI DSS 10.3.2), sealed or not.
    /// Shows PCI-28.
    async fn rows_can_only_be_added(world: World) {
        let store = world.app.store();
        for sealed in [false, true] {
            if sealed {
                world.app.seal_all().await.unwrap();
            }
            for sql in [
                "UPDATE audit SET outcome = 'x'",
                "UPDATE audit SET merchant_id = NULL",
                "UPDATE audit SET remark = 'x'",
                "DELETE FROM audit",
            ] {
                let tried = store.execute(&store::Statement::shared("TRY", sql), &[]).await;
                assert!(tried.is_err(), "{sql}, sealed: {sealed}");
            }
        }
        let moved = store::Statement::shared("TRY", "UPDATE audit SET seq = seq + 1000");
        assert!(store.execute(&moved, &[]).await.is_err());
        let report = Copy::of(&world).await.verify();
        assert!(report.holds(), "{report}");
    }

    /// Rows that wait are an alarm after a minute, and keep nobody out.
    /// Shows PCI-32.
    async fn an_idle_sealer_is_an_alarm(world: World) {
        assert_eq!(world.app.readiness().await.unwrap().audit, None);
        world.advance(Span::seconds(61));
        let found = world.app.readiness().await.unwrap().audit;
        assert_eq!(found, Some(app::AuditTrouble::Unsealed));
        world.app.seal_all().await.unwrap();
        assert_eq!(world.app.readiness().await.unwrap().audit, None);
        world.app.note_audit_sink(false);
        assert_eq!(world.app.readiness().await.unwrap().audit, Some(app::AuditTrouble::Sink));
        world.app.note_audit_sink(true);
        let _ = world.admin().await;
    }
}

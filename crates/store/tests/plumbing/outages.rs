//! A PostgreSQL server that goes away, hangs, or is asked for too long.

use std::time::Duration;

use store::{Engine, Statement, Store, StoreError, StoreSettings, values};
use testkit::databases::{Empty, run};

use crate::shop::{self, MOVE_STOCK};

const END_THE_OTHERS: Statement = Statement::shared(
    "END_THE_OTHERS",
    "SELECT COUNT(pg_terminate_backend(pid, 10000)) AS ended FROM pg_stat_activity \
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
);
const SLEEP: Statement = Statement::shared("SLEEP", "SELECT CAST(pg_sleep(60) AS TEXT) AS slept");
const OTHERS: Statement = Statement::shared(
    "OTHERS",
    "SELECT COUNT(*) AS others FROM pg_stat_activity \
     WHERE datname = current_database() AND state = 'idle in transaction'",
);

/// Fills the pool with `count` idle connections.
async fn fill(store: &Store, count: usize) {
    let mut open = Vec::new();
    for _ in 0..count {
        open.push(store.begin().await.unwrap());
    }
    for tx in open {
        tx.rollback().await.unwrap();
    }
}

async fn end_all_connections_but(survivor: &Store) {
    let row = survivor
        .fetch_optional(&END_THE_OTHERS, &[])
        .await
        .unwrap()
        .unwrap();
    assert!(row.int("ended").unwrap() > 0);
}

/// All connections of the pool are dead, and nobody who reads or begins notices.
#[test]
fn dead_connections_are_passed_over() {
    run(Engine::Postgres, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        let survivor = Store::open(&StoreSettings::new(empty.url)).await.unwrap();
        fill(&store, 6).await;
        end_all_connections_but(&survivor).await;
        assert_eq!(shop::total(&store).await, 100);
        fill(&store, 6).await;
        end_all_connections_but(&survivor).await;
        let mut tx = store.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values![shop::id(1), 1_i64])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop::total(&store).await, 101);
    });
}

/// Whether a write that lost its connection was made is unknown, so nobody repeats it but the
/// caller.
#[test]
fn a_write_is_not_repeated_on_another_connection() {
    run(Engine::Postgres, |empty: Empty| async move {
        shop::shops(&empty, 1).await.close().await;
        let mut settings = StoreSettings::new(empty.url);
        settings.connections = 1;
        let store = Store::open(&settings).await.unwrap();
        let survivor = Store::open(&settings).await.unwrap();
        end_all_connections_but(&survivor).await;
        let values = values![shop::id(1), 1_i64];
        let error = store.execute(&MOVE_STOCK, &values).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        store.execute(&MOVE_STOCK, &values).await.unwrap();
        assert_eq!(shop::total(&store).await, 101);
    });
}

#[test]
fn a_transaction_that_lost_its_connection_is_undone() {
    run(Engine::Postgres, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        let survivor = Store::open(&StoreSettings::new(empty.url)).await.unwrap();
        let values = values![shop::id(1), 1_i64];
        let mut tx = store.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values).await.unwrap();
        end_all_connections_but(&survivor).await;
        let error = tx.commit().await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        let mut tx = store.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values).await.unwrap();
        end_all_connections_but(&survivor).await;
        let error = tx.execute(&MOVE_STOCK, &values).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        assert!(tx.commit().await.is_err());
        assert_eq!(shop::total(&store).await, 100);
    });
}

#[test]
fn a_statement_has_its_time() {
    run(Engine::Postgres, |empty: Empty| async move {
        let mut settings = StoreSettings::new(empty.url);
        settings.statement_timeout = Duration::from_millis(500);
        let hasty = Store::open(&settings).await.unwrap();
        let error = hasty.fetch_all(&SLEEP, &[]).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    });
}

/// A node that hangs in a transaction keeps the others waiting for a bounded time only.
#[test]
fn an_idle_transaction_lets_go_of_its_locks() {
    run(Engine::Postgres, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        let mut settings = StoreSettings::new(empty.url);
        settings.statement_timeout = Duration::from_millis(500);
        let hanging = Store::open(&settings).await.unwrap();
        let mut tx = hanging.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values![shop::id(1), 7_i64])
            .await
            .unwrap();
        store
            .execute(&MOVE_STOCK, &values![shop::id(1), 1_i64])
            .await
            .unwrap();
        // The server lets go of the locks first and ends the connection a moment later.
        for _ in 0..200 {
            let others = store.fetch_optional(&OTHERS, &[]).await.unwrap().unwrap();
            if others.int("others").unwrap() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let error = tx.commit().await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        assert_eq!(shop::total(&store).await, 101);
    });
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let mut settings = StoreSettings::new("postgres://u:hemlock@127.0.0.1:1/db");
    settings.acquire_timeout = Duration::from_millis(50);
    let error = Store::open(&settings).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(!format!("{error:?} {settings:?}").contains("hemlock"));
}

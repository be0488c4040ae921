//! What a transaction promises.

use store::{Engine, Statement, StoreError, values};
use testkit::both_engines;
use testkit::databases::Empty;

use crate::shop::{self, MOVE_STOCK, SET_STOCK};

/// Tasks that add to one number at once.
const TASKS: u8 = 50;

both_engines! {
    async fn nothing_is_seen_before_commit_and_all_after(empty: Empty) {
        let store = shop::shops(&empty, 2).await;
        let mut tx = store.begin().await.unwrap();
        for n in [1, 2] {
            let changed = tx.execute(&MOVE_STOCK, &values![shop::id(n), 5_i64]).await.unwrap();
            assert_eq!(changed, 1);
        }
        let inside = tx.fetch_optional(&shop::SUM_STOCK, &[]).await.unwrap().unwrap();
        assert_eq!(inside.int("total").unwrap(), 210);
        assert_eq!(shop::total(&store).await, 200);
        tx.commit().await.unwrap();
        assert_eq!(shop::total(&store).await, 210);
    }

    async fn roll_back_and_drop_leave_nothing(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        for wait in [true, false] {
            let mut tx = store.begin().await.unwrap();
            tx.execute(&MOVE_STOCK, &values![shop::id(1), 5_i64]).await.unwrap();
            if wait {
                tx.rollback().await.unwrap();
            } else {
                drop(tx);
            }
            // The next transaction finds the connection free and the change undone.
            let mut next = store.begin().await.unwrap();
            let row = next.fetch_optional(&shop::GET_SHOP, &values![shop::id(1)]).await.unwrap();
            assert_eq!(row.unwrap().int("stock").unwrap(), 100);
            next.commit().await.unwrap();
        }
    }

    /// PostgreSQL alone would answer COMMIT with a silent roll-back, SQLite alone would keep
    /// what went before the failure.
    async fn a_failed_transaction_cannot_be_committed(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let mut tx = store.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values![shop::id(1), 5_i64]).await.unwrap();
        let refused = tx.execute(&SET_STOCK, &values![shop::id(1), -1_i64]).await;
        assert!(matches!(refused, Err(StoreError::Check(_))), "{refused:?}");
        let after = tx.execute(&MOVE_STOCK, &values![shop::id(1), 5_i64]).await;
        assert!(matches!(after, Err(StoreError::Fault(_))), "{after:?}");
        let committed = tx.commit().await;
        assert!(matches!(committed, Err(StoreError::Fault(_))), "{committed:?}");
        assert_eq!(shop::stock(&store, 1).await, 100);
    }

    async fn an_answer_of_too_many_rows_breaks_the_transaction(empty: Empty) {
        let store = shop::shops(&empty, 2).await;
        let mut tx = store.begin().await.unwrap();
        assert!(tx.fetch_optional(&shop::TAKE_ALL, &values![1_i64]).await.is_err());
        assert!(tx.commit().await.is_err());
        assert_eq!(shop::total(&store).await, 200);
    }

    async fn a_conflict_that_is_no_error_does_not_break_it(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.execute(&shop::ADD_ONCE, &shop::shop(1)).await.unwrap(), 0);
        assert_eq!(tx.execute(&shop::ADD_ONCE, &shop::shop(2)).await.unwrap(), 1);
        let left = tx.fetch_optional(&shop::TAKE_STOCK, &values![shop::id(2), 1_i64]).await;
        assert_eq!(left.unwrap().unwrap().int("stock").unwrap(), 99);
        tx.commit().await.unwrap();
        assert_eq!(shop::total(&store).await, 199);
    }

    async fn parallel_changes_all_count(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let tasks: Vec<_> = (0..TASKS).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await?;
                tx.execute(&MOVE_STOCK, &values![shop::id(1), 1_i64]).await?;
                tx.commit().await
            })
        }).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(shop::stock(&store, 1).await, 100 + i64::from(TASKS));
    }
}

/// The file may not grow any more; holds for the connection that writes.
const NO_ROOM: Statement = Statement::shared("NO_ROOM", "PRAGMA max_page_count = 1");

const SET_NOTE: Statement =
    Statement::shared("SET_NOTE", "UPDATE shop SET note = $2 WHERE id = $1");

/// SQLite undoes a transaction by itself when the disk is full. Others can be begun all the same,
/// and nothing of the first is left.
#[test]
fn a_full_disk_ends_one_transaction_and_no_other() {
    testkit::databases::run(Engine::Sqlite, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        store.execute(&NO_ROOM, &[]).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values![shop::id(1), 5_i64])
            .await
            .unwrap();
        let long = "x".repeat(1024 * 1024);
        let full = tx.execute(&SET_NOTE, &values![shop::id(1), &long]).await;
        assert!(matches!(full, Err(StoreError::Unavailable(_))), "{full:?}");
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        tx.execute(&MOVE_STOCK, &values![shop::id(1), 1_i64])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop::stock(&store, 1).await, 101);
    });
}

/// On SQLite a transaction has the place to write from its first moment, so what it reads stays
/// true and it never fails half-way.
#[test]
fn reading_then_writing_never_meets_busy_on_sqlite() {
    testkit::databases::run(Engine::Sqlite, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut tx = store.begin().await?;
                    let read = tx
                        .fetch_optional(&shop::GET_SHOP, &values![shop::id(1)])
                        .await?;
                    let stock = read.unwrap().int("stock")?;
                    tx.execute(&SET_STOCK, &values![shop::id(1), stock + 1])
                        .await?;
                    tx.commit().await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(shop::stock(&store, 1).await, 100 + i64::from(TASKS));
    });
}

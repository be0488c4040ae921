//! A future may be dropped at any point: a change is made whole or not at all, and the store
//! goes on.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use store::{Store, StoreError, statements, values};
use testkit::both_engines;
use testkit::databases::Empty;

use crate::shop::{self, MOVE_STOCK, TAKE_STOCK};

/// More than the longest work here usually needs.
const POLLS: u32 = 10;

/// How often each point is tried: what is under way then differs.
const ROUNDS: u32 = 12;

statements! {
    /// Is not answered while it is being asked.
    MOVE_SLOWLY =
        sqlite "UPDATE shop SET stock = stock + $2 WHERE id = $1 AND 0 < (\
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) \
            SELECT COUNT(*) FROM n)",
        postgres "UPDATE shop SET stock = stock + $2 WHERE id = $1 \
            AND pg_sleep(0.2) IS NOT NULL";
}

/// When a future is dropped.
#[derive(Debug, Clone, Copy)]
enum Cut {
    /// As soon as it has been polled that often: its request is under way.
    Asking(u32),
    /// When it would be polled once more: its answer is there, and lost.
    Answered(u32),
}

fn cuts() -> impl Iterator<Item = Cut> {
    (0..ROUNDS)
        .flat_map(|_| 1..POLLS)
        .flat_map(|polls| [Cut::Asking(polls), Cut::Answered(polls)])
}

/// The result of `work`, or `None` when it was cut off before its end.
async fn cut_off<T>(work: impl Future<Output = T>, cut: Cut) -> Option<T> {
    let mut work = pin!(work);
    let mut polled = 0;
    poll_fn(|context| {
        if matches!(cut, Cut::Answered(polls) if polled == polls) {
            return Poll::Ready(None);
        }
        polled += 1;
        match work.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending if matches!(cut, Cut::Asking(polls) if polled == polls) => {
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn move_one(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    tx.execute(&MOVE_STOCK, &values![shop::id(1), -1_i64])
        .await?;
    tx.execute(&MOVE_STOCK, &values![shop::id(2), 1_i64])
        .await?;
    tx.commit().await
}

both_engines! {
    async fn a_transaction_is_made_whole_or_not_at_all(empty: Empty) {
        let store = shop::shops(&empty, 2).await;
        for n in [1, 2] {
            store.execute(&shop::SET_STOCK, &values![shop::id(n), 1_000_i64]).await.unwrap();
        }
        let (mut done, mut cut_short) = (0, 0);
        for cut in cuts() {
            match cut_off(move_one(&store), cut).await {
                Some(result) => {
                    result.unwrap();
                    done += 1;
                }
                None => cut_short += 1,
            }
            assert_eq!(shop::total(&store).await, 2_000, "{cut:?}");
        }
        assert!(done > 5 && cut_short > 20, "{done} done, {cut_short} cut short");
        move_one(&store).await.unwrap();
        // Waits for whatever was under way, and finds the place to write free.
        let mut tx = store.begin().await.unwrap();
        let row = tx.fetch_optional(&shop::GET_SHOP, &values![shop::id(2)]).await.unwrap();
        let moved = row.unwrap().int("stock").unwrap() - 1_000;
        tx.commit().await.unwrap();
        assert!((done + 1..=done + 1 + cut_short).contains(&moved), "{moved} of {done} moved");
        assert_eq!(shop::total(&store).await, 2_000);
    }

    async fn a_single_write_is_made_whole_or_not_at_all(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        store.execute(&shop::SET_STOCK, &values![shop::id(1), 1_000_i64]).await.unwrap();
        let (mut done, mut cut_short) = (0, 0);
        for cut in cuts() {
            match cut_off(store.write_one(&TAKE_STOCK, &values![shop::id(1), 1_i64]), cut).await {
                Some(row) => {
                    row.unwrap().unwrap();
                    done += 1;
                }
                None => cut_short += 1,
            }
        }
        assert!(done > 5 && cut_short > 5, "{done} done, {cut_short} cut short");
        // A write of the same row comes after all that are under way.
        let row = store.write_one(&TAKE_STOCK, &values![shop::id(1), 0_i64]).await.unwrap();
        let taken = 1_000 - row.unwrap().int("stock").unwrap();
        assert!((done..=done + cut_short).contains(&taken), "{taken} of {done} taken");
    }

    /// The caller cannot know whether the statement ran, so nothing may be built on it.
    async fn a_transaction_with_a_dropped_statement_cannot_be_committed(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let mut tx = store.begin().await.unwrap();
        let values = values![shop::id(1), 1_i64];
        let cut = cut_off(tx.execute(&MOVE_SLOWLY, &values), Cut::Asking(1)).await;
        assert!(cut.is_none());
        assert!(tx.execute(&MOVE_STOCK, &values).await.is_err());
        assert!(tx.commit().await.is_err());
        store.begin().await.unwrap().commit().await.unwrap();
        assert_eq!(shop::stock(&store, 1).await, 100);
    }

    async fn dropped_readers_give_their_connections_back(empty: Empty) {
        let store = shop::shops(&empty, 3).await;
        for cut in cuts() {
            if let Some(rows) = cut_off(store.fetch_all(&shop::ALL_SHOPS, &[]), cut).await {
                assert_eq!(rows.unwrap().len(), 3);
            }
        }
        let all = (0..30).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { shop::total(&store).await })
        });
        for total in all.collect::<Vec<_>>() {
            assert_eq!(total.await.unwrap(), 300);
        }
    }
}

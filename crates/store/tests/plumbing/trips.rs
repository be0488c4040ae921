//! An observer hears of every round trip, and a test of those of one task.

use std::sync::{Arc, Mutex};

use store::{Observer, Store, StoreError, Trip, values};
use testkit::both_engines;
use testkit::databases::Empty;
use testkit::trips::{TripRecorder, recorded};

use crate::shop::{self, MOVE_STOCK, SET_STOCK};

async fn observed(empty: &Empty) -> Store {
    shop::shops(empty, 2).await.observed(Arc::new(TripRecorder))
}

#[derive(Default)]
struct Answers(Mutex<Vec<(Trip, bool)>>);

impl Observer for Answers {
    fn sent(&self, _: Trip) {}

    fn answered(&self, trip: Trip, error: Option<&StoreError>) {
        self.0.lock().unwrap().push((trip, error.is_none()));
    }
}

both_engines! {
    async fn every_trip_is_told_in_order(empty: Empty) {
        let store = observed(&empty).await;
        let ((), trips) = recorded(async {
            store.fetch_all(&shop::ALL_SHOPS, &[]).await.unwrap();
            let mut tx = store.begin().await.unwrap();
            tx.execute(&MOVE_STOCK, &values![shop::id(1), 1_i64]).await.unwrap();
            tx.fetch_optional(&shop::SUM_STOCK, &[]).await.unwrap();
            tx.commit().await.unwrap();
            drop(store.begin().await.unwrap());
            store.begin().await.unwrap().rollback().await.unwrap();
            store.write_one(&shop::TAKE_STOCK, &values![shop::id(1), 1_i64]).await.unwrap();
        })
        .await;
        assert_eq!(trips, [
            Trip::Statement("ALL_SHOPS"),
            Trip::Begin,
            Trip::Statement("MOVE_STOCK"),
            Trip::Statement("SUM_STOCK"),
            Trip::Commit,
            Trip::Begin,
            Trip::Rollback,
            Trip::Begin,
            Trip::Rollback,
            Trip::Statement("TAKE_STOCK"),
        ]);
    }

    async fn each_task_hears_of_its_own_trips(empty: Empty) {
        let store = observed(&empty).await;
        let reading = recorded(async {
            for _ in 0..20 {
                shop::total(&store).await;
            }
        });
        let writing = recorded(async {
            for _ in 0..20 {
                store.execute(&MOVE_STOCK, &values![shop::id(1), 1_i64]).await.unwrap();
            }
        });
        let (((), reads), ((), writes), _) = tokio::join!(reading, writing, shop::total(&store));
        assert_eq!(reads, [Trip::Statement("SUM_STOCK"); 20]);
        assert_eq!(writes, [Trip::Statement("MOVE_STOCK"); 20]);
    }

    async fn the_end_of_a_trip_is_told_with_its_success(empty: Empty) {
        let answers = Arc::new(Answers::default());
        let observer: Arc<dyn Observer> = answers.clone();
        let store = shop::shops(&empty, 1).await.observed(observer);
        let mut tx = store.begin().await.unwrap();
        tx.execute(&SET_STOCK, &values![shop::id(1), -1_i64]).await.unwrap_err();
        drop(tx);
        assert_eq!(*answers.0.lock().unwrap(), [
            (Trip::Begin, true),
            (Trip::Statement("SET_STOCK"), false),
        ]);
    }
}

//! Failures come as the same kinds from both engines, and tell no value.

use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use store::{Engine, Store, StoreError, StoreSettings, UniqueKey, statements, values};
use testkit::both_engines;
use testkit::databases::Empty;

use crate::shop;

const PRIMARY: UniqueKey = UniqueKey {
    name: "shop_pkey",
    table: "shop",
    columns: &["id"],
};
const CODE: UniqueKey = UniqueKey {
    name: "shop_code",
    table: "shop",
    columns: &["town", "code"],
};
const FOLDED: UniqueKey = UniqueKey {
    name: "shop_folded",
    table: "shop",
    columns: &[],
};
const OPEN: UniqueKey = UniqueKey {
    name: "shop_one_open",
    table: "shop",
    columns: &["note", "open"],
};
const KEYS: [UniqueKey; 4] = [PRIMARY, CODE, FOLDED, OPEN];

statements! {
    NO_TABLE = "SELECT 1 AS one FROM nowhere";
    NO_SQL = "SELEKT";
    FORGET_TOWN = "UPDATE shop SET town = $2 WHERE id = $1";
    WRITE_BY_READING = "UPDATE shop SET stock = 1 RETURNING stock";
    TEXT_AS_NUMBER = "UPDATE shop SET stock = CAST($1 AS BIGINT)";
}

both_engines! {
    async fn a_taken_key_is_known_by_its_name(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let noted = |n: u8, code: &str, note: &str| {
            values![shop::id(n), code, code, 1_i64, note, None::<Vec<u8>>, None::<i64>, true]
        };
        store.execute(&shop::ADD_NOTED, &noted(2, "s2", "one")).await.unwrap();
        for (values, key) in [
            (noted(1, "s3", "two"), PRIMARY),
            (noted(3, "S1", "two"), FOLDED),
            (noted(3, "s3", "one"), OPEN),
        ] {
            let error = store.execute(&shop::ADD_NOTED, &values).await.unwrap_err();
            let met: Vec<_> = KEYS.iter().filter(|other| error.violates(other)).collect();
            assert_eq!(met, [&key], "{error:?}");
        }
    }

    /// A key of two columns.
    async fn a_taken_pair_is_known_by_its_name(empty: Empty) {
        for what in [shop::MAKE_SHOP, shop::MAKE_CODE_KEY] {
            empty.store.execute(&what, &[]).await.unwrap();
        }
        empty.store.execute(&shop::ADD_SHOP, &values![shop::id(1), "c", "t", 1_i64]).await.unwrap();
        let again = values![shop::id(2), "c", "t", 1_i64];
        let error = empty.store.execute(&shop::ADD_SHOP, &again).await.unwrap_err();
        assert!(error.violates(&CODE), "{error:?}");
        assert!(!error.violates(&UniqueKey { name: "x", table: "shop", columns: &["code"] }));
    }

    async fn other_refusals_have_their_kinds(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let error = store.execute(&shop::ADD_TILL, &values![shop::id(9)]).await.unwrap_err();
        assert!(matches!(error, StoreError::ForeignKey(_)), "{error:?}");
        let error =
            store.execute(&shop::SET_STOCK, &values![shop::id(1), -1_i64]).await.unwrap_err();
        assert!(matches!(error, StoreError::Check(_)), "{error:?}");
        let nothing = values![shop::id(1), None::<&str>];
        let error = store.execute(&FORGET_TOWN, &nothing).await.unwrap_err();
        assert!(matches!(error, StoreError::Fault(_)), "{error:?}");
        for what in [NO_TABLE, NO_SQL] {
            let error = store.fetch_all(&what, &[]).await.unwrap_err();
            assert!(matches!(error, StoreError::Fault(_)), "{error:?}");
            assert!(store.prepare(&what).await.is_err());
        }
    }

    /// Nothing that a person typed may reach the log by way of an error.
    async fn no_error_tells_a_value(empty: Empty) {
        let store = shop::shops(&empty, 1).await;
        let secret = "s1-hemlock";
        let noted = |n: u8, stock: i64| {
            values![shop::id(n), secret, secret, stock, secret, None::<Vec<u8>>, None::<i64>, true]
        };
        store.execute(&shop::ADD_NOTED, &noted(2, 1)).await.unwrap();
        let errors = [
            store.execute(&shop::ADD_NOTED, &noted(3, 1)).await,
            store.execute(&shop::ADD_NOTED, &noted(3, -1)).await,
            store.execute(&shop::ADD_NOTED, &values![
                shop::id(3), secret, None::<&str>, 1_i64, secret, None::<&[u8]>, None::<i64>, true
            ]).await,
            store.execute(&shop::SET_STOCK, &values![shop::id(1), secret]).await,
        ];
        for error in errors.map(Result::unwrap_err) {
            let mut told = format!("{error} {error:?}");
            let mut source = error.source();
            while let Some(error) = source {
                write!(told, " {error} {error:?}").unwrap();
                source = error.source();
            }
            assert!(told.contains("ADD_NOTED") || told.contains("SET_STOCK"), "{told}");
            assert!(!told.contains("hemlock"), "{told}");
        }
    }
}

both_engines! {
    /// A pool that is empty for too long is an outage, not a fault.
    async fn no_free_connection_in_time_is_unavailable(empty: Empty) {
        let mut settings = StoreSettings::new(empty.url);
        settings.connections = 1;
        settings.acquire_timeout = Duration::from_secs(1);
        let store = Store::open(&settings).await.unwrap();
        let tx = store.begin().await.unwrap();
        let error = store.begin().await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        tx.rollback().await.unwrap();
        store.begin().await.unwrap().commit().await.unwrap();
    }

    /// Two writers that wait for each other, or for the one place to write.
    async fn a_conflict_is_to_be_retried(empty: Empty) {
        let first = shop::shops(&empty, 2).await;
        let mut settings = StoreSettings::new(empty.url);
        settings.busy_timeout = Duration::ZERO;
        let second = Store::open(&settings).await.unwrap();
        let mut one = first.begin().await.unwrap();
        one.execute(&shop::MOVE_STOCK, &values![shop::id(1), 1_i64]).await.unwrap();
        let error = if second.engine() == Engine::Sqlite {
            second.begin().await.unwrap_err()
        } else {
            let mut two = second.begin().await.unwrap();
            two.execute(&shop::MOVE_STOCK, &values![shop::id(2), 1_i64]).await.unwrap();
            let (first, second) = (values![shop::id(1), 1_i64], values![shop::id(2), 1_i64]);
            let (left, right) = tokio::join!(
                one.execute(&shop::MOVE_STOCK, &second),
                async {
                    let right = two.execute(&shop::MOVE_STOCK, &first).await;
                    drop(two);
                    right
                }
            );
            left.and(right).unwrap_err()
        };
        assert!(error.is_retry(), "{error:?}");
    }
}

/// A read that writes would pass the one writer by.
#[test]
fn readers_refuse_to_write() {
    testkit::databases::run(Engine::Sqlite, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        let error = store
            .fetch_optional(&WRITE_BY_READING, &[])
            .await
            .unwrap_err();
        assert!(matches!(error, StoreError::Fault(_)), "{error:?}");
        assert_eq!(shop::stock(&store, 1).await, 100);
    });
}

/// PostgreSQL quotes the text that is no number.
#[test]
fn a_quoted_value_is_withheld() {
    testkit::databases::run(Engine::Postgres, |empty: Empty| async move {
        let store = shop::shops(&empty, 1).await;
        let quoted = store::Statement::shared("QUOTED", "SELECT CAST('hemlock' AS BIGINT) AS n");
        let error = store.fetch_all(&quoted, &[]).await.unwrap_err();
        assert!(!format!("{error:?}").contains("hemlock"), "{error:?}");
        assert!(format!("{error:?}").contains("22P02"), "{error:?}");
        assert!(store.prepare(&TEXT_AS_NUMBER).await.is_ok());
    });
}

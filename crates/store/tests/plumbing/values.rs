//! Values go in and come out alike on both engines.

use store::{Engine, Portable, Row, Statement, StoreError, Value, statements, values};
use testkit::both_engines;
use testkit::databases::Empty;
use uuid::Uuid;

use crate::shop;

statements! {
    ECHO = "SELECT CAST($1 AS BIGINT) AS number, CAST($2 AS TEXT) AS words, $3 AS bytes";
    TURNED = "SELECT CAST($2 AS TEXT) AS second, CAST($1 AS TEXT) AS first, \
        CAST($2 AS TEXT) AS again";
    LITERALS = "SELECT 1 AS one, 2 AS two, NULL AS empty, COUNT(*) AS many, \
        EXISTS (SELECT 1) AS there, NOT EXISTS (SELECT 1) AS gone";
    BYTES = sqlite "SELECT CAST($1 AS BLOB) AS bytes", postgres "SELECT CAST($1 AS BYTEA) AS bytes";
}

async fn shop_with(empty: &Empty, values: &[Value]) -> Row {
    shop::schema(&empty.store).await;
    empty.store.execute(&shop::ADD_NOTED, values).await.unwrap();
    shop::get(&empty.store, 1).await
}

both_engines! {
    async fn every_kind_comes_back_as_it_was(empty: Empty) {
        let words = "関所 – e\u{301} '\"; DROP TABLE shop; --\r\n\u{1f600}";
        let seal: Vec<u8> = (0..=255).collect();
        let row = shop_with(
            &empty,
            &values![shop::id(1), "c", words, i64::MAX, Some(""), seal.clone(), i64::MIN, true],
        )
        .await;
        assert_eq!(row.uuid("id").unwrap(), Uuid::from_bytes(shop::id(1)));
        assert_eq!(row.array::<16>("id").unwrap(), shop::id(1));
        assert_eq!(row.text("town").unwrap(), words);
        assert_eq!(row.int("stock").unwrap(), i64::MAX);
        assert_eq!(row.text_or_null("note").unwrap().as_deref(), Some(""));
        assert_eq!(row.bytes("seal").unwrap(), seal);
        assert_eq!(row.int_or_null("opened").unwrap(), Some(i64::MIN));
        assert!(row.flag("open").unwrap());
    }

    async fn every_kind_has_its_null(empty: Empty) {
        let row = shop_with(
            &empty,
            &values![
                Uuid::from_bytes(shop::id(1)), "c", "t", 0_i64,
                None::<&str>, None::<Vec<u8>>, None::<i64>, false
            ],
        )
        .await;
        assert_eq!(row.text_or_null("note").unwrap(), None);
        assert_eq!(row.bytes_or_null("seal").unwrap(), None);
        assert_eq!(row.uuid_or_null("seal").unwrap(), None);
        assert_eq!(row.array_or_null::<32>("seal").unwrap(), None);
        assert_eq!(row.int_or_null("opened").unwrap(), None);
        assert_eq!(row.flag_or_null("opened").unwrap(), None);
        assert!(!row.flag("open").unwrap());
    }

    async fn what_does_not_fit_is_a_fault_that_names_the_column(empty: Empty) {
        let row = shop_with(
            &empty,
            &values![shop::id(1), "c", "t", 2_i64, None::<&str>, [7_u8; 5], None::<i64>, true],
        )
        .await;
        let faults = [
            ("stock", row.text("stock").map(drop)),
            ("stock", row.bytes("stock").map(drop)),
            ("stock", row.flag("stock").map(drop)),
            ("town", row.int("town").map(drop)),
            ("note", row.text("note").map(drop)),
            ("opened", row.int("opened").map(drop)),
            ("seal", row.uuid("seal").map(drop)),
            ("seal", row.array::<4>("seal").map(drop)),
            ("nowhere", row.int_or_null("nowhere").map(drop)),
            ("nowhere", row.flag_or_null("nowhere").map(drop)),
        ];
        for (column, fault) in faults {
            let Err(StoreError::Fault(cause)) = fault else { panic!("{column}: {fault:?}") };
            assert_eq!(cause.statement(), "GET_SHOP");
            assert!(cause.to_string().contains(&format!("column {column}:")), "{cause}");
        }
    }

    async fn numbered_placeholders_take_their_own_value(empty: Empty) {
        let row = empty.store.fetch_optional(&TURNED, &values!["a", "b"]).await.unwrap().unwrap();
        assert_eq!(row.text("first").unwrap(), "a");
        assert_eq!(row.text("second").unwrap(), "b");
        assert_eq!(row.text("again").unwrap(), "b");
    }

    async fn literals_counts_and_exists_are_read_alike(empty: Empty) {
        let row = empty.store.fetch_optional(&LITERALS, &[]).await.unwrap().unwrap();
        assert_eq!(row.int("one").unwrap(), 1);
        assert_eq!(row.int("many").unwrap(), 1);
        assert!(row.flag("one").unwrap());
        assert!(row.flag("two").is_err());
        assert!(row.flag("there").unwrap());
        assert!(!row.flag("gone").unwrap());
        assert_eq!(row.text_or_null("empty").unwrap(), None);
    }

    /// SQLite would take a missing value as NULL, and ignore one too many.
    async fn the_count_of_values_is_checked(empty: Empty) {
        for values in [&values![1_i64, "a"][..], &values![1_i64, "a", [1_u8], "more"][..]] {
            let answer = empty.store.fetch_all(&ECHO, values).await;
            assert!(matches!(answer, Err(StoreError::Fault(_))), "{answer:?}");
        }
    }

    /// PostgreSQL cannot store U+0000; SQLite could. Neither is asked, and no value is told.
    async fn a_text_with_nul_is_refused(empty: Empty) {
        let store = shop::shops(&empty, 0).await;
        let refused =
            store.execute(&shop::ADD_SHOP, &values![shop::id(1), "se\0cret", "t", 1_i64]).await;
        let Err(StoreError::Fault(cause)) = refused else { panic!("{refused:?}") };
        assert!(!format!("{cause} {cause:?}").contains("cret"));
        assert_eq!(store.fetch_all(&shop::ALL_SHOPS, &[]).await.unwrap().len(), 0);
    }

    async fn bytes_may_hold_nul(empty: Empty) {
        let row = empty.store.fetch_optional(&BYTES, &values![[0_u8, 1]]).await.unwrap().unwrap();
        assert_eq!(row.bytes("bytes").unwrap(), [0, 1]);
    }

    async fn several_rows_where_one_belongs_are_a_fault(empty: Empty) {
        let store = shop::shops(&empty, 3).await;
        let codes: Vec<_> = store.fetch_all(&shop::ALL_SHOPS, &[]).await.unwrap()
            .iter().map(|row| row.text("code").unwrap()).collect();
        assert_eq!(codes, ["s1", "s2", "s3"]);
        let one = store.fetch_optional(&shop::ALL_SHOPS, &[]).await;
        assert!(matches!(one, Err(StoreError::Fault(_))), "{one:?}");
        let none = store.fetch_optional(&shop::GET_SHOP, &values![shop::id(9)]).await.unwrap();
        assert!(none.is_none());
    }

    async fn a_write_tells_its_rows(empty: Empty) {
        let store = shop::shops(&empty, 2).await;
        assert_eq!(store.execute(&shop::ADD_ONCE, &shop::shop(2)).await.unwrap(), 0);
        assert_eq!(store.execute(&shop::ADD_ONCE, &shop::shop(3)).await.unwrap(), 1);
        assert_eq!(store.execute(&shop::SET_STOCK, &values![shop::id(9), 5_i64]).await.unwrap(), 0);
        let row = store.write_one(&shop::TAKE_STOCK, &values![shop::id(3), 1_u8]).await.unwrap();
        assert_eq!(row.unwrap().int("stock").unwrap(), 99);
        let row = store.write_one(&shop::TAKE_STOCK, &values![shop::id(9), 1_u8]).await.unwrap();
        assert!(row.is_none());
        assert_eq!(store.write_all(&shop::TAKE_ALL, &values![10_i64]).await.unwrap().len(), 3);
        assert_eq!(shop::total(&store).await, 269);
    }

    async fn the_clock_counts_microseconds(empty: Empty) {
        let year_2025 = 1_735_689_600_000_000;
        let year_2100 = 4_102_444_800_000_000;
        let (first, second) =
            (empty.store.clock().await.unwrap(), empty.store.clock().await.unwrap());
        assert!((year_2025..year_2100).contains(&first), "{first}");
        assert!(second >= first);
        empty.store.ping().await.unwrap();
    }
}

#[test]
fn values_and_their_nulls_have_one_type() {
    assert_eq!(Value::from(Some(3_u8)), Value::Int(Some(3)));
    assert_eq!(Value::from(None::<bool>), i64::NULL);
    assert_eq!(Value::from(true), Value::Int(Some(1)));
    assert_eq!(Value::from(None::<String>), <&str>::NULL);
    assert_eq!(Value::from(None::<Uuid>), <[u8; 16]>::NULL);
}

#[test]
fn debug_tells_no_value() {
    let shown = format!(
        "{:?}",
        values![987_654_i64, "secret", [77_u8, 78], None::<&str>]
    );
    assert_eq!(shown, "[Int(…), Text(6 bytes), Bytes(2 bytes), Text(NULL)]");
}

#[test]
fn parameters_are_counted_by_the_highest_number() {
    for (sql, count) in [
        ("SELECT 1", 0),
        ("SELECT $2, $1, $2", 2),
        ("$", 0),
        ("($10)", 10),
    ] {
        assert_eq!(Statement::shared("S", sql).parameters(), count, "{sql}");
    }
    let apart = Statement::per_engine("S", "$1", "$1 $3");
    assert_eq!(apart.parameters(), 3);
    assert_eq!(apart.sql(Engine::Sqlite), "$1");
    assert_eq!(apart.sql(Engine::Postgres), "$1 $3");
}

//! How the engines go about the statements of the list.

use store::{Engine, Statement, Store, Value, every_statement};
use testkit::both_engines;

use crate::people::{NOW, OURS, every_state, merchant};

const NO_SCANS: Statement = Statement::per_engine(
    "NO_SCANS",
    "SELECT 1 AS one WHERE 1 = 0",
    "SELECT set_config('enable_seqscan', 'off', true) AS off",
);
const TOLD: [&str; 5] = [
    "LIST_BY_ID",
    "LIST_BY_NAME",
    "LIST_WEIGHED",
    "COUNT_MATCHING",
    "COUNT_WEIGHED",
];

/// The engine's plan of a statement, one step a line.
async fn plan(store: &Store, what: &Statement) -> Vec<String> {
    let sql = |engine| {
        let explain = match engine {
            Engine::Sqlite => "EXPLAIN QUERY PLAN ",
            Engine::Postgres => "EXPLAIN ",
        };
        &*format!("{explain}{}", what.sql(engine)).leak()
    };
    let explain = Statement::per_engine("EXPLAIN", sql(Engine::Sqlite), sql(Engine::Postgres));
    let mut tx = store.begin().await.unwrap();
    tx.fetch_all(&NO_SCANS, &[]).await.unwrap();
    let rows = tx.fetch_all(&explain, &values_of(what)).await.unwrap();
    let column = match store.engine() {
        Engine::Sqlite => "detail",
        Engine::Postgres => "QUERY PLAN",
    };
    rows.iter().map(|row| row.text(column).unwrap()).collect()
}

/// Values of the right types, an empty search among them.
fn values_of(what: &Statement) -> Vec<Value> {
    let int = |number: i64| Value::Int(Some(number));
    let text = || Value::Text(Some("%".to_owned()));
    let merchant = Value::from(OURS.uuid());
    let mut values = if what.name() == "COUNT_MATCHING" {
        vec![merchant, text(), text(), text()]
    } else {
        vec![
            merchant,
            int(6),
            int(NOW.as_micros()),
            int(3),
            int(NOW.as_micros()),
            text(),
            text(),
            text(),
        ]
    };
    values.resize(what.parameters(), int(5));
    values
}

/// The steps that read a whole table.
fn scans(engine: Engine, plan: &[String]) -> Vec<&String> {
    let tables = ["n", "f", "t", "u", "k", "person", "factor", "attempt"];
    plan.iter()
        .filter(|step| match engine {
            Engine::Sqlite => step
                .strip_prefix("SCAN ")
                .is_some_and(|rest| tables.contains(&rest.split(' ').next().unwrap())),
            Engine::Postgres => step.contains("Seq Scan"),
        })
        .collect()
}

both_engines! {
    /// Shows USER-22: no statement of the list reads a whole table; people are found by their
    /// merchant, and a page by ID or name comes out of an index in its order.
    async fn user_22_lists_use_indexes(store: Store) {
        for number in 1..=20 {
            merchant(&store, number).await;
        }
        every_state(&store).await;
        let engine = store.engine();
        for name in TOLD {
            let what = every_statement().find(|what| what.name() == name).unwrap();
            let plan = plan(&store, what).await;
            assert!(plan.len() > 1 || name == "COUNT_MATCHING", "{name}: {plan:#?}");
            assert!(scans(engine, &plan).is_empty(), "{name}: {plan:#?}");
            let by_merchant = match engine {
                Engine::Sqlite => plan.iter().any(|step| step.contains("person_") && step.contains("(merchant_id=?")),
                Engine::Postgres => plan.iter().any(|step| step.contains("Index Cond: (merchant_id =")),
            };
            assert!(by_merchant, "{name}: {plan:#?}");
            let index = match name {
                "LIST_BY_ID" => "person_listed_by_id",
                "LIST_BY_NAME" => "person_listed_by_name",
                _ => continue,
            };
            assert!(plan.iter().any(|step| step.contains(index)), "{name}: {plan:#?}");
        }
    }

    /// The look above can tell: a statement without an index is found out.
    async fn a_scan_is_found_out(store: Store) {
        let mut tx = store.begin().await.unwrap();
        let explain = Statement::per_engine(
            "EXPLAIN",
            "EXPLAIN QUERY PLAN SELECT n.id FROM person n WHERE n.name = $1",
            "EXPLAIN SELECT n.id FROM person n WHERE n.name = $1",
        );
        let rows = tx.fetch_all(&explain, &[Value::Text(Some("x".to_owned()))]).await.unwrap();
        let column = match store.engine() {
            Engine::Sqlite => "detail",
            Engine::Postgres => "QUERY PLAN",
        };
        let plan: Vec<_> = rows.iter().map(|row| row.text(column).unwrap()).collect();
        assert_eq!(scans(store.engine(), &plan).len(), 1, "{plan:#?}");
    }
}

//! What the embedded engine does in a database that has grown: its planner is told of a million rows
//! behind each index.

use std::collections::BTreeMap;

use store::{Engine, Statement, Store, Value, every_statement};
use testkit::databases::Database;

const ANALYZE: Statement = Statement::shared("ANALYZE", "ANALYZE");
const FORGET: Statement = Statement::shared("FORGET", "DELETE FROM sqlite_stat1");
const GROWN: Statement = Statement::shared(
    "GROWN",
    "INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT tbl_name, name, '1000000 10 1 1 1' \
     FROM sqlite_master WHERE type = 'index'",
);

/// Statements that read a whole table, and may.
const MAY_SCAN: [(&str, &[&str]); 7] = [
    (
        "the table has a few rows at most",
        &[
            "LIST_ANNOUNCEMENTS",
            "LIST_API_KEYS",
            "NODES_ALIVE",
            "FORGET_NODES",
            "NOT_ONLY_ADDING",
        ],
    ),
    (
        "it walks over rows that it has found or made itself",
        &[
            "ADMIT_ATTEMPT",
            "INSERT_FACTOR",
            "INSERT_PASSKEY",
            "LIST_BY_ID",
            "LIST_BY_NAME",
            "SEARCH_EVERYWHERE",
            "SEARCH_MERCHANT",
        ],
    ),
    ("it stops at the first row", &["CHAIN_HEAD"]),
    (
        "once a minute over what is kept for two days, or bounded",
        &["END_OLD_SESSIONS", "STRANGERS_CAP"],
    ),
    (
        "an operator's work, now and then",
        &[
            "COUNT_MERCHANTS",
            "END_SESSIONS_OF",
            "ERASE_REASONS_EVERYWHERE",
            "ERASE_REMARKS_EVERYWHERE",
            "SEARCH_MERCHANTS",
        ],
    ),
    (
        "the evidence sheet tells of everybody",
        &[
            "API_KEYS_SHOWN",
            "DUPLICATE_IDS_SHOWN",
            "FACTORS_SHOWN",
            "LOCKED_SHOWN",
            "MERCHANTS_SHOWN",
            "PEOPLE_SHOWN",
            "RECORD_SHOWN",
            "SPREAD_IDS_SHOWN",
        ],
    ),
    (
        "changing keys and restoring go through everything",
        &[
            "CONTACT_ADDRESSES",
            "COUNT_APPS",
            "COUNT_FORMER",
            "COUNT_LISTS",
            "COUNT_MAILS",
            "COUNT_PASSKEYS",
            "COUNT_PASSWORDS",
            "COUNT_RESULTS",
            "COUNT_SHOWN",
            "COUNT_TEMPORARY",
            "END_ALL_ADDRESS_CHANGES",
            "END_ALL_CHALLENGES",
            "END_ALL_RECOVERY_CODES",
            "END_ALL_RESETS",
            "END_ALL_SESSIONS",
            "FIND_APPS",
            "FIND_FORMER",
            "FIND_LISTS",
            "FIND_MAILS",
            "FIND_PASSKEYS",
            "FIND_PASSWORDS",
            "FIND_RESULTS",
            "FIND_SHOWN",
            "FIND_TEMPORARY",
            "HIDE_ALL_RECOVERY_CODES",
            "PASS_ALL_STEPS",
            "PUT_SHOWN",
            "UNUSED_RECOVERY",
        ],
    ),
];
/// Indices of what is open only: to walk over one is to see nothing else.
const OF_WHAT_IS_OPEN: [&str; 4] = [
    "approval_open",
    "audit_checkpoint_start",
    "audit_unsealed",
    "outbox_due",
];

async fn grown() -> (Database, Store) {
    let database = Database::new(Engine::Sqlite);
    let store = database.open().await;
    store.migrate().await.unwrap();
    for what in [&ANALYZE, &FORGET, &GROWN] {
        store.execute(what, &[]).await.unwrap();
    }
    store.close().await;
    let store = database.open().await;
    (database, store)
}

/// The steps of a plan that walk over a table from end to end, in the order of an index or not.
async fn scans(store: &Store, what: &Statement) -> Vec<String> {
    let sql: &'static str = format!("EXPLAIN QUERY PLAN {}", what.sql(Engine::Sqlite)).leak();
    let values = vec![Value::Int(Some(5)); what.parameters()];
    let rows = store
        .fetch_all(&Statement::shared("EXPLAIN", sql), &values)
        .await
        .unwrap();
    let harmless = |step: &str| {
        let words = ["CONSTANT ROW", "VIRTUAL TABLE", "sqlite_master"];
        words
            .iter()
            .chain(&OF_WHAT_IS_OPEN)
            .any(|word| step.contains(word))
    };
    rows.iter()
        .map(|row| row.text("detail").unwrap())
        .filter(|step| step.starts_with("SCAN ") && !harmless(step))
        .collect()
}

/// Shows USER-22: what people and jobs do all day finds its rows by an index, however large the tables
/// are. Each exception has its reason; none is listed in vain.
#[tokio::test]
async fn only_what_is_rare_reads_whole_tables() {
    let (_database, store) = grown().await;
    let mut found = BTreeMap::new();
    for what in every_statement() {
        let steps = scans(&store, what).await;
        if !steps.is_empty() {
            found.insert(what.name(), steps);
        }
    }
    let known = MAY_SCAN.iter().flat_map(|(_, names)| names.iter().copied());
    for name in known {
        assert!(found.remove(name).is_some(), "{name} reads no whole table");
    }
    assert!(found.is_empty(), "{found:#?}");
}

//! The SQLite file and how it is opened.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use store::{Statement, Store, StoreError, StoreSettings};

use crate::shop;

const PRAGMAS: [(Statement, &str, i64); 4] = [
    (
        Statement::shared("FULL", "PRAGMA synchronous"),
        "synchronous",
        2,
    ),
    (
        Statement::shared("KEYS", "PRAGMA foreign_keys"),
        "foreign_keys",
        1,
    ),
    (
        Statement::shared("BUSY", "PRAGMA busy_timeout"),
        "timeout",
        5_000,
    ),
    (
        Statement::shared("READ", "PRAGMA query_only"),
        "query_only",
        0,
    ),
];
const JOURNAL: Statement = Statement::shared("JOURNAL", "PRAGMA journal_mode");

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn the_writer_is_durable_and_checks_foreign_keys() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreSettings::file(folder.path().join("db")))
        .await
        .unwrap();
    let mut tx = store.begin().await.unwrap();
    for (pragma, column, expected) in PRAGMAS {
        let row = tx.fetch_optional(&pragma, &[]).await.unwrap().unwrap();
        assert_eq!(row.int(column).unwrap(), expected, "{column}");
    }
    let row = tx.fetch_optional(&JOURNAL, &[]).await.unwrap().unwrap();
    assert_eq!(row.text("journal_mode").unwrap(), "wal");
}

#[tokio::test]
async fn the_files_are_their_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreSettings::file(folder.path().join("db")))
        .await
        .unwrap();
    shop::schema(&store).await;
    let names = ["db", "db-wal", "db-shm"];
    for name in names {
        assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
    }
    store.close().await;
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "closing tidies the log"
    );
}

#[tokio::test]
async fn a_path_may_have_any_characters() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "a b",
        "100%",
        "what?mode=memory",
        "関所.db",
        "#1",
        ":memory:",
    ] {
        let path = folder.path().join(name);
        let store = Store::open(&StoreSettings::file(&path)).await.unwrap();
        shop::schema(&store).await;
        store.close().await;
        assert!(fs::metadata(&path).unwrap().len() > 0, "{name}");
    }
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    fs::write(
        &text,
        "This is no database, however long it may go on. ".repeat(100),
    )
    .unwrap();
    for url in [
        "sqlite::memory:".to_owned(),
        "sqlite://:memory:".to_owned(),
        "sqlite:".to_owned(),
        format!("sqlite:{}?mode=memory", folder.path().join("db").display()),
        format!("sqlite:{}?immutable=1", folder.path().join("db").display()),
        "mysql://127.0.0.1/db".to_owned(),
        "postgres://[".to_owned(),
        String::new(),
        format!("sqlite:{}", text.display()),
    ] {
        let error = Store::open(&StoreSettings::new(&url)).await.unwrap_err();
        assert!(matches!(error, StoreError::Fault(_)), "{url}: {error:?}");
    }
    for path in [
        folder.path().to_owned(),
        folder.path().join("no/such/folder/db"),
    ] {
        let error = Store::open(&StoreSettings::file(path)).await.unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing was made"
    );
}

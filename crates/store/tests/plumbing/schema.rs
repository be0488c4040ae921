//! The schema and the statements on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use store::{
    SchemaError, Statement, Store, StoreError, StoreSettings, every_statement, statements, values,
};
use testkit::both_engines;
use testkit::databases::Empty;

const FROM_THE_FUTURE: Statement = Statement::per_engine(
    "FROM_THE_FUTURE",
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
     VALUES (99999, 'future', 1, x'00', 0)",
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
     VALUES (99999, 'future', true, '\\x00', 0)",
);
const GROWN: Statement = Statement::per_engine(
    "GROWN",
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
     VALUES (99998, 'expand future', 1, x'00', 0)",
    "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
     VALUES (99998, 'expand future', true, '\\x00', 0)",
);
const TAMPERED: Statement = Statement::per_engine(
    "TAMPERED",
    "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1",
    "UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 1",
);

statements! {
    SMALL = "SELECT CASE WHEN $1 > 1 THEN 1 ELSE 0 END AS more";
    ANY_TYPE = "SELECT CASE WHEN $1 IS NULL THEN 1 ELSE 0 END AS nothing_there";
    TWO_OF_ANY_TYPE = "SELECT 1 AS one WHERE $1 IS NULL AND $2 IS NOT NULL";
    ANY_TYPE_BUT_WRONG = "SELECT 1 AS one FROM nowhere WHERE $1 IS NULL";
}

both_engines! {
    /// A fresh database has the centre's own row and nobody who could log in.
    /// Shows PCI-1, ASVS-5.
    async fn a_fresh_database_has_nobody(store: Store) {
        for table in ["person", "api_key", "factor", "session", "known_browser", "reset_request"] {
            let sql: &'static str = format!("SELECT COUNT(*) AS n FROM {table}").leak();
            let row = store.fetch_optional(&Statement::shared("COUNT", sql), &[]).await.unwrap();
            assert_eq!(row.unwrap().int("n").unwrap(), 0, "{table}");
        }
    }

    /// A mistyped column is found here, not by a merchant.
    async fn every_statement_fits_the_schema(store: Store) {
        let mut wrong = Vec::new();
        for what in every_statement() {
            if let Err(error) = store.prepare(what).await {
                wrong.push(format!("{error:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// What a check finds out must not stay with the connections that do the work: there `$1`
    /// would be taken for a number of four bytes.
    async fn a_statement_runs_after_it_was_checked(empty: Empty) {
        for _ in 0..20 {
            empty.store.prepare(&SMALL).await.unwrap();
            let row = empty.store.fetch_optional(&SMALL, &values![5_i64]).await.unwrap().unwrap();
            assert!(row.flag("more").unwrap());
        }
    }

    /// "$1 IS NULL" fits with a value of any type.
    async fn a_parameter_may_be_of_any_type(empty: Empty) {
        for what in [ANY_TYPE, TWO_OF_ANY_TYPE] {
            empty.store.prepare(&what).await.unwrap();
        }
        let error = empty.store.prepare(&ANY_TYPE_BUT_WRONG).await.unwrap_err();
        assert!(matches!(error, StoreError::Fault(_)), "{error:?}");
        assert!(format!("{error:?}").contains("nowhere"), "{error:?}");
    }

    async fn a_database_comes_to_the_newest_schema_and_stays_there(empty: Empty) {
        let store = empty.store;
        let known = store.known_schema();
        assert!(known >= 1);
        assert_eq!(store.schema_version().await.unwrap(), 0);
        let old = store.check_schema().await;
        assert!(matches!(old, Err(SchemaError::TooOld { found: 0, .. })), "{old:?}");
        for _ in 0..2 {
            store.migrate().await.unwrap();
            assert_eq!(store.schema_version().await.unwrap(), known);
            store.check_schema().await.unwrap();
        }
    }

    async fn a_newer_schema_is_refused(store: Store) {
        store.execute(&FROM_THE_FUTURE, &[]).await.unwrap();
        assert_eq!(store.schema_version().await.unwrap(), 99_999);
        for refused in [store.check_schema().await, store.migrate().await] {
            let Err(SchemaError::TooNew { found, known }) = refused else {
                panic!("{refused:?}")
            };
            assert_eq!((found, known), (99_999, store.known_schema()));
        }
    }

    /// The release before runs on, and starts again, on a schema that was only added to.
    async fn a_schema_that_has_only_grown_is_taken(store: Store) {
        store.execute(&GROWN, &[]).await.unwrap();
        store.check_schema().await.unwrap();
        store.execute(&FROM_THE_FUTURE, &[]).await.unwrap();
        let refused = store.check_schema().await;
        assert!(matches!(refused, Err(SchemaError::TooNew { .. })), "{refused:?}");
    }

    /// A refusal must not keep the lock that migrating nodes take, either.
    async fn a_changed_migration_is_refused(store: Store) {
        assert_eq!(store.execute(&TAMPERED, &[]).await.unwrap(), 1);
        for _ in 0..2 {
            let refused = store.migrate().await;
            assert!(matches!(refused, Err(SchemaError::Changed(1))), "{refused:?}");
        }
    }

    async fn nodes_that_start_together_migrate_once(empty: Empty) {
        let nodes: Vec<_> = (0..4)
            .map(|_| {
                let settings = StoreSettings::new(empty.url.clone());
                tokio::spawn(async move {
                    let store = Store::open(&settings).await.unwrap();
                    store.migrate().await.unwrap();
                    store.check_schema().await.unwrap();
                })
            })
            .collect();
        for node in nodes {
            node.await.unwrap();
        }
    }
}

#[test]
fn names_of_statements_are_unique() {
    let mut names = BTreeSet::new();
    for what in every_statement() {
        assert!(names.insert(what.name()), "{} stands twice", what.name());
    }
    assert!(names.contains("CLOCK"));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                rust_files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn is_name(word: &str) -> bool {
    let mut bytes = word.bytes();
    word.len() > 3 && bytes.all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// A module that declares statements and is forgotten in the catalogue would be prepared by no
/// test.
#[test]
fn every_module_with_statements_is_in_the_catalogue() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names: BTreeSet<_> = every_statement().map(Statement::name).collect();
    let mut declared = 0;
    for path in rust_files(&sources) {
        let source = fs::read_to_string(path).unwrap();
        let (mut inside, mut of_kinds) = (false, false);
        for line in source.lines() {
            inside = (inside || line.ends_with("statements! {")) && line != "}";
            // The statements of a kind of sealed value are named in one line.
            of_kinds = (of_kinds || line == "kinds! {") && line != "}";
            let before = line.trim_start().split(" =").next().unwrap_or_default();
            let one = (inside && line.contains(" =")).then_some(before);
            let several = line
                .split(", ")
                .map(|word| word.trim_end_matches(','))
                .filter(|word| of_kinds && word.contains('_'));
            for name in one.into_iter().chain(several).filter(|name| is_name(name)) {
                declared += 1;
                assert!(names.contains(name), "{name} is not in the catalogue");
            }
        }
    }
    assert_eq!(
        declared,
        names.len(),
        "the search above misses declarations"
    );
}

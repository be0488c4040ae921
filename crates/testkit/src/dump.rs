//! What a thief of the database would read.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "development only: a test must fail loudly"
)]

use store::{Engine, Statement, Store};

/// Everything that the database holds as text, table by table; bytes as hexadecimal digits.
pub async fn all_text(store: &Store) -> String {
    let tables = Statement::per_engine(
        "TABLES",
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        "SELECT table_name::text AS name FROM information_schema.tables \
         WHERE table_schema = 'public'",
    );
    let mut text = String::new();
    for table in store.fetch_all(&tables, &[]).await.unwrap() {
        let name = table.text("name").unwrap();
        let sql = match store.engine() {
            Engine::Sqlite => {
                let columns = format!(
                    "SELECT group_concat('quote(\"' || name || '\")', ' || ') AS sql \
                    FROM pragma_table_info('{name}')"
                );
                let columns: &'static str = columns.leak();
                let row = store
                    .fetch_optional(&Statement::shared("C", columns), &[])
                    .await;
                format!(
                    "SELECT {} AS line FROM {name}",
                    row.unwrap().unwrap().text("sql").unwrap()
                )
            }
            Engine::Postgres => format!("SELECT t::text AS line FROM {name} t"),
        };
        let sql: &'static str = sql.leak();
        for row in store
            .fetch_all(&Statement::shared("ALL", sql), &[])
            .await
            .unwrap()
        {
            text += &row.text_or_null("line").unwrap().unwrap_or_default();
            text.push('\n');
        }
    }
    text
}

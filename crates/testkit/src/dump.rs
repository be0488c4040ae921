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

/// The first of these that stands in a dump, as text in whatever case, or as bytes.
#[must_use]
pub fn found_in<'a>(dump: &str, planted: &'a [String]) -> Option<&'a str> {
    let dump = dump.to_lowercase();
    let stands = |text: &&String| {
        let bytes = data_encoding::HEXLOWER.encode(text.as_bytes());
        dump.contains(&text.to_lowercase()) || dump.contains(&bytes)
    };
    planted.iter().find(stands).map(String::as_str)
}

//! The tables and their columns, as the database says.

use crate::read::fault;
use crate::{Store, StoreError, statements, values};

statements! {
    /// Every table but the migrator's own, for the test that holds the list to the schema.
    NAMES_OF_TABLES =
        sqlite "SELECT name FROM sqlite_master WHERE type = 'table' \
            AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> '_sqlx_migrations'",
        postgres "SELECT table_name::text AS name FROM information_schema.tables \
            WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'";
    COLUMNS =
        sqlite "SELECT name, type AS kind FROM pragma_table_info($1) ORDER BY cid",
        postgres "SELECT column_name::text AS name, data_type::text AS kind \
            FROM information_schema.columns \
            WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position";
}

/// Every table of the schema; those that others point to stand before them.
pub(super) const TABLES: &[&str] = &[
    "installation",
    "merchant",
    "person",
    "invitation_pace",
    "departed",
    "password_history",
    "factor",
    "recovery_code",
    "recovery_shown",
    "session",
    "known_browser",
    "mail_challenge",
    "attempt",
    "reset_request",
    "address_change",
    "form_use",
    "outbox",
    "audit",
    "audit_checkpoint",
    "lease",
    "approval",
    "announcement",
    "api_key",
    "user_import",
];

/// What a new database has in some tables at most, before anybody uses it.
pub(super) const SEEDED: &[(&str, u64)] = &[
    ("installation", 16),
    ("merchant", 1),
    ("invitation_pace", 1),
];

/// How a column's values are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order of a row's values.
    pub columns: Vec<(String, Kind)>,
}

/// All tables with their columns.
pub(super) async fn tables(store: &Store) -> Result<Vec<Table>, StoreError> {
    let mut tables = Vec::with_capacity(TABLES.len());
    for name in TABLES.iter().copied() {
        let rows = store.fetch_all(&COLUMNS, &values![name]).await?;
        let mut columns = Vec::with_capacity(rows.len());
        for row in rows {
            let kind = match row.text("kind")?.to_ascii_lowercase().as_str() {
                "integer" | "bigint" => Kind::Int,
                "text" => Kind::Text,
                "blob" | "bytea" => Kind::Bytes,
                _ => return Err(fault("kind")),
            };
            columns.push((row.text("name")?, kind));
        }
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

/// Which tables the schema has and the list has not, or the other way round: none.
///
/// # Errors
/// [`StoreError`].
pub async fn unlisted(store: &Store) -> Result<Vec<String>, StoreError> {
    let rows = store.fetch_all(&NAMES_OF_TABLES, &[]).await?;
    let mut names: Vec<String> = rows
        .iter()
        .map(|row| row.text("name"))
        .collect::<Result<_, _>>()?;
    let missing = TABLES
        .iter()
        .filter(|listed| !names.iter().any(|name| name == *listed));
    let missing: Vec<String> = missing.map(|name| (*name).to_owned()).collect();
    names.retain(|name| !TABLES.contains(&name.as_str()));
    names.extend(missing);
    Ok(names)
}

impl Table {
    /// Whether the other database's table of this name has the same columns, in whatever order.
    pub(super) fn has_the_columns_of(&self, other: &Self) -> bool {
        let sorted = |table: &Self| {
            let mut columns = table.columns.clone();
            columns.sort();
            columns
        };
        !self.columns.is_empty() && sorted(self) == sorted(other)
    }

    pub(super) fn kinds(&self) -> Vec<Kind> {
        self.columns.iter().map(|(_, kind)| *kind).collect()
    }

    fn names(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        names.join(", ")
    }

    /// Every row, the columns in this table's order. Names come from the schema, never from people.
    pub(super) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), self.name)
    }

    pub(super) fn delete(&self) -> String {
        format!("DELETE FROM {}", self.name)
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> String {
        format!("SELECT COUNT(*) FROM {}", self.name)
    }

    /// So many rows at once.
    pub(super) fn insert(&self, rows: usize) -> String {
        let width = self.columns.len();
        let row = |at: usize| {
            let places: Vec<_> = (1..=width)
                .map(|n| format!("${}", at * width + n))
                .collect();
            format!("({})", places.join(", "))
        };
        let rows: Vec<_> = (0..rows).map(row).collect();
        format!(
            "INSERT INTO {} ({}) VALUES {}",
            self.name,
            self.names(),
            rows.join(", ")
        )
    }
}

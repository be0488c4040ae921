//! Facts about the installation as a whole, such as the fingerprint of its key.

use crate::{Store, StoreError, Tx, statements, values};

/// The fact under which a database keeps to which keys it belongs.
pub const KEY_FINGERPRINT: &str = "key_fingerprint";

statements! {
    KEEP_FACT = "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    FIND_FACT = "SELECT value FROM installation WHERE name = $1";
}

/// Keeps a fact unless one of that name is there, and answers the one that is there then.
///
/// # Errors
/// [`StoreError`].
pub async fn keep(store: &Store, name: &str, value: &str) -> Result<String, StoreError> {
    store.execute(&KEEP_FACT, &values![name, value]).await?;
    let row = store.write_one(&FIND_FACT, &values![name]).await?;
    row.map_or_else(|| Ok(value.to_owned()), |row| row.text("value"))
}

/// The fact of that name, if it is there.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, name: &str) -> Result<Option<String>, StoreError> {
    let row = store.fetch_optional(&FIND_FACT, &values![name]).await?;
    row.map(|row| row.text("value")).transpose()
}

/// The same, within a transaction.
///
/// # Errors
/// [`StoreError`].
pub async fn find_in(tx: &mut Tx, name: &str) -> Result<Option<String>, StoreError> {
    let row = tx.fetch_optional(&FIND_FACT, &values![name]).await?;
    row.map(|row| row.text("value")).transpose()
}

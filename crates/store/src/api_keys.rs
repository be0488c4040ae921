//! Keys of programs that may set merchants up: the digest of each token, nothing else of it.

use crate::read::{moment, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::ApiKeyId;
use domain::time::{Span, Timestamp};

statements! {
    INSERT_API_KEY = "INSERT INTO api_key (id, name, token, created_at) VALUES ($1, $2, $3, $4)";
    FIND_API_KEY = "SELECT id, name, created_at, last_used_at, revoked_at FROM api_key \
        WHERE token = $1 AND revoked_at IS NULL";
    LIST_API_KEYS = "SELECT id, name, created_at, last_used_at, revoked_at FROM api_key \
        ORDER BY created_at, id";
    TOUCH_API_KEY = "UPDATE api_key SET last_used_at = $2 \
        WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)";
    REVOKE_API_KEY = "UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
}

/// How often the use of a key is written down.
const TOUCH_EVERY: Span = Span::minutes(1);

/// A key without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Identity; audit rows carry it.
    pub id: ApiKeyId,
    /// What whoever made it called it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Saves a key.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    tx: &mut Tx,
    (id, name): (ApiKeyId, &str),
    token: &[u8; 32],
    now: Timestamp,
) -> Result<(), StoreError> {
    let values = values![id.uuid(), name, token, now.as_micros()];
    tx.execute(&INSERT_API_KEY, &values).await.map(drop)
}

/// Finds the key of a token, unless it is revoked.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, token: &[u8; 32]) -> Result<Option<ApiKey>, StoreError> {
    let row = store.fetch_optional(&FIND_API_KEY, &values![token]).await?;
    row.as_ref().map(key).transpose()
}

/// All keys, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(store: &Store) -> Result<Vec<ApiKey>, StoreError> {
    let rows = store.fetch_all(&LIST_API_KEYS, &[]).await?;
    rows.iter().map(key).collect()
}

/// Writes down that a key is in use, unless that was done within the last minute.
///
/// # Errors
/// [`StoreError`].
pub async fn touch(store: &Store, id: ApiKeyId, now: Timestamp) -> Result<(), StoreError> {
    let before = now.minus(TOUCH_EVERY).as_micros();
    store
        .execute(&TOUCH_API_KEY, &values![id.uuid(), now.as_micros(), before])
        .await
        .map(drop)
}

/// Revokes a key. False when there is none that lives.
///
/// # Errors
/// [`StoreError`].
pub async fn revoke(tx: &mut Tx, id: ApiKeyId, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![id.uuid(), now.as_micros()];
    Ok(tx.execute(&REVOKE_API_KEY, &values).await? == 1)
}

fn key(row: &Row) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        id: ApiKeyId::new(row.uuid("id")?),
        name: row.text("name")?,
        created_at: moment(row, "created_at")?,
        last_used_at: moment_or_null(row, "last_used_at")?,
        revoked_at: moment_or_null(row, "revoked_at")?,
    })
}

//! Lists of users that 管理 brought, sealed: checked, then taken in once, then kept for a while.

use crate::read::moment;
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId, UserImportId};
use domain::time::Timestamp;

statements! {
    INSERT_USER_IMPORT = "INSERT INTO user_import (id, merchant_id, brought_by, brought_at, list) \
        VALUES ($1, $2, $3, $4, $5)";
    /// A newer list takes the place of one that was not taken in.
    DROP_UNFINISHED_IMPORTS = "DELETE FROM user_import WHERE merchant_id = $1 AND done_at IS NULL";
    FIND_USER_IMPORT = "SELECT brought_at, list, results, done_at FROM user_import \
        WHERE id = $1 AND merchant_id = $2";
    FINISH_USER_IMPORT = "UPDATE user_import SET results = $3, done_at = $4 \
        WHERE id = $1 AND merchant_id = $2 AND done_at IS NULL";
    COUNT_IMPORTED_WAITING = "SELECT COUNT(*) AS waiting FROM person \
        WHERE merchant_id = $1 AND created_at = $2 AND invite_at IS NOT NULL";
    RECENT_USER_IMPORTS = "SELECT id, done_at FROM user_import \
        WHERE merchant_id = $1 AND done_at IS NOT NULL ORDER BY done_at DESC, id LIMIT $2";
    FORGET_USER_IMPORTS = "DELETE FROM user_import WHERE brought_at < $1";
}

/// Which list, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The list.
    pub id: UserImportId,
    /// The merchant.
    pub merchant: MerchantId,
}

/// A list as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// When it was brought.
    pub brought_at: Timestamp,
    /// The list, sealed.
    pub list: Vec<u8>,
    /// When it was taken in, and what became of its lines (sealed), once it was.
    pub done: Option<(Timestamp, Vec<u8>)>,
}

/// Keeps a list, in place of an earlier one that was not taken in.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(
    tx: &mut Tx,
    place: Place,
    (by, now): (PersonId, Timestamp),
    list: &[u8],
) -> Result<(), StoreError> {
    let merchant = place.merchant.uuid();
    tx.execute(&DROP_UNFINISHED_IMPORTS, &values![merchant])
        .await?;
    let values = values![
        place.id.uuid(),
        merchant,
        by.uuid(),
        now.as_micros(),
        list.to_vec()
    ];
    tx.execute(&INSERT_USER_IMPORT, &values).await.map(drop)
}

/// Finds a list of a merchant.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, place: Place) -> Result<Option<Kept>, StoreError> {
    let values = values![place.id.uuid(), place.merchant.uuid()];
    let row = store.fetch_optional(&FIND_USER_IMPORT, &values).await?;
    row.as_ref().map(kept).transpose()
}

/// Notes what became of a list. False when it was taken in before, or is gone.
///
/// # Errors
/// [`StoreError`].
pub async fn finish(
    tx: &mut Tx,
    place: Place,
    results: &[u8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![
        place.id.uuid(),
        place.merchant.uuid(),
        results.to_vec(),
        now.as_micros()
    ];
    Ok(tx.execute(&FINISH_USER_IMPORT, &values).await? == 1)
}

/// How many people of the list that was taken in at `done_at` still wait for their first mail.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(
    store: &Store,
    merchant: MerchantId,
    done_at: Timestamp,
) -> Result<u64, StoreError> {
    let values = values![merchant.uuid(), done_at.as_micros()];
    let row = store
        .fetch_optional(&COUNT_IMPORTED_WAITING, &values)
        .await?;
    row.map_or(Ok(0), |row| {
        Ok(u64::try_from(row.int("waiting")?).unwrap_or(0))
    })
}

/// The lists that a merchant took in last, and when.
///
/// # Errors
/// [`StoreError`].
pub async fn recent(
    store: &Store,
    merchant: MerchantId,
    most: u16,
) -> Result<Vec<(UserImportId, Timestamp)>, StoreError> {
    let values = values![merchant.uuid(), most];
    let rows = store.fetch_all(&RECENT_USER_IMPORTS, &values).await?;
    let line = |row: &Row| {
        let id = UserImportId::new(row.uuid("id")?);
        Ok((id, moment(row, "done_at")?))
    };
    rows.iter().map(line).collect()
}

/// Forgets lists that were brought before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let values = values![before.as_micros()];
    store.execute(&FORGET_USER_IMPORTS, &values).await
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    let done_at = row.int_or_null("done_at")?.map(Timestamp::from_micros);
    let done = match done_at {
        Some(at) => Some((at, row.bytes("results")?)),
        None => None,
    };
    Ok(Kept {
        brought_at: moment(row, "brought_at")?,
        list: row.bytes("list")?,
        done,
    })
}

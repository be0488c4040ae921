//! Requests to reset a password. Names that do not exist have rows as well, which lead nowhere.

use crate::people::Subject;
use crate::read::moment;
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId, ResetId};
use domain::reset::Link;
use domain::time::{Span, Timestamp};

statements! {
    COUNT_RESETS = "SELECT COUNT(*) AS requests FROM reset_request \
        WHERE budget = $1 AND created_at > $2";
    INSERT_RESET = "INSERT INTO reset_request (id, token, budget, person_id, merchant_id, \
        created_at, expires_at, asked_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_RESET = "SELECT person_id, merchant_id, expires_at, used_at FROM reset_request \
        WHERE token = $1";
    USE_RESET = "UPDATE reset_request SET used_at = $2 WHERE token = $1 AND used_at IS NULL \
        AND expires_at > $2 AND person_id IS NOT NULL";
    /// A newer link ends the older ones.
    END_OLDER_RESETS = "UPDATE reset_request SET used_at = $2 \
        WHERE budget = $1 AND used_at IS NULL";
    FORGET_RESETS = "DELETE FROM reset_request WHERE created_at < $1";
}

/// A request to be stored.
#[derive(Clone, Debug)]
pub struct NewReset {
    /// Identity.
    pub id: ResetId,
    /// Digest of the link's token.
    pub token: [u8; 32],
    /// The key of the name, as for tries.
    pub budget: [u8; 32],
    /// Whom it leads to; `None` for names that do not exist or have no address.
    pub person: Option<(PersonId, MerchantId)>,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Keyed digest of the client network.
    pub asked_from: [u8; 32],
}

/// How many requests a name has caused within the last hour.
///
/// # Errors
/// [`StoreError`].
pub async fn recent(store: &Store, budget: &[u8; 32], now: Timestamp) -> Result<i64, StoreError> {
    let since = now.minus(Span::hours(1)).as_micros();
    let row = store
        .fetch_optional(&COUNT_RESETS, &values![budget, since])
        .await?;
    row.map_or(Ok(0), |row| row.int("requests"))
}

/// Stores a request and ends the name's older ones.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &NewReset, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&END_OLDER_RESETS, &values![new.budget, now.as_micros()])
        .await?;
    let values = values![
        new.id.uuid(),
        new.token,
        new.budget,
        new.person.map(|(person, _)| person.uuid()),
        new.person.map(|(_, merchant)| merchant.uuid()),
        now.as_micros(),
        new.expires_at.as_micros(),
        new.asked_from,
    ];
    tx.execute(&INSERT_RESET, &values).await.map(drop)
}

/// What a link leads to.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its state.
    pub link: Link,
    /// Whose it is.
    pub person: Option<(PersonId, MerchantId)>,
}

/// Finds a link by its token.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, token: &[u8; 32]) -> Result<Option<Found>, StoreError> {
    let Some(row) = store.fetch_optional(&FIND_RESET, &values![token]).await? else {
        return Ok(None);
    };
    let person = row.uuid_or_null("person_id")?.map(PersonId::new);
    let merchant = row.uuid_or_null("merchant_id")?.map(MerchantId::new);
    Ok(Some(Found {
        link: Link {
            expires_at: moment(&row, "expires_at")?,
            used: row.int_or_null("used_at")?.is_some(),
            real: person.is_some(),
        },
        person: person.zip(merchant),
    }))
}

/// Uses a link up. False when it no longer works.
///
/// # Errors
/// [`StoreError`].
pub async fn use_up(tx: &mut Tx, token: &[u8; 32], now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx
        .execute(&USE_RESET, &values![token, now.as_micros()])
        .await?
        == 1)
}

/// Ends all links of a person: the password was reset another way.
///
/// # Errors
/// [`StoreError`].
pub async fn end_all(tx: &mut Tx, of: &Subject, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(&END_OLDER_RESETS, &values![of.budget, now.as_micros()])
        .await
        .map(drop)
}

/// Forgets requests made before `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    store
        .execute(&FORGET_RESETS, &values![before.as_micros()])
        .await
}

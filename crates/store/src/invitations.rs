//! People who still wait for the mail with their first password: claimed by jobs, one by one.

use crate::factors::Owner;
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::time::Timestamp;

statements! {
    LAST_INVITATION = "SELECT MAX(invite_at) AS last FROM person WHERE invite_at IS NOT NULL";
    SET_INVITATION = "UPDATE person SET invite_at = $3, invite_claimed = 0 \
        WHERE id = $1 AND merchant_id = $2";
    CLAIM_INVITATIONS = "UPDATE person SET invite_claimed = $2 WHERE id IN \
        (SELECT p.id FROM person p WHERE p.invite_at IS NOT NULL AND p.invite_at <= $1 \
            AND p.invite_claimed <= $1 ORDER BY p.invite_at LIMIT $3) \
        AND invite_at IS NOT NULL AND invite_claimed <= $1 RETURNING id, merchant_id";
    END_INVITATION = "UPDATE person SET invite_at = NULL, invite_claimed = 0 \
        WHERE id = $1 AND merchant_id = $2 AND invite_at IS NOT NULL";
    COUNT_INVITATIONS = "SELECT COUNT(*) AS waiting FROM person \
        WHERE merchant_id = $1 AND invite_at IS NOT NULL";
}

/// When the last invitation that still waits is due, so that further ones queue behind it.
///
/// # Errors
/// [`StoreError`].
pub async fn last(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let row = store.fetch_optional(&LAST_INVITATION, &[]).await?;
    let last = row.map(|row| row.int_or_null("last")).transpose()?;
    Ok(last.flatten().map(Timestamp::from_micros))
}

/// Notes when a person's invitation is due.
///
/// # Errors
/// [`StoreError`].
pub async fn set(tx: &mut Tx, owner: Owner, at: Timestamp) -> Result<(), StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), at.as_micros()];
    tx.execute(&SET_INVITATION, &values).await.map(drop)
}

/// Claims up to `most` due invitations until `until`: nobody else gets them before then.
///
/// # Errors
/// [`StoreError`].
pub async fn claim(
    store: &Store,
    now: Timestamp,
    until: Timestamp,
    most: u16,
) -> Result<Vec<Owner>, StoreError> {
    let values = values![now.as_micros(), until.as_micros(), most];
    let rows = store.write_all(&CLAIM_INVITATIONS, &values).await?;
    rows.iter()
        .map(|row| {
            Ok(Owner {
                person: PersonId::new(row.uuid("id")?),
                merchant: MerchantId::new(row.uuid("merchant_id")?),
            })
        })
        .collect()
}

/// Ends a person's invitation: it was made, or it is no longer needed. False when there was none.
///
/// # Errors
/// [`StoreError`].
pub async fn end(tx: &mut Tx, owner: Owner) -> Result<bool, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    Ok(tx.execute(&END_INVITATION, &values).await? == 1)
}

/// How many people of a merchant still wait.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(store: &Store, merchant: MerchantId) -> Result<u64, StoreError> {
    let row = store
        .fetch_optional(&COUNT_INVITATIONS, &values![merchant.uuid()])
        .await?;
    row.map_or(Ok(0), |row| {
        Ok(u64::try_from(row.int("waiting")?).unwrap_or(0))
    })
}

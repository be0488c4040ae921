//! People who still wait for the mail with their first password: claimed by jobs, one by one.

use crate::factors::Owner;
use crate::read::fault;
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::pace::Pace;
use domain::time::{Span, Timestamp};

statements! {
    LAST_INVITATION_OF_ADMINS = "SELECT MAX(invite_at) AS last FROM person \
        WHERE invite_at IS NOT NULL AND role = 'admin'";
    LAST_INVITATION_OF_USERS = "SELECT MAX(invite_at) AS last FROM person \
        WHERE merchant_id = $1 AND invite_at IS NOT NULL AND role <> 'admin'";
    FIRST_DUE_INVITATION = "SELECT invite_at FROM person WHERE invite_at IS NOT NULL \
        AND invite_at <= $1 AND invite_claimed <= $1 ORDER BY invite_at LIMIT 1";
    /// Changes nothing: whoever claims waits here for whoever claims now.
    TAKE_PACE = "UPDATE invitation_pace SET next_at = next_at WHERE id = 1 RETURNING next_at";
    SET_PACE = "UPDATE invitation_pace SET next_at = $1 WHERE id = 1";
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

/// Behind whom an invitation queues. Queues take turns by the moments their invitations are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// All 管理 users that came over in bulk.
    Admins,
    /// The other users of one merchant.
    UsersOf(MerchantId),
}

/// When the last invitation that still waits in a queue is due, so that further ones stand behind
/// it.
///
/// # Errors
/// [`StoreError`].
pub async fn last(store: &Store, queue: Queue) -> Result<Option<Timestamp>, StoreError> {
    let row = match queue {
        Queue::Admins => {
            store
                .fetch_optional(&LAST_INVITATION_OF_ADMINS, &[])
                .await?
        }
        Queue::UsersOf(merchant) => {
            let values = values![merchant.uuid()];
            store
                .fetch_optional(&LAST_INVITATION_OF_USERS, &values)
                .await?
        }
    };
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

/// Claims up to `most` due invitations until `until`, as far as one each `every` allows over all
/// nodes: nobody else gets them before then.
///
/// # Errors
/// [`StoreError`].
pub async fn claim(
    store: &Store,
    (now, until): (Timestamp, Timestamp),
    every: Span,
    most: u16,
) -> Result<Vec<Owner>, StoreError> {
    let first = store
        .fetch_optional(&FIRST_DUE_INVITATION, &values![now.as_micros()])
        .await?;
    let Some(first) = first else {
        return Ok(Vec::new());
    };
    let due = Timestamp::from_micros(first.int("invite_at")?);
    let mut tx = store.begin().await?;
    let next = tx.fetch_optional(&TAKE_PACE, &[]).await?;
    let next = next.ok_or_else(|| fault("next_at"))?;
    let next = Timestamp::from_micros(next.int("next_at")?);
    let pace = Pace::new(next, every, (due, now));
    let most = i64::from(most).min(i64::try_from(pace.free(now)).unwrap_or(i64::MAX));
    if most == 0 {
        tx.rollback().await?;
        return Ok(Vec::new());
    }
    let values = values![now.as_micros(), until.as_micros(), most];
    let rows = tx.fetch_all(&CLAIM_INVITATIONS, &values).await?;
    let after = pace.after(rows.len()).as_micros();
    tx.execute(&SET_PACE, &values![after]).await?;
    tx.commit().await?;
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

//! A person's passes as their owner sees and changes them.

use crate::factors::{FactorKind, Owner};
use crate::read::{fault, moment, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::FactorId;
use domain::time::Timestamp;

statements! {
    LIST_PASSES = "SELECT id, kind, name, number, confirmed_at, last_used_at FROM factor \
        WHERE person_id = $1 AND merchant_id = $2 AND state = 'confirmed' \
        ORDER BY confirmed_at, id";
    RENAME_PASS = "UPDATE factor SET name = $4 \
        WHERE id = $1 AND person_id = $2 AND merchant_id = $3 AND state = 'confirmed'";
    /// Removals of one person's passes come one after the other: each sees what the others left.
    QUEUE_REMOVALS =
        sqlite "SELECT id FROM factor WHERE person_id = $1 AND merchant_id = $2 \
            AND state = 'confirmed' ORDER BY id",
        postgres "SELECT id FROM factor WHERE person_id = $1 AND merchant_id = $2 \
            AND state = 'confirmed' ORDER BY id FOR UPDATE";
    /// Never the last app: whoever is to show the second factor again shows a number.
    REMOVE_PASS = "UPDATE factor SET state = 'revoked', sealed = NULL, revoked_at = $4 \
        WHERE id = $1 AND person_id = $2 AND merchant_id = $3 AND state = 'confirmed' \
        AND (kind = 'passkey' OR EXISTS (SELECT 1 FROM factor o WHERE o.person_id = $2 \
            AND o.merchant_id = $3 AND o.kind = 'totp' AND o.state = 'confirmed' AND o.id <> $1))";
    /// The count of wrong codes starts anew: password and second factor have just been shown.
    CLEAR_WRONG_CODES = "UPDATE factor SET wrong_codes = 0 \
        WHERE person_id = $1 AND merchant_id = $2 AND wrong_codes > 0";
    REVOKE_OTHERS = "UPDATE factor SET state = 'revoked', sealed = NULL, revoked_at = $4 \
        WHERE person_id = $1 AND merchant_id = $2 AND state <> 'revoked' AND id <> $3";
    TAKE_FIRST_SLOT = "UPDATE factor SET slot = 0 WHERE id = $1";
}

/// A pass in force.
#[derive(Clone, Debug)]
pub struct PassLine {
    /// Identity.
    pub id: FactorId,
    /// What it is.
    pub kind: FactorKind,
    /// What its owner calls it; may be empty.
    pub name: String,
    /// The running number of the person's secrets, from 1.
    pub number: i64,
    /// Since when it is in force.
    pub added_at: Timestamp,
    /// When it was last accepted.
    pub last_used_at: Option<Timestamp>,
}

/// The passes in force, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(store: &Store, owner: Owner) -> Result<Vec<PassLine>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    let rows = store.fetch_all(&LIST_PASSES, &values).await?;
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> Result<PassLine, StoreError> {
    let kind = row.text("kind")?;
    Ok(PassLine {
        id: FactorId::new(row.uuid("id")?),
        kind: FactorKind::from_word(&kind).ok_or_else(|| fault("kind"))?,
        name: row.text("name")?,
        number: row.int("number")?,
        added_at: moment(row, "confirmed_at")?,
        last_used_at: moment_or_null(row, "last_used_at")?,
    })
}

/// Gives a pass another name. False when it is no pass of the person in force.
///
/// # Errors
/// [`StoreError`].
pub async fn rename(
    tx: &mut Tx,
    owner: Owner,
    pass: FactorId,
    name: &str,
) -> Result<bool, StoreError> {
    let values = values![
        pass.uuid(),
        owner.person.uuid(),
        owner.merchant.uuid(),
        name
    ];
    Ok(tx.execute(&RENAME_PASS, &values).await? == 1)
}

/// Removes a pass and erases its secret; the person's count of wrong codes starts anew. False when
/// it is no pass of the person in force, or the last app.
///
/// # Errors
/// [`StoreError`].
pub async fn remove(
    tx: &mut Tx,
    owner: Owner,
    pass: FactorId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    tx.fetch_all(&QUEUE_REMOVALS, &values![person, merchant])
        .await?;
    let values = values![pass.uuid(), person, merchant, now.as_micros()];
    if tx.execute(&REMOVE_PASS, &values).await? != 1 {
        return Ok(false);
    }
    tx.execute(&CLEAR_WRONG_CODES, &values![person, merchant])
        .await?;
    Ok(true)
}

/// Ends every other pass: `pass` has taken their place.
///
/// # Errors
/// [`StoreError`].
pub async fn keep_only(
    tx: &mut Tx,
    owner: Owner,
    pass: FactorId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let values = values![
        owner.person.uuid(),
        owner.merchant.uuid(),
        pass.uuid(),
        now.as_micros()
    ];
    tx.execute(&REVOKE_OTHERS, &values).await?;
    tx.execute(&TAKE_FIRST_SLOT, &values![pass.uuid()])
        .await
        .map(drop)
}

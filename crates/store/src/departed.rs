//! People who are gone: their accounts are deleted with all that hangs on them, their names stay
//! for the audit trail.

use crate::factors::Owner;
use crate::{StoreError, Tx, statements, values};
use domain::time::Timestamp;

statements! {
    /// First, as a log-in does: two transactions that take the same locks in the same order never
    /// wait for each other in a circle.
    DELETE_FACTORS = "DELETE FROM factor WHERE person_id = $1 AND merchant_id = $2";
    DELETE_PERSON = "DELETE FROM person WHERE id = $1 AND merchant_id = $2 \
        AND role IN ('general', 'shipping') RETURNING user_id, name";
    DELETE_TRIES = "DELETE FROM attempt WHERE budget = \
        (SELECT p.budget FROM person p WHERE p.id = $1 AND p.merchant_id = $2)";
    INSERT_DEPARTED = "INSERT INTO departed (person_id, merchant_id, user_id, name, departed_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
}

/// Deletes a 一般 or 出荷 user with everything that hangs on the account, lock included, and keeps
/// the name for the audit trail. False when there is none; 管理 is never deleted (EXP-3).
///
/// The transaction is to be rolled back when the answer is false.
///
/// # Errors
/// [`StoreError`].
pub async fn delete(tx: &mut Tx, owner: Owner, now: Timestamp) -> Result<bool, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    tx.execute(&DELETE_FACTORS, &values![person, merchant])
        .await?;
    tx.execute(&DELETE_TRIES, &values![person, merchant])
        .await?;
    let Some(row) = tx
        .fetch_optional(&DELETE_PERSON, &values![person, merchant])
        .await?
    else {
        return Ok(false);
    };
    let values = values![
        person,
        merchant,
        row.text("user_id")?,
        row.text("name")?,
        now.as_micros(),
    ];
    tx.execute(&INSERT_DEPARTED, &values).await?;
    Ok(true)
}

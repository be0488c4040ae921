//! The audit trail: rows are only ever added, in the transaction they record.

use crate::read::moment;
use crate::{Store, StoreError, Tx, statements, values};
use domain::audit::Event;
use domain::ids::{AuditId, MerchantId, PersonId};
use domain::time::Timestamp;

statements! {
    INSERT_AUDIT = "INSERT INTO audit (id, at, merchant_id, actor_kind, actor, action, outcome, \
        subject, origin, remark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    AUDIT_OF_MERCHANT = "SELECT at, actor_kind, actor, action, outcome, subject, origin, remark \
        FROM audit WHERE merchant_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
}

/// Adds a row.
///
/// # Errors
/// [`StoreError`].
pub async fn insert(tx: &mut Tx, id: AuditId, event: &Event) -> Result<(), StoreError> {
    let values = values![
        id.uuid(),
        event.at.as_micros(),
        event.merchant.map(MerchantId::uuid),
        event.actor.word(),
        event.actor.id(),
        event.action.word(),
        event.outcome,
        event.subject.map(PersonId::uuid),
        &event.origin,
        &event.remark,
    ];
    tx.execute(&INSERT_AUDIT, &values).await.map(drop)
}

/// A row as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// When.
    pub at: Timestamp,
    /// What kind of actor.
    pub actor_kind: String,
    /// Who, if a person.
    pub actor: Option<PersonId>,
    /// What.
    pub action: String,
    /// `ok` or why not.
    pub outcome: String,
    /// To whom.
    pub subject: Option<PersonId>,
    /// From which network.
    pub origin: String,
    /// Remark.
    pub remark: String,
}

/// The newest rows of a merchant, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn of_merchant(
    store: &Store,
    merchant: MerchantId,
    most: u16,
) -> Result<Vec<AuditRow>, StoreError> {
    let rows = store
        .fetch_all(&AUDIT_OF_MERCHANT, &values![merchant.uuid(), most])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(AuditRow {
                at: moment(row, "at")?,
                actor_kind: row.text("actor_kind")?,
                actor: row.uuid_or_null("actor")?.map(PersonId::new),
                action: row.text("action")?,
                outcome: row.text("outcome")?,
                subject: row.uuid_or_null("subject")?.map(PersonId::new),
                origin: row.text("origin")?,
                remark: row.text("remark")?,
            })
        })
        .collect()
}

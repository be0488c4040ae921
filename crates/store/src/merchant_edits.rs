//! What customer service changes about merchants. Each change rests on the version it was decided
//! on; a closed merchant changes no more.

use crate::read::{fault, moment};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::MerchantId;
use domain::mail_address::MailAddress;
use domain::merchant_form::Particulars;
use domain::time::Timestamp;

statements! {
    /// A merchant with 出荷 users stays a 物流加盟店.
    CHANGE_MERCHANT = "UPDATE merchant SET company = $3, access_key = $4, kind = $5, tablet = $6, \
        mail_method = $7, networks = $8, version = version + 1 \
        WHERE id = $1 AND version = $2 AND closed_at IS NULL AND code <> '000000000' \
        AND ($5 = 'logistics' OR NOT EXISTS (SELECT 1 FROM person p \
            WHERE p.merchant_id = $1 AND p.role = 'shipping'))";
    SET_SUSPENSION = "UPDATE merchant SET suspended_at = $3, version = version + 1 \
        WHERE id = $1 AND version = $2 AND closed_at IS NULL AND code <> '000000000'";
    CLOSE_MERCHANT = "UPDATE merchant SET closed_at = $3, \
        suspended_at = COALESCE(suspended_at, $3), version = version + 1 \
        WHERE id = $1 AND version = $2 AND closed_at IS NULL AND code <> '000000000'";
    HOLD_MERCHANT = "UPDATE merchant SET version = version WHERE id = $1 AND version = $2";
    /// What a merchant's people had open does not come back when the merchant does.
    END_SESSIONS_OF = "DELETE FROM session WHERE merchant_id = $1";
    ASK_CONTACT = "UPDATE merchant SET contact_mail_next = $3, contact_mail_next_at = $4, \
        version = version + 1 WHERE id = $1 AND version = $2 AND closed_at IS NULL \
        AND contact_mail_next IS NULL AND code <> '000000000'";
    WITHDRAW_CONTACT = "UPDATE merchant SET contact_mail_next = NULL, \
        contact_mail_next_at = NULL, version = version + 1 \
        WHERE id = $1 AND version = $2 AND contact_mail_next_at > $3";
    DUE_CONTACTS = "SELECT id, contact_mail_next, contact_mail_next_at FROM merchant \
        WHERE contact_mail_next_at <= $1 ORDER BY contact_mail_next_at LIMIT $2";
    APPLY_CONTACT = "UPDATE merchant SET contact_mail = contact_mail_next, \
        contact_mail_changed_at = contact_mail_next_at, contact_mail_next = NULL, \
        contact_mail_next_at = NULL, version = version + 1 \
        WHERE id = $1 AND contact_mail_next_at = $2";
}

/// Changes a merchant's particulars. False when it has changed since `version`, is closed, or has
/// got 出荷 users that it may not have.
///
/// # Errors
/// [`StoreError`].
pub async fn change(
    tx: &mut Tx,
    (id, version): (MerchantId, i64),
    to: &Particulars,
) -> Result<bool, StoreError> {
    let values = values![
        id.uuid(),
        version,
        to.company.as_str(),
        to.access_key.as_str(),
        to.kind.word(),
        to.tablet,
        to.mail_method,
        to.networks.to_text(),
    ];
    Ok(tx.execute(&CHANGE_MERCHANT, &values).await? == 1)
}

/// Suspends a merchant from `at` on, or takes it up again with `None`. False when it has changed
/// since `version` or is closed.
///
/// # Errors
/// [`StoreError`].
pub async fn suspend(
    tx: &mut Tx,
    (id, version): (MerchantId, i64),
    at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), version, at.map(Timestamp::as_micros)];
    if tx.execute(&SET_SUSPENSION, &values).await? != 1 {
        return Ok(false);
    }
    tx.execute(&END_SESSIONS_OF, &values![id.uuid()]).await?;
    Ok(true)
}

/// Closes a merchant for good. False when it has changed since `version` or is closed.
///
/// # Errors
/// [`StoreError`].
pub async fn close(
    tx: &mut Tx,
    (id, version): (MerchantId, i64),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), version, at.as_micros()];
    if tx.execute(&CLOSE_MERCHANT, &values).await? != 1 {
        return Ok(false);
    }
    tx.execute(&END_SESSIONS_OF, &values![id.uuid()]).await?;
    Ok(true)
}

/// Lets another address wait for its moment. False when one waits already, the merchant has
/// changed since `version`, or is closed.
///
/// # Errors
/// [`StoreError`].
pub async fn ask_contact(
    tx: &mut Tx,
    (id, version): (MerchantId, i64),
    next: &MailAddress,
    from: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), version, next.as_str(), from.as_micros()];
    Ok(tx.execute(&ASK_CONTACT, &values).await? == 1)
}

/// Withdraws an address that still waits. False when none does, or the merchant has changed since
/// `version`.
///
/// # Errors
/// [`StoreError`].
pub async fn withdraw_contact(
    tx: &mut Tx,
    (id, version): (MerchantId, i64),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), version, now.as_micros()];
    Ok(tx.execute(&WITHDRAW_CONTACT, &values).await? == 1)
}

/// An address whose moment has come.
#[derive(Clone, Debug)]
pub struct DueContact {
    /// Whose.
    pub merchant: MerchantId,
    /// The new address.
    pub mail: MailAddress,
    /// Since when it counts.
    pub from: Timestamp,
}

/// Up to `most` addresses whose moment has come.
///
/// # Errors
/// [`StoreError`].
pub async fn due_contacts(
    store: &Store,
    now: Timestamp,
    most: u16,
) -> Result<Vec<DueContact>, StoreError> {
    let rows = store
        .fetch_all(&DUE_CONTACTS, &values![now.as_micros(), most])
        .await?;
    rows.iter().map(due).collect()
}

fn due(row: &Row) -> Result<DueContact, StoreError> {
    let mail = MailAddress::parse(&row.text("contact_mail_next")?);
    Ok(DueContact {
        merchant: MerchantId::new(row.uuid("id")?),
        mail: mail.map_err(|_| fault("contact_mail_next"))?,
        from: moment(row, "contact_mail_next_at")?,
    })
}

/// Writes a new address down for good. False when somebody else has, or it was withdrawn.
///
/// # Errors
/// [`StoreError`].
pub async fn apply_contact(tx: &mut Tx, due: &DueContact) -> Result<bool, StoreError> {
    let values = values![due.merchant.uuid(), due.from.as_micros()];
    Ok(tx.execute(&APPLY_CONTACT, &values).await? == 1)
}

/// Holds a merchant's file as it is until the transaction ends. False when it has changed since
/// `version`.
///
/// # Errors
/// [`StoreError`].
pub async fn is_unchanged(
    tx: &mut Tx,
    (id, version): (MerchantId, i64),
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), version];
    Ok(tx.execute(&HOLD_MERCHANT, &values).await? == 1)
}

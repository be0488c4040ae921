//! Merchants. The centre, a tenant with the code 000000000, is none of them.

use crate::error::UniqueKey;
use crate::read::fault;
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::MerchantId;
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, Merchant, MerchantCode, MerchantKind};
use domain::networks::Networks;
use domain::time::Timestamp;

statements! {
    INSERT_MERCHANT = "INSERT INTO merchant (id, code, access_key, company, kind, tablet, \
        contact_mail, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_MERCHANT = "SELECT id, code, access_key, company, kind, tablet, contact_mail, \
        suspended_at FROM merchant WHERE code = $1 AND code <> '000000000'";
    /// Sessions from other networks end with their next request.
    SET_NETWORKS = "UPDATE merchant SET networks = $3, version = version + 1 \
        WHERE id = $1 AND version = $2";
    COUNT_MERCHANTS = "SELECT COUNT(*) AS merchants FROM merchant WHERE code <> '000000000'";
}

/// 加盟店コード is unique.
pub const MERCHANT_CODE_KEY: UniqueKey = UniqueKey {
    name: "merchant_code_key",
    table: "merchant",
    columns: &["code"],
};

/// Saves a merchant.
///
/// # Errors
/// [`StoreError::Unique`] with [`MERCHANT_CODE_KEY`] when the code is taken.
pub async fn insert(tx: &mut Tx, merchant: &Merchant, now: Timestamp) -> Result<(), StoreError> {
    let values = values![
        merchant.id.uuid(),
        merchant.code.as_str(),
        merchant.access_key.as_str(),
        merchant.company.as_str(),
        merchant.kind.word(),
        merchant.tablet,
        merchant.contact_mail.as_ref().map(MailAddress::as_str),
        now.as_micros(),
    ];
    tx.execute(&INSERT_MERCHANT, &values).await.map(drop)
}

/// Finds a merchant by its code.
///
/// # Errors
/// [`StoreError`].
pub async fn find(store: &Store, code: &MerchantCode) -> Result<Option<Merchant>, StoreError> {
    let row = store
        .fetch_optional(&FIND_MERCHANT, &values![code.as_str()])
        .await?;
    row.as_ref().map(merchant).transpose()
}

/// Replaces the client networks that a merchant's people may come from. False when the merchant has
/// moved on from `version`.
///
/// # Errors
/// [`StoreError`].
pub async fn set_networks(
    tx: &mut Tx,
    id: MerchantId,
    version: i64,
    networks: &Networks,
) -> Result<bool, StoreError> {
    let values = values![id.uuid(), version, networks.to_text()];
    Ok(tx.execute(&SET_NETWORKS, &values).await? == 1)
}

/// How many merchants there are.
///
/// # Errors
/// [`StoreError`].
pub async fn count(store: &Store) -> Result<i64, StoreError> {
    let row = store.fetch_optional(&COUNT_MERCHANTS, &[]).await?;
    row.map_or(Ok(0), |row| row.int("merchants"))
}

fn merchant(row: &Row) -> Result<Merchant, StoreError> {
    let contact = row.text_or_null("contact_mail")?;
    Ok(Merchant {
        id: MerchantId::new(row.uuid("id")?),
        code: MerchantCode::parse(&row.text("code")?).ok_or_else(|| fault("code"))?,
        access_key: AccessKey::parse(&row.text("access_key")?)
            .ok_or_else(|| fault("access_key"))?,
        company: CompanyName::parse(&row.text("company")?).ok_or_else(|| fault("company"))?,
        kind: MerchantKind::from_word(&row.text("kind")?).ok_or_else(|| fault("kind"))?,
        tablet: row.flag("tablet")?,
        contact_mail: contact.and_then(|text| MailAddress::parse(&text).ok()),
        suspended: row.int_or_null("suspended_at")?.is_some(),
    })
}

//! A merchant's record as programs read and change it.

use crate::read::{fault, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::MerchantId;
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::time::Timestamp;

statements! {
    FIND_RECORD = "SELECT m.id, m.code, m.access_key, m.company, m.kind, m.tablet, m.mail_method, \
        m.contact_mail, m.contact_mail_next, m.contact_mail_next_at, m.contact_mail_changed_at, \
        m.suspended_at, m.version, \
        (SELECT COUNT(*) FROM person s WHERE s.merchant_id = m.id AND s.role = 'shipping') \
            AS shipping \
        FROM merchant m WHERE m.code = $1 AND m.closed_at IS NULL";
    AMEND_MERCHANT = "UPDATE merchant SET company = $3, kind = $4, tablet = $5, mail_method = $6, \
        suspended_at = $7, contact_mail = $8, contact_mail_next = $9, contact_mail_next_at = $10, \
        contact_mail_changed_at = $11, version = version + 1 \
        WHERE id = $1 AND version = $2 AND closed_at IS NULL";
}

/// A merchant's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantRecord {
    /// Identity.
    pub id: MerchantId,
    /// 加盟店コード.
    pub code: MerchantCode,
    /// アクセスキー.
    pub access_key: AccessKey,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// Log-in by mail is open.
    pub mail_method: bool,
    /// The contact person's address.
    pub contact_mail: Option<MailAddress>,
    /// The address that takes its place, and when.
    pub contact_next: Option<(MailAddress, Timestamp)>,
    /// When the address was last changed, or a change last asked for.
    pub contact_changed_at: Option<Timestamp>,
    /// Since when its people are kept out.
    pub suspended_at: Option<Timestamp>,
    /// Moves on with every change.
    pub version: i64,
    /// It has 出荷 users.
    pub has_shipping_users: bool,
}

/// Finds the record of a merchant that is not closed.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    store: &Store,
    code: &MerchantCode,
) -> Result<Option<MerchantRecord>, StoreError> {
    let row = store
        .fetch_optional(&FIND_RECORD, &values![code.as_str()])
        .await?;
    row.as_ref().map(record).transpose()
}

/// Saves a record over the version it was read in. False when it has moved on.
///
/// # Errors
/// [`StoreError`].
pub async fn amend(tx: &mut Tx, record: &MerchantRecord) -> Result<bool, StoreError> {
    let next = record.contact_next.as_ref();
    let values = values![
        record.id.uuid(),
        record.version,
        record.company.as_str(),
        record.kind.word(),
        record.tablet,
        record.mail_method,
        record.suspended_at.map(Timestamp::as_micros),
        record.contact_mail.as_ref().map(MailAddress::as_str),
        next.map(|(mail, _)| mail.as_str()),
        next.map(|(_, from)| from.as_micros()),
        record.contact_changed_at.map(Timestamp::as_micros),
    ];
    Ok(tx.execute(&AMEND_MERCHANT, &values).await? == 1)
}

fn record(row: &Row) -> Result<MerchantRecord, StoreError> {
    let address = |column| {
        let text = row.text_or_null(column)?;
        Ok::<_, StoreError>(text.and_then(|text| MailAddress::parse(&text).ok()))
    };
    let next_at = moment_or_null(row, "contact_mail_next_at")?;
    Ok(MerchantRecord {
        id: MerchantId::new(row.uuid("id")?),
        code: MerchantCode::parse(&row.text("code")?).ok_or_else(|| fault("code"))?,
        access_key: AccessKey::parse(&row.text("access_key")?)
            .ok_or_else(|| fault("access_key"))?,
        company: CompanyName::parse(&row.text("company")?).ok_or_else(|| fault("company"))?,
        kind: MerchantKind::from_word(&row.text("kind")?).ok_or_else(|| fault("kind"))?,
        tablet: row.flag("tablet")?,
        mail_method: row.flag("mail_method")?,
        contact_mail: address("contact_mail")?,
        contact_next: address("contact_mail_next")?.zip(next_at),
        contact_changed_at: moment_or_null(row, "contact_mail_changed_at")?,
        suspended_at: moment_or_null(row, "suspended_at")?,
        version: row.int("version")?,
        has_shipping_users: row.int("shipping")? > 0,
    })
}

//! Merchants and users that come over in bulk: saved once, told apart from what is there already.

use crate::people::Subject;
use crate::read::fault;
use crate::{Row, Store, StoreError, Tx, Value, statements, values};
use domain::ids::MerchantId;
use domain::mail_address::MailAddress;
use domain::merchant::{CompanyName, Merchant, MerchantCode, MerchantKind};
use domain::person::{LoginMethod, PersonName, Role};
use domain::time::Timestamp;

statements! {
    /// Somebody else may set the same code up at the same moment: then nothing is written.
    INSERT_MERCHANT_ONCE = "INSERT INTO merchant (id, code, access_key, company, kind, tablet, \
        contact_mail, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    INSERT_INVITED_ONCE = "INSERT INTO person (id, merchant_id, role, user_id, user_id_folded, \
        login_method, same_person, name, mail, mail_folded, locale, budget, created_at, invite_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    FIND_KNOWN_MERCHANT = "SELECT m.id, m.code, m.access_key, m.company, m.kind, m.tablet, \
        m.contact_mail, a.name, a.mail, \
        (SELECT COUNT(*) FROM person s WHERE s.merchant_id = m.id AND s.same_person = 1) AS same \
        FROM merchant m JOIN person a ON a.merchant_id = m.id AND a.role = 'admin' \
        WHERE m.code = $1";
    FIND_KNOWN_USER = "SELECT role, login_method, same_person, name, mail, \
        user_id_folded = $2 AS by_id FROM person \
        WHERE merchant_id = $1 AND (user_id_folded = $2 OR mail_folded = $3) \
        ORDER BY CASE WHEN user_id_folded = $2 THEN 0 ELSE 1 END";
}

/// A merchant that is there already, with its 管理 user.
#[derive(Clone, Debug)]
pub struct KnownMerchant {
    /// Identity.
    pub id: MerchantId,
    /// 加盟店コード.
    pub code: MerchantCode,
    /// アクセスキー.
    pub access_key: String,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The contact person's address.
    pub contact_mail: Option<MailAddress>,
    /// The 管理 user's name.
    pub admin_name: PersonName,
    /// The 管理 user's address.
    pub admin_mail: Option<MailAddress>,
    /// One of its users is 管理者ユーザと同一 (USER-5).
    pub same_person_taken: bool,
}

/// A user who is there already under a ユーザID or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownUser {
    /// 権限.
    pub role: Role,
    /// ログイン方法.
    pub login_method: LoginMethod,
    /// 管理者ユーザと同一.
    pub same_person: bool,
    /// ユーザ名.
    pub name: String,
    /// The own address.
    pub mail: Option<String>,
    /// Found by the ユーザID; else by the address alone, which somebody else has (USER-11).
    pub by_id: bool,
}

/// Saves a merchant, unless its code is there. False when it is.
///
/// # Errors
/// [`StoreError`].
pub async fn add_merchant(
    tx: &mut Tx,
    merchant: &Merchant,
    now: Timestamp,
) -> Result<bool, StoreError> {
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
    Ok(tx.execute(&INSERT_MERCHANT_ONCE, &values).await? == 1)
}

/// Saves a person without any credential, to be invited from `invite_at` on. False when the ユーザID, the
/// address or the one place of 管理者ユーザと同一 is taken.
///
/// # Errors
/// [`StoreError`].
pub async fn add_invited(
    tx: &mut Tx,
    new: &Subject,
    now: Timestamp,
    invite_at: Timestamp,
) -> Result<bool, StoreError> {
    let person = &new.person;
    let values = values![
        person.id.uuid(),
        new.merchant.uuid(),
        person.role.word(),
        person.user_id.as_str(),
        person.user_id.folded(),
        person.login_method.word(),
        person.same_person,
        person.name.as_str(),
        person.mail.as_ref().map(MailAddress::as_str),
        person.mail.as_ref().map(MailAddress::folded),
        &new.locale,
        new.budget,
        now.as_micros(),
        invite_at.as_micros(),
    ];
    Ok(tx.execute(&INSERT_INVITED_ONCE, &values).await? == 1)
}

/// Finds a merchant by its code.
///
/// # Errors
/// [`StoreError`].
pub async fn merchant(
    store: &Store,
    code: &MerchantCode,
) -> Result<Option<KnownMerchant>, StoreError> {
    let row = store
        .fetch_optional(&FIND_KNOWN_MERCHANT, &values![code.as_str()])
        .await?;
    row.as_ref().map(known_merchant).transpose()
}

/// Finds who has a ユーザID, else an address, within a merchant.
///
/// # Errors
/// [`StoreError`].
pub async fn user(
    store: &Store,
    merchant: MerchantId,
    user_id_folded: &str,
    mail_folded: Option<&str>,
) -> Result<Option<KnownUser>, StoreError> {
    let values = values![
        merchant.uuid(),
        user_id_folded,
        mail_folded.map_or(Value::Text(None), Value::from)
    ];
    let rows = store.fetch_all(&FIND_KNOWN_USER, &values).await?;
    rows.first().map(known_user).transpose()
}

fn known_merchant(row: &Row) -> Result<KnownMerchant, StoreError> {
    let address = |column| {
        let text = row.text_or_null(column)?;
        Ok::<_, StoreError>(text.and_then(|text| MailAddress::parse(&text).ok()))
    };
    Ok(KnownMerchant {
        id: MerchantId::new(row.uuid("id")?),
        code: MerchantCode::parse(&row.text("code")?).ok_or_else(|| fault("code"))?,
        access_key: row.text("access_key")?,
        company: CompanyName::parse(&row.text("company")?).ok_or_else(|| fault("company"))?,
        kind: MerchantKind::from_word(&row.text("kind")?).ok_or_else(|| fault("kind"))?,
        tablet: row.flag("tablet")?,
        contact_mail: address("contact_mail")?,
        admin_name: PersonName::parse(&row.text("name")?).map_err(|_| fault("name"))?,
        admin_mail: address("mail")?,
        same_person_taken: row.int("same")? > 0,
    })
}

fn known_user(row: &Row) -> Result<KnownUser, StoreError> {
    let method = row.text("login_method")?;
    Ok(KnownUser {
        role: Role::from_word(&row.text("role")?).ok_or_else(|| fault("role"))?,
        login_method: LoginMethod::from_word(&method).ok_or_else(|| fault("login_method"))?,
        same_person: row.flag("same_person")?,
        name: row.text("name")?,
        mail: row.text_or_null("mail")?,
        by_id: row.flag("by_id")?,
    })
}

//! People: saved, found for a mail or an act, changed.

use crate::error::UniqueKey;
use crate::factors::Owner;
use crate::read::{fault, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::mail_address::MailAddress;
use domain::merchant::MerchantCode;
use domain::person::{LoginMethod, Person, PersonName, Role, UserId};
use domain::reset::Addresses;
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    INSERT_PERSON = "INSERT INTO person (id, merchant_id, role, user_id, user_id_folded, \
        login_method, same_person, name, mail, mail_folded, locale, budget, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    FIND_BY_NAME = "SELECT p.id, p.merchant_id, p.role, p.user_id, p.name, p.mail, p.login_method, \
        p.same_person, p.locale, p.budget, p.epoch, m.code, m.access_key, m.contact_mail, \
        m.contact_mail_next, m.contact_mail_next_at, \
        a.mail AS admin_mail \
        FROM merchant m JOIN person p ON p.merchant_id = m.id \
        LEFT JOIN person a ON a.merchant_id = m.id AND a.role = 'admin' \
        WHERE m.code = $1 AND p.user_id_folded = $2";
    FIND_BY_ID = "SELECT p.id, p.merchant_id, p.role, p.user_id, p.name, p.mail, p.login_method, \
        p.same_person, p.locale, p.budget, p.epoch, m.code, m.access_key, m.contact_mail, \
        m.contact_mail_next, m.contact_mail_next_at, \
        a.mail AS admin_mail \
        FROM merchant m JOIN person p ON p.merchant_id = m.id \
        LEFT JOIN person a ON a.merchant_id = m.id AND a.role = 'admin' \
        WHERE m.id = $1 AND p.id = $2";
    FIND_ADMIN = "SELECT p.id, p.merchant_id, p.role, p.user_id, p.name, p.mail, p.login_method, \
        p.same_person, p.locale, p.budget, p.epoch, m.code, m.access_key, m.contact_mail, \
        m.contact_mail_next, m.contact_mail_next_at, \
        p.mail AS admin_mail \
        FROM merchant m JOIN person p ON p.merchant_id = m.id AND p.role = 'admin' \
        WHERE m.id = $1";
    NAMES_TAKEN = "SELECT COUNT(CASE WHEN user_id_folded = $2 THEN 1 END) AS ids, \
        COUNT(CASE WHEN mail_folded = $3 THEN 1 END) AS mails FROM person \
        WHERE merchant_id = $1 AND id <> $4";
    SAME_PERSON_TAKEN = "SELECT COUNT(*) AS taken FROM person \
        WHERE merchant_id = $1 AND same_person = 1 AND id <> $2";
    /// A changed right ends the sessions that it was checked in.
    CHANGE_PERSON = "UPDATE person SET role = $4, login_method = $5, same_person = $6, name = $7, \
        mail = $8, mail_folded = $9, version = version + 1, \
        epoch = CASE WHEN role = $4 THEN epoch ELSE epoch + 1 END \
        WHERE id = $1 AND merchant_id = $2 AND version = $3 AND role IN ('general', 'shipping')";
    COUNT_USERS = "SELECT COUNT(*) AS users, \
        COUNT(CASE WHEN EXISTS (SELECT 1 FROM factor f WHERE f.person_id = p.id \
            AND f.confirmed_at IS NOT NULL) THEN 1 END) AS enrolled \
        FROM person p WHERE p.merchant_id = $1 AND p.role <> 'admin'";
}

/// ユーザID is unique within its merchant (USER-17).
pub const USER_ID_KEY: UniqueKey = UniqueKey {
    name: "person_merchant_id_user_id_folded_key",
    table: "person",
    columns: &["merchant_id", "user_id_folded"],
};

/// メールアドレス is unique within its merchant (USER-10, USER-11).
pub const MAIL_KEY: UniqueKey = UniqueKey {
    name: "person_merchant_id_mail_folded_key",
    table: "person",
    columns: &["merchant_id", "mail_folded"],
};

/// One person per merchant is the 管理者ユーザと同一 one (USER-5).
pub const SAME_PERSON_KEY: UniqueKey = UniqueKey {
    name: "person_one_same_person",
    table: "person",
    columns: &["merchant_id", "same_person"],
};

/// A person as an act or a mail about them needs it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The person.
    pub person: Person,
    /// Their merchant.
    pub merchant: MerchantId,
    /// 加盟店コード.
    pub merchant_code: MerchantCode,
    /// アクセスキー.
    pub access_key: String,
    /// Where mails about them can go.
    pub addresses: Addresses,
    /// `ja` or `en`.
    pub locale: String,
    /// The key of their budget of tries.
    pub budget: [u8; 32],
    /// Moves on with every reset.
    pub epoch: i64,
}

impl Subject {
    /// Person and merchant, for statements on rows they own.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        Owner {
            person: self.person.id,
            merchant: self.merchant,
        }
    }
}

/// Saves a person without any credential.
///
/// # Errors
/// [`StoreError::Unique`] with [`USER_ID_KEY`], [`MAIL_KEY`] or [`SAME_PERSON_KEY`].
pub async fn insert(tx: &mut Tx, new: &Subject, now: Timestamp) -> Result<(), StoreError> {
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
    ];
    tx.execute(&INSERT_PERSON, &values).await.map(drop)
}

/// Changes a 一般 or 出荷 user, in every field but ユーザID; sessions end with a changed right. False
/// when the user was changed meanwhile (no longer of `version`) or is gone.
///
/// # Errors
/// [`StoreError::Unique`] with [`MAIL_KEY`] or [`SAME_PERSON_KEY`].
pub async fn change(
    tx: &mut Tx,
    merchant: MerchantId,
    version: i64,
    to: &Person,
) -> Result<bool, StoreError> {
    let values = values![
        to.id.uuid(),
        merchant.uuid(),
        version,
        to.role.word(),
        to.login_method.word(),
        to.same_person,
        to.name.as_str(),
        to.mail.as_ref().map(MailAddress::as_str),
        to.mail.as_ref().map(MailAddress::folded),
    ];
    Ok(tx.execute(&CHANGE_PERSON, &values).await? == 1)
}

/// Whether a ユーザID and an address are taken within a merchant by anybody but `except` (USER-11,
/// USER-17).
///
/// # Errors
/// [`StoreError`].
pub async fn taken(
    store: &Store,
    merchant: MerchantId,
    user_id: Option<&UserId>,
    mail: Option<&MailAddress>,
    except: Option<PersonId>,
) -> Result<(bool, bool), StoreError> {
    let values = values![
        merchant.uuid(),
        user_id.map(UserId::folded),
        mail.map(MailAddress::folded),
        uuid_of(except),
    ];
    let row = store.fetch_optional(&NAMES_TAKEN, &values).await?;
    row.map_or(Ok((false, false)), |row| {
        Ok((row.int("ids")? > 0, row.int("mails")? > 0))
    })
}

/// Finds a person by what is typed at the entrance.
///
/// # Errors
/// [`StoreError`].
pub async fn find_by_name(
    store: &Store,
    merchant_code: &str,
    user_id_folded: &str,
) -> Result<Option<Subject>, StoreError> {
    let row = store
        .fetch_optional(&FIND_BY_NAME, &values![merchant_code, user_id_folded])
        .await?;
    row.as_ref().map(subject).transpose()
}

/// Finds a person of a merchant.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    store: &Store,
    merchant: MerchantId,
    person: PersonId,
) -> Result<Option<Subject>, StoreError> {
    let values = values![merchant.uuid(), person.uuid()];
    let row = store.fetch_optional(&FIND_BY_ID, &values).await?;
    row.as_ref().map(subject).transpose()
}

/// Finds the 管理 user of a merchant (ROLE-2).
///
/// # Errors
/// [`StoreError`].
pub async fn find_admin(
    store: &Store,
    merchant: MerchantId,
) -> Result<Option<Subject>, StoreError> {
    let row = store
        .fetch_optional(&FIND_ADMIN, &values![merchant.uuid()])
        .await?;
    row.as_ref().map(subject).transpose()
}

/// Whether a user of the merchant other than `except` is 管理者ユーザと同一 already (USER-5).
///
/// # Errors
/// [`StoreError`].
pub async fn same_person_taken(
    store: &Store,
    merchant: MerchantId,
    except: Option<PersonId>,
) -> Result<bool, StoreError> {
    let row = store
        .fetch_optional(
            &SAME_PERSON_TAKEN,
            &values![merchant.uuid(), uuid_of(except)],
        )
        .await?;
    row.map_or(Ok(false), |row| Ok(row.int("taken")? > 0))
}

/// Nobody's id is the nil UUID.
fn uuid_of(person: Option<PersonId>) -> Uuid {
    person.map_or(Uuid::nil(), PersonId::uuid)
}

/// How many users besides 管理 there are, and how many of them have ever enrolled a secret.
///
/// # Errors
/// [`StoreError`].
pub async fn count(store: &Store, merchant: MerchantId) -> Result<(i64, i64), StoreError> {
    let row = store
        .fetch_optional(&COUNT_USERS, &values![merchant.uuid()])
        .await?;
    row.map_or(Ok((0, 0)), |row| {
        Ok((row.int("users")?, row.int("enrolled")?))
    })
}

fn subject(row: &Row) -> Result<Subject, StoreError> {
    let code = row.text("code")?;
    Ok(Subject {
        merchant: MerchantId::new(row.uuid("merchant_id")?),
        merchant_code: MerchantCode::parse(&code).ok_or_else(|| fault("code"))?,
        access_key: row.text("access_key")?,
        addresses: addresses(row)?,
        locale: row.text("locale")?,
        budget: row.array("budget")?,
        epoch: row.int("epoch")?,
        person: person(row)?,
    })
}

/// Reads `mail`, `same_person`, `admin_mail` and the contact person's addresses.
pub(crate) fn addresses(row: &Row) -> Result<Addresses, StoreError> {
    let admin = address(row, "admin_mail")?;
    let own = if row.flag("same_person")? {
        admin.clone()
    } else {
        address(row, "mail")?
    };
    Ok(Addresses {
        own,
        admin,
        contact: address(row, "contact_mail")?,
        contact_next: address(row, "contact_mail_next")?
            .zip(moment_or_null(row, "contact_mail_next_at")?),
    })
}

pub(crate) fn person(row: &Row) -> Result<Person, StoreError> {
    let method = row.text("login_method")?;
    Ok(Person {
        id: PersonId::new(row.uuid("id")?),
        role: Role::from_word(&row.text("role")?).ok_or_else(|| fault("role"))?,
        user_id: UserId::parse(&row.text("user_id")?).ok_or_else(|| fault("user_id"))?,
        name: PersonName::parse(&row.text("name")?).map_err(|_| fault("name"))?,
        mail: address(row, "mail")?,
        login_method: LoginMethod::from_word(&method).ok_or_else(|| fault("login_method"))?,
        same_person: row.flag("same_person")?,
    })
}

fn address(row: &Row, column: &'static str) -> Result<Option<MailAddress>, StoreError> {
    let text = row.text_or_null(column)?;
    text.map(|text| MailAddress::parse(&text).map_err(|_| fault(column)))
        .transpose()
}

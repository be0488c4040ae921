//! What customer service sees of merchants: found, their file, their people's state, their mails.

use crate::read::{fault, moment, moment_or_null};
use crate::tallies::{self, LockLimits, tallies};
use crate::{Row, Store, StoreError, statements, values};
use domain::care::Contact;
use domain::ids::{MerchantId, OutboxId};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, Merchant, MerchantCode, MerchantKind};
use domain::merchant_form::Particulars;
use domain::networks::Networks;
use domain::person::{Role, UserId};
use domain::time::Timestamp;
use domain::user_state::{SetUp, Signs};

statements! {
    SEARCH_MERCHANTS = "SELECT code, company, kind, tablet, suspended_at, closed_at \
        FROM merchant WHERE code <> '000000000' AND ($1 = '' OR code = $1) \
        AND ($2 = '' OR LOWER(company) LIKE $2 ESCAPE '!') ORDER BY code LIMIT $3";
    SHOW_MERCHANT = "SELECT id, code, access_key, company, kind, tablet, mail_method, networks, \
        contact_mail, contact_mail_next, contact_mail_next_at, contact_mail_changed_at, \
        created_at, suspended_at, closed_at, version \
        FROM merchant WHERE code = $1 AND code <> '000000000'";
    ADMIN_SEEN = joined("SELECT p.name, p.mail, p.user_id, p.role, \
        p.password_sealed IS NOT NULL AS has_password, p.mail_login_at, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        ", tallies!("p"), ", \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM person p LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        WHERE p.merchant_id = $1 AND p.role = 'admin'");
    USERS_SEEN = joined("SELECT p.name, p.mail, p.user_id, p.role, \
        p.password_sealed IS NOT NULL AS has_password, p.mail_login_at, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        ", tallies!("p"), ", \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM person p LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        WHERE p.merchant_id = $1 AND p.role IN ('general', 'shipping') \
        ORDER BY p.user_id_folded LIMIT $6 OFFSET $7");
    COUNT_SHIPPING = "SELECT COUNT(*) AS users FROM person \
        WHERE merchant_id = $1 AND role = 'shipping'";
    MAILS_SEEN = "SELECT o.id, o.template, o.shown_to, o.state, o.created_at, o.tries, o.answer, \
        p.user_id, p.role \
        FROM outbox o LEFT JOIN person p ON p.id = o.person_id AND p.merchant_id = o.merchant_id \
        WHERE o.merchant_id = $1 AND o.created_at > $2 AND o.state <> 'void' \
        ORDER BY o.created_at DESC, o.id DESC LIMIT $3 OFFSET $4";
    COUNT_MAILS_SEEN = "SELECT COUNT(*) AS mails FROM outbox \
        WHERE merchant_id = $1 AND created_at > $2 AND state <> 'void'";
}

/// A merchant among those found.
#[derive(Clone, Debug)]
pub struct FoundMerchant {
    /// 加盟店コード.
    pub code: MerchantCode,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// Whether its people can log in.
    pub state: MerchantState,
}

/// Whether a merchant's people can log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MerchantState {
    /// They can.
    Open,
    /// Not for the time being.
    Suspended,
    /// Never again.
    Closed,
}

/// What customer service keeps of a merchant.
#[derive(Clone, Debug)]
pub struct MerchantFile {
    /// Identity.
    pub id: MerchantId,
    /// 加盟店コード.
    pub code: MerchantCode,
    /// What can be changed.
    pub particulars: Particulars,
    /// The contact person's address.
    pub contact: Contact,
    /// Whether its people can log in.
    pub state: MerchantState,
    /// When it was set up.
    pub created_at: Timestamp,
    /// Moves on with every change; a change rests on the one it was decided on.
    pub version: i64,
}

impl MerchantFile {
    /// The merchant as mails and pages name it.
    #[must_use]
    pub fn merchant(&self) -> Merchant {
        Merchant {
            id: self.id,
            code: self.code.clone(),
            access_key: self.particulars.access_key.clone(),
            company: self.particulars.company.clone(),
            kind: self.particulars.kind,
            tablet: self.particulars.tablet,
            contact_mail: self.contact.present.clone(),
            suspended: self.state != MerchantState::Open,
        }
    }
}

/// A person of a merchant as customer service sees them: enough to help, no more (CS-3).
#[derive(Clone, Debug)]
pub struct PersonSeen {
    /// 権限.
    pub role: Role,
    /// ユーザID.
    pub user_id: UserId,
    /// ユーザ名.
    pub name: String,
    /// The own address.
    pub mail: Option<MailAddress>,
    /// What the badges are made from.
    pub signs: Signs,
    /// The last completed log-in.
    pub last_login_at: Option<Timestamp>,
}

/// A mail as 送信状況 shows it.
#[derive(Clone, Debug)]
pub struct MailSeen {
    /// Identity.
    pub id: OutboxId,
    /// The notice's word.
    pub template: String,
    /// The address, masked.
    pub shown_to: Option<String>,
    /// `queued`, `sent`, `dead` or `expired`.
    pub state: String,
    /// When its cause was.
    pub created_at: Timestamp,
    /// Tries so far.
    pub tries: i64,
    /// What the mail server said last.
    pub answer: Option<String>,
    /// About whom, while they are there.
    pub about: Option<(Role, String)>,
}

/// Finds merchants by code, by a part of the name, or all; at most `most`, ordered by code.
///
/// # Errors
/// [`StoreError`].
pub async fn search(
    store: &Store,
    code: &str,
    company_part: &str,
    most: u16,
) -> Result<Vec<FoundMerchant>, StoreError> {
    let rows = store
        .fetch_all(
            &SEARCH_MERCHANTS,
            &values![code, pattern(company_part), most],
        )
        .await?;
    rows.iter().map(found).collect()
}

/// A part of a name as LIKE takes it; nothing for "any name".
fn pattern(part: &str) -> String {
    if part.is_empty() {
        return String::new();
    }
    let mut pattern = "%".to_owned();
    for c in part.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A merchant's file.
///
/// # Errors
/// [`StoreError`].
pub async fn show(store: &Store, code: &MerchantCode) -> Result<Option<MerchantFile>, StoreError> {
    let row = store
        .fetch_optional(&SHOW_MERCHANT, &values![code.as_str()])
        .await?;
    row.as_ref().map(file).transpose()
}

/// A merchant's 管理 user.
///
/// # Errors
/// [`StoreError`].
pub async fn admin(
    store: &Store,
    merchant: MerchantId,
    limits: LockLimits,
    now: Timestamp,
) -> Result<Option<PersonSeen>, StoreError> {
    let values = [vec![merchant.uuid().into()], limits.values(now)].concat();
    let row = store.fetch_optional(&ADMIN_SEEN, &values).await?;
    row.as_ref().map(|row| person(row, limits)).transpose()
}

/// A page of a merchant's 一般 and 出荷 users, ordered by ユーザID.
///
/// # Errors
/// [`StoreError`].
pub async fn users(
    store: &Store,
    merchant: MerchantId,
    limits: LockLimits,
    now: Timestamp,
    (size, number): (u32, u32),
) -> Result<Vec<PersonSeen>, StoreError> {
    let skip = i64::from(size) * i64::from(number);
    let values = [
        vec![merchant.uuid().into()],
        limits.values(now),
        values![size, skip].to_vec(),
    ]
    .concat();
    let rows = store.fetch_all(&USERS_SEEN, &values).await?;
    rows.iter().map(|row| person(row, limits)).collect()
}

/// Whether a merchant has 出荷 users, so that it has to stay a 物流加盟店 (ROLE-7).
///
/// # Errors
/// [`StoreError`].
pub async fn has_shipping_users(store: &Store, merchant: MerchantId) -> Result<bool, StoreError> {
    let row = store
        .fetch_optional(&COUNT_SHIPPING, &values![merchant.uuid()])
        .await?;
    row.map_or(Ok(false), |row| Ok(row.int("users")? > 0))
}

/// A page of the mails about a merchant since `since`, the newest first, and how many there are.
///
/// # Errors
/// [`StoreError`].
pub async fn mails(
    store: &Store,
    merchant: MerchantId,
    since: Timestamp,
    (size, number): (u32, u32),
) -> Result<(Vec<MailSeen>, i64), StoreError> {
    let (id, since) = (merchant.uuid(), since.as_micros());
    let row = store
        .fetch_optional(&COUNT_MAILS_SEEN, &values![id, since])
        .await?;
    let total = row.map_or(Ok(0), |row| row.int("mails"))?;
    let skip = i64::from(size) * i64::from(number);
    let rows = store
        .fetch_all(&MAILS_SEEN, &values![id, since, size, skip])
        .await?;
    let mails: Result<Vec<_>, _> = rows.iter().map(mail).collect();
    Ok((mails?, total))
}

fn found(row: &Row) -> Result<FoundMerchant, StoreError> {
    Ok(FoundMerchant {
        code: MerchantCode::parse(&row.text("code")?).ok_or_else(|| fault("code"))?,
        company: CompanyName::parse(&row.text("company")?).ok_or_else(|| fault("company"))?,
        kind: MerchantKind::from_word(&row.text("kind")?).ok_or_else(|| fault("kind"))?,
        tablet: row.flag("tablet")?,
        state: state(row)?,
    })
}

fn state(row: &Row) -> Result<MerchantState, StoreError> {
    let is_closed = row.int_or_null("closed_at")?.is_some();
    let is_suspended = row.int_or_null("suspended_at")?.is_some();
    Ok(match (is_closed, is_suspended) {
        (true, _) => MerchantState::Closed,
        (false, true) => MerchantState::Suspended,
        (false, false) => MerchantState::Open,
    })
}

fn file(row: &Row) -> Result<MerchantFile, StoreError> {
    let found = found(row)?;
    Ok(MerchantFile {
        id: MerchantId::new(row.uuid("id")?),
        code: found.code,
        particulars: Particulars {
            company: found.company,
            access_key: AccessKey::parse(&row.text("access_key")?)
                .ok_or_else(|| fault("access_key"))?,
            kind: found.kind,
            tablet: found.tablet,
            mail_method: row.flag("mail_method")?,
            networks: Networks::parse(&row.text("networks")?).map_err(|_| fault("networks"))?,
        },
        contact: Contact {
            present: address(row, "contact_mail")?,
            next: address(row, "contact_mail_next")?
                .zip(moment_or_null(row, "contact_mail_next_at")?),
            changed_at: moment_or_null(row, "contact_mail_changed_at")?,
        },
        state: found.state,
        created_at: moment(row, "created_at")?,
        version: row.int("version")?,
    })
}

fn person(row: &Row, limits: LockLimits) -> Result<PersonSeen, StoreError> {
    let has_secret = row.text_or_null("state")?.as_deref() == Some("confirmed");
    let wrong = row.int_or_null("wrong_codes")?.unwrap_or(0);
    let drift = row.int_or_null("drift_minutes")?;
    let set_up = match (row.flag("has_password")?, has_secret) {
        (false, _) => SetUp::NoPassword,
        (true, false) => SetUp::NoSecret,
        (true, true) => SetUp::Complete,
    };
    let by_app = moment_or_null(row, "app_login_at")?;
    Ok(PersonSeen {
        role: Role::from_word(&row.text("role")?).ok_or_else(|| fault("role"))?,
        user_id: UserId::parse(&row.text("user_id")?).ok_or_else(|| fault("user_id"))?,
        name: row.text("name")?,
        mail: address(row, "mail")?,
        signs: Signs {
            set_up,
            has_secret,
            lock: tallies::lock(row, limits)?,
            secret_spent: wrong >= i64::from(limits.wrong_codes),
            drift_minutes: drift.and_then(|minutes| i32::try_from(minutes).ok()),
            ..Signs::default()
        },
        last_login_at: by_app.max(moment_or_null(row, "mail_login_at")?),
    })
}

fn mail(row: &Row) -> Result<MailSeen, StoreError> {
    let role = row.text_or_null("role")?;
    let role = role.and_then(|word| Role::from_word(&word));
    Ok(MailSeen {
        id: OutboxId::new(row.uuid("id")?),
        template: row.text("template")?,
        shown_to: row.text_or_null("shown_to")?,
        state: row.text("state")?,
        created_at: moment(row, "created_at")?,
        tries: row.int("tries")?,
        answer: row.text_or_null("answer")?,
        about: role.zip(row.text_or_null("user_id")?),
    })
}

fn address(row: &Row, column: &'static str) -> Result<Option<MailAddress>, StoreError> {
    let text = row.text_or_null(column)?;
    text.map(|text| MailAddress::parse(&text).map_err(|_| fault(column)))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_is_typed_is_no_pattern() {
        assert_eq!(pattern(""), "");
        assert_eq!(pattern("はな_100%!A"), "%はな!_100!%!!a%");
    }
}

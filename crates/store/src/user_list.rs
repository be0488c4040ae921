//! ユーザー一覧: the users of a merchant as 管理 sees them (USER-22).

use crate::people::person;
use crate::read::{moment, moment_or_null};
use crate::{Row, Store, StoreError, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::person::Person;
use domain::time::Timestamp;
use domain::user_state::{SetUp, Signs};

statements! {
    LIST_BY_ID = "SELECT p.id, p.role, p.user_id, p.name, p.mail, p.login_method, p.same_person, \
        p.version, p.created_at, p.mail_login_at, p.has_password, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        (SELECT COUNT(*) FROM attempt t WHERE t.budget = p.budget AND t.known = 0 AND t.slot < $2 \
            AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS failed, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM (SELECT n.id, n.role, n.user_id, n.user_id_folded, n.name, n.mail, n.login_method, \
            n.same_person, n.version, n.created_at, n.mail_login_at, n.budget, \
            n.password_sealed IS NOT NULL AS has_password FROM person n WHERE n.merchant_id = $1 AND n.role <> 'admin' \
            AND (n.user_id_folded LIKE $4 OR n.mail_folded LIKE $4 OR n.name LIKE $5 \
                OR lower(n.name) LIKE $6) \
            ORDER BY n.user_id_folded LIMIT $7 OFFSET $8) p \
        LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        ORDER BY p.user_id_folded";
    LIST_BY_NAME = "SELECT p.id, p.role, p.user_id, p.name, p.mail, p.login_method, p.same_person, \
        p.version, p.created_at, p.mail_login_at, p.has_password, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        (SELECT COUNT(*) FROM attempt t WHERE t.budget = p.budget AND t.known = 0 AND t.slot < $2 \
            AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS failed, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM (SELECT n.id, n.role, n.user_id, n.user_id_folded, n.name, n.mail, n.login_method, \
            n.same_person, n.version, n.created_at, n.mail_login_at, n.budget, \
            n.password_sealed IS NOT NULL AS has_password FROM person n WHERE n.merchant_id = $1 AND n.role <> 'admin' \
            AND (n.user_id_folded LIKE $4 OR n.mail_folded LIKE $4 OR n.name LIKE $5 \
                OR lower(n.name) LIKE $6) \
            ORDER BY n.name, n.user_id_folded LIMIT $7 OFFSET $8) p \
        LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        ORDER BY p.name, p.user_id_folded";
    COUNT_MATCHING = "SELECT COUNT(*) AS users FROM person n \
        WHERE n.merchant_id = $1 AND n.role <> 'admin' \
        AND (n.user_id_folded LIKE $2 OR n.mail_folded LIKE $2 OR n.name LIKE $3 \
            OR lower(n.name) LIKE $4)";
    SHOW_USER = "SELECT p.id, p.role, p.user_id, p.name, p.mail, p.login_method, p.same_person, \
        p.version, p.created_at, p.mail_login_at, p.password_sealed IS NOT NULL AS has_password, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        (SELECT COUNT(*) FROM attempt t WHERE t.budget = p.budget AND t.known = 0 AND t.slot < $2 \
            AND (t.failed_at IS NOT NULL OR t.reserved_until <= $3)) AS failed, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM person p \
        LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        WHERE p.merchant_id = $1 AND p.role <> 'admin' AND p.id = $4";
}

/// A line of ユーザー一覧 (USER-22).
#[derive(Clone, Debug)]
pub struct UserLine {
    /// The person.
    pub person: Person,
    /// What the badges are made from; how long the user has left is for others to say.
    pub signs: Signs,
    /// When the account was made.
    pub created_at: Timestamp,
    /// The last completed log-in, by whichever method.
    pub last_login_at: Option<Timestamp>,
    /// Grows with every change; a change rests on it.
    pub version: i64,
}

/// The limits that decide what counts as locked.
#[derive(Clone, Copy, Debug)]
pub struct LockLimits {
    /// Tries allowed.
    pub attempts: u8,
    /// Wrong codes after a right password allowed.
    pub wrong_codes: u8,
}

/// What a user's ID, name or address has to hold.
#[derive(Clone, Debug)]
pub struct Pattern {
    plain: String,
    typed: String,
    lower: String,
}

impl Pattern {
    /// Everybody.
    #[must_use]
    pub fn any() -> Self {
        Self::of("", "")
    }

    /// Whoever's ID or address holds `narrow` (narrowed), or whose name holds `typed` (in normal
    /// form C); letters' case does not matter.
    #[must_use]
    pub fn of(narrow: &str, typed: &str) -> Self {
        Self {
            plain: holding(&narrow.to_ascii_lowercase()),
            typed: holding(typed),
            lower: holding(&typed.to_lowercase()),
        }
    }
}

/// A LIKE pattern for texts that hold `part`, whose own signs mean nothing.
///
/// SQLite's LIKE has no sign that takes a meaning away unless it is told one, PostgreSQL's has:
/// `_` and `%` are left as they are (they match a little more), `\` is no sign of an ID, a name
/// that holds one is found without it.
fn holding(part: &str) -> String {
    let part: String = part.chars().filter(|c| *c != '\\').collect();
    format!("%{part}%")
}

/// In which order a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    /// By ユーザID.
    UserId,
    /// By ユーザ名, then ユーザID.
    Name,
}

/// A part of the list.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// In which order.
    pub order: ListOrder,
    /// How many lines at most.
    pub most: u32,
    /// How many come before.
    pub skip: u64,
}

/// A part of the list of the users whom `pattern` fits.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    store: &Store,
    merchant: MerchantId,
    pattern: &Pattern,
    (limits, now): (LockLimits, Timestamp),
    slice: Slice,
) -> Result<Vec<UserLine>, StoreError> {
    let values = values![
        merchant.uuid(),
        limits.attempts,
        now.as_micros(),
        &pattern.plain,
        &pattern.typed,
        &pattern.lower,
        slice.most,
        i64::try_from(slice.skip).unwrap_or(i64::MAX),
    ];
    let statement = match slice.order {
        ListOrder::UserId => &LIST_BY_ID,
        ListOrder::Name => &LIST_BY_NAME,
    };
    let rows = store.fetch_all(statement, &values).await?;
    rows.iter().map(|row| line(row, limits)).collect()
}

/// How many users `pattern` fits.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    store: &Store,
    merchant: MerchantId,
    pattern: &Pattern,
) -> Result<u64, StoreError> {
    let values = values![
        merchant.uuid(),
        &pattern.plain,
        &pattern.typed,
        &pattern.lower
    ];
    let row = store.fetch_optional(&COUNT_MATCHING, &values).await?;
    row.map_or(Ok(0), |row| {
        Ok(u64::try_from(row.int("users")?).unwrap_or(0))
    })
}

/// One user of a merchant, never 管理.
///
/// # Errors
/// [`StoreError`].
pub async fn show(
    store: &Store,
    merchant: MerchantId,
    limits: LockLimits,
    now: Timestamp,
    person: PersonId,
) -> Result<Option<UserLine>, StoreError> {
    let values = values![
        merchant.uuid(),
        limits.attempts,
        now.as_micros(),
        person.uuid()
    ];
    let row = store.fetch_optional(&SHOW_USER, &values).await?;
    row.as_ref().map(|row| line(row, limits)).transpose()
}

fn line(row: &Row, limits: LockLimits) -> Result<UserLine, StoreError> {
    let state = row.text_or_null("state")?;
    let has_secret = state.as_deref() == Some("confirmed");
    let wrong = row.int_or_null("wrong_codes")?.unwrap_or(0);
    let set_up = match (row.flag("has_password")?, has_secret) {
        (false, _) => SetUp::NoPassword,
        (true, false) => SetUp::NoSecret,
        (true, true) => SetUp::Complete,
    };
    let drift = row.int_or_null("drift_minutes")?;
    let by_app = moment_or_null(row, "app_login_at")?;
    Ok(UserLine {
        person: person(row)?,
        signs: Signs {
            set_up,
            has_secret,
            locked: row.int("failed")? >= i64::from(limits.attempts),
            secret_spent: wrong >= i64::from(limits.wrong_codes),
            drift_minutes: drift.and_then(|minutes| i32::try_from(minutes).ok()),
            days_left: None,
        },
        created_at: moment(row, "created_at")?,
        last_login_at: by_app.max(moment_or_null(row, "mail_login_at")?),
        version: row.int("version")?,
    })
}

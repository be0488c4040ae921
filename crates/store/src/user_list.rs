//! ユーザー一覧: the users of a merchant as 管理 sees them (USER-22).

use crate::people::person;
use crate::read::{moment, moment_or_null};
use crate::tallies::{self, LockLimits, tallies};
use crate::{Row, Store, StoreError, Value, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::person::Person;
use domain::time::Timestamp;
use domain::user_state::{SetUp, Signs, StateFilter};

/// Says what `domain::user_state::urgency` says, of the row `r`.
macro_rules! urgency {
    () => {
        "CASE WHEN (r.failed >= $2 OR r.strangers >= $11) \
                AND (r.browsers = 0 OR r.known_failed >= $4) THEN 0 \
            WHEN r.wrong_codes >= $9 THEN 1 \
            WHEN r.strangers >= $11 THEN 2 WHEN r.failed >= $2 THEN 3 \
            WHEN r.drift_minutes IS NOT NULL THEN 4 \
            WHEN COALESCE(r.login_at, r.created_at) <= $10 THEN 5 \
            WHEN NOT r.has_password THEN 6 \
            WHEN r.state IS NULL OR r.state <> 'confirmed' THEN 7 ELSE 8 END"
    };
}

/// Says what `domain::user_state::StateFilter::fits` says of state $12, of the row `w`.
macro_rules! fits {
    () => {
        "WHERE $12 = 0 OR ($12 = 1 AND NOT w.has_password) \
            OR ($12 = 2 AND (w.wrong_codes >= $9 \
                OR (w.has_password AND (w.state IS NULL OR w.state <> 'confirmed')))) \
            OR ($12 = 3 AND w.urgency = 8) \
            OR ($12 = 4 AND (w.failed >= $2 OR w.strangers >= $11)) \
            OR ($12 = 5 AND COALESCE(w.login_at, w.created_at) <= $10) \
            OR ($12 = 6 AND (w.failed >= $2 OR w.strangers >= $11) \
                AND w.browsers > 0 AND w.known_failed < $4)"
    };
}

statements! {
    /// A page in the order of ユーザID: only its lines are looked at.
    LIST_BY_ID = joined("SELECT p.id, p.role, p.user_id, p.name, p.mail, p.login_method, p.same_person, \
        p.version, p.created_at, p.mail_login_at, p.has_password, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        ", tallies!("p"), ", \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM (SELECT n.id, n.role, n.user_id, n.user_id_folded, n.name, n.mail, n.login_method, \
            n.same_person, n.version, n.created_at, n.mail_login_at, n.budget, \
            n.password_sealed IS NOT NULL AS has_password FROM person n \
            WHERE n.merchant_id = $1 AND n.role <> 'admin' \
            AND (n.user_id_folded LIKE $6 ESCAPE '!' OR n.mail_folded LIKE $6 ESCAPE '!' \
                OR n.name LIKE $7 ESCAPE '!' OR lower(n.name) LIKE $8 ESCAPE '!') \
            ORDER BY n.user_id_folded LIMIT $9 OFFSET $10) p \
        LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        ORDER BY p.user_id_folded");
    /// A page in the order of ユーザ名: only its lines are looked at.
    LIST_BY_NAME = joined("SELECT p.id, p.role, p.user_id, p.name, p.mail, p.login_method, p.same_person, \
        p.version, p.created_at, p.mail_login_at, p.has_password, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        ", tallies!("p"), ", \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM (SELECT n.id, n.role, n.user_id, n.user_id_folded, n.name, n.mail, n.login_method, \
            n.same_person, n.version, n.created_at, n.mail_login_at, n.budget, \
            n.password_sealed IS NOT NULL AS has_password FROM person n \
            WHERE n.merchant_id = $1 AND n.role <> 'admin' \
            AND (n.user_id_folded LIKE $6 ESCAPE '!' OR n.mail_folded LIKE $6 ESCAPE '!' \
                OR n.name LIKE $7 ESCAPE '!' OR lower(n.name) LIKE $8 ESCAPE '!') \
            ORDER BY n.name, n.user_id_folded LIMIT $9 OFFSET $10) p \
        LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        ORDER BY p.name, p.user_id_folded");
    /// A page of an order or a state that is found out for each user of the merchant. `urgency`
    /// and the states say in SQL what `domain::user_state` says; a test holds them together.
    LIST_WEIGHED = joined("SELECT w.* FROM (SELECT r.*, \
            ", urgency!(), " AS urgency \
        FROM (SELECT q.*, \
                CASE WHEN q.app_login_at IS NULL THEN q.mail_login_at \
                    WHEN q.mail_login_at > q.app_login_at THEN q.mail_login_at \
                    ELSE q.app_login_at END AS login_at \
            FROM (SELECT n.id, n.role, n.user_id, n.user_id_folded, n.name, n.mail, n.login_method, \
                n.same_person, n.version, n.created_at, n.mail_login_at, \
                n.password_sealed IS NOT NULL AS has_password, \
                f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
                    WHERE d.person_id = n.id AND d.state = 'confirmed') AS drift_minutes, \
                ", tallies!("n"), ", \
                (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = n.id) AS app_login_at \
                FROM person n LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
                    WHERE g.person_id = n.id AND g.state <> 'revoked' \
                    ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
                WHERE n.merchant_id = $1 AND n.role <> 'admin' \
                AND (n.user_id_folded LIKE $6 ESCAPE '!' OR n.mail_folded LIKE $6 ESCAPE '!' \
                OR n.name LIKE $7 ESCAPE '!' OR lower(n.name) LIKE $8 ESCAPE '!')) q) r) w \
        ", fits!(), " \
        ORDER BY CASE WHEN $13 = 1 THEN w.name END, \
            CASE WHEN $13 = 2 THEN COALESCE(w.login_at, 0) WHEN $13 = 3 THEN w.urgency END, \
            w.user_id_folded LIMIT $14 OFFSET $15");
    /// How many users a search finds.
    COUNT_MATCHING = "SELECT COUNT(*) AS users FROM person n \
        WHERE n.merchant_id = $1 AND n.role <> 'admin' \
        AND (n.user_id_folded LIKE $2 ESCAPE '!' OR n.mail_folded LIKE $2 ESCAPE '!' \
            OR n.name LIKE $3 ESCAPE '!' OR lower(n.name) LIKE $4 ESCAPE '!')";
    /// How many users a search finds in a state.
    COUNT_WEIGHED = joined("SELECT COUNT(*) AS users FROM (SELECT r.*, \
            ", urgency!(), " AS urgency \
        FROM (SELECT q.*, \
                CASE WHEN q.app_login_at IS NULL THEN q.mail_login_at \
                    WHEN q.mail_login_at > q.app_login_at THEN q.mail_login_at \
                    ELSE q.app_login_at END AS login_at \
            FROM (SELECT n.created_at, n.mail_login_at, n.password_sealed IS NOT NULL AS has_password, \
                f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
                    WHERE d.person_id = n.id AND d.state = 'confirmed') AS drift_minutes, \
                ", tallies!("n"), ", \
                (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = n.id) AS app_login_at \
                FROM person n LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
                    WHERE g.person_id = n.id AND g.state <> 'revoked' \
                    ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
                WHERE n.merchant_id = $1 AND n.role <> 'admin' \
                AND (n.user_id_folded LIKE $6 ESCAPE '!' OR n.mail_folded LIKE $6 ESCAPE '!' \
                OR n.name LIKE $7 ESCAPE '!' OR lower(n.name) LIKE $8 ESCAPE '!')) q) r) w \
        ", fits!(), "");
    SHOW_USER = joined("SELECT p.id, p.role, p.user_id, p.name, p.mail, p.login_method, p.same_person, \
        p.version, p.created_at, p.mail_login_at, p.password_sealed IS NOT NULL AS has_password, \
        f.state, f.wrong_codes, (SELECT MAX(d.drift_minutes) FROM factor d \
            WHERE d.person_id = p.id AND d.state = 'confirmed') AS drift_minutes, \
        ", tallies!("p"), ", \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM person p \
        LEFT JOIN factor f ON f.id = (SELECT g.id FROM factor g \
            WHERE g.person_id = p.id AND g.state <> 'revoked' \
            ORDER BY g.state, g.last_used_at DESC, g.id DESC LIMIT 1) \
        WHERE p.merchant_id = $1 AND p.role <> 'admin' AND p.id = $6");
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
    /// form C); the case of Latin letters does not matter.
    #[must_use]
    pub fn of(narrow: &str, typed: &str) -> Self {
        Self {
            plain: holding(&narrow.to_ascii_lowercase()),
            typed: holding(typed),
            lower: holding(&typed.to_ascii_lowercase()),
        }
    }
}

/// A LIKE pattern for texts that hold `part`; the statements name `!` as the sign that takes a
/// sign's meaning away.
fn holding(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.chars() {
        if matches!(c, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// In which order a list is read; users that are equal in it stand by ユーザID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    /// By ユーザID.
    UserId,
    /// By ユーザ名.
    Name,
    /// By the last log-in, the longest ago first; whoever never logged in before all others.
    LastLogin,
    /// By `domain::user_state::urgency`.
    Urgency,
}

/// Which users are asked for, in which order.
#[derive(Clone, Debug)]
pub struct Question {
    /// What they hold.
    pub pattern: Pattern,
    /// The state they are in.
    pub state: Option<StateFilter>,
    /// The order.
    pub order: ListOrder,
}

/// What states depend on.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// What counts as locked.
    pub limits: LockLimits,
    /// Now.
    pub now: Timestamp,
    /// Whoever has been silent since then or before is shown with the end of the account
    /// (`domain::user_state::end_shown_since`).
    pub end_shown_since: Timestamp,
}

/// A part of a list.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// How many lines at most.
    pub most: u32,
    /// How many come before.
    pub skip: u64,
}

/// A part of the list of a merchant's users.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    store: &Store,
    merchant: MerchantId,
    question: &Question,
    at: Circumstances,
    slice: Slice,
) -> Result<Vec<UserLine>, StoreError> {
    let (most, skip) = (slice.most, i64::try_from(slice.skip).unwrap_or(i64::MAX));
    let (statement, more) = match (question.order, question.state) {
        (ListOrder::UserId, None) => (&LIST_BY_ID, values![most, skip].to_vec()),
        (ListOrder::Name, None) => (&LIST_BY_NAME, values![most, skip].to_vec()),
        (order, state) => {
            let silent = at.end_shown_since.as_micros();
            let (wrong, shut) = (at.limits.wrong_codes, at.limits.shut_after());
            let (state, order) = (state_number(state), number(order));
            let values = values![wrong, silent, shut, state, order, most, skip];
            (&LIST_WEIGHED, values.to_vec())
        }
    };
    let values = [searched(merchant, &question.pattern, at), more].concat();
    let rows = store.fetch_all(statement, &values).await?;
    rows.iter().map(|row| line(row, at.limits)).collect()
}

/// How many users a question finds.
///
/// # Errors
/// [`StoreError`].
pub async fn count(
    store: &Store,
    merchant: MerchantId,
    question: &Question,
    at: Circumstances,
) -> Result<u64, StoreError> {
    let pattern = &question.pattern;
    let row = if question.state.is_none() {
        let texts = values![
            merchant.uuid(),
            &pattern.plain,
            &pattern.typed,
            &pattern.lower
        ];
        store.fetch_optional(&COUNT_MATCHING, &texts).await?
    } else {
        let silent = at.end_shown_since.as_micros();
        let (wrong, shut) = (at.limits.wrong_codes, at.limits.shut_after());
        let more = values![wrong, silent, shut, state_number(question.state)];
        let values = [searched(merchant, pattern, at), more.to_vec()].concat();
        store.fetch_optional(&COUNT_WEIGHED, &values).await?
    };
    row.map_or(Ok(0), |row| {
        Ok(u64::try_from(row.int("users")?).unwrap_or(0))
    })
}

/// The values that all lists begin with.
fn searched(merchant: MerchantId, pattern: &Pattern, at: Circumstances) -> Vec<Value> {
    let texts = values![&pattern.plain, &pattern.typed, &pattern.lower];
    let limits = at.limits.values(at.now);
    [vec![merchant.uuid().into()], limits, texts.to_vec()].concat()
}

/// The number of an order in the statements.
const fn number(order: ListOrder) -> u8 {
    match order {
        ListOrder::UserId => 0,
        ListOrder::Name => 1,
        ListOrder::LastLogin => 2,
        ListOrder::Urgency => 3,
    }
}

/// The number of a state in the statements, 0 for all.
const fn state_number(state: Option<StateFilter>) -> u8 {
    match state {
        None => 0,
        Some(StateFilter::FirstLogin) => 1,
        Some(StateFilter::NoSecret) => 2,
        Some(StateFilter::Active) => 3,
        Some(StateFilter::Locked) => 4,
        Some(StateFilter::Deletion) => 5,
        Some(StateFilter::Strangers) => 6,
    }
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
    let values = [
        vec![merchant.uuid().into()],
        limits.values(now),
        vec![person.uuid().into()],
    ]
    .concat();
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
            lock: tallies::lock(row, limits)?,
            secret_spent: wrong >= i64::from(limits.wrong_codes),
            drift_minutes: drift.and_then(|minutes| i32::try_from(minutes).ok()),
            days_left: None,
        },
        created_at: moment(row, "created_at")?,
        last_login_at: by_app.max(moment_or_null(row, "mail_login_at")?),
        version: row.int("version")?,
    })
}

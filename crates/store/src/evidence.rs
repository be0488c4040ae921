//! What the data show to an auditor: counts and dates, never names. Each statement reads one table
//! once, or goes by an index; the record is read for the last thirty days only.

use crate::read::moment_or_null;
use crate::{Row, Store, StoreError, statements, values};
use domain::evidence::{Data, INACTIVE_AT_MOST};
use domain::merchant::CENTRE;
use domain::policy::Policy;
use domain::time::{Span, Timestamp};

statements! {
    PEOPLE_SHOWN = "SELECT COUNT(*) AS people, \
        COUNT(CASE WHEN p.temporary_sealed IS NOT NULL THEN 1 END) AS first_passwords, \
        COUNT(CASE WHEN p.temporary_until <= $1 THEN 1 END) AS first_passwords_over, \
        COUNT(CASE WHEN p.chosen = 1 AND p.password_changed_at <= $2 THEN 1 END) AS old_passwords, \
        MIN(CASE WHEN p.chosen = 1 THEN p.password_changed_at END) AS oldest_password, \
        COUNT(CASE WHEN p.role IN ('general', 'shipping') AND p.created_at <= $3 \
            AND (p.mail_login_at IS NULL OR p.mail_login_at <= $3) \
            AND (p.app_login_at IS NULL OR p.app_login_at <= $3) THEN 1 END) AS silent_users, \
        COUNT(CASE WHEN p.role = 'admin' AND p.created_at <= $4 \
            AND (p.mail_login_at IS NULL OR p.mail_login_at <= $4) \
            AND (p.app_login_at IS NULL OR p.app_login_at <= $4) THEN 1 END) AS silent_admins, \
        COUNT(CASE WHEN p.role = 'operator' AND p.created_at <= $4 \
            AND (p.app_login_at IS NULL OR p.app_login_at <= $4) THEN 1 END) AS silent_operators, \
        COUNT(CASE WHEN p.role = 'admin' AND p.chosen = 1 AND p.factors = 0 \
            AND p.mail_login_at IS NULL THEN 1 END) AS admins_without_factor, \
        COUNT(CASE WHEN p.role = 'operator' AND p.chosen = 1 AND p.factors = 0 THEN 1 END) \
            AS operators_without_factor, \
        COUNT(CASE WHEN p.role IN ('general', 'shipping') AND p.chosen = 1 AND p.factors = 0 \
            AND p.mail_login_at IS NULL THEN 1 END) AS users_without_factor \
        FROM (SELECT n.role, n.created_at, n.temporary_sealed, n.temporary_until, \
            n.password_changed_at, n.mail_login_at, \
            CASE WHEN n.password_sealed IS NULL THEN 0 ELSE 1 END AS chosen, \
            (SELECT COUNT(*) FROM factor f WHERE f.person_id = n.id AND f.state = 'confirmed') \
                AS factors, \
            (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = n.id) AS app_login_at \
            FROM person n) p";
    DUPLICATE_IDS_SHOWN = "SELECT COUNT(*) AS duplicate_ids FROM (SELECT 1 AS one FROM person \
        GROUP BY merchant_id, user_id_folded HAVING COUNT(*) > 1) d";
    MERCHANTS_SHOWN = "SELECT COUNT(*) AS merchants, \
        COUNT(CASE WHEN m.networks <> '' THEN 1 END) AS merchants_restricted, \
        COUNT(CASE WHEN m.contact_mail IS NULL AND NOT EXISTS (SELECT 1 FROM person p \
            WHERE p.merchant_id = m.id AND p.role = 'admin' AND p.mail IS NOT NULL) THEN 1 END) \
            AS merchants_unreachable \
        FROM merchant m WHERE m.closed_at IS NULL AND m.id <> $1";
    SESSIONS_SHOWN = "SELECT COUNT(*) AS sessions, \
        COUNT(CASE WHEN s.created_at <= $3 THEN 1 END) AS overdue_sessions, \
        COUNT(CASE WHEN s.strength = 'mail' THEN 1 END) AS mail_sessions \
        FROM session s JOIN person p ON p.id = s.person_id AND p.epoch = s.epoch \
        WHERE s.ends_at > $1 AND s.last_seen_at > $2";
    SPREAD_IDS_SHOWN = "SELECT COUNT(*) AS ids_in_many_networks FROM (SELECT s.person_id \
        FROM session s JOIN person p ON p.id = s.person_id AND p.epoch = s.epoch \
        WHERE s.ends_at > $1 AND s.last_seen_at > $2 \
        GROUP BY s.person_id HAVING COUNT(DISTINCT s.network) >= 3) t";
    FACTORS_SHOWN = "SELECT COUNT(CASE WHEN kind = 'passkey' THEN 1 END) AS passkeys, \
        COUNT(CASE WHEN wrong_codes >= $1 THEN 1 END) AS spent_factors \
        FROM factor WHERE state = 'confirmed'";
    LOCKED_SHOWN = "SELECT COUNT(*) AS locked FROM (SELECT budget FROM attempt \
        WHERE known = 0 AND slot < $1 AND passed = 0 \
        AND (failed_at IS NOT NULL OR reserved_until <= $2) \
        GROUP BY budget HAVING COUNT(*) >= $1) t";
    FAILURES_SHOWN = "SELECT COUNT(*) AS failures FROM audit \
        WHERE at > $1 AND action = 'log_in' AND outcome <> 'ok'";
    API_KEYS_SHOWN = "SELECT COUNT(*) AS api_keys, \
        COUNT(CASE WHEN COALESCE(last_used_at, created_at) <= $1 THEN 1 END) AS api_keys_unused \
        FROM api_key WHERE revoked_at IS NULL";
    RECORD_SHOWN = "SELECT COALESCE((SELECT MAX(seq) FROM audit WHERE seq IS NOT NULL), 0) \
            + (SELECT COUNT(*) FROM audit WHERE seq IS NULL) AS record_rows, \
        (SELECT MIN(at) FROM audit) AS oldest_row, (SELECT MAX(at) FROM audit) AS newest_row, \
        (SELECT MIN(at) FROM audit WHERE seq IS NULL) AS oldest_unsealed, \
        (SELECT MAX(at) FROM audit_checkpoint) AS last_checkpoint";
    DEAD_MAILS_SHOWN = "SELECT COUNT(*) AS dead_mails FROM outbox \
        WHERE created_at > $1 AND state = 'dead'";
}

/// Counts everything that evidence rests on.
///
/// # Errors
/// [`StoreError`].
pub async fn gather(store: &Store, policy: &Policy, now: Timestamp) -> Result<Data, StoreError> {
    let mut data = Data::default();
    people(store, policy, now, &mut data).await?;
    merchants(store, &mut data).await?;
    sessions(store, policy, now, &mut data).await?;
    tries(store, policy, now, &mut data).await?;
    record(store, now, &mut data).await?;
    Ok(data)
}

async fn people(
    store: &Store,
    policy: &Policy,
    now: Timestamp,
    data: &mut Data,
) -> Result<(), StoreError> {
    let age = policy.password_max_age.unwrap_or(Span::days(90));
    // The job that deletes silent users runs once a day.
    let deleted = now.minus(policy.inactive).minus(Span::days(1));
    let silent = now.minus(INACTIVE_AT_MOST);
    let values = values![
        now.as_micros(),
        now.minus(age).as_micros(),
        deleted.as_micros(),
        silent.as_micros(),
    ];
    if let Some(row) = store.fetch_optional(&PEOPLE_SHOWN, &values).await? {
        data.people = count(&row, "people")?;
        data.first_passwords = count(&row, "first_passwords")?;
        data.first_passwords_over = count(&row, "first_passwords_over")?;
        data.old_passwords = count(&row, "old_passwords")?;
        data.oldest_password = moment_or_null(&row, "oldest_password")?;
        data.silent_users = count(&row, "silent_users")?;
        data.silent_admins = count(&row, "silent_admins")?;
        data.silent_operators = count(&row, "silent_operators")?;
        data.admins_without_factor = count(&row, "admins_without_factor")?;
        data.operators_without_factor = count(&row, "operators_without_factor")?;
        data.users_without_factor = count(&row, "users_without_factor")?;
    }
    if let Some(row) = store.fetch_optional(&DUPLICATE_IDS_SHOWN, &[]).await? {
        data.duplicate_ids = count(&row, "duplicate_ids")?;
    }
    let values = values![policy.wrong_codes];
    if let Some(row) = store.fetch_optional(&FACTORS_SHOWN, &values).await? {
        data.passkeys = count(&row, "passkeys")?;
        data.spent_factors = count(&row, "spent_factors")?;
    }
    Ok(())
}

async fn merchants(store: &Store, data: &mut Data) -> Result<(), StoreError> {
    let values = values![CENTRE.uuid()];
    if let Some(row) = store.fetch_optional(&MERCHANTS_SHOWN, &values).await? {
        data.merchants = count(&row, "merchants")?;
        data.merchants_restricted = count(&row, "merchants_restricted")?;
        data.merchants_unreachable = count(&row, "merchants_unreachable")?;
    }
    Ok(())
}

async fn sessions(
    store: &Store,
    policy: &Policy,
    now: Timestamp,
    data: &mut Data,
) -> Result<(), StoreError> {
    let seen = now.minus(policy.idle).as_micros();
    let begun = now.minus(policy.absolute).as_micros();
    let values = values![now.as_micros(), seen, begun];
    if let Some(row) = store.fetch_optional(&SESSIONS_SHOWN, &values).await? {
        data.sessions = count(&row, "sessions")?;
        data.overdue_sessions = count(&row, "overdue_sessions")?;
        data.mail_sessions = count(&row, "mail_sessions")?;
    }
    let values = values![now.as_micros(), seen];
    if let Some(row) = store.fetch_optional(&SPREAD_IDS_SHOWN, &values).await? {
        data.ids_in_many_networks = count(&row, "ids_in_many_networks")?;
    }
    Ok(())
}

async fn tries(
    store: &Store,
    policy: &Policy,
    now: Timestamp,
    data: &mut Data,
) -> Result<(), StoreError> {
    let values = values![policy.attempts, now.as_micros()];
    if let Some(row) = store.fetch_optional(&LOCKED_SHOWN, &values).await? {
        data.locked = count(&row, "locked")?;
    }
    let values = values![now.minus(Span::days(30)).as_micros()];
    if let Some(row) = store.fetch_optional(&FAILURES_SHOWN, &values).await? {
        data.failures = count(&row, "failures")?;
    }
    let values = values![now.minus(INACTIVE_AT_MOST).as_micros()];
    if let Some(row) = store.fetch_optional(&API_KEYS_SHOWN, &values).await? {
        data.api_keys = count(&row, "api_keys")?;
        data.api_keys_unused = count(&row, "api_keys_unused")?;
    }
    Ok(())
}

async fn record(store: &Store, now: Timestamp, data: &mut Data) -> Result<(), StoreError> {
    if let Some(row) = store.fetch_optional(&RECORD_SHOWN, &[]).await? {
        data.record_rows = count(&row, "record_rows")?;
        data.oldest_row = moment_or_null(&row, "oldest_row")?;
        data.newest_row = moment_or_null(&row, "newest_row")?;
        data.oldest_unsealed = moment_or_null(&row, "oldest_unsealed")?;
        data.last_checkpoint = moment_or_null(&row, "last_checkpoint")?;
    }
    let values = values![now.minus(Span::days(7)).as_micros()];
    if let Some(row) = store.fetch_optional(&DEAD_MAILS_SHOWN, &values).await? {
        data.dead_mails = count(&row, "dead_mails")?;
    }
    Ok(())
}

fn count(row: &Row, column: &'static str) -> Result<u64, StoreError> {
    row.int(column).map(|number| number.max(0).unsigned_abs())
}

//! Accounts that nobody uses: found for warnings and deletion, and held while they are deleted.

use crate::factors::Owner;
use crate::read::{fault, moment, moment_or_null};
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::life_cycle::{Silence, Warned};
use domain::person::Role;
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    FIND_SILENT = "SELECT p.id, p.merchant_id, p.role, p.user_id, p.created_at, p.mail_login_at, \
        p.warned_until, p.warned_days, m.code, \
        (SELECT MAX(u.last_used_at) FROM factor u WHERE u.person_id = p.id) AS app_login_at \
        FROM person p JOIN merchant m ON m.id = p.merchant_id \
        WHERE p.role IN ('general', 'shipping') AND p.created_at <= $1 AND p.id > $2 \
        AND (p.mail_login_at IS NULL OR p.mail_login_at <= $1) \
        AND NOT EXISTS (SELECT 1 FROM factor f WHERE f.person_id = p.id AND f.last_used_at > $1) \
        ORDER BY p.id LIMIT $3";
    /// A log-in that is being saved has its factor locked: wait for it, then look.
    HOLD_FACTORS =
        sqlite "SELECT id FROM factor WHERE person_id = $1 ORDER BY id",
        postgres "SELECT id FROM factor WHERE person_id = $1 ORDER BY id FOR UPDATE";
    HOLD_SILENT = "UPDATE person SET version = version + 1 WHERE id = $1 AND merchant_id = $2 \
        AND role IN ('general', 'shipping') AND created_at <= $3 \
        AND (mail_login_at IS NULL OR mail_login_at <= $3) \
        AND NOT EXISTS (SELECT 1 FROM factor f WHERE f.person_id = person.id AND f.last_used_at > $3)";
    NOTE_WARNING = "UPDATE person SET warned_until = $3, warned_days = $4 \
        WHERE id = $1 AND merchant_id = $2 AND (warned_until IS NULL OR warned_until <> $3 \
            OR warned_days > $4)";
}

/// An account that has been silent for some time.
#[derive(Clone, Debug)]
pub struct SilentRow {
    /// Whose.
    pub owner: Owner,
    /// 加盟店コード.
    pub merchant_code: String,
    /// ユーザID as it was registered.
    pub user_id: String,
    /// Since when.
    pub silence: Silence,
    /// The last warning.
    pub warned: Option<Warned>,
}

/// Accounts of 一般 and 出荷 users with no log-in after `since`, in the order of their ids,
/// beginning behind `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn find(
    store: &Store,
    since: Timestamp,
    after: Option<PersonId>,
    most: u16,
) -> Result<Vec<SilentRow>, StoreError> {
    let after = after.map_or(Uuid::nil(), PersonId::uuid);
    let values = values![since.as_micros(), after, most];
    let rows = store.fetch_all(&FIND_SILENT, &values).await?;
    rows.iter().map(silent).collect()
}

fn silent(row: &Row) -> Result<SilentRow, StoreError> {
    let by_app = moment_or_null(row, "app_login_at")?;
    let by_mail = moment_or_null(row, "mail_login_at")?;
    let warned = moment_or_null(row, "warned_until")?.zip(row.int_or_null("warned_days")?);
    Ok(SilentRow {
        owner: Owner {
            person: PersonId::new(row.uuid("id")?),
            merchant: MerchantId::new(row.uuid("merchant_id")?),
        },
        merchant_code: row.text("code")?,
        user_id: row.text("user_id")?,
        silence: Silence {
            role: Role::from_word(&row.text("role")?).ok_or_else(|| fault("role"))?,
            created_at: moment(row, "created_at")?,
            last_login_at: by_app.max(by_mail),
        },
        warned: warned.map(|(of, days)| Warned {
            of,
            days_ahead: u32::try_from(days).unwrap_or(u32::MAX),
        }),
    })
}

/// Holds an account for its deletion. False when somebody has logged in since `since`, or it is
/// gone.
///
/// # Errors
/// [`StoreError`].
pub async fn hold(tx: &mut Tx, owner: Owner, since: Timestamp) -> Result<bool, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    tx.fetch_all(&HOLD_FACTORS, &values![person]).await?;
    let values = values![person, merchant, since.as_micros()];
    Ok(tx.execute(&HOLD_SILENT, &values).await? == 1)
}

/// Notes a warning. False when it was given before.
///
/// # Errors
/// [`StoreError`].
pub async fn note_warning(tx: &mut Tx, owner: Owner, warned: Warned) -> Result<bool, StoreError> {
    let values = values![
        owner.person.uuid(),
        owner.merchant.uuid(),
        warned.of.as_micros(),
        warned.days_ahead,
    ];
    Ok(tx.execute(&NOTE_WARNING, &values).await? == 1)
}

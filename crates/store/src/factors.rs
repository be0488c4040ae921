//! Second factors: issue, first code, accepted codes, wrong codes.

use crate::read::{moment, moment_or_null};
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::{FactorId, MerchantId, PersonId, SessionId};
use domain::log_in::Acceptance;
use domain::policy::{REPLAY_GRACE, REPLAY_REFUNDS};
use domain::time::Timestamp;
use otp::TimeStep;

statements! {
    /// A code works once: the accepted step only ever grows. The first one confirms.
    ACCEPT_STEP = "UPDATE factor SET last_step = $2, last_used_at = $3, refunds = 0, \
        wrong_codes = 0, drift_minutes = NULL, state = 'confirmed', \
        confirmed_at = COALESCE(confirmed_at, $3) \
        WHERE id = $1 AND last_step < $2 AND state <> 'revoked'";
    REFUND_REPLAY = "UPDATE factor SET refunds = refunds + 1 \
        WHERE id = $1 AND last_step = $2 AND last_used_at > $3 AND refunds < $4 \
        RETURNING refunds";
    NOTE_WRONG_CODE = "UPDATE factor SET wrong_codes = wrong_codes + 1, drift_minutes = $2 \
        WHERE id = $1 AND state = 'confirmed'";
    /// A new secret replaces a pending one, never one that is in force.
    REPLACE_PENDING = "UPDATE factor SET state = 'revoked', sealed = NULL, revoked_at = $2 \
        WHERE person_id = $1 AND state = 'pending'";
    INSERT_FACTOR = "INSERT INTO factor (id, person_id, merchant_id, kind, state, number, sealed, \
        issued_by, created_at) \
        SELECT $1, p.id, p.merchant_id, 'totp', 'pending', p.secrets_issued, $2, $3, $4 \
        FROM person p WHERE p.id = $5 AND p.merchant_id = $6 AND NOT EXISTS \
        (SELECT 1 FROM factor f WHERE f.person_id = p.id AND f.state <> 'revoked')";
    COUNT_SECRET = "UPDATE person SET secrets_issued = secrets_issued + 1 \
        WHERE id = $1 AND merchant_id = $2 RETURNING secrets_issued";
    PENDING_FACTOR = "SELECT id, sealed, number, created_at, issued_by, last_step, last_used_at, \
        refunds, wrong_codes FROM factor \
        WHERE person_id = $1 AND merchant_id = $2 AND state = 'pending'";
    REVOKE_FACTORS = "UPDATE factor SET state = 'revoked', sealed = NULL, revoked_at = $3 \
        WHERE person_id = $1 AND merchant_id = $2 AND state <> 'revoked'";
}

/// Whether a factor is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// Issued, no code accepted yet.
    Pending,
    /// In force.
    Confirmed,
}

impl FactorState {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "pending" => Some(Self::Pending),
            "confirmed" => Some(Self::Confirmed),
            _ => None,
        }
    }
}

/// A factor in use.
#[derive(Clone, Debug)]
pub struct FactorRow {
    /// Identity.
    pub id: FactorId,
    /// In force or not yet.
    pub state: FactorState,
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The running number of the person's secrets, from 1.
    pub number: i64,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The session it was issued to.
    pub issued_by: Option<SessionId>,
    /// The newest accepted time step.
    pub last_step: Option<i64>,
    /// When that was.
    pub last_used_at: Option<Timestamp>,
    /// Uncounted repetitions of it.
    pub refunds: i64,
    /// Consecutive wrong codes after a right password.
    pub wrong_codes: i64,
}

/// Whose factor it is.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// The person.
    pub person: PersonId,
    /// Their merchant.
    pub merchant: MerchantId,
}

/// Uses up an accepted step. False when it is no longer newer than the last one.
///
/// # Errors
/// [`StoreError`].
pub async fn accept(
    tx: &mut Tx,
    acceptance: &Acceptance,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let step = step_number(acceptance.step);
    let values = values![acceptance.factor.uuid(), step, now.as_micros()];
    Ok(tx.execute(&ACCEPT_STEP, &values).await? == 1)
}

/// Lets a repetition of the newest accepted code go uncounted. False when it has to count.
///
/// # Errors
/// [`StoreError`].
pub async fn refund(
    tx: &mut Tx,
    factor: Option<(FactorId, TimeStep)>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (id, step) = factor.map_or((uuid::Uuid::nil(), -1), |(factor, step)| {
        (factor.uuid(), step_number(step))
    });
    let after = now.minus(REPLAY_GRACE).as_micros();
    let values = values![id, step, after, REPLAY_REFUNDS];
    Ok(tx.fetch_optional(&REFUND_REPLAY, &values).await?.is_some())
}

/// Counts a wrong code after a right password, and keeps the clock's drift if it showed one.
///
/// # Errors
/// [`StoreError`].
pub async fn note_wrong_code(
    tx: &mut Tx,
    factor: Option<FactorId>,
    drift_minutes: Option<i32>,
) -> Result<(), StoreError> {
    let id = factor.map_or(uuid::Uuid::nil(), FactorId::uuid);
    tx.execute(&NOTE_WRONG_CODE, &values![id, drift_minutes])
        .await
        .map(drop)
}

/// Counts a secret and tells its running number, from 1. `None` when there is no such person.
///
/// # Errors
/// [`StoreError`].
pub async fn next_number(tx: &mut Tx, owner: Owner) -> Result<Option<i64>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    let row = tx.fetch_optional(&COUNT_SECRET, &values).await?;
    row.map(|row| row.int("secrets_issued")).transpose()
}

/// A secret to be stored.
#[derive(Clone, Debug)]
pub struct NewFactor {
    /// Identity.
    pub id: FactorId,
    /// Whose.
    pub owner: Owner,
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The session it is shown to.
    pub issued_by: SessionId,
}

/// Stores a pending secret in place of an earlier pending one. False when one is in force.
///
/// # Errors
/// [`StoreError`].
pub async fn replace_pending(
    tx: &mut Tx,
    new: &NewFactor,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (person, merchant) = (new.owner.person.uuid(), new.owner.merchant.uuid());
    let at = now.as_micros();
    tx.execute(&REPLACE_PENDING, &values![person, at]).await?;
    let values = values![
        new.id.uuid(),
        &new.sealed,
        new.issued_by.uuid(),
        at,
        person,
        merchant
    ];
    Ok(tx.execute(&INSERT_FACTOR, &values).await? == 1)
}

/// The pending secret of a person.
///
/// # Errors
/// [`StoreError`].
pub async fn pending(store: &Store, owner: Owner) -> Result<Option<FactorRow>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    let Some(row) = store.fetch_optional(&PENDING_FACTOR, &values).await? else {
        return Ok(None);
    };
    Ok(Some(FactorRow {
        id: FactorId::new(row.uuid("id")?),
        state: FactorState::Pending,
        sealed: row.bytes("sealed")?,
        number: row.int("number")?,
        issued_at: moment(&row, "created_at")?,
        issued_by: row.uuid_or_null("issued_by")?.map(SessionId::new),
        last_step: Some(row.int("last_step")?).filter(|step| *step >= 0),
        last_used_at: moment_or_null(&row, "last_used_at")?,
        refunds: row.int("refunds")?,
        wrong_codes: row.int("wrong_codes")?,
    }))
}

/// Ends every factor of a person and erases the secrets. True when there was one.
///
/// # Errors
/// [`StoreError`].
pub async fn revoke_all(tx: &mut Tx, owner: Owner, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), now.as_micros()];
    Ok(tx.execute(&REVOKE_FACTORS, &values).await? > 0)
}

/// Steps are far below the range of the column; one that is not can never be accepted.
fn step_number(step: TimeStep) -> i64 {
    i64::try_from(step.number()).unwrap_or(-1)
}

//! Second factors: issue, first code, accepted codes, wrong codes.

use crate::read::{fault, moment, moment_or_null};
use crate::recovery;
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::{FactorId, MerchantId, PersonId, SessionId};
use domain::log_in::{Acceptance, Drift};
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
    /// $1 is where the person's wrong codes are counted, $2 whose clock is off.
    NOTE_WRONG_CODE = "UPDATE factor SET \
        wrong_codes = wrong_codes + CASE WHEN id = $1 THEN 1 ELSE 0 END, \
        drift_minutes = CASE WHEN id = $2 THEN $3 ELSE drift_minutes END \
        WHERE id IN ($1, $2) AND state = 'confirmed'";
    /// A new secret replaces a pending one, never one that is in force.
    REPLACE_PENDING = "UPDATE factor SET state = 'revoked', sealed = NULL, revoked_at = $2 \
        WHERE person_id = $1 AND kind = 'totp' AND state = 'pending'";
    /// Into a free slot from $8 on, below the limit $9. Only one of several at once gets it.
    INSERT_FACTOR = "WITH numbers (n) AS \
        (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) \
        INSERT INTO factor (id, person_id, merchant_id, kind, state, slot, number, name, sealed, \
        issued_by, created_at) \
        SELECT $1, p.id, p.merchant_id, 'totp', 'pending', n, p.secrets_issued, $7, $2, $3, $4 \
        FROM person p CROSS JOIN numbers WHERE p.id = $5 AND p.merchant_id = $6 \
        AND n >= $8 AND n < $9 AND NOT EXISTS (SELECT 1 FROM factor f \
            WHERE f.person_id = p.id AND f.kind = 'totp' AND f.slot = n AND f.state <> 'revoked') \
        ORDER BY n LIMIT 1 ON CONFLICT DO NOTHING";
    COUNT_SECRET = "UPDATE person SET secrets_issued = secrets_issued + 1 \
        WHERE id = $1 AND merchant_id = $2 RETURNING secrets_issued";
    PENDING_FACTOR = "SELECT id AS factor_id, kind, state, sealed, number, name, \
        created_at AS issued_at, issued_by, last_step, last_used_at, refunds, wrong_codes \
        FROM factor \
        WHERE person_id = $1 AND merchant_id = $2 AND kind = 'totp' AND state = 'pending'";
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

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// An authenticator app.
    Totp,
    /// A passkey.
    Passkey,
}

impl FactorKind {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "totp" => Some(Self::Totp),
            "passkey" => Some(Self::Passkey),
            _ => None,
        }
    }
}

/// A factor in use.
#[derive(Clone, Debug)]
pub struct FactorRow {
    /// Identity.
    pub id: FactorId,
    /// What it is.
    pub kind: FactorKind,
    /// In force or not yet.
    pub state: FactorState,
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The running number of the person's secrets, from 1.
    pub number: i64,
    /// What its owner calls it; may be empty.
    pub name: String,
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
    /// Consecutive wrong codes after a right password; the person's, on the factor that was accepted
    /// last.
    pub wrong_codes: i64,
}

/// Reads a factor, if the row has one.
pub(crate) fn factor(row: &Row) -> Result<Option<FactorRow>, StoreError> {
    let Some(id) = row.uuid_or_null("factor_id")? else {
        return Ok(None);
    };
    let (kind, state) = (row.text("kind")?, row.text("state")?);
    Ok(Some(FactorRow {
        id: FactorId::new(id),
        kind: FactorKind::from_word(&kind).ok_or_else(|| fault("kind"))?,
        state: FactorState::from_word(&state).ok_or_else(|| fault("state"))?,
        sealed: row.bytes("sealed")?,
        number: row.int("number")?,
        name: row.text("name")?,
        issued_at: moment(row, "issued_at")?,
        issued_by: row.uuid_or_null("issued_by")?.map(SessionId::new),
        last_step: Some(row.int("last_step")?).filter(|step| *step >= 0),
        last_used_at: moment_or_null(row, "last_used_at")?,
        refunds: row.int("refunds")?,
        wrong_codes: row.int("wrong_codes")?,
    }))
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
    counts_on: Option<FactorId>,
    drift: Option<Drift>,
) -> Result<(), StoreError> {
    let nobody = uuid::Uuid::nil();
    let values = values![
        counts_on.map_or(nobody, FactorId::uuid),
        drift.map_or(nobody, |drift| drift.factor.uuid()),
        drift.map(|drift| drift.minutes),
    ];
    tx.execute(&NOTE_WRONG_CODE, &values).await.map(drop)
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
    /// What its owner calls it; may be empty.
    pub name: String,
    /// Which slots it may take.
    pub slots: Slots,
}

/// The slots that a new factor may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slots {
    /// One of the first so many: it will stand beside the others.
    Below(u8),
    /// The last one: it will take the place of all others.
    InPlaceOfAll,
}

impl Slots {
    pub(crate) const LAST: u8 = 10;

    const fn range(self) -> (u8, u8) {
        match self {
            Self::Below(limit) if limit < Self::LAST => (0, limit),
            Self::Below(_) => (0, Self::LAST),
            Self::InPlaceOfAll => (Self::LAST, Self::LAST + 1),
        }
    }
}

/// Stores a pending secret in place of an earlier pending one. False when there is no slot for it.
///
/// # Errors
/// [`StoreError`].
pub async fn replace_pending(
    tx: &mut Tx,
    new: &NewFactor,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let (person, merchant) = (new.owner.person.uuid(), new.owner.merchant.uuid());
    let (at, (from, below)) = (now.as_micros(), new.slots.range());
    tx.execute(&REPLACE_PENDING, &values![person, at]).await?;
    let values = values![
        new.id.uuid(),
        &new.sealed,
        new.issued_by.uuid(),
        at,
        person,
        merchant,
        new.name.as_str(),
        from,
        below,
    ];
    Ok(tx.execute(&INSERT_FACTOR, &values).await? == 1)
}

/// The pending secret of a person.
///
/// # Errors
/// [`StoreError`].
pub async fn pending(store: &Store, owner: Owner) -> Result<Option<FactorRow>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid()];
    let row = store.fetch_optional(&PENDING_FACTOR, &values).await?;
    Ok(row.as_ref().map(factor).transpose()?.flatten())
}

/// Ends every factor of a person, whatever its kind, and the recovery codes, and erases the
/// secrets. True when there was a factor.
///
/// # Errors
/// [`StoreError`].
pub async fn revoke_all(tx: &mut Tx, owner: Owner, now: Timestamp) -> Result<bool, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), now.as_micros()];
    recovery::end_all(tx, owner).await?;
    Ok(tx.execute(&REVOKE_FACTORS, &values).await? > 0)
}

/// Steps are far below the range of the column; one that is not can never be accepted.
fn step_number(step: TimeStep) -> i64 {
    i64::try_from(step.number()).unwrap_or(-1)
}

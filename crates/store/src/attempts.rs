//! The budget of tries: slots that are reserved before a password is looked at.
//!
//! A budget has as many slots as tries are allowed. A try takes a free slot or is not evaluated;
//! a failed one keeps its slot until a success or a release. So the primary key alone guarantees
//! that never more than the limit are evaluated, whatever runs at once and on however many nodes.

use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::AttemptId;
use domain::policy::RESERVATION;
use domain::time::{Span, Timestamp};

statements! {
    ADMIT_ATTEMPT = "WITH numbers (n) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) \
        INSERT INTO attempt (budget, slot, id, reserved_until) \
        SELECT $1, n, $2, $3 FROM numbers \
        WHERE n < $4 AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.budget = $1 AND a.slot = n) \
        ORDER BY n LIMIT 1 ON CONFLICT DO NOTHING RETURNING slot";
    TALLY_ATTEMPTS = "SELECT \
        COUNT(CASE WHEN failed_at IS NOT NULL OR reserved_until <= $2 THEN 1 END) AS failed, \
        COUNT(CASE WHEN id = $3 THEN 1 END) AS mine, \
        COUNT(CASE WHEN id = $3 AND (failed_at IS NOT NULL OR reserved_until <= $2) THEN 1 END) AS mine_failed \
        FROM attempt WHERE budget = $1 AND slot < $4";
    /// Success: the own slot and all failures go, other reservations stay. Nothing goes when the
    /// own reservation has run out.
    CLEAR_ATTEMPTS = "DELETE FROM attempt WHERE budget = $1 \
        AND (id = $2 OR failed_at IS NOT NULL OR reserved_until <= $3) \
        AND EXISTS (SELECT 1 FROM attempt own \
            WHERE own.id = $2 AND own.failed_at IS NULL AND own.reserved_until > $3)";
    /// Failures of one budget are settled one after the other, so that one of them sees the
    /// budget full and tells of the lock. SQLite has one writer anyway.
    QUEUE_UP =
        sqlite "SELECT slot FROM attempt WHERE budget = $1 ORDER BY slot",
        postgres "SELECT slot FROM attempt WHERE budget = $1 ORDER BY slot FOR UPDATE";
    FAIL_ATTEMPT = "UPDATE attempt SET failed_at = $2 WHERE id = $1 AND failed_at IS NULL";
    VOID_ATTEMPT = "DELETE FROM attempt WHERE id = $1 AND failed_at IS NULL";
    RELEASE_ATTEMPTS = "DELETE FROM attempt WHERE budget = $1";
    /// A timed release: only when the newest failure is old enough.
    RELEASE_OLD_ATTEMPTS = "DELETE FROM attempt WHERE budget = $1 AND NOT EXISTS \
        (SELECT 1 FROM attempt newer WHERE newer.budget = $1 \
            AND COALESCE(newer.failed_at, newer.reserved_until) > $2)";
    /// Budgets of names that nobody has are forgotten after a time.
    FORGET_STRANGERS = "DELETE FROM attempt WHERE reserved_until < $1 AND NOT EXISTS \
        (SELECT 1 FROM person p WHERE p.budget = attempt.budget)";
    /// The moment before which strangers' budgets go when there are more than $1 of their rows.
    STRANGERS_CAP = "SELECT reserved_until FROM attempt WHERE NOT EXISTS \
        (SELECT 1 FROM person p WHERE p.budget = attempt.budget) \
        ORDER BY reserved_until DESC LIMIT 1 OFFSET $1";
}

/// The key of a budget: a keyed digest of merchant code and folded user ID.
pub type Budget = [u8; 32];

/// Whether a try may be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// A slot is reserved for 60 seconds.
    Admitted,
    /// Failures fill the budget.
    Locked,
    /// Reservations fill it, or another try was quicker: try again shortly.
    Waiting,
    /// This very try (the same form with the same content) is under way.
    Repeated,
    /// This very try has failed before.
    RepeatedFailure,
}

/// Reserves a slot for `id`, in one statement when there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn admit(
    store: &Store,
    budget: &Budget,
    id: AttemptId,
    limit: u8,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    let until = now.plus(RESERVATION).as_micros();
    let slot = store
        .write_one(&ADMIT_ATTEMPT, &values![budget, id.uuid(), until, limit])
        .await?;
    if slot.is_some() {
        return Ok(Admission::Admitted);
    }
    let tally = store
        .write_one(
            &TALLY_ATTEMPTS,
            &values![budget, now.as_micros(), id.uuid(), limit],
        )
        .await?;
    tally.map_or(Ok(Admission::Waiting), |row| refused(&row, limit))
}

fn refused(tally: &Row, limit: u8) -> Result<Admission, StoreError> {
    Ok(if tally.int("mine_failed")? > 0 {
        Admission::RepeatedFailure
    } else if tally.int("mine")? > 0 {
        Admission::Repeated
    } else if tally.int("failed")? >= i64::from(limit) {
        Admission::Locked
    } else {
        Admission::Waiting
    })
}

/// Opens a locked budget whose newest failure is older than `rest`. True when it did.
///
/// # Errors
/// [`StoreError`].
pub async fn release_if_rested(
    store: &Store,
    budget: &Budget,
    rest: Span,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let before = now.minus(rest).as_micros();
    let gone = store
        .execute(&RELEASE_OLD_ATTEMPTS, &values![budget, before])
        .await?;
    Ok(gone > 0)
}

/// Settles a right try: clears the failures. False when its reservation had run out.
///
/// # Errors
/// [`StoreError`].
pub async fn clear(
    tx: &mut Tx,
    budget: &Budget,
    id: AttemptId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![budget, id.uuid(), now.as_micros()];
    Ok(tx.execute(&CLEAR_ATTEMPTS, &values).await? > 0)
}

/// Settles a wrong try: it keeps its slot, unless `void`. Waits for others that settle in the
/// same budget.
///
/// All statements run in either case, so that every refusal costs the same.
///
/// # Errors
/// [`StoreError`].
pub async fn settle(
    tx: &mut Tx,
    budget: &Budget,
    id: AttemptId,
    void: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.fetch_all(&QUEUE_UP, &values![budget]).await?;
    let nobody = uuid::Uuid::nil();
    let (failed, voided) = if void {
        (nobody, id.uuid())
    } else {
        (id.uuid(), nobody)
    };
    tx.execute(&FAIL_ATTEMPT, &values![failed, now.as_micros()])
        .await?;
    tx.execute(&VOID_ATTEMPT, &values![voided]).await?;
    Ok(())
}

/// Opens a budget. True when there was something to release.
///
/// # Errors
/// [`StoreError`].
pub async fn release(tx: &mut Tx, budget: &Budget) -> Result<bool, StoreError> {
    Ok(tx.execute(&RELEASE_ATTEMPTS, &values![budget]).await? > 0)
}

/// Forgets budgets of names that nobody has: those untouched since `before`, and the oldest
/// beyond `cap` rows.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_strangers(
    store: &Store,
    before: Timestamp,
    cap: u32,
) -> Result<u64, StoreError> {
    let over = store.fetch_optional(&STRANGERS_CAP, &values![cap]).await?;
    let over = over.map(|row| row.int("reserved_until")).transpose()?;
    let before = before.as_micros().max(over.unwrap_or(i64::MIN));
    store.execute(&FORGET_STRANGERS, &values![before]).await
}

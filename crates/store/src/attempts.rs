//! The budget of tries: slots that are reserved before a password is looked at.
//!
//! A budget has as many slots as tries are allowed. A try takes a free slot or is not evaluated;
//! a failed one keeps its slot until a success or a release. So the unique slot alone guarantees
//! that never more than the limit are evaluated, whatever runs at once and on however many nodes.
//!
//! Browsers in which the person has logged in before have a few slots of their own, which
//! strangers cannot fill; when those are used up, such a browser draws on the open ones like
//! anybody. Failures of strangers are counted over weeks as well: too many of them shut the open
//! slots until a release.

use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::ids::AttemptId;
use domain::policy::{OutsiderRules, RESERVATION};
use domain::time::{Span, Timestamp};

statements! {
    ADMIT_ATTEMPT = "WITH numbers (n) AS (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)), \
        pools (known, most) AS (SELECT 0, CAST($4 AS BIGINT) UNION ALL \
            SELECT 1, CAST($5 AS BIGINT) WHERE EXISTS (SELECT 1 FROM known_browser k \
                JOIN person p ON p.id = k.person_id \
                WHERE p.budget = $1 AND k.mark = $6 AND k.proven = 1)) \
        INSERT INTO attempt (budget, known, slot, id, reserved_until, network) \
        SELECT $1, o.known, n, $2, $3, $7 FROM pools o, numbers \
        WHERE n < o.most AND NOT EXISTS (SELECT 1 FROM attempt a \
            WHERE a.budget = $1 AND a.known = o.known AND a.slot = n) \
        AND (o.known = 1 OR $8 > (SELECT COUNT(*) FROM attempt t WHERE t.budget = $1 \
            AND t.known = 0 AND t.passed = 0 AND t.reserved_until > $9)) \
        AND $10 = COALESCE((SELECT i.value FROM installation i WHERE i.name = 'digest_key'), $10) \
        ORDER BY o.known DESC, n LIMIT 1 ON CONFLICT DO NOTHING RETURNING slot";
    TALLY_ATTEMPTS = "SELECT \
        COUNT(CASE WHEN known = 0 AND slot < $4 AND over = 1 THEN 1 END) AS failed, \
        COUNT(CASE WHEN known = 1 AND slot < $5 AND over = 1 THEN 1 END) AS known_failed, \
        COUNT(CASE WHEN known = 0 AND over = 1 AND reserved_until > $6 THEN 1 END) AS shutting, \
        COUNT(CASE WHEN id = $3 THEN 1 END) AS mine, \
        COUNT(CASE WHEN id = $3 AND passed = 1 THEN 1 END) AS mine_passed, \
        COUNT(CASE WHEN id = $3 AND over = 1 THEN 1 END) AS mine_failed, \
        COUNT(CASE WHEN id = $3 AND over = 1 AND failed_at IS NULL THEN 1 END) AS mine_cut_off, \
        (SELECT COUNT(*) FROM known_browser k JOIN person p ON p.id = k.person_id \
            WHERE p.budget = $1 AND k.mark = $7 AND k.proven = 1) AS is_known \
        FROM (SELECT id, known, slot, reserved_until, passed, failed_at, CASE WHEN passed = 0 \
            AND (failed_at IS NOT NULL OR reserved_until <= $2) THEN 1 ELSE 0 END AS over \
            FROM attempt WHERE budget = $1) AS tries";
    /// Success: the own slot and those of all failures are free, other reservations stay. Nothing
    /// is when the own reservation has run out. Failures from the same network are forgiven, the
    /// others only give their slots up.
    CLEAR_ATTEMPTS = "UPDATE attempt SET slot = NULL, \
        passed = CASE WHEN id = $2 OR network = (SELECT o.network FROM attempt o WHERE o.id = $2) \
            THEN 1 ELSE passed END \
        WHERE budget = $1 AND slot IS NOT NULL \
        AND (id = $2 OR failed_at IS NOT NULL OR reserved_until <= $3) \
        AND EXISTS (SELECT 1 FROM attempt own WHERE own.id = $2 AND own.failed_at IS NULL \
            AND own.passed = 0 AND own.reserved_until > $3)";
    BUDGET_OF = "SELECT budget FROM attempt WHERE id = $1";
    /// Failures of one budget are settled one after the other, so that one of them sees the
    /// budget full and tells of the lock. SQLite has one writer anyway.
    QUEUE_UP =
        sqlite "SELECT slot FROM attempt WHERE budget = $1 AND slot IS NOT NULL ORDER BY known, slot",
        postgres "SELECT slot FROM attempt WHERE budget = $1 AND slot IS NOT NULL \
            ORDER BY known, slot FOR UPDATE";
    FAIL_ATTEMPT = "UPDATE attempt SET failed_at = $2 WHERE id = $1 AND failed_at IS NULL";
    VOID_ATTEMPT = "DELETE FROM attempt WHERE id = $1 AND failed_at IS NULL";
    RELEASE_ATTEMPTS = "DELETE FROM attempt WHERE budget = $1 AND passed = 0";
    /// A timed release: only when the newest failure is old enough.
    RELEASE_OLD_ATTEMPTS = "UPDATE attempt SET slot = NULL WHERE budget = $1 AND slot IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM attempt newer WHERE newer.budget = $1 \
            AND newer.slot IS NOT NULL AND COALESCE(newer.failed_at, newer.reserved_until) > $2)";
    /// Budgets of names that nobody has are forgotten after a time.
    FORGET_STRANGERS = "DELETE FROM attempt WHERE reserved_until < $1 AND NOT EXISTS \
        (SELECT 1 FROM person p WHERE p.budget = attempt.budget)";
    /// The moment before which strangers' budgets go when there are more than $1 of their rows.
    STRANGERS_CAP = "SELECT reserved_until FROM attempt WHERE NOT EXISTS \
        (SELECT 1 FROM person p WHERE p.budget = attempt.budget) \
        ORDER BY reserved_until DESC LIMIT 1 OFFSET $1";
    /// What no longer counts for anything. A passed try is kept for as long as its form may come
    /// a second time.
    FORGET_FORGIVEN = "DELETE FROM attempt WHERE slot IS NULL AND reserved_until < $3 \
        AND (reserved_until < $1 OR (passed = 1 AND reserved_until < $2))";
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
    /// This very try was admitted and never came to an end: whatever ran it went down. It counts as a
    /// failure, because nobody knows how far it came.
    CutOff,
    /// This very try has succeeded before: evaluating it again tells nobody anything new.
    RepeatedSuccess,
}

/// A try that asks for a slot.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    /// Whose.
    pub budget: &'a Budget,
    /// What it is called.
    pub id: AttemptId,
    /// Digest of the browser's mark, if it brings one.
    pub mark: Option<[u8; 32]>,
    /// Keyed digest of the client network.
    pub network: [u8; 32],
    /// The name of the key that made the digests; if it is no longer the one, nothing is reserved.
    pub key: &'a str,
}

/// How many slots there are.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Open to everybody.
    pub open: u8,
    /// Those of known browsers, and when strangers' failures shut the open ones.
    pub outsiders: Option<OutsiderRules>,
}

impl Limits {
    fn known(&self) -> u8 {
        self.outsiders.map_or(0, |rules| rules.known_tries)
    }

    fn shut_after(&self) -> i64 {
        self.outsiders
            .map_or(i64::MAX, |rules| i64::from(rules.shut_after))
    }

    fn counted_since(&self, now: Timestamp) -> i64 {
        let within = self
            .outsiders
            .map_or(Span::days(1), |rules| rules.shut_within);
        now.minus(within).as_micros()
    }
}

/// Reserves a slot for a try, in one statement when there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn admit(
    store: &Store,
    new: Try<'_>,
    limits: Limits,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    let until = now.plus(RESERVATION).as_micros();
    let values = values![
        new.budget,
        new.id.uuid(),
        until,
        limits.open,
        limits.known(),
        new.mark,
        new.network,
        limits.shut_after(),
        limits.counted_since(now),
        new.key,
    ];
    if store.write_one(&ADMIT_ATTEMPT, &values).await?.is_some() {
        return Ok(Admission::Admitted);
    }
    let values = values![
        new.budget,
        now.as_micros(),
        new.id.uuid(),
        limits.open,
        limits.known(),
        limits.counted_since(now),
        new.mark,
    ];
    let tally = store.write_one(&TALLY_ATTEMPTS, &values).await?;
    tally.map_or(Ok(Admission::Waiting), |row| refused(&row, limits))
}

fn refused(tally: &Row, limits: Limits) -> Result<Admission, StoreError> {
    let is_shut = tally.int("failed")? >= i64::from(limits.open)
        || tally.int("shutting")? >= limits.shut_after();
    let has_own =
        tally.int("is_known")? > 0 && tally.int("known_failed")? < i64::from(limits.known());
    Ok(if tally.int("mine_passed")? > 0 {
        Admission::RepeatedSuccess
    } else if tally.int("mine_cut_off")? > 0 {
        Admission::CutOff
    } else if tally.int("mine_failed")? > 0 {
        Admission::RepeatedFailure
    } else if tally.int("mine")? > 0 {
        Admission::Repeated
    } else if is_shut && !has_own {
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

/// Settles a right try: the failures give up their slots. False when its reservation had run out.
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
    if tx.execute(&CLEAR_ATTEMPTS, &values).await? > 0 {
        return Ok(true);
    }
    // The key of the digests has changed since the try was reserved.
    let Some(row) = tx.fetch_optional(&BUDGET_OF, &values![id.uuid()]).await? else {
        return Ok(false);
    };
    let moved: Budget = row.array("budget")?;
    if moved == *budget {
        return Ok(false);
    }
    let values = values![moved, id.uuid(), now.as_micros()];
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

/// Forgets tries that gave up their slots: all from before `before`, and the right ones from before
/// `repeated`.
///
/// # Errors
/// [`StoreError`].
pub async fn forget_forgiven(
    store: &Store,
    before: Timestamp,
    repeated: Timestamp,
) -> Result<u64, StoreError> {
    let latest = before.max(repeated);
    let values = values![before.as_micros(), repeated.as_micros(), latest.as_micros()];
    store.execute(&FORGET_FORGIVEN, &values).await
}

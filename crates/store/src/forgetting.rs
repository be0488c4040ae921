//! What leaves the audit trail: rows after their time, people who are to be forgotten.

use crate::chain::{CheckpointRow, checkpoint};
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::{MerchantId, PersonId};
use domain::merchant::CENTRE;
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    /// The seals whose rows, and all rows before, are older than $1.
    OLD_SEALS = "SELECT MAX(last_seq) AS last_seq, MAX(youngest) AS youngest \
        FROM audit_checkpoint WHERE kind <> 'start' AND last_seq < COALESCE( \
            (SELECT MIN(first_seq) FROM audit_checkpoint WHERE kind <> 'start' AND youngest >= $1), \
            9223372036854775807)";
    SEAL_AT = "SELECT number, kind, first_seq, last_seq, previous, head, youngest, at, sign_key, \
        signature FROM audit_checkpoint WHERE last_seq = $1 AND kind <> 'start'";
    LATEST_START = "SELECT number, kind, first_seq, last_seq, previous, head, youngest, at, \
        sign_key, signature FROM audit_checkpoint WHERE kind = 'start' \
        ORDER BY last_seq DESC LIMIT 1";
    /// Some at a time: on SQLite log-ins wait for it.
    REMOVE_ROWS = "DELETE FROM audit WHERE seq IS NOT NULL AND seq <= $1 AND seq < \
        (SELECT MIN(seq) FROM audit WHERE seq IS NOT NULL) + 1000";
    REMOVE_CHECKPOINTS = "DELETE FROM audit_checkpoint WHERE last_seq <= $1 AND number < $2";
    DEPARTED_BY_ID = "SELECT person_id, user_id, name FROM departed WHERE merchant_id = $1 \
        AND lower(user_id) = $2";
    /// What was written about the person, and what names the person.
    ERASE_REMARKS = "UPDATE audit SET remark = '', salt = NULL WHERE merchant_id = $1 \
        AND remark <> '' AND action NOT IN ('log_in', 'log_out') \
        AND (subject = $2 OR remark LIKE $3 ESCAPE '!')";
    /// An operator acts in all merchants.
    ERASE_REMARKS_EVERYWHERE = "UPDATE audit SET remark = '', salt = NULL WHERE remark <> '' \
        AND action NOT IN ('log_in', 'log_out') AND (subject = $1 OR remark LIKE $2 ESCAPE '!')";
    ERASE_REASONS_EVERYWHERE = "UPDATE approval SET reason = '' WHERE reason <> '' \
        AND (asked_by = $1 OR reason LIKE $2 ESCAPE '!')";
    ERASE_REASONS = "UPDATE approval SET reason = '' WHERE merchant_id = $1 \
        AND (asked_by = $2 OR reason LIKE $3 ESCAPE '!')";
    FORGET_DEPARTED = "DELETE FROM departed WHERE person_id = $1 AND merchant_id = $2";
    /// A deleted value stays in SQLite's file until its page is used again.
    REWRITE_FILE = sqlite "VACUUM", postgres "SELECT 1";
    EMPTY_LOG = sqlite "PRAGMA wal_checkpoint(TRUNCATE)", postgres "SELECT 1";
}

/// What may be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Old {
    /// The last row of the last segment that may go.
    pub last: i64,
    /// When the youngest of all the rows was written.
    pub youngest: i64,
}

/// Whole segments at the beginning of the chain whose rows are all older than `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn old(store: &Store, before: Timestamp) -> Result<Option<Old>, StoreError> {
    let found = store
        .fetch_optional(&OLD_SEALS, &values![before.as_micros()])
        .await?;
    let Some(row) = found else { return Ok(None) };
    let (last, youngest) = (row.int_or_null("last_seq")?, row.int_or_null("youngest")?);
    Ok(last
        .zip(youngest)
        .map(|(last, youngest)| Old { last, youngest }))
}

/// The checkpoint that sealed up to exactly this row.
///
/// # Errors
/// [`StoreError`].
pub async fn seal_at(tx: &mut Tx, last: i64) -> Result<Option<CheckpointRow>, StoreError> {
    let row = tx.fetch_optional(&SEAL_AT, &values![last]).await?;
    row.as_ref().map(checkpoint).transpose()
}

/// The newest checkpoint that says what was removed.
///
/// # Errors
/// [`StoreError`].
pub async fn latest_start(store: &Store) -> Result<Option<CheckpointRow>, StoreError> {
    let row = store.fetch_optional(&LATEST_START, &[]).await?;
    row.as_ref().map(checkpoint).transpose()
}

/// Removes the rows that a checkpoint says are removed, and the checkpoints before it that only
/// they needed. Tells how many rows went.
///
/// # Errors
/// [`StoreError`]; it can be done again.
pub async fn remove(store: &Store, start: &CheckpointRow) -> Result<u64, StoreError> {
    let mut removed = 0;
    loop {
        match store.execute(&REMOVE_ROWS, &values![start.last]).await? {
            0 => break,
            some => removed += some,
        }
    }
    let values = values![start.last, start.number];
    store.execute(&REMOVE_CHECKPOINTS, &values).await?;
    Ok(removed)
}

/// Somebody who is gone.
#[derive(Clone, Debug)]
pub struct Departed {
    /// Who.
    pub person: PersonId,
    /// The ユーザID.
    pub user_id: String,
    /// The name.
    pub name: String,
}

/// All who are gone and had this ユーザID, folded.
///
/// # Errors
/// [`StoreError`].
pub async fn departed(
    store: &Store,
    merchant: MerchantId,
    user_id: &str,
) -> Result<Vec<Departed>, StoreError> {
    let values = values![merchant.uuid(), user_id];
    let rows = store.fetch_all(&DEPARTED_BY_ID, &values).await?;
    rows.iter()
        .map(|row| {
            Ok(Departed {
                person: PersonId::new(row.uuid("person_id")?),
                user_id: row.text("user_id")?,
                name: row.text("name")?,
            })
        })
        .collect()
}

/// Forgets somebody who is gone: the names, and remarks about the person or with the name or one of
/// `further` names in them; of an operator in all merchants. The rows stay. Tells how many remarks
/// were erased.
///
/// # Errors
/// [`StoreError`].
pub async fn forget(
    tx: &mut Tx,
    merchant: MerchantId,
    departed: &Departed,
    further: &[String],
) -> Result<u64, StoreError> {
    let everywhere = merchant == CENTRE;
    let (merchant, person): (Uuid, Uuid) = (merchant.uuid(), departed.person.uuid());
    let mut erased = 0;
    for name in std::iter::once(&departed.name).chain(further) {
        let named = containing(name);
        if everywhere {
            let about = values![person, &named];
            erased += tx.execute(&ERASE_REMARKS_EVERYWHERE, &about).await?;
            tx.execute(&ERASE_REASONS_EVERYWHERE, &about).await?;
        } else {
            let about = values![merchant, person, &named];
            erased += tx.execute(&ERASE_REMARKS, &about).await?;
            tx.execute(&ERASE_REASONS, &about).await?;
        }
    }
    let values = values![person, merchant];
    tx.execute(&FORGET_DEPARTED, &values).await?;
    Ok(erased)
}

fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Takes what was erased out of SQLite's file and its log as well; PostgreSQL's own cleaning does
/// so in its time.
///
/// # Errors
/// [`StoreError`].
pub async fn rewrite(store: &Store) -> Result<(), StoreError> {
    store.write_all(&REWRITE_FILE, &[]).await?;
    store.write_all(&EMPTY_LOG, &[]).await.map(drop)
}

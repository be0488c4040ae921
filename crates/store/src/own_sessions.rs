//! A person's own sessions and log-ins, as pages show them.

use crate::factors::Owner;
use crate::read::moment;
use crate::{Store, StoreError, Tx, statements, values};
use domain::ids::SessionId;
use domain::time::Timestamp;

statements! {
    LIST_SESSIONS = "SELECT s.id, s.created_at, s.last_seen_at, s.network, s.device \
        FROM session s JOIN person p ON p.id = s.person_id AND p.epoch = s.epoch \
        WHERE s.person_id = $1 AND s.merchant_id = $2 AND s.ends_at > $3 AND s.last_seen_at > $4 \
        ORDER BY s.last_seen_at DESC, s.id";
    END_ONE_SESSION = "DELETE FROM session WHERE person_id = $1 AND merchant_id = $2 AND id = $3 \
        AND id <> $4";
    END_OTHER_SESSIONS = "DELETE FROM session WHERE person_id = $1 AND merchant_id = $2 \
        AND id <> $3";
    LOG_INS = "SELECT at, outcome, origin, remark FROM audit \
        WHERE subject = $1 AND merchant_id = $2 AND action = 'log_in' \
        ORDER BY at DESC, id DESC LIMIT $3";
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// Identity.
    pub id: SessionId,
    /// Since when.
    pub created_at: Timestamp,
    /// The last sign of life that was written down.
    pub last_seen_at: Timestamp,
    /// From which network.
    pub network: String,
    /// The browser as it names itself.
    pub device: String,
}

/// The living sessions of a person, the last used first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    store: &Store,
    owner: Owner,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Vec<SessionLine>, StoreError> {
    let values = values![
        owner.person.uuid(),
        owner.merchant.uuid(),
        now.as_micros(),
        idle_since.as_micros()
    ];
    let rows = store.fetch_all(&LIST_SESSIONS, &values).await?;
    rows.iter()
        .map(|row| {
            Ok(SessionLine {
                id: SessionId::new(row.uuid("id")?),
                created_at: moment(row, "created_at")?,
                last_seen_at: moment(row, "last_seen_at")?,
                network: row.text("network")?,
                device: row.text("device")?,
            })
        })
        .collect()
}

/// Ends one of a person's sessions, or all but `keep` with `None`. Tells how many ended.
///
/// # Errors
/// [`StoreError`].
pub async fn end(
    tx: &mut Tx,
    owner: Owner,
    which: Option<SessionId>,
    keep: SessionId,
) -> Result<u64, StoreError> {
    let (person, merchant) = (owner.person.uuid(), owner.merchant.uuid());
    if let Some(id) = which {
        let values = values![person, merchant, id.uuid(), keep.uuid()];
        return tx.execute(&END_ONE_SESSION, &values).await;
    }
    let values = values![person, merchant, keep.uuid()];
    tx.execute(&END_OTHER_SESSIONS, &values).await
}

/// A log-in, or a try.
#[derive(Clone, Debug)]
pub struct LogInLine {
    /// When.
    pub at: Timestamp,
    /// `ok` or why not.
    pub outcome: String,
    /// From which network.
    pub network: String,
    /// How authenticated, in the first word.
    pub remark: String,
}

/// The newest log-ins of a person, and tries, the newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn log_ins(store: &Store, owner: Owner, most: u16) -> Result<Vec<LogInLine>, StoreError> {
    let values = values![owner.person.uuid(), owner.merchant.uuid(), most];
    let rows = store.fetch_all(&LOG_INS, &values).await?;
    rows.iter()
        .map(|row| {
            Ok(LogInLine {
                at: moment(row, "at")?,
                outcome: row.text("outcome")?,
                network: row.text("origin")?,
                remark: row.text("remark")?,
            })
        })
        .collect()
}

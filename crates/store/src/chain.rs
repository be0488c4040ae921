//! The chain of the audit trail: rows get their place, checkpoints are kept. What is digested and
//! signed is decided above.

use crate::read::fault;
use crate::{Row, Store, StoreError, Tx, statements, values};
use domain::time::Timestamp;
use uuid::Uuid;

statements! {
    /// Only the sealer's lease; whoever takes it over waits until the holder's transaction is done.
    LEASE_CHAIN = "INSERT INTO lease (name, holder, until) VALUES ('audit', $1, $2) \
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
        WHERE lease.holder = excluded.holder OR lease.until <= $3";
    /// In order, so that SQLite takes the index of unsealed rows and does not read all others.
    CHAIN_STATE = "SELECT (SELECT at FROM audit WHERE seq IS NULL ORDER BY at, id LIMIT 1) IS NOT NULL \
            AS waiting, \
        (SELECT MAX(number) FROM audit_checkpoint) AS newest";
    OLDEST_UNSEALED = "SELECT MIN(at) AS at FROM audit WHERE seq IS NULL";
    CHAIN_HEAD = "SELECT last_seq, head, (SELECT MAX(number) FROM audit_checkpoint) AS newest \
        FROM audit_checkpoint ORDER BY last_seq DESC, number DESC LIMIT 1";
    UNSEALED_ROWS = "SELECT id, at, merchant_id, actor_kind, actor, action, outcome, subject, \
        origin, remark FROM audit WHERE seq IS NULL ORDER BY at, id LIMIT $1";
    /// One statement for all rows: [[id, place, salt, digest, link], …], bytes as hexadecimal digits.
    PLACE_ROWS =
        sqlite "UPDATE audit SET seq = p.seq, salt = p.salt, digest = p.digest, link = p.link \
            FROM (SELECT unhex(value ->> 0) AS id, value ->> 1 AS seq, unhex(value ->> 2) AS salt, \
                unhex(value ->> 3) AS digest, unhex(value ->> 4) AS link FROM json_each($1)) p \
            WHERE audit.id = p.id AND audit.seq IS NULL",
        postgres "UPDATE audit SET seq = p.seq, salt = p.salt, digest = p.digest, link = p.link \
            FROM (SELECT decode(value ->> 0, 'hex') AS id, (value ->> 1)::bigint AS seq, \
                decode(value ->> 2, 'hex') AS salt, decode(value ->> 3, 'hex') AS digest, \
                decode(value ->> 4, 'hex') AS link \
                FROM jsonb_array_elements($1::text::jsonb) AS t(value)) p \
            WHERE audit.id = p.id AND audit.seq IS NULL";
    INSERT_CHECKPOINT = "INSERT INTO audit_checkpoint (number, kind, first_seq, last_seq, previous, \
        head, youngest, at, sign_key, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    CHECKPOINTS_FROM = "SELECT number, kind, first_seq, last_seq, previous, head, youngest, at, \
        sign_key, signature FROM audit_checkpoint WHERE number >= $1 ORDER BY number LIMIT $2";
    SEALED_ROWS = "SELECT id, at, merchant_id, actor_kind, actor, action, outcome, subject, \
        origin, remark, seq, salt, digest, link FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";
}

/// A row's fields as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailRow {
    /// Identity.
    pub id: Uuid,
    /// When, in microseconds.
    pub at: i64,
    /// Whose merchant.
    pub merchant: Option<Uuid>,
    /// What kind of actor.
    pub actor_kind: String,
    /// Who.
    pub actor: Option<Uuid>,
    /// What.
    pub action: String,
    /// `ok` or why not.
    pub outcome: String,
    /// To whom.
    pub subject: Option<Uuid>,
    /// From where.
    pub origin: String,
    /// The remark; empty when it was erased.
    pub remark: String,
}

/// A row's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The number, from 1.
    pub seq: i64,
    /// The salt of the remark; `None` when the remark was erased.
    pub salt: Option<[u8; 16]>,
    /// The commitment to the remark.
    pub digest: [u8; 32],
    /// The link.
    pub link: [u8; 32],
}

/// A checkpoint as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Its number, from 1.
    pub number: i64,
    /// `seal` or `start`.
    pub kind: String,
    /// The first row it is about.
    pub first: i64,
    /// The last row it is about.
    pub last: i64,
    /// The link before `first`.
    pub previous: [u8; 32],
    /// The link of `last`.
    pub head: [u8; 32],
    /// The time of the youngest of the rows.
    pub youngest: i64,
    /// When it was made.
    pub at: i64,
    /// The public key, as text.
    pub key: String,
    /// The signature, as text.
    pub signature: String,
}

/// How the chain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainState {
    /// Rows wait for their place.
    pub waiting: bool,
    /// The newest checkpoint's number; 0 when there is none.
    pub newest: i64,
}

/// Where the chain goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last row's place.
    pub seq: i64,
    /// Its link.
    pub link: [u8; 32],
    /// The newest checkpoint's number.
    pub newest: i64,
}

/// How the chain stands.
///
/// # Errors
/// [`StoreError`].
pub async fn state(store: &Store) -> Result<ChainState, StoreError> {
    let row = store.fetch_optional(&CHAIN_STATE, &[]).await?;
    let row = row.ok_or_else(|| fault("waiting"))?;
    Ok(ChainState {
        waiting: row.flag("waiting")?,
        newest: row.int_or_null("newest")?.unwrap_or(0),
    })
}

/// When the oldest row was written that has no place yet.
///
/// # Errors
/// [`StoreError`].
pub async fn oldest_unsealed(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let row = store.fetch_optional(&OLDEST_UNSEALED, &[]).await?;
    let at = row.map(|row| row.int_or_null("at")).transpose()?.flatten();
    Ok(at.map(Timestamp::from_micros))
}

/// Takes the chain for this transaction, and the lease until `until`. False: another node has it.
/// `now` beyond all leases takes it in any case, once the other's transaction is done.
///
/// # Errors
/// [`StoreError`].
pub async fn lease(
    tx: &mut Tx,
    holder: Uuid,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = values![holder, until.as_micros(), now.as_micros()];
    Ok(tx.execute(&LEASE_CHAIN, &values).await? == 1)
}

/// Where the chain goes on; `None`: it has not begun. Only whoever has the lease may ask.
///
/// # Errors
/// [`StoreError`].
pub async fn head(tx: &mut Tx) -> Result<Option<Head>, StoreError> {
    let row = tx.fetch_optional(&CHAIN_HEAD, &[]).await?;
    row.map(|row| {
        Ok(Head {
            seq: row.int("last_seq")?,
            link: row.array("head")?,
            newest: row.int("newest")?,
        })
    })
    .transpose()
}

/// Rows without a place, at most `most`, in the order of their time. A row that becomes visible
/// later is among the next, whatever its time.
///
/// # Errors
/// [`StoreError`].
pub async fn unsealed(tx: &mut Tx, most: u16) -> Result<Vec<TrailRow>, StoreError> {
    let rows = tx.fetch_all(&UNSEALED_ROWS, &values![most]).await?;
    rows.iter().map(trail_row).collect()
}

/// Gives rows their places. `places` is `[[id, place, salt, digest, link], …]`, bytes as
/// hexadecimal digits. Tells how many rows got theirs.
///
/// # Errors
/// [`StoreError`].
pub async fn place(tx: &mut Tx, places: &str) -> Result<u64, StoreError> {
    tx.execute(&PLACE_ROWS, &values![places]).await
}

/// Keeps a checkpoint.
///
/// # Errors
/// [`StoreError`]; also when its number is taken.
pub async fn insert_checkpoint(tx: &mut Tx, row: &CheckpointRow) -> Result<(), StoreError> {
    let values = values![
        row.number,
        &row.kind,
        row.first,
        row.last,
        row.previous,
        row.head,
        row.youngest,
        row.at,
        &row.key,
        &row.signature,
    ];
    tx.execute(&INSERT_CHECKPOINT, &values).await.map(drop)
}

/// Checkpoints from a number on, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn checkpoints(
    store: &Store,
    from: i64,
    most: u16,
) -> Result<Vec<CheckpointRow>, StoreError> {
    let values = values![from, most];
    let rows = store.fetch_all(&CHECKPOINTS_FROM, &values).await?;
    rows.iter().map(checkpoint).collect()
}

/// Rows behind a place, at most `most`, in the order of the chain.
///
/// # Errors
/// [`StoreError`].
pub async fn sealed(
    store: &Store,
    after: i64,
    most: u16,
) -> Result<Vec<(TrailRow, Place)>, StoreError> {
    let rows = store.fetch_all(&SEALED_ROWS, &values![after, most]).await?;
    rows.iter()
        .map(|row| {
            let place = Place {
                seq: row.int("seq")?,
                salt: row.array_or_null("salt")?,
                digest: row.array("digest")?,
                link: row.array("link")?,
            };
            Ok((trail_row(row)?, place))
        })
        .collect()
}

fn trail_row(row: &Row) -> Result<TrailRow, StoreError> {
    Ok(TrailRow {
        id: row.uuid("id")?,
        at: row.int("at")?,
        merchant: row.uuid_or_null("merchant_id")?,
        actor_kind: row.text("actor_kind")?,
        actor: row.uuid_or_null("actor")?,
        action: row.text("action")?,
        outcome: row.text("outcome")?,
        subject: row.uuid_or_null("subject")?,
        origin: row.text("origin")?,
        remark: row.text("remark")?,
    })
}

pub(crate) fn checkpoint(row: &Row) -> Result<CheckpointRow, StoreError> {
    Ok(CheckpointRow {
        number: row.int("number")?,
        kind: row.text("kind")?,
        first: row.int("first_seq")?,
        last: row.int("last_seq")?,
        previous: row.array("previous")?,
        head: row.array("head")?,
        youngest: row.int("youngest")?,
        at: row.int("at")?,
        key: row.text("sign_key")?,
        signature: row.text("signature")?,
    })
}

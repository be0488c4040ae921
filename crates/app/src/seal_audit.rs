//! The sealer: rows of the audit trail get their places in the chain, and checkpoints are signed
//! (docs/audit.md).
//!
//! A row's place is given here and not when it is written: a transaction that began early may commit
//! late, and its rows are sealed when they are there. So none is ever left out, and none waits for
//! another.

use crate::{App, AppError};
use crypto::SigningPurpose;
use data_encoding::HEXLOWER;
use domain::time::{Span, Timestamp};
use store::chain::{self, CheckpointRow, Head, Place, TrailRow};
use store::{StoreError, Tx};
use trail::{Checkpoint, Fields, Kind, Remark, Row, START, Statement};
use uuid::Uuid;

/// So many rows are sealed in one transaction: on `SQLite` log-ins wait for it.
const BATCH: u16 = 250;

/// Another node takes over after so long, when the one that sealed is gone without a word.
const LEASE: Span = Span::seconds(3);

/// What one turn of the sealer came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// Nothing waited.
    Nothing,
    /// Another node is at it.
    Elsewhere,
    /// So many rows were sealed; more may wait.
    Sealed(u64),
}

impl App {
    /// Seals rows that wait, one transaction's worth. `node` is the same for all turns of a process
    /// and no other's.
    ///
    /// # Errors
    /// [`AppError`]; nothing is sealed then.
    pub async fn seal_audit(&self, node: Uuid) -> Result<Sealing, AppError> {
        if !chain::state(self.store()).await?.waiting {
            return Ok(Sealing::Nothing);
        }
        self.seal_in_turn(node, self.now()).await
    }

    /// Seals everything that waits now, whoever has the lease. Tells how many rows it sealed.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn seal_all(&self) -> Result<u64, AppError> {
        let node = self.new_id()?;
        let mut rows = 0;
        while let Sealing::Sealed(some) = self.seal_whatever(node).await? {
            rows += some;
        }
        Ok(rows)
    }

    async fn seal_whatever(&self, node: Uuid) -> Result<Sealing, AppError> {
        if !chain::state(self.store()).await?.waiting {
            return Ok(Sealing::Nothing);
        }
        self.seal_in_turn(node, Timestamp::from_micros(i64::MAX))
            .await
    }

    async fn seal_in_turn(&self, node: Uuid, now: Timestamp) -> Result<Sealing, AppError> {
        let mut tx = self.store().begin().await?;
        if !chain::lease(&mut tx, node, self.now().plus(LEASE), now).await? {
            tx.rollback().await?;
            return Ok(Sealing::Elsewhere);
        }
        let head = chain::head(&mut tx).await?;
        let waiting = chain::unsealed(&mut tx, BATCH).await?;
        if waiting.is_empty() {
            tx.commit().await?;
            return Ok(Sealing::Nothing);
        }
        let rows = self.chained(head, waiting)?;
        let number = head.map_or(0, |head| head.newest.unsigned_abs()) + 1;
        let about = (Kind::Seal, number);
        self.save_seal(&mut tx, head, &rows, about).await?;
        tx.commit().await?;
        Ok(Sealing::Sealed(rows.len() as u64))
    }

    /// Seals what waits in a database that a backup was just put into, and signs that this is what
    /// it is. The checkpoint's number is behind that of every other that was ever made: the newest
    /// in the database, `elsewhere`, and, as one is made once a second or so, the microsecond.
    pub(crate) async fn seal_restored(&self, tx: &mut Tx, elsewhere: u64) -> Result<u64, AppError> {
        let head = chain::head(tx).await?;
        let waiting = chain::unsealed(tx, u16::MAX).await?;
        let rows = self.chained(head, waiting)?;
        let newest = head.map_or(0, |head| head.newest.unsigned_abs());
        let behind = newest.max(elsewhere) + 1;
        let number = behind.max(self.now().as_micros().unsigned_abs());
        self.save_seal(tx, head, &rows, (Kind::Restored, number))
            .await?;
        Ok(number)
    }

    /// The rows with their places behind the head.
    fn chained(&self, head: Option<Head>, waiting: Vec<TrailRow>) -> Result<Vec<Row>, AppError> {
        let (mut seq, mut link) = head.map_or((0, START), |head| (head.seq, head.link));
        let mut rows = Vec::with_capacity(waiting.len());
        for row in waiting {
            let mut salt = [0; 16];
            self.entropy().fill(&mut salt)?;
            seq += 1;
            let remark = Remark::new(&row.remark, salt);
            let row = Row::chain(seq.unsigned_abs(), fields(row), remark, &link);
            link = row.link;
            rows.push(row);
        }
        Ok(rows)
    }

    async fn save_seal(
        &self,
        tx: &mut Tx,
        head: Option<Head>,
        rows: &[Row],
        (kind, number): (Kind, u64),
    ) -> Result<(), AppError> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(());
        };
        let statement = Statement {
            number,
            kind,
            first: first.seq,
            last: last.seq,
            previous: head.map_or(START, |head| head.link),
            head: last.link,
            youngest: rows.iter().map(|row| row.fields.at).max().unwrap_or(0),
            at: self.now().as_micros(),
        };
        let placed = chain::place(tx, &places(rows)).await?;
        if placed != rows.len() as u64 {
            return Err(AppError::Fault(
                "rows were sealed under our hands".to_owned(),
            ));
        }
        Ok(self.keep_checkpoint(tx, statement).await?)
    }

    /// Signs a statement and keeps it.
    pub(crate) async fn keep_checkpoint(
        &self,
        tx: &mut Tx,
        statement: Statement,
    ) -> Result<(), StoreError> {
        let signature = self
            .keys()
            .sign(SigningPurpose::Audit, &statement.message());
        let checkpoint = Checkpoint::new(statement, self.audit_key(), &signature);
        chain::insert_checkpoint(tx, &stored(&checkpoint)).await
    }

    /// The public key that checkpoints are signed with now, as text.
    fn audit_key(&self) -> String {
        self.audit_keys().into_iter().next().unwrap_or_default()
    }

    /// The public keys of checkpoints, the one that signs now first: what an auditor checks with.
    #[must_use]
    pub fn audit_keys(&self) -> Vec<String> {
        let keys = self.keys().public_keys(SigningPurpose::Audit);
        keys.iter().map(crypto::PublicKey::x).collect()
    }

    /// The newest checkpoint's number; 0 when there is none.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn newest_checkpoint(&self) -> Result<u64, AppError> {
        Ok(chain::state(self.store()).await?.newest.unsigned_abs())
    }

    /// Checkpoints from a number on, some hundred at a time.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn checkpoints_from(&self, number: u64) -> Result<Vec<Checkpoint>, AppError> {
        let from = i64::try_from(number).unwrap_or(i64::MAX);
        let rows = chain::checkpoints(self.store(), from, 500).await?;
        rows.into_iter().map(read).collect()
    }

    /// Rows behind a place in the chain, some hundred at a time.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn sealed_after(&self, seq: u64) -> Result<Vec<Row>, AppError> {
        let after = i64::try_from(seq).unwrap_or(i64::MAX);
        let rows = chain::sealed(self.store(), after, 500).await?;
        Ok(rows.into_iter().map(sealed).collect())
    }

    /// How long the oldest row has waited for its place.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn seal_waits(&self) -> Result<Span, AppError> {
        let oldest = chain::oldest_unsealed(self.store()).await?;
        let now = self.now();
        Ok(oldest.map_or(Span::seconds(0), |at| now.since(at)))
    }
}

fn fields(row: TrailRow) -> Fields {
    Fields {
        id: row.id.into_bytes(),
        at: row.at,
        merchant: row.merchant.map(Uuid::into_bytes),
        actor_kind: row.actor_kind,
        actor: row.actor.map(Uuid::into_bytes),
        action: row.action,
        outcome: row.outcome,
        subject: row.subject.map(Uuid::into_bytes),
        origin: row.origin,
    }
}

/// The row as it stands in the database, with all that may have been done to it there.
fn sealed((row, place): (TrailRow, Place)) -> Row {
    let text = (place.salt.is_some() || !row.remark.is_empty()).then(|| row.remark.clone());
    Row {
        seq: place.seq.unsigned_abs(),
        remark: Remark {
            text,
            salt: place.salt,
            digest: place.digest,
        },
        fields: fields(row),
        link: place.link,
    }
}

fn places(rows: &[Row]) -> String {
    let place = |row: &Row| {
        let salt = row.remark.salt.unwrap_or_default();
        format!(
            r#"["{}",{},"{}","{}","{}"]"#,
            HEXLOWER.encode(&row.fields.id),
            row.seq,
            HEXLOWER.encode(&salt),
            HEXLOWER.encode(&row.remark.digest),
            HEXLOWER.encode(&row.link),
        )
    };
    format!("[{}]", rows.iter().map(place).collect::<Vec<_>>().join(","))
}

fn stored(checkpoint: &Checkpoint) -> CheckpointRow {
    let about = &checkpoint.statement;
    CheckpointRow {
        number: about.number.cast_signed(),
        kind: about.kind.word().to_owned(),
        first: about.first.cast_signed(),
        last: about.last.cast_signed(),
        previous: about.previous,
        head: about.head,
        youngest: about.youngest,
        at: about.at,
        key: checkpoint.key.clone(),
        signature: checkpoint.signature.clone(),
    }
}

fn read(row: CheckpointRow) -> Result<Checkpoint, AppError> {
    let kind = Kind::read(&row.kind);
    let kind = kind.ok_or_else(|| AppError::Fault("a checkpoint of no kind".to_owned()))?;
    Ok(Checkpoint {
        statement: Statement {
            number: row.number.unsigned_abs(),
            kind,
            first: row.first.unsigned_abs(),
            last: row.last.unsigned_abs(),
            previous: row.previous,
            head: row.head,
            youngest: row.youngest,
            at: row.at,
        },
        key: row.key,
        signature: row.signature,
    })
}

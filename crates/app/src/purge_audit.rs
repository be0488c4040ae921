//! Rows of the audit trail go when their time is over: whole segments, oldest first, and a signed
//! checkpoint says so (docs/audit.md).

use crate::{App, AppError};
use domain::audit::{Action, Actor, Event, KEPT_AT_LEAST};
use domain::time::{Span, Timestamp};
use store::chain::{self, CheckpointRow};
use store::forgetting::{self, Old};
use store::{Tx, audit};
use trail::{Kind, START, Statement};

/// What may go, or has gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// How many rows.
    pub rows: u64,
}

impl App {
    /// How many rows would go now; changes nothing.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn purgeable_audit(&self, keep: Span) -> Result<Purged, AppError> {
        let start = forgetting::latest_start(self.store()).await?;
        let gone = start.map_or(0, |start| start.last);
        let old = forgetting::old(self.store(), self.before(keep)).await?;
        let rows = old.map_or(0, |old| old.last.saturating_sub(gone).max(0));
        Ok(Purged {
            rows: rows.unsigned_abs(),
        })
    }

    /// Removes whole segments that are older than `keep`, 365 days at least. What was begun and
    /// not finished is finished. Running it twice, or on several nodes, does no harm.
    ///
    /// # Errors
    /// [`AppError`]; what was done until then stands.
    pub async fn purge_audit(&self, keep: Span) -> Result<Purged, AppError> {
        if let Some(old) = forgetting::old(self.store(), self.before(keep)).await? {
            self.say_removed(old).await?;
        }
        let rows = match forgetting::latest_start(self.store()).await? {
            Some(start) => forgetting::remove(self.store(), &start).await?,
            None => 0,
        };
        Ok(Purged { rows })
    }

    fn before(&self, keep: Span) -> Timestamp {
        self.now().minus(keep.max(KEPT_AT_LEAST))
    }

    /// Signs that the chain begins later. From then on the rows may be deleted.
    async fn say_removed(&self, old: Old) -> Result<(), AppError> {
        let earlier = forgetting::latest_start(self.store()).await?;
        if earlier.as_ref().is_some_and(|start| start.last >= old.last) {
            return Ok(());
        }
        let mut tx = self.store().begin().await?;
        let (node, now) = (self.new_id()?, Timestamp::from_micros(i64::MAX));
        // Nothing is sealed meanwhile; the sealer takes the lease again afterwards.
        chain::lease(&mut tx, node, self.now(), now).await?;
        let (Some(seal), Some(head)) = (
            forgetting::seal_at(&mut tx, old.last).await?,
            chain::head(&mut tx).await?,
        ) else {
            tx.rollback().await?;
            return Ok(());
        };
        let statement = Statement {
            number: head.newest.unsigned_abs() + 1,
            ..self.removal(earlier.as_ref(), &seal, old)
        };
        let rows = statement.last - statement.first + 1;
        self.keep_checkpoint(&mut tx, statement).await?;
        self.note_removal(&mut tx, rows, old.last).await?;
        Ok(tx.commit().await?)
    }

    fn removal(
        &self,
        earlier: Option<&CheckpointRow>,
        seal: &CheckpointRow,
        old: Old,
    ) -> Statement {
        Statement {
            number: 0,
            kind: Kind::Start,
            first: earlier.map_or(0, |start| start.last.unsigned_abs()) + 1,
            last: old.last.unsigned_abs(),
            previous: earlier.map_or(START, |start| start.head),
            head: seal.head,
            youngest: old.youngest,
            at: self.now().as_micros(),
        }
    }

    async fn note_removal(&self, tx: &mut Tx, rows: u64, last: i64) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: None,
            actor: Actor::Schedule,
            action: Action::PurgeAudit,
            outcome: "ok",
            subject: None,
            origin: "schedule".to_owned(),
            remark: format!("rows={rows} to={last}"),
        };
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }
}

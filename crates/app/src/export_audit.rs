//! A copy of the audit trail that can be checked without the database.

use crate::{App, AppError, Origin};
use domain::audit::{Action, Actor, Event};
use store::{audit, forgetting};
use trail::{Export, Kind};

/// Where rows are removed while they are read, the export would have a gap that nothing in it
/// explains. It is begun anew then; removals are a day apart, so once is enough.
const TURNS: usize = 5;

/// What an export holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Rows.
    pub rows: u64,
    /// Checkpoints.
    pub checkpoints: u64,
}

impl App {
    /// Writes everything that is sealed, up to and with the row that says that it was exported.
    ///
    /// # Errors
    /// [`AppError`]; the folder is left half-written then.
    pub async fn export_audit(
        &self,
        mut to: Export,
        origin: &Origin,
    ) -> Result<Exported, AppError> {
        self.note_reading(Actor::Operator(None), Action::ExportAudit, origin)
            .await?;
        self.seal_all().await?;
        for _ in 0..TURNS {
            let before = self.removed_to().await?;
            let done = self.export_turn(&mut to, before).await?;
            if self.removed_to().await? == before {
                to.finish().map_err(unwritten)?;
                return Ok(done);
            }
            to.restart().map_err(unwritten)?;
        }
        let busy = "rows are being removed all the while";
        Err(AppError::Fault(busy.to_owned()))
    }

    /// Everything behind the row `removed` that is sealed now.
    async fn export_turn(&self, to: &mut Export, removed: u64) -> Result<Exported, AppError> {
        let (mut done, mut last) = (Exported::default(), 0);
        let mut removed = removed;
        let mut next = 1;
        loop {
            let some = self.checkpoints_from(next).await?;
            let Some(newest) = some.last() else { break };
            next = newest.statement.number + 1;
            for checkpoint in &some {
                to.checkpoint(checkpoint).map_err(unwritten)?;
                done.checkpoints += 1;
                last = last.max(checkpoint.statement.last);
                if checkpoint.statement.kind == Kind::Start {
                    removed = removed.max(checkpoint.statement.last);
                }
            }
        }
        done.rows = self.export_rows(to, removed, last).await?;
        Ok(done)
    }

    /// The rows behind `after`, up to `last`.
    async fn export_rows(&self, to: &mut Export, after: u64, last: u64) -> Result<u64, AppError> {
        let (mut after, mut rows) = (after, 0);
        loop {
            let some = self.sealed_after(after).await?;
            let Some(end) = some.last() else {
                return Ok(rows);
            };
            after = end.seq;
            for row in some.iter().take_while(|row| row.seq <= last) {
                to.row(row).map_err(unwritten)?;
                rows += 1;
            }
            if after >= last {
                return Ok(rows);
            }
        }
    }

    /// The last row that was removed after its time; 0 when none was.
    async fn removed_to(&self) -> Result<u64, AppError> {
        let start = forgetting::latest_start(self.store()).await?;
        Ok(start.map_or(0, |start| start.last.unsigned_abs()))
    }

    /// Notes that somebody outside the merchants read the trail (PCI DSS 10.2.1.3).
    async fn note_reading(
        &self,
        actor: Actor,
        action: Action,
        origin: &Origin,
    ) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: None,
            actor,
            action,
            outcome: "ok",
            subject: None,
            origin: origin.shown.clone(),
            remark: "whole".to_owned(),
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn unwritten(error: std::io::Error) -> AppError {
    AppError::Fault(format!("the export cannot be written: {error}"))
}

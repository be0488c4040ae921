//! `restore`: a backup put back into an empty database. What may have been used up since it was made
//! is used up (ADR 0016).

use crate::backup::{Backup, BackupError, Head, Record};
use crate::{App, Origin};
use crypto::Keyring;
use domain::audit::{Action, Actor, Event};
use domain::time::Timestamp;
use otp::{Period, TimeStep};
use std::io::Read;
use store::copy::{CopyError, Filling};
use store::installation::{self, KEY_FINGERPRINT};
use store::restored::{self, Ended};
use store::{Tx, audit};

/// What was put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The head of the backup.
    pub head: Head,
    /// What was ended.
    pub ended: Ended,
    /// The number of the checkpoint that says so.
    pub checkpoint: u64,
}

/// Reads a backup to its end and makes sure that every byte of it is as it was written. Needs no
/// database.
///
/// # Errors
/// [`BackupError`].
pub fn verify_backup(from: impl Read, keys: &Keyring) -> Result<Head, BackupError> {
    let mut backup = Backup::open(from, keys)?;
    while backup.record()?.is_some() {}
    Ok(backup.head().clone())
}

impl App {
    /// Puts a backup back into this app's database, which has this release's schema and is empty
    /// otherwise; in one transaction, and every row is read back. `checked` is the head of the file
    /// as [`verify_backup`] has found it, `elsewhere` the highest number of a checkpoint that is
    /// known of (0: none).
    ///
    /// # Errors
    /// [`BackupError`]; nothing was changed then.
    pub async fn restore(
        &self,
        from: impl Read,
        checked: &Head,
        (elsewhere, origin): (u64, &Origin),
    ) -> Result<Restored, BackupError> {
        let mut backup = Backup::open(from, self.keys())?;
        if backup.head() != checked {
            return Err(BackupError::Exchanged);
        }
        let known = self.store().known_schema();
        if checked.schema != known {
            return Err(BackupError::Schema(checked.schema, known));
        }
        let mut filling = Filling::begin(self.store()).await?;
        fill(&mut filling, &mut backup).await?;
        let tx = filling.transaction();
        self.check_keys(tx).await?;
        let now = self.now();
        let ended = restored::end_everything(tx, now, next_step(now)).await?;
        let event = put_back(checked, origin, now);
        audit::insert(tx, self.audit_id()?, &event).await?;
        let checkpoint = self.seal_restored(tx, elsewhere).await?;
        filling.commit().await?;
        Ok(Restored {
            head: checked.clone(),
            ended,
            checkpoint,
        })
    }

    /// What is sealed in the rows has to open.
    async fn check_keys(&self, tx: &mut Tx) -> Result<(), BackupError> {
        match installation::find_in(tx, KEY_FINGERPRINT).await? {
            Some(stored) if !self.keys().knows_fingerprint(&stored) => {
                Err(BackupError::OtherKeys(stored))
            }
            _ => Ok(()),
        }
    }
}

async fn fill<R: Read>(filling: &mut Filling, backup: &mut Backup<R>) -> Result<(), BackupError> {
    let mut table = String::new();
    while let Some(record) = backup.record()? {
        match record {
            Record::Table { name, columns } => {
                filling.table(&name, columns)?;
                table = name;
            }
            Record::Row(row) => filling.row(row).await.map_err(CopyError::from)?,
            Record::End(written) => {
                if filling.end_of_table().await? != written {
                    return Err(BackupError::Rows(table));
                }
            }
        }
    }
    Ok(())
}

/// The last step whose code is accepted at this moment (RFC 6238, clause 5.2).
fn next_step(now: Timestamp) -> i64 {
    let seconds = now.as_micros().div_euclid(1_000_000).unsigned_abs();
    let step = TimeStep::at(seconds, Period::default()).number();
    step.saturating_add(1).cast_signed()
}

fn put_back(head: &Head, origin: &Origin, at: Timestamp) -> Event {
    Event {
        at,
        merchant: None,
        actor: Actor::Operator(None),
        action: Action::RestoreBackup,
        outcome: "ok",
        subject: None,
        origin: origin.shown.clone(),
        remark: format!(
            "file={} key={} made_at={} rows={}",
            head.file,
            head.key,
            head.made_at,
            head.all_rows()
        ),
    }
}

//! `backup`: everything in the database as it is at one moment, sealed into one file.

use crate::backup::{BackupError, FORMAT, Head, Writing};
use crate::{App, AppError, Origin};
use crypto::entropy::random_array;
use data_encoding::HEXLOWER;
use domain::audit::{Action, Actor, Event};
use std::io::Write;
use store::audit;
use store::copy::Reading;

impl App {
    /// Writes a backup. It is whole when this returns; bringing it to disk is the caller's.
    /// `machine` and `release` stand in its head.
    ///
    /// Whoever writes to the database meanwhile need not wait, and is not in it.
    ///
    /// # Errors
    /// [`BackupError`]; what was written then is no backup.
    pub async fn back_up<W: Write>(
        &self,
        to: W,
        (machine, release): (&str, &str),
        origin: &Origin,
    ) -> Result<(W, Head), BackupError> {
        let file = random_array::<16>(self.entropy()).map_err(AppError::from)?;
        let file = HEXLOWER.encode(&file);
        self.note_backup(&file, origin).await?;
        let made_at = self.now().as_micros();
        let mut reading = Reading::begin(self.store()).await?;
        let counts = reading.counts().await?;
        let counts = counts
            .iter()
            .map(|count| (count.table.to_owned(), count.rows));
        let head = Head {
            format: FORMAT,
            schema: self.store().known_schema(),
            release: release.to_owned(),
            file,
            key: self.keys().current_id().to_string(),
            made_at,
            node: machine.to_owned(),
            rows: counts.collect(),
        };
        let mut writing = Writing::begin(to, self.keys(), &head, self.entropy())?;
        for table in reading.tables().to_vec() {
            writing.table(table.name, &table.columns)?;
            let digest = reading
                .each(&table, async |row: Vec<store::Value>| writing.row(&row))
                .await?;
            writing.end_of_table(digest)?;
        }
        reading.end().await?;
        Ok((writing.finish()?, head))
    }

    /// Whoever has the backup and the keys has read everything: that is noted before it is made.
    async fn note_backup(&self, file: &str, origin: &Origin) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: None,
            actor: Actor::Operator(None),
            action: Action::BackUp,
            outcome: "ok",
            subject: None,
            origin: origin.shown.clone(),
            remark: format!("file={file} key={}", self.keys().current_id()),
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

//! A whole database copied into an empty one, of either engine, and every row checked.

mod digest;
mod tables;

use std::collections::BTreeMap;

use digest::Digest;
use tables::{SEEDED, TABLES, Table, tables};

pub use tables::unlisted;
pub(crate) use tables::{ALL, Kind};

use crate::{Store, StoreError, Tx, Value};

/// So many values go into one statement at most; SQLite takes 32,766, PostgreSQL 65,535.
const MOST_VALUES: usize = 8_000;

/// A table that was copied and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its name.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The new database is in use.
    #[error("the new database is not empty: there are rows in {0}")]
    NotEmpty(&'static str),
    /// The two databases differ in their columns: another release made one of them.
    #[error("the table {0} has other columns in the other database")]
    OtherColumns(&'static str),
    /// What was read back is not what was written.
    #[error("the rows of {0} are not the same in the new database")]
    Differs(&'static str),
    /// Somebody wrote to the old database meanwhile.
    #[error("the table {0} of the old database was written to while it was copied")]
    Changed(&'static str),
    /// Reading or writing failed.
    #[error("the database refused")]
    Store(#[from] StoreError),
}

/// Copies everything in `from` into `to`, in one transaction: nothing is there unless every row of
/// every table was read back as it was written, and `from` has stayed as it was. Both need this
/// release's schema, and `to` has to be empty.
///
/// # Errors
/// [`CopyError`]; `to` is as it was before.
pub async fn copy(from: &Store, to: &Store) -> Result<Vec<Copied>, CopyError> {
    let (source, target) = (tables(from).await?, tables(to).await?);
    let mut reading = Tx::snapshot(from.pools()).await?;
    let mut writing = to.begin().await?;
    make_room(&mut writing, &target).await?;
    let mut sums = BTreeMap::new();
    let mut copied = Vec::with_capacity(TABLES.len());
    for (table, other) in source.iter().zip(&target) {
        if !table.has_the_columns_of(other) {
            return Err(CopyError::OtherColumns(table.name));
        }
        let sum = carry(&mut reading, &mut writing, table).await?;
        if digest_of(&mut writing, table).await? != sum {
            return Err(CopyError::Differs(table.name));
        }
        copied.push(Copied {
            table: table.name,
            rows: sum.rows(),
        });
        sums.insert(table.name, sum);
    }
    reading.rollback().await?;
    let mut again = Tx::snapshot(from.pools()).await?;
    for table in &source {
        if sums.get(table.name) != Some(&digest_of(&mut again, table).await?) {
            return Err(CopyError::Changed(table.name));
        }
    }
    again.rollback().await?;
    writing.commit().await?;
    Ok(copied)
}

/// Removes what a new database is born with; anything else stops the copy.
async fn make_room(writing: &mut Tx, tables: &[Table]) -> Result<(), CopyError> {
    for table in tables.iter().rev() {
        if let Some((_, born_with)) = SEEDED.iter().find(|(name, _)| *name == table.name) {
            if writing.change(table.delete()).await? > *born_with {
                return Err(CopyError::NotEmpty(table.name));
            }
        } else if digest_of(writing, table).await?.rows() > 0 {
            return Err(CopyError::NotEmpty(table.name));
        }
    }
    Ok(())
}

/// Writes every row of a table into the other database, and gives their digest.
async fn carry(reading: &mut Tx, writing: &mut Tx, table: &Table) -> Result<Digest, StoreError> {
    let at_once = (MOST_VALUES / table.columns.len().max(1)).max(1);
    let mut sum = Digest::default();
    let mut batch: Vec<Vec<Value>> = Vec::with_capacity(at_once);
    reading
        .each(table.select(), &table.kinds(), async |row| {
            sum.add(&row);
            batch.push(row);
            if batch.len() == at_once {
                let insert = table.insert(batch.len());
                writing.put(insert, batch.drain(..).flatten()).await?;
            }
            Ok(())
        })
        .await?;
    if !batch.is_empty() {
        let insert = table.insert(batch.len());
        writing.put(insert, batch.into_iter().flatten()).await?;
    }
    Ok(sum)
}

async fn digest_of(tx: &mut Tx, table: &Table) -> Result<Digest, StoreError> {
    let mut sum = Digest::default();
    tx.each(table.select(), &table.kinds(), async |row| {
        sum.add(&row);
        Ok(())
    })
    .await?;
    Ok(sum)
}

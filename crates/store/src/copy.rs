//! A whole database copied into an empty one, of either engine, and every row checked.

mod digest;
mod filling;
mod reading;
mod tables;

use std::collections::BTreeMap;

use tables::TABLES;

pub use digest::Digest;
pub use filling::Filling;
pub use reading::Reading;
pub(crate) use tables::ALL;
pub use tables::{Kind, Table, unlisted};

use crate::{Store, StoreError};

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
    OtherColumns(String),
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
    let mut reading = Reading::begin(from).await?;
    let mut filling = Filling::begin(to).await?;
    let mut sums = BTreeMap::new();
    let mut copied = Vec::with_capacity(TABLES.len());
    for table in reading.tables().to_vec() {
        filling.table(table.name, table.columns.clone())?;
        let sum = reading
            .each(&table, async |row| filling.row(row).await)
            .await?;
        if filling.end_of_table().await? != sum {
            return Err(CopyError::Differs(table.name));
        }
        copied.push(Copied {
            table: table.name,
            rows: sum.rows(),
        });
        sums.insert(table.name, sum);
    }
    reading.end().await?;
    let mut again = Reading::begin(from).await?;
    for table in again.tables().to_vec() {
        if sums.get(table.name) != Some(&again.digest(&table).await?) {
            return Err(CopyError::Changed(table.name));
        }
    }
    again.end().await?;
    filling.commit().await?;
    Ok(copied)
}

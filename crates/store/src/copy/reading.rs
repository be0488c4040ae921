//! Everything in a database, as it is at one moment.

use super::digest::Digest;
use super::tables::{Table, tables};
use super::{Copied, Kind};
use crate::{Store, StoreError, Tx, Value};

/// A reading of the whole database in one transaction that only reads: what others write
/// meanwhile is not in it, and they need not wait.
#[derive(Debug)]
pub struct Reading {
    tx: Tx,
    tables: Vec<Table>,
}

impl Reading {
    /// Begins. The moment is that of the first statement.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin(store: &Store) -> Result<Self, StoreError> {
        let tables = tables(store).await?;
        let mut tx = Tx::snapshot(store.pools()).await?;
        tx.take_time().await?;
        Ok(Self { tx, tables })
    }

    /// Every table; those that others point to stand before them.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// How many rows each table has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counts(&mut self) -> Result<Vec<Copied>, StoreError> {
        let mut counts = Vec::with_capacity(self.tables.len());
        for table in &self.tables {
            let mut rows = 0;
            let count = async |row: Vec<Value>| {
                if let [Value::Int(Some(count))] = row.as_slice() {
                    rows = count.unsigned_abs();
                }
                Ok::<(), StoreError>(())
            };
            self.tx.each(table.count(), &[Kind::Int], count).await?;
            counts.push(Copied {
                table: table.name,
                rows,
            });
        }
        Ok(counts)
    }

    /// Hands over every row of a table, one after the other, and gives their digest.
    ///
    /// # Errors
    /// [`StoreError`], or whatever `to` fails with.
    pub async fn each<E: From<StoreError>>(
        &mut self,
        table: &Table,
        mut to: impl AsyncFnMut(Vec<Value>) -> Result<(), E>,
    ) -> Result<Digest, E> {
        let mut sum = Digest::default();
        self.tx
            .each(table.select(), &table.kinds(), async |row: Vec<Value>| {
                sum.add(&row);
                to(row).await
            })
            .await?;
        Ok(sum)
    }

    /// The digest of a table's rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn digest(&mut self, table: &Table) -> Result<Digest, StoreError> {
        self.each(table, async |_| Ok(())).await
    }

    /// Ends the transaction.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end(self) -> Result<(), StoreError> {
        self.tx.rollback().await
    }
}

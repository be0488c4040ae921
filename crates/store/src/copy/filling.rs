//! An empty database filled with rows from elsewhere, in one transaction.

use super::digest::Digest;
use super::tables::{SEEDED, Table, tables};
use super::{CopyError, Kind};
use crate::{Store, StoreError, Tx, Value};

/// So many values go into one statement at most; SQLite takes 32,766, PostgreSQL 65,535.
const MOST_VALUES: usize = 8_000;

/// So many bytes of values wait for their statement at most, beside those of one row.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A filling of a database that nobody uses yet. Dropped without [`Filling::commit`], it leaves
/// nothing behind.
#[derive(Debug)]
pub struct Filling {
    tx: Tx,
    known: Vec<Table>,
    table: Option<Table>,
    batch: Vec<Vec<Value>>,
    bytes: usize,
}

impl Filling {
    /// Begins. The database needs this release's schema and has to be empty; what it was born with
    /// is removed.
    ///
    /// # Errors
    /// [`CopyError::NotEmpty`] or [`CopyError::Store`].
    pub async fn begin(store: &Store) -> Result<Self, CopyError> {
        let known = tables(store).await?;
        let mut tx = store.begin().await?;
        tx.take_time().await?;
        make_room(&mut tx, &known).await?;
        Ok(Self {
            tx,
            known,
            table: None,
            batch: Vec::new(),
            bytes: 0,
        })
    }

    /// Goes on to a table, whose rows come with these columns.
    ///
    /// # Errors
    /// [`CopyError::OtherColumns`] when there is no such table, or it has others.
    pub fn table(&mut self, name: &str, columns: Vec<(String, Kind)>) -> Result<(), CopyError> {
        let known = self.known.iter().find(|known| known.name == name);
        let table = known.map(|known| Table {
            name: known.name,
            columns,
        });
        match (known, table) {
            (Some(known), Some(table)) if known.has_the_columns_of(&table) => {
                self.table = Some(table);
                Ok(())
            }
            _ => Err(CopyError::OtherColumns(name.to_owned())),
        }
    }

    /// Takes a row of the table.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn row(&mut self, row: Vec<Value>) -> Result<(), StoreError> {
        self.bytes += row.iter().map(size).sum::<usize>();
        self.batch.push(row);
        let columns = self.table.as_ref().map_or(1, |table| table.columns.len());
        let most = (MOST_VALUES / columns.max(1)).max(1);
        if self.batch.len() >= most || self.bytes >= MOST_BYTES {
            self.write().await?;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        self.bytes = 0;
        if let (Some(table), false) = (&self.table, self.batch.is_empty()) {
            let insert = table.insert(self.batch.len());
            let values = self.batch.drain(..).flatten();
            self.tx.put(insert, values).await?;
        }
        Ok(())
    }

    /// Ends the table: reads every row of it back, and gives their digest.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_of_table(&mut self) -> Result<Digest, StoreError> {
        self.write().await?;
        match self.table.take() {
            Some(table) => digest_of(&mut self.tx, &table).await,
            None => Ok(Digest::default()),
        }
    }

    /// The transaction, for what belongs to it beside the rows.
    pub const fn transaction(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}

const fn size(value: &Value) -> usize {
    match value {
        Value::Text(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        Value::Int(_) | Value::Text(None) | Value::Bytes(None) => 8,
    }
}

/// Removes what a new database is born with; anything else stops it.
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

async fn digest_of(tx: &mut Tx, table: &Table) -> Result<Digest, StoreError> {
    let mut sum = Digest::default();
    tx.each(
        table.select(),
        &table.kinds(),
        async |row: Vec<Value>| -> Result<(), StoreError> {
            sum.add(&row);
            Ok(())
        },
    )
    .await?;
    Ok(sum)
}

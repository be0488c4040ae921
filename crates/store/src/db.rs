//! The store: connections, single statements, transactions.

use std::fmt;
use std::sync::Arc;

use crate::observer::{Observer, Trip};
use crate::pools::{Pools, on_a_live_connection};
use crate::session::{at_most_one, execute_postgres, execute_sqlite, rows_postgres, rows_sqlite};
use crate::{Row, Statement, StoreError, StoreSettings, Tx, Value};

crate::statements! {
    /// Does the database answer at all?
    PING = "SELECT CAST(1 AS BIGINT) AS one";
    /// The database's clock in Unix microseconds. SQLite's counts milliseconds.
    CLOCK =
        sqlite "SELECT CAST(ROUND(unixepoch('now', 'subsec') * 1000) AS INTEGER) * 1000 AS micros",
        postgres "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS micros";
}

/// The two database engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded default: one file.
    Sqlite,
    /// Any server that speaks PostgreSQL.
    Postgres,
}

impl Engine {
    /// Its word in measures.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}

/// A handle to the database; clones share its connections.
///
/// A statement outside a transaction is one round trip and commits by itself. What runs here is
/// safe to cancel: a dropped future either made its whole change or none.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    observer: Option<Arc<dyn Observer>>,
}

impl Store {
    /// Connects.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be reached or the file not be made,
    /// [`StoreError::Fault`] for a URL of neither kind or a database in memory.
    pub async fn open(settings: &StoreSettings) -> Result<Self, StoreError> {
        Ok(Self {
            pools: Pools::open(settings).await?,
            observer: None,
        })
    }

    /// The same store, telling `observer` of every round trip.
    #[must_use]
    pub fn observed(&self, observer: Arc<dyn Observer>) -> Self {
        Self {
            pools: self.pools.clone(),
            observer: Some(observer),
        }
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.pools.engine()
    }

    /// Reads one row or none; on SQLite from a reader, which refuses to write. A read whose
    /// connection turns out to be dead is asked again on another.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Fault`] also when there are several rows.
    pub async fn fetch_optional(
        &self,
        what: &Statement,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        at_most_one(self.fetch_all(what, values).await?, what)
    }

    /// Reads all rows, in the manner of [`Store::fetch_optional`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn fetch_all(
        &self,
        what: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        self.watched(what, async {
            match &self.pools {
                Pools::Sqlite { readers, .. } => rows_sqlite(readers, what, values).await,
                Pools::Postgres { pool, line, .. } => {
                    let ask = || line.answer(what.name(), rows_postgres(pool, what, values));
                    on_a_live_connection(pool, ask).await
                }
            }
        })
        .await
    }

    /// Writes, and tells how many rows were changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn execute(&self, what: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        self.watched(what, async {
            match &self.pools {
                Pools::Sqlite { writer, .. } => execute_sqlite(writer, what, values).await,
                Pools::Postgres { pool, line, .. } => {
                    line.answer(what.name(), execute_postgres(pool, what, values))
                        .await
                }
            }
        })
        .await
        .map_err(StoreError::of_a_write)
    }

    /// Writes with RETURNING: one row or none.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Fault`] also when there are several rows, which by then are
    /// written.
    pub async fn write_one(
        &self,
        what: &Statement,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        at_most_one(self.write_all(what, values).await?, what)
    }

    /// Writes with RETURNING: all rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn write_all(
        &self,
        what: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        self.watched(what, async {
            match &self.pools {
                Pools::Sqlite { writer, .. } => rows_sqlite(writer, what, values).await,
                Pools::Postgres { pool, line, .. } => {
                    line.answer(what.name(), rows_postgres(pool, what, values))
                        .await
                }
            }
        })
        .await
        .map_err(StoreError::of_a_write)
    }

    /// Opens a transaction that may write: on SQLite it holds the one writer from here on
    /// (BEGIN IMMEDIATE), on PostgreSQL it is READ COMMITTED.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when no connection is free in time, [`StoreError::Retry`]
    /// when another process holds the SQLite file.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Box::pin(Tx::begin(&self.pools, self.observer.clone())).await
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and its like.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.fetch_optional(&PING, &[]).await.map(drop)
    }

    /// The database's own clock, in Unix microseconds (SQLite: to the millisecond).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and its like.
    pub async fn clock(&self) -> Result<i64, StoreError> {
        match self.fetch_optional(&CLOCK, &[]).await? {
            Some(row) => row.int("micros"),
            None => Ok(0),
        }
    }

    /// Open connections, and how many of them nobody uses.
    #[must_use]
    pub fn connections(&self) -> (u32, usize) {
        self.pools.connections()
    }

    /// Closes all connections; waits for those in use.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.pools
    }

    async fn watched<T>(
        &self,
        what: &Statement,
        answer: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        watched(
            self.observer.as_deref(),
            Trip::Statement(what.name()),
            answer,
        )
        .await
    }
}

/// Tells `observer` of `trip` and of its end.
pub(crate) async fn watched<T>(
    observer: Option<&dyn Observer>,
    trip: Trip,
    answer: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let Some(observer) = observer else {
        return answer.await;
    };
    observer.sent(trip);
    let answer = answer.await;
    observer.answered(trip, answer.as_ref().err());
    answer
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("engine", &self.engine())
            .finish_non_exhaustive()
    }
}

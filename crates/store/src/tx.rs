//! A transaction.

use std::fmt;
use std::sync::Arc;

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::copy::Kind;
use crate::db::watched;
use crate::error::Cause;
use crate::line::Line;
use crate::observer::{Observer, Trip};
use crate::pools::{Pools, on_a_live_connection};
use crate::session::{at_most_one, execute_postgres, execute_sqlite, rows_postgres, rows_sqlite};
use crate::whole::{each_postgres, each_sqlite, put_postgres, put_sqlite};
use crate::{Engine, Row, Statement, StoreError, Value};

const BEGIN: &str = "BEGIN";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";
const WHOLE: &str = "WHOLE_TABLE";

/// A transaction. Dropped without [`Tx::commit`], it is rolled back.
///
/// After a statement failed, or its future was dropped half-way, the transaction can only be
/// rolled back: PostgreSQL refuses everything after an error and answers COMMIT with a silent
/// roll-back, SQLite would go on. Here both refuse with [`StoreError::Fault`], COMMIT included.
/// Where a taken key is an expected answer, write `ON CONFLICT DO NOTHING` and look at the
/// number of rows.
pub struct Tx {
    native: Option<Native>,
    observer: Option<Arc<dyn Observer>>,
    broken: bool,
}

enum Native {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>, Arc<Line>),
}

impl Native {
    fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(..) => Engine::Postgres,
        }
    }
}

impl Tx {
    pub(crate) async fn begin(
        pools: &Pools,
        observer: Option<Arc<dyn Observer>>,
    ) -> Result<Self, StoreError> {
        let native = Box::pin(watched(observer.as_deref(), Trip::Begin, async {
            match pools {
                Pools::Sqlite { writer, .. } => begin_sqlite(writer).await,
                Pools::Postgres { pool, line, .. } => {
                    on_a_live_connection(pool, || begin_postgres(pool, line)).await
                }
            }
        }))
        .await?;
        Ok(Self {
            native: Some(native),
            observer,
            broken: false,
        })
    }

    /// A transaction that only reads, and sees the database as it is when its first statement runs.
    pub(crate) async fn snapshot(pools: &Pools) -> Result<Self, StoreError> {
        let native = match pools {
            Pools::Sqlite { readers, .. } => readers.begin().await.map(Native::Sqlite),
            Pools::Postgres { pool, line, .. } => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                .await
                .map(|tx| Native::Postgres(tx, Arc::clone(line))),
        };
        let native =
            native.map_err(|error| StoreError::from_sqlx(&error, pools.engine(), BEGIN))?;
        Ok(Self {
            native: Some(native),
            observer: None,
            broken: false,
        })
    }

    /// Reads or writes, and takes one row or none.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Fault`] also when there are several rows.
    pub async fn fetch_optional(
        &mut self,
        what: &Statement,
        values: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        let row = at_most_one(self.fetch_all(what, values).await?, what);
        self.broken |= row.is_err();
        row
    }

    /// Reads or writes, and takes all rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn fetch_all(
        &mut self,
        what: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let (native, observer) = self.enter(what.name())?;
        let rows = watched(
            observer,
            Trip::Statement(what.name()),
            Box::pin(async {
                match native {
                    Native::Sqlite(tx) => rows_sqlite(&mut **tx, what, values).await,
                    Native::Postgres(tx, line) => {
                        line.answer(what.name(), rows_postgres(&mut **tx, what, values))
                            .await
                    }
                }
            }),
        )
        .await;
        self.broken = rows.is_err();
        rows
    }

    /// Writes, and tells how many rows were changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn execute(&mut self, what: &Statement, values: &[Value]) -> Result<u64, StoreError> {
        let (native, observer) = self.enter(what.name())?;
        let changed = watched(
            observer,
            Trip::Statement(what.name()),
            Box::pin(async {
                match native {
                    Native::Sqlite(tx) => execute_sqlite(&mut **tx, what, values).await,
                    Native::Postgres(tx, line) => {
                        line.answer(what.name(), execute_postgres(&mut **tx, what, values))
                            .await
                    }
                }
            }),
        )
        .await;
        self.broken = changed.is_err();
        changed
    }

    /// Reads every row of a text that is made from the schema, one after the other.
    pub(crate) async fn each<E: From<StoreError>>(
        &mut self,
        sql: String,
        kinds: &[Kind],
        to: impl AsyncFnMut(Vec<Value>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (native, _) = self.enter(WHOLE)?;
        let done = match native {
            Native::Sqlite(tx) => each_sqlite(tx, sql, kinds, to).await,
            Native::Postgres(tx, _) => each_postgres(tx, sql, kinds, to).await,
        };
        self.broken = done.is_err();
        done
    }

    /// Lifts the limits of time for this transaction: reading or writing everything takes as long
    /// as it takes. SQLite has none.
    pub(crate) async fn take_time(&mut self) -> Result<(), StoreError> {
        if let (Native::Postgres(..), _) = self.enter(WHOLE)? {
            self.broken = false;
            for limit in ["statement_timeout", "idle_in_transaction_session_timeout"] {
                self.change(format!("SET LOCAL {limit} = 0")).await?;
            }
        }
        self.broken = false;
        Ok(())
    }

    /// Changes rows by a text that is made from the schema, and tells how many.
    pub(crate) async fn change(&mut self, sql: String) -> Result<u64, StoreError> {
        self.put(sql, []).await
    }

    /// The same with values.
    pub(crate) async fn put(
        &mut self,
        sql: String,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        let (native, _) = self.enter(WHOLE)?;
        let values: Vec<Value> = values.into_iter().collect();
        let done = match native {
            Native::Sqlite(tx) => put_sqlite(tx, sql, &values).await,
            Native::Postgres(tx, _) => put_postgres(tx, sql, &values).await,
        };
        self.broken = done.is_err();
        done
    }

    /// Makes the changes durable.
    ///
    /// # Errors
    /// [`StoreError::Fault`] when a statement failed before: everything is rolled back.
    /// [`StoreError::is_uncertain`]: the connection was lost, and whether the changes were made
    /// is unknown. Any other: they were not made.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.enter(COMMIT)?;
        let Some(native) = self.native.take() else {
            return Err(broken(COMMIT));
        };
        let engine = native.engine();
        watched(
            self.observer.as_deref(),
            Trip::Commit,
            Box::pin(async {
                let named = |error| StoreError::from_sqlx(&error, engine, COMMIT);
                match native {
                    Native::Sqlite(tx) => tx.commit().await.map_err(named),
                    Native::Postgres(tx, line) => {
                        let done = async { tx.commit().await.map_err(named) };
                        line.answer(COMMIT, done).await
                    }
                }
            }),
        )
        .await
        .map_err(StoreError::of_a_write)
    }

    /// Undoes the changes and waits for it; dropping the transaction does not wait.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: the connection was lost; the changes are undone all the same.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        let Some(native) = self.native.take() else {
            return Err(broken(ROLLBACK));
        };
        let engine = native.engine();
        watched(
            self.observer.as_deref(),
            Trip::Rollback,
            Box::pin(async {
                let named = |error| StoreError::from_sqlx(&error, engine, ROLLBACK);
                match native {
                    Native::Sqlite(tx) => tx.rollback().await.map_err(named),
                    Native::Postgres(tx, line) => {
                        let done = async { tx.rollback().await.map_err(named) };
                        line.answer(ROLLBACK, done).await
                    }
                }
            }),
        )
        .await
    }

    /// Marks the transaction as broken until the statement that begins here has succeeded, so
    /// that a future dropped half-way leaves it broken.
    fn enter(
        &mut self,
        statement: &'static str,
    ) -> Result<(&mut Native, Option<&dyn Observer>), StoreError> {
        if std::mem::replace(&mut self.broken, true) {
            return Err(broken(statement));
        }
        match &mut self.native {
            Some(native) => Ok((native, self.observer.as_deref())),
            None => Err(broken(statement)),
        }
    }
}

async fn begin_sqlite(writer: &SqlitePool) -> Result<Native, StoreError> {
    // A plain BEGIN that reads and then writes fails with BUSY instead of waiting.
    let begun = writer.begin_with("BEGIN IMMEDIATE").await;
    begun
        .map(Native::Sqlite)
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Sqlite, BEGIN))
}

async fn begin_postgres(pool: &PgPool, line: &Arc<Line>) -> Result<Native, StoreError> {
    // The isolation is named because the server's default may be another.
    let begun = async {
        pool.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED")
            .await
            .map(|tx| Native::Postgres(tx, Arc::clone(line)))
            .map_err(|error| StoreError::from_sqlx(&error, Engine::Postgres, BEGIN))
    };
    line.answer(BEGIN, begun).await
}

fn broken(statement: &'static str) -> StoreError {
    StoreError::Fault(Cause::own(statement, "the transaction has failed before"))
}

impl Drop for Tx {
    fn drop(&mut self) {
        // sqlx rolls back when the native transaction is dropped; only the observer is told here.
        if self.native.is_some()
            && let Some(observer) = &self.observer
        {
            observer.sent(Trip::Rollback);
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx")
            .field("broken", &self.broken)
            .finish_non_exhaustive()
    }
}

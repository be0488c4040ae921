//! The schema: migrations embedded at compile time, and which of them a database has.

use std::sync::LazyLock;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqlitePool;
use sqlx::{ConnectOptions, Connection};

use crate::error::Cause;
use crate::pools::{CONNECT, Pools};
use crate::{Engine, Store, StoreError, values};

const MIGRATE: &str = "MIGRATE";

static SQLITE: LazyLock<Migrator> = LazyLock::new(|| sqlx::migrate!("migrations/sqlite"));
static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| sqlx::migrate!("migrations/postgres"));

crate::statements! {
    /// Has this database ever been migrated?
    HAS_MIGRATIONS =
        sqlite "SELECT COUNT(*) AS tables FROM sqlite_master \
                WHERE type = 'table' AND name = '_sqlx_migrations'",
        postgres "SELECT COUNT(*) AS tables FROM pg_class \
                  WHERE oid = to_regclass('_sqlx_migrations')";
    /// The newest migration that was applied.
    NEWEST_MIGRATION = "SELECT MAX(version) AS version FROM _sqlx_migrations WHERE success";
    /// Migrations after $1 that programs of before cannot live with. Those they can are named
    /// `NNNN_expand_….sql`: they only add what an older program does not see.
    NOT_ONLY_ADDING = "SELECT COUNT(*) AS others FROM _sqlx_migrations \
        WHERE version > $1 AND description NOT LIKE 'expand %'";
}

/// Why the schema does not fit this binary.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The database was migrated by a newer release; this one must not write to it.
    #[error("the database has schema {found}, this release knows schemas up to {known}")]
    TooNew {
        /// Newest migration in the database.
        found: i64,
        /// Newest migration in this binary.
        known: i64,
    },
    /// The database lacks migrations; run `sekisho migrate`.
    #[error("the database has schema {found}, this release needs schema {known}")]
    TooOld {
        /// Newest migration in the database; 0 when it has none.
        found: i64,
        /// Newest migration in this binary.
        known: i64,
    },
    /// A migration that was applied is not the one in this binary.
    #[error("migration {0} was changed after it had been applied")]
    Changed(i64),
    /// A migration stopped half-way and must be looked at by hand.
    #[error("migration {0} was applied in part")]
    Partial(i64),
    /// A statement of a migration, or reading the schema, failed.
    #[error("the schema could not be read or migrated")]
    Store(#[from] StoreError),
}

impl Store {
    /// The newest schema that this binary knows; 0 when it has none.
    #[must_use]
    pub fn known_schema(&self) -> i64 {
        migrator(self.engine())
            .iter()
            .map(|migration| migration.version)
            .max()
            .unwrap_or(0)
    }

    /// The newest migration that the database has; 0 when it has none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        let Some(row) = self.fetch_optional(&HAS_MIGRATIONS, &[]).await? else {
            return Ok(0);
        };
        if row.int("tables")? == 0 {
            return Ok(0);
        }
        match self.fetch_optional(&NEWEST_MIGRATION, &[]).await? {
            Some(row) => Ok(row.int_or_null("version")?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    /// Whether this binary may run on the database as it is: on its own schema, or on a newer one to
    /// which migrations have only added. So nodes of the release before run on, and start again,
    /// while nodes of the new one come.
    ///
    /// # Errors
    /// [`SchemaError::TooNew`], [`SchemaError::TooOld`], or reading failed.
    pub async fn check_schema(&self) -> Result<(), SchemaError> {
        let (found, known) = (self.schema_version().await?, self.known_schema());
        match found.cmp(&known) {
            std::cmp::Ordering::Greater if self.has_only_grown(known).await? => Ok(()),
            std::cmp::Ordering::Greater => Err(SchemaError::TooNew { found, known }),
            std::cmp::Ordering::Less => Err(SchemaError::TooOld { found, known }),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }

    async fn has_only_grown(&self, known: i64) -> Result<bool, StoreError> {
        let row = self
            .fetch_optional(&NOT_ONLY_ADDING, &values![known])
            .await?;
        row.map_or(Ok(false), |row| Ok(row.int("others")? == 0))
    }

    /// Brings the database to the newest schema that this binary knows. Processes that
    /// start together wait for each other. SQLite makes all missing migrations or none,
    /// PostgreSQL one after the other.
    ///
    /// # Errors
    /// [`SchemaError`]; a newer schema is left alone.
    pub async fn migrate(&self) -> Result<(), SchemaError> {
        let (found, known) = (self.schema_version().await?, self.known_schema());
        if found > known {
            return Err(SchemaError::TooNew { found, known });
        }
        let engine = self.engine();
        let result = match self.pools() {
            Pools::Sqlite { writer, .. } => migrate_sqlite(writer).await,
            Pools::Postgres { options, .. } => {
                // A connection of its own: after a failure sqlx leaves its advisory lock taken,
                // and closing the connection releases it.
                let mut connection = options
                    .connect()
                    .await
                    .map_err(|error| StoreError::from_sqlx(&error, engine, CONNECT))?;
                let result = POSTGRES.run_direct(None, &mut connection, false).await;
                // Nothing hangs on a farewell that fails.
                let _ = connection.close().await;
                result
            }
        };
        result.map_err(|error| schema_error(error, engine))
    }
}

/// In one transaction: another process that migrates the same file waits, or finds it done.
async fn migrate_sqlite(writer: &SqlitePool) -> Result<(), MigrateError> {
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    SQLITE.run_direct(None, &mut *tx, false).await?;
    tx.commit().await?;
    Ok(())
}

fn migrator(engine: Engine) -> &'static Migrator {
    match engine {
        Engine::Sqlite => &SQLITE,
        Engine::Postgres => &POSTGRES,
    }
}

fn schema_error(error: MigrateError, engine: Engine) -> SchemaError {
    match error {
        MigrateError::VersionMismatch(version) | MigrateError::VersionMissing(version) => {
            SchemaError::Changed(version)
        }
        MigrateError::Dirty(version) => SchemaError::Partial(version),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            SchemaError::Store(StoreError::from_sqlx(&error, engine, MIGRATE))
        }
        other => SchemaError::Store(StoreError::Fault(Cause::own(MIGRATE, other.to_string()))),
    }
}

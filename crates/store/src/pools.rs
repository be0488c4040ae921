//! The native connection pools and how they are opened.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::ExposeSecret;
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Postgres, Sqlite};

use crate::error::Cause;
use crate::line::Line;
use crate::settings::Address;
use crate::{Engine, StoreError, StoreSettings};

/// Room for every statement of the crate, so that none is prepared twice on a connection.
const STATEMENT_CACHE: usize = 512;

/// A statement slower than this is logged by sqlx, without its values.
const SLOW: Duration = Duration::from_secs(1);

pub(crate) const CONNECT: &str = "CONNECT";

/// The pools behind a store.
#[derive(Clone)]
pub(crate) enum Pools {
    /// ONE writer: with several, SQLite answers BUSY where a queue would do.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    /// PostgreSQL; the options serve connections outside the pool, without its time limits.
    Postgres {
        pool: PgPool,
        line: Arc<Line>,
        options: Box<PgConnectOptions>,
    },
}

impl Pools {
    pub(crate) async fn open(settings: &StoreSettings) -> Result<Self, StoreError> {
        let url = match settings.address() {
            Address::File(path) => return open_sqlite(settings, path).await,
            Address::Url(url) => url.expose_secret(),
        };
        if url.starts_with("sqlite:") {
            open_sqlite(settings, &file_of(url)?).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(settings, url).await
        } else {
            Err(refused(
                "the database URL must begin with sqlite: or postgres://",
            ))
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    pub(crate) fn connections(&self) -> (u32, usize) {
        match self {
            Self::Sqlite { writer, readers } => (
                writer.size() + readers.size(),
                writer.num_idle() + readers.num_idle(),
            ),
            Self::Postgres { pool, .. } => (pool.size(), pool.num_idle()),
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                // The last connection to close tidies the write-ahead log: let it be the writer.
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Asks again, on the next connection, what changes nothing. A server that restarted leaves the
/// pool full of dead connections, and each shows it only when it is used.
pub(crate) async fn on_a_live_connection<T, F>(
    pool: &PgPool,
    ask: impl Fn() -> F,
) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    for _ in 0..pool.size() {
        match ask().await {
            Err(StoreError::Unavailable(cause)) if cause.is_lost() => {}
            answer => return answer,
        }
    }
    ask().await
}

fn refused(message: &'static str) -> StoreError {
    StoreError::Fault(Cause::own(CONNECT, message))
}

fn pool_options<DB: sqlx::Database>(settings: &StoreSettings, size: u32) -> PoolOptions<DB> {
    PoolOptions::new()
        .max_connections(size.max(1))
        .acquire_timeout(settings.acquire_timeout)
        // The test is a round trip of its own.
        .test_before_acquire(false)
}

/// The path in a `sqlite:` URL. Options in its query are refused: they could undo ours.
fn file_of(url: &str) -> Result<PathBuf, StoreError> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|_| refused("the sqlite: URL cannot be read"))?;
    if url.contains(":memory:") {
        return Err(refused(
            "SQLite needs a file: in memory, each connection has its own database",
        ));
    }
    if url.contains('?') {
        return Err(refused("the sqlite: URL takes no options"));
    }
    Ok(options.get_filename().to_path_buf())
}

async fn open_sqlite(settings: &StoreSettings, file: &Path) -> Result<Pools, StoreError> {
    if file.as_os_str().is_empty() {
        return Err(refused("SQLite needs the path of a file"));
    }
    make_private(file)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(settings.busy_timeout)
        .statement_cache_capacity(STATEMENT_CACHE)
        .disable_statement_logging()
        .log_slow_statements(log::LevelFilter::Warn, SLOW);
    let error = |error| StoreError::from_sqlx(&error, Engine::Sqlite, CONNECT);
    // The writer first: it puts the file into WAL mode, which readers cannot do.
    let writer = unaging(pool_options(settings, 1))
        .connect_with(options.clone())
        .await;
    let readers = unaging(pool_options(settings, settings.readers))
        .connect_with(options.pragma("query_only", "ON"))
        .await;
    Ok(Pools::Sqlite {
        writer: writer.map_err(error)?,
        readers: readers.map_err(error)?,
    })
}

/// A file's connections do not age, and opening them again would cost their prepared statements.
///
/// Where there is no room, SQLite may undo a transaction by itself. sqlx's ROLLBACK fails then, it goes
/// on counting that transaction, and no other could be begun on the connection: another takes its place.
fn unaging(options: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    options
        .idle_timeout(None)
        .max_lifetime(None)
        .before_acquire(|connection, _| {
            let between = !connection.is_in_transaction();
            Box::pin(async move { Ok(between) })
        })
}

/// Creates the file for its owner alone; SQLite gives the log files beside it the same mode.
fn make_private(file: &Path) -> Result<(), StoreError> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(StoreError::Unavailable(
            Cause::own(CONNECT, error.to_string()),
        )),
        _ => Ok(()),
    }
}

async fn open_postgres(settings: &StoreSettings, url: &str) -> Result<Pools, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| refused("the postgres: URL cannot be read"))?
        .application_name("sekisho")
        .statement_cache_capacity(STATEMENT_CACHE)
        .disable_statement_logging()
        .log_slow_statements(log::LevelFilter::Warn, SLOW);
    let limit = settings.statement_timeout.as_millis().max(1).to_string();
    // Compiling a list's statement took ten times as long as running it (docs/benchmarks.md).
    let off = "off".to_owned();
    let bounded = options.clone().options([
        ("jit", &off),
        ("statement_timeout", &limit),
        ("idle_in_transaction_session_timeout", &limit),
    ]);
    let line = Arc::new(Line::new(
        settings.statement_timeout + settings.acquire_timeout,
    ));
    let pool = watched(pool_options(settings, settings.connections), &line)
        .connect_with(bounded)
        .await
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Postgres, CONNECT))?;
    Ok(Pools::Postgres {
        pool,
        line,
        options: Box::new(options),
    })
}

/// A pool that neither hands out nor takes back a connection in doubt.
fn watched(options: PoolOptions<Postgres>, line: &Arc<Line>) -> PoolOptions<Postgres> {
    let (before, after) = (Arc::clone(line), Arc::clone(line));
    options
        .before_acquire(move |_, meta| {
            let sound = !before.is_in_doubt(meta.age);
            Box::pin(async move { Ok(sound) })
        })
        .after_release(move |_, meta| {
            let sound = !after.is_in_doubt(meta.age);
            Box::pin(async move { Ok(sound) })
        })
}

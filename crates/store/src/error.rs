//! What can go wrong, as kinds that callers act on.

use std::borrow::Cow;
use std::fmt;

use crate::Engine;

/// A statement, or the store as a whole, failed.
///
/// No variant prints a parameter value, neither in `Display` nor in `Debug` nor in its source:
/// PostgreSQL's DETAIL line ("Key (mail)=(…) already exists") is dropped on purpose.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another transaction was in the way (SQLSTATE 40001, 40P01, 55P03; `SQLITE_BUSY`,
    /// `SQLITE_LOCKED`). Nothing was changed: load and decide again.
    #[error("another transaction was in the way")]
    Retry(#[source] Cause),
    /// A UNIQUE or PRIMARY KEY refused the row; ask [`StoreError::violates`] which one.
    #[error("a unique key is taken")]
    Unique(Taken, #[source] Cause),
    /// A FOREIGN KEY refused the change.
    #[error("a foreign key refused the change")]
    ForeignKey(#[source] Cause),
    /// A CHECK refused the row.
    #[error("a check refused the row")]
    Check(#[source] Cause),
    /// No connection to be had, or it was lost, or the database has no room. When it comes from
    /// [`Tx::commit`](crate::Tx::commit) or an autocommit write, whether the change was made is
    /// unknown.
    #[error("the database is unavailable")]
    Unavailable(#[source] Cause),
    /// Anything else: a mistake of ours or damage. The source is for the log.
    #[error("the database refused a statement")]
    Fault(#[source] Cause),
}

impl StoreError {
    /// Whether `key` was the unique key that refused the row.
    #[must_use]
    pub fn violates(&self, key: &UniqueKey) -> bool {
        match self {
            Self::Unique(Taken::Named(name), _) => name == key.name,
            Self::Unique(Taken::Columns(table, columns), _) => {
                table == key.table
                    && columns
                        .iter()
                        .map(String::as_str)
                        .eq(key.columns.iter().copied())
            }
            _ => false,
        }
    }

    /// Whether the same work may be done again with hope: another transaction was in the way.
    #[must_use]
    pub fn is_retry(&self) -> bool {
        matches!(self, Self::Retry(_))
    }

    /// Whether the connection was lost in the moment of a commit, so that nobody knows whether the
    /// change was made. Only whoever can recognise a change that was made may do it again.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        matches!(self, Self::Unavailable(cause) if cause.uncertain)
    }

    /// The same error from a statement that is its own transaction.
    pub(crate) fn of_a_write(mut self) -> Self {
        if let Self::Unavailable(cause) = &mut self {
            cause.uncertain = cause.lost;
        }
        self
    }

    pub(crate) fn from_sqlx(error: &sqlx::Error, engine: Engine, statement: &'static str) -> Self {
        match error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                match engine {
                    Engine::Sqlite => sqlite(&code, database.message(), statement),
                    Engine::Postgres => {
                        postgres(&code, database.message(), database.constraint(), statement)
                    }
                }
            }
            sqlx::Error::Io(_) => Self::Unavailable(Cause {
                lost: true,
                ..Cause::own(statement, error.to_string())
            }),
            sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => {
                Self::Unavailable(Cause::own(statement, error.to_string()))
            }
            other => Self::Fault(Cause::own(statement, other.to_string())),
        }
    }
}

/// What the engine said about a taken key: PostgreSQL names the index, SQLite names table and
/// columns (or, for an index on expressions, the index).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Name of the index or constraint.
    Named(String),
    /// Table and its columns in the order of the key.
    Columns(String, Vec<String>),
}

/// A unique key by everything that either engine may call it.
///
/// SQLite cannot tell apart two unique indexes of a table on the same columns: give a second,
/// partial one another list of columns (such as the one of its WHERE clause, too).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UniqueKey {
    /// Name of the index or constraint; a primary key is called `<table>_pkey`.
    pub name: &'static str,
    /// Its table.
    pub table: &'static str,
    /// Its columns in order; empty for an index on expressions.
    pub columns: &'static [&'static str],
}

/// For the log: which statement failed, the engine's code and its primary message.
#[derive(Debug, Clone)]
pub struct Cause {
    statement: &'static str,
    code: Option<String>,
    /// The connection broke.
    lost: bool,
    /// It broke when the change may have been made already.
    uncertain: bool,
    message: Cow<'static, str>,
}

impl Cause {
    pub(crate) fn own(statement: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            statement,
            code: None,
            lost: false,
            uncertain: false,
            message: message.into(),
        }
    }

    /// The database does not answer: the connection is of no use any more.
    pub(crate) fn silence(statement: &'static str) -> Self {
        Self {
            lost: true,
            ..Self::own(statement, "the database did not answer in time")
        }
    }

    /// Name of the statement; `BEGIN`, `COMMIT`, `ROLLBACK` and `CONNECT` stand for themselves.
    #[must_use]
    pub fn statement(&self) -> &'static str {
        self.statement
    }

    /// Whether the connection broke, so that another one may well work.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }

    /// SQLSTATE, or SQLite's extended result code in decimals, when the engine gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.statement)?;
        if let Some(code) = &self.code {
            write!(f, "[{code}] ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Cause {}

/// SQLite: extended result codes, <https://www.sqlite.org/rescode.html>.
fn sqlite(code: &str, message: &str, statement: &'static str) -> StoreError {
    let cause = Cause {
        code: Some(code.to_owned()),
        ..Cause::own(statement, message.to_owned())
    };
    let number: i32 = code.parse().unwrap_or(0);
    match number {
        275 => StoreError::Check(cause),
        787 => StoreError::ForeignKey(cause),
        1555 | 2067 | 2579 => StoreError::Unique(taken_in_sqlite(message), cause),
        // The low byte is the primary code.
        _ => match number & 0xff {
            5 | 6 => StoreError::Retry(cause),
            10 | 13 | 14 => StoreError::Unavailable(cause),
            _ => StoreError::Fault(cause),
        },
    }
}

/// Reads "UNIQUE constraint failed: t.a, t.b" or "UNIQUE constraint failed: index 'name'".
fn taken_in_sqlite(message: &str) -> Taken {
    let key = message
        .rsplit_once("failed: ")
        .map_or(message, |(_, key)| key);
    if let Some(name) = key.strip_prefix("index '") {
        return Taken::Named(name.trim_end_matches('\'').to_owned());
    }
    let mut table = "";
    let mut columns = Vec::new();
    for part in key.split(", ") {
        let (of, column) = part.split_once('.').unwrap_or(("", part));
        table = of;
        columns.push(column.to_owned());
    }
    Taken::Columns(table.to_owned(), columns)
}

/// PostgreSQL: SQLSTATE, appendix A of its manual.
fn postgres(
    code: &str,
    message: &str,
    constraint: Option<&str>,
    statement: &'static str,
) -> StoreError {
    let class = code.get(..2).unwrap_or_default();
    let cause = Cause {
        statement,
        code: Some(code.to_owned()),
        // Shut down, crashed, dropped, too long idle, a standby by now, or broken off.
        lost: matches!(
            code,
            "57P01" | "57P02" | "57P04" | "57P05" | "25P03" | "25006"
        ) || class == "08",
        uncertain: false,
        // Class 22, data exceptions, quotes the value.
        message: if class == "22" {
            Cow::Borrowed("a value does not fit (message withheld)")
        } else {
            Cow::Owned(message.to_owned())
        },
    };
    match code {
        "40001" | "40P01" | "55P03" => StoreError::Retry(cause),
        "23505" => {
            let name = constraint.unwrap_or_default().to_owned();
            StoreError::Unique(Taken::Named(name), cause)
        }
        "23503" => StoreError::ForeignKey(cause),
        "23514" => StoreError::Check(cause),
        // A statement cancelled by a time-out, a server that starts up or stops or has become a
        // read-only standby, a transaction ended by a time-out.
        "57014" | "57P03" | "25006" => StoreError::Unavailable(cause),
        _ if cause.lost || class == "53" || class == "58" => StoreError::Unavailable(cause),
        _ => StoreError::Fault(cause),
    }
}

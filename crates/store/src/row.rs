//! One row of an answer.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Row as _, Type};
use uuid::Uuid;

use crate::error::{Cause, StoreError};

/// One row of an answer; columns are read by name.
///
/// Every getter fails with [`StoreError::Fault`], naming statement and column, when the column
/// is missing, has another type, or is NULL where no NULL was asked for.
pub struct Row {
    native: Native,
    statement: &'static str,
}

enum Native {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn sqlite(row: SqliteRow, statement: &'static str) -> Self {
        Self {
            native: Native::Sqlite(row),
            statement,
        }
    }

    pub(crate) fn postgres(row: PgRow, statement: &'static str) -> Self {
        Self {
            native: Native::Postgres(row),
            statement,
        }
    }

    /// A whole number. PostgreSQL's INT2 and INT4 (as of a literal) are widened.
    ///
    /// # Errors
    /// See [`Row`].
    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.not_null(column, self.int_or_null(column)?)
    }

    /// A whole number or NULL.
    ///
    /// # Errors
    /// See [`Row`].
    pub fn int_or_null(&self, column: &str) -> Result<Option<i64>, StoreError> {
        self.get::<i64>(column).or_else(|error| match &self.native {
            Native::Sqlite(_) => Err(error),
            Native::Postgres(row) => row
                .try_get::<Option<i32>, _>(column)
                .map(|value| value.map(i64::from))
                .or_else(|_| {
                    row.try_get::<Option<i16>, _>(column)
                        .map(|value| value.map(i64::from))
                })
                .map_err(|_| error),
        })
    }

    /// A text.
    ///
    /// # Errors
    /// See [`Row`].
    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        self.not_null(column, self.text_or_null(column)?)
    }

    /// A text or NULL.
    ///
    /// # Errors
    /// See [`Row`].
    pub fn text_or_null(&self, column: &str) -> Result<Option<String>, StoreError> {
        self.get(column)
    }

    /// Bytes.
    ///
    /// # Errors
    /// See [`Row`].
    pub fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.not_null(column, self.bytes_or_null(column)?)
    }

    /// Bytes or NULL.
    ///
    /// # Errors
    /// See [`Row`].
    pub fn bytes_or_null(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.get(column)
    }

    /// Exactly `N` bytes, such as a digest.
    ///
    /// # Errors
    /// See [`Row`]; also when the length is not `N`.
    pub fn array<const N: usize>(&self, column: &str) -> Result<[u8; N], StoreError> {
        self.not_null(column, self.array_or_null(column)?)
    }

    /// Exactly `N` bytes or NULL.
    ///
    /// # Errors
    /// See [`Row`]; also when the length is not `N`.
    pub fn array_or_null<const N: usize>(
        &self,
        column: &str,
    ) -> Result<Option<[u8; N]>, StoreError> {
        self.bytes_or_null(column)?
            .map(|bytes| {
                <[u8; N]>::try_from(bytes.as_slice()).map_err(|_| {
                    self.fault(column, &format!("{} bytes where {N} belong", bytes.len()))
                })
            })
            .transpose()
    }

    /// An id of 16 bytes.
    ///
    /// # Errors
    /// See [`Row`]; also when it is not 16 bytes long.
    pub fn uuid(&self, column: &str) -> Result<Uuid, StoreError> {
        self.array(column).map(Uuid::from_bytes)
    }

    /// An id of 16 bytes or NULL.
    ///
    /// # Errors
    /// See [`Row`]; also when it is not 16 bytes long.
    pub fn uuid_or_null(&self, column: &str) -> Result<Option<Uuid>, StoreError> {
        Ok(self.array_or_null(column)?.map(Uuid::from_bytes))
    }

    /// A flag: 0 or 1, or PostgreSQL's BOOLEAN (as of `EXISTS`).
    ///
    /// # Errors
    /// See [`Row`]; also for any other number.
    pub fn flag(&self, column: &str) -> Result<bool, StoreError> {
        self.not_null(column, self.flag_or_null(column)?)
    }

    /// A flag or NULL.
    ///
    /// # Errors
    /// See [`Row::flag`].
    pub fn flag_or_null(&self, column: &str) -> Result<Option<bool>, StoreError> {
        if let Native::Postgres(row) = &self.native
            && let Ok(flag) = row.try_get::<Option<bool>, _>(column)
        {
            return Ok(flag);
        }
        match self.int_or_null(column)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(self.fault(column, "a number other than 0 and 1 where a flag belongs")),
        }
    }

    fn get<'r, T>(&'r self, column: &str) -> Result<Option<T>, StoreError>
    where
        T: Decode<'r, sqlx::Sqlite>
            + Type<sqlx::Sqlite>
            + Decode<'r, sqlx::Postgres>
            + Type<sqlx::Postgres>,
    {
        match &self.native {
            Native::Sqlite(row) => row.try_get::<Option<T>, _>(column),
            Native::Postgres(row) => row.try_get::<Option<T>, _>(column),
        }
        .map_err(|error| self.fault(column, &undecodable(&error)))
    }

    fn not_null<T>(&self, column: &str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.fault(column, "NULL where a value belongs"))
    }

    fn fault(&self, column: &str, what: &str) -> StoreError {
        StoreError::Fault(Cause::own(
            self.statement,
            format!("column {column}: {what}"),
        ))
    }
}

/// Why a column could not be read, without its content.
fn undecodable(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::ColumnNotFound(_) => "not in the answer".to_owned(),
        sqlx::Error::ColumnDecode { source, .. } => source.to_string(),
        other => other.to_string(),
    }
}

impl std::fmt::Debug for Row {
    /// Names the statement only: a row may hold personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row")
            .field("statement", &self.statement)
            .finish_non_exhaustive()
    }
}

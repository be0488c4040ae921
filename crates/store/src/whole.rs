//! Whole tables, read and written with texts that are made from the schema's own names.

use futures_util::TryStreamExt as _;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Decode, Postgres, Sqlite, Transaction, Type};

use crate::copy::Kind;
use crate::session::encoded;
use crate::{Engine, StoreError, Value};

const WHOLE: &str = "WHOLE_TABLE";

macro_rules! on_each_engine {
    ($($engine:ident, $database:ident, $arguments:ident, $each:ident, $put:ident;)+) => {$(
        pub(crate) async fn $each<E: From<StoreError>>(
            tx: &mut Transaction<'static, $database>,
            sql: String,
            kinds: &[Kind],
            mut to: impl AsyncFnMut(Vec<Value>) -> Result<(), E>,
        ) -> Result<(), E> {
            let failed = |error: sqlx::Error| StoreError::from_sqlx(&error, Engine::$engine, WHOLE);
            let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **tx);
            while let Some(row) = rows.try_next().await.map_err(failed)? {
                to(values(&row, kinds).map_err(failed)?).await?;
            }
            Ok(())
        }

        pub(crate) async fn $put(
            tx: &mut Transaction<'static, $database>,
            sql: String,
            values: &[Value],
        ) -> Result<u64, StoreError> {
            let arguments: $arguments = encoded(WHOLE, values)?;
            sqlx::query_with(AssertSqlSafe(sql), arguments)
                .execute(&mut **tx)
                .await
                .map(|done| done.rows_affected())
                .map_err(|error| StoreError::from_sqlx(&error, Engine::$engine, WHOLE))
        }
    )+};
}

on_each_engine! {
    Sqlite, Sqlite, SqliteArguments, each_sqlite, put_sqlite;
    Postgres, Postgres, PgArguments, each_postgres, put_postgres;
}

fn values<'r, R>(row: &'r R, kinds: &[Kind]) -> Result<Vec<Value>, sqlx::Error>
where
    R: sqlx::Row,
    usize: sqlx::ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    let value = |(at, kind): (usize, &Kind)| {
        Ok(match kind {
            Kind::Int => Value::Int(row.try_get(at)?),
            Kind::Text => Value::Text(row.try_get(at)?),
            Kind::Bytes => Value::Bytes(row.try_get(at)?),
        })
    };
    kinds.iter().enumerate().map(value).collect()
}

//! Sending one statement, on whichever engine.

use sqlx::postgres::{PgArguments, PgQueryResult, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteQueryResult, SqliteRow};
use sqlx::{Arguments, Encode, Executor, Postgres, Sqlite, Type};

use crate::error::Cause;
use crate::{Engine, Row, Statement, StoreError, Value};

type Outcome<T> = Result<T, StoreError>;

pub(crate) async fn rows_sqlite<'c, E>(
    to: E,
    what: &Statement,
    values: &[Value],
) -> Outcome<Vec<Row>>
where
    E: Executor<'c, Database = Sqlite>,
{
    let arguments: SqliteArguments = arguments(what, values)?;
    // Always to the end of the answer: SQLite commits an autocommit write only there.
    let rows: Vec<SqliteRow> = sqlx::query_with(what.sql(Engine::Sqlite), arguments)
        .fetch_all(to)
        .await
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Sqlite, what.name()))?;
    Ok(rows
        .into_iter()
        .map(|row| Row::sqlite(row, what.name()))
        .collect())
}

pub(crate) async fn rows_postgres<'c, E>(
    to: E,
    what: &Statement,
    values: &[Value],
) -> Outcome<Vec<Row>>
where
    E: Executor<'c, Database = Postgres>,
{
    let arguments: PgArguments = arguments(what, values)?;
    let rows: Vec<PgRow> = sqlx::query_with(what.sql(Engine::Postgres), arguments)
        .fetch_all(to)
        .await
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Postgres, what.name()))?;
    Ok(rows
        .into_iter()
        .map(|row| Row::postgres(row, what.name()))
        .collect())
}

pub(crate) async fn execute_sqlite<'c, E>(to: E, what: &Statement, values: &[Value]) -> Outcome<u64>
where
    E: Executor<'c, Database = Sqlite>,
{
    let arguments: SqliteArguments = arguments(what, values)?;
    sqlx::query_with(what.sql(Engine::Sqlite), arguments)
        .execute(to)
        .await
        .map(|done: SqliteQueryResult| done.rows_affected())
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Sqlite, what.name()))
}

pub(crate) async fn execute_postgres<'c, E>(
    to: E,
    what: &Statement,
    values: &[Value],
) -> Outcome<u64>
where
    E: Executor<'c, Database = Postgres>,
{
    let arguments: PgArguments = arguments(what, values)?;
    sqlx::query_with(what.sql(Engine::Postgres), arguments)
        .execute(to)
        .await
        .map(|done: PgQueryResult| done.rows_affected())
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Postgres, what.name()))
}

/// The one row of an answer that has one at most.
pub(crate) fn at_most_one(rows: Vec<Row>, what: &Statement) -> Outcome<Option<Row>> {
    let mut rows = rows.into_iter();
    let first = rows.next();
    match rows.next() {
        None => Ok(first),
        Some(_) => Err(fault(what, "several rows where one belongs")),
    }
}

fn arguments<A>(what: &Statement, values: &[Value]) -> Outcome<A>
where
    A: Arguments + Default,
    for<'v> Option<i64>: Encode<'v, A::Database> + Type<A::Database>,
    for<'v> Option<String>: Encode<'v, A::Database> + Type<A::Database>,
    for<'v> Option<Vec<u8>>: Encode<'v, A::Database> + Type<A::Database>,
{
    if values.len() != what.parameters() {
        return Err(fault(
            what,
            "the number of values is not the number of placeholders",
        ));
    }
    encoded(what.name(), values)
}

/// Values as the engine takes them.
pub(crate) fn encoded<A>(statement: &'static str, values: &[Value]) -> Outcome<A>
where
    A: Arguments + Default,
    for<'v> Option<i64>: Encode<'v, A::Database> + Type<A::Database>,
    for<'v> Option<String>: Encode<'v, A::Database> + Type<A::Database>,
    for<'v> Option<Vec<u8>>: Encode<'v, A::Database> + Type<A::Database>,
{
    let fault = |message| StoreError::Fault(Cause::own(statement, message));
    let mut arguments = A::default();
    for value in values {
        match value {
            Value::Int(value) => arguments.add(*value),
            Value::Text(Some(text)) if text.contains('\0') => {
                return Err(fault("a text holds U+0000"));
            }
            Value::Text(value) => arguments.add(value.clone()),
            Value::Bytes(value) => arguments.add(value.clone()),
        }
        .map_err(|_| fault("a value could not be encoded"))?;
    }
    Ok(arguments)
}

fn fault(what: &Statement, message: &'static str) -> StoreError {
    StoreError::Fault(Cause::own(what.name(), message))
}

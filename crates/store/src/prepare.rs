//! Having a database check a statement without running it.

use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgConnectOptions, PgTypeInfo};
use sqlx::{ConnectOptions, Connection, Executor, SqlSafeStr};

use crate::error::Cause;
use crate::pools::{CONNECT, Pools};
use crate::{Engine, Statement, Store, StoreError};

/// "To be found out" in PostgreSQL's protocol.
const UNSPECIFIED: PgTypeInfo = PgTypeInfo::with_oid(Oid(0));

/// The types that our values have: BYTEA, TEXT, BIGINT (OIDs 17, 25, 20).
const PORTABLE: [PgTypeInfo; 3] = [
    PgTypeInfo::with_oid(Oid(17)),
    PgTypeInfo::with_oid(Oid(25)),
    PgTypeInfo::with_oid(Oid(20)),
];

impl Store {
    /// Has the database check the text of `what` against its schema, without running it. On
    /// PostgreSQL this takes a connection of its own, whose preparation is forgotten: the types
    /// it finds for parameters need not be those that values come with.
    ///
    /// # Errors
    /// [`StoreError::Fault`] when it does not fit the schema, or PostgreSQL cannot be reached.
    pub async fn prepare(&self, what: &Statement) -> Result<(), StoreError> {
        match self.pools() {
            Pools::Sqlite { writer, .. } => {
                let sql = what.sql(Engine::Sqlite).into_sql_str();
                let prepared = writer.prepare(sql).await;
                prepared
                    .map(drop)
                    .map_err(|error| StoreError::from_sqlx(&error, Engine::Sqlite, what.name()))
            }
            Pools::Postgres { options, .. } => Box::pin(prepare_postgres(options, what)).await,
        }
    }
}

/// PostgreSQL cannot always tell a parameter's type from the text ("$5 IS NULL"), and a cast to
/// bytes has no name that both engines know. Values come with their types when the statement
/// runs, so it is well if it fits with any of them.
async fn prepare_postgres(options: &PgConnectOptions, what: &Statement) -> Result<(), StoreError> {
    let mut connection = options
        .connect()
        .await
        .map_err(|error| StoreError::from_sqlx(&error, Engine::Postgres, CONNECT))?;
    let mut answer = Err(StoreError::Fault(Cause::own(what.name(), "no types fit")));
    let mut attempts = vec![vec![UNSPECIFIED; what.parameters()]];
    while let Some(types) = attempts.pop() {
        let sql = what.sql(Engine::Postgres).into_sql_str();
        match connection.prepare_with(sql, &types).await {
            Ok(_) => {
                answer = Ok(());
                break;
            }
            Err(error) => match undetermined(&error) {
                Some(parameter) => attempts.extend(with_each_type(&types, parameter)),
                None => {
                    answer = Err(StoreError::from_sqlx(&error, Engine::Postgres, what.name()));
                }
            },
        }
    }
    // Nothing hangs on a farewell that fails.
    let _ = connection.close().await;
    answer
}

/// The number of the parameter whose type PostgreSQL could not determine (SQLSTATE 42P08,
/// 42P18), which its message names in every language.
fn undetermined(error: &sqlx::Error) -> Option<usize> {
    let database = error.as_database_error()?;
    if !matches!(database.code().as_deref(), Some("42P08" | "42P18")) {
        return None;
    }
    let (_, after) = database.message().split_once('$')?;
    let digits = after.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// `types` with the parameter of this number (from 1) as each portable type; nothing when it
/// has one already.
fn with_each_type(types: &[PgTypeInfo], parameter: usize) -> Vec<Vec<PgTypeInfo>> {
    let variants = PORTABLE.into_iter().filter_map(|portable| {
        let mut types = types.to_vec();
        let unknown = types.get_mut(parameter.checked_sub(1)?)?;
        if unknown.oid() != UNSPECIFIED.oid() {
            return None;
        }
        *unknown = portable;
        Some(types)
    });
    variants.collect()
}

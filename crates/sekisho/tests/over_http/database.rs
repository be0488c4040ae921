//! Looks into a demonstration's database, behind the product's back.

use std::path::Path;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

fn on<T>(data: &Path, work: impl AsyncFnOnce(&mut SqliteConnection) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(data.join("sekisho.db"));
        let mut connection = options.connect().await.expect("the database opens");
        work(&mut connection).await
    })
}

/// The one number that a query yields.
pub fn number(data: &Path, query: &'static str) -> i64 {
    on(data, async |connection| {
        sqlx::query_scalar(query)
            .fetch_one(connection)
            .await
            .expect(query)
    })
}

/// Names with their numbers.
pub fn numbers(data: &Path, query: &'static str) -> Vec<(String, i64)> {
    on(data, async |connection| {
        sqlx::query_as(query)
            .fetch_all(connection)
            .await
            .expect(query)
    })
}

/// The one text that a query yields.
pub fn text(data: &Path, query: &'static str) -> String {
    on(data, async |connection| {
        sqlx::query_scalar(query)
            .fetch_one(connection)
            .await
            .expect(query)
    })
}

/// Changes what only time could change otherwise.
pub fn change(data: &Path, statement: &'static str) {
    on(data, async |connection| {
        sqlx::query(statement)
            .execute(connection)
            .await
            .expect(statement)
    });
}

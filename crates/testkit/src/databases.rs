//! A fresh database per test, and one test for both engines.

#![allow(
    clippy::expect_used,
    reason = "development only: a test that cannot have its database must fail loudly"
)]

use tempfile::TempDir;

pub use store::Engine;
use store::{Store, StoreSettings};

use crate::postgres::TempDatabase;

/// An empty database of one test; gone when dropped.
#[derive(Debug)]
pub struct Database {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite(TempDir),
    Postgres(TempDatabase),
}

impl Database {
    /// Makes one: a file in a folder of its own, or a database in a running server.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let kind = match engine {
            Engine::Sqlite => Kind::Sqlite(tempfile::tempdir().expect("a temporary folder")),
            Engine::Postgres => Kind::Postgres(TempDatabase::new()),
        };
        Self { kind }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.kind {
            Kind::Sqlite(folder) => format!("sqlite:{}", folder.path().join("test.db").display()),
            Kind::Postgres(database) => database.url(),
        }
    }

    /// Connects with the default settings; every call is another node's store.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn open(&self) -> Store {
        Store::open(&StoreSettings::new(self.url()))
            .await
            .expect("the test's database opens")
    }
}

/// What a test of [`both_engines!`](crate::both_engines) takes as its argument.
pub trait OnDatabase: Sized {
    /// Made from the test's empty database, which outlives it.
    fn on(database: &Database) -> impl Future<Output = Self>;
}

/// The store on the newest schema.
impl OnDatabase for Store {
    async fn on(database: &Database) -> Self {
        let store = database.open().await;
        store.migrate().await.expect("the test's database migrates");
        store
    }
}

/// The store on a database without a schema, and the address for further stores.
#[derive(Debug)]
pub struct Empty {
    /// The store.
    pub store: Store,
    /// The database's address.
    pub url: String,
}

impl OnDatabase for Empty {
    async fn on(database: &Database) -> Self {
        Self {
            store: database.open().await,
            url: database.url(),
        }
    }
}

/// Runs `test` on a fresh database of `engine`, in a runtime with several threads.
///
/// # Panics
/// When the test does.
pub fn run<T, F>(engine: Engine, test: impl FnOnce(T) -> F)
where
    T: OnDatabase,
    F: Future<Output = ()>,
{
    let database = Database::new(engine);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async { test(T::on(&database).await).await });
}

/// Writes a test once and runs it on both engines, as `name::sqlite` and `name::postgres`.
///
/// The argument is anything that is [`OnDatabase`](crate::databases::OnDatabase), such as a
/// migrated `Store`:
///
/// ```
/// # use store::Store;
/// testkit::both_engines! {
///     /// Shows … (requirement IDs).
///     async fn answers(store: Store) {
///         store.ping().await.unwrap();
///     }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($argument:ident: $type:ty) $body:block)+) => {$(
        $(#[$meta])*
        #[cfg(test)]
        mod $name {
            #[allow(unused_imports, reason = "not every test names something of its module")]
            use super::*;

            async fn check($argument: $type) $body

            #[test]
            fn sqlite() {
                $crate::databases::run($crate::databases::Engine::Sqlite, check);
            }

            #[test]
            fn postgres() {
                $crate::databases::run($crate::databases::Engine::Postgres, check);
            }
        }
    )+};
}

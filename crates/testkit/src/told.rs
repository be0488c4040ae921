//! The database of a test refuses what the audit trail is not told.

#![allow(
    clippy::expect_used,
    reason = "development only: a test without its guard must fail loudly"
)]

use store::{Engine, Statement, Store};

/// What runs when a transaction ends that changed a guarded row.
const GUARD: &str = "CREATE FUNCTION test_is_told() RETURNS trigger LANGUAGE plpgsql AS $$ \
    BEGIN \
        IF NOT EXISTS (SELECT 1 FROM audit WHERE xmin = pg_current_xact_id()::xid) THEN \
            RAISE EXCEPTION '% of % without a row of the trail', TG_OP, TG_TABLE_NAME; \
        END IF; \
        RETURN NULL; \
    END $$";

const UNGUARDED: Statement = Statement::per_engine(
    "TEST_UNGUARDED",
    "SELECT 1",
    "SET LOCAL session_replication_role = replica",
);

/// Changes rows by a test's own hand, past the guard; how many.
///
/// # Panics
/// When the statement does not run.
pub async fn by_hand(store: &Store, sql: &'static str) -> u64 {
    let mut tx = store.begin().await.expect("a transaction");
    tx.fetch_all(&UNGUARDED, &[]).await.expect("no guard");
    let what = Statement::shared("TEST_BY_HAND", sql);
    let changed = tx.execute(&what, &[]).await.expect(sql);
    tx.commit().await.expect("the test's own change");
    changed
}

/// The trigger on a table.
macro_rules! on {
    ($table:literal, $events:literal) => {
        concat!(
            "CREATE CONSTRAINT TRIGGER test_is_told AFTER ",
            $events,
            " ON ",
            $table,
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test_is_told()"
        )
    };
}

/// Installs the guard: no transaction of a use case may change merchants, people, passes, sessions'
/// beginnings or what operators decide without a row of the trail in it (PCI DSS 10.2). Only
/// PostgreSQL can defer a trigger to the end; tests run on both engines with the same use cases.
pub(crate) async fn guard(store: &Store) {
    if store.engine() != Engine::Postgres {
        return;
    }
    for sql in [
        GUARD,
        on!("merchant", "INSERT OR DELETE OR UPDATE"),
        on!(
            "person",
            "INSERT OR DELETE OR UPDATE OF user_id, role, name, mail, login_method, same_person, \
             password_changed_at, temporary_until, enrolment_until, epoch"
        ),
        on!("factor", "INSERT OR DELETE OR UPDATE OF state, name"),
        on!("recovery_code", "INSERT OR DELETE OR UPDATE OF used_at"),
        on!("session", "INSERT"),
        on!("api_key", "INSERT OR DELETE OR UPDATE OF revoked_at"),
        on!("approval", "INSERT OR DELETE OR UPDATE"),
        on!("announcement", "INSERT OR UPDATE OF withdrawn_at"),
    ] {
        let what = Statement::shared("TEST_IS_TOLD", sql);
        store.execute(&what, &[]).await.expect("a guarded table");
    }
}

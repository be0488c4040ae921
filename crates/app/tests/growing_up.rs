//! A whole database copied into an empty one of either engine: nothing is lost, and nothing that was
//! used up works again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a step that fails must fail its test loudly"
)]

use app::{App, LoggedIn, Resumed};
use domain::time::Span;
use store::Store;
use store::copy::{Copied, CopyError, copy, unlisted};
use testkit::both_engines;
use testkit::databases::{Database, Engine, OnDatabase as _};
use testkit::world::{MERCHANT_CODE, World, log_in, origin};
use uuid::Uuid;

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

fn rows(copied: &[Copied], table: &str) -> u64 {
    copied
        .iter()
        .find(|copied| copied.table == table)
        .unwrap()
        .rows
}

async fn gets_in(node: &App, world: &World, typed: (&str, &str, &str)) -> bool {
    let (user_id, password, code) = typed;
    let whole = (MERCHANT_CODE, user_id);
    let answer = log_in(node, whole, (password, code), world.nonce())
        .await
        .unwrap();
    matches!(answer, LoggedIn::Open { .. })
}

both_engines! {
    /// Every table of the schema is copied.
    async fn no_table_is_forgotten(store: Store) {
        assert!(unlisted(&store).await.unwrap().is_empty());
    }

    /// The whole of a shop's first days comes over: people, secrets, sessions, spent codes, tries,
    /// the sealed trail.
    async fn everything_comes_over(world: World) {
        let (admin, phone) = world.admin().await;
        let (_, first) = world.register(&admin, "clerk1").await;
        world.set_up("clerk1", &first, "Tenin2026a").await;
        let code = phone.code(world.app.now());
        let spent = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        let LoggedIn::Open { token, .. } = spent else { panic!("no session") };
        for _ in 0..5 {
            world.try_log_in("clerk1", "wrong1Word", "000000").await.unwrap();
        }
        world.app.seal_audit(Uuid::from_u128(1)).await.unwrap();
        for engine in ENGINES {
            let database = Database::new(engine);
            let new = Store::on(&database).await;
            let copied = copy(world.app.store(), &new).await.unwrap();
            assert_eq!(rows(&copied, "person"), 2);
            assert!(rows(&copied, "audit") > 5 && rows(&copied, "audit_checkpoint") == 1);
            let node = world.node_on(&database).await;
            assert!(matches!(node.resume(&token, &origin()).await.unwrap(), Resumed::Alive(_)));
            let admin = (MERCHANT_CODE, "Kanri2026a", code.as_str());
            assert!(!gets_in(&node, &world, admin).await, "a code works once, here as there");
            let tries = store::copy::copy(&new, world.app.store()).await;
            assert!(matches!(tries, Err(CopyError::NotEmpty(_))), "the old one is not written over");
        }
        world.advance(Span::seconds(30));
        let fresh = phone.code(world.app.now());
        for engine in ENGINES {
            let database = Database::new(engine);
            let new = Store::on(&database).await;
            copy(world.app.store(), &new).await.unwrap();
            let node = world.node_on(&database).await;
            assert!(gets_in(&node, &world, (MERCHANT_CODE, "Kanri2026a", &fresh)).await);
            let again = copy(world.app.store(), &new).await;
            assert!(matches!(again, Err(CopyError::NotEmpty(_))), "{again:?}");
        }
    }

    /// Thousands of rows, more than go into one statement.
    async fn long_tables_come_over(world: World) {
        let users: Vec<_> = (0..700).map(|n| {
            let mut form = testkit::world::general_form(&format!("user{n}"));
            form.mail = format!("user{n}@shop.example");
            app::UserOfMerchant {
                merchant: domain::merchant::MerchantCode::parse(MERCHANT_CODE).unwrap(),
                form,
                unclear: None,
            }
        }).collect();
        world.app.import_users(&users, false).await.unwrap();
        for engine in ENGINES {
            let new = Database::new(engine);
            let new = Store::on(&new).await;
            let copied = copy(world.app.store(), &new).await.unwrap();
            assert_eq!(rows(&copied, "person"), 701);
            assert!(rows(&copied, "audit") >= 700);
        }
        let database = Database::new(Engine::Sqlite);
        let new = Store::on(&database).await;
        let somebody_knocks = async {
            for n in 0.. {
                let name = format!("nobody{n}");
                world.try_log_in(&name, "wrong1Word", "000000").await.unwrap();
            }
        };
        let copied = tokio::select! {
            copied = copy(world.app.store(), &new) => copied,
            () = somebody_knocks => panic!("gave up"),
        };
        assert!(matches!(copied, Err(CopyError::Changed("attempt"))), "{copied:?}");
        let copied = copy(world.app.store(), &new).await.unwrap();
        assert!(rows(&copied, "attempt") > 0, "nothing was left by the copy that failed");
    }
}

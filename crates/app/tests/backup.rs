//! A backup: one moment of the database, sealed; any alteration is found; put back, nothing that was
//! used up works again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a step that fails must fail its test loudly"
)]

use app::backup::{BackupError, Head};
use app::{App, LogIn, LoggedIn, Restored, Resumed, UserOfMerchant, verify_backup};
use crypto::{Keyring, Password};
use domain::authority::Member;
use domain::merchant::MerchantCode;
use domain::time::Span;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use store::copy::CopyError;
use store::{Statement, Store};
use testkit::both_engines;
use testkit::databases::{Database, Engine, OnDatabase as _, run};
use testkit::entropy::TestEntropy;
use testkit::proof::fresh;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, general_form, log_in, origin};

const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];
const MAGIC: usize = "sekisho-backup\n".len();

async fn backup(app: &App) -> (Vec<u8>, Head) {
    app.back_up(Vec::new(), ("here", "0.0.0"), &origin())
        .await
        .unwrap()
}

async fn restore(node: &App, file: &[u8], head: &Head) -> Result<Restored, BackupError> {
    node.restore(file, head, (0, &origin())).await
}

async fn number(store: &Store, sql: &'static str) -> i64 {
    let row = store
        .fetch_optional(&Statement::shared("NUMBER", sql), &[])
        .await;
    row.unwrap().unwrap().int("n").unwrap()
}

async fn gets_in(node: &App, world: &World, (user_id, password, code): (&str, &str, &str)) -> bool {
    let answer = log_in(
        node,
        (MERCHANT_CODE, user_id),
        (password, code),
        world.nonce(),
    );
    matches!(answer.await.unwrap(), LoggedIn::Open { .. })
}

async fn gets_in_with_recovery(node: &App, world: &World, code: &str) -> bool {
    let (password, origin) = (Password::from("Kanri2026a"), origin());
    let typed = LogIn {
        access_key: ACCESS_KEY,
        merchant_code: MERCHANT_CODE,
        user_id: MERCHANT_CODE,
        password: &password,
        code,
        nonce: world.nonce(),
        origin: &origin,
    };
    let answer = node.log_in_with_recovery_code(typed).await.unwrap();
    matches!(answer, LoggedIn::Open { .. })
}

/// A shop with so many users that its backup has several parts.
async fn large(world: &World) {
    let users: Vec<_> = (0..400)
        .map(|n| UserOfMerchant {
            merchant: MerchantCode::parse(MERCHANT_CODE).unwrap(),
            form: general_form(&format!("user{n}")),
            unclear: None,
        })
        .collect();
    world.app.import_users(&users, false).await.unwrap();
}

/// Where each part of a file begins, and where the file ends.
fn parts(file: &[u8]) -> Vec<usize> {
    let size = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let mut at = MAGIC + 4 + size(MAGIC);
    let mut begins = vec![at];
    while at < file.len() {
        at += 5 + size(at + 1);
        begins.push(at);
    }
    begins
}

both_engines! {
    /// Into either engine; sessions, codes, recovery codes, links and waiting mail of before are over,
    /// passwords and locks are not.
    async fn what_was_used_up_stays_used_up(world: World) {
        let (admin, phone) = world.admin().await;
        let (_, first) = world.register(&admin, "clerk1").await;
        let (_, clerks_phone) = world.set_up("clerk1", &first, "Tenin2026a").await;
        let right = fresh::<Member>(&admin);
        assert!(world.app.make_recovery_codes(&admin, right, world.nonce(), &origin()).await.unwrap());
        let shown = world.app.shown_recovery_codes(&admin).await.unwrap().unwrap();
        let code = phone.code(world.app.now());
        let entered = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code);
        let LoggedIn::Open { token, .. } = entered.await.unwrap() else { panic!("no session") };
        for _ in 0..6 {
            world.try_log_in("clerk1", "wrong1Word", "000000").await.unwrap();
        }
        world.app.seal_all().await.unwrap();
        let (file, head) = backup(&world.app).await;
        assert_eq!(verify_backup(file.as_slice(), world.keys()).unwrap(), head);
        assert_eq!(head.rows["person"], 2);

        // Since then: a code and a recovery code are used.
        world.advance(Span::seconds(30));
        let late = phone.code(world.app.now());
        assert!(gets_in(&world.app, &world, (MERCHANT_CODE, "Kanri2026a", &late)).await);
        assert!(gets_in_with_recovery(&world.app, &world, &shown.codes[0]).await);
        let coming = phone.code(world.app.now().plus(Span::seconds(30)));
        for engine in ENGINES {
            let database = Database::new(engine);
            let store = Store::on(&database).await;
            let node = world.node_on(&database).await;
            let done = restore(&node, &file, &head).await.unwrap();
            assert_eq!(number(&store, "SELECT COUNT(*) AS n FROM person").await, 2);
            assert!(done.ended.sessions > 0 && done.ended.recovery_codes > 0, "{done:?}");
            assert!(done.ended.mails > 0 && done.ended.apps == 2, "{done:?}");
            assert!(matches!(node.resume(&token, &origin()).await.unwrap(), Resumed::Idle { .. } | Resumed::None), "a session of before");
            assert!(node.claim_mail(100).await.unwrap().is_empty(), "mail goes out once");
            for code in [&late, &coming] {
                assert!(!gets_in(&node, &world, (MERCHANT_CODE, "Kanri2026a", code)).await, "used before");
            }
            assert!(!gets_in_with_recovery(&node, &world, &shown.codes[0]).await, "used before");
            assert!(!gets_in_with_recovery(&node, &world, &shown.codes[1]).await, "void");
            let again = restore(&node, &file, &head).await;
            assert!(matches!(again, Err(BackupError::Copy(CopyError::NotEmpty(_)))), "{again:?}");
            assert_eq!(number(&store, "SELECT COUNT(*) AS n FROM audit WHERE action = 'restore_backup'").await, 1);
            assert_eq!(number(&store, "SELECT COUNT(*) AS n FROM audit_checkpoint WHERE kind = 'restored'").await, 1);
        }
        world.advance(Span::seconds(90));
        for engine in ENGINES {
            let database = Database::new(engine);
            Store::on(&database).await;
            let node = world.node_on(&database).await;
            restore(&node, &file, &head).await.unwrap();
            let now = node.now();
            assert!(!gets_in(&node, &world, (MERCHANT_CODE, "Kanri2026a", &phone.code(now))).await);
            let fresh = phone.code(now.plus(Span::seconds(90)));
            world.advance(Span::seconds(90));
            assert!(gets_in(&node, &world, (MERCHANT_CODE, "Kanri2026a", &fresh)).await, "a new code");
            let code = clerks_phone.code(node.now());
            let locked = log_in(&node, (MERCHANT_CODE, "clerk1"), ("Tenin2026a", &code), world.nonce());
            assert!(matches!(locked.await.unwrap(), LoggedIn::Locked), "a lock stays");
        }
    }

    /// Neither a key nor anything that people typed or are called stands in the file.
    async fn nothing_stands_in_clear(world: World) {
        let (admin, _) = world.admin().await;
        world.register(&admin, "clerk1").await;
        let (file, head) = backup(&world.app).await;
        let text = world.keys().to_text();
        let key = text.split_whitespace().last().unwrap();
        let secret = data_encoding::BASE64URL_NOPAD.decode(key.as_bytes()).unwrap();
        let holds = |what: &[u8]| file.windows(what.len()).any(|there| there == what);
        assert!(holds(head.file.as_bytes()), "the search finds what is there");
        for what in ["黒田", "clerk1@shop.example", "kanri@shop.example", "みほん", key, "$argon2id"] {
            assert!(!holds(what.as_bytes()), "{what}");
        }
        for piece in secret.chunks(8) {
            assert!(!holds(piece));
        }
        assert!(!holds(head.key.repeat(2).as_bytes()));
    }

    /// One moment, whatever is written while it is read: each failed try is two rows or none.
    async fn it_is_one_moment(world: World) {
        large(&world).await;
        let app = world.app.clone();
        let nonces: Vec<_> = (0..200).map(|_| world.nonce()).collect();
        let knocking = tokio::spawn(async move {
            for (n, nonce) in nonces.into_iter().enumerate() {
                let name = format!("nobody{n}");
                log_in(&app, (MERCHANT_CODE, &name), ("wrong1Word", "000000"), nonce).await.unwrap();
            }
        });
        let mut seen = Vec::new();
        while seen.len() < 3 || !knocking.is_finished() {
            let (file, head) = backup(&world.app).await;
            let database = Database::new(Engine::Sqlite);
            let store = Store::on(&database).await;
            let node = world.node_on(&database).await;
            restore(&node, &file, &head).await.unwrap();
            let failed = number(&store, "SELECT COUNT(*) AS n FROM attempt WHERE failed_at IS NOT NULL").await;
            let told = number(&store, "SELECT COUNT(*) AS n FROM audit WHERE action = 'log_in'").await;
            assert_eq!(failed, told);
            seen.push(failed);
        }
        knocking.await.unwrap();
    }
}

fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    run(Engine::Sqlite, test);
}

/// Cut anywhere, a part left out, moved, doubled, or taken from another backup of the same database.
#[test]
fn every_part_is_bound_to_its_place() {
    on_sqlite(|world| async move {
        large(&world).await;
        let ((file, _), (other, _)) = (backup(&world.app).await, backup(&world.app).await);
        let begins = parts(&file);
        assert!(begins.len() > 4, "several parts");
        let check = |file: &[u8]| verify_backup(file, world.keys());
        let others = parts(&other);
        let part = |n: usize| file[begins[n]..begins[n + 1]].to_vec();
        for (n, at) in begins.iter().enumerate().take(begins.len() - 1).skip(1) {
            for cut in [*at, at + 3, at + 40] {
                let number = u64::try_from(n).unwrap() - 1;
                let found = check(&file[..cut]);
                assert!(
                    matches!(found, Err(BackupError::Cut(last)) if last == number),
                    "{found:?}"
                );
            }
            let without = [&file[..*at], &file[begins[n + 1]..]].concat();
            assert!(check(&without).is_err(), "without {n}");
            let doubled = [&file[..begins[n + 1]], &file[*at..]].concat();
            assert!(check(&doubled).is_err(), "{n} twice");
            if n + 1 < others.len() {
                let from_other = &other[others[n]..others[n + 1]];
                let foreign = [&file[..*at], from_other, &file[begins[n + 1]..]].concat();
                let found = check(&foreign);
                assert!(
                    matches!(found, Err(BackupError::Altered(_))),
                    "{n}: {found:?}"
                );
            }
        }
        let (one, two) = (part(1), part(2));
        let swapped = [&file[..begins[1]], &two, &one, &file[begins[3]..]].concat();
        assert!(matches!(check(&swapped), Err(BackupError::Altered(1))));
        let more = [file.as_slice(), b"x"].concat();
        assert!(matches!(check(&more), Err(BackupError::Behind)));
        assert!(matches!(check(b"PK"), Err(BackupError::NoBackup)));
        assert!(matches!(check(b""), Err(BackupError::NoBackup)));
        assert!(check(&file).is_ok());
    });
}

/// Any byte, in the head and in each part.
#[test]
fn an_altered_byte_is_found_wherever_it_is() {
    on_sqlite(|world| async move {
        large(&world).await;
        let (file, _) = backup(&world.app).await;
        let begins = parts(&file);
        let refused = |at: usize, bit: u8| {
            let mut bent = file.clone();
            bent[at] ^= 1 << bit;
            verify_backup(bent.as_slice(), world.keys()).is_err()
        };
        for (from, to) in begins.iter().zip(&begins[1..]) {
            for at in [
                *from,
                from + 1,
                from + 4,
                from + 5,
                from + 28,
                from + 29,
                to - 17,
                to - 1,
            ] {
                assert!([0, 7].into_iter().all(|bit| refused(at, bit)), "byte {at}");
            }
        }
        for at in (0..begins[0]).step_by(3) {
            assert!(refused(at, 0), "byte {at} of the head");
        }
        let anywhere = (0..file.len(), 0..8_u8);
        let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
        let checked = runner.run(&anywhere, |(at, bit)| {
            prop_assert!(refused(at, bit), "byte {}", at);
            Ok(())
        });
        checked.unwrap();
    });
}

/// Wrong keys are told before anything is written, by name.
#[test]
fn other_keys_are_refused_by_name() {
    on_sqlite(|world| async move {
        let (file, head) = backup(&world.app).await;
        let ring =
            |name: &str| Keyring::generate(&TestEntropy::new(99), name.parse().unwrap()).unwrap();
        let found = verify_backup(file.as_slice(), &ring("test"));
        assert!(
            matches!(found, Err(BackupError::HeadAltered(_))),
            "{found:?}"
        );
        let found = verify_backup(file.as_slice(), &ring("other"));
        assert!(
            matches!(&found, Err(BackupError::UnknownKey(id)) if id.as_str() == "other" || id.as_str() == "test"),
            "{found:?}"
        );
        let database = Database::new(Engine::Sqlite);
        let store = Store::on(&database).await;
        let node = world.node_on(&database).await;
        let mut another = head.clone();
        another.made_at += 1;
        let found = restore(&node, &file, &another).await;
        assert!(matches!(found, Err(BackupError::Exchanged)), "{found:?}");
        assert_eq!(number(&store, "SELECT COUNT(*) AS n FROM audit").await, 0);
        // A file that breaks half-way leaves nothing behind.
        let half = &file[..file.len() - 100];
        assert!(restore(&node, half, &head).await.is_err());
        assert_eq!(number(&store, "SELECT COUNT(*) AS n FROM audit").await, 0);
        assert_eq!(
            number(&store, "SELECT COUNT(*) AS n FROM merchant").await,
            1
        );
        restore(&node, &file, &head).await.unwrap();
    });
}

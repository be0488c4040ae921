//! Another key while nodes run: no lock is opened, no budget is doubled, nobody is thrown out, and then
//! the old key is of no use.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a step that fails must fail its test loudly"
)]

use app::{App, AppError, Binding, Issue, LogIn, LoggedIn, SealedKind};
use crypto::{DigestPurpose, Keyring, Password};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use domain::authority::Member;
use domain::notice::Notice;
use domain::time::Span;
use std::sync::Arc;
use store::{Statement, Store};
use testkit::both_engines;
use testkit::dump::{all_text, found_in};
use testkit::entropy::TestEntropy;
use testkit::phone::Phone;
use testkit::proof::fresh;
use testkit::told::by_hand;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, general_form, log_in, origin};

/// The rings of a rotation: the old key alone; both with the old one current; both with the new one; the
/// new one alone.
struct Rings {
    both: Arc<Keyring>,
    new: Arc<Keyring>,
    alone: Arc<Keyring>,
}

fn rings(world: &World) -> Rings {
    let read = |text: &str| Keyring::parse(text).unwrap();
    let both = read(&world.keys().to_text());
    let both = both
        .add(&TestEntropy::new(42), "second".parse().unwrap())
        .unwrap();
    let text = both.to_text();
    let new = || {
        read(&text)
            .with_current(&"second".parse().unwrap())
            .unwrap()
    };
    Rings {
        both: Arc::new(both),
        new: Arc::new(new()),
        alone: Arc::new(new().without(&"test".parse().unwrap()).unwrap()),
    }
}

async fn number(store: &Store, sql: &'static str) -> i64 {
    let row = store
        .fetch_optional(&Statement::shared("NUMBER", sql), &[])
        .await;
    row.unwrap().unwrap().int("n").unwrap()
}

async fn tries(
    node: &App,
    world: &World,
    (user_id, password, code): (&str, &str, &str),
) -> Result<LoggedIn, AppError> {
    log_in(
        node,
        (MERCHANT_CODE, user_id),
        (password, code),
        world.nonce(),
    )
    .await
}

async fn fails(node: &App, world: &World, user_id: &str) -> bool {
    let answer = tries(node, world, (user_id, "wrong1Word", "000000"))
        .await
        .unwrap();
    assert!(
        matches!(answer, LoggedIn::Refused | LoggedIn::Locked),
        "{answer:?}"
    );
    matches!(answer, LoggedIn::Refused)
}

async fn recovers(node: &App, world: &World, code: &str) -> bool {
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

async fn seals_everything(node: &App) -> u64 {
    let mut all = 0;
    for kind in SealedKind::ALL.iter().copied() {
        loop {
            match node.seal_some_again(kind).await.unwrap() {
                0 => break,
                some => all += some,
            }
        }
        assert_eq!(node.left_to_seal(kind).await.unwrap(), 0, "{kind:?}");
    }
    all
}

both_engines! {
    /// Two nodes, one before and one after the change of the file: budgets, locks, sessions, recovery codes,
    /// forms and waiting mail are the same for both, before, during and after.
    async fn nothing_is_reset_and_nobody_is_thrown_out(world: World) {
        let rings = rings(&world);
        let (admin, phone) = world.admin().await;
        let (_, first) = world.register(&admin, "clerk1").await;
        let (_, clerks_phone) = world.set_up("clerk1", &first, "Tenin2026a").await;
        world.register(&admin, "clerk2").await;
        let right = fresh::<Member>(&admin);
        assert!(world.app.make_recovery_codes(&admin, right, world.nonce(), &origin()).await.unwrap());
        let shown = world.app.shown_recovery_codes(&admin).await.unwrap().unwrap();
        let code = phone.code(world.app.now());
        let entered = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code);
        let LoggedIn::Open { token, .. } = entered.await.unwrap() else { panic!("no session") };
        world.app.begin_digests("test:00").await.unwrap();

        let before = world.node_with_keys(&rings.both, 11).await;
        let after = world.node_with_keys(&rings.new, 12).await;
        for node in [&before, &after] {
            node.announce_node(uuid::Uuid::from_u128(1)).await.unwrap();
        }
        // Locked: a name that somebody has, and one that nobody has. Half spent: two more.
        for name in ["clerk2", "ghost"] {
            for n in 0..6 {
                assert!(fails([&before, &after][n % 2], &world, name).await);
            }
            assert!(!fails(&before, &world, name).await && !fails(&after, &world, name).await);
        }
        for name in ["clerk1", "shade"] {
            for n in 0..4 {
                assert!(fails([&before, &after][n % 2], &world, name).await);
            }
        }
        let binding = Binding::Visitor([7; 32]);
        let form = before.form_token(&binding).unwrap();

        // Cut off after a batch, and begun anew by another process.
        assert!(after.seal_some_again(SealedKind::Password).await.unwrap() > 0);
        let again = world.node_with_keys(&rings.new, 13).await;
        assert!(seals_everything(&again).await > 0);
        assert!(before.claim_mail(1).await.unwrap().len() <= 1, "the other node reads what was sealed");
        assert!(again.move_digests(&origin()).await.unwrap());
        assert!(!again.move_digests(&origin()).await.unwrap(), "once");

        // The node that has not heard of it yet reserves nothing under the old digest.
        let unaware = tries(&before, &world, ("clerk1", "wrong1Word", "000000")).await;
        assert!(matches!(unaware, Err(AppError::Busy { .. })), "{unaware:?}");
        after.announce_node(uuid::Uuid::from_u128(2)).await.unwrap();
        for node in [&before, &after] {
            assert!(!fails(node, &world, "clerk2").await && !fails(node, &world, "ghost").await, "locked");
        }
        for name in ["clerk1", "shade"] {
            assert!(fails(&before, &world, name).await && fails(&after, &world, name).await);
            assert!(!fails(&before, &world, name).await && !fails(&after, &world, name).await, "six in all");
        }
        assert!(after.check_form(&binding, &form).is_some(), "a form of before");
        for node in [&before, &after] {
            let alive = node.resume(&token, &origin()).await.unwrap();
            assert!(matches!(alive, app::Resumed::Alive(_)), "a session of before");
        }
        assert!(recovers(&after, &world, &shown.codes[0]).await, "a recovery code of before");
        assert!(!recovers(&before, &world, &shown.codes[0]).await, "once, on whichever node");
        assert!(!after.claim_mail(100).await.unwrap().is_empty(), "mail of before");

        // And the old key is of no use any more.
        let uses = after.key_uses().await.unwrap();
        let old = uses.iter().find(|used| used.key == "test").unwrap();
        assert!(old.sealed.iter().all(|(_, count)| *count == 0), "{old:?}");
        assert!(!old.makes_digests && old.recovery_codes > 0, "{old:?}");
        assert!(!old.is_free(), "recovery codes stand in the way");
        assert!(uses[0].is_current && uses[0].makes_digests && !uses[0].is_free());
        let alone = world.node_with_keys(&rings.alone, 14).await;
        alone.follow_digest_key().await.unwrap();
        world.advance(Span::seconds(60));
        let code = phone.code(world.app.now());
        let opened = tries(&alone, &world, (MERCHANT_CODE, "Kanri2026a", &code)).await.unwrap();
        assert!(matches!(opened, LoggedIn::Open { .. }), "{opened:?}");
        let code = clerks_phone.code(world.app.now());
        let locked = tries(&alone, &world, ("clerk1", "Tenin2026a", &code)).await.unwrap();
        assert!(matches!(locked, LoggedIn::Locked), "{locked:?}");
        assert!(!recovers(&alone, &world, &shown.codes[1]).await, "these end with their key");
        let store = world.app.store();
        assert_eq!(number(store, "SELECT COUNT(*) AS n FROM audit WHERE action = 'rotate_keys'").await, 1);
    }

    /// Wrong and right log-ins on two nodes at once with the change: never more than six wrong tries of a
    /// name, and everybody who is right gets in.
    async fn people_log_in_meanwhile(world: World) {
        let rings = rings(&world);
        let (admin, _) = world.admin().await;
        let mut people = Vec::new();
        for n in 0..4 {
            let name = format!("clerk{n}");
            let (_, first) = world.register(&admin, &name).await;
            let (_, phone) = world.set_up(&name, &first, "Tenin2026a").await;
            people.push((name, phone));
        }
        world.app.begin_digests("test:00").await.unwrap();
        let before = world.node_with_keys(&rings.both, 21).await;
        let after = world.node_with_keys(&rings.new, 22).await;
        for node in [&before, &after] {
            node.follow_digest_key().await.unwrap();
        }
        let mut running = Vec::new();
        for n in 0..40_usize {
            let node = [&before, &after][n % 2].clone();
            let (name, nonce) = (format!("shade{}", (n / 2) % 2), world.nonce());
            running.push(tokio::spawn(async move {
                let wrong = ("wrong1Word", "000000");
                let tried = log_in(&node, (MERCHANT_CODE, &name), wrong, nonce).await;
                assert!(matches!(tried, Ok(LoggedIn::Refused | LoggedIn::Locked) | Err(AppError::Busy { .. })), "{tried:?}");
            }));
        }
        for (n, (name, phone)) in people.into_iter().enumerate() {
            let node = [&before, &after][n % 2].clone();
            let code = phone.code(world.app.now());
            let nonces: Vec<_> = (0..200).map(|_| world.nonce()).collect();
            running.push(tokio::spawn(async move {
                for nonce in nonces {
                    match log_in(&node, (MERCHANT_CODE, &name), ("Tenin2026a", &code), nonce).await {
                        Ok(LoggedIn::Open { .. }) => return,
                        Err(AppError::Busy { .. }) => tokio::task::yield_now().await,
                        other => panic!("{name}: {other:?}"),
                    }
                }
                panic!("{name} did not get in");
            }));
        }
        seals_everything(&after).await;
        assert!(after.move_digests(&origin()).await.unwrap());
        for task in running {
            task.await.unwrap();
        }
        for node in [&before, &after] {
            node.follow_digest_key().await.unwrap();
        }
        for name in ["shade0", "shade1"] {
            while fails(&before, &world, name).await {}
            assert!(!fails(&after, &world, name).await);
        }
        // Both names in both digests together: six failures each, whatever ran at once.
        let failed = "SELECT COUNT(*) AS n FROM attempt WHERE failed_at IS NOT NULL AND slot IS NOT NULL";
        assert_eq!(number(world.app.store(), failed).await, 12);
        assert_eq!(seals_everything(&after).await, 0, "what was sealed meanwhile was sealed with the new key");
    }

    /// A node that had not heard of the change wrote under the old digest: the change, repeated, finds it. A
    /// name that nobody has keeps its tries, also where some stand under both digests.
    async fn what_was_written_too_late_is_carried_over(world: World) {
        let rings = rings(&world);
        let (admin, _) = world.admin().await;
        world.register(&admin, "clerk1").await;
        world.app.begin_digests("test:00").await.unwrap();
        let before = world.node_with_keys(&rings.both, 41).await;
        let after = world.node_with_keys(&rings.new, 42).await;
        for name in ["clerk1", "ghost"] {
            for _ in 0..6 {
                assert!(fails(&before, &world, name).await);
            }
        }
        assert!(after.move_digests(&origin()).await.unwrap());
        assert!(after.digests_are_settling().await.unwrap());
        let digest = |id: &str, name: &str| {
            let parts = [MERCHANT_CODE.as_bytes(), name.as_bytes()];
            let purpose = DigestPurpose::AttemptBudget;
            rings.new.keyed_digest_under(&id.parse().unwrap(), purpose, &parts).unwrap()
        };
        let under = |id: &str, name: &str| {
            let hex = HEXLOWER.encode(&digest(id, name));
            match world.app.store().engine() {
                store::Engine::Postgres => format!("decode('{hex}', 'hex')"),
                store::Engine::Sqlite => format!("x'{hex}'"),
            }
        };
        let old = under("test", "clerk1");
        let late = format!("UPDATE person SET budget = {old} WHERE user_id_folded = 'clerk1'");
        assert_eq!(by_hand(world.app.store(), late.leak()).await, 1);
        let ghost = (under("test", "ghost"), under("second", "ghost"));
        let both = format!("UPDATE attempt SET budget = {} WHERE budget = {} AND slot = 0", ghost.1, ghost.0);
        assert_eq!(by_hand(world.app.store(), both.leak()).await, 1);
        assert!(!after.move_digests(&origin()).await.unwrap(), "it is the same key");
        let found = format!("SELECT COUNT(*) AS n FROM person WHERE budget = {}", under("second", "clerk1"));
        assert_eq!(number(world.app.store(), found.leak()).await, 1);
        for name in ["clerk1", "ghost"] {
            assert!(!fails(&after, &world, name).await, "{name} is locked");
        }
        world.advance(Span::seconds(31));
        assert!(!after.digests_are_settling().await.unwrap());
    }

    /// The order that would leave a node unable to read is named, in both directions.
    async fn the_dangerous_order_is_named(world: World) {
        let rings = rings(&world);
        let old_node = uuid::Uuid::from_u128(7);
        world.app.begin_digests("test:00").await.unwrap();
        world.app.announce_node(old_node).await.unwrap();
        let both = world.node_with_keys(&rings.both, 31).await;
        assert_eq!(both.clash_of_keys().await.unwrap(), None, "reading more than others is in order");
        let new = world.node_with_keys(&rings.new, 32).await;
        let clash = new.clash_of_keys().await.unwrap().unwrap();
        assert!(clash.node == old_node && clash.key == "second" && clash.node_lacks_it);
        // Gone without a word, it counts for thirty seconds; in good order, not at all.
        world.advance(Span::seconds(31));
        assert_eq!(new.clash_of_keys().await.unwrap(), None);
        both.announce_node(old_node).await.unwrap();
        assert_eq!(new.clash_of_keys().await.unwrap(), None);
        assert_eq!(new.node_behind().await.unwrap(), Some((old_node, "test".to_owned())));
        both.node_gone(old_node).await.unwrap();
        assert_eq!(new.node_behind().await.unwrap(), None);
        let newer = uuid::Uuid::from_u128(8);
        new.announce_node(newer).await.unwrap();
        let clash = world.app.clash_of_keys().await.unwrap().unwrap();
        assert!(clash.node == newer && clash.key == "second" && !clash.node_lacks_it);
    }

    /// No moment of a rotation shows a secret: after every batch, and after the change of the digests, none
    /// that was planted is in any table, not as text and not as bytes.
    async fn nothing_stands_in_clear_meanwhile(world: World) {
        let session = world.log_in(MERCHANT_CODE, &world.first_password, "").await;
        let session = world.choose_password(&session, "Kanri2026a").await;
        let Issue::Shown(shown) = world.app.issue_secret(&session, world.nonce(), &origin()).await.unwrap() else {
            panic!("no secret");
        };
        let secret = shown.secret.to_base32().expose().to_owned();
        let admin = world.confirm(&session, &Phone::with_secret(&secret)).await;
        let right = fresh::<Member>(&admin);
        assert!(world.app.make_recovery_codes(&admin, right, world.nonce(), &origin()).await.unwrap());
        let codes = world.app.shown_recovery_codes(&admin).await.unwrap().unwrap().codes;
        world.mails().await;
        world.register_form(&admin, &general_form("clerk")).await.unwrap();
        world.app.begin_digests("test:00").await.unwrap();

        let after = world.node_with_keys(&rings(&world).new, 31).await;
        let (mut dumps, mut sealed) = (vec![all_text(after.store()).await], 0);
        for kind in SealedKind::ALL.iter().copied() {
            while let some @ 1.. = after.seal_some_again(kind).await.unwrap() {
                sealed += some;
                dumps.push(all_text(after.store()).await);
            }
        }
        assert!(after.move_digests(&origin()).await.unwrap());
        dumps.push(all_text(after.store()).await);

        let mail = after.claim_mail(1).await.unwrap().pop().unwrap();
        let Notice::UserRegistered { password, .. } = mail.notice else { panic!("{:?}", mail.notice) };
        let raw = HEXLOWER.encode(&BASE32_NOPAD.decode(secret.as_bytes()).unwrap());
        let mut planted = vec!["$argon2id$".to_owned(), "Kanri2026a".to_owned(), password, secret, raw];
        planted.push(admin.token.reveal().to_owned());
        planted.extend(codes.iter().flat_map(|code| [code.to_string(), code.replace('-', "")]));
        assert!(sealed >= 5 && dumps.len() >= 5, "{sealed} values in {} steps", dumps.len());
        for (step, dump) in dumps.iter().enumerate() {
            assert!(dump.contains(MERCHANT_CODE), "or this test shows nothing");
            assert_eq!(found_in(dump, &planted), None, "step {step}");
        }
    }
}

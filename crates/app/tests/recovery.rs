//! Recovery codes: each works once, whatever runs at once; nobody learns anything from a refusal; they
//! lead to a new pass and nowhere else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{App, AppError, LogIn, LoggedIn, Nonce, Session};
use crypto::Password;
use domain::authority::Member;
use domain::log_in::Strength;
use domain::notice::Notice;
use domain::time::Span;
use std::sync::Arc;
use store::Trip;
use testkit::phone::Phone;
use testkit::proof::fresh;
use testkit::trips::recorded;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

async fn makes(world: &World, session: &Session) -> Vec<String> {
    let right = fresh::<Member>(session);
    let (nonce, origin) = (world.nonce(), origin());
    let made = world
        .app
        .make_recovery_codes(session, right, nonce, &origin);
    assert!(made.await.unwrap());
    let shown = world
        .app
        .shown_recovery_codes(session)
        .await
        .unwrap()
        .unwrap();
    shown.codes.iter().map(|code| code.to_string()).collect()
}

async fn tries(
    app: &App,
    (merchant_code, user_id): (&str, &str),
    (password, code): (&str, &str),
    nonce: Nonce,
) -> Result<LoggedIn, AppError> {
    let (password, origin) = (Password::from(password), origin());
    app.log_in_with_recovery_code(LogIn {
        access_key: ACCESS_KEY,
        merchant_code,
        user_id,
        password: &password,
        code,
        nonce,
        origin: &origin,
    })
    .await
}

async fn own(world: &World, code: &str) -> LoggedIn {
    let name = (MERCHANT_CODE, MERCHANT_CODE);
    tries(&world.app, name, ("Kanri2026a", code), world.nonce())
        .await
        .unwrap()
}

async fn opened(world: &World, code: &str) -> Session {
    match own(world, code).await {
        LoggedIn::Open { token, .. } => world.session(&token).await,
        other => panic!("{code} did not open: {other:?}"),
    }
}

testkit::both_engines! {
    /// A code opens a session that may only enrol; the new pass takes the place of all others; the
    /// code does not work twice, the others still do.
    /// Shows NIST-7, NIST-14.
    async fn a_code_leads_to_a_new_pass(world: World) {
        let (session, lost) = world.admin().await;
        let codes = makes(&world, &session).await;
        assert_eq!(codes.len(), 10);
        world.mails().await;
        let typed = codes[0].to_lowercase().replace('-', " ");
        let stranded = opened(&world, &typed).await;
        assert_eq!(stranded.standing.strength, Strength::Recovery);
        assert!(stranded.standing.obligations.enrol && stranded.standing.as_member().is_none());
        let told = world.mails().await;
        assert!(told.iter().any(|mail| mail.notice == Notice::RecoveryCodeUsed { left: 9 }));
        assert!(matches!(own(&world, &codes[0]).await, LoggedIn::Refused));
        let phone: Phone = world.issue(&stranded).await;
        let done = world.confirm(&stranded, &phone).await;
        assert!(done.standing.as_admin().is_some());
        assert_eq!(world.app.own_passes(&done).await.unwrap().len(), 1);
        world.advance(Span::seconds(60));
        let old = lost.code(world.app.now());
        let old = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &old).await.unwrap();
        assert!(matches!(old, LoggedIn::Refused), "the lost phone is out");
        let new = phone.code(world.app.now());
        world.log_in(MERCHANT_CODE, "Kanri2026a", &new).await;
        assert_eq!(world.app.recovery_state(&done).await.unwrap().unused, 9);
        opened(&world, &codes[1]).await;
    }

    /// Whoever closes the page in between has lost nothing but the code.
    async fn a_closed_page_leaves_the_old_passes(world: World) {
        let (session, phone) = world.admin().await;
        let codes = makes(&world, &session).await;
        let stranded = opened(&world, &codes[3]).await;
        world.issue(&stranded).await;
        world.advance(Span::seconds(60));
        world.log_in(MERCHANT_CODE, "Kanri2026a", &phone.code(world.app.now())).await;
        let again = opened(&world, &codes[4]).await;
        let found = world.issue(&again).await;
        world.confirm(&again, &found).await;
    }

    /// One code posted fifty times at once, over three nodes, opens one session.
    /// Shows NIST-7, ATK-3.
    async fn one_code_opens_one_session(world: World) {
        let (session, _) = world.admin().await;
        let codes = makes(&world, &session).await;
        let nodes = [world.app.clone(), world.another_node(41).await, world.another_node(42).await];
        let start = Arc::new(tokio::sync::Barrier::new(50));
        let tasks: Vec<_> = (0..50)
            .map(|number| {
                let (app, start) = (nodes[number % 3].clone(), Arc::clone(&start));
                let (code, nonce) = (codes[0].clone(), world.nonce());
                tokio::spawn(async move {
                    start.wait().await;
                    let name = (MERCHANT_CODE, MERCHANT_CODE);
                    tries(&app, name, ("Kanri2026a", &code), nonce).await
                })
            })
            .collect();
        let mut open = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(LoggedIn::Open { .. }) => open += 1,
                Ok(_) | Err(AppError::Busy { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(open, 1);
        assert_eq!(world.app.recovery_state(&session).await.unwrap().unused, 9);
    }

    /// A form that is sent twice opens one session and uses one code.
    async fn a_double_click_uses_one_code(world: World) {
        let (session, _) = world.admin().await;
        let codes = makes(&world, &session).await;
        let (name, nonce) = ((MERCHANT_CODE, MERCHANT_CODE), world.nonce());
        let one = || tries(&world.app, name, ("Kanri2026a", &codes[0]), nonce);
        let (first, second) = tokio::join!(one(), one());
        for answer in [first, second, one().await] {
            assert!(matches!(answer.unwrap(), LoggedIn::Open { .. }));
        }
        assert_eq!(world.app.recovery_state(&session).await.unwrap().unused, 9);
    }

    /// A new set ends the one before; an initialised one-time password ends all; a new password ends
    /// none.
    /// Shows NIST-13.
    async fn what_ends_codes(world: World) {
        let (admin, _) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let first = makes(&world, &session).await;
        let second = makes(&world, &session).await;
        let name = (MERCHANT_CODE, "ippan01");
        let open = async |password: &str, code: &str| {
            let answer = tries(&world.app, name, (password, code), world.nonce()).await;
            matches!(answer.unwrap(), LoggedIn::Open { .. })
        };
        assert!(!open("Ipan2026a", &first[0]).await);
        assert!(open("Ipan2026a", &second[0]).await);
        let origin = origin();
        let act = app::Act { session: &admin, admin: fresh(&admin), person, reason: "", nonce: world.nonce(), origin: &origin };
        world.app.reset_user_password(act).await.unwrap();
        let mails = world.mails().await;
        let temporary = mails.iter().rev().find_map(|mail| match &mail.notice {
            Notice::TemporaryPassword { password, .. } => Some(password.clone()),
            _ => None,
        });
        assert!(open(&temporary.unwrap(), &second[1]).await, "a reset of the password keeps them");
        let act = app::Act { nonce: world.nonce(), ..act };
        world.app.reset_user_secret(act).await.unwrap();
        assert!(!open("Ipan2026a", &second[2]).await);
    }

    /// They are shown to the session that asked, for five minutes, or until they are kept.
    async fn codes_are_shown_once(world: World) {
        let (session, phone) = world.admin().await;
        makes(&world, &session).await;
        let other = world.log_in(MERCHANT_CODE, "Kanri2026a", &phone.code(world.app.now())).await;
        assert!(world.app.shown_recovery_codes(&other).await.unwrap().is_none());
        world.app.hide_recovery_codes(&session).await.unwrap();
        assert!(world.app.shown_recovery_codes(&session).await.unwrap().is_none());
        makes(&world, &session).await;
        world.advance(Span::minutes(5));
        world.app.sweep().await.unwrap();
        assert!(world.app.shown_recovery_codes(&session).await.unwrap().is_none());
        let state = world.app.recovery_state(&session).await.unwrap();
        assert!(state.unused == 10 && !state.runs_out());
    }

    /// Shows LOGIN-15, LOCK-8: unknown names, wrong passwords, used and wrong codes and people without
    /// codes cannot be told apart, and all of them lock at the same try.
    /// Shows PCI-24, ASVS-8, ATK-8, ATK-15.
    async fn login_15_refusals_cannot_be_told_apart(world: World) {
        let (admin, _) = world.admin().await;
        for user_id in ["known1", "known2"] {
            let (_, temporary) = world.register(&admin, user_id).await;
            world.set_up(user_id, &temporary, "Ipan2026a").await;
        }
        let codes = makes(&world, &admin).await;
        opened(&world, &codes[0]).await;
        let kinds = [
            (("999999999", "known1"), ("Ipan2026a", codes[1].as_str())),
            ((MERCHANT_CODE, "nobody"), ("Ipan2026a", codes[1].as_str())),
            ((MERCHANT_CODE, "known1"), ("Wrong2026a", codes[1].as_str())),
            ((MERCHANT_CODE, "known2"), ("Ipan2026a", codes[1].as_str())),
            ((MERCHANT_CODE, MERCHANT_CODE), ("Kanri2026a", codes[0].as_str())),
            (("not a code", "<script>"), ("", "")),
        ];
        for round in 0..8 {
            let mut first: Option<(&str, u64, Vec<Trip>)> = None;
            for (name, values) in kinds {
                let before = world.app.pool().counts().evaluations;
                let (answer, trips) = recorded(tries(&world.app, name, values, world.nonce())).await;
                let answer = match answer.unwrap() {
                    LoggedIn::Open { .. } => "open",
                    LoggedIn::Refused => "refused",
                    LoggedIn::Locked => "locked",
                };
                assert_eq!(answer, if round < 6 { "refused" } else { "locked" });
                let hashes = world.app.pool().counts().evaluations - before;
                let noticed = (answer, hashes, trips);
                match &first {
                    None => first = Some(noticed),
                    Some(first) => assert_eq!(&noticed, first, "round {round}, {name:?}"),
                }
            }
        }
    }
}

/// Where they are switched off, nobody gets in with one and none are made.
#[test]
fn they_can_be_switched_off() {
    use domain::policy::{PassRules, Policy, Profile};
    use testkit::databases::{Database, Engine};
    let manual = Policy::of(Profile::Manual);
    let policy = Policy {
        passes: PassRules {
            recovery_codes: false,
            ..manual.passes
        },
        ..manual
    };
    let database = Database::new(Engine::Sqlite);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = World::with_policy(&database, policy).await;
        let (session, _) = world.admin().await;
        let right = fresh::<Member>(&session);
        let (nonce, from) = (world.nonce(), origin());
        let made = world.app.make_recovery_codes(&session, right, nonce, &from);
        assert!(!made.await.unwrap());
        assert!(matches!(
            own(&world, "0000-0000-0000-0000").await,
            LoggedIn::Refused
        ));
    });
}

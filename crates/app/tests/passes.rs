//! Several passes of a person: more phones do not give more guesses, the limit holds whatever runs at
//! once, the last one stays.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{AddedPass, Issue, LoggedIn, RemovedPass, Resumed, Session};
use domain::authority::Member;
use domain::notice::Notice;
use domain::pass_name::PassName;
use domain::policy::{PassRules, Policy, Profile};
use domain::time::Span;
use std::sync::Arc;
use testkit::phone::Phone;
use testkit::proof::fresh;
use testkit::world::{MERCHANT_CODE, World, origin};

async fn issues(world: &World, session: &Session, name: &str) -> Issue {
    let name = PassName::parse(name).unwrap();
    let form = (world.nonce(), &origin());
    let right = fresh::<Member>(session);
    world
        .app
        .add_pass(session, right, &name, form)
        .await
        .unwrap()
}

async fn confirms(world: &World, session: &Session, phone: &Phone) -> AddedPass {
    let code = phone.code(world.app.now());
    let member = session.standing.as_member().unwrap();
    let form = (world.nonce(), &origin());
    world
        .app
        .confirm_pass(session, member, &code, form)
        .await
        .unwrap()
}

async fn adds(world: &World, session: &Session, name: &str) -> Phone {
    let Issue::Shown(shown) = issues(world, session, name).await else {
        panic!("no secret was issued");
    };
    let phone = Phone::with_secret(shown.secret.to_base32().expose());
    assert_eq!(confirms(world, session, &phone).await, AddedPass::Done);
    phone
}

async fn removes(world: &World, session: &Session, name: &str) -> RemovedPass {
    let passes = world.app.own_passes(session).await.unwrap();
    let pass = passes.iter().find(|pass| pass.name == name).unwrap().id;
    let form = (world.nonce(), &origin());
    let right = fresh::<Member>(session);
    world
        .app
        .remove_pass(session, right, pass, form)
        .await
        .unwrap()
}

async fn opens(world: &World, code: &str) -> bool {
    let answer = world.try_log_in(MERCHANT_CODE, "Kanri2026a", code).await;
    matches!(answer.unwrap(), LoggedIn::Open { .. })
}

fn not(phones: &[&Phone], world: &World) -> String {
    let known: Vec<_> = phones
        .iter()
        .map(|phone| phone.code(world.app.now()))
        .collect();
    let free = ["123456", "123457", "123458"];
    let free = free
        .into_iter()
        .find(|code| !known.contains(&(*code).to_owned()));
    free.unwrap().to_owned()
}

testkit::both_engines! {
    /// The new phone is added before the old one dies: both open the door, each code once.
    async fn either_phone_opens_the_door(world: World) {
        let (session, old) = world.admin().await;
        world.mails().await;
        let new = adds(&world, &session, "新しいスマートフォン").await;
        let told = world.mails().await;
        assert!(told.iter().any(|mail| mail.notice == Notice::SecretRegistered));
        let used = new.code(world.app.now());
        assert!(!opens(&world, &used).await, "the confirming code is spent");
        world.advance(Span::seconds(60));
        for phone in [&old, &new] {
            let code = phone.code(world.app.now());
            assert!(opens(&world, &code).await);
            assert!(!opens(&world, &code).await, "a code works once");
        }
        let passes = world.app.own_passes(&session).await.unwrap();
        let names: Vec<_> = passes.iter().map(|pass| (pass.name.as_str(), pass.number)).collect();
        assert_eq!(names, [("", 1), ("新しいスマートフォン", 2)]);
        assert!(passes.iter().all(|pass| pass.last_used_at == Some(world.app.now())));
    }

    /// Wrong codes are the person's: with two phones a hundred of them end both, and a right code of
    /// either phone starts the count anew.
    /// Shows NIST-11, ATK-6.
    async fn two_phones_do_not_give_more_guesses(world: World) {
        let (session, old) = world.admin().await;
        let new = adds(&world, &session, "二台目").await;
        let store = world.app.store();
        let release = async || {
            let budget = world.budget(MERCHANT_CODE);
            let mut tx = store.begin().await.unwrap();
            store::attempts::release(&mut tx, &budget).await.unwrap();
            tx.commit().await.unwrap();
        };
        for number in 0..60 {
            if number == 50 {
                world.advance(Span::seconds(60));
                assert!(opens(&world, &old.code(world.app.now())).await);
            }
            if number % 4 == 0 {
                release().await;
            }
            assert!(!opens(&world, &not(&[&old, &new], &world)).await);
        }
        // Ten were counted since the old phone's code; the new phone's clears them.
        world.advance(Span::seconds(60));
        assert!(opens(&world, &new.code(world.app.now())).await);
        for number in 0..100 {
            if number % 4 == 0 {
                release().await;
            }
            assert!(!opens(&world, &not(&[&old, &new], &world)).await);
        }
        release().await;
        world.advance(Span::seconds(60));
        assert!(!opens(&world, &old.code(world.app.now())).await, "spent for the old phone");
        assert!(!opens(&world, &new.code(world.app.now())).await, "spent for the new phone");
        let told = world.mails().await;
        assert_eq!(told.iter().filter(|mail| mail.notice == Notice::SecretSpent).count(), 1);
    }

    /// Five additions at once, over three nodes, and again and again: never more than the limit.
    async fn the_limit_holds_whatever_runs_at_once(world: World) {
        let (session, _) = world.admin().await;
        let nodes = [world.app.clone(), world.another_node(31).await, world.another_node(32).await];
        for _ in 0..4 {
            let start = Arc::new(tokio::sync::Barrier::new(5));
            let mut tasks = Vec::new();
            for number in 0..5 {
                let (app, start) = (nodes[number % 3].clone(), Arc::clone(&start));
                let session = world.session(&session.token).await;
                let (issue, confirm) = (world.nonce(), world.nonce());
                tasks.push(tokio::spawn(async move {
                    let (name, right) = (PassName::default(), fresh::<Member>(&session));
                    start.wait().await;
                    let origin = origin();
                    let issued = app.add_pass(&session, right, &name, (issue, &origin)).await;
                    let Issue::Shown(shown) = issued.unwrap() else { return };
                    let phone = Phone::with_secret(shown.secret.to_base32().expose());
                    let code = phone.code(app.now());
                    let member = session.standing.as_member().unwrap();
                    let done = app.confirm_pass(&session, member, &code, (confirm, &origin));
                    done.await.unwrap();
                }));
            }
            for task in tasks {
                task.await.unwrap();
            }
        }
        let passes = world.app.own_passes(&session).await.unwrap();
        assert!((2..=5).contains(&passes.len()), "{}", passes.len());
        while world.app.own_passes(&session).await.unwrap().len() < 5 {
            adds(&world, &session, "").await;
        }
        assert!(matches!(issues(&world, &session, "六台目").await, Issue::InForce));
    }

    /// A removed pass opens nothing, other sessions end, both are told; the last one stays, even when
    /// both are removed at once.
    /// Shows NIST-12, ASVS-11.
    async fn the_last_pass_stays(world: World) {
        let (session, old) = world.admin().await;
        let new = adds(&world, &session, "二台目").await;
        world.advance(Span::seconds(60));
        let elsewhere = world.log_in(MERCHANT_CODE, "Kanri2026a", &old.code(world.app.now())).await;
        world.mails().await;
        let RemovedPass::Done { token } = removes(&world, &session, "").await else { panic!("it stays") };
        let session = world.session(&token).await;
        assert!(session.standing.as_admin().is_some());
        let gone = world.app.resume(&elsewhere.token, &origin()).await.unwrap();
        assert!(matches!(gone, Resumed::None));
        let told = world.mails().await;
        assert!(told.iter().all(|mail| mail.notice == Notice::PassRemoved) && !told.is_empty());
        world.advance(Span::seconds(60));
        assert!(!opens(&world, &old.code(world.app.now())).await);
        assert!(opens(&world, &new.code(world.app.now())).await);
        assert!(matches!(removes(&world, &session, "二台目").await, RemovedPass::Last));
        adds(&world, &session, "三台目").await;
        let both = tokio::join!(removes(&world, &session, "二台目"), removes(&world, &session, "三台目"));
        let done = [both.0, both.1].iter().filter(|one| matches!(one, RemovedPass::Done { .. })).count();
        assert_eq!(done, 1);
        assert_eq!(passes_in_force(&world, &session).await, 1);
    }

    /// Only the session that was issued a secret can confirm it.
    async fn a_secret_belongs_to_its_session(world: World) {
        let (session, phone) = world.admin().await;
        let other = world.log_in(MERCHANT_CODE, "Kanri2026a", &phone.code(world.app.now())).await;
        let Issue::Shown(shown) = issues(&world, &session, "").await else { panic!("not issued") };
        let new = Phone::with_secret(shown.secret.to_base32().expose());
        assert_eq!(confirms(&world, &other, &new).await, AddedPass::NoSecret);
        assert_eq!(confirms(&world, &session, &new).await, AddedPass::Done);
    }
}

async fn passes_in_force(world: &World, session: &Session) -> usize {
    store::passes::list(world.app.store(), owner(session))
        .await
        .unwrap()
        .len()
}

fn owner(session: &Session) -> store::factors::Owner {
    store::factors::Owner {
        person: session.standing.person,
        merchant: session.standing.merchant,
    }
}

/// With a limit of one a new pass takes an initialisation, as in the manual (OTP-4).
#[test]
fn otp_4_one_pass_is_a_setting() {
    use testkit::databases::{Database, Engine};
    let manual = Policy::of(Profile::Manual);
    let policy = Policy {
        passes: PassRules {
            most: 1,
            ..manual.passes
        },
        ..manual
    };
    let database = Database::new(Engine::Sqlite);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = World::with_policy(&database, policy).await;
        let (session, phone) = world.admin().await;
        assert!(matches!(issues(&world, &session, "").await, Issue::InForce));
        assert!(opens(&world, &phone.code(world.app.now())).await);
    });
}

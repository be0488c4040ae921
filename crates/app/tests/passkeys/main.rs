//! Passkeys: each use opens one session, whatever runs at once; whatever is altered, and whoever
//! shows it, opens nothing; a place of its own in policy, lock and life cycle.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod altered;
mod beside;
mod proving;
mod shop;

use app::{AddedPasskey, AskedPasskey, Binding, LoggedIn, RemovedPass, Resumed, SealedKind};
use crypto::Keyring;
use domain::authority::Member;
use domain::log_in::Strength;
use domain::notice::Notice;
use domain::time::Span;
use shop::{Alone, PASSWORD, Sent, adds, asks, newest, removes, sends, sessions};
use std::sync::Arc;
use testkit::entropy::TestEntropy;
use testkit::passkey::{Device, Said};
use testkit::proof::fresh;
use testkit::world::{BASE, MERCHANT_CODE, World, origin};

testkit::both_engines! {
    /// Shows NIST-1. Added, shown, removed: the console opens with all rights, both are told, and afterwards it
    /// opens nothing.
    async fn a_passkey_lives_and_ends(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        world.mails().await;
        let mut own = adds(world, &session, Device::new()).await;
        let told = world.mails().await;
        assert!(told.iter().all(|mail| mail.notice == Notice::PasskeyAdded) && !told.is_empty());
        world.advance(Span::seconds(60));
        let answer = Sent::honest(world, &mut own).to(&world.app).await;
        let LoggedIn::Open { token, obligations } = answer else { panic!("{answer:?}") };
        assert!(obligations.is_empty());
        let inside = world.session(&token).await;
        assert_eq!(inside.standing.strength, Strength::Passkey);
        assert!(inside.standing.as_admin().is_some());
        assert!(world.app.stepped_up::<Member>(&inside).is_some(), "two factors were just shown");
        let (outcome, remark) = newest(world).await;
        assert_eq!((outcome.as_str(), remark.split(' ').next()), ("ok", Some("passkey")));
        let passes = world.app.own_passes(&session).await.unwrap();
        assert_eq!(passes[1].name, "店の指紋");
        assert_eq!(passes[1].last_used_at, Some(world.app.now()));

        world.mails().await;
        let removed = removes(world, &session, &own.device).await;
        let RemovedPass::Done { token: mine } = removed else { panic!("{removed:?}") };
        let told = world.mails().await;
        assert!(told.iter().all(|mail| mail.notice == Notice::PasskeyRemoved) && !told.is_empty());
        let gone = world.app.resume(&token, &origin()).await.unwrap();
        assert!(matches!(gone, Resumed::None), "its sessions end with it");
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "refused");
        assert_eq!(world.app.own_passes(&world.session(&mine).await).await.unwrap().len(), 1);
    }

    /// A passkey's public key is sealed again under another key, and opens the console with that alone.
    async fn a_passkey_outlives_its_key(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        let mut own = adds(world, &session, Device::new()).await;
        world.advance(Span::seconds(60));
        let ring = Keyring::parse(&world.keys().to_text()).unwrap();
        let both = ring.rotate(&TestEntropy::new(42), "second".parse().unwrap()).unwrap();
        let text = both.to_text();
        let node = world.node_with_keys(&Arc::new(both), 9).await;
        for kind in SealedKind::ALL.iter().copied() {
            while node.seal_some_again(kind).await.unwrap() > 0 {}
        }
        let alone = Keyring::parse(&text).unwrap().without(&"test".parse().unwrap()).unwrap();
        let alone = world.node_with_keys(&Arc::new(alone), 10).await;
        let question = alone.ask_for_passkey(&shop::BROWSER).unwrap().unwrap();
        let said = Said::honest(BASE, &question.challenge);
        let sent = Sent::answering(&question, &mut own, &said);
        let answer = sent.to(&alone).await;
        assert!(matches!(answer, LoggedIn::Open { .. }), "{answer:?}");
    }

    /// Devices of every make: with other keys, and those that do not count.
    async fn devices_of_every_make_open_the_door(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        for device in [Device::new(), Device::ed25519(), Device::uncounted()] {
            let mut own = adds(world, &session, device).await;
            for _ in 0..2 {
                assert_eq!(Sent::honest(world, &mut own).word(world).await, "open");
            }
        }
    }

    /// Fifty times the same answer, at once and over three nodes: one session, even of a device that
    /// does not count. Afterwards it opens nothing.
    async fn one_answer_opens_one_session(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        let nodes = [world.app.clone(), world.another_node(41).await, world.another_node(42).await];
        for (round, device) in [Device::new(), Device::uncounted()].into_iter().enumerate() {
            let mut own = adds(world, &session, device).await;
            let sent = Arc::new(Sent::honest(world, &mut own));
            let start = Arc::new(tokio::sync::Barrier::new(50));
            let mut tasks = Vec::new();
            for number in 0..50 {
                let (app, sent, start) = (nodes[number % 3].clone(), Arc::clone(&sent), Arc::clone(&start));
                tasks.push(tokio::spawn(async move {
                    start.wait().await;
                    sent.to(&app).await
                }));
            }
            let mut tokens = Vec::new();
            for task in tasks {
                if let LoggedIn::Open { token, .. } = task.await.unwrap() {
                    tokens.push(token);
                }
            }
            assert_eq!(sessions(world).await, i64::try_from(round).unwrap() + 1);
            assert!(!tokens.is_empty());
            assert!(tokens.iter().all(|token| token.reveal() == tokens[0].reveal()));
            // The session is kept for counting; its token opens nothing any more.
            let inside = world.session(&tokens[0]).await;
            assert!(inside.standing.as_member().is_some());
        }
    }

    /// A whole ceremony sent again once its session is over, in time and from its own browser.
    async fn a_ceremony_is_not_replayed(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        for device in [Device::new(), Device::uncounted()] {
            let mut own = adds(world, &session, device).await;
            let sent = Sent::honest(world, &mut own);
            let LoggedIn::Open { token, .. } = sent.to(&world.app).await else { panic!("refused") };
            let LoggedIn::Open { token: again, .. } = sent.to(&world.app).await else { panic!("refused") };
            assert_eq!(token.reveal(), again.reveal(), "a double click has one answer");
            world.app.log_out(&token, &origin()).await.unwrap();
            assert_eq!(sent.word(world).await, "refused");
            assert_eq!(sessions(world).await, 0);
        }
    }

    /// A lock that strangers have caused does not keep the passkey's owner out, and stays; a
    /// suspended merchant, another network and an expired account do.
    async fn the_gates_guards_hold_for_passkeys(shop: Alone) {
        let world = &shop.0;
        let (session, phone) = world.admin().await;
        let mut own = adds(world, &session, Device::new()).await;
        for _ in 0..6 {
            world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await.unwrap();
        }
        let code = phone.code(world.app.now());
        let locked = world.try_log_in(MERCHANT_CODE, PASSWORD, &code).await.unwrap();
        assert!(matches!(locked, LoggedIn::Locked));
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "open");
        let locked = world.try_log_in(MERCHANT_CODE, PASSWORD, &code).await.unwrap();
        assert!(matches!(locked, LoggedIn::Locked), "strangers stay out");

        sets(world, "UPDATE merchant SET networks = '198.51.100.0/24'").await;
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "refused");
        assert_eq!(newest(world).await.0, "network");
        sets(world, "UPDATE merchant SET networks = '', suspended_at = 1").await;
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "refused");
        assert_eq!(newest(world).await.0, "suspended");
        sets(world, "UPDATE merchant SET suspended_at = NULL, closed_at = 1").await;
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "refused");
        sets(world, "UPDATE merchant SET closed_at = NULL").await;
        let other = Sent { access_key: "12".to_owned(), ..Sent::honest(world, &mut own) };
        assert_eq!(other.word(world).await, "refused");
        assert_eq!(newest(world).await.0, "wrong_access_key");
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "open");
    }

    /// An old password has to be changed after a log-in with a passkey as well; who was silent for
    /// 91 days is as good as deleted, and a use of the passkey is a sign of life.
    async fn duties_and_silence_hold_for_passkeys(shop: Alone) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let mut own = adds(world, &session, Device::new()).await;
        world.advance(Span::days(60));
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "open");
        world.advance(Span::days(60));
        let LoggedIn::Open { obligations, .. } = Sent::honest(world, &mut own).to(&world.app).await else {
            panic!("60 days after the last use")
        };
        assert!(obligations.change_password);
        world.advance(Span::days(91));
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "refused");
        assert_eq!(newest(world).await.0, "dormant");
    }

    /// Five at most, whatever runs at once; nobody's passkey twice; apps and passkeys are counted
    /// apart; the last app stays, any passkey can go.
    async fn the_limit_of_passkeys_holds(shop: Alone) {
        let world = Arc::new(shop.0);
        let (session, _) = world.admin().await;
        let session = Arc::new(session);
        for _ in 0..3 {
            adds(&world, &session, Device::new()).await;
        }
        let mut asked = Vec::new();
        for _ in 0..5 {
            asked.push((asks(&world, &session).await, Device::new()));
        }
        let mut tasks = Vec::new();
        for (asked, device) in asked {
            let made = device.make(&Said::honest(BASE, &asked.question.challenge));
            let (world, session) = (Arc::clone(&world), Arc::clone(&session));
            tasks.push(tokio::spawn(async move {
                sends(&world, &session, &asked.question, &made).await
            }));
        }
        let mut done = Vec::new();
        for task in tasks {
            done.push(task.await.unwrap());
        }
        assert!(done.iter().all(|one| matches!(one, AddedPasskey::Done | AddedPasskey::Full)));
        while let AskedPasskey::Question(_) =
            world.app.ask_new_passkey(&session, fresh::<Member>(&session)).await.unwrap()
        {
            adds(&world, &session, Device::new()).await;
        }
        let passes = world.app.own_passes(&session).await.unwrap();
        assert_eq!(passes.len(), 6, "five passkeys and the app");
        let app = passes.iter().find(|pass| pass.name.is_empty()).unwrap().id;
        let form = (world.nonce(), &origin());
        let last = world.app.remove_pass(&session, fresh::<Member>(&session), app, form).await;
        assert!(matches!(last.unwrap(), RemovedPass::Last));
    }

    /// A device that is registered already, be it by somebody else, is not registered again.
    async fn a_credential_belongs_to_one_person(shop: Alone) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let own = adds(world, &admin, Device::new()).await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (other, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        for session in [&other, &admin] {
            let asked = asks(world, session).await;
            let said = Said::honest(BASE, &asked.question.challenge);
            let done = sends(world, session, &asked.question, &own.device.make(&said)).await;
            assert_eq!(done, AddedPasskey::Full);
        }
        let asked = asks(world, &admin).await;
        assert_eq!(asked.known, [testkit::passkey::encoded(&own.device.id)]);
        assert_eq!(asked.handle, own.handle, "one handle for all passkeys of a person");
        assert_ne!(asks(world, &other).await.handle, own.handle);
    }

    /// The handle tells nothing, and initialising the one-time password ends passkeys as well.
    async fn passkeys_end_with_the_one_time_password(shop: Alone) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let (person, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let mut own = adds(world, &session, Device::new()).await;
        assert_eq!(own.handle.len(), 43);
        assert!(!own.handle.contains("ippan01"));
        let act = app::Act {
            session: &admin,
            admin: fresh(&admin),
            person,
            reason: "",
            nonce: world.nonce(),
            origin: &origin(),
        };
        assert_eq!(world.app.reset_user_secret(act).await.unwrap(), app::Acted::Done);
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "refused");
    }

    /// A form for adding that waited five minutes, or that belongs to another session, adds nothing.
    async fn a_new_passkey_answers_its_own_question(shop: Alone) {
        let world = &shop.0;
        let (session, _) = world.admin().await;
        let asked = asks(world, &session).await;
        let made = Device::new().make(&Said::honest(BASE, &asked.question.challenge));
        world.advance(Span::minutes(5));
        let late = sends(world, &session, &asked.question, &made).await;
        assert_eq!(late, AddedPasskey::Over);
        let log_in = world.app.ask_for_passkey(&Binding::Session(session.id)).unwrap().unwrap();
        let made = Device::new().make(&Said::honest(BASE, &log_in.challenge));
        let crossed = sends(world, &session, &log_in, &made).await;
        assert_eq!(crossed, AddedPasskey::Refused, "the challenge of the other ceremony");
        let (one, two) = (asks(world, &session).await, asks(world, &session).await);
        let made = Device::new().make(&Said::honest(BASE, &two.question.challenge));
        assert_eq!(sends(world, &session, &one.question, &made).await, AddedPasskey::Refused);
        assert_eq!(sends(world, &session, &two.question, &made).await, AddedPasskey::Done);
        assert_eq!(sends(world, &session, &two.question, &made).await, AddedPasskey::Done);
        assert_eq!(world.app.own_passes(&session).await.unwrap().len(), 2, "sent twice, added once");
    }
}

async fn sets(world: &World, text: &'static str) {
    testkit::told::by_hand(world.app.store(), text).await;
}

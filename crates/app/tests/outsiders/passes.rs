//! A pass that is removed may lie in strange hands, and the browser beside it.

use super::browsers::{Browser, clerk};
use super::{word, wrong};
use app::{AddedPass, Issue, LoggedIn, Origin, RemovedPass, Session};
use domain::authority::Member;
use domain::pass_name::PassName;
use domain::time::Span;
use testkit::phone::Phone;
use testkit::proof::fresh;
use testkit::world::World;

async fn logs_in(world: &World, browser: &Browser, phone: &Phone) -> Session {
    world.advance(Span::seconds(30));
    let code = phone.code(world.app.now());
    let answer = browser.types(world, "ippan01", "Ipan2026a", &code).await;
    let LoggedIn::Open { token, .. } = answer else {
        panic!("shut out: {answer:?}")
    };
    world.session(&token).await
}

async fn adds(world: &World, session: &Session, origin: &Origin) {
    let (app, right) = (&world.app, fresh::<Member>(session));
    let name = PassName::parse("lost").unwrap();
    let issued = app.add_pass(session, right, &name, (world.nonce(), origin));
    let Issue::Shown(shown) = issued.await.unwrap() else {
        panic!("no secret was issued");
    };
    let phone = Phone::with_secret(shown.secret.to_base32().expose());
    let code = phone.code(app.now());
    let member = session.standing.as_member().unwrap();
    let added = app.confirm_pass(session, member, &code, (world.nonce(), origin));
    assert_eq!(added.await.unwrap(), AddedPass::Done);
}

async fn removes(world: &World, session: &Session, origin: &Origin) {
    let (app, right) = (&world.app, fresh::<Member>(session));
    let passes = app.own_passes(session).await.unwrap();
    let lost = passes.iter().find(|pass| pass.name == "lost").unwrap().id;
    let removed = app.remove_pass(session, right, lost, (world.nonce(), origin));
    assert!(matches!(removed.await.unwrap(), RemovedPass::Done { .. }));
}

testkit::both_engines! {
    /// The removal of a pass takes all marks but that of the browser in which it was removed.
    async fn a_removed_pass_takes_the_other_marks(world: World) {
        let own = Browser::new(1);
        let (_, _, phone) = clerk(&world, &own).await;
        let beside_the_lost_phone = Browser::new(4);
        logs_in(&world, &beside_the_lost_phone, &phone).await;
        let session = logs_in(&world, &own, &phone).await;
        adds(&world, &session, own.origin()).await;
        removes(&world, &session, own.origin()).await;
        wrong(&world, &Browser::new(2), 6).await;
        world.advance(Span::seconds(30));
        let code = phone.code(world.app.now());
        let there = beside_the_lost_phone.types(&world, "ippan01", "Ipan2026a", &code).await;
        assert_eq!(word(&there), "locked", "the other browser is a stranger's now");
        logs_in(&world, &own, &phone).await;
    }

    /// Whoever removes a pass in a browser that keeps no cookie has none left that is known.
    async fn removed_without_a_mark_all_are_forgotten(world: World) {
        let own = Browser::new(1);
        let (_, _, phone) = clerk(&world, &own).await;
        let bare = Browser::without_mark(5);
        let session = logs_in(&world, &bare, &phone).await;
        adds(&world, &session, bare.origin()).await;
        removes(&world, &session, bare.origin()).await;
        wrong(&world, &Browser::new(2), 6).await;
        let code = phone.code(world.app.now());
        assert_eq!(word(&own.types(&world, "ippan01", "Ipan2026a", &code).await), "locked");
    }
}

//! A lock that outsiders cannot use as a weapon: whoever knows a shop's names can shut the entrance
//! for strangers, and nobody out of it who has logged in before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod browsers;
mod passes;
mod shown;
mod week;

use app::{Act, Acted, LoggedIn};
use browsers::{Browser, all_at_once, clerk, three_nodes};
use domain::policy::{Policy, Profile};
use domain::time::Span;
use domain::user_state::Lock;
use testkit::world::{World, origin};

/// What a try came to, in a word.
fn word(answer: &LoggedIn) -> &'static str {
    match answer {
        LoggedIn::Open { .. } => "open",
        LoggedIn::Refused => "refused",
        LoggedIn::Locked => "locked",
    }
}

async fn wrong(world: &World, browser: &Browser, tries: usize) -> Vec<&'static str> {
    let mut words = Vec::new();
    for _ in 0..tries {
        words.push(word(
            &browser.types(world, "ippan01", "Wrong2026a", "").await,
        ));
    }
    words
}

testkit::both_engines! {
    /// Strangers fill the open slots and meet the lock page; the browser that the person has used
    /// before still gets in, and that opens the slots again.
    /// Shows ASVS-1, ATK-10.
    async fn strangers_are_locked_out_and_the_owner_is_not(world: World) {
        let own = Browser::new(1);
        let (_, _, phone) = clerk(&world, &own).await;
        let stranger = Browser::new(2);
        let seven = wrong(&world, &stranger, 7).await;
        assert_eq!(seven, ["refused", "refused", "refused", "refused", "refused", "refused", "locked"]);
        let code = phone.code(world.app.now());
        let elsewhere = Browser::new(3).types(&world, "ippan01", "Ipan2026a", &code).await;
        assert_eq!(word(&elsewhere), "locked", "right values from an unknown browser");
        let at_home = own.types(&world, "ippan01", "Ipan2026a", &code).await;
        assert_eq!(word(&at_home), "open");
        assert_eq!(wrong(&world, &stranger, 1).await, ["refused"], "the count was cleared");
    }

    /// The known browser has three tries of its own, then it draws on the open ones like anybody:
    /// nine in all, never more.
    async fn a_known_browser_has_a_few_tries_of_its_own(world: World) {
        let own = Browser::new(1);
        clerk(&world, &own).await;
        let before = world.app.pool().counts().evaluations;
        let answers = wrong(&world, &own, 12).await;
        let refused = answers.iter().filter(|word| **word == "refused").count();
        assert_eq!((refused, answers[9]), (9, "locked"));
        assert_eq!(world.app.pool().counts().evaluations - before, 9);
    }

    /// All known browsers of a person share the three; one person's mark is worth nothing for another.
    async fn marks_share_and_belong_to_one_person(world: World) {
        let own = Browser::new(1);
        let (admin, _, phone) = clerk(&world, &own).await;
        world.advance(Span::seconds(30));
        let second = Browser::new(4);
        let code = phone.code(world.app.now());
        assert_eq!(word(&second.types(&world, "ippan01", "Ipan2026a", &code).await), "open");
        let (_, temporary) = world.register(&admin, "other").await;
        world.set_up("other", &temporary, "Ipan2026b").await;
        assert_eq!(wrong(&world, &Browser::new(9), 6).await.len(), 6);
        assert_eq!(wrong(&world, &own, 2).await, ["refused", "refused"]);
        assert_eq!(wrong(&world, &second, 2).await, ["refused", "locked"]);
        // The mark of ippan01's browser opens no slot of another name's.
        for _ in 0..6 {
            own.types(&world, "other", "Wrong2026a", "").await;
        }
        assert_eq!(word(&own.types(&world, "other", "Wrong2026a", "").await), "locked");
        assert_eq!(word(&own.types(&world, "nobody", "Wrong2026a", "").await), "refused");
    }

    /// A mark is made by a whole log-in only: a browser that has shown the password and no second
    /// factor is a stranger's.
    async fn a_password_alone_makes_no_mark(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let half = Browser::new(5);
        assert_eq!(word(&half.types(&world, "ippan01", &temporary, "").await), "open");
        wrong(&world, &Browser::new(6), 6).await;
        assert_eq!(word(&half.types(&world, "ippan01", &temporary, "").await), "locked");
    }

    /// Thirty failures of strangers within thirty days shut the entrance for them until a release,
    /// however often the owner logs in meanwhile; the owner goes on.
    async fn thirty_failures_shut_the_entrance_for_strangers(world: World) {
        let own = Browser::new(1);
        let (admin, person, phone) = clerk(&world, &own).await;
        let mut looked_at = 0;
        for day in 0..8_u16 {
            let answers = wrong(&world, &Browser::new(100 + day), 5).await;
            looked_at += answers.iter().filter(|word| **word == "refused").count();
            let code = phone.code(world.app.now());
            assert_eq!(word(&own.types(&world, "ippan01", "Ipan2026a", &code).await), "open");
            world.advance(Span::days(1));
        }
        assert_eq!(looked_at, 30);
        let code = phone.code(world.app.now());
        let elsewhere = Browser::new(7).types(&world, "ippan01", "Ipan2026a", &code).await;
        assert_eq!(word(&elsewhere), "locked");
        let (nonce, from) = (world.nonce(), origin());
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &from };
        assert_eq!(world.app.release_user_lock(act).await.unwrap(), Acted::Done);
        assert_eq!(wrong(&world, &Browser::new(8), 1).await, ["refused"]);
    }

    /// Failures older than thirty days count no longer, and the sweep takes them.
    async fn old_failures_are_forgotten(world: World) {
        let own = Browser::new(1);
        let (_, _, phone) = clerk(&world, &own).await;
        for _ in 0..5 {
            wrong(&world, &Browser::new(2), 5).await;
            let code = phone.code(world.app.now());
            assert_eq!(word(&own.types(&world, "ippan01", "Ipan2026a", &code).await), "open");
            world.advance(Span::minutes(1));
        }
        world.advance(Span::days(31));
        assert!(world.app.sweep().await.unwrap().forgiven >= 25);
        assert_eq!(wrong(&world, &Browser::new(3), 7).await[5..], ["refused", "locked"]);
    }

    /// What somebody mistypes before logging in from the same network is no stranger's failure:
    /// a forgetful person without cookies is not shut out in the course of a month.
    async fn own_mistakes_are_forgiven_by_the_log_in_after_them(world: World) {
        let own = Browser::new(1);
        let (_, _, phone) = clerk(&world, &own).await;
        let forgetful = Browser::without_mark(20);
        for _ in 0..20 {
            assert_eq!(wrong(&world, &forgetful, 2).await, ["refused", "refused"]);
            let code = phone.code(world.app.now());
            let answer = forgetful.types(&world, "ippan01", "Ipan2026a", &code).await;
            assert_eq!(word(&answer), "open");
            world.advance(Span::hours(5));
        }
    }

    /// A reset takes the marks away: whoever caused it is a stranger in every browser.
    async fn a_reset_takes_all_marks(world: World) {
        let own = Browser::new(1);
        let (admin, person, phone) = clerk(&world, &own).await;
        let (nonce, from) = (world.nonce(), origin());
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &from };
        assert_eq!(world.app.reset_user_secret(act).await.unwrap(), Acted::Done);
        wrong(&world, &Browser::new(2), 6).await;
        let code = phone.code(world.app.now());
        assert_eq!(word(&own.types(&world, "ippan01", "Ipan2026a", &code).await), "locked");
    }

    /// Five browsers are kept, those seen last: one in daily use is never pushed out.
    async fn the_browser_in_use_is_kept(world: World) {
        let own = Browser::new(1);
        let (_, _, phone) = clerk(&world, &own).await;
        for number in 0..7_u16 {
            for browser in [&Browser::new(50 + number), &own] {
                let code = phone.code(world.app.now());
                assert_eq!(word(&browser.types(&world, "ippan01", "Ipan2026a", &code).await), "open");
                world.advance(Span::hours(13));
            }
        }
        wrong(&world, &Browser::new(2), 6).await;
        let code = phone.code(world.app.now());
        let first = Browser::new(50).types(&world, "ippan01", "Ipan2026a", &code).await;
        assert_eq!(word(&first), "locked", "the oldest of the others was let go");
        assert_eq!(word(&own.types(&world, "ippan01", "Ipan2026a", &code).await), "open");
    }

    /// Two hundred wrong passwords at once over three nodes, half of them in a known browser: nine
    /// are looked at; right log-ins of the known browser at once with them lose nothing.
    /// Shows ATK-4.
    async fn no_more_than_the_limits_are_evaluated_at_once(world: World) {
        let own = Browser::new(1);
        clerk(&world, &own).await;
        let nodes = three_nodes(&world).await;
        let stranger = Browser::new(2);
        let answers = all_at_once(&world, &nodes, [&own, &stranger], 200).await;
        assert_eq!(answers.evaluated, 9, "{answers:?}");
        assert_eq!(answers.refused, 9, "{answers:?}");
    }
}

/// PCI DSS 8.3.4 knows one count: in its profile a known browser is like any other.
/// Shows PCI-16.
#[test]
fn pci_dss_knows_one_count() {
    use testkit::databases::{Database, Engine};
    let policy = Policy::of(Profile::PciDss401);
    assert_eq!(policy.outsiders, None);
    let policy = Policy {
        outsiders: None,
        ..Policy::of(Profile::Manual)
    };
    let database = Database::new(Engine::Sqlite);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let world = World::with_policy(&database, policy).await;
        let own = Browser::new(1);
        let (admin, person, phone) = clerk(&world, &own).await;
        wrong(&world, &Browser::new(2), 6).await;
        assert_eq!(shown::lock(&world, &admin, person).await, Lock::Everybody);
        let code = phone.code(world.app.now());
        let answer = own.types(&world, "ippan01", "Ipan2026a", &code).await;
        assert_eq!(word(&answer), "locked");
    });
}

//! One answer: whatever was wrong, the same answer, the same number of hashes and the same list of
//! statements, to the twelfth try (LOGIN-15).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Clock, LoggedIn, Pause, RequestReset};
use domain::time::{Span, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Trip;
use testkit::phone::Phone;
use testkit::trips::recorded;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, log_in, origin};

/// Merchant code and ユーザID, password and code.
type Typed = ((&'static str, &'static str), (&'static str, &'static str));

/// What somebody outside could notice of a try.
#[derive(Debug, PartialEq, Eq)]
struct Noticed {
    answer: &'static str,
    hashes: u64,
    trips: Vec<Trip>,
}

async fn notice(world: &World, name: (&str, &str), values: (&str, &str)) -> Noticed {
    let before = world.app.pool().counts().evaluations;
    let work = log_in(&world.app, name, values, world.nonce());
    let (answer, trips) = recorded(work).await;
    let answer = match answer.unwrap() {
        LoggedIn::Open { .. } => "open",
        LoggedIn::Refused => "refused",
        LoggedIn::Locked => "locked",
    };
    Noticed {
        answer,
        hashes: world.app.pool().counts().evaluations - before,
        trips,
    }
}

async fn people(world: &World) -> (String, Phone) {
    let (admin, _) = world.admin().await;
    let mut phones = Vec::new();
    for user_id in ["known1", "known2", "known3", "known4"] {
        let (_, temporary) = world.register(&admin, user_id).await;
        let (_, phone) = world.set_up(user_id, &temporary, "Ipan2026a").await;
        phones.push(phone);
    }
    world.register(&admin, "waiting").await;
    let phone = phones.pop().unwrap();
    let spent = phone.code(world.app.now());
    world.log_in("known4", "Ipan2026a", &spent).await;
    (spent, phone)
}

/// Each look at it takes a while; waits take no time but its own.
#[derive(Debug)]
struct Passing(AtomicI64);

impl Clock for Passing {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.fetch_add(1_237, Ordering::SeqCst))
    }

    fn pause(&self, span: Span) -> Pause {
        self.0.fetch_add(span.as_micros(), Ordering::SeqCst);
        Box::pin(std::future::ready(()))
    }
}

impl Passing {
    fn at(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

testkit::both_engines! {
    /// Shows LOGIN-15, LOGIN-17, LOCK-8: unknown merchant, unknown user, wrong password, wrong
    /// code, missing code, replay and expired temporary password cannot be told apart, and all of
    /// them lock at the same try.
    /// Shows PCI-24, ASVS-8, ATK-15.
    async fn login_15_refusals_cannot_be_told_apart(world: World) {
        let (spent, _) = people(&world).await;
        let kinds: [Typed; 7] = [
            (("999999999", "known1"), ("Ipan2026a", "123456")),
            ((MERCHANT_CODE, "nobody"), ("Ipan2026a", "123456")),
            ((MERCHANT_CODE, "known1"), ("Wrong2026a", "123456")),
            ((MERCHANT_CODE, "known2"), ("Ipan2026a", "000000")),
            ((MERCHANT_CODE, "known3"), ("Ipan2026a", "")),
            ((MERCHANT_CODE, "waiting"), ("Wrong2026a", "")),
            (("not a code", "<script>"), ("", "")),
        ];
        for round in 0..12 {
            let first = notice(&world, kinds[0].0, kinds[0].1).await;
            assert_eq!(first.answer, if round < 6 { "refused" } else { "locked" });
            assert_eq!(first.hashes, u64::from(round < 6));
            for (name, values) in &kinds[1..] {
                assert_eq!(notice(&world, *name, *values).await, first, "round {round}, {name:?}");
            }
        }
        // A replay is refunded twice, so it locks two tries later; each single answer is the same.
        let stranger = notice(&world, ("888888888", "known1"), ("Ipan2026a", "123456")).await;
        for _ in 0..8 {
            let replay = notice(&world, (MERCHANT_CODE, "known4"), ("Ipan2026a", &spent)).await;
            assert_eq!(replay, stranger);
        }
        let locked = notice(&world, (MERCHANT_CODE, "known4"), ("Ipan2026a", &spent)).await;
        assert_eq!(locked.answer, "locked");
    }

    /// A log-in takes at most eight round trips, BEGIN and COMMIT counted, and one hash.
    async fn a_log_in_takes_eight_round_trips(world: World) {
        let (_, phone) = world.admin().await;
        world.advance(Span::seconds(30));
        let code = phone.code(world.app.now());
        let seen = notice(&world, (MERCHANT_CODE, MERCHANT_CODE), ("Kanri2026a", &code)).await;
        assert_eq!(seen.answer, "open");
        assert_eq!(seen.hashes, 1);
        assert!(seen.trips.len() <= 8, "{:?}", seen.trips);
    }

    /// Shows LOGIN-15: what a refusal and an accepted request for a new password took cannot be read
    /// off the clock to less than 50 ms; who gets in does not wait.
    async fn refusals_leave_on_the_beat(world: World) {
        let (_, phone) = world.admin().await;
        world.advance(Span::seconds(30));
        let clock = Arc::new(Passing(AtomicI64::new(world.app.now().as_micros())));
        let node = world.node_with_clock(Arc::clone(&clock) as _).await;
        // The last look is the one that says how long to wait.
        let on_the_beat = |from: i64| (clock.at() - from - 1_237) % 50_000 == 0;
        for user_id in [MERCHANT_CODE, "nobody"] {
            let from = clock.at();
            let typed = ("Wrong2026a", "123456");
            let answer = log_in(&node, (MERCHANT_CODE, user_id), typed, world.nonce()).await;
            assert!(matches!(answer.unwrap(), LoggedIn::Refused));
            assert!(on_the_beat(from), "{user_id}: {}", clock.at() - from);
            let from = clock.at();
            let request = RequestReset {
                access_key: ACCESS_KEY,
                merchant_code: MERCHANT_CODE,
                user_id,
                nonce: world.nonce(),
                origin: &origin(),
            };
            node.request_reset(request).await.unwrap();
            assert!(on_the_beat(from), "{user_id}: {}", clock.at() - from);
        }
        let from = clock.at();
        let code = phone.code(world.app.now());
        let typed = ("Kanri2026a", code.as_str());
        let answer = log_in(&node, (MERCHANT_CODE, MERCHANT_CODE), typed, world.nonce()).await;
        assert!(matches!(answer.unwrap(), LoggedIn::Open { .. }));
        assert!(!on_the_beat(from));
    }
}

//! Around the log-in: new browsers, caps on mails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Announcer, LogIn, LoggedIn, Origin, RequestReset};
use crypto::{Network, Password, Token};
use domain::announcement::{AnnouncementKind, Draft};
use domain::audit::Actor;
use domain::notice::Notice;
use domain::time::Span;
use testkit::phone::Phone;
use testkit::trips::recorded;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

/// A browser with a mark of its own.
fn browser(number: u8) -> Origin {
    Origin {
        mark: Some(Token::from_bytes([number; 32])),
        ..origin()
    }
}

async fn comes_in(world: &World, phone: &Phone, origin: &Origin) {
    world.advance(Span::seconds(30));
    let (password, code) = (Password::from("Kanri2026a"), phone.code(world.app.now()));
    let typed = LogIn {
        access_key: ACCESS_KEY,
        merchant_code: MERCHANT_CODE,
        user_id: MERCHANT_CODE,
        password: &password,
        code: &code,
        nonce: world.nonce(),
        origin,
    };
    let answer = world.app.log_in(typed).await.unwrap();
    assert!(matches!(answer, LoggedIn::Open { .. }), "{answer:?}");
}

async fn told(world: &World) -> usize {
    let mails = world.mails().await;
    let is_new = |notice: &Notice| matches!(notice, Notice::NewLogIn { .. });
    mails.iter().filter(|mail| is_new(&mail.notice)).count()
}

async fn asks_for_reset(world: &World, user_id: &str, origin: &Origin) {
    let typed = RequestReset {
        access_key: ACCESS_KEY,
        merchant_code: MERCHANT_CODE,
        user_id,
        nonce: world.nonce(),
        origin,
    };
    world.app.request_reset(typed).await.unwrap();
}

testkit::both_engines! {
    /// A log-in in a browser that is not known is told once; the sixth browser makes the first
    /// unknown again.
    /// Shows JPN-5, JPN-7, ASVS-6.
    async fn a_new_browser_is_told_once(world: World) {
        let (_, phone) = world.admin().await;
        world.mails().await;
        for number in 1..=5 {
            comes_in(&world, &phone, &browser(number)).await;
            assert_eq!(told(&world).await, 1, "browser {number}");
            comes_in(&world, &phone, &browser(number)).await;
            assert_eq!(told(&world).await, 0, "browser {number} again");
        }
        comes_in(&world, &phone, &browser(6)).await;
        assert_eq!(told(&world).await, 1);
        comes_in(&world, &phone, &browser(1)).await;
        assert_eq!(told(&world).await, 1, "the oldest had gone");
        comes_in(&world, &phone, &browser(6)).await;
        assert_eq!(told(&world).await, 0);
    }

    /// Resets beyond the cap for one client network get the same answer and no mail.
    /// Shows ATK-23.
    async fn one_network_cannot_flood(world: World) {
        let (admin, _) = world.admin().await;
        for number in 0..10 {
            world.register(&admin, &format!("ippan{number:02}")).await;
        }
        world.mails().await;
        let flood = Origin { network: Network::new([9; 16]), ..origin() };
        for number in 0..40 {
            asks_for_reset(&world, &format!("ippan{:02}", number % 10), &flood).await;
        }
        let sent = world.mails().await.len();
        assert_eq!(sent, 30, "thirty an hour from one network");
        asks_for_reset(&world, "ippan00", &origin()).await;
        assert_eq!(world.mails().await.len(), 1, "others are not hindered");
        world.advance(Span::minutes(61));
        asks_for_reset(&world, "ippan01", &flood).await;
        assert_eq!(world.mails().await.len(), 1);
    }

    /// A node remembers announcements for five seconds: its own it shows at once, another node's
    /// not later than that, and none before or after its time.
    async fn another_nodes_announcement_is_seen_soon(world: World) {
        let node = world.another_node(9).await;
        let (origin, now) = (origin(), world.app.now());
        let by = Announcer { actor: Actor::Operator(None), nonce: None, origin: &origin };
        let from = now.plus(Span::seconds(2));
        let draft = Draft { kind: AnnouncementKind::Maintenance, ja: "保守".to_owned(),
            en: "Works".to_owned(), from, until: from.plus(Span::seconds(7)) };
        let closed = async |app: &app::App| app.current_announcements().await.maintenance.is_some();
        assert!(!closed(&world.app).await && !closed(&node).await);
        let id = world.app.announce(&draft, by).await.unwrap().unwrap();
        for (second, here, there) in [(0, false, false), (2, true, false), (5, true, true), (8, true, true), (9, false, false)] {
            world.advance(now.plus(Span::seconds(second)).since(world.app.now()));
            assert_eq!((closed(&world.app).await, closed(&node).await), (here, there), "{second}");
        }
        let again = Draft { from: world.app.now(), until: world.app.now().plus(Span::days(1)), ..draft };
        let other = world.app.announce(&again, by).await.unwrap().unwrap();
        assert_ne!(id, other);
        world.advance(Span::seconds(5));
        assert!(closed(&world.app).await && closed(&node).await);
        assert!(world.app.withdraw_announcement(other, by).await.unwrap());
        assert_eq!((closed(&world.app).await, closed(&node).await), (false, true));
        world.advance(Span::seconds(5));
        assert!(!closed(&node).await);
    }

    /// With the database away a node goes by what it read last, and asks once in five seconds: a page
    /// does not wait for the announcements and then for itself.
    async fn announcements_outlast_the_database(world: World) {
        let (node, origin, now) = (world.another_node(9).await, origin(), world.app.now());
        let by = Announcer { actor: Actor::Operator(None), nonce: None, origin: &origin };
        let draft = Draft { kind: AnnouncementKind::Maintenance, ja: "保守".to_owned(),
            en: "Works".to_owned(), from: now, until: now.plus(Span::seconds(60)) };
        world.app.announce(&draft, by).await.unwrap().unwrap();
        assert!(node.current_announcements().await.maintenance.is_some());
        node.store().close().await;
        for (second, asks, shown) in [(6, 1, true), (10, 0, true), (11, 1, true), (61, 1, false)] {
            world.advance(now.plus(Span::seconds(second)).since(world.app.now()));
            let (current, trips) = recorded(node.current_announcements()).await;
            assert_eq!((trips.len(), current.maintenance.is_some()), (asks, shown), "{second}");
        }
    }
}

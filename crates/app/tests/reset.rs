//! Resets: by mail and by 管理; what ends, what stays, who is told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Act, Acted, LoggedIn, Redeemed, RequestReset, Resumed};
use domain::notice::{Cause, Notice};
use domain::time::Span;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

async fn request(world: &World, merchant_code: &str, user_id: &str) {
    let origin = origin();
    let typed = RequestReset {
        access_key: ACCESS_KEY,
        merchant_code,
        user_id,
        nonce: world.nonce(),
        origin: &origin,
    };
    world.app.request_reset(typed).await.unwrap();
}

/// The token in the newest MAIL-1, and where it went.
async fn link(world: &World) -> Option<(String, String)> {
    world
        .mails()
        .await
        .into_iter()
        .rev()
        .find_map(|mail| match mail.notice {
            Notice::ResetStarted { token } => Some((token, mail.to.as_str().to_owned())),
            _ => None,
        })
}

async fn redeem(world: &World, token: &str) -> Redeemed {
    world
        .app
        .redeem_reset(token, world.nonce(), &origin())
        .await
        .unwrap()
}

async fn temporary(world: &World) -> (String, String) {
    let mails = world.mails().await;
    let found = mails.into_iter().rev().find_map(|mail| match mail.notice {
        Notice::TemporaryPassword { password, .. } => Some((password, mail.to.as_str().to_owned())),
        _ => None,
    });
    found.expect("a mail with a temporary password")
}

testkit::both_engines! {
    /// Shows RESET-3, RESET-4, RESET-5, RESET-6, RESET-7, RESET-10, MAIL-1, MAIL-2: the link, the
    /// temporary password, the code that is still needed, the change that follows.
    /// Shows NIST-14, ATK-13.
    async fn reset_5_admin_resets_by_mail(world: World) {
        let (before, phone) = world.admin().await;
        world.mails().await;
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        let (token, to) = link(&world).await.unwrap();
        assert_eq!(to, "contact@shop.example");
        assert!(world.app.reset_link_works(&token).await.unwrap());
        assert_eq!(redeem(&world, &token).await, Redeemed::Sent { access_key: ACCESS_KEY.into() });
        let (password, to) = temporary(&world).await;
        assert_eq!(to, "contact@shop.example");
        // The old password works until the change is done: a stranger's request harms nobody.
        let code = phone.code(world.app.now());
        world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        world.advance(Span::seconds(30));
        let blank = world.try_log_in(MERCHANT_CODE, &password, "").await.unwrap();
        assert!(matches!(blank, LoggedIn::Refused));
        let code = phone.code(world.app.now());
        let session = world.log_in(MERCHANT_CODE, &password, &code).await;
        assert!(session.standing.obligations.change_password);
        assert!(!session.standing.obligations.enrol);
        let session = world.choose_password(&session, "Kanri2026b").await;
        assert!(session.standing.as_admin().is_some());
        let old = world.app.resume(&before.token, &origin()).await.unwrap();
        assert!(matches!(old, Resumed::None), "other sessions end with the change");
        world.advance(Span::seconds(30));
        let code = phone.code(world.app.now());
        let old = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(matches!(old, LoggedIn::Refused));
    }

    /// Shows RESET-12, RESET-13, EXP-5: a link works once, for thirty minutes, and looking at it
    /// uses nothing up; a newer one ends it.
    /// Shows NIST-13.
    async fn reset_12_links_work_once(world: World) {
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        let (first, _) = link(&world).await.unwrap();
        for _ in 0..5 {
            assert!(world.app.reset_link_works(&first).await.unwrap());
        }
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        let (second, _) = link(&world).await.unwrap();
        assert_eq!(redeem(&world, &first).await, Redeemed::Dead);
        assert!(matches!(redeem(&world, &second).await, Redeemed::Sent { .. }));
        assert_eq!(redeem(&world, &second).await, Redeemed::Dead);
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        let (third, _) = link(&world).await.unwrap();
        world.advance(Span::minutes(30));
        assert_eq!(redeem(&world, &third).await, Redeemed::Dead);
        assert_eq!(redeem(&world, "x").await, Redeemed::Dead);
        assert_eq!(redeem(&world, &"A".repeat(43)).await, Redeemed::Dead);
    }

    /// The same form twice at once: one temporary password, one answer.
    async fn reset_12_a_double_click_sends_one_password(world: World) {
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        let (token, _) = link(&world).await.unwrap();
        let nonce = world.nonce();
        let (origin_a, origin_b) = (origin(), origin());
        let (one, two) = tokio::join!(
            world.app.redeem_reset(&token, nonce, &origin_a),
            world.app.redeem_reset(&token, nonce, &origin_b),
        );
        let sent = Redeemed::Sent { access_key: ACCESS_KEY.into() };
        assert_eq!((one.unwrap(), two.unwrap()), (sent.clone(), sent));
        assert_eq!(world.mails().await.len(), 1);
    }

    /// Shows RESET-8, RESET-12: names that do not exist and people without an address get the
    /// same silence, and nothing is mailed.
    async fn reset_8_no_address_no_mail(world: World) {
        let (admin, _) = world.admin().await;
        let mut form = testkit::world::general_form("nomail");
        form.login_method = "no_mail".to_owned();
        form.mail.clear();
        world.register_form(&admin, &form).await.unwrap();
        world.mails().await;
        for (code, user) in [(MERCHANT_CODE, "nomail"), (MERCHANT_CODE, "nobody"), ("1", "x")] {
            request(&world, code, user).await;
        }
        assert!(world.mails().await.is_empty());
    }

    /// A mailbox cannot be flooded by asking again and again.
    /// Shows ATK-23.
    async fn reset_mails_are_capped(world: World) {
        for _ in 0..9 {
            request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        }
        assert_eq!(world.mails().await.len(), 5);
        world.advance(Span::minutes(61));
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        assert_eq!(world.mails().await.len(), 1);
    }

    /// Shows RESET-9, RESET-10, RESET-14, MAIL-2, LOCK-7: 管理's reset ends the old password and
    /// all sessions at once, leaves the secret, and releases no lock.
    async fn reset_14_by_admin_ends_password_and_sessions(world: World) {
        let (admin, _) = world.admin().await;
        let (person, first) = world.register(&admin, "ippan01").await;
        let (user, phone) = world.set_up("ippan01", &first, "Ipan2026a").await;
        world.mails().await;
        let (origin, nonce) = (origin(), world.nonce());
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
        assert_eq!(world.app.reset_user_password(act).await.unwrap(), Acted::Done);
        assert_eq!(world.app.reset_user_password(act).await.unwrap(), Acted::Done);
        assert!(matches!(world.app.resume(&user.token, &origin).await.unwrap(), Resumed::None));
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1, "the same form twice has one effect");
        let Notice::TemporaryPassword { password, cause } = &mails[0].notice else { panic!() };
        assert_eq!((mails[0].to.as_str(), *cause), ("ippan01@shop.example", Cause::Admin));
        let code = phone.code(world.app.now());
        let old = world.try_log_in("ippan01", "Ipan2026a", &code).await.unwrap();
        assert!(matches!(old, LoggedIn::Refused));
        let session = world.log_in("ippan01", password, &code).await;
        assert!(session.standing.obligations.change_password);
    }

    /// A temporary password is valid seven days, and only the newest one works.
    /// Shows PCI-17, ATK-22.
    async fn only_the_newest_temporary_password_works(world: World) {
        request(&world, MERCHANT_CODE, MERCHANT_CODE).await;
        let (token, _) = link(&world).await.unwrap();
        redeem(&world, &token).await;
        let (newest, _) = temporary(&world).await;
        let old = world.try_log_in(MERCHANT_CODE, &world.first_password, "").await.unwrap();
        assert!(matches!(old, LoggedIn::Refused));
        world.advance(Span::days(7).minus(Span::seconds(1)));
        world.log_in(MERCHANT_CODE, &newest, "").await;
        world.advance(Span::seconds(1));
        let late = world.try_log_in(MERCHANT_CODE, &newest, "").await.unwrap();
        assert!(matches!(late, LoggedIn::Refused));
    }
}

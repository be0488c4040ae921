//! Nobody is stranded, nobody else gets in: from the issued secret to the secret in force.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Act, Acted, ConfirmedSecret, Issue, LoggedIn, Resumed};
use domain::notice::{Cause, Notice};
use domain::time::Span;
use testkit::phone::Phone;
use testkit::world::{MERCHANT_CODE, World, origin};

/// 管理 with a chosen password, at the page 秘密鍵発行.
async fn at_the_secret_page(world: &World) -> app::Session {
    let session = world.log_in(MERCHANT_CODE, &world.first_password, "").await;
    world.choose_password(&session, "Kanri2026a").await
}

testkit::both_engines! {
    /// Shows OTP-1, OTP-2, OTP-3, OTP-4: whoever closes the page after 発行 gets in with a blank
    /// code, issues again, and the app's old entry is the only thing that no longer works.
    async fn otp_4_a_closed_page_strands_nobody(world: World) {
        let session = at_the_secret_page(&world).await;
        let lost = world.issue(&session).await;
        let back = world.log_in(MERCHANT_CODE, "Kanri2026a", "").await;
        assert!(back.standing.obligations.enrol);
        let found = world.issue(&back).await;
        let code = lost.code(world.app.now());
        let wrong = world.app.confirm_secret(&back, &code, world.nonce(), &origin()).await.unwrap();
        assert!(matches!(wrong, ConfirmedSecret::Wrong));
        let done = world.confirm(&back, &found).await;
        assert!(done.standing.as_admin().is_some());
    }

    /// Shows LOGIN-6, LOGIN-12, OTP-3: a secret that was issued but not confirmed on the page is
    /// confirmed by the next log-in with its code, and needed from then on.
    /// Shows ATK-21.
    async fn login_12_the_next_log_in_confirms(world: World) {
        let session = at_the_secret_page(&world).await;
        let phone = world.issue(&session).await;
        let code = phone.code(world.app.now());
        let full = world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        assert!(full.standing.as_admin().is_some());
        let gone = world.app.resume(&session.token, &origin()).await.unwrap();
        assert!(matches!(gone, Resumed::None), "sessions without the factor end");
        let blank = world.try_log_in(MERCHANT_CODE, "Kanri2026a", "").await.unwrap();
        assert!(matches!(blank, LoggedIn::Refused));
        let told = world.mails().await;
        let told: Vec<_> =
            told.iter().filter(|mail| mail.notice == Notice::SecretRegistered).collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].to.as_str(), "kanri@shop.example");
    }

    /// The code that confirmed a secret is used up: it opens no log-in afterwards.
    /// Shows ATK-1, ATK-21.
    async fn otp_12_the_confirming_code_is_spent(world: World) {
        let session = at_the_secret_page(&world).await;
        let phone = world.issue(&session).await;
        world.confirm(&session, &phone).await;
        let code = phone.code(world.app.now());
        let again = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(matches!(again, LoggedIn::Refused));
    }

    /// On the confirm step a clock that is off is named at once.
    async fn the_confirm_step_names_a_wrong_clock(world: World) {
        let session = at_the_secret_page(&world).await;
        let phone = world.issue(&session).await;
        for (minutes, expected) in [(5, 5), (9, 9)] {
            let code = phone.code(world.app.now().plus(Span::minutes(minutes)));
            let answer = world.app.confirm_secret(&session, &code, world.nonce(), &origin()).await;
            let Ok(ConfirmedSecret::ClockOff(named)) = answer else { panic!("{answer:?}") };
            assert_eq!(named, expected);
        }
        let slow = phone.code(world.app.now().minus(Span::minutes(3)));
        let answer = world.app.confirm_secret(&session, &slow, world.nonce(), &origin()).await;
        assert!(matches!(answer, Ok(ConfirmedSecret::ClockOff(-3))), "{answer:?}");
        let far = phone.code(world.app.now().plus(Span::minutes(12)));
        let answer = world.app.confirm_secret(&session, &far, world.nonce(), &origin()).await;
        assert!(matches!(answer, Ok(ConfirmedSecret::Wrong)), "{answer:?}");
        let answer = world.app.confirm_secret(&session, "12345", world.nonce(), &origin()).await;
        assert!(matches!(answer, Ok(ConfirmedSecret::Malformed)), "{answer:?}");
        world.confirm(&session, &phone).await;
    }

    /// The window is seven days: afterwards a right password alone opens nothing.
    async fn the_window_closes(world: World) {
        let session = at_the_secret_page(&world).await;
        let phone = world.issue(&session).await;
        world.advance(Span::days(7));
        let late = world.try_log_in(MERCHANT_CODE, "Kanri2026a", "").await.unwrap();
        assert!(matches!(late, LoggedIn::Refused));
        // Whoever holds the issued secret still gets in.
        let code = phone.code(world.app.now());
        world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
    }

    /// 発行 sent twice shows the same secret; a second 発行 shows another; after five minutes it
    /// has left the page.
    async fn otp_2_one_form_one_secret(world: World) {
        let session = at_the_secret_page(&world).await;
        let nonce = world.nonce();
        let (origin_a, origin_b) = (origin(), origin());
        let (one, two) = tokio::join!(
            world.app.issue_secret(&session, nonce, &origin_a),
            world.app.issue_secret(&session, nonce, &origin_b),
        );
        let text = |issue: Result<Issue, _>| match issue {
            Ok(Issue::Shown(shown)) => shown.secret.to_base32().expose().to_owned(),
            other => panic!("{other:?}"),
        };
        let (one, two) = (text(one), text(two));
        assert_eq!(one, two);
        assert_eq!(one.len(), 32, "160 bits (OTP-13)");
        let third = text(world.app.issue_secret(&session, world.nonce(), &origin()).await);
        assert_ne!(one, third);
        world.advance(Span::minutes(5));
        assert!(world.app.shown_secret(&session).await.unwrap().is_none());
        world.confirm(&session, &Phone::with_secret(&third)).await;
    }

    /// A session that did not issue the secret never sees it.
    /// Shows PCI-21, ATK-20.
    async fn otp_13_a_secret_is_shown_to_its_session_only(world: World) {
        let session = at_the_secret_page(&world).await;
        world.issue(&session).await;
        let other = world.log_in(MERCHANT_CODE, "Kanri2026a", "").await;
        assert!(world.app.shown_secret(&other).await.unwrap().is_none());
        assert!(world.app.shown_secret(&session).await.unwrap().is_some());
    }

    /// Shows OTP-8, OTP-9, OTP-10, MAIL-4: 管理 initialises, the user is told, all sessions end,
    /// and the user sets up again with a blank code.
    /// Shows PCI-10, ASVS-6, ASVS-15.
    async fn otp_8_admin_initialises(world: World) {
        let (admin, _) = world.admin().await;
        let (person, first) = world.register(&admin, "ippan01").await;
        let (user, old) = world.set_up("ippan01", &first, "Ipan2026a").await;
        world.mails().await;
        let (origin, nonce) = (origin(), world.nonce());
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
        assert_eq!(world.app.reset_user_secret(act).await.unwrap(), Acted::Done);
        assert!(matches!(world.app.resume(&user.token, &origin).await.unwrap(), Resumed::None));
        let told = world.mails().await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].notice, Notice::SecretReset { cause: Cause::Admin });
        let code = old.code(world.app.now());
        let session = world.log_in("ippan01", "Ipan2026a", &code).await;
        assert!(session.standing.obligations.enrol, "the old secret proves nothing any more");
        let phone = world.issue(&session).await;
        let session = world.confirm(&session, &phone).await;
        assert!(session.standing.as_member().is_some());
    }

    /// Shows OTP-10: a user without an address: MAIL-4 goes to 管理.
    async fn otp_10_without_an_address_admin_is_told(world: World) {
        let (admin, _) = world.admin().await;
        let mut form = testkit::world::general_form("nomail");
        form.login_method = "no_mail".to_owned();
        form.mail.clear();
        let Ok(app::Registered::Done(person)) = world.register_form(&admin, &form).await else {
            panic!()
        };
        world.mails().await;
        let (origin, nonce) = (origin(), world.nonce());
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &origin };
        world.app.reset_user_secret(act).await.unwrap();
        let told = world.mails().await;
        assert_eq!(told[0].to.as_str(), "kanri@shop.example");
    }
}

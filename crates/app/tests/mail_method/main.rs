//! Log-in with a code by mail: two pages, one counter, one answer (LOGIN-19, B3, MAIL-5, TAB-2).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod entrance;

use app::{LoggedIn, MailAsked, MailFinished, Resent};
use crypto::Token;
use domain::log_in::Strength;
use domain::notice::Notice;
use domain::obligations::Obligations;
use domain::time::Span;
use entrance::{
    ask, asked, at_once, clerks, codes, finish, finished, only_code, opened, run, wrong,
};
use store::Trip;
use testkit::trips::recorded;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

testkit::both_engines! {
    /// Shows LOGIN-19, MAIL-5, CON-2, B3-1, B3-3, B3-8: password, then the mailed code, then the
    /// menu; the app entrance stays open to the same person.
    /// Shows JPN-2.
    async fn login_19_password_then_the_mailed_code(world: World) {
        clerks(&world, &["ippan01"]).await;
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let mails = codes(&world).await;
        assert_eq!(mails[0].0, "ippan01@shop.example");
        assert_eq!((mails.len(), mails[0].1.len()), (1, 6));
        let (token, obligations) = opened(finished(&world, &challenge, &mails[0].1).await);
        assert!(obligations.is_empty());
        let session = world.session(&token).await;
        assert_eq!(session.standing.strength, Strength::Mail);
        assert!(session.standing.as_member().is_some());
        // Used up: neither the code nor the page is of use again.
        let again = finished(&world, &challenge, &mails[0].1).await;
        assert!(matches!(again, MailFinished::Over), "{again:?}");
    }

    /// Shows B3-5: with a temporary password the code leads to the password change, and then to
    /// the menu without 秘密鍵発行.
    async fn b3_5_a_temporary_password_leads_to_the_change_only(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        world.mails().await;
        let challenge = asked(&world, "ippan01", &temporary).await;
        let code = only_code(&world).await;
        let (token, obligations) = opened(finished(&world, &challenge, &code).await);
        assert_eq!(obligations, Obligations { change_password: true, enrol: false });
        let session = world.session(&token).await;
        assert!(session.standing.as_member().is_none());
        let session = world.choose_password(&session, "Ipan2026a").await;
        assert!(session.standing.obligations.is_empty());
        assert_eq!(session.standing.strength, Strength::Mail);
    }

    /// Shows B3-3: a code ends after ten minutes, the newest is the only one, and sending again
    /// takes a minute and ends after three times.
    /// Shows NIST-9, ASVS-10.
    async fn b3_3_codes_end_and_are_sent_again(world: World) {
        clerks(&world, &["ippan01"]).await;
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let first = only_code(&world).await;
        let again = |nonce| {
            let (app, challenge) = (world.app.clone(), challenge.clone());
            async move { app.resend_mail_code(ACCESS_KEY, &challenge, nonce, &origin()).await.unwrap() }
        };
        assert_eq!(again(world.nonce()).await, Resent::NotNow, "not within a minute");
        let mut newest = first.clone();
        for _ in 0..3 {
            world.advance(Span::seconds(60));
            let nonce = world.nonce();
            assert_eq!(again(nonce).await, Resent::Done);
            assert_eq!(again(nonce).await, Resent::Done, "a double click");
            newest = only_code(&world).await;
        }
        world.advance(Span::seconds(60));
        assert_eq!(again(world.nonce()).await, Resent::NotNow, "three times at most");
        if first != newest {
            assert!(matches!(finished(&world, &challenge, &first).await, MailFinished::Refused));
        }
        world.advance(Span::minutes(9));
        let late = finished(&world, &challenge, &newest).await;
        assert!(matches!(late, MailFinished::Refused), "ten minutes are over");
        // A first page begins anew and cancels what was there before.
        let other = asked(&world, "ippan01", "Ipan2026a").await;
        let code = only_code(&world).await;
        assert!(matches!(finished(&world, &challenge, &code).await, MailFinished::Refused));
        opened(finished(&world, &other, &code).await);
        world.advance(Span::minutes(31));
        assert!(world.app.code_page(&challenge).await.unwrap().is_none());
    }

    /// Shows LOGIN-15, LOGIN-19: whatever is wrong on the first page, and for whomever no code is
    /// sent, both pages answer the same after the same work.
    /// Shows PCI-24, ASVS-8, ATK-15.
    async fn login_15_both_pages_tell_nothing(world: World) {
        clerks(&world, &["known1", "known2", "known3"]).await;
        let kinds = [
            (("999999999", "known1"), "Ipan2026a"),
            ((MERCHANT_CODE, "nobody"), "Ipan2026a"),
            ((MERCHANT_CODE, "known1"), "Wrong2026a"),
            // Right, so that a code is mailed.
            ((MERCHANT_CODE, "known2"), "Ipan2026a"),
            // 管理: not open to it unless a setting says so.
            ((MERCHANT_CODE, MERCHANT_CODE), "Kanri2026a"),
            (("", "<script>"), ""),
        ];
        let mut seen: Vec<(u64, Vec<Trip>, Vec<Trip>)> = Vec::new();
        for (name, password) in kinds {
            let before = world.app.pool().counts().evaluations;
            let nonce = world.nonce();
            let (answer, first) = recorded(ask(&world.app, name, password, nonce)).await;
            let Ok(MailAsked::Asked { challenge }) = answer else { panic!("{answer:?}") };
            let hashes = world.app.pool().counts().evaluations - before;
            let page = world.app.code_page(&challenge).await.unwrap().unwrap();
            assert_eq!((page.resends_left, page.resend_in), (3, 60), "{name:?}");
            let sent = codes(&world).await;
            let typed = sent.first().map_or("123456", |(_, code)| wrong(code));
            let nonce = world.nonce();
            let (answer, second) = recorded(finish(&world.app, &challenge, typed, nonce)).await;
            assert!(matches!(answer, Ok(MailFinished::Refused)), "{name:?}: {answer:?}");
            assert_eq!(sent.len(), usize::from(name.1 == "known2"), "{name:?}");
            seen.push((hashes, first, second));
        }
        for one in &seen {
            assert_eq!(one, &seen[0]);
        }
        assert_eq!(seen[0].0, 1, "one hash");
    }

    /// Shows LOCK-7, LOCK-8: both entrances and both pages draw on one budget, names that do not
    /// exist lock as well, and a log-in by mail clears it.
    /// Shows NIST-9, ATK-6, ATK-8.
    async fn lock_7_one_counter_for_both_entrances(world: World) {
        clerks(&world, &["ippan01"]).await;
        for user_id in ["ippan01", "nobody"] {
            for _ in 0..2 {
                let challenge = asked(&world, user_id, "Wrong2026a").await;
                assert!(matches!(finished(&world, &challenge, "123456").await, MailFinished::Refused));
            }
            let one = world.try_log_in(user_id, "Wrong2026a", "").await.unwrap();
            assert!(matches!(one, LoggedIn::Refused));
            let challenge = asked(&world, user_id, "Wrong2026a").await;
            assert!(matches!(finished(&world, &challenge, "123456").await, MailFinished::Locked));
            let name = (MERCHANT_CODE, user_id);
            let locked = ask(&world.app, name, "Ipan2026a", world.nonce()).await.unwrap();
            assert!(matches!(locked, MailAsked::Locked));
            let locked = world.try_log_in(user_id, "Ipan2026a", "").await.unwrap();
            assert!(matches!(locked, LoggedIn::Locked));
        }
        let told = world.mails().await;
        assert!(told.iter().any(|mail| mail.notice == Notice::Locked));
    }

    /// A right password on the first page and codes sent again forgive no wrong code: six tries,
    /// first pages that nobody finished included, and the entrance is shut.
    /// Shows NIST-9, ATK-7.
    async fn nothing_in_between_forgives_wrong_codes(world: World) {
        clerks(&world, &["ippan01"]).await;
        let (mut tries, name) = (0, (MERCHANT_CODE, "ippan01"));
        loop {
            let page = ask(&world.app, name, "Ipan2026a", world.nonce()).await.unwrap();
            let MailAsked::Asked { challenge } = page else { break };
            world.advance(Span::seconds(60));
            let (nonce, origin) = (world.nonce(), origin());
            let sent = world.app.resend_mail_code(ACCESS_KEY, &challenge, nonce, &origin);
            assert_eq!(sent.await.unwrap(), Resent::Done);
            let wrong = finished(&world, &challenge, "123456").await;
            tries += 2;
            assert!(tries <= 6, "{wrong:?}");
        }
        assert_eq!(tries, 6);
    }

    /// A log-in by mail clears what failed before it, its own first page included.
    async fn success_clears_the_budget(world: World) {
        clerks(&world, &["ippan01"]).await;
        for _ in 0..4 {
            asked(&world, "ippan01", "Wrong2026a").await;
            let challenge = asked(&world, "ippan01", "Ipan2026a").await;
            let code = only_code(&world).await;
            finished(&world, &challenge, wrong(&code)).await;
            opened(finished(&world, &challenge, &code).await);
        }
    }

    /// Shows TAB-2, CON-2, LOGIN-19: no code for 受信しない, for tablet merchants, for merchants
    /// without the method; and none any more when that changed between the pages.
    async fn tab_2_to_whom_the_entrance_is_closed(world: World) {
        clerks(&world, &["ippan01", "ippan02"]).await;
        let merchant = |sql: &'static str| {
            let store = world.app.store().clone();
            async move { run(&store, sql).await }
        };
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let code = only_code(&world).await;
        for (close, open) in [
            ("UPDATE merchant SET tablet = 1", "UPDATE merchant SET tablet = 0"),
            ("UPDATE merchant SET mail_method = 0", "UPDATE merchant SET mail_method = 1"),
            ("UPDATE person SET login_method = 'no_mail'", "UPDATE person SET login_method = 'mail'"),
        ] {
            merchant(close).await;
            asked(&world, "ippan02", "Ipan2026a").await;
            assert!(codes(&world).await.is_empty(), "{close}");
            assert!(matches!(finished(&world, &challenge, &code).await, MailFinished::Refused), "{close}");
            merchant(open).await;
        }
        world.advance(Span::minutes(1));
    }

    /// Shows OTP-12, LOGIN-19: fifty posts of one code at once open exactly one session.
    /// Shows NIST-9, ATK-3.
    async fn one_mailed_code_opens_one_session(world: World) {
        clerks(&world, &["ippan01"]).await;
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let code = only_code(&world).await;
        let nodes = [world.app.clone(), world.another_node(21).await, world.another_node(22).await];
        let answers = at_once(50, |number| {
            let (app, nonce) = (nodes[number % 3].clone(), world.nonce());
            let (challenge, code) = (challenge.clone(), code.clone());
            async move { finish(&app, &challenge, &code, nonce).await }
        })
        .await;
        let open = answers.iter().filter(|a| matches!(a, Ok(MailFinished::Open { .. }))).count();
        assert_eq!(open, 1, "{answers:?}");
    }

    /// Shows LOCK-7: of two hundred wrong codes and first pages at once no more than the limit
    /// are looked at.
    /// Shows ASVS-12, ATK-4.
    async fn lock_7_no_more_than_the_limit_by_mail(world: World) {
        clerks(&world, &["ippan01"]).await;
        let nodes = [world.app.clone(), world.another_node(21).await];
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let code = only_code(&world).await;
        let before: u64 = nodes.iter().map(|node| node.pool().counts().evaluations).sum();
        let answers = at_once(200, |number| {
            let (app, nonce) = (nodes[number % 2].clone(), world.nonce());
            let (challenge, code) = (challenge.clone(), wrong(&code));
            async move {
                if number % 2 == 0 {
                    finish(&app, &challenge, code, nonce).await.map(|a| matches!(a, MailFinished::Refused))
                } else {
                    let name = (MERCHANT_CODE, "ippan01");
                    let answer = ask(&app, name, "Wrong2026a", nonce).await;
                    answer.map(|a| matches!(a, MailAsked::Asked { .. }))
                }
            }
        })
        .await;
        let looked_at = answers.iter().filter(|a| matches!(a, Ok(true))).count();
        assert_eq!(looked_at, 5, "the first page took the sixth slot: {answers:?}");
        let after: u64 = nodes.iter().map(|node| node.pool().counts().evaluations).sum();
        assert!(after - before <= 5);
        assert!(matches!(finished(&world, &challenge, &code).await, MailFinished::Locked));
    }

    /// A form of either page that is sent twice at once has one effect and shows one answer.
    async fn double_clicks_have_one_effect(world: World) {
        clerks(&world, &["ippan01"]).await;
        let nonce = world.nonce();
        let pages = at_once(2, |_| {
            let app = world.app.clone();
            async move { ask(&app, (MERCHANT_CODE, "ippan01"), "Ipan2026a", nonce).await }
        })
        .await;
        let challenges: Vec<Token> = pages
            .into_iter()
            .map(|page| match page {
                Ok(MailAsked::Asked { challenge }) => challenge,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(challenges[0], challenges[1]);
        let (code, nonce) = (only_code(&world).await, world.nonce());
        let answers = at_once(2, |_| {
            let (app, challenge, code) = (world.app.clone(), challenges[0].clone(), code.clone());
            async move { finish(&app, &challenge, &code, nonce).await }
        })
        .await;
        let tokens: Vec<Token> = answers.into_iter().map(|a| opened(a.unwrap()).0).collect();
        assert_eq!(tokens[0], tokens[1]);
        let late = finish(&world.app, &challenges[0], &code, nonce).await.unwrap();
        assert_eq!(opened(late).0, tokens[0]);
    }

    /// A reset between the pages closes the second: the password that was looked at is gone.
    async fn a_reset_between_the_pages_closes_the_second(world: World) {
        clerks(&world, &["ippan01"]).await;
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let code = only_code(&world).await;
        run(world.app.store(), "UPDATE person SET epoch = epoch + 1").await;
        assert!(matches!(finished(&world, &challenge, &code).await, MailFinished::Refused));
    }

    /// Shows EXP-7: a log-in by mail counts as a log-in.
    async fn exp_7_a_log_in_by_mail_counts(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        world.set_up("ippan01", &temporary, "Ipan2026a").await;
        world.mails().await;
        for _ in 0..3 {
            world.advance(Span::days(28));
            let challenge = asked(&world, "ippan01", "Ipan2026a").await;
            let code = only_code(&world).await;
            opened(finished(&world, &challenge, &code).await);
        }
        world.advance(Span::days(60));
        let challenge = asked(&world, "ippan01", "Ipan2026a").await;
        let (_, obligations) = opened(finished(&world, &challenge, &only_code(&world).await).await);
        assert!(obligations.change_password, "144 days after it was chosen");
    }
}

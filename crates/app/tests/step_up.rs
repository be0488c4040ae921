//! Re-authentication: the same budget, each code once, by app or by mail.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{App, CodeMailed, LoggedIn, ProveAgain, Proven, Session};
use crypto::Password;
use domain::authority::{AdminOf, Member};
use domain::notice::Notice;
use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World, origin};

async fn proves(app: &App, world: &World, session: &Session, typed: (&str, &str)) -> Proven {
    let (password, origin) = (Password::from(typed.0), origin());
    let typed = ProveAgain {
        session,
        password: &password,
        code: typed.1,
        nonce: world.nonce(),
        origin: &origin,
    };
    app.prove_again(typed).await.unwrap()
}

testkit::both_engines! {
    /// A fresh log-in stands for ten minutes; then password and code are needed, and both of them.
    /// Shows PCI-15, ASVS-16.
    async fn a_proof_is_asked_for_after_ten_minutes(world: World) {
        let (session, phone) = world.admin().await;
        assert!(world.app.stepped_up::<AdminOf>(&session).is_some());
        world.advance(Span::minutes(10));
        let session = world.session(&session.token).await;
        assert!(world.app.stepped_up::<AdminOf>(&session).is_none());
        let code = phone.code(world.app.now());
        for (password, code) in [("Wrong2026a", code.as_str()), ("Kanri2026a", ""), ("Kanri2026a", "000000")] {
            assert_eq!(proves(&world.app, &world, &session, (password, code)).await, Proven::Refused);
        }
        let at = world.app.now();
        assert_eq!(proves(&world.app, &world, &session, ("Kanri2026a", &code)).await, Proven::Done(at));
        let session = world.session(&session.token).await;
        assert!(world.app.stepped_up::<AdminOf>(&session).is_some());
        // The code is used up, at the entrance as well.
        assert_eq!(proves(&world.app, &world, &session, ("Kanri2026a", &code)).await, Proven::Refused);
        let entrance = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(matches!(entrance, LoggedIn::Refused));
    }

    /// Wrong answers draw on the budget of the entrance, and the other way round.
    /// Shows ATK-8.
    async fn wrong_answers_draw_on_the_same_budget(world: World) {
        let (session, phone) = world.admin().await;
        for _ in 0..3 {
            assert_eq!(proves(&world.app, &world, &session, ("Wrong2026a", "")).await, Proven::Refused);
            world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await.unwrap();
        }
        let code = phone.code(world.app.now());
        assert_eq!(proves(&world.app, &world, &session, ("Kanri2026a", &code)).await, Proven::Locked);
        let entrance = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(matches!(entrance, LoggedIn::Locked));
        let told = world.mails().await;
        assert_eq!(told.iter().filter(|mail| mail.notice == Notice::Locked).count(), 1);
    }

    /// Fifty answers with one code at once prove one thing: of two sessions one is proven.
    /// Shows ATK-3.
    async fn one_code_proves_once(world: World) {
        let (first, phone) = world.admin().await;
        let second = world.log_in(MERCHANT_CODE, "Kanri2026a", &phone.code(world.app.now())).await;
        world.advance(Span::seconds(60));
        let code = phone.code(world.app.now());
        let typed = ("Kanri2026a", code.as_str());
        let other = world.another_node(51).await;
        let answers = tokio::join!(
            proves(&world.app, &world, &first, typed),
            proves(&other, &world, &second, typed),
            proves(&world.app, &world, &second, typed),
        );
        let done = [answers.0, answers.1, answers.2];
        let done = done.iter().filter(|answer| matches!(answer, Proven::Done(_))).count();
        assert_eq!(done, 1);
    }

    /// A node went down with the answer: nobody says that it was wrong, because nobody knows. It counts as
    /// a try all the same, and what is typed anew proves.
    async fn an_answer_that_was_cut_off_is_not_called_wrong(world: World) {
        let (session, phone) = world.admin().await;
        world.advance(Span::minutes(10));
        let session = world.session(&session.token).await;
        let (password, origin, nonce) = (Password::from("Kanri2026a"), origin(), world.nonce());
        let typed = |code| ProveAgain { session: &session, password: &password, code, nonce, origin: &origin };
        assert_eq!(world.app.prove_again(typed("000000")).await.unwrap(), Proven::Refused);
        assert_eq!(world.app.prove_again(typed("000000")).await.unwrap(), Proven::Refused, "known to be wrong");
        let unsettled = store::Statement::shared("TEST", "UPDATE attempt SET failed_at = NULL WHERE passed = 0");
        world.app.store().execute(&unsettled, &[]).await.unwrap();
        assert!(world.app.prove_again(typed("000000")).await.is_err(), "it may be under way");
        world.advance(Span::seconds(61));
        assert_eq!(world.app.prove_again(typed("000000")).await.unwrap(), Proven::CutOff);
        assert_eq!(world.app.prove_again(typed("000000")).await.unwrap(), Proven::CutOff, "and not looked at");
        let code = phone.code(world.app.now());
        assert!(matches!(world.app.prove_again(typed(&code)).await.unwrap(), Proven::Done(_)));
    }

    /// Whose session came by mail is sent a code, which works for this form alone.
    /// Shows ASVS-12.
    async fn by_mail_a_code_is_sent(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let (session, _) = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let session = by_mail(&world, session).await;
        let (nonce, origin) = (world.nonce(), origin());
        world.mails().await;
        let sent = world.app.mail_proof_code(&session, nonce, &origin).await.unwrap();
        assert_eq!(sent, CodeMailed::Sent);
        let again = world.app.mail_proof_code(&session, nonce, &origin).await.unwrap();
        assert_eq!(again, CodeMailed::NotNow);
        let mails = world.mails().await;
        let Notice::MailCode { code, .. } = &mails[0].notice else { panic!("{mails:?}") };
        let password = Password::from("Ipan2026a");
        let typed = |nonce| ProveAgain { session: &session, password: &password, code, nonce, origin: &origin };
        let elsewhere = world.app.prove_again(typed(world.nonce())).await.unwrap();
        assert_eq!(elsewhere, Proven::Refused, "another form's code");
        let done = world.app.prove_again(typed(nonce)).await.unwrap();
        assert_eq!(done, Proven::Done(world.app.now()));
        let session = world.session(&session.token).await;
        assert!(world.app.stepped_up::<Member>(&session).is_some());
    }
}

/// The same session as if it had been opened by the mail method.
async fn by_mail(world: &World, session: Session) -> Session {
    use domain::log_in::Strength;
    use store::sessions::{Rotation, rotate};
    let token = crypto::Token::from_bytes([9; 32]);
    let rotation = Rotation {
        id: session.id,
        from: session.token.digest().0,
        to: token.digest().0,
        strength: Strength::Mail,
        obligations: session.standing.obligations,
        stepped_up: false,
    };
    let mut tx = world.app.store().begin().await.unwrap();
    assert!(rotate(&mut tx, &rotation, world.app.now()).await.unwrap());
    tx.commit().await.unwrap();
    world.session(&token).await
}

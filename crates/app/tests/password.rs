//! パスワード変更: history, both ways in, expiry by age, one effect.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{ChangePassword, PasswordChange, Resumed};
use crypto::Password;
use domain::password_rules::BrokenRule;
use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World, log_in, origin};

async fn change(world: &World, session: &app::Session, current: &str, new: &str) -> PasswordChange {
    let (current, new, origin) = (Password::from(current), Password::from(new), origin());
    let nonce = world.nonce();
    let typed = ChangePassword {
        current: Some(&current),
        new: &new,
        again: &new,
        nonce,
        origin: &origin,
    };
    world.app.change_password(session, typed).await.unwrap()
}

testkit::both_engines! {
    /// Shows PWD-9, PWD-10: one's own wish asks for the present password; the last four and the
    /// present one may not return, the fifth may.
    /// Shows PCI-19, ASVS-3.
    async fn pwd_9_the_last_four_do_not_return(world: World) {
        let (mut admin, _) = world.admin().await;
        let passwords = ["Kanri2026a", "Kanri2026b", "Kanri2026c", "Kanri2026d", "Kanri2026e", "Kanri2026f"];
        let wrong = change(&world, &admin, "Wrong2026a", "Kanri2026b").await;
        assert!(matches!(wrong, PasswordChange::Broken(rules) if rules == [BrokenRule::CurrentWrong]));
        for pair in passwords.windows(2) {
            world.advance(Span::seconds(1));
            let done = change(&world, &admin, pair[0], pair[1]).await;
            let PasswordChange::Done { token, .. } = done else { panic!("{done:?}") };
            admin = world.session(&token).await;
        }
        for old in &passwords[1..5] {
            let again = change(&world, &admin, "Kanri2026f", old).await;
            assert!(matches!(again, PasswordChange::Broken(rules) if rules == [BrokenRule::UsedBefore]), "{old}");
        }
        let fifth = change(&world, &admin, "Kanri2026f", "Kanri2026a").await;
        assert!(matches!(fifth, PasswordChange::Done { .. }));
    }

    /// Whoever sits down at somebody's open session cannot try passwords there for ever: the look
    /// draws on the budget of the entrances, a right one gives its slot back, and a lock is told.
    /// Shows ATK-8, PCI-16.
    async fn wrong_present_passwords_draw_on_the_budget(world: World) {
        let (admin, phone) = world.admin().await;
        for _ in 0..2 {
            let right = change(&world, &admin, "Kanri2026a", "Kanri2026a").await;
            assert!(matches!(right, PasswordChange::Broken(rules) if rules == [BrokenRule::SameAsCurrent]));
        }
        for _ in 0..5 {
            let wrong = change(&world, &admin, "Wrong2026a", "Kanri2026b").await;
            assert!(matches!(wrong, PasswordChange::Broken(rules) if rules == [BrokenRule::CurrentWrong]));
        }
        world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await.unwrap();
        let locked = change(&world, &admin, "Kanri2026a", "Kanri2026b").await;
        assert!(matches!(locked, PasswordChange::Locked), "{locked:?}");
        let code = phone.code(world.app.now());
        let entrance = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(matches!(entrance, app::LoggedIn::Locked));
        let mails = world.mails().await;
        let locks = mails.iter().filter(|mail| mail.notice == domain::notice::Notice::Locked);
        assert_eq!(locks.count(), 1);
    }

    /// The temporary password is no new password.
    /// Shows ATK-22.
    async fn pwd_9_the_temporary_one_does_not_stay(world: World) {
        let session = world.log_in(MERCHANT_CODE, &world.first_password, "").await;
        let same = change(&world, &session, "", &world.first_password).await;
        assert!(matches!(same, PasswordChange::Broken(rules) if rules == [BrokenRule::UsedBefore]));
    }

    /// Shows PWD-2, PWD-8, EXP-1, EXP-4: after 90 days the change is a duty, for 管理 as well.
    /// Shows PCI-20.
    async fn pwd_2_ninety_days(world: World) {
        let (_, phone) = world.admin().await;
        world.advance(Span::days(90).minus(Span::seconds(60)));
        let code = phone.code(world.app.now());
        let session = world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        assert!(session.standing.obligations.is_empty());
        world.advance(Span::seconds(60));
        let code = phone.code(world.app.now());
        let session = world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        assert!(session.standing.obligations.change_password);
        let session = world.choose_password(&session, "Kanri2026b").await;
        assert!(session.standing.as_admin().is_some());
    }

    /// A change ends all other sessions and renews the own token; the old token opens nothing.
    /// Shows ASVS-13, ASVS-15, ATK-17.
    async fn a_change_ends_other_sessions(world: World) {
        let (admin, phone) = world.admin().await;
        let code = phone.code(world.app.now());
        let other = world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        let done = change(&world, &admin, "Kanri2026a", "Kanri2026b").await;
        let PasswordChange::Done { token, .. } = done else { panic!("{done:?}") };
        assert!(matches!(world.app.resume(&token, &origin()).await.unwrap(), Resumed::Alive(_)));
        assert!(matches!(world.app.resume(&admin.token, &origin()).await.unwrap(), Resumed::None));
        assert!(matches!(world.app.resume(&other.token, &origin()).await.unwrap(), Resumed::None));
    }

    /// 確定 sent twice: one change, the same new token both times, also when the second arrives
    /// after the token has changed; the old token with another form gets nothing.
    async fn a_double_click_changes_once(world: World) {
        let session = world.log_in(MERCHANT_CODE, &world.first_password, "").await;
        let (new, origin, nonce) = (Password::from("Kanri2026a"), origin(), world.nonce());
        let one = || {
            let typed = ChangePassword { current: None, new: &new, again: &new, nonce, origin: &origin };
            world.app.change_password(&session, typed)
        };
        let tokens: Vec<_> = [tokio::join!(one(), one())]
            .into_iter()
            .flat_map(|(a, b)| [a, b])
            .map(|answer| match answer.unwrap() {
                PasswordChange::Done { token, .. } => token,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(tokens[0], tokens[1]);
        let late = world.app.repeated(&session.token, nonce).await.unwrap().unwrap();
        assert_eq!(late.token, tokens[0]);
        assert_eq!(late.answer, "/console/secret");
        assert!(world.app.repeated(&session.token, world.nonce()).await.unwrap().is_none());
        world.advance(Span::minutes(3));
        assert!(world.app.repeated(&session.token, nonce).await.unwrap().is_none());
    }

    /// A hash whose cost is no longer the configured one is made anew at the next full log-in, and
    /// by nobody else: not by a wrong code, not by a second log-in.
    /// Shows NIST-6.
    async fn an_outdated_hash_is_renewed_by_a_log_in(world: World) {
        let (_, phone) = world.admin().await;
        let node = world.costlier_node(31).await;
        let mut evaluated = Vec::new();
        for code in ["000000", "right", "right"] {
            world.advance(Span::seconds(30));
            let right = phone.code(world.app.now());
            let code = if code == "right" { &right } else { code };
            let before = node.pool().counts().evaluations;
            let typed = ("Kanri2026a", code);
            let _ = log_in(&node, (MERCHANT_CODE, MERCHANT_CODE), typed, world.nonce()).await.unwrap();
            evaluated.push(node.pool().counts().evaluations - before);
        }
        assert_eq!(evaluated, [1, 2, 1]);
    }

    /// Shows PWD-9: the password in force is named as such when it is typed as the new one.
    async fn pwd_9_not_the_present_one(world: World) {
        let (admin, _) = world.admin().await;
        let same = change(&world, &admin, "Kanri2026a", " Kanri2026a").await;
        assert!(matches!(same, PasswordChange::Broken(rules) if rules == [BrokenRule::SameAsCurrent]));
    }
}

//! Attacks that other products have met, where no other test tells of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Issue, LoggedIn, RequestReset};
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use domain::authority::Member;
use domain::time::Span;
use testkit::dump::{all_text, found_in};
use testkit::phone::Phone;
use testkit::proof::fresh;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, log_in, origin};

testkit::both_engines! {
    /// A used code is used in every spelling that the entrance forgives.
    /// Shows ATK-1, ATK-2.
    async fn a_used_code_is_used_in_every_spelling(world: World) {
        let (_, phone) = world.admin().await;
        let code = phone.code(world.app.now());
        let wide: String = code.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
        let (head, tail) = code.split_at(3);
        let spellings = [code.clone(), format!(" {code}\u{3000}"), wide, format!("{head} {tail}")];
        world.log_in(MERCHANT_CODE, "Kanri2026a", &spellings[1]).await;
        for again in spellings {
            let answer = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &again).await.unwrap();
            assert!(matches!(answer, LoggedIn::Refused), "{again:?}");
        }
    }

    /// Right passwords in between forgive no wrong code at the entrance either.
    /// Shows ATK-7, PCI-16.
    async fn right_passwords_forgive_no_wrong_codes(world: World) {
        let (_, phone) = world.admin().await;
        for _ in 0..3 {
            for code in ["000000", ""] {
                let wrong = world.try_log_in(MERCHANT_CODE, "Kanri2026a", code).await.unwrap();
                assert!(matches!(wrong, LoggedIn::Refused));
            }
            world.advance(Span::minutes(5));
        }
        let code = phone.code(world.app.now());
        let right = world.try_log_in(MERCHANT_CODE, "Kanri2026a", &code).await.unwrap();
        assert!(matches!(right, LoggedIn::Locked));
    }

    /// Case, width and blanks make no other name, so no other count: six tries in all, each
    /// spelt in its own way.
    /// Shows ATK-9, PCI-16.
    async fn spellings_of_a_name_share_one_count(world: World) {
        let (admin, _) = world.admin().await;
        world.register(&admin, "Ippan01").await;
        let wide_code: String = MERCHANT_CODE.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
        let before = world.app.pool().counts().evaluations;
        let spellings = [
            (MERCHANT_CODE, "Ippan01"),
            (MERCHANT_CODE, "ippan01"),
            (MERCHANT_CODE, "IPPAN01"),
            (MERCHANT_CODE, " ippan01\u{3000}"),
            (MERCHANT_CODE, "\u{ff49}\u{ff50}\u{ff50}\u{ff41}\u{ff4e}\u{ff10}\u{ff11}"),
            (wide_code.as_str(), "ippan01"),
            (" 123456789 ", "iPPAN01"),
            (MERCHANT_CODE, "Ippan01"),
        ];
        for (number, name) in spellings.into_iter().enumerate() {
            let answer = log_in(&world.app, name, ("Wrong2026a", ""), world.nonce()).await.unwrap();
            assert_eq!(matches!(answer, LoggedIn::Locked), number >= 6, "{number}: {name:?}");
        }
        assert_eq!(world.app.pool().counts().evaluations - before, 6);
    }

    /// Whoever gets the database gets no password, code, secret or token: none of what was
    /// planted is in any table, not as text and not as bytes; nor in what waits to be mailed.
    /// Shows PCI-3, PCI-14, ASVS-22, ATK-19.
    async fn planted_secrets_are_in_no_table(world: World) {
        let session = world.log_in(MERCHANT_CODE, &world.first_password, "").await;
        let session = world.choose_password(&session, "Kanri2026a").await;
        let Issue::Shown(shown) = world.app.issue_secret(&session, world.nonce(), &origin()).await.unwrap() else {
            panic!("no secret");
        };
        let secret = shown.secret.to_base32().expose().to_owned();
        let admin = world.confirm(&session, &Phone::with_secret(&secret)).await;
        let nonce = world.nonce();
        assert!(world.app.make_recovery_codes(&admin, fresh::<Member>(&admin), nonce, &origin()).await.unwrap());
        let codes = world.app.shown_recovery_codes(&admin).await.unwrap().unwrap();
        world.try_log_in("Planted1name", "Planted2word", "987123").await.unwrap();
        let reset = RequestReset {
            access_key: ACCESS_KEY,
            merchant_code: MERCHANT_CODE,
            user_id: MERCHANT_CODE,
            nonce: world.nonce(),
            origin: &origin(),
        };
        world.app.request_reset(reset).await.unwrap();
        let dump = all_text(world.app.store()).await;
        assert!(dump.contains(MERCHANT_CODE), "or this test shows nothing");
        let raw = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let mut planted = vec![
            "Kanri2026a".to_owned(),
            world.first_password.clone(),
            secret,
            HEXLOWER.encode(&raw),
            admin.token.reveal().to_owned(),
            "Planted1name".to_owned(),
            "Planted2word".to_owned(),
            "planted1name".to_owned(),
            "planted2word".to_owned(),
        ];
        planted.extend(codes.codes.iter().flat_map(|code| [code.to_string(), code.replace('-', "")]));
        assert_eq!(found_in(&dump, &planted), None);
    }
}

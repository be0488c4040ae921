//! The centre's people: a tenant of their own behind the merchants' gate (CS-6).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use app::{Created, LoggedIn, NewMerchant, OperatorReset, Resumed};
use domain::merchant::{AccessKey, CENTRE_KEY, CompanyName, MerchantCode, MerchantKind};
use domain::obligations::Duty;
use domain::person::{PersonName, UserId};
use domain::time::Span;
use store::merchants;
use testkit::desk::{OPERATOR_PASSWORD, log_in_at};
use testkit::trips::recorded;
use testkit::world::{ACCESS_KEY, MERCHANT_CODE, World, origin};

const CENTRE_CODE: &str = "000000000";

async fn resets(world: &World, user_id: &str) -> String {
    let id = UserId::parse(user_id).unwrap();
    match world
        .app
        .reset_operator(&id, false, &origin())
        .await
        .unwrap()
    {
        OperatorReset::Done { first_password } => first_password.reveal().to_owned(),
        OperatorReset::NoSuchOperator => panic!("no operator {user_id}"),
    }
}

testkit::both_engines! {
    /// Shows CS-6, LOGIN-16: an operator's own log-in with a code of their own; the right comes
    /// with nothing left to do.
    /// Shows PCI-22.
    async fn cs_6_an_operators_first_day(world: World) {
        let temporary = world.hire_operator("center01").await;
        let session = world.operator_logs_in("CENTER01", &temporary, "").await;
        assert_eq!(session.standing.obligations.next(), Some(Duty::ChangePassword));
        assert!(session.standing.as_operator().is_none());
        let session = world.choose_password(&session, OPERATOR_PASSWORD).await;
        assert_eq!(session.standing.obligations.next(), Some(Duty::Enrol));
        let phone = world.issue(&session).await;
        let session = world.confirm(&session, &phone).await;
        assert!(session.standing.as_operator().is_some());
        assert!(session.standing.as_member().is_none() && session.standing.as_admin().is_none());
        world.advance(Span::seconds(30));
        let code = phone.code(world.app.now());
        let again = world.operator_logs_in("center01", OPERATOR_PASSWORD, &code).await;
        assert!(again.standing.as_operator().is_some());
        let listed = world.app.operators().await.unwrap();
        assert_eq!(listed.len(), 1);
        assert!(listed[0].has_secret && !listed[0].locked);
    }

    /// Shows CS-6, LOGIN-17: no merchant's entrance lets an operator in, and the operators'
    /// entrance no merchant's user, whatever is typed.
    async fn cs_6_the_entrances_are_apart(world: World) {
        let (_, admins) = world.admin().await;
        let (_, operators) = world.operator("center01").await;
        for key in [ACCESS_KEY, "12", "0000000", CENTRE_KEY] {
            let now = world.app.now();
            let (code, admins_code) = (operators.code(now), admins.code(now));
            let operator = ((CENTRE_CODE, "center01"), (OPERATOR_PASSWORD, code.as_str()));
            let admin = ((MERCHANT_CODE, MERCHANT_CODE), ("Kanri2026a", admins_code.as_str()));
            let own = [(CENTRE_KEY, operator), (ACCESS_KEY, admin)];
            for (entrance, (name, values)) in own {
                if entrance == key {
                    continue;
                }
                let answer = log_in_at(&world.app, key, name, values, world.nonce()).await;
                assert!(matches!(answer.unwrap(), LoggedIn::Refused), "{key} {name:?}");
            }
        }
    }

    /// Shows LOGIN-15: the centre's code at a merchant's entrance is answered, and costs, what
    /// any wrong code does.
    async fn login_15_the_centres_code_is_a_wrong_code(world: World) {
        world.operator("center01").await;
        let mut seen = Vec::new();
        for name in [(CENTRE_CODE, "center01"), (CENTRE_CODE, "nobody"), ("999999999", "center01")] {
            let values = (OPERATOR_PASSWORD, "123456");
            let work = log_in_at(&world.app, ACCESS_KEY, name, values, world.nonce());
            let (answer, trips) = recorded(work).await;
            assert!(matches!(answer.unwrap(), LoggedIn::Refused));
            seen.push(trips);
        }
        assert!(seen.iter().all(|trips| *trips == seen[0]));
    }

    /// Shows CS-6: the centre's code is no merchant's, and no list or count of merchants has it.
    async fn cs_6_the_centre_is_no_merchant(world: World) {
        let new = NewMerchant {
            code: MerchantCode::centre(),
            access_key: AccessKey::parse("55").unwrap(),
            company: CompanyName::parse("偽センター").unwrap(),
            kind: MerchantKind::Logistics,
            tablet: false,
            contact_mail: None,
            admin_name: PersonName::parse("偽 者").unwrap(),
            admin_mail: None,
            send_first_password: false,
        };
        let answer = world.app.create_merchant(&new, &origin()).await.unwrap();
        assert!(matches!(answer, Created::CodeTaken));
        let store = world.app.store();
        assert!(merchants::find(store, &MerchantCode::centre()).await.unwrap().is_none());
        assert_eq!(merchants::count(store).await.unwrap(), 1);
        let (centre, origin) = (MerchantCode::centre(), origin());
        let suspended = world.app.suspend_merchant(&centre, true, ("x", &origin)).await.unwrap();
        assert_eq!(suspended, app::MerchantChange::NoSuchMerchant);
    }

    /// Shows CS-6: a silent operator cannot log in until the command line resets the account; the
    /// reset ends the lock, the secret and all sessions.
    /// Shows PCI-11, PCI-12.
    async fn cs_6_silent_operators_wait_for_a_reset(world: World) {
        let (session, phone) = world.operator("center01").await;
        world.advance(Span::days(91));
        let name = (CENTRE_CODE, "center01");
        for _ in 0..6 {
            let code = phone.code(world.app.now());
            let values = (OPERATOR_PASSWORD, code.as_str());
            let answer = log_in_at(&world.app, CENTRE_KEY, name, values, world.nonce()).await;
            assert!(matches!(answer.unwrap(), LoggedIn::Refused));
            world.advance(Span::seconds(30));
        }
        assert!(world.app.operators().await.unwrap()[0].locked);
        let temporary = resets(&world, "center01").await;
        assert!(matches!(world.app.resume(&session.token, &origin()).await.unwrap(), Resumed::None));
        let session = world.operator_logs_in("center01", &temporary, "").await;
        let session = world.choose_password(&session, "Betsu2026a").await;
        drop(session);
        // Whoever leaves before the secret key is issued can come back.
        let session = world.operator_logs_in("center01", "Betsu2026a", "").await;
        let phone = world.issue(&session).await;
        let session = world.confirm(&session, &phone).await;
        assert!(session.standing.as_operator().is_some());
    }

    /// Shows CS-6: whoever is removed is out at once, and a successor under the same ユーザID
    /// inherits nothing.
    /// Shows PCI-10, PCI-12.
    async fn cs_6_a_removed_operator_is_out(world: World) {
        let (session, phone) = world.operator("center01").await;
        let id = UserId::parse("center01").unwrap();
        assert!(world.app.remove_operator(&id).await.unwrap());
        assert!(!world.app.remove_operator(&id).await.unwrap());
        assert!(matches!(world.app.resume(&session.token, &origin()).await.unwrap(), Resumed::None));
        let temporary = world.hire_operator("center01").await;
        let code = phone.code(world.app.now());
        let name = (CENTRE_CODE, "center01");
        let old = log_in_at(&world.app, CENTRE_KEY, name, (OPERATOR_PASSWORD, &code), world.nonce());
        assert!(matches!(old.await.unwrap(), LoggedIn::Refused));
        let session = world.operator_logs_in("center01", &temporary, "").await;
        assert_eq!(session.standing.obligations.next(), Some(Duty::ChangePassword));
    }
}

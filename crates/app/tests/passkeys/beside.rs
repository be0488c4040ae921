//! Passkeys beside the password: the same budget, one hash, one refusal.

use super::shop::{Beside, PASSWORD, Sent, adds, newest};
use app::{LoggedIn, Session};
use domain::log_in::Strength;
use testkit::passkey::Device;
use testkit::trips::recorded;
use testkit::world::World;

fn named(sent: Sent, user_id: &str, password: &str) -> Sent {
    let names = (
        sent.names.0.clone(),
        user_id.to_owned(),
        password.to_owned(),
    );
    Sent { names, ..sent }
}

async fn clerk(world: &World, admin: &Session) -> Session {
    let (_, temporary) = world.register(admin, "ippan01").await;
    world.set_up("ippan01", &temporary, "Ipan2026a").await.0
}

testkit::both_engines! {
    /// Password and passkey together open; either with the other wrong, or another's, does not.
    async fn both_are_asked_for(shop: Beside) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let mut own = adds(world, &admin, Device::new()).await;
        let session = clerk(world, &admin).await;
        let mut other = adds(world, &session, Device::new()).await;
        let LoggedIn::Open { token, .. } = Sent::honest(world, &mut own).to(&world.app).await else {
            panic!("refused")
        };
        assert_eq!(world.session(&token).await.standing.strength, Strength::Passkey);
        let honest = Sent::honest(world, &mut own);
        for password in ["", "Wrong2026a"] {
            let user_id = honest.names.1.clone();
            assert_eq!(named(honest.clone(), &user_id, password).word(world).await, "refused");
            assert_eq!(newest(world).await.0, "wrong_password");
        }
        let stolen = Sent::honest(world, &mut other);
        let user_id = stolen.names.1.clone();
        assert_eq!(named(stolen, &user_id, PASSWORD).word(world).await, "refused");
        assert_eq!(newest(world).await.0, "passkey_wrong");
        let mut unknown = Sent::honest(world, &mut own);
        unknown.shown.id = vec![1; 32];
        assert_eq!(unknown.word(world).await, "refused");
        assert_eq!(newest(world).await.0, "passkey_wrong");
        assert_eq!(named(Sent::honest(world, &mut other), "nobody", "Ipan2026a").word(world).await, "refused");
        assert_eq!(newest(world).await.0, "unknown");
        assert_eq!(named(Sent::honest(world, &mut other), "ippan01", "Ipan2026a").word(world).await, "open");
    }

    /// Tries with a passkey draw on the budget of all entrances: six, then the lock, for both.
    async fn one_budget_for_all_entrances(shop: Beside) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let mut own = adds(world, &admin, Device::new()).await;
        let before = world.app.pool().counts().evaluations;
        for number in 0..6 {
            let sent = Sent::honest(world, &mut own);
            let user_id = sent.names.1.clone();
            let answer = named(sent, &user_id, "Wrong2026a").word(world).await;
            assert_eq!(answer, "refused", "{number}");
        }
        assert_eq!(Sent::honest(world, &mut own).word(world).await, "locked");
        assert_eq!(world.app.pool().counts().evaluations - before, 6);
        let locked = world.try_log_in(crate::MERCHANT_CODE, PASSWORD, "").await.unwrap();
        assert!(matches!(locked, LoggedIn::Locked));
    }

    /// Every refusal makes the same round trips, and evaluates one hash.
    async fn every_refusal_costs_the_same(shop: Beside) {
        let world = &shop.0;
        let (admin, _) = world.admin().await;
        let mut own = adds(world, &admin, Device::new()).await;
        let honest = Sent::honest(world, &mut own);
        let user_id = honest.names.1.clone();
        let mut unsigned = honest.clone();
        unsigned.shown.signature[20] ^= 1;
        let mut unknown = honest.clone();
        unknown.shown.id = vec![1; 32];
        let all = [
            named(honest.clone(), &user_id, "Wrong2026a"),
            named(honest.clone(), "nobody", PASSWORD),
            unsigned,
            unknown,
            Sent { access_key: "12".to_owned(), ..honest },
        ];
        let mut costs = Vec::new();
        for sent in all {
            let before = world.app.pool().counts().evaluations;
            let (answer, trips) = recorded(sent.to(&world.app)).await;
            assert!(matches!(answer, LoggedIn::Refused));
            assert_eq!(world.app.pool().counts().evaluations - before, 1);
            costs.push(trips);
        }
        assert!(costs.windows(2).all(|two| two[0] == two[1]), "{costs:#?}");
    }
}

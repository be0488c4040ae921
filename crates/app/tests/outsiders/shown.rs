//! What the lists of 管理 and of customer service tell of it.

use super::browsers::{Browser, clerk};
use super::{word, wrong};
use app::{Act, Acted, Session};
use domain::ids::PersonId;
use domain::merchant::MerchantCode;
use domain::time::Span;
use domain::user_state::{Lock, StateFilter};
use testkit::world::{MERCHANT_CODE, World, origin};

/// Whom the user's tries let in, as ユーザー一覧 shows it; 管理's own page of the user says the same.
pub async fn lock(world: &World, admin: &Session, person: PersonId) -> Lock {
    let right = admin.standing.as_admin().unwrap();
    let shown = world.app.user(right, person).await.unwrap().unwrap();
    let query = app::UserQuery::of_page(0, 50);
    let listed = world.app.users(right, query).await.unwrap();
    let line = listed.lines.iter().find(|line| line.person.id == person);
    assert_eq!(line.unwrap().signs.lock, shown.signs.lock);
    shown.signs.lock
}

async fn found(world: &World, admin: &Session, state: StateFilter) -> u64 {
    let query = app::UserQuery {
        state: Some(state),
        ..app::UserQuery::of_page(0, 50)
    };
    let right = admin.standing.as_admin().unwrap();
    world.app.users(right, query).await.unwrap().total
}

testkit::both_engines! {
    /// Shows USER-22, LOCK-8: strangers are out, from so many networks; nobody gets in; a release
    /// opens; strangers who come again and again are out until the next release, whoever logs in.
    async fn lists_tell_who_is_kept_out(world: World) {
        let own = Browser::new(1);
        let (admin, person, phone) = clerk(&world, &own).await;
        assert_eq!(lock(&world, &admin, person).await, Lock::Open);
        for network in 2..5 {
            wrong(&world, &Browser::new(network), 2).await;
        }
        assert_eq!(lock(&world, &admin, person).await, Lock::Strangers { networks: 3 });
        assert_eq!(found(&world, &admin, StateFilter::Strangers).await, 1);
        assert_eq!(found(&world, &admin, StateFilter::Locked).await, 1, "there is something to release");
        wrong(&world, &own, 3).await;
        assert_eq!(lock(&world, &admin, person).await, Lock::Everybody);
        assert_eq!(found(&world, &admin, StateFilter::Strangers).await, 0);
        let (nonce, from) = (world.nonce(), origin());
        let act = Act { session: &admin, admin: testkit::proof::fresh(&admin), person, reason: "", nonce, origin: &from };
        assert_eq!(world.app.release_user_lock(act).await.unwrap(), Acted::Done);
        assert_eq!(lock(&world, &admin, person).await, Lock::Open);
        for day in 0..6_u16 {
            wrong(&world, &Browser::new(100 + day), 5).await;
            let code = phone.code(world.app.now());
            assert_eq!(word(&own.types(&world, "ippan01", "Ipan2026a", &code).await), "open");
            world.advance(Span::days(1));
        }
        assert_eq!(lock(&world, &admin, person).await, Lock::StrangersForLong { networks: 6 });
        assert_eq!(found(&world, &admin, StateFilter::Strangers).await, 1);
        world.advance(Span::days(31));
        assert_eq!(lock(&world, &admin, person).await, Lock::Open, "weeks ago counts no longer");
    }

    /// Shows CS-3, LOCK-8: customer service sees the same of 管理 and of the users.
    async fn cs_3_customer_service_sees_it_too(world: World) {
        let own = Browser::new(1);
        let (admin, person, _) = clerk(&world, &own).await;
        wrong(&world, &Browser::new(2), 6).await;
        let expected = lock(&world, &admin, person).await;
        assert_eq!(expected, Lock::Strangers { networks: 1 });
        let (desk, _) = world.operator("center01").await;
        let right = desk.standing.as_operator().unwrap();
        let code = MerchantCode::parse(MERCHANT_CODE).unwrap();
        let (file, seen) = world.app.merchant_file(right, &code).await.unwrap().unwrap();
        assert_eq!(seen.signs.lock, Lock::Open);
        let (users, _) = world.app.merchant_users(right, file.id, (50, 0)).await.unwrap();
        assert_eq!(users[0].signs.lock, expected);
    }
}

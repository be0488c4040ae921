//! From the first password to the menu, at the level of the use cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World};

testkit::both_engines! {
    /// Shows LOGIN-5, LOGIN-9, LOGIN-10, LOGIN-16, OTP-14: blank code, password, secret, menu.
    async fn admin_and_user_arrive_at_the_menu(world: World) {
        let first = world.log_in(MERCHANT_CODE, &world.first_password, "").await;
        assert!(first.standing.as_member().is_none());
        let (admin, phone) = world.admin().await;
        assert!(admin.standing.as_admin().is_some());
        let (_, password) = world.register(&admin, "ippan01").await;
        let (user, _) = world.set_up("ippan01", &password, "Ipan2026a").await;
        assert!(user.standing.as_member().is_some());
        assert!(user.standing.as_admin().is_none());
        world.advance(Span::seconds(30));
        let code = phone.code(world.app.now());
        let again = world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        assert!(again.standing.as_admin().is_some());
    }
}

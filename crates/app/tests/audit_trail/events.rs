//! What stands in the trail (PCI DSS 10.2.1, 10.2.2).

use crate::count;
use testkit::world::World;

testkit::both_engines! {
    /// 10.2.2: every row says who, what, when, with what outcome, from where, and to what.
    /// Shows PCI-26, PCI-27, ASVS-25.
    async fn every_row_has_all_six_fields(world: World) {
        let (admin, _) = world.admin().await;
        let (_, temporary) = world.register(&admin, "ippan01").await;
        let _ = world.set_up("ippan01", &temporary, "Ipan2026a").await;
        let _ = world.try_log_in("nobody", "Wrong2026a", "").await.unwrap();
        let _ = world.try_log_in("ippan01", "Wrong2026a", "").await.unwrap();
        let node = world.app.node_id().unwrap();
        world.app.note_start(node, "0").await.unwrap();
        world.app.note_stop(node).await.unwrap();
        let store = world.app.store();
        assert!(count(store, "SELECT COUNT(*) AS n FROM audit").await > 8);
        let incomplete = count(store, "SELECT COUNT(*) AS n FROM audit WHERE actor_kind = '' \
            OR (actor IS NULL AND actor_kind IN ('person', 'api')) OR action = '' OR at <= 0 \
            OR outcome = '' OR origin = '' \
            OR (subject IS NULL AND merchant_id IS NULL AND remark = '')").await;
        assert_eq!(incomplete, 0);
    }

    /// 10.2.1.6: one row each for the start and the stop of a node, with the same name.
    /// Shows PCI-26.
    async fn start_and_stop_are_a_pair(world: World) {
        let node = world.app.node_id().unwrap();
        world.app.note_start(node, "1.2.3").await.unwrap();
        world.app.note_stop(node).await.unwrap();
        let pairs = count(world.app.store(), "SELECT COUNT(*) AS n FROM audit a JOIN audit b \
            ON a.action = 'start_node' AND b.action = 'stop_node' \
            AND a.remark = b.remark || ' release=1.2.3'").await;
        assert_eq!(pairs, 1);
    }
}

//! What a node counts of log-ins, and that it names nobody.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail loudly"
)]

use domain::time::Span;
use testkit::world::{MERCHANT_CODE, World};

/// The value of a series; 0 when there is none yet.
fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find(|line| {
        line.strip_prefix(series)
            .is_some_and(|rest| rest.starts_with(' '))
    });
    line.map_or(0.0, |line| {
        line.rsplit(' ').next().unwrap().parse().unwrap()
    })
}

#[allow(clippy::float_cmp, reason = "small whole numbers")]
async fn counts(world: &World, expected: &[(&str, f64)]) {
    let text = world.app.measured("0").await;
    for (series, count) in expected {
        assert_eq!(value(&text, series), *count, "{series} in\n{text}");
    }
}

testkit::both_engines! {
    /// Open, refused and locked log-ins, the reason of refusals, and the one failure that locks.
    async fn log_ins_are_counted_by_outcome(world: World) {
        let (admin, phone) = world.admin().await;
        let before = world.app.measured("0").await;
        let open = "sekisho_log_ins_total{way=\"code\",outcome=\"open\"}";
        let opened = value(&before, open);
        world.advance(Span::seconds(60));
        let code = phone.code(world.app.now());
        world.log_in(MERCHANT_CODE, "Kanri2026a", &code).await;
        counts(&world, &[(open, opened + 1.0), ("sekisho_lock_outs_total", 0.0)]).await;
        for _ in 0..6 {
            world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await.unwrap();
        }
        world.try_log_in("niemand7", "Wrong2026a", "").await.unwrap();
        world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await.unwrap();
        counts(&world, &[
            ("sekisho_log_ins_total{way=\"code\",outcome=\"refused\"}", 7.0),
            ("sekisho_log_ins_total{way=\"code\",outcome=\"locked\"}", 1.0),
            ("sekisho_refusals_total{way=\"code\",why=\"wrong_password\"}", 6.0),
            ("sekisho_refusals_total{way=\"code\",why=\"unknown\"}", 1.0),
            ("sekisho_lock_outs_total", 1.0),
            ("sekisho_database_up", 1.0),
        ]).await;
        let text = world.app.measured("0").await;
        let people = [MERCHANT_CODE.to_owned(), "niemand7".to_owned(), admin.standing.person.uuid().to_string()];
        for name in people {
            assert!(!text.contains(&name), "{name} in\n{text}");
        }
        assert!(value(&text, "sekisho_hash_evaluations_total") >= 8.0, "{text}");
    }

    /// Mails that wait, and since when; the trail that nobody seals.
    async fn levels_come_from_the_database(world: World) {
        world.admin().await;
        world.advance(Span::seconds(90));
        let text = world.app.measured("0").await;
        assert!(value(&text, "sekisho_outbox_waiting") >= 1.0, "{text}");
        assert!(value(&text, "sekisho_outbox_oldest_seconds") >= 90.0, "{text}");
        assert!(value(&text, "sekisho_audit_unsealed_seconds") >= 90.0, "{text}");
        world.app.store().close().await;
        let text = world.app.measured("0").await;
        assert!(text.contains("sekisho_database_up 0\n"), "{text}");
        assert!(!text.contains("\nsekisho_outbox_waiting "), "{text}");
    }
}

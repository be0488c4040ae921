//! What the centre tells everybody.

use axum::http::StatusCode;

use crate::browser::{Browser, Page};
use crate::house::{House, KEY};
use crate::operator::operator;

const PATH: &str = "/operator/notices";

async fn send(desk: &mut Browser, kind: &str, ja: &str, from: &str, until: &str) -> Page {
    let page = desk.get(PATH).await;
    let fields = [
        ("kind", kind),
        ("ja", ja),
        ("en", "Works"),
        ("from", from),
        ("until", until),
    ];
    desk.submit(&page, PATH, &fields).await
}

/// Notices and maintenance: faults are named, texts are shown as text, maintenance closes the pages
/// of merchants and not the centre's, and can be withdrawn.
#[tokio::test]
async fn notices_and_maintenance() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    let (from, until) = ("2026-11-22T09:00", "2026-11-22T12:00");
    for (ja, from, until) in [
        ("", from, until),
        ("a\u{202e}", from, until),
        ("保守", until, from),
        ("保守", from, "soon"),
        ("保守", from, "2026-12-22T12:00"),
    ] {
        let page = send(&mut desk, "maintenance", ja, from, until).await;
        assert_eq!(
            (page.status, page.all("form .error").len()),
            (StatusCode::OK, 1),
            "{ja} {from} {until}"
        );
    }
    let page = send(&mut desk, "notice", "<b>年末</b>のお知らせ", from, until).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/operator/notices?done=announced")
    );
    let entrance = format!("/{KEY}");
    let page = house.browser().get(&entrance).await;
    assert!(
        page.text.contains("&#60;b&#62;年末") || page.text.contains("&lt;b&gt;年末"),
        "{}",
        page.text
    );
    send(&mut desk, "maintenance", "保守中です", from, until).await;
    let page = house.browser().get(&entrance).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text.contains("保守中です") && page.header("retry-after").is_some());
    let page = desk.get(PATH).await;
    assert_eq!(page.status, StatusCode::OK, "the centre can end it");
    for action in page.attributes("section form", "action") {
        let page = desk.get(PATH).await;
        let page = desk.submit(&page, &action, &[]).await;
        assert_eq!(
            page.target().as_deref(),
            Some("/operator/notices?done=withdrawn")
        );
    }
    assert_eq!(house.browser().get(&entrance).await.status, StatusCode::OK);
}

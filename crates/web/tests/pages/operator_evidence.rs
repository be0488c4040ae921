//! Evidence for auditors on a page of the centre.

use axum::http::StatusCode;

use crate::house::House;
use crate::operator::operator;

const PATH: &str = "/operator/evidence";

/// The page tells settings, data, verdicts with their reasons and the company's duties; the record
/// has the number it bears.
#[tokio::test]
async fn evidence_is_shown_and_recorded() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    let menu = desk.get("/operator/menu").await;
    assert_eq!(
        menu.attributes("a[href='/operator/evidence']", "href")
            .len(),
        1
    );
    let page = desk.get(PATH).await;
    assert_eq!(
        (page.status, page.title().as_str()),
        (StatusCode::OK, "設定と証跡")
    );
    assert_eq!(page.all("table").len(), 4, "one for each standard");
    let rows = page.all("tbody tr");
    let row = |id: &str| rows.iter().find(|row| row.starts_with(id)).unwrap();
    assert!(
        row("PCI-18 ").contains("不適合")
            && row("PCI-18 ").contains("理由: パスワードの最少文字数: 8")
    );
    assert!(row("PCI-19 ").contains("適合") && !row("PCI-19 ").contains("理由"));
    assert!(row("PCI-2 ").contains("証明書"), "the company's own duty");
    let all = page.all("dl.rows dd");
    assert_eq!((all[2].as_str(), all[4].len()), ("manual", 64));
    let trail = desk.get("/operator/audit?act=read_evidence").await;
    let looks = trail.all("tbody tr");
    assert_eq!(looks.len(), 1, "{looks:?}");
    assert!(
        looks[0].contains("設定と証跡の閲覧") && looks[0].contains(&all[4]),
        "{looks:?}"
    );
    let again = desk.get(PATH).await;
    assert_ne!(
        again.all("dl.rows dd")[4],
        all[4],
        "another moment, another number"
    );
}

/// In English there is no Japanese left, and no key in place of a text.
#[tokio::test]
async fn evidence_in_english() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    let page = desk.get(&format!("{PATH}?lang=en")).await;
    assert_eq!(page.title(), "Policy evidence");
    for row in page.all("main tbody tr") {
        assert!(
            row.is_ascii() || !row.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c)),
            "{row}"
        );
        assert!(!row.contains("evidence-"), "{row}");
    }
}

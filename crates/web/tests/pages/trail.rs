//! The record of what was done, looked up and taken away.

use axum::http::StatusCode;

use crate::browser::{Browser, Page};
use crate::day::{administrator, clerk_at_work, other_administrator, registers_clerk};
use crate::house::{CODE, House, OTHER_CODE};
use crate::operator::operator;

const PAGE: &str = "/console/activity";

fn acts(page: &Page) -> Vec<String> {
    page.all("tbody tr td:nth-child(3)")
}

async fn resets(house: &House, admin: &mut Browser, user: &str, reason: &str) {
    house.clock.turn(domain::time::Span::seconds(1));
    let action = format!("{user}/password");
    let page = admin.get(&action).await;
    let done = admin.submit(&page, &action, &[("reason", reason)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

/// 管理 narrows the record by act, person and day; what does not fit is not there.
#[tokio::test]
async fn the_record_is_narrowed() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    registers_clerk(&house, &mut admin).await;
    let all = acts(&admin.get(PAGE).await);
    assert!(all.contains(&"ユーザの登録".to_owned()), "{all:?}");
    assert!(!all.iter().any(|act| act.contains("ログイン")), "{all:?}");
    let one = admin.get(&format!("{PAGE}?act=register_user")).await;
    assert_eq!(acts(&one), ["ユーザの登録"]);
    assert_eq!(
        one.attributes("#act option[selected]", "value"),
        ["register_user"]
    );
    let log_ins = admin
        .get(&format!("{PAGE}?act=log_in&user_id={CODE}"))
        .await;
    assert!(!acts(&log_ins).is_empty());
    for query in [
        "user_id=nobody",
        "until=2000-01-01",
        "from=2999-01-01",
        "act=close_merchant",
    ] {
        let none = admin.get(&format!("{PAGE}?{query}")).await;
        assert!(acts(&none).is_empty(), "{query}");
        assert!(
            none.text.contains("条件に合う記録はありません。"),
            "{query}"
        );
    }
    // What is no day, no act or no page is no condition.
    for query in ["from=tomorrow", "act=frobnicate", "page=x", "until=%00"] {
        let page = admin.get(&format!("{PAGE}?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!acts(&page).is_empty(), "{query}");
    }
}

/// CSV for spreadsheets, with no cell that is a formula; JSON for programs. Nobody else's rows.
#[tokio::test]
async fn the_record_is_taken_away() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (_, user) = registers_clerk(&house, &mut admin).await;
    resets(&house, &mut admin, &user, "=1+1").await;
    let csv = admin.get(&format!("{PAGE}/export?format=csv")).await;
    assert_eq!(csv.status, StatusCode::OK);
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        csv.header("content-disposition")
            .unwrap()
            .contains("attachment")
    );
    assert!(
        csv.text.starts_with("\u{FEFF}日時,加盟店コード,"),
        "{}",
        csv.text
    );
    assert!(csv.text.contains(",'=1+1\r\n"), "{}", csv.text);
    assert!(!csv.text.contains(",=1+1"), "{}", csv.text);
    let json = admin
        .get(&format!("{PAGE}/export?format=json&act=register_user"))
        .await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    let lines: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(lines.as_array().unwrap().len(), 1);
    assert_eq!(lines[0]["action"], "register_user");
    assert_eq!(lines[0]["merchant_code"], CODE);
    let mut other = other_administrator(&house).await;
    let theirs = other
        .get(&format!("{PAGE}/export?merchant_code={CODE}"))
        .await;
    assert!(!theirs.text.contains(CODE), "{}", theirs.text);
}

/// Shows PCI DSS 10.2.1.3 and 10.2.1.4: looking and taking away are rows themselves, one each, and
/// so is the try of somebody who may not.
/// Shows PCI-26, PCI-28.
#[tokio::test]
async fn looking_is_recorded() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, _) = clerk_at_work(&house, &mut admin).await;
    admin.get(PAGE).await;
    admin.get(&format!("{PAGE}/export")).await;
    let refused = clerk.get(PAGE).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let looked = admin.get(&format!("{PAGE}?act=read_audit")).await;
    assert_eq!(acts(&looked), ["監査記録の閲覧"]);
    let taken = admin.get(&format!("{PAGE}?act=export_audit")).await;
    assert_eq!(acts(&taken), ["監査記録の書き出し"]);
    let tried = admin.get(&format!("{PAGE}?act=ask_forbidden_page")).await;
    assert_eq!(acts(&tried), ["権限のないページへのアクセス"]);
}

/// Operators see everybody's, or one merchant's; what they look at stands in the centre's own part.
#[tokio::test]
async fn operators_look_everywhere() {
    const DESK: &str = "/operator/audit";
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    registers_clerk(&house, &mut admin).await;
    let _ = other_administrator(&house).await;
    let (mut desk, _) = operator(&house, "Cs1").await;
    let menu = desk.get("/operator/menu").await;
    assert!(
        menu.attributes(".tile a", "href")
            .iter()
            .any(|href| href == DESK)
    );
    let codes = |page: &Page| page.all("tbody tr td:nth-child(2)");
    let all = desk.get(DESK).await;
    assert_eq!(all.status, StatusCode::OK);
    for code in [CODE, OTHER_CODE] {
        assert!(codes(&all).iter().any(|found| found == code), "{code}");
    }
    let one = desk.get(&format!("{DESK}?merchant_code={CODE}")).await;
    assert!(codes(&one).iter().all(|found| found == CODE));
    assert!(!codes(&one).is_empty());
    let csv = desk
        .get(&format!("{DESK}/export?merchant_code={CODE}"))
        .await;
    assert!(csv.text.contains(CODE) && !csv.text.contains(OTHER_CODE));
    let looked = desk.get(&format!("{DESK}?act=read_audit")).await;
    assert_eq!(codes(&looked), ["000000000", "000000000"]);
    assert_eq!(admin.get(DESK).await.status, StatusCode::SEE_OTHER);
}

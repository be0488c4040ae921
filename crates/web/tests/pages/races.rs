//! Two 管理 sessions at the same user: one effect, and whoever came second is told.

use axum::http::StatusCode;

use crate::browser::{Browser, Page};
use crate::day::{ADMIN_PASSWORD, administrator, logs_in, registers_clerk};
use crate::house::{CODE, House};

/// The same 管理 at two browsers, and the page of a user.
async fn two_of_them(house: &House) -> (Browser, Browser, String) {
    let (mut one, phone) = administrator(house).await;
    let mut two = house.browser();
    let code = phone.fresh_code(house);
    let page = logs_in(&mut two, (CODE, ADMIN_PASSWORD, &code)).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/menu"),
        "{}",
        page.text
    );
    let (_, user) = registers_clerk(house, &mut one).await;
    (one, two, user)
}

async fn sends(browser: &mut Browser, page: &Page, user: &str, name: &str, step: &str) -> Page {
    let action = format!("{user}/edit");
    let version = page.value("version");
    let fields = [
        ("user_type", "general"),
        ("login_method", "mail"),
        ("name", name),
        ("mail", "hanako@shop.example"),
        ("version", version.as_str()),
        ("step", step),
    ];
    browser.submit(page, &action, &fields).await
}

/// Shows USER-15, USER-16: an edit that was begun before the user was deleted changes nobody.
#[tokio::test]
async fn user_16_an_edit_against_a_deletion() {
    let house = House::open().await;
    let (mut one, mut two, user) = two_of_them(&house).await;
    let form = one.get(&user).await;
    let check = sends(&mut one, &form, &user, "改名 花子", "check").await;
    assert_eq!(check.status, StatusCode::OK);
    let delete = format!("{user}/delete");
    let ask = two.get(&delete).await;
    let also = one.get(&delete).await;
    let done = two.submit(&ask, &delete, &[("reason", "")]).await;
    assert_eq!(done.target().as_deref(), Some("/console/users?done=delete"));
    let late = sends(&mut one, &check, &user, "改名 花子", "confirm").await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let late = one.submit(&also, &delete, &[("reason", "")]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert_eq!(one.get(&user).await.status, StatusCode::NOT_FOUND);
    assert!(one.get("/console/users").await.all("tbody tr").is_empty());
}

/// Shows USER-15: of two changes begun at once the second overwrites nothing unseen.
#[tokio::test]
async fn user_15_two_changes_at_once() {
    let house = House::open().await;
    let (mut one, mut two, user) = two_of_them(&house).await;
    let (first, second) = (one.get(&user).await, two.get(&user).await);
    let first = sends(&mut one, &first, &user, "先の 花子", "check").await;
    let second = sends(&mut two, &second, &user, "後の 花子", "check").await;
    let done = sends(&mut one, &first, &user, "先の 花子", "confirm").await;
    assert_eq!(done.target(), Some(format!("{user}?done=change")));
    let late = sends(&mut two, &second, &user, "後の 花子", "confirm").await;
    assert_eq!(late.status, StatusCode::OK);
    assert!(
        late.text.contains("このユーザが他の画面で変更されました。"),
        "{}",
        late.text
    );
    assert_eq!(late.value("name"), "後の 花子", "what was typed stays");
    let list = one.get("/console/users").await;
    assert!(list.text.contains("先の 花子") && !list.text.contains("後の 花子"));
    // Having seen it, the second may go on.
    let check = sends(&mut two, &late, &user, "後の 花子", "check").await;
    let done = sends(&mut two, &check, &user, "後の 花子", "confirm").await;
    assert_eq!(done.target(), Some(format!("{user}?done=change")));
}

//! Forms sent twice at once: one effect, one answer.

use crate::day::{ADMIN_PASSWORD, changes_password, issues, logs_in};
use crate::house::{CODE, House};

/// The same form sent twice opens one session and gives one answer.
#[tokio::test]
async fn a_double_click_logs_in_once() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = browser.get("/1234567").await;
    let fields = [
        ("merchant_code", CODE),
        ("user_id", CODE),
        ("password", house.first_password.as_str()),
        ("code", ""),
    ];
    let before = browser.cookies.clone();
    let first = browser.submit(&page, "/1234567", &fields).await;
    browser.cookies = before;
    let second = browser.submit(&page, "/1234567", &fields).await;
    assert_eq!(first.target(), second.target());
    assert_eq!(first.set_cookies(), second.set_cookies());
}

/// Shows PWD-2, LOGIN-9 and one answer for a form sent twice around the rotation of the token.
#[tokio::test]
async fn a_double_click_on_the_password_page_changes_it_once() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = browser.get("/console/password").await;
    let before = browser.cookies.clone();
    let fields = [
        ("new_password", ADMIN_PASSWORD),
        ("new_password_again", ADMIN_PASSWORD),
    ];
    let first = browser.submit(&page, "/console/password", &fields).await;
    browser.cookies = before;
    let second = browser.submit(&page, "/console/password", &fields).await;
    assert_eq!(first.target(), second.target());
    assert_eq!(first.set_cookies(), second.set_cookies());
    assert_eq!(
        browser.open("/console").await.title(),
        "関所ユーザ 秘密鍵発行"
    );
    let page = logs_in(&mut house.browser(), (CODE, ADMIN_PASSWORD, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/secret"));
}

/// Shows OTP-12: the code that confirmed a secret is spent; a second click gets the first answer.
/// Shows ATK-21.
#[tokio::test]
async fn a_double_click_on_the_last_step_confirms_once() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    let phone = issues(&mut browser).await;
    let page = browser.get("/console/secret").await;
    let before = browser.cookies.clone();
    let code = phone.fresh_code(&house);
    let first = browser
        .submit(&page, "/console/secret/confirm", &[("code", &code)])
        .await;
    browser.cookies = before;
    let second = browser
        .submit(&page, "/console/secret/confirm", &[("code", &code)])
        .await;
    assert_eq!(first.target(), second.target());
    assert_eq!(first.set_cookies(), second.set_cookies());
    let page = logs_in(&mut house.browser(), (CODE, ADMIN_PASSWORD, &code)).await;
    assert!(page.text.contains("ログインできませんでした"));
}

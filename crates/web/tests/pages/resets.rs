//! Reset of a password by mail (SCR-3 to SCR-5).

use axum::http::StatusCode;
use domain::notice::Notice;
use domain::time::Span;

use crate::browser::{Browser, Page};
use crate::day::{ADMIN_PASSWORD, administrator, logs_in};
use crate::house::{CODE, House};

async fn asks(browser: &mut Browser, merchant: &str, user: &str) -> Page {
    let page = browser.get("/1234567/reset").await;
    let fields = [("merchant_code", merchant), ("user_id", user)];
    browser.submit(&page, "/1234567/reset", &fields).await
}

async fn link(house: &House) -> String {
    let mut mails = house.mails().await;
    assert_eq!(mails.len(), 1);
    match mails.remove(0) {
        (to, Notice::ResetStarted { token }) => {
            assert_eq!(to, "owner-100000001@shop.example");
            format!("/reset/{token}")
        }
        other => panic!("another mail: {other:?}"),
    }
}

/// Shows RESET-1..7, RESET-13, RESET-15, MAIL-1, MAIL-2, LOGIN-8: from the log-in page's link to
/// a temporary password that leads to the password change.
#[tokio::test]
async fn reset_5_from_the_link_to_the_temporary_password() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = browser.get("/1234567").await;
    let links = page.attributes("a[href=\"/1234567/reset\"]", "href");
    assert_eq!(links.len(), 1);
    let page = asks(&mut browser, CODE, CODE).await;
    assert_eq!(
        (page.status, page.title().as_str()),
        (StatusCode::OK, "パスワード初期化手続き完了")
    );
    let link = link(&house).await;
    for _ in 0..3 {
        let page = browser.get(&link).await;
        assert_eq!(
            (page.status, page.title().as_str()),
            (StatusCode::OK, "パスワード初期化")
        );
    }
    assert!(house.mails().await.is_empty(), "looking sends nothing");
    let page = browser.get(&link).await;
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let first = browser.submit(&page, &link, &[]).await;
    assert_eq!(
        (first.status, first.title().as_str()),
        (StatusCode::OK, "初期パスワード送信完了")
    );
    let second = browser.submit(&page, &link, &[]).await;
    assert_eq!(second.text, first.text, "a double click has one answer");
    let mut mails = house.mails().await;
    assert_eq!(mails.len(), 1, "and one effect");
    let (_, Notice::TemporaryPassword { password, .. }) = mails.remove(0) else {
        panic!("no temporary password");
    };
    let page = logs_in(&mut browser, (CODE, &password, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
}

/// Shows RESET-12: used, expired, made up: the same page, which tells to start again.
#[tokio::test]
async fn reset_12_dead_links_are_all_the_same() {
    let house = House::open().await;
    let mut browser = house.browser();
    asks(&mut browser, CODE, CODE).await;
    let used = link(&house).await;
    let page = browser.get(&used).await;
    let token = page.token(&used);
    browser.submit(&page, &used, &[]).await;
    house.mails().await;
    asks(&mut browser, CODE, CODE).await;
    let expired = link(&house).await;
    house.clock.turn(Span::minutes(30));
    let made_up = format!("/reset/{}", crypto::Token::from_bytes([1; 32]).reveal());
    let mut pages = Vec::new();
    for link in [
        used.as_str(),
        &expired,
        &made_up,
        "/reset/x",
        "/reset/%22%3E%3Cb%3E",
    ] {
        let page = browser.get(link).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert_eq!(page.title(), "このURLは使えません");
        assert!(
            page.text.contains("action=\"/\""),
            "starts again at the key page"
        );
        pages.push(page.text.replace(link, "LINK"));
        let fresh = browser.get("/1234567").await.token("/1234567");
        assert_ne!(fresh, token);
        let page = browser.post(link, &[("form", &fresh)]).await;
        assert_eq!(
            (page.status, page.title().as_str()),
            (StatusCode::NOT_FOUND, "このURLは使えません")
        );
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    assert!(house.mails().await.is_empty());
}

/// Shows RESET-3, RESET-8, RESET-12: every name gets the same answer, and only a real one a mail.
#[tokio::test]
async fn reset_12_every_name_gets_the_same_answer() {
    let house = House::open().await;
    let mut browser = house.browser();
    let mut pages = Vec::new();
    for (merchant, user) in [
        (CODE, CODE),
        (CODE, "nobody"),
        ("999999999", "999999999"),
        ("200000002", "200000002"),
    ] {
        let page = asks(&mut browser, merchant, user).await;
        assert_eq!(page.status, StatusCode::OK);
        pages.push(page.text);
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    assert_eq!(house.mails().await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_a_name_is_said_so() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = asks(&mut browser, "12345678", "").await;
    assert_eq!(page.title(), "パスワード初期化");
    assert_eq!(
        page.all("#merchant_code-error"),
        ["加盟店コードの形をご確認ください。"]
    );
    assert_eq!(page.all("#user_id-error"), ["ユーザIDを入力してください。"]);
    assert_eq!(page.value("merchant_code"), "12345678");
    assert!(house.mails().await.is_empty());
}

/// Shows RESET-6, RESET-10, RESET-14: the old password works until the change is done, and a
/// secret in force stays needed.
/// Shows NIST-14, ASVS-9, ATK-13.
#[tokio::test]
async fn reset_6_a_registered_secret_stays_needed() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let mut browser = house.browser();
    asks(&mut browser, CODE, CODE).await;
    let link = link(&house).await;
    let page = browser.get(&link).await;
    browser.submit(&page, &link, &[]).await;
    let mut mails = house.mails().await;
    let (_, Notice::TemporaryPassword { password, .. }) = mails.remove(0) else {
        panic!("no temporary password");
    };
    assert_eq!(admin.get("/console/menu").await.status, StatusCode::OK);
    let page = logs_in(&mut browser, (CODE, &password, "")).await;
    assert!(page.text.contains("ログインできませんでした"));
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut house.browser(), (CODE, ADMIN_PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut browser, (CODE, &password, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
}

//! The operators' entrance, and that neither part behind a log-in answers the other's people.

use app::{NewOperator, OperatorCreated, Origin};
use axum::http::StatusCode;
use crypto::Network;
use domain::mail_address::MailAddress;
use domain::person::{PersonName, UserId};

use crate::browser::{Browser, Page};
use crate::day::{Phone, administrator};
use crate::house::House;

const PASSWORD: &str = "madoguchi2A";

/// Makes an operator; gives the first password.
pub async fn hires(house: &House, user_id: &str) -> String {
    let new = NewOperator {
        user_id: UserId::parse(user_id).unwrap(),
        name: PersonName::parse("窓口 一郎").unwrap(),
        mail: MailAddress::parse(&format!("{user_id}@centre.example")).unwrap(),
        send_first_password: false,
    };
    let origin = Origin {
        network: Network::new([0; 16]),
        shown: "test".to_owned(),
        device: String::new(),
        address: None,
        mark: None,
    };
    match house.app.create_operator(&new, &origin).await.unwrap() {
        OperatorCreated::Done { first_password } => first_password.reveal().to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn logs_in(browser: &mut Browser, (user_id, password, code): (&str, &str, &str)) -> Page {
    let page = browser.get("/operator").await;
    let fields = [("user_id", user_id), ("password", password), ("code", code)];
    browser.submit(&page, "/operator", &fields).await
}

/// An operator at the menu.
pub async fn operator(house: &House, user_id: &str) -> (Browser, Phone) {
    let temporary = hires(house, user_id).await;
    let mut browser = house.browser();
    let page = logs_in(&mut browser, (user_id, &temporary, "")).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/operator/password"),
        "{}",
        page.text
    );
    let page = browser.get("/operator/password").await;
    let fields = [("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    let page = browser.submit(&page, "/operator/password", &fields).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/operator/secret?done=password")
    );
    let page = browser.get("/operator/secret").await;
    let page = browser.submit(&page, "/operator/secret/issue", &[]).await;
    assert_eq!(page.target().as_deref(), Some("/operator/secret"));
    let page = browser.get("/operator/secret").await;
    let phone = Phone::typed_from(&page);
    let code = phone.fresh_code(house);
    let page = browser
        .submit(&page, "/operator/secret/confirm", &[("code", &code)])
        .await;
    assert_eq!(
        page.target().as_deref(),
        Some("/operator/menu?done=secret"),
        "{}",
        page.text
    );
    house.mails().await;
    (browser, phone)
}

/// Shows CS-6, SCR-16: entrance, first log-in, menu, ログアウト, all under /operator.
#[tokio::test]
async fn cs_6_an_operators_way_in_and_out() {
    let house = House::open().await;
    let (mut browser, phone) = operator(&house, "center01").await;
    let page = browser.get("/operator/menu").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.all("header .who b"), ["窓口 一郎"]);
    assert_eq!(page.all("header .who span"), ["カスタマーサービスセンター"]);
    assert_eq!(page.attributes("a.brand", "href"), ["/operator/menu"]);
    let page = browser.submit(&page, "/operator/logout", &[]).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/operator?notice=logged-out")
    );
    let page = browser.open("/operator/menu").await;
    assert_eq!(page.title(), "ログイン");
    assert_eq!(
        page.all("form.card label"),
        ["ユーザID", "パスワード", "ワンタイムパスワード"]
    );
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut browser, ("center01", PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/operator/menu"));
    assert!(!browser.cookies.contains_key("sekisho-key"));
}

/// Shows LOGIN-15, LOCK-8: every refusal is the same page, and the sixth failure locks.
#[tokio::test]
async fn login_15_refusals_at_the_operators_entrance() {
    let house = House::open().await;
    hires(&house, "center01").await;
    let mut texts = Vec::new();
    for _ in 0..6 {
        let page = logs_in(&mut house.browser(), ("center01", "chigau1Wa", "")).await;
        assert_eq!(page.status, StatusCode::OK);
        texts.push(page.all("main"));
        let other = logs_in(&mut house.browser(), ("nobody01", "chigau1Wa", "")).await;
        texts.push(other.all("main"));
    }
    assert!(texts.iter().all(|text| *text == texts[0]));
    for name in ["center01", "nobody01"] {
        let page = logs_in(&mut house.browser(), (name, "chigau1Wa", "")).await;
        assert_eq!(page.title(), "パスワードがロックされています");
        assert!(
            !page.text.contains("管理ユーザに解除"),
            "no word of merchants' people"
        );
    }
}

/// Shows CS-6, CS-3, ROLE-12: each part behind a log-in answers its own people only.
#[tokio::test]
async fn cs_6_neither_part_answers_the_others_people() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    for path in [
        "/console",
        "/console/menu",
        "/console/users",
        "/console/users/new",
        "/console/password",
    ] {
        let page = desk.get(path).await;
        assert_eq!(page.target().as_deref(), Some("/operator/menu"), "{path}");
    }
    let (mut admin, _) = administrator(&house).await;
    for path in ["/operator/menu", "/operator/password", "/operator/secret"] {
        let page = admin.get(path).await;
        assert_eq!(page.target().as_deref(), Some("/console/menu"), "{path}");
    }
    let mut stranger = house.browser();
    let page = stranger.get("/operator/menu").await;
    assert_eq!(page.target().as_deref(), Some("/operator"));
}

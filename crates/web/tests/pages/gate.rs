//! The way in: key page, log-in page, lock page.

use axum::http::StatusCode;

use crate::day::{ADMIN_PASSWORD, administrator, changes_password, issues, logs_in, sets_up};
use crate::house::{CODE, House, KEY, OTHER_CODE, OTHER_KEY};

/// Shows LOGIN-1: the key leads to the log-in page, however it was typed.
#[tokio::test]
async fn login_1_the_key_page_leads_on() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = browser.get("/").await;
    assert_eq!(
        (page.status, page.title().as_str()),
        (StatusCode::OK, "アクセスキーの入力")
    );
    for typed in [
        "1234567",
        "１２３４５６７",
        " 1234567 ",
        "https://x.example/1234567/",
    ] {
        let path = format!("/?{}", crate::browser::encode(&[("access_key", typed)]));
        let page = browser.get(&path).await;
        assert_eq!(page.target().as_deref(), Some("/1234567"), "{typed}");
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
    for typed in ["", "1", "12345678", "12ab", "<b>"] {
        let path = format!("/?{}", crate::browser::encode(&[("access_key", typed)]));
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.value("access_key"), typed);
        assert_eq!(
            page.all(".error"),
            ["アクセスキーは2～7桁の数字です。"],
            "{typed}"
        );
    }
}

/// Shows LOGIN-1, LOGIN-17: every key of two to seven digits has the same page, and nothing else
/// has one.
#[tokio::test]
async fn login_17_every_key_renders_the_same_page() {
    let house = House::open().await;
    let mut seen = Vec::new();
    for key in [KEY, OTHER_KEY, "0000000", "99"] {
        let mut browser = house.browser();
        let page = browser.get(&format!("/{key}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let token = page.token(&format!("/{key}"));
        seen.push(page.text.replace(&token, "TOKEN").replace(key, "KEY"));
    }
    assert!(seen.iter().all(|text| *text == seen[0]));
    for other in [
        "/1",
        "/12345678",
        "/12a",
        "/%EF%BC%91%EF%BC%92",
        "/login",
        "/12/x",
        "/a/reset",
    ] {
        let page = house.browser().get(other).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{other}");
        assert_eq!(page.title(), "ページが見つかりません");
    }
}

/// Shows LOGIN-15: one answer whatever is wrong: same status, same page but for the token, no
/// cookie, no secret shown again.
/// Shows PCI-24, ASVS-8, ATK-15.
#[tokio::test]
async fn login_15_one_answer_for_everything_wrong() {
    let house = House::open().await;
    let (_, phone) = administrator(&house).await;
    let code = phone.fresh_code(&house);
    let (right, good) = (ADMIN_PASSWORD, code.as_str());
    let wrong_code = phone.wrong_code(&house);
    let mut answers = Vec::new();
    for (key, merchant, user, password, code) in [
        (KEY, CODE, CODE, "chigau1Wa", good),
        (KEY, CODE, CODE, right, wrong_code.as_str()),
        (KEY, CODE, CODE, right, ""),
        (KEY, CODE, "User9", right, good),
        (KEY, "999999999", "999999999", right, good),
        (KEY, OTHER_CODE, OTHER_CODE, right, good),
        (OTHER_KEY, CODE, CODE, right, good),
        ("4444444", CODE, CODE, right, good),
        (KEY, "", "", "", ""),
        (KEY, CODE, CODE, right, "abcdef"),
    ] {
        let mut browser = house.browser();
        let action = format!("/{key}");
        let page = browser.get(&action).await;
        let fields = [
            ("merchant_code", merchant),
            ("user_id", user),
            ("password", password),
            ("code", code),
        ];
        let page = browser.submit(&page, &action, &fields).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.set_cookies().is_empty());
        assert_eq!(
            (page.value("merchant_code"), page.value("user_id")),
            (merchant.into(), user.into())
        );
        assert_eq!(
            (page.value("password"), page.value("code")),
            (String::new(), String::new())
        );
        let token = page.token(&action);
        let same = page.text.replace(&token, "TOKEN").replace(key, "KEY");
        let same = same
            .replace(&format!("value=\"{merchant}\""), "")
            .replace(&format!("value=\"{user}\""), "");
        answers.push(same);
    }
    assert!(answers[0].contains("ログインできませんでした"));
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
}

/// Shows LOCK-1, LOCK-8: after six wrong tries the lock page, whoever the name is, and the same
/// page for a right password.
#[tokio::test]
async fn lock_8_the_lock_page_is_the_same_for_names_that_do_not_exist() {
    let house = House::open().await;
    let mut browser = house.browser();
    let mut pages = Vec::new();
    for user in [CODE, "nobody"] {
        for _ in 0..6 {
            let page = logs_in(&mut browser, (user, "chigau1Wa", "")).await;
            assert_eq!(page.title(), "ログイン", "{user}");
        }
        let page = logs_in(&mut browser, (user, "chigau1Wa", "")).await;
        assert_eq!(page.title(), "パスワードがロックされています");
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("0120-000-000"));
        assert!(page.text.contains("いつもお使いの端末からは"));
        pages.push(page.text);
    }
    assert_eq!(pages[0], pages[1]);
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.text, pages[0]);
}

/// Shows LOGIN-9, LOGIN-10, LOGIN-16: temporary password, then a password of one's own, then the
/// secret key, then the menu; nothing before its time.
#[tokio::test]
async fn login_9_and_10_duties_come_in_order() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
    for path in [
        "/console",
        "/console/menu",
        "/console/secret",
        "/console/users",
    ] {
        let page = browser.get(path).await;
        assert_eq!(
            page.target().as_deref(),
            Some("/console/password"),
            "{path}"
        );
    }
    let page = browser.get("/console/password").await;
    assert_eq!(page.title(), "パスワード変更");
    assert!(page.value("current_password").is_empty() && !page.text.contains("現在のパスワード"));
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    for path in ["/console/menu", "/console/password", "/console/users/new"] {
        let page = browser.get(path).await;
        assert_eq!(page.target().as_deref(), Some("/console/secret"), "{path}");
    }
    let page = browser.get("/console/secret?done=password").await;
    assert_eq!(page.title(), "関所ユーザ 秘密鍵発行");
    let phone = issues(&mut browser).await;
    assert_eq!(
        browser.get("/console/menu").await.target().as_deref(),
        Some("/console/secret")
    );
    let page = browser.get("/console/secret").await;
    let code = phone.fresh_code(&house);
    let page = browser
        .submit(&page, "/console/secret/confirm", &[("code", &code)])
        .await;
    let page = browser.follow(page).await;
    assert_eq!(page.title(), "管理メニュー");
    assert!(page.text.contains("登録が完了しました。"));
    let page = browser.get("/console/secret").await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
}

/// Shows LOGIN-5, OTP-3, OTP-4: whoever closes the browser after 発行 comes back with a blank
/// code; the old secret is not shown again and a new one takes its place.
#[tokio::test]
async fn otp_4_whoever_closes_the_page_gets_in_again() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    let lost = issues(&mut browser).await;

    let mut again = house.browser();
    let page = logs_in(&mut again, (CODE, ADMIN_PASSWORD, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/secret"));
    let page = again.get("/console/secret").await;
    assert!(page.all("#secret-text").is_empty());
    let phone = issues(&mut again).await;
    assert_ne!(phone.code_at(0), lost.code_at(0));
    let page = again.get("/console/secret").await;
    let code = phone.fresh_code(&house);
    let page = again
        .submit(&page, "/console/secret/confirm", &[("code", &code)])
        .await;
    assert_eq!(page.target().as_deref(), Some("/console/menu?done=secret"));
}

/// Shows LOGIN-6, LOGIN-12, OTP-12: with a secret in force a code is needed, and works once.
/// Shows PCI-22, JPN-2, ASVS-5, ATK-1.
#[tokio::test]
async fn login_6_a_code_is_needed_and_works_once() {
    let house = House::open().await;
    let (mut browser, phone) = administrator(&house).await;
    let page = logs_in(&mut browser, (CODE, ADMIN_PASSWORD, "")).await;
    assert!(page.text.contains("ログインできませんでした"));
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut browser, (CODE, ADMIN_PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
    let page = logs_in(&mut house.browser(), (CODE, ADMIN_PASSWORD, &code)).await;
    assert!(page.text.contains("ログインできませんでした"));
}

/// Shows LOGIN-14: blanks and full-width digits are forgiven.
#[tokio::test]
async fn login_14_forgiving_input() {
    let house = House::open().await;
    let mut browser = house.browser();
    let action = format!("/{KEY}");
    let page = browser.get(&action).await;
    let password = format!(" {} ", house.first_password);
    let fields = [
        ("merchant_code", " １００ ０００ ００１ "),
        ("user_id", "１００００００００１"),
        ("password", password.as_str()),
        ("code", ""),
    ];
    let page = browser.submit(&page, &action, &fields).await;
    assert!(
        page.text.contains("ログインできませんでした"),
        "ten digits are no user ID"
    );
    let page = browser.get(&action).await;
    let fields = [
        fields[0],
        ("user_id", "　１０００００００１"),
        fields[2],
        fields[3],
    ];
    let page = browser.submit(&page, &action, &fields).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/password"),
        "{}",
        page.text
    );
}

/// Shows LOGIN-11 and catalogue ASVS 7.4.1: ログアウト leads back, and the old cookie is dead.
/// Shows ASVS-15.
#[tokio::test]
async fn login_11_log_out() {
    let house = House::open().await;
    let (mut browser, _) = administrator(&house).await;
    let stolen = browser.cookies.clone();
    let page = browser.get("/console/menu").await;
    let page = browser.submit(&page, "/console/logout", &[]).await;
    assert_eq!(
        page.header("clear-site-data"),
        Some("\"cache\", \"storage\"")
    );
    assert!(!browser.cookies.contains_key("sekisho"));
    let page = browser.follow(page).await;
    assert_eq!(page.title(), "ログイン");
    assert!(page.text.contains("ログアウトしました。"));
    assert_eq!(
        browser.get("/console/menu").await.target().as_deref(),
        Some("/1234567")
    );
    browser.cookies = stolen;
    let page = browser.get("/console/menu").await;
    assert_eq!(page.target().as_deref(), Some("/1234567?notice=ended"));
}

/// Shows LOGIN-16: whoever has a duty may log out instead.
#[tokio::test]
async fn login_16_log_out_is_always_open() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = browser.get("/console/password").await;
    let page = browser.submit(&page, "/console/logout", &[]).await;
    let target = page.target();
    assert_eq!(target.as_deref(), Some("/1234567?notice=logged-out"));
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
}

/// A session cookie that somebody planted before the log-in does not become a session.
/// Shows JPN-6, NIST-15, ASVS-13, ATK-17.
#[tokio::test]
async fn a_session_begins_with_a_new_token() {
    let house = House::open().await;
    let mut browser = house.browser();
    let planted = crypto::Token::from_bytes([7; 32]).reveal().to_owned();
    browser
        .cookies
        .insert("sekisho".to_owned(), planted.clone());
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let first = browser.cookies["sekisho"].clone();
    assert_ne!(first, planted);
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    assert_ne!(
        browser.cookies["sekisho"], first,
        "a duty done rotates the token"
    );
}

/// Shows LOGIN-3: nothing is kept in the browser's address or history but the key.
/// Shows JPN-6, ATK-19.
#[tokio::test]
async fn login_3_four_fields() {
    let house = House::open().await;
    let page = house.browser().get("/1234567").await;
    let labels = page.all("form[action=\"/1234567\"] label");
    assert_eq!(
        labels,
        [
            "加盟店コード",
            "ユーザID",
            "パスワード",
            "ワンタイムパスワード"
        ]
    );
    assert_eq!(
        page.attributes("input[name=\"code\"]", "autocomplete"),
        ["one-time-code"]
    );
    assert_eq!(
        page.attributes("input[name=\"code\"]", "inputmode"),
        ["numeric"]
    );
    assert_eq!(
        page.attributes("form[action=\"/1234567\"]", "method"),
        ["post"]
    );
}

/// Whoever is at work already may log in again: the new session replaces the old one's cookie.
#[tokio::test]
async fn two_people_share_a_computer() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (temporary, _) = crate::day::registers_clerk(&house, &mut admin).await;
    let who = ("User1", temporary.as_str(), crate::day::CLERK_PASSWORD);
    sets_up(&house, &mut admin, who).await;
    let page = admin.get("/console/menu").await;
    assert_eq!(page.title(), "メニュー");
    assert_eq!(page.all(".who b"), ["山田 花子"]);
}

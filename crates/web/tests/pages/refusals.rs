//! Forms that are not ours, not forms, too large; addresses and methods that are not there.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use crypto::Network;

use crate::browser::{Browser, Page, encode};
use crate::day::{administrator, logs_in};
use crate::house::{CODE, House};

const FORMS: [&str; 9] = [
    "/1234567",
    "/1234567/reset",
    "/reset/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "/console/logout",
    "/console/password",
    "/console/users/new",
    "/console/users/check",
    "/console/users/019a0000-0000-7000-8000-00000000000a/lock",
    "/console/users/019a0000-0000-7000-8000-00000000000a/password",
];

async fn post_raw(browser: &mut Browser, path: &str, kind: Option<&str>, body: Vec<u8>) -> Page {
    let cookies: Vec<String> = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(header::COOKIE, cookies.join("; "));
    if let Some(kind) = kind {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    browser
        .request(request.body(Body::from(body)).unwrap())
        .await
}

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// Shows catalogue section 8, login CSRF: without our token nothing is evaluated.
/// Shows NIST-15, ASVS-24, ATK-18.
#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    admin.get("/1234567").await;
    let mut stranger = house.browser();
    let foreign = stranger.get("/1234567").await.token("/1234567");
    for path in FORMS {
        for token in ["", "x", foreign.as_str(), &foreign[1..]] {
            let page = admin.post(path, &[("form", token)]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} {token}");
            let title = if path == "/1234567" {
                "ログイン"
            } else {
                "もう一度お試しください"
            };
            assert_eq!(page.title(), title);
            assert!(page.text.contains("もう一度お試しください"), "{path}");
            assert!(page.set_cookies().is_empty());
        }
    }
}

/// A visitor's token is no session's, and the other way round.
/// Shows ATK-18.
#[tokio::test]
async fn tokens_are_bound_to_their_browser_or_session() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let visitor = admin.get("/1234567").await.token("/1234567");
    let session = admin.get("/console/menu").await.token("/console/logout");
    assert_eq!(
        admin
            .post("/console/logout", &[("form", &visitor)])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        admin.post("/1234567", &[("form", &session)]).await.status,
        StatusCode::FORBIDDEN
    );
    admin.cookies.remove("sekisho-visitor");
    assert_eq!(
        admin.post("/1234567", &[("form", &visitor)]).await.status,
        StatusCode::FORBIDDEN
    );
}

/// Shows LOGIN-3: whoever left the log-in page open for too long loses nothing typed but the
/// password, and gets in at the second press.
#[tokio::test]
async fn a_stale_log_in_form_is_shown_again() {
    let house = House::open().await;
    let mut browser = house.browser();
    let fields = [
        ("form", "stale"),
        ("merchant_code", CODE),
        ("user_id", CODE),
        ("password", house.first_password.as_str()),
    ];
    let page = browser.post("/1234567", &fields).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(
        (
            page.value("merchant_code").as_str(),
            page.value("user_id").as_str()
        ),
        (CODE, CODE)
    );
    assert!(!page.text.contains(&house.first_password));
    let page = browser.submit(&page, "/1234567", &fields[1..]).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
}

/// A refused form counts as no try: six of them lock nobody.
#[tokio::test]
async fn refused_forms_are_not_evaluated() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.get("/1234567").await;
    for _ in 0..8 {
        let fields = [
            ("merchant_code", CODE),
            ("user_id", CODE),
            ("password", "chigau1Wa"),
        ];
        browser.post("/1234567", &fields).await;
    }
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
}

/// Shows ASVS-24, ATK-18.
#[tokio::test]
async fn other_sites_cannot_send_our_forms() {
    let house = House::open().await;
    let mut browser = house.browser();
    let token = browser.get("/1234567").await.token("/1234567");
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1:8081"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        browser.headers.push((name, value.to_owned()));
        let page = browser.post("/1234567", &[("form", &token)]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        browser.headers.pop();
    }
    browser
        .headers
        .push(("origin", "http://127.0.0.1:8080".to_owned()));
    browser
        .headers
        .push(("sec-fetch-site", "same-origin".to_owned()));
    assert_eq!(
        browser.post("/1234567", &[("form", &token)]).await.status,
        StatusCode::OK
    );
}

/// Shows ASVS-24, ATK-18.
#[tokio::test]
async fn other_sites_cannot_act_in_the_console() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/console/menu").await;
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ] {
        admin.headers.push((name, value.to_owned()));
        let refused = admin.submit(&page, "/console/logout", &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{name}");
        admin.headers.pop();
    }
    assert_eq!(admin.get("/console/menu").await.status, StatusCode::OK);
}

/// A network that holds all its places in the hash queue is told when to come again, and nothing
/// is evaluated; others are served.
#[tokio::test]
async fn a_flood_is_told_when_to_come_again() {
    let house = House::open().await;
    let flood = Network::from(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let pool = house.app.pool();
    let places: Vec<_> = (0..128).map(|_| pool.enter(flood).unwrap()).collect();
    let before = pool.counts().evaluations;
    let mut browser = house.browser();
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.title(), "ただいま混み合っています");
    let seconds: u32 = page.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(page.attributes("form.actions", "action"), ["/1234567"]);
    assert_eq!(pool.counts().evaluations, before);
    browser.peer = Some("203.0.113.9:4711".parse().unwrap());
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
    drop(places);
}

/// Shows SCR-1..13: 415 for another type, 413 for too much, 400 for what is no strict form; each
/// with a page, before anything is evaluated.
#[tokio::test]
async fn bodies_that_are_no_forms() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    admin.get("/1234567").await;
    let duplicate = b"user_id=a&user_id=b".to_vec();
    let many = vec![b"a"; 100]
        .iter()
        .enumerate()
        .map(|(n, _)| format!("f{n}=1"))
        .collect::<Vec<_>>();
    for path in FORMS {
        for (kind, body, status) in [
            (None, Vec::new(), 415),
            (Some("application/json"), b"{}".to_vec(), 415),
            (
                Some("multipart/form-data; boundary=x"),
                b"--x--".to_vec(),
                415,
            ),
            (FORM, vec![b'a'; 1_000_000], 413),
            (FORM, [b"user_id=".to_vec(), vec![b'a'; 5000]].concat(), 413),
            (FORM, duplicate.clone(), 400),
            (FORM, b"user_id=%00".to_vec(), 400),
            (FORM, b"user_id=%ff".to_vec(), 400),
            (FORM, b"user_id=\xff".to_vec(), 400),
            (FORM, many.join("&").into_bytes(), 400),
        ] {
            let page = post_raw(&mut admin, path, kind, body).await;
            assert_eq!(page.status.as_u16(), status, "{path} {kind:?}");
            assert_eq!(page.title(), "送信内容を読み取れませんでした");
            assert!(page.header("content-security-policy").is_some());
        }
    }
}

/// Wrong methods are 405 with the right ones named; unknown addresses are 404; both are pages.
/// Shows ASVS-24.
#[tokio::test]
async fn methods_and_addresses() {
    let house = House::open().await;
    let mut browser = house.browser();
    for (method, path) in [
        (Method::PUT, "/1234567"),
        (Method::DELETE, "/console/menu"),
        (Method::POST, "/console/menu"),
        (Method::POST, "/"),
        (Method::GET, "/console/logout"),
        (Method::PATCH, "/healthz"),
    ] {
        let page = browser.send(method.clone(), path, None).await;
        assert_eq!(
            page.status,
            StatusCode::METHOD_NOT_ALLOWED,
            "{method} {path}"
        );
        assert!(page.header("allow").is_some(), "{method} {path}");
        assert_eq!(page.title(), "このページは開けません");
    }
    for path in [
        "/no/such/page",
        "/favicon.ico",
        "/robots.txt",
        "/demo/mails",
        "/assets/0/app.css",
        "/console/nothing/here",
        "//evil.example/",
        "/%5Cevil.example",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        for href in page.attributes("a", "href") {
            assert!(
                !href.starts_with("//") && !href.starts_with("/\\"),
                "{path} leads to {href}"
            );
        }
    }
    let page = browser.send(Method::HEAD, "/1234567", None).await;
    assert_eq!((page.status, page.text.as_str()), (StatusCode::OK, ""));
}

/// Addresses and methods that are there for others are not told apart from those that are not.
#[tokio::test]
async fn a_missing_token_is_refused_before_the_password_is_looked_at() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.get("/1234567").await;
    let before = house.app.pool().counts().evaluations;
    let body = encode(&[
        ("merchant_code", CODE),
        ("user_id", CODE),
        ("password", "x"),
    ]);
    let page = post_raw(&mut browser, "/1234567", FORM, body.into_bytes()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(house.app.pool().counts().evaluations, before);
}

/// Whoever sits down at an open session meets the lock on the password page as well.
/// Shows ATK-8.
#[tokio::test]
async fn present_passwords_cannot_be_tried_for_ever() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let mut told = Vec::new();
    for _ in 0..10 {
        let page = admin.get("/console/password").await;
        let fields = [
            ("current_password", "chigau1Wa"),
            ("new_password", "Atarasi2026a"),
            ("new_password_again", "Atarasi2026a"),
        ];
        let page = admin.submit(&page, "/console/password", &fields).await;
        assert_eq!(page.status, StatusCode::OK);
        told.push(page.all("#current_password-error").concat());
    }
    let wrong = told.iter().filter(|text| text.contains("正しくありません"));
    assert_eq!(
        wrong.count(),
        9,
        "six open tries and three of the known browser"
    );
    assert!(told[9].contains("確認を止めています"), "{told:?}");
}

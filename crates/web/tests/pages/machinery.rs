//! Headers, cookies, languages, assets, health, the mails of a demonstration.

use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, StatusCode};
use domain::merchant::MerchantKind;
use domain::time::{Span, Timestamp};
use i18n::Locale;
use web::{DemoLetter, DemoMails};

use crate::day::{administrator, logs_in};
use crate::house::{CODE, House};

/// Shows OTP-13 and catalogue ASVS 3.4.1 to 3.4.6: every answer carries the headers.
/// Shows ASVS-22, ASVS-24.
#[tokio::test]
async fn every_answer_carries_the_headers() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    for path in [
        "/",
        "/1234567",
        "/1234567/reset",
        "/reset/x",
        "/console/menu",
        "/console/users",
        "/console/users/new",
        "/console/password",
        "/healthz",
        "/readyz",
        "/nothing/here/at/all",
        "/?access_key=1234567",
    ] {
        let page = admin.get(path).await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.header(name), Some(value), "{path}");
        }
        assert!(page.header("strict-transport-security").is_none());
        assert!(page.header("permissions-policy").is_some());
    }
}

/// Shows catalogue 2.2.7: over HTTPS cookies are the host's own; HSTS is sent.
/// Shows PCI-2, JPN-6, ASVS-24.
#[tokio::test]
async fn cookies_over_https() {
    let https = |settings: &mut web::WebSettings| {
        *settings = web::WebSettings::new("https://console.example/");
    };
    let house = House::with(MerchantKind::Logistics, false, https).await;
    let mut browser = house.browser();
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
    assert!(page.header("strict-transport-security").is_some());
    let names: Vec<String> = page
        .set_cookies()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "__Host-sekisho",
            "__Host-sekisho-lang",
            "__Host-sekisho-key",
            "__Host-sekisho-mark"
        ]
    );
    for line in page.headers.get_all("set-cookie") {
        let line = line.to_str().unwrap();
        assert!(
            line.contains("; Secure") && line.contains("; HttpOnly") && line.contains("; Path=/")
        );
        assert!(!line.contains("Domain"));
    }
}

/// Whoever was logged out finds the log-in page of the key last used.
#[tokio::test]
async fn the_access_key_is_remembered() {
    let house = House::open().await;
    let mut browser = house.browser();
    assert_eq!(
        browser.get("/console/menu").await.target().as_deref(),
        Some("/")
    );
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    browser.cookies.remove("sekisho");
    assert_eq!(
        browser.get("/console/menu").await.target().as_deref(),
        Some("/1234567")
    );
    browser
        .cookies
        .insert("sekisho-key".to_owned(), "//evil.example".to_owned());
    assert_eq!(
        browser.get("/console/menu").await.target().as_deref(),
        Some("/")
    );
}

/// Shows LOGIN-3: Japanese by default; what was chosen, then what the browser wants.
#[tokio::test]
async fn languages() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.headers.clear();
    assert_eq!(browser.get("/1234567").await.title(), "ログイン");
    browser
        .headers
        .push(("accept-language", "en-GB,en;q=0.9,ja;q=0.5".to_owned()));
    let page = browser.get("/1234567").await;
    assert_eq!(page.title(), "Log in");
    assert_eq!(page.attributes("nav.langs a", "href"), ["/1234567?lang=ja"]);
    let page = browser.get("/1234567?lang=ja").await;
    assert_eq!(page.title(), "ログイン");
    assert_eq!(
        browser.get("/1234567/reset").await.title(),
        "パスワード初期化"
    );
    let page = browser.get("/1234567?notice=idle&lang=en").await;
    assert_eq!(page.title(), "Log in");
    assert_eq!(
        page.attributes("nav.langs a", "href"),
        ["/1234567?notice=idle&lang=ja"]
    );
    assert_eq!(
        browser
            .get("/no/such/page")
            .await
            .attributes("html", "lang"),
        ["en"]
    );
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(browser.follow(page).await.title(), "Change password");
    let page = browser.get("/1234567?lang=xx").await;
    assert_eq!(
        (page.title().as_str(), page.set_cookies().len()),
        ("Log in", 0)
    );
}

/// An English browser goes on in English behind the log-in.
#[tokio::test]
async fn the_language_of_the_log_in_page_is_kept() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.headers[0].1 = "en".to_owned();
    let page = logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    assert_eq!(browser.follow(page).await.title(), "Change password");
}

#[tokio::test]
async fn assets_may_be_kept_for_ever() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = browser.get("/1234567").await;
    let mut links = page.attributes("link[href]", "href");
    links.extend(page.attributes("script[src]", "src"));
    assert_eq!(links.len(), 3);
    for link in links {
        let file = browser.get(&link).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(
            file.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(file.header("content-type").is_some() && !file.text.is_empty());
    }
}

/// Shows PCI-31, ASVS-11.
#[tokio::test]
async fn health_and_readiness() {
    let house = House::open().await;
    let mut browser = house.browser();
    assert_eq!(browser.get("/healthz").await.text, "ok\n");
    let page = browser.get("/readyz").await;
    assert_eq!(
        page.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "the test's clock stands elsewhere"
    );
    assert_eq!(page.text, "clocks differ\n");
    let theirs = Timestamp::from_micros(house.app.store().clock().await.unwrap());
    house.clock.set(theirs.minus(Span::seconds(3)));
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
    house.clock.set(theirs.plus(Span::seconds(60)));
    assert_eq!(
        browser.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

/// A body that never comes.
struct Never;

impl HttpBody for Never {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Pending
    }
}

/// A request that takes too long is told so, and the connection is free again.
#[tokio::test]
async fn slow_requests_are_answered_with_503() {
    let short = |settings: &mut web::WebSettings| {
        settings.request_timeout = Duration::from_millis(10);
    };
    let house = House::with(MerchantKind::Logistics, false, short).await;
    let request = Request::post("/1234567")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::new(Never))
        .unwrap();
    let page = house.browser().request(request).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    // It was cut wherever it was, so nobody can say that nothing was done.
    assert_eq!(page.title(), "処理の結果を確認できませんでした");
    assert_eq!(page.header("retry-after"), Some("5"));
}

const MAIL: &str = "From: \"=?utf-8?B?6Zai5omA?=\" <no-reply@console.example>\r\n\
    To: owner@shop.example\r\n\
    Subject: =?utf-8?B?5Luu44OR44K544Ov44O844OJ?=\r\n\
    Date: Sun, 22 Nov 2026 00:41:00 +0000\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: 8bit\r\n\r\n\
    <b>http://127.0.0.1:8080/reset/abc</b>\r\n";

fn sample(locale: Locale) -> DemoLetter {
    DemoLetter {
        kind: "locked",
        locale,
        subject: format!("Locked in {}", locale.code()),
        text: "line 1\nline 2 <b>".to_owned(),
        html: format!("<!doctype html><p style=\"margin:0\">{}</p>", locale.code()),
    }
}

/// Every kind of mail can be looked at, its HTML form under a policy of its own.
#[tokio::test]
async fn demo_letters() {
    let folder = tempfile::tempdir().unwrap();
    let house = demonstration(folder.path()).await;
    let mut browser = house.browser();
    let page = browser.get("/demo/letters").await;
    assert!(page.text.contains("Locked in ja"));
    let links = page.attributes("tbody a", "href");
    assert_eq!(links.len(), 4);
    for link in links {
        assert_eq!(browser.get(&link).await.status, StatusCode::OK, "{link}");
    }
    let page = browser.get("/demo/letters/locked?lang=en").await;
    assert_eq!(page.title(), "Locked in en");
    assert!(page.all(".letter").concat().contains("line 2 <b>"));
    let page = browser.get("/demo/letters/locked/html?lang=ja").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"));
    assert!(!policy.contains("script"));
    let page = browser.get("/demo/letters/none").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

/// A demonstration whose mails lie in `mail` below the folder.
async fn demonstration(folder: &Path) -> House {
    let demo = DemoMails {
        folder: folder.join("mail"),
        letters: Locale::ALL.map(sample).to_vec(),
    };
    House::with(MerchantKind::Logistics, false, |settings| {
        settings.demo = Some(demo);
    })
    .await
}

/// The mails of a demonstration are readable in the browser.
#[tokio::test]
async fn demo_mails() {
    let folder = tempfile::tempdir().unwrap();
    let house = demonstration(folder.path()).await;
    let mut browser = house.browser();
    let page = browser.get("/demo/mails").await;
    assert!(page.text.contains("送信されたメールはまだありません。"));
    let mails = folder.path().join("mail");
    std::fs::create_dir(&mails).unwrap();
    std::fs::write(mails.join("000001-a@console.example.eml"), MAIL).unwrap();
    std::fs::write(mails.join(".x.eml.part"), MAIL).unwrap();
    let page = browser.get("/demo/mails").await;
    assert_eq!(page.all("tbody tr th"), ["仮パスワード"]);
    let cells = ["owner@shop.example", "2026-11-22 09:41"];
    assert_eq!(page.all("tbody td"), cells);
    let link = page.attributes("tbody a", "href").remove(0);
    let page = browser.get(&link).await;
    assert_eq!(page.title(), "仮パスワード");
    let bold = page.all("b");
    assert!(bold.iter().all(|text| !text.contains("reset")), "no text");
    let links = page.attributes(".letter a", "href");
    assert_eq!(links, ["http://127.0.0.1:8080/reset/abc"]);
}

/// No name leads to another file, and every page of a demonstration says where the mails are.
#[tokio::test]
async fn demo_pages_show_mails_only() {
    let folder = tempfile::tempdir().unwrap();
    let house = demonstration(folder.path()).await;
    let mut browser = house.browser();
    std::fs::create_dir(folder.path().join("mail")).unwrap();
    std::fs::write(folder.path().join("secret.eml"), MAIL).unwrap();
    std::fs::write(folder.path().join("mail/keys"), MAIL).unwrap();
    for name in [
        "keys",
        "..%2Fsecret.eml",
        "%2e%2e%2fsecret.eml",
        ".x.eml.part",
        "none.eml",
        "x%00.eml",
    ] {
        let page = browser.get(&format!("/demo/mails/{name}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}");
    }
    let page = browser.get("/1234567").await;
    assert_eq!(page.attributes("aside.demo a", "href"), ["/demo/mails"]);
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/console/menu").await;
    assert_eq!(page.attributes("aside.demo a", "href"), ["/demo/mails"]);
}

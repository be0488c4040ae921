//! Hostile input: shown as text or refused, never run, never in the log.

use axum::http::StatusCode;

use crate::browser::encode;
use crate::day::{administrator, clerk};
use crate::house::House;

const CORPUS: [&str; 14] = [
    "'; DROP TABLE person; --",
    "\" onfocus=alert(1) autofocus=\"",
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "a\r\nSet-Cookie: evil=1",
    "\u{202e}drowssap",
    "\u{200b}\u{feff}",
    "👩‍👩‍👧‍👦🏴",
    "ＵＳＥＲ１",
    "../../etc/passwd",
    "%s%n${jndi:x}",
    "\u{fdfa}\u{fdfa}\u{fdfa}",
    "か\u{3099}",
];

/// Shows catalogue PCI 6.2.4: on the log-in page every text is a wrong name like any other.
/// Shows PCI-6.
#[tokio::test]
async fn hostile_names_at_the_entrance() {
    let house = House::open().await;
    let mut browser = house.browser();
    for text in CORPUS {
        let page = browser.get("/1234567").await;
        let fields = [
            ("merchant_code", text),
            ("user_id", text),
            ("password", text),
            ("code", text),
        ];
        let page = browser.submit(&page, "/1234567", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{text}");
        assert!(page.text.contains("ログインできませんでした"), "{text}");
        assert!(page.all("script").iter().all(String::is_empty) && page.all("img").is_empty());
        assert!(
            page.attributes("[onfocus], [onerror], [autofocus]", "id")
                .is_empty()
        );
        assert!(page.set_cookies().is_empty());
        assert_eq!(page.header("evil"), None);
    }
}

/// Shows PCI-6.
#[tokio::test]
async fn hostile_texts_in_queries() {
    let house = House::open().await;
    let mut browser = house.browser();
    for text in CORPUS {
        for name in ["access_key", "lang", "notice", "done", "page", "x"] {
            let query = encode(&[(name, text)]);
            for path in ["/", "/1234567", "/1234567/reset"] {
                let page = browser.get(&format!("{path}?{query}")).await;
                assert_eq!(page.status, StatusCode::OK, "{path}?{name}={text}");
                assert!(page.all("script").iter().all(String::is_empty), "{text}");
                assert!(page.attributes("[onfocus], [onerror]", "id").is_empty());
            }
        }
    }
}

/// A name that is allowed although it looks like markup is shown as text everywhere.
/// Shows PCI-6.
#[tokio::test]
async fn hostile_names_of_people() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    for (number, text) in CORPUS.iter().enumerate() {
        let page = admin.get("/console/users/new").await;
        let mut fields = clerk();
        let user_id = format!("h{number}");
        let mail = format!("h{number}@shop.example");
        fields[1].1 = &user_id;
        fields[3].1 = text;
        fields[4].1 = &mail;
        let page = admin.submit(&page, "/console/users/check", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{text}");
        if page.title() == "ユーザ登録(確認)" {
            let all: Vec<_> = fields.into_iter().chain([("step", "confirm")]).collect();
            let page = admin.submit(&page, "/console/users/new", &all).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{text}");
        }
    }
    let list = admin.get("/console/users").await;
    assert!(list.all("tbody tr").len() >= 4);
    assert!(list.all("script").iter().all(String::is_empty) && list.all("img").is_empty());
}

/// Forged `Host` and forwarding headers change no link and no redirect.
/// Shows ATK-11.
#[tokio::test]
async fn forged_hosts_change_nothing() {
    let house = House::open().await;
    let mut browser = house.browser();
    let plain = browser.get("/1234567").await.attributes("a, form", "href");
    for name in [
        "host",
        "x-forwarded-host",
        "x-forwarded-proto",
        "forwarded",
        "x-original-url",
    ] {
        browser.headers.push((name, "evil.example".to_owned()));
    }
    let page = browser.get("/1234567").await;
    assert_eq!(page.attributes("a, form", "href"), plain);
    assert!(!page.text.contains("evil"));
    let page = browser.get("/?access_key=1234567").await;
    assert_eq!(page.target().as_deref(), Some("/1234567"));
}

//! Hostile input: shown as text or refused, never run, never in the log.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use tracing_subscriber::fmt::MakeWriter;

use crate::browser::encode;
use crate::day::{administrator, clerk, logs_in};
use crate::house::{CODE, House};

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

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Shows OTP-13 and catalogue ASVS 16.2.5: no password, code, token, name or query in the log.
#[tokio::test]
async fn the_log_holds_no_secret() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(sink.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let token = crypto::Token::from_bytes([9; 32]);
    admin.get(&format!("/reset/{}", token.reveal())).await;
    admin.get("/1234567?secret=query-text").await;
    let code = phone.fresh_code(&house);
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, crate::day::ADMIN_PASSWORD, &code)).await;
    logs_in(
        &mut browser,
        ("planted1name", "planted2word", "line\r\nbreak"),
    )
    .await;
    drop(guard);
    let log = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("/reset/{token}") && log.contains("answered"),
        "{log}"
    );
    let cookie = admin.cookies["sekisho"].clone();
    for secret in [
        crate::day::ADMIN_PASSWORD,
        house.first_password.as_str(),
        token.reveal(),
        "query-text",
        "planted1name",
        "planted2word",
        "break",
        "otpauth",
        cookie.as_str(),
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    assert!(
        !log.lines().any(|line| line.contains(&code)),
        "a code is in the log"
    );
}

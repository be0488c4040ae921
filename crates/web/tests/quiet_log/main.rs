//! What the log holds. A process of its own: subscribers are the whole process's business.

#![cfg(test)]

#[allow(dead_code, reason = "shared with the tests of the pages")]
#[path = "../pages/browser.rs"]
mod browser;
#[allow(dead_code, reason = "shared with the tests of the pages")]
#[path = "../pages/day.rs"]
mod day;
#[allow(dead_code, reason = "shared with the tests of the pages")]
#[path = "../pages/house.rs"]
mod house;

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use crate::day::{administrator, logs_in};
use crate::house::{CODE, House};

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
/// Shows PCI-14, ASVS-25, ATK-19.
#[tokio::test]
async fn the_log_holds_no_secret() {
    let sink = Sink::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(sink.clone())
        .without_time()
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
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

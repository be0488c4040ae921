//! Headers that claim what is not so.

use crate::database::number;
use crate::post::{self, letters};
use crate::shop::{Shop, ask, check_refused};

const FORGED: [&str; 6] = [
    "Host: evil.example",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-For: 203.0.113.9",
    "X-Forwarded-Proto: https",
    "Forwarded: for=203.0.113.9;host=evil.example",
    "X-Original-URL: /console/users",
];

/// Shows MAIL-1, MAIL-2, RESET-4 and catalogue section 8 "reset poisoning", "forged client IP":
/// links in mails and redirects come from configuration, and the trail believes the connection.
/// Shows ATK-11, ATK-24.
#[test]
fn forged_hosts_and_addresses_change_nothing() {
    let shop = Shop::open();
    let (mut browser, page) = (shop.demo.browser(), format!("{}/reset", shop.login_page()));
    let code = &shop.admin.merchant.merchant_code;
    let fields = [("merchant_code", code.as_str()), ("user_id", code.as_str())];
    let form = browser.fill(&page, &page, &fields).unwrap();
    let lines = [
        &FORGED[..],
        &["Content-Type: application/x-www-form-urlencoded"],
    ]
    .concat();
    let answer = ask(&browser, ("POST", &page), &lines, form.body.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(!answer.body.contains("evil"), "{}", answer.body);
    let letter = loop {
        let all = letters(&shop.data).into_values();
        let mut started = all.filter(|letter| letter.subject.starts_with(post::RESET_STARTED));
        if let Some(letter) = started.next() {
            break letter;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert!(!letter.body.contains("evil"), "{}", letter.body);
    let base = format!("http://{}/reset/", shop.demo.address);
    assert!(letter.body.contains(&base), "{}", letter.body);
    let home = ask(&browser, ("GET", "/console/menu"), &FORGED, b"");
    check_refused(&home, "/console/menu");
    assert_eq!(home.header("location"), Some("/"), "{home:?}");
    let believed = "SELECT COUNT(*) FROM audit WHERE origin LIKE '203.%'";
    assert_eq!(number(&shop.data, believed), 0);
    let log = shop.log();
    for kept_out in ["evil", "203.0.113", &post::reset_path(&letter)[7..]] {
        assert!(!log.contains(kept_out), "{kept_out} is in the log:\n{log}");
    }
}

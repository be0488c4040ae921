//! Sessions: what their cookies are like, what a cookie that is none is worth, and what a session
//! with something to do first may reach.

use crate::shop::{Shop, ask, check_headers, check_refused};
use testkit::browser::{Answer, Browser};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// Every address of the console with its methods.
fn console(user: &str) -> Vec<(&'static str, String)> {
    let fixed = [
        ("GET", "/console"),
        ("GET", "/console/menu"),
        ("GET", "/console/password"),
        ("POST", "/console/password"),
        ("GET", "/console/secret"),
        ("GET", "/console/secret/issue"),
        ("POST", "/console/secret/issue"),
        ("GET", "/console/secret/confirm"),
        ("POST", "/console/secret/confirm"),
        ("GET", "/console/users"),
        ("GET", "/console/users/new"),
        ("POST", "/console/users/new"),
        ("GET", "/console/users/check"),
        ("POST", "/console/users/check"),
    ];
    let mut all: Vec<_> = fixed
        .map(|(method, path)| (method, path.to_owned()))
        .to_vec();
    all.push(("GET", user.to_owned()));
    all.push(("GET", format!("{user}/registered")));
    for act in ["password", "secret", "lock"] {
        all.push(("GET", format!("{user}/{act}")));
        all.push(("POST", format!("{user}/{act}")));
    }
    all
}

/// Asks with the session's own hidden value, so that nothing but the right is missing.
fn knock(browser: &Browser, method: &str, path: &str, token: &str) -> Answer {
    let body = format!("form={token}");
    let (lines, body) = if method == "POST" {
        (&[FORM][..], body.as_str())
    } else {
        (&[][..], "")
    };
    ask(browser, (method, path), lines, body.as_bytes())
}

/// Shows LOGIN-16, ROLE-12, PWD-2, OTP-14 and catalogue section 8 "step skipped" (PCI DSS 8.5.1):
/// a session that has something to do first reaches the page for it and ログアウト alone.
/// Shows PCI-23, ASVS-23, ATK-14.
#[test]
fn a_session_with_a_duty_reaches_that_page_alone() {
    let mut shop = Shop::open();
    let user = shop.user_page("user4");
    let before = shop.stored();
    let duties = [
        (shop.chooser.browser.clone(), "/console/password"),
        (shop.enroller.browser.clone(), "/console/secret"),
    ];
    for (mut browser, duty) in duties {
        let page = browser.get(duty).unwrap();
        let token = page
            .form_for("/console/logout")
            .expect("ログアウト is there");
        for (method, path) in console(&user)
            .iter()
            .filter(|(_, path)| !path.starts_with(duty))
        {
            let answer = knock(&browser, method, path, &token);
            check_refused(&answer, path);
            let found = (answer.status, answer.leads_to());
            assert_eq!(found, (303, duty), "{method} {path} with the duty {duty}");
        }
    }
    assert_eq!(shop.stored(), before);
}

/// Shows ROLE-3, ROLE-4, ROLE-8, ROLE-12: none of 管理's pages opens to a 一般 user.
#[test]
fn a_general_user_reaches_nothing_of_the_administrators() {
    let mut shop = Shop::open();
    let user = shop.user_page("user1");
    let before = shop.stored();
    let menu = shop.member.browser.get("/console/menu").unwrap();
    let token = menu.form_for("/console/logout").unwrap();
    for (method, path) in console(&user)
        .iter()
        .filter(|(_, path)| path.contains("/users"))
    {
        let answer = knock(&shop.member.browser, method, path, &token);
        check_refused(&answer, path);
        assert_eq!(answer.status, 403, "{method} {path}");
    }
    assert_eq!(shop.stored(), before);
}

/// Shows LOGIN-11, LOGIN-16, PWD-1 and catalogue ASVS 7.2.4, 7.4.1: no cookie but the present one
/// of a living session opens anything.
/// Shows ASVS-13, ASVS-15, ASVS-19.
#[test]
fn old_and_made_up_session_cookies_open_nothing() {
    let mut shop = Shop::open();
    let user = shop.user_page("user4");
    let live = shop.member.browser.cookie("sekisho").unwrap().to_owned();
    let visitor = shop
        .member
        .browser
        .cookie("sekisho-visitor")
        .unwrap()
        .to_owned();
    let menu = shop.member.browser.get("/console/menu").unwrap();
    let token = menu.form_for("/console/logout").unwrap();
    let mut old = shop.member.browser.clone();
    let left = shop.member.browser.form("/console/logout", &token, &[]);
    let answer = shop.member.browser.send(&left).unwrap();
    assert_eq!(answer.leads_to(), shop.login_page());
    assert!(answer.header("clear-site-data").is_some(), "{answer:?}");
    let other = format!("{}A", &live[..live.len() - 1]);
    let long = "A".repeat(4000);
    for cookie in [
        live.as_str(),
        &other,
        &visitor,
        &long,
        "x",
        "\"\"",
        "%00",
        "' OR 1=1",
    ] {
        old.set_cookie("sekisho", cookie);
        for (method, path) in console(&user) {
            let answer = knock(&old, method, &path, &token);
            check_refused(&answer, &path);
            let found = (answer.status, answer.leads_to());
            assert_eq!(
                found,
                (303, shop.login_page().as_str()),
                "{method} {path} {cookie:.20}"
            );
        }
    }
}

/// Shows LOGIN-16 and catalogue section 4 (ASVS 3.3, 3.4, 14.3.2): every kind of answer carries
/// the headers, and the session cookie is out of scripts' and other sites' reach.
/// Shows ASVS-22, ASVS-24.
#[test]
fn every_answer_is_protected_and_session_cookies_are_strict() {
    let mut shop = Shop::open();
    let login = shop.login_page();
    for path in [
        "/",
        &login,
        "/nothing/there",
        "/healthz",
        "/readyz",
        "/demo/mails",
        "/console",
    ] {
        check_headers(&shop.demo.browser().get(path).unwrap());
    }
    let page = shop.demo.browser().get(&login).unwrap();
    let (_, asset) = page.body.split_once("/assets/").expect("a stylesheet");
    let asset = format!("/assets/{}", asset.split('"').next().unwrap());
    let asset = shop.demo.browser().get(&asset).unwrap();
    check_headers(&asset);
    assert!(asset.header("cache-control").unwrap().contains("immutable"));
    let person = &mut shop.chooser;
    let answer = person.log_in("").unwrap();
    assert!(answer.sets_session(), "{answer:?}");
    check_headers(&answer);
    let cookie = answer
        .all("set-cookie")
        .find(|cookie| cookie.starts_with("sekisho="))
        .unwrap();
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Domain") && !cookie.contains("Max-Age"),
        "{cookie}"
    );
    let value = person.browser.cookie("sekisho").unwrap();
    assert!(value.len() >= 43, "256 bits: {value}");
    // What stood in the cookie is not what stands in the database.
    let bytes = std::fs::read(shop.data.join("sekisho.db")).unwrap();
    assert!(
        !bytes
            .windows(value.len())
            .any(|part| part == value.as_bytes())
    );
}

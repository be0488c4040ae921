//! Every form sent twice at the same moment.

use crate::database::number;
use crate::person::{Person, Stage, unix_seconds};
use crate::post::{self, letters_to};
use crate::shop::Shop;
use testkit::browser::{Answer, Browser, Form};

/// Sends a form in two threads; both answers must be the same page, and the trail one row longer.
fn twice(shop: &Shop, browser: &mut Browser, form: &Form, what: &str) -> Answer {
    let trail = || number(&shop.data, "SELECT COUNT(*) FROM audit");
    let before = trail();
    let mut other = browser.clone();
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| other.send(form).unwrap());
        (browser.send(form).unwrap(), second.join().unwrap())
    });
    assert!(first.status < 400, "{what}: {first:?}");
    let same = |answer: &Answer| {
        (
            answer.status,
            answer.leads_to().to_owned(),
            bare(&answer.body),
        )
    };
    assert_eq!(same(&first), same(&second), "{what}");
    let cookie = |answer: &Answer| {
        let mut all = answer.all("set-cookie").map(str::to_owned);
        all.find(|cookie| cookie.starts_with("sekisho="))
    };
    if first.leads_to() != shop.login_page() {
        assert_eq!(cookie(&first), cookie(&second), "{what}");
    }
    assert_eq!(trail() - before, 1, "{what} had not one effect");
    first
}

/// A page without its hidden values, which are new each time.
fn bare(page: &str) -> String {
    let mut parts = page.split("name=\"form\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once('"').map_or("", |(_, rest)| rest)
    })
}

/// Shows LOGIN-5, PWD-1, OTP-1, OTP-2, OTP-12 and catalogue ASVS 2.3.4: the forms of a person's
/// first day, each sent twice at once, have one effect and one answer.
/// Shows ASVS-23.
#[test]
fn forms_of_the_first_day_sent_twice_have_one_effect() {
    let shop = Shop::open();
    let merchant = shop.admin.merchant.clone();
    let person = Person::registered(&merchant, shop.demo.browser(), 7);
    let mut admin = shop.admin.browser.clone();
    let entry = person.entry(&mut admin).unwrap();
    let answer = twice(&shop, &mut admin, &entry, "確定");
    assert!(answer.leads_to().ends_with("/registered"), "{answer:?}");
    let mut person = person;
    while person.stage != Stage::LogIn {
        person.advance(&shop.data, 0).unwrap();
    }
    assert_eq!(
        letters_to(&shop.data, &person.mail, post::REGISTERED).len(),
        1
    );

    let page = shop.login_page();
    let mut browser = person.browser.clone();
    let fields = [
        ("merchant_code", merchant.merchant_code.as_str()),
        ("user_id", &person.user_id),
        ("password", &person.password),
        ("code", ""),
    ];
    let form = browser.fill(&page, &page, &fields).unwrap();
    let answer = twice(&shop, &mut browser, &form, "ログイン");
    assert_eq!(answer.leads_to(), "/console/password");

    let path = "/console/password";
    let new = crate::person::password(777);
    let fields = [
        ("new_password", new.as_str()),
        ("new_password_again", new.as_str()),
    ];
    let form = browser.fill(path, path, &fields).unwrap();
    let answer = twice(&shop, &mut browser, &form, "パスワード変更");
    assert_eq!(answer.leads_to(), "/console/secret");

    let form = browser
        .fill("/console/secret", "/console/secret/issue", &[])
        .unwrap();
    twice(&shop, &mut browser, &form, "発行");
    person.browser = browser.clone();
    person.stage = Stage::Read;
    person.advance(&shop.data, 0).unwrap();

    let code = person.code(unix_seconds() / 30);
    let fields = [("code", code.as_str())];
    let form = browser
        .fill("/console/secret", "/console/secret/confirm", &fields)
        .unwrap();
    let answer = twice(&shop, &mut browser, &form, "登録を完了する");
    assert_eq!(answer.leads_to(), "/console/menu");

    log_out_twice(&shop, &mut browser);
}

fn log_out_twice(shop: &Shop, browser: &mut Browser) {
    let menu = browser.get("/console/menu").unwrap();
    let token = menu.form_for("/console/logout").unwrap();
    let form = browser.form("/console/logout", &token, &[]);
    let old = browser.clone();
    twice(shop, browser, &form, "ログアウト");
    assert_eq!(old.clone().get("/console/menu").unwrap().status, 303);
}

/// Shows RESET-3, RESET-5, RESET-12: a request and its link, each sent twice at once, cause one
/// mail each.
#[test]
fn a_reset_sent_twice_causes_one_mail() {
    let shop = Shop::open();
    let (person, page) = (&shop.member, format!("{}/reset", shop.login_page()));
    let mut browser = shop.demo.browser();
    let fields = [
        ("merchant_code", person.merchant.merchant_code.as_str()),
        ("user_id", &person.user_id),
    ];
    let form = browser.fill(&page, &page, &fields).unwrap();
    twice(&shop, &mut browser, &form, "初期化依頼");
    let link = shop.reset_link_of_member();
    let form = browser.fill(&link, &link, &[]).unwrap();
    twice(&shop, &mut browser, &form, "仮パスワードを送信する");
    let queued = "SELECT COUNT(*) FROM outbox WHERE state = 'queued'";
    while number(&shop.data, queued) > 0 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    for subject in [post::RESET_STARTED, post::TEMPORARY] {
        assert_eq!(
            letters_to(&shop.data, &person.mail, subject).len(),
            1,
            "{subject}"
        );
    }
    assert_eq!(browser.get(&link).unwrap().status, 404);
}

/// Shows RESET-9, OTP-8, LOCK-2: what 管理 does to a user, sent twice at once, is done once.
#[test]
fn acts_of_the_administrator_sent_twice_are_done_once() {
    let mut shop = Shop::open();
    let user = shop.user_page("user4");
    let right = std::mem::replace(&mut shop.member.password, "Wrong1pass".to_owned());
    // Three tries of a known browser, then the six that are open to everybody.
    for _ in 0..9 {
        assert_eq!(shop.member.log_in("123456").unwrap().status, 200);
    }
    shop.member.password = right;
    let locked = shop.member.log_in("").unwrap();
    assert!(
        locked.body.contains("パスワードがロックされています"),
        "{locked:?}"
    );
    let mut admin = shop.admin.browser.clone();
    for act in ["lock", "secret", "password"] {
        let page = format!("{user}/{act}");
        let form = admin.fill(&page, &page, &[("reason", "x")]).unwrap();
        let answer = twice(&shop, &mut admin, &form, act);
        assert_eq!(
            answer.header("location"),
            Some(format!("{user}?done={act}").as_str())
        );
    }
}

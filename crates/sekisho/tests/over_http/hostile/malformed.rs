//! Requests that are no forms of ours: wrong in method, type, size, shape or origin.

use super::{Target, targets};
use crate::shop::{Shop, ask, check_refused};
use testkit::browser::encoded;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// Header lines, body and the status they deserve; `{}` in a body is a good form.
type Case = (&'static [&'static str], &'static str, u16);

const CASES: [Case; 16] = [
    (&[FORM, "Origin: https://evil.example"], "{}", 403),
    (&[FORM, "Origin: http://127.0.0.1:1"], "{}", 403),
    (&[FORM, "Sec-Fetch-Site: cross-site"], "{}", 403),
    (&[FORM, "Sec-Fetch-Site: same-site"], "{}", 403),
    (&[FORM], "{}&{}", 400),
    (&[FORM], "{}&x=1&x=2", 400),
    (&[FORM], "{}&x=%00", 400),
    (&[FORM], "{}&x=%ff", 400),
    (&[FORM], "{}&%E3%81=1", 400),
    (&[FORM], "", 403),
    (&[FORM], "form=", 403),
    (&[FORM], "form[]=x&form%5B%5D=y", 400),
    (&[], "{}", 415),
    (&["Content-Type: text/plain"], "{}", 415),
    (&["Content-Type: application/json"], "{\"form\":\"x\"}", 415),
    (
        &["Content-Type: multipart/form-data; boundary=x"],
        "--x--",
        415,
    ),
];

fn good(target: &mut Target) -> String {
    let token = target.token();
    let mut fields = vec![("form", token.as_str())];
    fields.extend(
        target
            .fields
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    encoded(&fields)
}

fn try_cases(target: &mut Target) {
    for (lines, body, status) in CASES {
        let body = body.replace("{}", &good(target));
        let answer = ask(
            &target.browser,
            ("POST", &target.action),
            lines,
            body.as_bytes(),
        );
        let what = format!("{} {lines:?} {body:.80}", target.action);
        check_refused(&answer, &what);
        assert_eq!(answer.status, status, "{what}: {answer:?}");
    }
}

fn try_sizes(target: &mut Target) {
    let large = format!("{}&x={}", good(target), "a".repeat(1024 * 1024));
    let many = format!(
        "{}{}",
        good(target),
        (0..40)
            .map(|n| format!("&f{n}=1"))
            .collect::<Vec<_>>()
            .concat()
    );
    for (body, status) in [(large, 413), (many, 400)] {
        let answer = ask(
            &target.browser,
            ("POST", &target.action),
            &[FORM],
            body.as_bytes(),
        );
        check_refused(&answer, &target.action);
        assert_eq!(answer.status, status, "{}: {answer:?}", target.action);
    }
}

fn try_methods(target: &mut Target) {
    let body = good(target);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let answer = ask(
            &target.browser,
            (method, &target.action),
            &[FORM],
            body.as_bytes(),
        );
        check_refused(&answer, method);
        assert_eq!(answer.status, 405, "{method} {}: {answer:?}", target.action);
        assert!(answer.header("allow").is_some(), "{answer:?}");
    }
}

/// A hidden value that is missing, another browser's, another session's, or changed in one place.
fn try_tokens(target: &mut Target, foreign: &[String]) {
    let token = target.token();
    let last = token.len() - 1;
    let turned = if token.ends_with('A') { "Q" } else { "A" };
    let mut wrong = vec![
        format!("{}{turned}", &token[..last]),
        token[..last].to_owned(),
    ];
    wrong.push(format!("{token}A"));
    wrong.push("A".repeat(64));
    wrong.extend_from_slice(foreign);
    for token in wrong {
        let action = target.action.clone();
        let form = target.browser.form(&action, &token, &target.with("", ""));
        let answer = target.browser.clone().send(&form).unwrap();
        check_refused(&answer, &action);
        assert_eq!(answer.status, 403, "{action} with {token}: {answer:?}");
    }
}

/// Forms that need nothing but a good hidden value to have an effect.
fn effective(shop: &mut Shop) -> Vec<Target> {
    let user = shop.user_page("user4");
    let link = shop.reset_link();
    let (admin, enroller) = (&shop.admin.browser, &shop.enroller.browser);
    let [password, secret] = ["password", "secret"].map(|act| format!("{user}/{act}"));
    vec![
        Target::new(&shop.demo.browser(), &link, &link, &[]),
        Target::new(enroller, "/console/secret", "/console/secret/issue", &[]),
        Target::new(admin, &password, &password, &[("reason", "x")]),
        Target::new(admin, &secret, &secret, &[("reason", "x")]),
        Target::new(admin, "/console/menu", "/console/logout", &[]),
    ]
}

/// Shows LOGIN-16 and catalogue section 8 "login CSRF", ASVS 3.5.1, 3.5.3: what was not sent by a
/// page of ours to this browser is refused before anything is looked at, and nothing is stored.
/// Shows ATK-18.
#[test]
fn what_is_no_form_of_ours_is_refused() {
    let mut shop = Shop::open();
    let mut targets = targets(&mut shop);
    targets.extend(effective(&mut shop));
    let login = shop.login_page();
    let stranger = shop
        .demo
        .browser()
        .get(&login)
        .unwrap()
        .form_for(&login)
        .unwrap();
    let member = shop.member.browser.get("/console/menu").unwrap();
    let foreign = [stranger, member.form_for("/console/logout").unwrap()];
    let before = shop.stored();
    for target in &mut targets {
        try_cases(target);
        try_sizes(target);
        try_methods(target);
        try_tokens(target, &foreign);
    }
    let audit = crate::database::number(
        &shop.data,
        "SELECT COUNT(*) FROM audit WHERE outcome <> 'ok'",
    );
    assert_eq!(audit, 0, "a refused form was evaluated");
    assert_eq!(shop.stored(), before);
    assert!(!shop.log().contains("ERROR"), "{}", shop.log());
}

/// Shows LOGIN-11: log-out is a form as well; opening its address or forging it ends nothing.
#[test]
fn nobody_is_logged_out_by_a_link_or_a_foreign_page() {
    let mut shop = Shop::open();
    let browser = &mut shop.member.browser;
    for (method, lines, body) in [
        ("GET", &[][..], ""),
        ("POST", &[FORM], "form=x"),
        ("POST", &[FORM, "Origin: https://evil.example"], "form=x"),
    ] {
        let answer = ask(browser, (method, "/console/logout"), lines, body.as_bytes());
        check_refused(&answer, method);
        assert!(matches!(answer.status, 403 | 405), "{answer:?}");
    }
    assert_eq!(browser.get("/console/menu").unwrap().status, 200);
}

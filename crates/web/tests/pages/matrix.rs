//! Every route, tried by everybody: the rows are checked against the router's own source, so that a
//! new route without a row fails.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::{Method, StatusCode};

use crate::browser::{Browser, Page};
use crate::day::{administrator, clerk_at_work, other_administrator, registers, sets_up};
use crate::house::House;
use crate::matrix_rows::ROWS;
use crate::operator::operator;

/// Who tries: nobody, 管理, 一般, 出荷, somebody with a duty, another merchant's 管理, an operator.
const ACTORS: [&str; 7] = [
    "nobody",
    "管理",
    "一般",
    "出荷",
    "duty",
    "other 管理",
    "operator",
];

/// The answers, a letter each.
///
/// `A` answers · `F` asks for a form of its own (the right is there) · `L` leads to a log-in ·
/// `D` leads to the duty · `H` leads to one's own menu · `C` closed to this right · `M` not there
/// for this person · `U` 401 without a page · `X` 503 (the test's clock is not the database's)
fn letter(page: &Page) -> char {
    let target = page.target().unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let digits = path.trim_start_matches('/');
    match page.status {
        StatusCode::SEE_OTHER if path == "/" || path == "/operator" => 'L',
        StatusCode::SEE_OTHER if digits.bytes().all(|byte| byte.is_ascii_digit()) => 'L',
        StatusCode::SEE_OTHER if path.ends_with("/menu") => 'H',
        StatusCode::SEE_OTHER if ["/console/password", "/console/secret"].contains(&path) => 'D',
        StatusCode::OK | StatusCode::SEE_OTHER => 'A',
        StatusCode::FORBIDDEN if page.title() == "このページは開けません" => 'C',
        StatusCode::FORBIDDEN if page.text.contains("もう一度お試しください") => 'F',
        StatusCode::NOT_FOUND => 'M',
        StatusCode::UNAUTHORIZED => 'U',
        StatusCode::SERVICE_UNAVAILABLE => 'X',
        other => panic!("{other}: {}", page.text),
    }
}

/// The routes that the source of the router declares: method and path.
fn declared() -> BTreeSet<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes");
    let mut found = BTreeSet::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                routes_of(&std::fs::read_to_string(path).unwrap(), &mut found);
            }
        }
    }
    found
}

fn routes_of(source: &str, found: &mut BTreeSet<(String, String)>) {
    for piece in source.split(".route(").skip(1) {
        let path = piece
            .split('"')
            .nth(1)
            .unwrap_or_else(|| panic!("no literal path: {piece}"));
        let handlers = piece.split('"').nth(2).unwrap();
        let handlers = handlers.split("\n        .").next().unwrap();
        let mut methods = 0;
        for method in ["get", "post", "put", "patch", "delete", "any"] {
            let names = [
                format!(" {method}("),
                format!(".{method}("),
                format!("\n{method}("),
            ];
            if names.iter().any(|name| handlers.contains(name)) {
                found.insert((method.to_uppercase(), path.to_owned()));
                methods += 1;
            }
        }
        assert!(methods > 0, "no method of {path}: {handlers}");
    }
}

/// An address of the route that exists for the merchant in question.
fn address(path: &str, user: &str) -> String {
    let id = user.rsplit('/').next().unwrap();
    path.replace("{access_key}", "1234567")
        .replace("/door/check/{id}", "/door/check/orders")
        .replace("/door/enter/{id}", "/door/enter/orders")
        .replace("/apps/demo/{id}", "/apps/demo/orders")
        .replace("{id}", id)
        .replace("{act}", "lock")
        .replace("{verdict}", "approve")
        .replace("{token}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        .replace("{code}", "100000001")
        .replace("{hash}", "0")
        .replace("{topic}", "nothing")
        .replace("{kind}", "nothing")
        .replace("{name}", "nothing")
}

struct Cast {
    browsers: Vec<Browser>,
    user: String,
}

async fn cast(house: &House) -> Cast {
    let (mut admin, _) = administrator(house).await;
    let (general, _, user) = clerk_at_work(house, &mut admin).await;
    let shipping_form = [
        ("user_type", "shipping"),
        ("user_id", "Ship1"),
        ("login_method", "no_mail"),
        ("name", "荷造 次郎"),
        ("mail", "jiro@shop.example"),
    ];
    let (temporary, _) = registers(house, &mut admin, &shipping_form).await;
    let mut shipping = house.browser();
    sets_up(house, &mut shipping, ("Ship1", &temporary, "nidukuri7")).await;
    let duty_form = [
        ("user_type", "general"),
        ("user_id", "Duty1"),
        ("login_method", "no_mail"),
        ("name", "新人 三郎"),
        ("mail", "saburo@shop.example"),
    ];
    let (temporary, _) = registers(house, &mut admin, &duty_form).await;
    let mut duty = house.browser();
    crate::day::logs_in(&mut duty, ("Duty1", &temporary, "")).await;
    let other = other_administrator(house).await;
    let (desk, _) = operator(house, "center01").await;
    let browsers = vec![house.browser(), admin, general, shipping, duty, other, desk];
    Cast { browsers, user }
}

/// A browser with the same cookies: no try changes what the next one finds.
fn same(browser: &Browser) -> Browser {
    let mut copy = Browser::new(browser.router.clone());
    copy.cookies.clone_from(&browser.cookies);
    copy
}

/// A token that is good for the actor's session, from the ログアウト that every page has.
async fn own_token(browser: &Browser) -> String {
    for (home, action) in [
        ("/console/menu", "/console/logout"),
        ("/operator/menu", "/operator/logout"),
    ] {
        let mut copy = same(browser);
        let page = copy.open(home).await;
        if page.text.contains(action) {
            return page.token(action);
        }
    }
    "none".to_owned()
}

/// Shows ROLE-3, ROLE-4, ROLE-6, ROLE-8, ROLE-10, ROLE-12, CS-3, CS-6, LOGIN-16: what each right
/// reaches, route by route. A form is sent with a token that is good for the session wherever the
/// right is missing, and with a bad one where it is there, so nothing is changed.
/// Shows PCI-22, ASVS-17, ATK-14.
#[tokio::test]
async fn role_12_every_route_tried_by_everybody() {
    let mut listed = BTreeSet::new();
    for (method, path, _) in ROWS {
        assert!(
            listed.insert(((*method).to_owned(), (*path).to_owned())),
            "{method} {path} twice"
        );
    }
    let declared = declared();
    let without: Vec<_> = declared.difference(&listed).collect();
    assert!(without.is_empty(), "routes without a row: {without:?}");
    let gone: Vec<_> = listed.difference(&declared).collect();
    assert!(gone.is_empty(), "rows without a route: {gone:?}");

    let house = House::open().await;
    let cast = cast(&house).await;
    let mut tokens = Vec::new();
    for browser in &cast.browsers {
        tokens.push(own_token(browser).await);
    }
    let mut wrong = Vec::new();
    for (method, path, expected) in ROWS {
        let address = address(path, &cast.user);
        let mut found = String::new();
        for (place, (browser, expected)) in cast.browsers.iter().zip(expected.chars()).enumerate() {
            let token = if expected == 'F' {
                "none"
            } else {
                tokens[place].as_str()
            };
            let form = (*method != "GET").then(|| format!("form={token}"));
            let method: Method = method.parse().unwrap();
            let page = same(browser).send(method, &address, form).await;
            found.push(letter(&page));
        }
        if found != *expected {
            wrong.push(format!(
                "    (\"{method}\", \"{path}\", \"{found}\"), // {expected}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{ACTORS:?}\n{}", wrong.join("\n"));
}

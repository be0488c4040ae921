//! Doors to other applications: who passes, what is said about them, when it ends.

use app::{Claims, check_assertion};
use axum::http::StatusCode;
use crypto::PublicKey;
use data_encoding::BASE64URL_NOPAD;
use domain::door::{Door, DoorId, DoorRole};
use domain::merchant::{MerchantCode, MerchantKind};
use domain::time::Span;
use web::{DoorEntry, Wording};

use crate::browser::{Browser, Page};
use crate::day::{CLERK_PASSWORD, administrator, clerk_at_work, logs_in};
use crate::house::{CODE, House, KEY, here};

const ISSUER: &str = "http://127.0.0.1:8080";

fn door(id: &str, roles: &[DoorRole], kinds: &[MerchantKind]) -> DoorEntry {
    let both = |text: &str| Wording {
        ja: format!("{text}画面"),
        en: format!("{text} page"),
    };
    DoorEntry {
        door: Door {
            id: DoorId::parse(id).unwrap(),
            roles: roles.to_vec(),
            kinds: kinds.to_vec(),
        },
        label: both(id),
        about: both("about"),
        href: format!("/apps/{id}/"),
    }
}

async fn house() -> House {
    let logistics = [MerchantKind::Logistics];
    let doors = vec![
        door("orders", &[DoorRole::General], &logistics),
        door("packing", &[DoorRole::Shipping], &logistics),
        door(
            "sales",
            &[DoorRole::General, DoorRole::Shipping],
            &[MerchantKind::NonLogistics],
        ),
    ];
    House::with(MerchantKind::Logistics, false, |settings| {
        settings.doors = doors;
    })
    .await
}

/// The public keys, as an application reads them.
async fn keys(browser: &mut Browser) -> Vec<PublicKey> {
    let page = browser.get("/door/keys").await;
    assert_eq!(
        page.header("content-type"),
        Some("application/jwk-set+json")
    );
    let set: serde_json::Value = serde_json::from_str(&page.text).unwrap();
    let key = |jwk: &serde_json::Value| {
        assert_eq!(
            (&jwk["kty"], &jwk["crv"]),
            (&"OKP".into(), &"Ed25519".into())
        );
        let x = BASE64URL_NOPAD.decode(jwk["x"].as_str().unwrap().as_bytes());
        PublicKey::from_bytes(&x.unwrap().try_into().unwrap()).unwrap()
    };
    set["keys"].as_array().unwrap().iter().map(key).collect()
}

fn says_nothing(page: &Page) {
    let named = page
        .headers
        .keys()
        .any(|name| name.as_str().starts_with("sekisho-"));
    assert!(!named, "{:?}", page.headers);
    assert!(page.set_cookies().is_empty(), "{:?}", page.headers);
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

/// Shows ROLE-10, ROLE-12: the application behind a door learns who came, in headers and signed.
/// Shows ASVS-19.
#[tokio::test]
async fn role_10_a_listed_user_passes_and_is_named() {
    let house = house().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, ..) = clerk_at_work(&house, &mut admin).await;
    let menu = clerk.get("/console/menu").await;
    assert_eq!(menu.all(".tile a")[0], "orders画面");
    assert_eq!(menu.attributes(".tile a", "href")[0], "/apps/orders/");
    assert!(!menu.text.contains("/apps/packing/") && !menu.text.contains("/apps/sales/"));

    let page = passes(&mut clerk).await;
    let assertion = page.header("sekisho-assertion").unwrap();
    let claims = believed_only_as_it_is(&house, assertion).await;
    assert_eq!(
        (claims.merchant.as_str(), claims.user.as_str()),
        (CODE, "User1")
    );
    assert_eq!(Some(claims.sub.as_str()), page.header("sekisho-person"));
    assert_eq!(
        (claims.exp - claims.iat, claims.kind.as_str()),
        (60, "logistics")
    );
}

/// The answer to a proxy that asks for a listed user.
async fn passes(clerk: &mut Browser) -> Page {
    let page = clerk.get("/door/check/orders").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.set_cookies().is_empty());
    for (name, value) in [
        ("sekisho-merchant", CODE),
        ("sekisho-user", "User1"),
        ("sekisho-role", "general"),
        ("sekisho-strength", "totp"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    let at = page.header("sekisho-authenticated-at").unwrap();
    assert!(
        at.starts_with("2026-11-22T00:") && at.ends_with('Z'),
        "{at}"
    );
    page
}

/// The claims of an assertion; another application's, another console's, too late, bent: none of
/// those is believed.
async fn believed_only_as_it_is(house: &House, assertion: &str) -> Claims {
    let keys = keys(&mut house.browser()).await;
    let now = house.app.now();
    let check = |text: &str, expected, at| check_assertion(text, &keys, expected, at);
    let claims = check(assertion, (ISSUER, "orders"), now).unwrap();
    assert!(check(assertion, (ISSUER, "packing"), now).is_none());
    assert!(check(assertion, ("https://other.example", "orders"), now).is_none());
    assert!(check(assertion, (ISSUER, "orders"), now.plus(Span::seconds(60))).is_none());
    let (head, rest) = assertion.split_once('.').unwrap();
    let bent = BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
    assert!(check(&format!("{bent}.{rest}"), (ISSUER, "orders"), now).is_none());
    let (_, signature) = rest.rsplit_once('.').unwrap();
    let raised = claims_with(assertion, "general", "shipping");
    assert!(
        check(
            &format!("{head}.{raised}.{signature}"),
            (ISSUER, "orders"),
            now
        )
        .is_none()
    );
    claims
}

fn claims_with(assertion: &str, from: &str, to: &str) -> String {
    let part = assertion.split('.').nth(1).unwrap();
    let text = BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
    let text = String::from_utf8(text).unwrap().replace(from, to);
    BASE64URL_NOPAD.encode(text.as_bytes())
}

/// Shows ROLE-3, ROLE-6, ROLE-12: whoever is not listed stays outside, 管理 at every door.
#[tokio::test]
async fn role_3_whoever_is_not_listed_stays_outside() {
    let house = house().await;
    let (mut admin, _) = administrator(&house).await;
    for id in ["orders", "packing", "sales"] {
        let page = admin.get(&format!("/door/check/{id}")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{id}");
        says_nothing(&page);
        assert_eq!(page.title(), "このページは開けません");
        let page = admin.get(&format!("/door/enter/{id}")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{id}");
    }
    let (mut clerk, ..) = clerk_at_work(&house, &mut admin).await;
    for id in ["packing", "sales"] {
        let page = clerk.get(&format!("/door/check/{id}?redirect=1")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{id}");
        says_nothing(&page);
    }
    for id in ["none", "Orders", "..", "%00"] {
        let page = clerk.get(&format!("/door/check/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{id}");
        says_nothing(&page);
    }
}

/// Shows LOGIN-11, LOGIN-16: no session, a session with a duty, one that is over: the door is
/// shut, and the log-in page leads back to it.
#[tokio::test]
async fn login_16_the_door_ends_with_the_session() {
    let house = house().await;
    let mut stranger = house.browser();
    let page = stranger.get("/door/check/orders").await;
    assert_eq!(
        (page.status, page.target()),
        (StatusCode::UNAUTHORIZED, None)
    );
    says_nothing(&page);
    let page = stranger.get("/door/check/orders?redirect=1").await;
    assert_eq!(page.target().as_deref(), Some("/door/enter/orders"));
    says_nothing(&page);

    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, phone, _) = clerk_at_work(&house, &mut admin).await;
    let page = clerk.get("/console/menu").await;
    let page = clerk.submit(&page, "/console/logout", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(
        clerk.get("/door/check/orders").await.status,
        StatusCode::UNAUTHORIZED
    );
    let page = clerk.get("/door/enter/orders").await;
    assert_eq!(page.target(), Some(format!("/{KEY}")));
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut clerk, ("User1", CLERK_PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/door/enter/orders?back=1"));
    let page = clerk.get("/door/enter/orders?back=1").await;
    assert_eq!(page.target().as_deref(), Some("/apps/orders/"));
    assert!(
        !clerk.cookies.contains_key("sekisho-door"),
        "the way back is used once"
    );

    // A sign of life at the door keeps the session; silence ends it.
    for _ in 0..3 {
        house.clock.turn(Span::minutes(10));
        assert_eq!(clerk.get("/door/check/orders").await.status, StatusCode::OK);
    }
    house.clock.turn(Span::minutes(15));
    assert_eq!(
        clerk.get("/door/check/orders").await.status,
        StatusCode::UNAUTHORIZED
    );
}

/// Shows LOGIN-16, ROLE-12: a temporary password opens no door, and somebody else's way back
/// leads to the menu.
#[tokio::test]
async fn login_16_duties_come_before_doors() {
    let house = house().await;
    let mut browser = house.browser();
    browser.get("/door/enter/orders").await;
    let first = house.first_password.clone();
    let page = logs_in(&mut browser, (CODE, &first, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));
    let page = browser.get("/door/check/orders").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    says_nothing(&page);
    let page = browser.get("/door/enter/orders").await;
    assert_eq!(page.target().as_deref(), Some("/console/password"));

    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/door/enter/orders?back=1").await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
    let mut evil = house.browser();
    evil.cookies
        .insert("sekisho-door".to_owned(), "//evil.example".to_owned());
    let page = evil.get("/door/enter/orders").await;
    assert_eq!(page.target().as_deref(), Some("/"));
}

/// Suspension shuts the door with the next request; afterwards one logs in anew.
/// Shows PCI-10, ASVS-17.
#[tokio::test]
async fn a_suspension_shuts_the_door() {
    let house = house().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, _) = clerk_at_work(&house, &mut admin).await;
    assert_eq!(clerk.get("/door/check/orders").await.status, StatusCode::OK);
    let code = MerchantCode::parse(CODE).unwrap();
    let cause = ("unpaid", &here());
    house
        .app
        .suspend_merchant(&code, true, cause)
        .await
        .unwrap();
    let page = clerk.get("/door/check/orders").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    house
        .app
        .suspend_merchant(&code, false, cause)
        .await
        .unwrap();
    let page = clerk.get("/door/check/orders").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

/// A reset by 管理 shuts the door with the next request.
#[tokio::test]
async fn a_reset_shuts_the_door() {
    let house = house().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, user) = clerk_at_work(&house, &mut admin).await;
    assert_eq!(clerk.get("/door/check/orders").await.status, StatusCode::OK);
    let path = format!("{user}/password");
    let page = admin.get(&path).await;
    admin.submit(&page, &path, &[]).await;
    assert_eq!(
        clerk.get("/door/check/orders").await.status,
        StatusCode::UNAUTHORIZED
    );
}

/// The made-up application of the demonstration checks the signature itself.
#[tokio::test]
async fn the_demonstration_shows_who_came() {
    let folder = tempfile::tempdir().unwrap();
    let mails = folder.path().to_owned();
    let house = House::with(MerchantKind::Logistics, false, |settings| {
        settings.demo = Some(web::DemoMails {
            folder: mails,
            letters: Vec::new(),
        });
        settings.doors = vec![door(
            "orders",
            &[DoorRole::General],
            &[MerchantKind::Logistics],
        )];
    })
    .await;
    let page = house.browser().get("/apps/demo/orders/").await;
    assert_eq!(page.target().as_deref(), Some("/door/enter/orders"));
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/apps/demo/orders/").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let (mut clerk, ..) = clerk_at_work(&house, &mut admin).await;
    let page = clerk.get("/apps/demo/orders/").await;
    assert_eq!(page.title(), "orders画面");
    assert!(page.all("pre")[0].contains(&format!("\"merchant\": \"{CODE}\"")));
    let outside = self::house().await;
    let page = outside.browser().get("/apps/demo/orders/").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

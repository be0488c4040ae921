//! Passkeys on their pages: one more, log-in with and without a password, one less, and none at all.

use axum::http::StatusCode;
use domain::passkey::PasskeyUse;
use domain::time::Span;
use testkit::passkey::{Device, Said, encoded};

use crate::browser::{Browser, Page};
use crate::day::{ADMIN_PASSWORD, administrator};
use crate::house::{CODE, House, KEY, ORIGIN};

const PASSES: &str = "/console/passes";
const NEW: &str = "/console/passkeys/new";
const MAKE: &str = "/console/passkeys/make";

fn said(page: &Page) -> Said {
    let challenge = page.attributes("passkey-form", "data-challenge").remove(0);
    Said::honest(ORIGIN, &challenge)
}

/// A device with the handle that the page gave it.
struct Own {
    device: Device,
    handle: String,
}

async fn sends(browser: &mut Browser, page: &Page, device: &Device) -> Page {
    let made = device.make(&said(page));
    let (client_data, attestation) = (encoded(&made.client_data), encoded(&made.attestation));
    let (name, since) = (page.value("name"), page.value("since"));
    let fields = [
        ("name", name.as_str()),
        ("since", &since),
        ("client_data", &client_data),
        ("attestation", &attestation),
    ];
    browser.submit(page, MAKE, &fields).await
}

async fn adds(browser: &mut Browser, name: &str) -> Own {
    let page = browser.get(NEW).await;
    let page = browser.submit(&page, NEW, &[("name", name)]).await;
    let handle = page.attributes("passkey-form", "data-handle").remove(0);
    let device = Device::new();
    let page = sends(browser, &page, &device).await;
    let page = browser.follow(page).await;
    assert!(
        page.text.contains("パスキーを追加しました。"),
        "{}",
        page.text
    );
    Own { device, handle }
}

/// Answers the entrance's question, with `typed` beside it.
async fn enters(browser: &mut Browser, own: &mut Own, typed: &[(&str, &str)]) -> Page {
    let path = format!("/{KEY}/passkey");
    let page = browser.get(&path).await;
    assert_eq!(page.title(), "パスキーでログイン");
    let shown = own.device.show(&said(&page));
    let since = page.value("since");
    let (id, client_data) = (encoded(&shown.id), encoded(&shown.client_data));
    let authenticator_data = encoded(&shown.authenticator_data);
    let signature = encoded(&shown.signature);
    let mut fields = vec![
        ("since", since.as_str()),
        ("credential", &id),
        ("client_data", &client_data),
        ("authenticator_data", &authenticator_data),
        ("signature", &signature),
        ("handle", &own.handle),
    ];
    fields.extend_from_slice(typed);
    browser.submit(&page, &path, &fields).await
}

#[tokio::test]
async fn a_passkey_is_added_used_and_removed() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get(PASSES).await;
    assert!(page.attributes("main a", "href").contains(&NEW.to_owned()));
    let mut own = adds(&mut admin, "店舗のパソコン").await;
    let page = admin.get(PASSES).await;
    assert_eq!(page.all("tbody th"), ["認証アプリ #1", "店舗のパソコン"]);
    assert!(page.all("tbody td").contains(&"パスキー".to_owned()));

    let mut other = house.browser();
    let page = other.get(&format!("/{KEY}")).await;
    assert!(
        page.attributes("main a", "href")
            .contains(&format!("/{KEY}/passkey"))
    );
    let page = enters(&mut other, &mut own, &[]).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/menu"),
        "{}",
        page.text
    );
    let page = other.get("/console/logins").await;
    assert!(
        page.all("tbody td").contains(&"パスキー".to_owned()),
        "{}",
        page.text
    );
    let page = other.get("/console/activity").await;
    assert!(page.text.contains("パスキーの追加"), "{}", page.text);

    let page = admin.get(PASSES).await;
    let removals = page.attributes("tbody a[href$=remove]", "href");
    assert_eq!(removals.len(), 1, "the last app stays");
    let page = admin.get(&removals[0]).await;
    assert_eq!(page.title(), "パスキーの登録の削除");
    let page = admin.submit(&page, &removals[0], &[]).await;
    let page = admin.follow(page).await;
    assert_eq!(page.all("tbody th"), ["認証アプリ #1"]);
    assert!(page.text.contains("パスキーの登録を削除しました。"));
    let page = enters(&mut other, &mut own, &[]).await;
    assert!(
        page.text.contains("ログインできませんでした"),
        "{}",
        page.text
    );
}

/// Beside the password: asked for by the same page, kept after a refusal, but for the password.
#[tokio::test]
async fn a_passkey_stands_beside_the_password() {
    let house = House::with_passkeys(PasskeyUse::SecondFactor).await;
    let (mut admin, _) = administrator(&house).await;
    let mut own = adds(&mut admin, "").await;
    let mut other = house.browser();
    let typed = |password| {
        [
            ("merchant_code", CODE),
            ("user_id", CODE),
            ("password", password),
        ]
    };
    let page = enters(&mut other, &mut own, &typed("falsch1Wort")).await;
    assert!(
        page.text.contains("ログインできませんでした"),
        "{}",
        page.text
    );
    assert_eq!(
        (page.value("merchant_code"), page.value("password")),
        (CODE.to_owned(), String::new())
    );
    let page = enters(&mut other, &mut own, &[]).await;
    assert!(
        page.text.contains("ログインできませんでした"),
        "a passkey alone: {}",
        page.text
    );
    let page = enters(&mut other, &mut own, &typed(ADMIN_PASSWORD)).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/menu"),
        "{}",
        page.text
    );
}

/// What the page cannot verify, and what comes too late, is told and can be done again.
#[tokio::test]
async fn what_goes_wrong_while_adding_is_told() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let blank = admin.get(NEW).await;
    let page = admin
        .submit(&blank, NEW, &[("name", &"x".repeat(40))])
        .await;
    assert!(page.text.contains("30字以内"), "{}", page.text);
    let page = admin.submit(&blank, NEW, &[("name", "\"><b>x")]).await;
    assert!(page.all("main b").is_empty(), "what was typed is text");
    let other_page = admin.submit(&blank, NEW, &[("name", "x")]).await;
    let mut foreign = said(&other_page);
    foreign.origin = "https://evil.example".into();
    let made = Device::new().make(&foreign);
    let (client_data, attestation) = (encoded(&made.client_data), encoded(&made.attestation));
    let since = page.value("since");
    let fields = [
        ("since", since.as_str()),
        ("client_data", &client_data),
        ("attestation", &attestation),
    ];
    let refused = admin.submit(&page, MAKE, &fields).await;
    assert!(
        refused.text.contains("パスキーを確認できなかったため"),
        "{}",
        refused.text
    );
    let nothing = admin
        .submit(&refused, MAKE, &[("since", &refused.value("since"))])
        .await;
    assert!(
        nothing.text.contains("パスキーを確認できなかったため"),
        "{}",
        nothing.text
    );
    house.clock.turn(Span::minutes(5));
    let late = sends(&mut admin, &nothing, &Device::new()).await;
    assert!(late.text.contains("5分以上たったため"), "{}", late.text);
    let page = sends(&mut admin, &late, &Device::new()).await;
    assert!(page.target().unwrap().ends_with("done=passkey-added"));
}

/// After ten minutes password and number are asked for before anything else.
#[tokio::test]
async fn a_new_passkey_takes_the_proof() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    house.clock.turn(Span::minutes(10));
    let blank = admin.get(NEW).await;
    let question = admin.submit(&blank, NEW, &[("name", "x")]).await;
    assert_eq!(question.title(), "ご本人の確認");
    let page = admin.get(MAKE).await;
    assert_eq!(page.target().as_deref(), Some(NEW));
}

/// The fields of the question as a browser sends them: what was typed comes along, `own` beside it.
async fn proves(browser: &mut Browser, question: &Page, own: &[(&str, &str)]) -> Page {
    let hidden = "main form input[type=hidden][value]";
    let names = question.attributes(hidden, "name");
    let values = question.attributes(hidden, "value");
    let kept = names.iter().zip(&values);
    let mut fields: Vec<(&str, &str)> = kept.map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.extend_from_slice(own);
    browser.post(NEW, &fields).await
}

/// What the script fills in.
fn own_fields(own: &mut Own, question: &Page, is_right: bool) -> Vec<(&'static str, String)> {
    let mut shown = own.device.show(&said(question));
    shown.signature[20] ^= u8::from(!is_right);
    vec![
        ("again_password", String::new()),
        ("again_code", String::new()),
        ("again_credential", encoded(&shown.id)),
        ("again_client_data", encoded(&shown.client_data)),
        (
            "again_authenticator_data",
            encoded(&shown.authenticator_data),
        ),
        ("again_signature", encoded(&shown.signature)),
        ("again_handle", own.handle.clone()),
    ]
}

/// The question can be answered with a passkey by a script, and with the number without one; what was
/// typed comes through it either way.
#[tokio::test]
async fn the_question_is_answered_by_passkey_or_by_number() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let mut own = adds(&mut admin, "").await;
    house.clock.turn(Span::minutes(10));
    let blank = admin.get(NEW).await;
    let mut question = admin.submit(&blank, NEW, &[("name", "二つ目")]).await;
    let known = question.attributes("passkey-form", "data-allowed");
    assert_eq!(known, [encoded(&own.device.id)]);
    assert!(
        question.all("[hidden] button").len() == 1,
        "nothing without a script"
    );
    for is_right in [false, true] {
        let shown = own_fields(&mut own, &question, is_right);
        let fields: Vec<(&str, &str)> = shown.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let page = proves(&mut admin, &question, &fields).await;
        if is_right {
            assert_eq!(page.title(), "パスキーの追加", "{}", page.text);
            assert_eq!(page.value("name"), "二つ目");
            house.clock.turn(Span::minutes(10));
            let again = proves(&mut admin, &question, &fields).await;
            assert_eq!(again.title(), "ご本人の確認", "an answer is used once");
        } else {
            assert!(
                page.text.contains("確認できませんでした。"),
                "{}",
                page.text
            );
            question = page;
        }
    }
    let question = admin.submit(&blank, NEW, &[("name", "二つ目")]).await;
    let code = phone.fresh_code(&house);
    let fields = [
        ("again_credential", ""),
        ("again_password", ADMIN_PASSWORD),
        ("again_code", &code),
    ];
    let page = proves(&mut admin, &question, &fields).await;
    assert_eq!(page.title(), "パスキーの追加", "{}", page.text);
}

/// Every refusal at the entrance is one page; it tells nothing of what was wrong.
#[tokio::test]
async fn the_entrance_tells_nothing() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let mut own = adds(&mut admin, "").await;
    let mut unknown = Own {
        device: Device::new(),
        handle: own.handle.clone(),
    };
    let mut pages = Vec::new();
    own.handle = encoded(&[1; 32]);
    for own in [&mut own, &mut unknown] {
        let page = enters(&mut house.browser(), own, &[]).await;
        assert_eq!(page.status, StatusCode::OK);
        pages.push(page.all("main h2, main p, main li"));
    }
    assert_eq!(pages[0], pages[1]);
    let path = format!("/{KEY}/passkey");
    let page = house.browser().get(&path).await;
    assert!(
        page.text.contains("JavaScriptを有効にしてください"),
        "{}",
        page.text
    );
    assert!(
        page.attributes("main a", "href")
            .contains(&format!("/{KEY}")),
        "the other way in"
    );
    let stale = house.browser().post(&path, &[("form", "x")]).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
}

/// Where there are none, no page speaks of them.
#[tokio::test]
async fn without_passkeys_there_is_no_such_page() {
    let house = House::with_passkeys(PasskeyUse::Off).await;
    let (mut admin, _) = administrator(&house).await;
    let entrance = format!("/{KEY}/passkey");
    for path in [NEW, entrance.as_str()] {
        assert_eq!(
            admin.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for path in [PASSES.to_owned(), format!("/{KEY}")] {
        let page = admin.get(&path).await;
        assert!(!page.text.contains("パスキー"), "{path}");
    }
}

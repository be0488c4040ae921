//! Passes and recovery codes on their pages, and the question for password and code.

use axum::http::StatusCode;
use domain::time::Span;

use crate::browser::{Browser, Page};
use crate::day::{ADMIN_PASSWORD, Phone, administrator, logs_in};
use crate::house::{CODE, House, KEY};

const PASSES: &str = "/console/passes";
const NEW: &str = "/console/passes/new";

async fn adds(house: &House, browser: &mut Browser, name: &str) -> Phone {
    let page = browser.get(NEW).await;
    let page = browser.submit(&page, NEW, &[("name", name)]).await;
    let page = browser.follow(page).await;
    let phone = Phone::typed_from(&page);
    let code = phone.fresh_code(house);
    let confirm = "/console/passes/confirm";
    let page = browser.submit(&page, confirm, &[("code", &code)]).await;
    let page = browser.follow(page).await;
    assert!(
        page.text.contains("認証アプリを追加しました。"),
        "{}",
        page.text
    );
    phone
}

/// All hidden fields of the page, as a browser sends them back.
fn hidden(page: &Page) -> Vec<(String, String)> {
    let names = page.attributes("main input[type=hidden]", "name");
    let values = page.attributes("main input[type=hidden]", "value");
    names.into_iter().zip(values).collect()
}

/// Answers the question of `page`.
async fn answers(browser: &mut Browser, page: &Page, values: (&str, &str)) -> Page {
    let kept = hidden(page);
    let action = page.attributes("main form", "action").remove(0);
    let mut fields: Vec<(&str, &str)> = kept
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend([("again_password", values.0), ("again_code", values.1)]);
    browser.post(&action, &fields).await
}

#[tokio::test]
async fn a_second_phone_is_added_and_the_first_removed() {
    let house = House::open().await;
    let (mut admin, first) = administrator(&house).await;
    let page = admin.get("/console/menu").await;
    assert!(
        page.attributes("main a", "href")
            .contains(&PASSES.to_owned())
    );
    let second = adds(&house, &mut admin, "新しいスマートフォン").await;
    let page = admin.get(PASSES).await;
    assert_eq!(
        page.all("tbody th"),
        ["認証アプリ #1", "新しいスマートフォン"]
    );
    let removals = page.attributes("tbody a[href$=remove]", "href");
    let page = admin.get(&removals[0]).await;
    assert_eq!(page.title(), "認証アプリの登録の削除");
    let page = admin.submit(&page, &removals[0], &[]).await;
    let page = admin.follow(page).await;
    assert_eq!(page.all("tbody th"), ["新しいスマートフォン"]);
    assert!(page.attributes("tbody a[href$=remove]", "href").is_empty());
    let mut other = house.browser();
    for (phone, target) in [(&first, None), (&second, Some("/console/menu"))] {
        let code = phone.fresh_code(&house);
        let page = logs_in(&mut other, (CODE, ADMIN_PASSWORD, &code)).await;
        assert_eq!(page.target().as_deref(), target);
    }
}

/// After ten minutes the form is answered with the question; what was typed comes through it.
#[tokio::test]
async fn what_was_typed_comes_through_the_question() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    house.clock.turn(Span::minutes(10));
    let page = admin.get(NEW).await;
    let question = admin.submit(&page, NEW, &[("name", "\"><b>名前")]).await;
    assert_eq!(question.title(), "ご本人の確認");
    assert!(question.all("main b").is_empty(), "what was typed is text");
    assert_eq!(question.attributes("main form", "action"), [NEW]);
    let refused = answers(&mut admin, &question, (ADMIN_PASSWORD, "000000")).await;
    assert!(
        refused.text.contains("確認できませんでした。"),
        "{}",
        refused.text
    );
    let code = phone.fresh_code(&house);
    let page = answers(&mut admin, &refused, (ADMIN_PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some(NEW), "{}", page.text);
    let page = admin.follow(page).await;
    let second = Phone::typed_from(&page);
    let code = second.fresh_code(&house);
    let page = admin
        .submit(&page, "/console/passes/confirm", &[("code", &code)])
        .await;
    admin.follow(page).await;
    let page = admin.get(PASSES).await;
    assert_eq!(page.all("tbody th"), ["認証アプリ #1", "\"><b>名前"]);
}

/// Nothing that changes who may get in happens without the proof, whatever is sent.
/// Shows PCI-15, NIST-12, ASVS-16.
#[tokio::test]
async fn without_the_proof_nothing_happens() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let page = admin.get(PASSES).await;
    let rename = page.attributes("tbody a[href$=name]", "href").remove(0);
    house.clock.turn(Span::minutes(10));
    for path in [NEW, "/console/recovery", "/console/me", rename.as_str()] {
        let page = admin.get(path).await;
        let fields = [("name", "山田"), ("mail", "neu@shop.example")];
        let page = admin.submit(&page, path, &fields).await;
        assert_eq!(page.title(), "ご本人の確認", "{path}");
        let again = answers(&mut admin, &page, ("falsch1Wort", "")).await;
        assert_eq!(again.title(), "ご本人の確認", "{path}");
    }
    let page = admin.get(PASSES).await;
    assert_eq!(page.all("tbody th"), ["認証アプリ #1"]);
    // Four wrong answers so far; of a known browser's nine (three of its own, six that are open to
    // everybody) five are left.
    for code in ["1", "2", "3", "4", "5"] {
        let fresh = admin.get(NEW).await;
        let question = admin.submit(&fresh, NEW, &[]).await;
        answers(&mut admin, &question, ("falsch1Wort", code)).await;
    }
    let code = phone.fresh_code(&house);
    let mut other = house.browser();
    let page = logs_in(&mut other, (CODE, ADMIN_PASSWORD, &code)).await;
    assert_eq!(page.title(), "パスワードがロックされています");
}

async fn recovers(browser: &mut Browser, code: &str) -> Page {
    let path = format!("/{KEY}/recovery");
    let page = browser.get(&path).await;
    assert_eq!(page.title(), "番号を表示できない方");
    let fields = [
        ("merchant_code", CODE),
        ("user_id", CODE),
        ("password", ADMIN_PASSWORD),
        ("recovery_code", code),
    ];
    browser.submit(&page, &path, &fields).await
}

#[tokio::test]
async fn a_recovery_code_works_once_and_leads_to_a_new_pass() {
    let house = House::open().await;
    let (mut admin, lost) = administrator(&house).await;
    let page = admin.get("/console/menu").await;
    assert!(
        page.all(".banner a")
            .contains(&"リカバリーコードを発行する".to_owned())
    );
    let page = admin.get("/console/recovery").await;
    let page = admin.submit(&page, "/console/recovery", &[]).await;
    let page = admin.follow(page).await;
    let codes = page.all(".codes code");
    assert_eq!(codes.len(), 10);
    let text = admin.get("/console/recovery/text").await;
    assert!(codes.iter().all(|code| text.text.contains(code)));
    let page = admin.submit(&page, "/console/recovery/done", &[]).await;
    admin.follow(page).await;
    let page = admin.get("/console/recovery").await;
    assert!(!page.text.contains(&codes[0]), "shown once");
    let mut stranded = house.browser();
    let page = recovers(&mut stranded, &codes[0]).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/secret"),
        "{}",
        page.text
    );
    assert_eq!(
        stranded.get("/console/menu").await.target().as_deref(),
        Some("/console/secret")
    );
    let page = recovers(&mut house.browser(), &codes[0]).await;
    assert_eq!((page.status, page.target()), (StatusCode::OK, None));
    assert!(page.text.contains("ログインできませんでした"));
    let page = stranded.get("/console/secret").await;
    assert!(page.text.contains("すべて使えなくなります"));
    let page = stranded.submit(&page, "/console/secret/issue", &[]).await;
    let page = stranded.follow(page).await;
    let new = Phone::typed_from(&page);
    let code = new.fresh_code(&house);
    let page = stranded
        .submit(&page, "/console/secret/confirm", &[("code", &code)])
        .await;
    assert_eq!(page.target().as_deref(), Some("/console/menu?done=secret"));
    assert_eq!(
        admin.get("/console/menu").await.status,
        StatusCode::SEE_OTHER
    );
    let code = lost.fresh_code(&house);
    let page = logs_in(&mut house.browser(), (CODE, ADMIN_PASSWORD, &code)).await;
    assert_eq!(page.target(), None);
}

//! The centre's console on a call: who is calling, what is done for 管理, what is only seen, where a
//! mail got to (CS-1 to CS-6).

use axum::http::StatusCode;
use domain::notice::{Cause, Notice};
use domain::time::Span;

use crate::browser::{Browser, Page};
use crate::day::{CLERK_PASSWORD, administrator, clerk_at_work, logs_in};
use crate::house::{CODE, House};
use crate::operator::operator;

pub const FILE: &str = "/operator/merchants/100000001";

/// Opens the question of an act and answers it, with the file's version of that moment.
pub async fn does(desk: &mut Browser, act: &str, more: &[(&str, &str)]) -> Page {
    let path = format!("{FILE}/{act}");
    let page = desk.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{act}: {:?}", page.target());
    answers(desk, &page, &path, more).await
}

/// Sends the form of `page`.
pub async fn answers(desk: &mut Browser, page: &Page, path: &str, more: &[(&str, &str)]) -> Page {
    let version = page.value("version");
    let mut fields = vec![("version", version.as_str())];
    fields.extend_from_slice(more);
    desk.submit(page, path, &fields).await
}

/// Who calls was asked, and why is said.
pub const CHECKED: [(&str, &str); 2] = [("identity", "1"), ("reason", "電話でのご依頼")];

fn done(page: &Page) -> Option<String> {
    page.target()?
        .strip_prefix(FILE)?
        .strip_prefix("?done=")
        .map(str::to_owned)
}

async fn locks(house: &House, user_id: &str) {
    for _ in 0..6 {
        logs_in(&mut house.browser(), (user_id, "chigau1Wa", "")).await;
    }
}

/// Shows CS-6: a merchant is found by code and by a part of its name; in both languages, and what is
/// hostile is a search like any other.
#[tokio::test]
async fn cs_6_a_merchant_is_found() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    for (query, count) in [
        ("", 0),
        ("code=100000001", 1),
        ("code=%EF%BC%91%EF%BC%90%EF%BC%90-000-001", 1),
        ("company=%E3%81%AF%E3%81%AA", 2),
        ("code=000000000", 0),
        ("company=centre", 0),
        ("company=%25", 0),
        ("company=%27%20OR%201%3D1%20--", 0),
        ("company=%3Cscript%3Ealert(1)%3C%2Fscript%3E", 0),
        ("code=%00&company=%F0%9F%A6%8A", 0),
    ] {
        let page = desk.get(&format!("/operator/merchants?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert_eq!(page.title(), "加盟店検索");
        assert_eq!(page.all("tbody tr").len(), count, "{query}");
        assert!(!page.text.contains("<script>alert"), "{query}");
    }
    for path in [
        "/operator/merchants/000000000",
        "/operator/merchants/999999999",
        "/operator/merchants/1%27",
    ] {
        assert_eq!(desk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Shows CS-1, CS-6: nothing is done without the check of who is calling and a reason; both are
/// asked for at once, and what was typed stays.
/// Shows PCI-15.
#[tokio::test]
async fn cs_1_the_caller_is_checked() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    let evil = "<script>alert(1)</script>\"'\u{202e}";
    for (fields, errors) in [
        (&[][..], 2),
        (&[("reason", "電話でのご依頼")], 1),
        (&[("identity", "1")], 1),
        (&[("identity", "1"), ("reason", "  ")], 1),
        (&[("reason", evil)], 1),
    ] {
        let page = does(&mut desk, "secret", fields).await;
        assert_eq!(
            page.status,
            StatusCode::OK,
            "{fields:?}: {:?}",
            page.target()
        );
        assert_eq!(
            page.all("form .error").len(),
            errors,
            "{fields:?}: {}",
            page.text
        );
        assert!(!page.text.contains("<script>alert"));
        for (name, value) in fields {
            if *name == "reason" {
                assert_eq!(page.value("reason"), *value);
            }
        }
    }
    assert_eq!(house.mails().await, []);
}

/// Shows CS-1, OTP-11: 管理's one-time password is initialised; the contact person and 管理 are told,
/// and 管理 can enrol again.
#[tokio::test]
async fn cs_1_the_secret_of_the_administrator() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    let page = does(&mut desk, "secret", &CHECKED).await;
    assert_eq!(done(&page).as_deref(), Some("secret"), "{}", page.text);
    let page = desk.get(&page.target().unwrap()).await;
    assert!(page.text.contains("ワンタイムパスワードを初期化しました。"));
    let mails = house.mails().await;
    let mut told: Vec<_> = mails.iter().map(|(to, _)| to.as_str()).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "admin-100000001@shop.example",
            "owner-100000001@shop.example"
        ]
    );
    for (_, notice) in &mails {
        assert!(
            matches!(
                notice,
                Notice::SecretReset {
                    cause: Cause::Operator
                }
            ),
            "{notice:?}"
        );
    }
    let again = desk.get(&format!("{FILE}/secret")).await;
    assert_eq!(
        again.target().as_deref(),
        Some(FILE),
        "there is no secret left to initialise"
    );
    let page = logs_in(&mut house.browser(), (CODE, crate::day::ADMIN_PASSWORD, "")).await;
    assert_eq!(page.target().as_deref(), Some("/console/secret"));
}

/// Shows CS-2, LOCK-3: 管理's lock is released, and only when there is one.
#[tokio::test]
async fn cs_2_the_lock_of_the_administrator() {
    let house = House::open().await;
    let (_, phone) = administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    let page = desk.get(&format!("{FILE}/lock")).await;
    assert_eq!(page.target().as_deref(), Some(FILE), "not locked");
    locks(&house, CODE).await;
    house.mails().await;
    let page = desk.get(FILE).await;
    assert!(
        page.all(".badge")
            .contains(&"外部からの入力を制限中".to_owned()),
        "{:?}",
        page.all(".badge")
    );
    let page = does(&mut desk, "lock", &CHECKED).await;
    assert_eq!(done(&page).as_deref(), Some("lock"));
    assert_eq!(house.mails().await.len(), 2);
    let code = phone.fresh_code(&house);
    let page = logs_in(
        &mut house.browser(),
        (CODE, crate::day::ADMIN_PASSWORD, &code),
    )
    .await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
}

/// Shows CS-3, LOCK-4: that a 一般 user is locked is seen; no page of the centre does anything about
/// it, and none of the merchant's pages answers the centre.
#[tokio::test]
async fn cs_3_others_are_only_seen() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (_, phone, user) = clerk_at_work(&house, &mut admin).await;
    locks(&house, "User1").await;
    let (mut desk, _) = operator(&house, "center01").await;
    let page = desk.get(&format!("{FILE}/users")).await;
    assert!(
        page.all("tbody tr")[0].contains("User1"),
        "{:?}",
        page.all("tbody tr")
    );
    assert_eq!(page.all("tbody .badge"), ["外部からの入力を制限中"]);
    assert!(page.all("tbody .note")[0].ends_with("か所"));
    assert!(page.all("main form").is_empty(), "nothing can be done here");
    assert_eq!(
        page.attributes("main tbody a", "href"),
        Vec::<String>::new()
    );
    for act in ["lock", "password", "code", "delete"] {
        let path = format!("{user}/{act}");
        let seen = desk.get(&path).await;
        assert_ne!(seen.status, StatusCode::OK, "{path}");
        let sent = desk.post(&path, &[("form", "x"), ("reason", "x")]).await;
        let is_sent_home = sent.target().as_deref() == Some("/operator/menu");
        let is_nowhere = sent.status == StatusCode::NOT_FOUND;
        assert!(is_sent_home || is_nowhere, "{path}: {}", sent.status);
        for under in [
            format!("{FILE}/users/User1/{act}"),
            format!("{FILE}{user}/{act}"),
        ] {
            assert_eq!(
                desk.get(&under).await.status,
                StatusCode::NOT_FOUND,
                "{under}"
            );
        }
    }
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut house.browser(), ("User1", CLERK_PASSWORD, &code)).await;
    assert_eq!(page.title(), "パスワードがロックされています");
}

/// Shows CS-6: each mail stands under its own subject: suspended, taken up again, closed.
#[tokio::test]
async fn cs_6_each_mail_has_its_own_subject() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    for act in ["suspend", "reopen", "close"] {
        does(&mut desk, act, &CHECKED).await;
        house.clock.turn(Span::seconds(1));
    }
    let kinds = desk
        .get(&format!("{FILE}/mails"))
        .await
        .all("tbody td:nth-child(2)");
    for subject in [
        "ご利用停止のお知らせ",
        "ご利用再開のお知らせ",
        "ご利用終了のお知らせ",
    ] {
        let count = kinds.iter().filter(|kind| *kind == subject).count();
        assert_eq!(count, 2, "{subject} to both: {kinds:?}");
    }
}

/// Shows CS-6: where each mail got to, with a masked address and the mail server's answer; what is
/// lost can be caused again for 管理.
#[tokio::test]
async fn cs_6_where_mails_got_to() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    does(&mut desk, "password", &CHECKED).await;
    let mails = house.app.claim_mail(10).await.unwrap();
    house
        .app
        .mail_sent(mails[0].id, "250 2.0.0 Ok: queued as 4X<b>")
        .await
        .unwrap();
    let page = desk.get(&format!("{FILE}/mails")).await;
    assert_eq!(page.title(), "送信状況");
    assert!(
        page.text.contains("250 2.0.0 Ok: queued as 4X"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("4X<b>"));
    let badges = page.all("tbody .badge");
    for state in ["送信済み", "送信待ち"] {
        assert!(badges.contains(&state.to_owned()), "{state}: {badges:?}");
    }
    for hidden in [
        "owner-100000001@shop.example",
        "admin-100000001@shop.example",
    ] {
        assert!(!page.text.contains(hidden), "addresses are masked");
    }
    assert!(page.text.contains("•••"));
    let again = page.attributes("tbody a", "href");
    assert!(again.contains(&format!("{FILE}/password")), "{again:?}");
    assert!(
        !page.text.contains("仮パスワードは"),
        "no password on the page"
    );
    let page = does(&mut desk, "password", &CHECKED).await;
    assert_eq!(done(&page).as_deref(), Some("password"));
    house.clock.turn(Span::seconds(1));
    assert_eq!(
        house.mails().await.len(),
        2,
        "it went out again, with a new password"
    );
}

fn is_japanese(text: &str) -> bool {
    text.contains(|c| ('\u{3000}'..'\u{a000}').contains(&c))
}

/// Every page of the centre is there in English too, without a word of Japanese of its own.
#[tokio::test]
async fn both_languages_are_there() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    desk.cookies
        .insert("sekisho-lang".to_owned(), "en".to_owned());
    for path in [
        "/operator/menu",
        "/operator/merchants",
        "/operator/merchants/new",
        FILE,
        "/operator/approvals",
        "/operator/notices",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(
        [
            "edit", "users", "mails", "sheet", "secret", "password", "contact", "suspend", "close",
        ]
        .map(|last| format!("{FILE}/{last}")),
    ) {
        let page = desk.get(&format!("{path}?lang=en")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {:?}", page.target());
        assert_eq!(page.attributes("html", "lang"), ["en"], "{path}");
        let heading = page.title();
        let is_name = heading == "花屋はなみずき";
        assert!(is_name || !is_japanese(&heading), "{path}: {heading}");
        for label in page.all("main label, main legend, main button") {
            let is_switch = label.contains("日本語");
            assert!(is_switch || !is_japanese(&label), "{path}: {label}");
        }
    }
}

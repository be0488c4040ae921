//! Log-in with a code by mail, and what stands around the log-in.

use axum::http::StatusCode;
use domain::announcement::{AnnouncementKind, Draft};
use domain::audit::Actor;
use domain::merchant::MerchantKind;
use domain::notice::Notice;
use domain::time::Span;

use crate::browser::{Browser, Page};
use crate::day::{CLERK_PASSWORD, administrator, registers_clerk, sets_up};
use crate::house::{CODE, House, KEY, OTHER_KEY};

const FIRST: &str = "/1234567/mail";
const SECOND: &str = "/1234567/mail/code";

async fn asks(browser: &mut Browser, who: (&str, &str)) -> Page {
    let page = browser.get(FIRST).await;
    let fields = [
        ("merchant_code", CODE),
        ("user_id", who.0),
        ("password", who.1),
    ];
    browser.submit(&page, FIRST, &fields).await
}

async fn code(house: &House) -> Option<String> {
    let mails = house.mails().await;
    mails.into_iter().find_map(|(_, notice)| match notice {
        Notice::MailCode { code, .. } => Some(code),
        _ => None,
    })
}

/// A house with the clerk `User1` at work.
async fn with_clerk() -> House {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (temporary, _) = registers_clerk(&house, &mut admin).await;
    let who = ("User1", temporary.as_str(), CLERK_PASSWORD);
    sets_up(&house, &mut house.browser(), who).await;
    house.mails().await;
    house
}

/// Shows LOGIN-19, SCR-2, MAIL-5: two pages by their labels, then the menu.
#[tokio::test]
async fn login_19_two_pages_and_the_menu() {
    let house = with_clerk().await;
    let mut browser = house.browser();
    let page = browser.get("/1234567").await;
    let links = page.attributes("a[href=\"/1234567/mail\"]", "href");
    assert_eq!(links.len(), 1);
    let page = browser.get(FIRST).await;
    assert_eq!(
        page.all(&format!("form[action=\"{FIRST}\"] label")),
        ["加盟店コード", "ユーザID", "パスワード"]
    );
    assert!(page.text.contains("アプリをお使いの方はこちら"));
    assert!(page.text.contains("タブレット決済をご契約の加盟店では"));
    let page = asks(&mut browser, ("User1", CLERK_PASSWORD)).await;
    assert_eq!(page.target().as_deref(), Some(SECOND));
    let page = browser.follow(page).await;
    assert_eq!(
        page.all(&format!("form[action=\"{SECOND}\"] label")),
        ["ワンタイムパスワード"]
    );
    assert!(page.text.contains("再送する (あと60秒)"));
    let code = code(&house).await.unwrap();
    let page = browser.submit(&page, SECOND, &[("code", &code)]).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
    let page = browser.follow(page).await;
    assert_eq!(page.title(), "メニュー");
}

/// Shows LOGIN-15, LOGIN-17: every key has the same first page, and the second is the same
/// whatever was typed before.
#[tokio::test]
async fn login_15_the_second_page_tells_nothing() {
    let house = with_clerk().await;
    let mut firsts = Vec::new();
    for key in [KEY, OTHER_KEY, "99"] {
        let action = format!("/{key}/mail");
        let page = house.browser().get(&action).await;
        assert_eq!(page.status, StatusCode::OK);
        let token = page.token(&action);
        firsts.push(page.text.replace(&token, "TOKEN").replace(key, "KEY"));
    }
    assert!(firsts.iter().all(|text| *text == firsts[0]));
    let mut seconds = Vec::new();
    for who in [
        ("User1", CLERK_PASSWORD),
        ("User1", "chigau1Wa"),
        ("nobody", "chigau1Wa"),
        (CODE, "chigau1Wa"),
    ] {
        let mut browser = house.browser();
        let page = asks(&mut browser, who).await;
        let shown = browser.follow(page).await;
        let refused = browser.submit(&shown, SECOND, &[("code", "000000")]).await;
        assert!(refused.text.contains("ログインできませんでした"));
        let plain = |page: &Page| {
            let resend = page.token("/1234567/mail/code/resend");
            page.text
                .replace(&page.token(SECOND), "T")
                .replace(&resend, "R")
        };
        seconds.push((shown.status, plain(&shown), refused.status, plain(&refused)));
    }
    assert!(seconds.iter().all(|page| *page == seconds[0]));
}

/// Shows B3-3: 再送する before its time says so, after it sends, and a lost challenge leads back.
#[tokio::test]
async fn b3_3_sending_again() {
    let house = with_clerk().await;
    let mut browser = house.browser();
    let page = asks(&mut browser, ("User1", CLERK_PASSWORD)).await;
    let page = browser.follow(page).await;
    let first = code(&house).await.unwrap();
    let resend = "/1234567/mail/code/resend";
    let early = browser.submit(&page, resend, &[]).await;
    let page = browser.follow(early).await;
    assert!(page.text.contains("60秒おいて"));
    house.clock.turn(Span::seconds(60));
    let sent = browser.submit(&page, resend, &[]).await;
    let page = browser.follow(sent).await;
    assert!(page.text.contains("番号をもう一度"));
    let newest = code(&house).await.unwrap();
    if first != newest {
        let refused = browser.submit(&page, SECOND, &[("code", &first)]).await;
        assert!(refused.text.contains("ログインできませんでした"));
    }
    house.clock.turn(Span::minutes(31));
    let page = browser.get(SECOND).await;
    assert_eq!(page.target().as_deref(), Some("/1234567/mail?notice=over"));
    let page = house.browser().get(SECOND).await;
    assert_eq!(page.target().as_deref(), Some("/1234567/mail?notice=over"));
}

/// Shows TAB-2: at a tablet merchant the entrance looks the same, and no code is sent.
#[tokio::test]
async fn tab_2_no_code_for_tablet_merchants() {
    let house = House::with(MerchantKind::Logistics, true, |_| {}).await;
    let mut browser = house.browser();
    let page = asks(&mut browser, (CODE, &house.first_password)).await;
    assert_eq!(page.target().as_deref(), Some(SECOND));
    assert!(code(&house).await.is_none());
}

fn draft(house: &House, kind: AnnouncementKind) -> Draft {
    let now = house.app.now();
    Draft {
        kind,
        ja: "今夜、設備を入れ替えます。".to_owned(),
        en: "We replace machines tonight.".to_owned(),
        from: now,
        until: now.plus(Span::hours(2)),
    }
}

async fn announce(house: &House, kind: AnnouncementKind) {
    let origin = crate::house::here();
    let by = app::Announcer {
        actor: Actor::Schedule,
        nonce: None,
        origin: &origin,
    };
    let draft = draft(house, kind);
    house.app.announce(&draft, by).await.unwrap().unwrap();
}

/// A notice stands above the log-in form and the menu, in the page's language, for its time.
#[tokio::test]
async fn notices_stand_above_the_form() {
    let house = House::open().await;
    announce(&house, AnnouncementKind::Notice).await;
    let mut browser = house.browser();
    for path in ["/1234567", FIRST] {
        let page = browser.get(path).await;
        assert_eq!(page.all("section.banner"), ["今夜、設備を入れ替えます。"]);
    }
    let page = browser.get("/1234567?lang=en").await;
    assert_eq!(page.all("section.banner"), ["We replace machines tonight."]);
    house.clock.turn(Span::hours(2));
    let page = browser.get("/1234567").await;
    assert!(page.all("section.banner").is_empty());
}

/// During maintenance every page says so with 503, but for watchers, files and operators; a
/// session survives it.
#[tokio::test]
async fn maintenance_closes_the_pages_and_keeps_the_sessions() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    announce(&house, AnnouncementKind::Maintenance).await;
    for path in ["/", "/1234567", FIRST, "/console/menu", "/reset/x"] {
        let page = admin.get(path).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(page.title(), "ただいまメンテナンス中です");
        assert_eq!(page.header("retry-after"), Some("7200"));
        assert!(page.text.contains("今夜、設備を入れ替えます。"));
    }
    for path in ["/healthz", "/operator"] {
        assert_eq!(
            house.browser().get(path).await.status,
            StatusCode::OK,
            "{path}"
        );
    }
    let all = house.app.announcements().await.unwrap();
    let origin = crate::house::here();
    let by = app::Announcer {
        actor: Actor::Schedule,
        nonce: None,
        origin: &origin,
    };
    assert!(
        house
            .app
            .withdraw_announcement(all[0].id, by)
            .await
            .unwrap()
    );
    let page = admin.get("/console/menu").await;
    assert_eq!(
        (page.status, page.title().as_str()),
        (StatusCode::OK, "管理メニュー")
    );
}

/// Shows GAP-2: a page still in use asks to stay, and hears how long; an ended session says so.
#[tokio::test]
async fn gap_2_staying() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    house.clock.turn(Span::minutes(14));
    let page = admin.get("/console/stay").await;
    assert_eq!((page.status, page.text.as_str()), (StatusCode::OK, "900"));
    house.clock.turn(Span::minutes(14));
    assert_eq!(admin.get("/console/menu").await.status, StatusCode::OK);
    house.clock.turn(Span::minutes(15));
    let page = admin.get("/console/stay").await;
    assert_eq!(page.target().as_deref(), Some("/1234567?notice=idle"));
}

/// A merchant that lets in some networks only ends sessions from others, and answers a log-in
/// from there like any wrong one.
/// Shows JPN-1, ASVS-18.
#[tokio::test]
async fn allowed_networks_fence_the_merchant() {
    let house = with_clerk().await;
    let mut admin = house.browser();
    admin.peer = Some("203.0.113.9:4711".parse().unwrap());
    let page = asks(&mut admin, ("User1", CLERK_PASSWORD)).await;
    let page = admin.follow(page).await;
    let sent = code(&house).await.unwrap();
    let page = admin.submit(&page, SECOND, &[("code", &sent)]).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
    assert_eq!(admin.get("/console/menu").await.status, StatusCode::OK);
    let elsewhere =
        store::Statement::shared("TEST", "UPDATE merchant SET networks = '198.51.100.0/24'");
    house.app.store().execute(&elsewhere, &[]).await.unwrap();
    let page = admin.get("/console/menu").await;
    assert_eq!(page.target().as_deref(), Some("/1234567?notice=ended"));
    asks(&mut admin, ("User1", CLERK_PASSWORD)).await;
    assert!(code(&house).await.is_none());
    let mut inside = house.browser();
    inside.peer = Some("198.51.100.7:4711".parse().unwrap());
    asks(&mut inside, ("User1", CLERK_PASSWORD)).await;
    assert!(code(&house).await.is_some());
}

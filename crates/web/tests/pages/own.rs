//! One's own pages: details, sessions, log-ins, and what was done in the merchant.

use axum::http::StatusCode;
use domain::notice::Notice;

use crate::day::{administrator, clerk_at_work, other_administrator, registers_clerk};
use crate::house::House;

/// Shows ROLE-8, ROLE-10, SCR-14, USER-19: everybody has the own pages in the menu; the record is
/// 管理's alone.
/// Shows PCI-28.
#[tokio::test]
async fn role_8_own_pages_are_everybodys() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, _) = clerk_at_work(&house, &mut admin).await;
    let own = [
        "/console/me",
        "/console/password",
        "/console/passes",
        "/console/sessions",
        "/console/logins",
    ];
    for browser in [&mut admin, &mut clerk] {
        let links = browser
            .get("/console/menu")
            .await
            .attributes(".tile a", "href");
        for page in own {
            assert!(links.iter().any(|link| link == page), "{page}: {links:?}");
            assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
        }
    }
    assert_eq!(admin.get("/console/activity").await.status, StatusCode::OK);
    assert_eq!(
        clerk.get("/console/activity").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        clerk.get("/console/users").await.status,
        StatusCode::FORBIDDEN
    );
    let mut nobody = house.browser();
    assert_eq!(
        nobody.get("/console/me").await.status,
        StatusCode::SEE_OTHER
    );
}

/// Shows GAP-9, GAP-10: name at once, address by the link, which anybody may open and only its
/// button uses up.
#[tokio::test]
async fn gap_10_own_address() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, _) = clerk_at_work(&house, &mut admin).await;
    let page = clerk.get("/console/me").await;
    assert_eq!(page.title(), "ユーザ情報変更");
    assert_eq!(
        (page.value("name"), page.value("mail")),
        ("山田 花子".into(), "hanako@shop.example".into())
    );
    let fields = [("name", "山田 華子"), ("mail", "neu@shop.example")];
    let page = clerk.submit(&page, "/console/me", &fields).await;
    let page = clerk.follow(page).await;
    assert!(page.text.contains("neu@shop.example"), "{}", page.text);
    assert!(page.all(".who b").concat().contains("山田 華子"));
    let mails = house.mails().await;
    let token = mails.iter().find_map(|(_, notice)| match notice {
        Notice::AddressChangeAsked { token, .. } => Some(token.clone()),
        _ => None,
    });
    let path = format!("/mail-address/{}", token.unwrap());
    let mut anybody = house.browser();
    for _ in 0..2 {
        let page = anybody.get(&path).await;
        assert_eq!(page.all("main form button"), ["メールアドレスを変更する"]);
    }
    let page = anybody.get(&path).await;
    let done = anybody.submit(&page, &path, &[]).await;
    assert!(done.text.contains("メールアドレスを変更しました。"));
    let again = anybody.submit(&page, &path, &[]).await;
    assert!(
        again.text.contains("メールアドレスを変更しました。"),
        "sent twice, answered twice"
    );
    assert_eq!(anybody.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        anybody.get("/mail-address/x").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        clerk.get("/console/me").await.value("mail"),
        "neu@shop.example"
    );
    let page = clerk.get("/console/me").await;
    let refused = clerk
        .submit(&page, "/console/me", &[("name", ""), ("mail", "")])
        .await;
    assert_eq!(refused.all(".summary li").len(), 1, "{}", refused.text);
    let named = [("name", "山田 華子"), ("mail", "")];
    let refused = clerk.submit(&page, "/console/me", &named).await;
    assert_eq!(refused.all("#mail-error").len(), 1);
}

/// Each session can be ended from another; another merchant's never.
/// Shows ASVS-15, ASVS-16.
#[tokio::test]
async fn sessions_are_ended_by_their_owner() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let mut second = house.browser();
    let code = phone.fresh_code(&house);
    let who = (
        crate::house::CODE,
        crate::day::ADMIN_PASSWORD,
        code.as_str(),
    );
    crate::day::logs_in(&mut second, who).await;
    let page = admin.get("/console/sessions").await;
    assert_eq!(page.all("tbody tr").len(), 2);
    assert_eq!(page.all(".badge"), ["この端末"]);
    let actions = page.attributes("tbody form", "action");
    assert_eq!(actions.len(), 1);
    let mut other = other_administrator(&house).await;
    let token = other.get("/console/menu").await.token("/console/logout");
    other.post(&actions[0], &[("form", &token)]).await;
    assert_eq!(second.get("/console/menu").await.status, StatusCode::OK);
    let page = admin.submit(&page, &actions[0], &[]).await;
    let page = admin.follow(page).await;
    assert_eq!(page.all(".banner.success p"), ["ログアウトさせました。"]);
    assert_eq!(page.all("tbody tr").len(), 1);
    assert_eq!(
        second.get("/console/menu").await.status,
        StatusCode::SEE_OTHER
    );
    let page = admin.get("/console/logins").await;
    assert_eq!(page.all("tbody .badge"), ["成功", "成功"]);
}

/// Shows USER-15, USER-16: change and deletion, told at the top, recorded with their reasons.
#[tokio::test]
async fn user_15_and_16_change_and_deletion() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (_, user) = registers_clerk(&house, &mut admin).await;
    house.clock.turn(domain::time::Span::seconds(1));
    let edit = format!("{user}/edit");
    let page = admin.get(&user).await;
    assert_eq!(
        (page.title(), page.value("name")),
        ("ユーザ編集".into(), "山田 花子".into())
    );
    let typed = [
        ("user_type", "shipping"),
        ("login_method", "mail"),
        ("name", "山田 華子"),
        ("mail", "neu@shop.example"),
    ];
    let mut fields = typed.to_vec();
    fields.extend([("version", "0"), ("step", "check")]);
    let check = admin.submit(&page, &edit, &fields).await;
    assert_eq!(check.title(), "ユーザ編集");
    assert_eq!(
        check.all("td strong"),
        ["出荷", "山田 華子", "neu@shop.example"]
    );
    fields.pop();
    fields.extend([("step", "confirm"), ("reason", "改姓")]);
    let done = admin.submit(&check, &edit, &fields).await;
    let done = admin.follow(done).await;
    assert_eq!(done.all(".banner.success p"), ["変更しました。"]);
    let mut told: Vec<_> = house.mails().await.into_iter().map(|(to, _)| to).collect();
    told.sort();
    assert_eq!(told, ["hanako@shop.example", "neu@shop.example"]);
    let page = admin.get(&user).await;
    let late = admin.submit(&page, &edit, &fields).await;
    assert!(
        late.text.contains("このユーザが他の画面で変更されました"),
        "{}",
        late.text
    );
    deletes(&house, &mut admin, &user).await;
}

async fn deletes(house: &House, admin: &mut crate::browser::Browser, user: &str) {
    house.clock.turn(domain::time::Span::seconds(1));
    let delete = format!("{user}/delete");
    let page = admin.get(&delete).await;
    assert_eq!(page.all("main form button"), ["確定"]);
    let first = admin.submit(&page, &delete, &[("reason", "退職")]).await;
    let second = admin.submit(&page, &delete, &[("reason", "退職")]).await;
    assert_eq!(first.target(), second.target());
    let list = admin.follow(first).await;
    assert_eq!(list.all(".banner.success p"), ["ユーザを削除しました。"]);
    assert_eq!(admin.get(user).await.status, StatusCode::NOT_FOUND);
    let record = admin.get("/console/activity").await;
    assert!(
        record.text.contains("退職") && record.text.contains("改姓"),
        "{}",
        record.text
    );
    assert_eq!(
        record.all("tbody tr td:nth-child(3)")[..2],
        ["ユーザの削除", "ユーザの変更"]
    );
    let mut other = other_administrator(house).await;
    assert!(!other.get("/console/activity").await.text.contains("退職"));
}

/// Shows USER-22: search, order and filter, kept from page to page.
#[tokio::test]
async fn user_22_search_and_sort() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    registers_clerk(&house, &mut admin).await;
    for (query, found) in [
        ("search=USER", 1),
        ("search=%E8%8A%B1", 1),
        ("search=HANAKO%40shop", 1),
        ("search=nobody", 0),
        ("search=%25%27%5C", 0),
        ("state=first", 1),
        ("state=locked", 0),
        ("sort=state", 1),
        ("sort=login&state=first", 1),
        ("sort=name&search=user1&page=7", 1),
        ("sort=x&state=y", 1),
    ] {
        let page = admin.get(&format!("/console/users?{query}")).await;
        assert_eq!(page.all("tbody tr").len(), found, "{query}");
    }
    let page = admin.get("/console/users?search=nobody").await;
    assert!(page.text.contains("条件に合うユーザはいません。"));
    assert_eq!(page.value("search"), "nobody");
}

/// Shows USER-21, CON-3: the paper is shown once; printing it again takes another one.
#[tokio::test]
async fn con_3_the_paper_is_shown_once() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let fields = [
        ("user_type", "shipping"),
        ("user_id", "genba01"),
        ("login_method", "no_mail"),
        ("name", "田中 一郎"),
        ("mail", ""),
        ("step", "confirm"),
    ];
    let page = admin.get("/console/users/new").await;
    let token = page.token("/console/users/check");
    let all: Vec<_> = fields
        .into_iter()
        .chain([("form", token.as_str())])
        .collect();
    let page = admin.post("/console/users/new", &all).await;
    let user = page
        .target()
        .unwrap()
        .strip_suffix("/registered")
        .unwrap()
        .to_owned();
    let action = format!("{user}/handout");
    let ask = admin.get(&action).await;
    let paper = admin.submit(&ask, &action, &[]).await;
    assert_eq!(paper.title(), "ログインのご案内");
    let password = paper.all("code.password").concat();
    assert_eq!(password.len(), 12);
    assert_eq!(paper.all("main ol li").len(), 4);
    assert!(paper.text.contains("genba01") && paper.text.contains("/1234567"));
    let again = admin.submit(&ask, &action, &[]).await;
    let again = admin.follow(again).await;
    assert!(!again.text.contains(&password));
    assert!(
        again.text.contains("もう一度作成してください"),
        "{}",
        again.text
    );
    let resend = format!("{user}/resend");
    house.mails().await;
    let page = admin.get(&resend).await;
    let page = admin.submit(&page, &resend, &[]).await;
    assert_eq!(
        admin.follow(page).await.all(".banner.success p"),
        ["初回のメールを送りました。"]
    );
    assert_eq!(house.mails().await[0].0, "admin-100000001@shop.example");
}

//! The administrator's list, the three-page form, and what is done to users.

use axum::http::StatusCode;
use domain::merchant::MerchantKind;
use domain::notice::Notice;

use crate::browser::{Browser, Page};
use crate::day::{
    administrator, clerk, clerk_at_work, logs_in, other_administrator, registers_clerk,
};
use crate::house::House;

async fn checks(admin: &mut Browser, fields: &[(&str, &str)]) -> Page {
    let page = admin.get("/console/users/new").await;
    admin.submit(&page, "/console/users/check", fields).await
}

/// Shows USER-1, USER-8, USER-12, USER-13, USER-14: enter, check, done; the mail goes to the user.
#[tokio::test]
async fn user_12_and_13_three_pages() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/console/users").await;
    assert_eq!(
        page.attributes("a.button", "href"),
        ["/console/users/import", "/console/users/new"]
    );
    let page = admin.get("/console/users/new").await;
    assert_eq!(page.title(), "ユーザ登録(入力)");
    assert_eq!(page.all(".steps li"), ["入力", "確認", "完了"]);
    let page = checks(&mut admin, &clerk()).await;
    assert_eq!(page.title(), "ユーザ登録(確認)");
    assert!(
        page.text
            .contains("内容をご確認の上、「確定」を押下してください。")
    );
    let rows = page.all(".rows dt");
    assert_eq!(
        rows,
        [
            "ユーザ区分",
            "ユーザID",
            "ログイン方法",
            "ユーザ情報",
            "ユーザ名",
            "メールアドレス"
        ]
    );
    let mut fields = clerk().to_vec();
    fields.push(("step", "confirm"));
    let page = admin.submit(&page, "/console/users/new", &fields).await;
    let page = admin.follow(page).await;
    assert_eq!(
        (page.status, page.title().as_str()),
        (StatusCode::OK, "ユーザ登録(完了)")
    );
    for text in [
        "正常に処理されました。",
        "初期パスワードを登録されたメールアドレスに送信しました。",
        "初期パスワードでログイン後、パスワードの変更が必要です。",
        "hanako@shop.example",
    ] {
        assert!(page.text.contains(text), "{text}");
    }
    let mails = house.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].0, "hanako@shop.example");
    assert!(matches!(&mails[0].1, Notice::UserRegistered { name, .. } if name == "山田 花子"));
}

/// `< 前画面へ戻る` keeps what was typed; a second click on 確定 registers nobody twice.
#[tokio::test]
async fn user_12_back_keeps_the_values_and_confirm_works_once() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = checks(&mut admin, &clerk()).await;
    let mut fields = clerk().to_vec();
    fields.push(("step", "back"));
    let back = admin.submit(&page, "/console/users/new", &fields).await;
    assert_eq!(back.title(), "ユーザ登録(入力)");
    assert_eq!(
        (back.value("user_id"), back.value("name")),
        ("User1".into(), "山田 花子".into())
    );
    let page = checks(&mut admin, &clerk()).await;
    fields.pop();
    fields.push(("step", "confirm"));
    let first = admin.submit(&page, "/console/users/new", &fields).await;
    let second = admin.submit(&page, "/console/users/new", &fields).await;
    assert!(first.target().is_some());
    assert_eq!(first.target(), second.target());
    assert_eq!(house.mails().await.len(), 1);
    assert_eq!(admin.get("/console/users").await.all("tbody tr").len(), 1);
}

/// Shows USER-3, USER-6, USER-7, USER-10, USER-11, USER-17, USER-21: each fault beside its field.
#[tokio::test]
async fn user_3_to_21_faults_stand_beside_their_fields() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    registers_clerk(&house, &mut admin).await;
    let fault = |name: &'static str, value: &'static str| {
        let mut fields = clerk();
        fields[1].1 = "User2";
        fields[4].1 = "other@shop.example";
        let field = fields.iter_mut().find(|(known, _)| *known == name).unwrap();
        field.1 = value;
        fields
    };
    for (name, value, field) in [
        ("user_type", "", "user_type"),
        ("user_type", "admin", "user_type"),
        ("user_id", "", "user_id"),
        ("user_id", "user 1!", "user_id"),
        ("user_id", "123456789", "user_id"),
        ("user_id", "USER1", "user_id"),
        ("login_method", "x", "login_method"),
        ("name", "", "name"),
        ("name", "https://evil.example", "name"),
        (
            "name",
            "あああああああああああああああああああああああああああああああ",
            "name",
        ),
        ("mail", "", "mail"),
        ("mail", "no address", "mail"),
        ("mail", "admin-100000001@shop.example", "mail"),
        ("mail", "HANAKO@shop.example", "mail"),
    ] {
        let page = checks(&mut admin, &fault(name, value)).await;
        assert_eq!(page.title(), "ユーザ登録(入力)", "{name}={value}");
        assert_eq!(
            page.all(&format!("#{field}-error")).len(),
            1,
            "{name}={value}"
        );
        assert_eq!(page.all(".summary li").len(), 1, "{name}={value}");
    }
    let none = checks(&mut admin, &[]).await;
    assert!(none.all(".summary li").len() >= 4);
    assert!(house.mails().await.is_empty());
}

/// Shows USER-5, USER-9: the administrator's own user takes name and address over.
#[tokio::test]
async fn user_9_same_person() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let fields = [
        ("user_type", "general"),
        ("user_id", "boss1"),
        ("login_method", "mail"),
        ("same_person", "1"),
    ];
    let page = checks(&mut admin, &fields).await;
    assert!(
        page.text.contains("admin-100000001@shop.example"),
        "{}",
        page.text
    );
    assert!(page.text.contains("管理者ユーザと同一"));
    let confirm: Vec<_> = fields.into_iter().chain([("step", "confirm")]).collect();
    let page = admin.submit(&page, "/console/users/new", &confirm).await;
    let page = admin.follow(page).await;
    assert!(
        page.text
            .contains("初期パスワードを管理ユーザのメールアドレスに送信しました。")
    );
    assert_eq!(house.mails().await[0].0, "admin-100000001@shop.example");
    let page = admin.get("/console/users/new").await;
    assert_eq!(page.attributes("#same_person[disabled]", "id").len(), 1);
}

/// Shows ROLE-7, TAB-5: what the contract does not allow is not offered, nor taken.
#[tokio::test]
async fn role_7_and_tab_5_contracts() {
    let house = House::with(MerchantKind::NonLogistics, true, |_| {}).await;
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/console/users/new").await;
    assert_eq!(
        page.attributes("input[disabled]", "id"),
        ["user_type_shipping", "login_method_mail"]
    );
    assert_eq!(
        page.attributes("input[checked]", "id"),
        ["user_type_general", "login_method_no_mail"]
    );
    let mut fields = clerk();
    fields[0].1 = "shipping";
    let page = checks(&mut admin, &fields).await;
    assert_eq!(page.all(".summary li").len(), 2);
}

/// Shows USER-22, OTP-8..10, LOCK-2, RESET-9, CON-6: the three acts, each asked for first, each
/// told at the top of the user's page.
#[tokio::test]
async fn user_22_acts_on_a_user() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, phone, user) = clerk_at_work(&house, &mut admin).await;
    for _ in 0..6 {
        logs_in(&mut house.browser(), ("User1", "chigau1Wa", "")).await;
    }
    house.mails().await;
    let page = admin.get(&user).await;
    assert_eq!(page.title(), "ユーザ編集");
    assert_eq!(page.all(".badge"), ["外部からの入力を制限中"]);
    assert_eq!(page.attributes(".deeds button[disabled]", "class").len(), 0);
    for (act, button, done) in [
        ("lock", "確定", "ロックを解除しました。"),
        ("password", "確定", "パスワードを初期化しました。"),
        ("secret", "OK", "ワンタイムパスワードを初期化しました。"),
    ] {
        let action = format!("{user}/{act}");
        let page = admin.get(&action).await;
        let selector = format!("form[action=\"{action}\"] button");
        assert_eq!(page.all(&selector), [button]);
        assert!(page.text.contains("User1") && page.text.contains("山田 花子"));
        let page = admin
            .submit(&page, &action, &[("reason", "電話で依頼")])
            .await;
        let page = admin.follow(page).await;
        assert_eq!(page.all(".banner.success p"), [done]);
    }
    let mails = house.mails().await;
    assert!(
        mails.iter().all(|(to, _)| to == "hanako@shop.example"),
        "{mails:?}"
    );
    assert_eq!(mails.len(), 2);
    let page = clerk.get("/console/menu").await;
    assert!(
        page.status == StatusCode::SEE_OTHER,
        "the clerk is logged out"
    );
    let page = admin.get(&user).await;
    assert_eq!(page.attributes(".deeds button[disabled]", "class").len(), 2);
    assert!(page.text.contains("ロックされていません。"));
    drop(phone);
}

/// A second click does nothing twice and gets the same answer.
#[tokio::test]
async fn an_act_is_done_once() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (_, user) = registers_clerk(&house, &mut admin).await;
    let action = format!("{user}/password");
    let page = admin.get(&action).await;
    let first = admin.submit(&page, &action, &[]).await;
    let second = admin.submit(&page, &action, &[]).await;
    assert_eq!(first.target(), second.target());
    assert_eq!(house.mails().await.len(), 1);
}

/// Shows ROLE-12: another merchant's users are not there, not for any act.
/// Shows ASVS-17.
#[tokio::test]
async fn role_12_other_merchants_users_do_not_exist() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (_, user) = registers_clerk(&house, &mut admin).await;
    let mut other = other_administrator(&house).await;
    assert_eq!(other.get("/console/users").await.status, StatusCode::OK);
    let token = other.get("/console/menu").await.token("/console/logout");
    for path in ["", "/registered", "/password", "/secret", "/lock"] {
        let path = format!("{user}{path}");
        assert_eq!(
            other.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for act in ["password", "secret", "lock"] {
        let page = other
            .post(&format!("{user}/{act}"), &[("form", &token)])
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{act}");
    }
    assert!(
        house
            .mails()
            .await
            .iter()
            .all(|(to, _)| !to.contains("hanako"))
    );
}

/// Shows USER-22: the list tells type, method, state and last log-in of each user.
#[tokio::test]
async fn user_22_the_list() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = admin.get("/console/users").await;
    assert!(
        page.text
            .contains("一般・出荷ユーザはまだ登録されていません。")
    );
    registers_clerk(&house, &mut admin).await;
    let page = admin.get("/console/users").await;
    assert_eq!(page.all("tbody td .badge"), ["初回ログイン待ち"]);
    assert_eq!(page.all("tbody tr th"), ["User1"]);
    for odd in [
        "?page=0",
        "?page=9",
        "?page=x",
        "?page=99999999999999999999",
        "?page=4294967295",
    ] {
        let page = admin.get(&format!("/console/users{odd}")).await;
        assert_eq!(page.all("tbody tr").len(), 1, "{odd}");
    }
}

/// Long lists are turned page by page.
#[tokio::test]
async fn fifty_users_stand_on_a_page() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    for number in 0..51 {
        let page = admin.get("/console/users/new").await;
        let user_id = format!("u{number:02}");
        let mail = format!("u{number}@shop.example");
        let fields = [
            ("user_type", "shipping"),
            ("user_id", user_id.as_str()),
            ("login_method", "no_mail"),
            ("name", "田中 一郎"),
            ("mail", mail.as_str()),
            ("step", "confirm"),
        ];
        let token = page.token("/console/users/check");
        let all: Vec<_> = fields
            .into_iter()
            .chain([("form", token.as_str())])
            .collect();
        let page = admin.post("/console/users/new", &all).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
    let page = admin.get("/console/users").await;
    assert_eq!(page.all("tbody tr").len(), 50);
    assert_eq!(
        page.attributes("a[rel=next]", "href"),
        ["/console/users?page=2"]
    );
    let page = admin.get("/console/users?page=2").await;
    assert_eq!(page.all("tbody tr th"), ["u50"]);
    assert_eq!(
        page.attributes("a[rel=prev]", "href"),
        ["/console/users?page=1"]
    );
}

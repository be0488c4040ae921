//! Behind the log-in: rights, idle limit, password, secret.

use axum::http::StatusCode;
use domain::merchant::MerchantKind;
use domain::time::Span;

use crate::day::{
    ADMIN_PASSWORD, CLERK_PASSWORD, administrator, changes_password, clerk_at_work, issues, logs_in,
};
use crate::house::{CODE, House};

const ADMIN_PAGES: [&str; 5] = [
    "/console/users",
    "/console/users/new",
    "/console/users/check",
    "/console/users/019a0000-0000-7000-8000-00000000000a",
    "/console/users/019a0000-0000-7000-8000-00000000000a/lock",
];

/// Shows ROLE-3, ROLE-10, ROLE-11: each role has its menu, with the name at the top.
#[tokio::test]
async fn role_10_menus() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let page = admin.open("/console").await;
    assert_eq!(page.title(), "管理メニュー");
    assert_eq!(
        page.all(".tile a"),
        [
            "ユーザー一覧",
            "一般ユーザを登録する",
            "ユーザ情報変更",
            "パスワード変更",
            "認証アプリの登録",
            "ログイン中の端末",
            "ログイン履歴",
            "操作履歴",
        ]
    );
    assert_eq!(page.all(".who b"), ["黒田 太郎"]);
    assert!(page.text.contains("はじめに行うこと"));
    let (mut clerk, ..) = clerk_at_work(&house, &mut admin).await;
    let page = clerk.open("/console").await;
    assert_eq!(page.title(), "メニュー");
    assert_eq!(
        page.all(".tile a"),
        [
            "ユーザ情報変更",
            "パスワード変更",
            "認証アプリの登録",
            "ログイン中の端末",
            "ログイン履歴",
        ]
    );
    assert!(!page.text.contains("はじめに行うこと"));
    let page = admin.get("/console/menu").await;
    assert!(
        !page.text.contains("はじめに行うこと"),
        "all four steps are done"
    );
}

/// Shows ROLE-8, ROLE-12: what is 管理's is closed to others, shown or not.
#[tokio::test]
async fn role_12_the_server_enforces_rights() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    let (mut clerk, _, user) = clerk_at_work(&house, &mut admin).await;
    let own = [
        user.clone(),
        format!("{user}/registered"),
        format!("{user}/password"),
    ];
    for path in ADMIN_PAGES
        .into_iter()
        .chain(own.iter().map(String::as_str))
    {
        let page = clerk.get(path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(page.title(), "このページは開けません");
        let page = house.browser().get(path).await;
        assert_eq!(page.target().as_deref(), Some("/"), "{path}");
    }
    let token = clerk.get("/console/menu").await.token("/console/logout");
    for path in ["/console/users/new", "/console/users/check", &own[2]] {
        let page = clerk
            .post(path, &[("form", &token), ("step", "confirm")])
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(admin.get(&user).await.text.contains("利用中"));
}

/// Shows LOGIN-16 and catalogue section 8, skipped steps: a session with a duty posts nothing
/// but that duty.
/// Shows PCI-17, PCI-23, ATK-14.
#[tokio::test]
async fn login_16_a_session_with_a_duty_does_nothing_else() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let token = browser
        .get("/console/password")
        .await
        .token("/console/password");
    for path in [
        "/console/secret/issue",
        "/console/secret/confirm",
        "/console/users/new",
        "/console/users/check",
    ] {
        let page = browser
            .post(path, &[("form", &token), ("step", "confirm")])
            .await;
        assert_eq!(
            page.target().as_deref(),
            Some("/console/password"),
            "{path}"
        );
    }
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    let token = browser
        .get("/console/secret")
        .await
        .token("/console/logout");
    let fields = [
        ("form", token.as_str()),
        ("new_password", "betsu9Kawa"),
        ("new_password_again", "betsu9Kawa"),
    ];
    let page = browser.post("/console/password", &fields).await;
    assert_eq!(page.target().as_deref(), Some("/console/secret"));
    let page = logs_in(&mut house.browser(), (CODE, ADMIN_PASSWORD, "")).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/secret"),
        "the password did not change"
    );
}

/// Shows PCI DSS 8.2.8: after fifteen idle minutes the session is over, and it is said why.
/// Shows PCI-13, NIST-2, ASVS-14.
#[tokio::test]
async fn idle_sessions_end() {
    let house = House::open().await;
    let (mut admin, _) = administrator(&house).await;
    house.clock.turn(Span::minutes(14));
    let token = admin.get("/console/menu").await.token("/console/logout");
    house.clock.turn(Span::minutes(15));
    let page = admin.get("/console/menu").await;
    assert_eq!(page.target().as_deref(), Some("/1234567?notice=idle"));
    let fields = [("form", token.as_str())];
    let page = admin.post("/console/logout", &fields).await;
    assert_eq!(page.target().as_deref(), Some("/1234567?notice=idle"));
    let page = admin.follow(page).await;
    assert!(
        page.text
            .contains("15分間操作がなかったため、ログアウトしました。")
    );
}

/// Shows PWD-10, PWD-9: a change by one's own wish asks for the present password.
/// Shows ASVS-3.
#[tokio::test]
async fn pwd_10_change_by_own_wish() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let page = admin.get("/console/password").await;
    assert!(page.text.contains("現在のパスワード"));
    let fields = |current| {
        [
            ("current_password", current),
            ("new_password", CLERK_PASSWORD),
            ("new_password_again", CLERK_PASSWORD),
        ]
    };
    let page = admin
        .submit(&page, "/console/password", &fields("chigau1Wa"))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        page.all("#current_password-error"),
        ["現在のパスワードが正しくありません。"]
    );
    let page = admin
        .submit(&page, "/console/password", &fields(ADMIN_PASSWORD))
        .await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/menu?done=password")
    );
    assert!(
        admin
            .follow(page)
            .await
            .text
            .contains("パスワードを変更しました。")
    );
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut house.browser(), (CODE, CLERK_PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
}

/// What is typed as the new password, and what stands beside the first field.
const BROKEN: [(&str, &str); 5] = [
    ("", "新パスワードを入力してください。"),
    ("short1", "パスワードは8～20文字で入力してください。"),
    ("abcdefgh1!", "パスワードは半角英数字で入力してください。"),
    ("abcdefgh", "数字と英字をそれぞれ1文字以上使ってください。"),
    ("abccdefg1", "同じ文字が2文字以上続いています。"),
];

/// Shows PWD-1, PWD-3..7: the rules stand on the page, and the one that failed is named.
#[tokio::test]
async fn pwd_7_rules_and_the_rule_that_failed() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = browser.get("/console/password").await;
    let rules = page.all(".rules li");
    assert_eq!(rules[0], "8～20文字");
    assert_eq!(rules[5..], ["推測されやすいものは使えない"]);
    for (new, message) in BROKEN {
        let page = changes_password(&mut browser, new).await;
        assert_eq!(page.all("#new_password-error"), [message], "{new}");
        assert!(new.is_empty() || !page.text.contains(new), "shown again");
    }
}

/// Shows PWD-9: not the present or temporary password, and the same twice.
#[tokio::test]
async fn pwd_9_another_password_typed_twice() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = changes_password(&mut browser, &house.first_password).await;
    let used = ["今までに使ったパスワードです。別のパスワードにしてください。"];
    assert_eq!(page.all("#new_password-error"), used);
    assert!(!page.text.contains(&house.first_password), "shown again");
    let fields = [
        ("new_password", ADMIN_PASSWORD),
        ("new_password_again", "kanri2Hani"),
    ];
    let page = browser.submit(&page, "/console/password", &fields).await;
    let differs = ["新パスワードと新パスワード確認が一致しません。"];
    assert_eq!(page.all("#new_password_again-error"), differs);
}

/// Shows PWD-2, EXP-4: the page says why the change is due.
#[tokio::test]
async fn pwd_2_the_page_says_why() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    let page = browser.get("/console/password").await;
    assert!(page.text.contains("仮パスワードでログインされました。"));
    let (_, phone) = administrator(&house).await;
    house.clock.turn(Span::days(90));
    let code = phone.fresh_code(&house);
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, ADMIN_PASSWORD, &code)).await;
    let page = browser.get("/console/password").await;
    assert!(
        page.text
            .contains("前回のパスワード変更から90日が過ぎました。")
    );
}

/// Shows OTP-1, OTP-2, OTP-6, OTP-13: secret, QR code and link on the page for five minutes, for
/// the session that issued them.
/// Shows ATK-20.
#[tokio::test]
async fn otp_2_the_issued_secret_is_shown_for_five_minutes() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    let page = browser.get("/console/secret").await;
    assert!(page.all("#secret-text").is_empty());
    issues(&mut browser).await;
    let page = browser.get("/console/secret").await;
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(
        page.text
            .contains(r#"<noscript><meta http-equiv="refresh" content="300"></noscript>"#)
    );
    assert_eq!(page.all("#secret-text span").concat().len(), 32);
    assert_eq!(page.all(".qr svg path").len(), 1);
    let uri = page.attributes("a[href^=\"otpauth:\"]", "href").remove(0);
    assert!(uri.contains(CODE) && uri.contains("issuer="), "{uri}");

    let mut other = house.browser();
    logs_in(&mut other, (CODE, ADMIN_PASSWORD, "")).await;
    let page = other.get("/console/secret").await;
    assert!(
        page.all("#secret-text").is_empty(),
        "another session sees the secret"
    );

    house.clock.turn(Span::minutes(5));
    let page = browser.get("/console/secret").await;
    assert!(page.all("#secret-text").is_empty() && !page.text.contains("otpauth"));
    assert!(
        page.text
            .contains("表示時間が過ぎたため、秘密鍵を隠しました。")
    );
    assert_eq!(
        page.all("label[for=code]"),
        ["確認用ワンタイムパスワード"],
        "it can still be confirmed"
    );
}

/// Shows OTP-4: a wrong code, a wrong clock and what is no code are told apart on the issue page.
#[tokio::test]
async fn otp_4_the_confirm_step_names_what_is_wrong() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    let page = browser.get("/console/secret").await;
    let token = page.token("/console/secret/issue");
    let page = browser
        .post(
            "/console/secret/confirm",
            &[("form", &token), ("code", "123456")],
        )
        .await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/secret"),
        "nothing to confirm yet"
    );
    let phone = issues(&mut browser).await;
    let late = phone.code_at(house.unix_seconds() - 180);
    for (code, message) in [
        (
            phone.wrong_code(&house),
            "番号が一致しません。次の番号に変わってから入力してください。",
        ),
        ("12345".to_owned(), "6桁の数字を入力してください。"),
        (
            late,
            "端末の時計が約3分ずれています。自動設定にしてから入力してください。",
        ),
    ] {
        let page = browser.get("/console/secret").await;
        let page = browser
            .submit(&page, "/console/secret/confirm", &[("code", &code)])
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.all("#code-error"), [message]);
        assert_eq!(page.value("code"), "");
        assert!(
            !page.all("#secret-text").is_empty(),
            "the secret is still shown"
        );
    }
}

/// Shows ENV-1: the app for the device in hand stands first.
#[tokio::test]
async fn env_1_advice_fits_the_device() {
    let house = House::open().await;
    let mut browser = house.browser();
    logs_in(&mut browser, (CODE, &house.first_password, "")).await;
    changes_password(&mut browser, ADMIN_PASSWORD).await;
    for (user_agent, first) in [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36",
            "拡張機能",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)",
            "電話アプリ",
        ),
    ] {
        browser.headers.push(("user-agent", user_agent.to_owned()));
        let page = browser.get("/console/secret").await;
        assert!(page.all(".apps li a")[0].starts_with(first), "{user_agent}");
        assert!(page.all(".apps li")[0].starts_with("おすすめ"));
        browser.headers.pop();
    }
}

/// Shows ROLE-9, LOGIN-4: a merchant without logistics has the same entrance.
#[tokio::test]
async fn other_kinds_of_merchants_set_up_the_same_way() {
    for (kind, tablet) in [
        (MerchantKind::NonLogistics, false),
        (MerchantKind::Logistics, true),
    ] {
        let house = House::with(kind, tablet, |_| {}).await;
        let (mut admin, _) = administrator(&house).await;
        assert_eq!(admin.get("/console/menu").await.title(), "管理メニュー");
    }
}

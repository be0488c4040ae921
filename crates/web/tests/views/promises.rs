//! What single pages promise.

use std::collections::HashSet;

use i18n::Locale;
use scraper::Html;

use crate::{all, fields, page, pages, samples, scene, texts};

/// Shows LOGIN-3, LOGIN-5, LOGIN-8, LOCK-5: the fields, the blank code, the links, the note.
#[test]
fn login_page_has_its_four_fields_and_links() {
    let html = page(Locale::Ja, "login");
    let pairs = fields(&html);
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(l, n)| (l.as_str(), n.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("加盟店コード", "merchant_code"),
            ("ユーザID", "user_id"),
            ("パスワード", "password"),
            ("ワンタイムパスワード", "code"),
        ]
    );
    assert!(all(&html, "#code[required]").is_empty());
    assert_eq!(
        all(&html, "#code")[0].attr("autocomplete"),
        Some("one-time-code")
    );
    assert_eq!(all(&html, "#password")[0].attr("type"), Some("password"));
    assert_eq!(texts(&html, "main form button"), ["ログイン"]);
    let links = texts(&html, "main a");
    let reset = "パスワードがご不明な場合はこちらから初期化をお願いします";
    assert!(links.contains(&reset.to_owned()));
    assert!(texts(&html, "main")[0].contains("パスワードロックは、貴社の管理ユーザが解除"));
}

/// Shows LOGIN-15: what was typed stays, but for password and code, and no field is marked.
#[test]
fn failure_page_marks_no_field() {
    let html = page(Locale::Ja, "login-failed");
    assert_eq!(
        all(&html, "#merchant_code")[0].attr("value"),
        Some("100000001")
    );
    assert_eq!(all(&html, "#user_id")[0].attr("value"), Some("User1"));
    assert_eq!(all(&html, "#password, #code").len(), 2);
    assert!(all(&html, "#password[value], #code[value], [aria-invalid]").is_empty());
    assert_eq!(
        texts(&html, "[role=alert] h2"),
        ["ログインできませんでした"]
    );
}

/// Shows LOCK-1: the words of the lock page.
#[test]
fn lock_page_says_who_can_release() {
    let html = page(Locale::Ja, "lock");
    assert_eq!(texts(&html, "h1"), ["パスワードがロックされています"]);
    assert!(texts(&html, "main")[0].contains("0120-000-000"));
}

/// Shows PWD-1, PWD-7: two fields and a button, the rules above them.
#[test]
fn forced_password_change_shows_rules_before_fields() {
    let html = page(Locale::Ja, "password-first");
    let labels: Vec<String> = fields(&html).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["新パスワード", "新パスワード確認"]);
    assert_eq!(texts(&html, "main form button"), ["確定"]);
    assert_eq!(
        all(&html, "main form .rules ~ .field input[type=password]").len(),
        2
    );
    assert!(!texts(&html, ".rules li").is_empty());
    let voluntary = fields(&page(Locale::Ja, "password"));
    assert_eq!(voluntary[0].0, "現在のパスワード");
}

/// Shows PWD-9: a refused password is not sent back.
#[test]
fn refused_passwords_are_not_repeated() {
    let html = page(Locale::Ja, "password-refused");
    assert!(all(&html, "main input[type=password][value]").is_empty());
    assert_eq!(all(&html, "main input[aria-invalid=true]").len(), 2);
}

/// Shows OTP-1, OTP-2, OTP-6: nothing before the issue; afterwards key, QR code and link agree.
#[test]
fn secret_page_shows_key_qr_and_link_after_the_issue_only() {
    let before = page(Locale::Ja, "secret-before");
    assert!(all(&before, ".groups, .qr, a[href^='otpauth:']").is_empty());
    assert_eq!(texts(&before, "main form button"), ["発行"]);
    let after = page(Locale::Ja, "secret");
    let key: String = texts(&after, ".groups span").concat();
    assert_eq!(key, "NT26ARCS4UQ7WJ5KX3DMLZ2HOV6YBTPE");
    assert_eq!(
        all(&after, "copy-text")[0].attr("data-value"),
        Some(key.as_str())
    );
    let link = all(&after, "a[href^='otpauth://totp/']")[0]
        .attr("href")
        .unwrap()
        .to_owned();
    assert!(link.contains(&format!("secret={key}")));
    assert_eq!(all(&after, ".qr[role=img] svg").len(), 1);
    assert_eq!(texts(&after, "h1"), ["関所ユーザ 秘密鍵発行"]);
    assert!(texts(&after, "h3").contains(&"発行された秘密鍵".to_owned()));
    assert!(texts(&after, "h3").contains(&"登録用QRコード".to_owned()));
}

/// Shows OTP-13: a key that is no longer to be shown is not in the page in any form.
/// Shows ATK-20.
#[test]
fn hidden_key_is_nowhere_in_the_page() {
    let (_, page) = pages(Locale::Ja)
        .into_iter()
        .find(|(name, _)| *name == "secret-hidden")
        .unwrap();
    assert!(!page.contains("otpauth") && !page.contains("NT26") && !page.contains("class=\"qr\""));
    assert!(page.contains("name=\"code\""));
}

/// Shows ROLE-11: the name at the top while logged in, and the way out.
#[test]
fn signed_in_pages_name_the_person_and_offer_the_way_out() {
    let html = page(Locale::Ja, "menu-admin");
    assert_eq!(texts(&html, "header b")[1], "山田 花子");
    assert_eq!(
        texts(&html, "header form[method=post] button"),
        ["ログアウト"]
    );
    assert!(all(&page(Locale::Ja, "login"), "header form").is_empty());
}

/// Shows GUIDE-2: four steps, ticked off as they are done.
#[test]
fn first_menu_ticks_the_steps_off() {
    let html = page(Locale::Ja, "menu-admin");
    assert_eq!(all(&html, ".tasks li").len(), 4);
    assert_eq!(all(&html, ".tasks li.done").len(), 2);
    assert_eq!(all(&html, ".tasks li.next").len(), 1);
    assert!(all(&page(Locale::Ja, "menu-admin-full"), ".tasks").is_empty());
}

/// Shows USER-22: what the list tells of each user.
#[test]
fn user_list_shows_each_user_in_a_row() {
    let html = page(Locale::Ja, "users");
    assert_eq!(all(&html, "tbody tr").len(), 6);
    assert_eq!(
        texts(&html, "tbody a")
            .iter()
            .filter(|t| *t == "編集")
            .count(),
        6
    );
    assert!(texts(&html, "tbody tr")[2].contains("ロック中"));
    assert!(all(&page(Locale::Ja, "users-empty"), "table").is_empty());
}

/// Shows USER-2, ROLE-7, TAB-5, USER-5: what a merchant may not choose cannot be chosen.
#[test]
fn user_form_switches_off_what_the_contract_excludes() {
    let html = page(Locale::Ja, "user-form");
    assert!(all(&html, "main input[disabled]").is_empty());
    let narrow = page(Locale::Ja, "user-form-narrow");
    let off = all(&narrow, "input[disabled]");
    let off: Vec<&str> = off
        .iter()
        .map(|input| input.attr("value").unwrap())
        .collect();
    assert_eq!(off, ["shipping", "mail"]);
    let taken = page(Locale::Ja, "user-form-taken");
    assert_eq!(all(&taken, "#same_person[disabled]").len(), 1);
}

/// Shows USER-12: the rows of the check page in their order, and the two ways on.
#[test]
fn check_page_repeats_every_row() {
    let html = page(Locale::Ja, "user-confirm");
    let labels = [
        "ユーザ区分",
        "ユーザID",
        "ログイン方法",
        "ユーザ情報",
        "ユーザ名",
        "メールアドレス",
    ];
    assert_eq!(texts(&html, "dt"), labels);
    assert_eq!(texts(&html, "main form button"), ["確定", "< 前画面へ戻る"]);
    let hidden: HashSet<&str> = all(&html, "main input[type=hidden]")
        .iter()
        .map(|i| i.attr("name").unwrap())
        .collect();
    let expected = HashSet::from([
        "form",
        "user_type",
        "user_id",
        "login_method",
        "name",
        "mail",
    ]);
    assert_eq!(hidden, expected);
}

/// Shows USER-13: done, to whom the password went, and the two links.
#[test]
fn done_page_names_the_recipient_and_the_ways_on() {
    let html = page(Locale::Ja, "user-done");
    assert!(texts(&html, "main")[0].contains("管理ユーザのメールアドレスに送信しました"));
    let links = texts(&html, "main .actions a");
    assert_eq!(links, ["メニューへ", "加盟店ユーザ登録(入力) 画面へ"]);
}

/// Shows USER-15, OTP-8, LOCK-2: a row with a button each; what cannot be done says why.
#[test]
fn edit_page_has_a_row_per_action() {
    let html = page(Locale::Ja, "user-edit-locked");
    let labels = [
        "パスワード",
        "ワンタイムパスワード",
        "ロック解除",
        "ユーザの削除",
    ];
    assert_eq!(texts(&html, ".deeds dt"), labels);
    assert_eq!(
        texts(&html, ".deeds button"),
        ["初期化", "初期化", "解除", "削除"]
    );
    let done = page(Locale::Ja, "user-edit-done");
    assert_eq!(texts(&done, ".deeds button[disabled]"), ["初期化", "解除"]);
    assert_eq!(
        texts(&done, "[role=status]"),
        ["ワンタイムパスワードを初期化しました。"]
    );
    assert_eq!(
        texts(&page(Locale::Ja, "ask-code"), "main form button"),
        ["OK"]
    );
    assert_eq!(
        texts(&page(Locale::Ja, "ask-delete"), "main form button"),
        ["確定"]
    );
}

/// Shows RESET-2, RESET-5, RESET-13: buttons, not links or scripts, carry the reset on.
#[test]
fn reset_pages_move_on_by_buttons() {
    assert_eq!(
        texts(&page(Locale::Ja, "reset"), "main form button"),
        ["初期化依頼"]
    );
    let link = page(Locale::Ja, "reset-link");
    assert_eq!(
        texts(&link, "main form[method=post] button"),
        ["仮パスワードを送信する"]
    );
    assert_eq!(
        texts(&page(Locale::Ja, "reset-sent"), "main form button"),
        ["ログイン画面へ"]
    );
}

/// What people typed is text, wherever it is shown.
#[test]
fn hostile_input_stays_text() {
    let hostile = "\"><script>alert(1)</script><a href='javascript:x'>";
    let scene = scene(Locale::Ja);
    let html = web::views::LoginPage {
        shell: scene.outside(),
        action: "/1234567".to_owned(),
        access_key: hostile.to_owned(),
        merchant_code: hostile.to_owned(),
        user_id: hostile.to_owned(),
        form: samples::token(),
        failure: Some(web::views::FailureHints { days: 7 }),
        expired: true,
        reset_href: "/1234567/reset".to_owned(),
        recovery_href: "/1234567/recovery".to_owned(),
        passkey_href: None,
        mail_href: None,
    };
    let html = Html::parse_document(&html.to_string());
    assert_eq!(all(&html, "#user_id")[0].attr("value"), Some(hostile));
    assert_eq!(all(&html, "script").len(), 1);
    assert!(all(&html, "a[href^='javascript']").is_empty());
}

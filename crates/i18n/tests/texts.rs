//! What the texts promise: the fixed labels, both languages, values in their place.

#![cfg(test)]

use i18n::{Catalog, FluentValue, KEYS, Locale, Text};

fn both() -> (Text, Text) {
    let catalog = Catalog::load().unwrap();
    (catalog.text(Locale::Ja), catalog.text(Locale::En))
}

/// Shows LOGIN-3, LOGIN-8, LOGIN-11: the log-in page's words are the manual's.
#[test]
fn login_labels_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.field_merchant_code(), "加盟店コード");
    assert_eq!(ja.field_user_id(), "ユーザID");
    assert_eq!(ja.field_password(), "パスワード");
    assert_eq!(ja.field_code(), "ワンタイムパスワード");
    assert_eq!(ja.login_button(), "ログイン");
    assert_eq!(ja.button_log_out(), "ログアウト");
    assert_eq!(
        ja.login_reset_link(),
        "パスワードがご不明な場合はこちらから初期化をお願いします"
    );
    assert_eq!(en.field_merchant_code(), "Merchant code");
    assert_eq!(en.field_user_id(), "User ID");
    assert_eq!(en.field_password(), "Password");
    assert_eq!(en.field_code(), "One-time password");
    assert_eq!(en.login_button(), "Log in");
    assert_eq!(en.button_log_out(), "Log out");
    assert_eq!(
        en.login_reset_link(),
        "Reset your password here if you do not know it"
    );
}

/// Shows LOGIN-1: the key page's words.
#[test]
fn key_page_labels_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.field_access_key(), "アクセスキー");
    assert_eq!(ja.key_button(), "ログイン画面へ進む");
    assert_eq!(en.field_access_key(), "Access key");
    assert_eq!(en.key_button(), "Continue to log in");
}

/// Shows LOCK-1: the lock message.
#[test]
fn lock_message_is_exact() {
    let (ja, en) = both();
    assert_eq!(ja.lock_title(), "パスワードがロックされています");
    assert_eq!(en.lock_title(), "Your password is locked");
}

/// Shows RESET-2, RESET-3, RESET-5, RESET-13 (as superseded: one visible button).
#[test]
fn reset_labels_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.reset_title(), "パスワード初期化");
    assert_eq!(ja.reset_request_button(), "初期化依頼");
    assert_eq!(ja.reset_accepted_title(), "パスワード初期化手続き完了");
    assert_eq!(ja.reset_link_button(), "仮パスワードを送信する");
    assert_eq!(ja.reset_sent_title(), "初期パスワード送信完了");
    assert_eq!(ja.link_login_page(), "ログイン画面へ");
    assert_eq!(en.reset_title(), "Reset password");
    assert_eq!(en.reset_request_button(), "Request reset");
    assert_eq!(en.reset_accepted_title(), "Reset requested");
    assert_eq!(en.reset_link_button(), "Send a temporary password");
    assert_eq!(en.reset_sent_title(), "Temporary password sent");
    assert_eq!(en.link_login_page(), "To the log-in page");
}

/// Shows PWD-1.
#[test]
fn password_labels_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.password_title(), "パスワード変更");
    assert_eq!(ja.password_current(), "現在のパスワード");
    assert_eq!(ja.password_new(), "新パスワード");
    assert_eq!(ja.password_new_again(), "新パスワード確認");
    assert_eq!(ja.password_button(), "確定");
    assert_eq!(en.password_title(), "Change password");
    assert_eq!(en.password_current(), "Current password");
    assert_eq!(en.password_new(), "New password");
    assert_eq!(en.password_new_again(), "New password again");
    assert_eq!(en.password_button(), "Save");
}

/// Shows PWD-7: the rules are printed from their numbers.
#[test]
fn password_rules_take_their_numbers() {
    let (ja, en) = both();
    assert_eq!(ja.password_rule_length(20, 8), "8～20文字");
    assert_eq!(en.password_rule_length(20, 8), "8 to 20 characters");
    assert!(ja.password_rule_run(2).contains("2文字以上"));
}

/// Shows OTP-1, OTP-2: the issue page's words, the brand in its title.
#[test]
fn secret_labels_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.secret_title("関所"), "関所ユーザ 秘密鍵発行");
    assert_eq!(ja.secret_issue_button(), "発行");
    assert_eq!(ja.secret_issued(), "発行された秘密鍵");
    assert_eq!(ja.secret_qr(), "登録用QRコード");
    assert_eq!(ja.secret_open_app(), "この端末のアプリで開く");
    assert_eq!(ja.secret_confirm_field(), "確認用ワンタイムパスワード");
    assert_eq!(ja.secret_confirm_button(), "登録を完了する");
    assert_eq!(en.secret_title("Sekisho"), "Sekisho user: issue secret key");
    assert_eq!(en.secret_issue_button(), "Issue");
    assert_eq!(en.secret_issued(), "Issued secret key");
    assert_eq!(en.secret_qr(), "QR code for registration");
    assert_eq!(en.secret_open_app(), "Open in an app on this device");
    assert_eq!(en.secret_confirm_field(), "One-time password from the app");
    assert_eq!(en.secret_confirm_button(), "Finish registration");
}

/// Shows USER-1, USER-2, USER-4, USER-5, USER-12, USER-13 in Japanese.
#[test]
fn user_form_labels_are_exact() {
    let (ja, _) = both();
    assert_eq!(ja.users_title(), "ユーザー一覧");
    assert_eq!(ja.users_new(), "新規登録");
    assert_eq!(ja.users_edit(), "編集");
    assert_eq!(ja.users_enter_title(), "ユーザ登録(入力)");
    assert_eq!(ja.users_check_title(), "ユーザ登録(確認)");
    assert_eq!(ja.users_done_title(), "ユーザ登録(完了)");
    assert_eq!(ja.users_type(), "ユーザ区分");
    assert_eq!(
        (ja.role_general(), ja.role_shipping()),
        ("一般".to_owned(), "出荷".to_owned())
    );
    assert_eq!(ja.users_login_method(), "ログイン方法");
    assert_eq!(
        ja.users_by_mail(),
        "ワンタイムパスワードをメールにて受信する"
    );
    assert_eq!(
        ja.users_not_by_mail(),
        "ワンタイムパスワードをメールにて受信しない"
    );
    assert_eq!(ja.users_details(), "ユーザ情報");
    assert_eq!(
        ja.users_same_person(),
        "管理者ユーザと同一の方の場合は、チェックを行ってください"
    );
    assert_eq!(ja.users_same_person_value(), "管理者ユーザと同一");
    assert_eq!(ja.users_name(), "ユーザ名(氏名)");
    assert_eq!(ja.users_mail(), "メールアドレス");
    assert_eq!(ja.users_check_button(), "確認");
    assert_eq!(ja.users_confirm_button(), "確定");
    assert_eq!(ja.users_back(), "< 前画面へ戻る");
    assert_eq!(ja.users_to_menu(), "メニューへ");
    assert_eq!(ja.users_register_another(), "加盟店ユーザ登録(入力) 画面へ");
    assert_eq!(
        ja.users_check_lead(),
        "内容をご確認の上、「確定」を押下してください。"
    );
    assert_eq!(ja.users_done_lead(), "正常に処理されました。");
}

/// Shows USER-1, USER-4, USER-5 in English.
#[test]
fn user_form_labels_are_exact_in_english() {
    let (_, en) = both();
    assert_eq!(en.users_title(), "Users");
    assert_eq!(en.users_new(), "New user");
    assert_eq!(en.users_edit(), "Edit");
    assert_eq!(en.users_enter_title(), "Register user (enter)");
    assert_eq!(en.users_check_title(), "Register user (check)");
    assert_eq!(en.users_done_title(), "Register user (done)");
    assert_eq!(en.users_type(), "User type");
    assert_eq!(en.users_login_method(), "Log-in method");
    assert_eq!(en.users_by_mail(), "Receive one-time passwords by e-mail");
    assert_eq!(
        en.users_not_by_mail(),
        "Do not receive one-time passwords by e-mail"
    );
    assert_eq!(en.users_details(), "User details");
    assert_eq!(
        en.users_same_person(),
        "Tick if this is the same person as the administrator"
    );
    assert_eq!(en.users_name(), "Name");
    assert_eq!(en.users_mail(), "E-mail address");
    assert_eq!(en.users_check_button(), "Check");
    assert_eq!(en.users_confirm_button(), "Confirm");
    assert_eq!(en.users_back(), "< Back");
    assert_eq!(en.users_to_menu(), "To the menu");
    assert_eq!(en.users_register_another(), "Register another user");
}

/// Shows USER-15, OTP-8, LOCK-2, GAP-4: the acts on a user and their completion messages.
#[test]
fn user_edit_labels_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.users_edit_title(), "ユーザ編集");
    assert_eq!(ja.users_reset_button(), "初期化");
    assert_eq!(ja.users_release_lock(), "ロック解除");
    assert_eq!(ja.users_release_button(), "解除");
    assert_eq!(ja.users_password_reset(), "パスワードを初期化しました。");
    assert_eq!(
        ja.users_code_reset(),
        "ワンタイムパスワードを初期化しました。"
    );
    assert_eq!(ja.users_lock_released(), "ロックを解除しました。");
    assert_eq!(ja.users_deleted(), "ユーザを削除しました。");
    assert_eq!(ja.users_changed(), "変更しました。");
    assert_eq!(en.users_password_reset(), "Password reset.");
    assert_eq!(en.users_code_reset(), "One-time password reset.");
    assert_eq!(en.users_lock_released(), "Lock released.");
    assert_eq!(en.users_deleted(), "User deleted.");
    assert_eq!(en.users_changed(), "Saved.");
}

/// Shows OTP-8, LOCK-2 (dialog buttons, CON-6).
#[test]
fn dialog_buttons_are_exact() {
    let (ja, en) = both();
    assert_eq!(
        (ja.button_ok(), ja.button_confirm()),
        ("OK".to_owned(), "確定".to_owned())
    );
    assert_eq!(
        (en.button_ok(), en.button_confirm()),
        ("OK".to_owned(), "Confirm".to_owned())
    );
    assert_eq!(
        (ja.button_cancel(), en.button_cancel()),
        ("キャンセル".into(), "Cancel".into())
    );
}

/// Shows GUIDE-2: the four steps' titles.
#[test]
fn first_steps_are_the_manuals() {
    let (ja, _) = both();
    assert_eq!(
        ja.steps_app(),
        "ワンタイムパスワードのアプリをインストールする"
    );
    assert_eq!(
        ja.steps_own_secret(),
        "管理画面にログインし、ワンタイムパスワードを設定"
    );
    assert_eq!(
        ja.steps_create_users(),
        "「管理」ユーザでログインし、「一般」「出荷」ユーザを作成する"
    );
    assert_eq!(
        ja.steps_users_secret(),
        "「一般」「出荷」ユーザでログインし、ワンタイムパスワードを設定"
    );
}

/// Shows USER-22: the states of the list.
#[test]
fn user_states_are_exact() {
    let (ja, en) = both();
    assert_eq!(ja.users_state_first_login(), "初回ログイン待ち");
    assert_eq!(ja.users_state_no_secret(), "秘密鍵未登録");
    assert_eq!(ja.users_state_active(), "利用中");
    assert_eq!(ja.users_state_locked(), "ロック中");
    assert_eq!(ja.users_state_deletion(7), "7日後に削除");
    assert_eq!(en.users_state_first_login(), "Waiting for first log-in");
    assert_eq!(en.users_state_deletion(7), "Deleted in 7 days");
    assert_eq!(en.users_state_deletion(1), "Deleted in 1 day");
}

#[test]
fn values_carry_no_invisible_marks() {
    let (ja, en) = both();
    for text in [
        ja.login_failure_key("1234567"),
        en.login_failure_key("1234567"),
    ] {
        assert!(text.contains("1234567"));
        assert!(
            !text.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']),
            "{text:?}"
        );
    }
}

#[test]
fn a_value_is_not_read_as_markup() {
    let (ja, _) = both();
    assert!(ja.error_fault_id("{ $id } <b>").ends_with("{ $id } <b>"));
}

#[test]
fn texts_serve_many_threads() {
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let catalog = Catalog::load().unwrap();
    shared(&catalog);
    shared(&catalog.text(Locale::Ja));
    let text = catalog.text(Locale::En);
    let threads: Vec<_> = (0..4u32)
        .map(|n| {
            let text = text.clone();
            std::thread::spawn(move || text.secret_clock_off(FluentValue::from(n)))
        })
        .collect();
    let minutes: Vec<_> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    assert!(
        minutes[1].contains("1 minute.") && minutes[3].contains("3 minutes."),
        "{minutes:?}"
    );
}

#[test]
fn keys_are_listed_once_and_in_order() {
    assert!(KEYS.len() > 200);
    assert!(KEYS.is_sorted_by(|a, b| a < b));
}

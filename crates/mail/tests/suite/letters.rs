//! What each letter says, word for word, in both languages.

use crate::support::{account, all, brand, letter, posting};
use i18n::{Catalog, Locale};
use mail::{CentreLetter, Letter, LetterTemplate, Received, compose};

fn read(letter: &Letter) -> Received {
    let catalog = Catalog::load().unwrap();
    let composed = compose(&catalog, &brand(), letter, &posting("taro@shop.example")).unwrap();
    Received::parse(composed.bytes()).unwrap()
}

fn every_letter() -> Vec<(&'static str, Letter, Received)> {
    let mut letters = Vec::new();
    for locale in Locale::ALL {
        for (name, template) in all() {
            let letter = letter(locale, template);
            let received = read(&letter);
            letters.push((name, letter, received));
        }
    }
    letters
}

/// Shows MAIL-1, MAIL-2, MAIL-3, MAIL-4: their whole wording.
#[test]
fn letters_read_as_agreed() {
    for (name, letter, received) in every_letter() {
        let name = format!("{name}_{}", letter.locale.code());
        insta::assert_snapshot!(name, format!("{}\n\n{}", received.subject, received.body));
    }
}

/// The HTML form, word for word and mark for mark.
#[test]
fn letters_look_as_agreed() {
    for (name, letter, received) in every_letter() {
        let name = format!("html_{name}_{}", letter.locale.code());
        insta::assert_snapshot!(name, received.html);
    }
}

/// The words between the marks, without any blanks.
fn words_of(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut words = String::new();
    let mut rest = body.split_once('>').unwrap().1;
    while let Some((text, mark)) = rest.split_once('<') {
        words.push_str(text);
        rest = mark.split_once('>').unwrap().1;
    }
    let words = words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    without_blanks(&words)
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn both_forms_say_the_same() {
    for (name, letter, received) in every_letter() {
        let own = match letter.locale {
            Locale::Ja => received.subject.strip_suffix("-「関所」"),
            Locale::En => received.subject.strip_suffix(" - 関所"),
        };
        let plain = received
            .body
            .replace(['■', '\u{25a0}'], "")
            .replace(&"-".repeat(40), "");
        let expected = without_blanks(&format!("{}{plain}", own.unwrap()));
        assert_eq!(words_of(&received.html), expected, "{name}");
    }
}

#[test]
fn html_loads_nothing_and_runs_nothing() {
    for (name, letter, received) in every_letter() {
        let html = &received.html;
        assert!(html.starts_with(&format!(
            "<!doctype html>\n<html lang=\"{}\">",
            letter.locale.code()
        )));
        for mark in [
            "<img", "<script", "<style", "<link", "<iframe", "<form", "src=", "url(", "@import",
        ] {
            assert!(!html.contains(mark), "{name}: {mark}");
        }
        for link in html.split("href=\"").skip(1) {
            assert!(link.starts_with("https://console."), "{name}: {link}");
        }
        if html.contains("user-select:all") {
            let value = html.split("user-select:all\">").nth(1).unwrap();
            let value = value.split("</span>").next().unwrap();
            assert!(
                !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric()),
                "{name}: {value}"
            );
        }
    }
}

/// Shows MAIL-1, MAIL-2, MAIL-3, MAIL-4: the subjects are the manual's.
#[test]
fn subjects_follow_the_pattern() {
    for (name, subject) in [
        (
            "mail_1_reset_started",
            "パスワード初期化開始のご連絡-「関所」",
        ),
        ("mail_2_temporary_person", "仮パスワードのご連絡-「関所」"),
        ("mail_2_temporary_admin", "仮パスワードのご連絡-「関所」"),
        ("mail_3_registered", "新規ユーザ登録のご連絡-「関所」"),
        (
            "mail_4_secret_reset_admin",
            "ワンタイムパスワード秘密鍵初期化完了のご連絡-「関所」",
        ),
        ("password_changed", "パスワード変更完了のご連絡-「関所」"),
        ("secret_registered", "秘密鍵登録完了のご連絡-「関所」"),
        ("locked", "ロックのお知らせ-「関所」"),
        ("pass_removed", "認証アプリ登録削除のご連絡-「関所」"),
        (
            "recovery_code_used",
            "リカバリーコード使用のご連絡-「関所」",
        ),
        (
            "recovery_codes_made",
            "リカバリーコード発行のご連絡-「関所」",
        ),
        ("mail_5_code", "ワンタイムパスワードのご連絡-「関所」"),
        ("new_log_in_app", "ログイン通知-「関所」"),
        (
            "address_changed_person",
            "メールアドレス変更のご連絡-「関所」",
        ),
        ("deletion_ahead", "ユーザ削除のお知らせ(予告)-「関所」"),
    ] {
        let (_, template) = all().into_iter().find(|(own, _)| *own == name).unwrap();
        assert_eq!(read(&letter(Locale::Ja, template)).subject, subject);
    }
}

/// Shows MAIL-6, CS-5: every letter is about an account, says which, and whom to ask.
#[test]
fn every_letter_names_the_account_and_the_contact() {
    for (name, letter, received) in every_letter() {
        let own = account();
        let named = [own.merchant_code.as_ref(), letter.account.user_id.as_ref()];
        for value in named.into_iter().flatten().chain([&own.login_url]) {
            let alone = received.body.lines().any(|line| line == value);
            assert!(
                alone,
                "{name} ({}) has no line {value}",
                letter.locale.code()
            );
        }
        for value in [
            brand().phone,
            brand().hours,
            brand().contact_mail,
            brand().operator,
        ] {
            assert!(received.body.contains(&value), "{name}: {value}");
        }
    }
}

/// Shows MAIL-2, MAIL-3, LOGIN-14: the password alone on its line under its mark, the
/// warning about blanks, how long it works, and that only the newest one does.
#[test]
fn a_temporary_password_can_be_copied_and_is_explained() {
    for (name, letter, received) in every_letter() {
        let has_password = matches!(
            letter.template,
            LetterTemplate::TemporaryPassword { .. }
                | LetterTemplate::UserRegistered { .. }
                | LetterTemplate::Centre(CentreLetter::AdminReset {
                    password: Some(_),
                    ..
                })
        );
        let (mark, blanks, valid, newest) = match letter.locale {
            Locale::Ja => (
                "■仮パスワード",
                "空白が入らない",
                "7日間",
                "最新のメールのものだけ",
            ),
            Locale::En => (
                "■Temporary password",
                "not to copy blanks",
                "7 days",
                "only the newest",
            ),
        };
        assert_eq!(
            received.body.contains("k7Wq3mZx9RtB"),
            has_password,
            "{name}"
        );
        if has_password {
            assert!(
                received.body.contains(&format!("\n{mark}\nk7Wq3mZx9RtB\n")),
                "{name}"
            );
            for words in [blanks, valid, newest] {
                assert!(received.body.contains(words), "{name}: {words}");
            }
        }
    }
}

/// Shows MAIL-1, RESET-4: the address alone on its line under its mark, the minutes.
#[test]
fn a_reset_address_can_be_clicked_and_is_explained() {
    let template = all().swap_remove(0).1;
    let LetterTemplate::ResetStarted { url, .. } = &template else {
        panic!("order of all()")
    };
    let address = url.expose().to_owned();
    let body = read(&letter(Locale::Ja, template)).body;
    assert!(body.contains(&format!("\n■パスワード初期化画面\n{address}\n")));
    assert!(body.contains("30分以内"));
    assert!(body.contains("別のメール"));
}

/// Shows MAIL-3, MAIL-4: who truthfully caused it.
#[test]
fn the_cause_is_named() {
    for (name, words) in [
        ("mail_1_reset_started", "ログイン画面からのお申し込み"),
        ("mail_2_temporary_admin", "管理ユーザがパスワードを初期化"),
        (
            "mail_2_temporary_operator",
            "カスタマーサービスセンターがパスワードを初期化",
        ),
        ("mail_3_registered", "管理ユーザが、下記ユーザを登録"),
        ("mail_4_secret_reset_admin", "管理ユーザが、下記ユーザの"),
        (
            "mail_4_secret_reset_operator",
            "カスタマーサービスセンターが、下記ユーザの",
        ),
        ("admin_reset_all", "カスタマーサービスセンターが"),
        ("mail_5_code", "ログイン画面からのお申し込み"),
        ("address_changed_admin", "管理ユーザが"),
        ("user_changed_person", "ログイン後の画面からの操作"),
        ("user_changed_admin", "管理ユーザが"),
        ("user_deleted_time", "自動的に削除しました"),
        ("deletion_ahead", "自動的に削除されます"),
        (
            "lock_released_admin",
            "管理ユーザが、下記ユーザのロックを解除",
        ),
        ("merchant_changed_all", "カスタマーサービスセンターが"),
        ("merchant_suspended", "カスタマーサービスセンターが"),
        ("contact_changing", "カスタマーサービスセンターが"),
        ("contact_withdrawn", "カスタマーサービスセンターが"),
    ] {
        let (_, template) = all().into_iter().find(|(own, _)| *own == name).unwrap();
        let body = read(&letter(Locale::Ja, template)).body;
        assert!(body.contains(words), "{name}: {words}");
    }
}

fn columns(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[test]
fn lines_fit_a_telephone_and_an_old_mail_program() {
    for (name, letter, received) in every_letter() {
        for line in received
            .body
            .lines()
            .filter(|line| !line.starts_with("https://"))
        {
            let width = if letter.locale == Locale::En {
                line.chars().count()
            } else {
                columns(line)
            };
            assert!(width <= 70, "{name}: {width} columns: {line}");
        }
    }
}

#[test]
fn japanese_letters_have_no_english_and_the_other_way_round() {
    for (name, letter, received) in every_letter() {
        let foreign = match letter.locale {
            Locale::Ja => received.body.contains("password") || received.body.contains(" the "),
            // The user's own name and the brand's are the only Japanese in an English letter.
            Locale::En => received.body.contains(['を', 'ま', 'は']),
        };
        assert!(!foreign, "{name}: {}", received.body);
    }
}

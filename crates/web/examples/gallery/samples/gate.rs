//! Pages before the log-in.

use web::views::{
    AwayPage, BusyPage, DemoMailLine, DemoMailPage, DemoMailsPage, ErrorPage, FailureHints, Field,
    FormExpiredPage, KeyPage, LockPage, LoginPage, NotFoundPage, NoticeKind, ResetAcceptedPage,
    ResetLinkDeadPage, ResetLinkPage, ResetRequestPage, Shell, TemporarySentPage, WhyAway,
};

use super::{Sample, Scene, token};

const LOGIN: &str = "/1234567";

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let mut pages = keys(scene);
    pages.extend(logins(scene));
    pages.extend(resets(scene));
    pages.extend(refusals(scene));
    pages.extend(mails(scene));
    pages
}

fn keys(scene: &Scene) -> Vec<Sample> {
    let key = KeyPage {
        shell: scene.outside(),
        action: "/".to_owned(),
        access_key: String::new(),
        refused: false,
    };
    let refused = KeyPage {
        access_key: "12a".to_owned(),
        refused: true,
        ..key.clone()
    };
    vec![
        ("key", key.to_string()),
        ("key-refused", refused.to_string()),
    ]
}

fn logins(scene: &Scene) -> Vec<Sample> {
    let login = LoginPage {
        shell: scene.outside(),
        action: LOGIN.to_owned(),
        access_key: "1234567".to_owned(),
        merchant_code: String::new(),
        user_id: String::new(),
        form: token(),
        failure: None,
        expired: false,
        reset_href: "/1234567/reset".to_owned(),
        recovery_href: "/1234567/recovery".to_owned(),
        passkey_href: Some("/1234567/passkey".to_owned()),
        mail_href: Some("/1234567/mail".to_owned()),
    };
    let failed = LoginPage {
        merchant_code: "100000001".to_owned(),
        user_id: "User1".to_owned(),
        failure: Some(FailureHints { days: 7 }),
        ..login.clone()
    };
    let expired = LoginPage {
        expired: true,
        failure: None,
        ..failed.clone()
    };
    let idle = LoginPage {
        shell: Scene::noticed(scene.outside(), NoticeKind::Info, scene.text.idle_after(15)),
        ..login.clone()
    };
    let demo = Shell {
        demo_mails_href: Some("/demo/mails".to_owned()),
        ..scene.outside()
    };
    let demo = LoginPage {
        shell: demo,
        ..login.clone()
    };
    let lock = LockPage {
        shell: scene.outside(),
        known_device: true,
        login_href: LOGIN.to_owned(),
    };
    vec![
        ("login", login.to_string()),
        ("login-failed", failed.to_string()),
        ("login-expired", expired.to_string()),
        ("login-idle", idle.to_string()),
        ("login-demo", demo.to_string()),
        ("lock", lock.to_string()),
    ]
}

fn resets(scene: &Scene) -> Vec<Sample> {
    let shell = scene.outside();
    let text = &scene.text;
    let request = ResetRequestPage {
        shell: shell.clone(),
        action: "/1234567/reset".to_owned(),
        merchant_code: Field::default(),
        user_id: Field::default(),
        form: token(),
        login_href: LOGIN.to_owned(),
    };
    let refused = ResetRequestPage {
        merchant_code: Field::refused("12", text.form_error_format(text.field_merchant_code())),
        user_id: Field::refused("", text.form_error_empty(text.field_user_id())),
        ..request.clone()
    };
    let accepted = ResetAcceptedPage {
        shell: shell.clone(),
        minutes: 30,
        login_href: LOGIN.to_owned(),
    };
    let link = ResetLinkPage {
        shell: shell.clone(),
        action: "/reset/x".to_owned(),
        form: token(),
    };
    let dead = ResetLinkDeadPage {
        shell: shell.clone(),
        again_href: "/1234567/reset".to_owned(),
    };
    let sent = TemporarySentPage {
        shell,
        login_href: LOGIN.to_owned(),
        days: 7,
    };
    vec![
        ("reset", request.to_string()),
        ("reset-refused", refused.to_string()),
        ("reset-accepted", accepted.to_string()),
        ("reset-link", link.to_string()),
        ("reset-link-dead", dead.to_string()),
        ("reset-sent", sent.to_string()),
    ]
}

fn refusals(scene: &Scene) -> Vec<Sample> {
    let shell = scene.outside();
    let busy = BusyPage {
        shell: shell.clone(),
        retry_href: LOGIN.to_owned(),
        retry_after: 5,
    };
    let away = |why| AwayPage {
        shell: shell.clone(),
        why,
        retry_href: LOGIN.to_owned(),
        retry_after: 5,
    };
    let (database, uncertain) = (away(WhyAway::Database), away(WhyAway::Uncertain));
    let fault = ErrorPage {
        shell: shell.clone(),
        error_id: "01JD3-7K2QF".to_owned(),
    };
    let missing = NotFoundPage {
        shell: shell.clone(),
    };
    let old = FormExpiredPage {
        shell,
        back_href: LOGIN.to_owned(),
    };
    vec![
        ("busy", busy.to_string()),
        ("away", database.to_string()),
        ("uncertain", uncertain.to_string()),
        ("fault", fault.to_string()),
        ("not-found", missing.to_string()),
        ("form-expired", old.to_string()),
    ]
}

fn mails(scene: &Scene) -> Vec<Sample> {
    let shell = Shell {
        demo_mails_href: Some("/demo/mails".to_owned()),
        ..scene.outside()
    };
    let subject = scene.either(
        "パスワード初期化開始のご連絡-「関所」",
        "Password reset - Sekisho",
    );
    let line = DemoMailLine {
        subject: subject.clone(),
        to: "admin@minato-shop.example".to_owned(),
        date: "2026-11-22 14:05".to_owned(),
        href: "/demo/mails/1".to_owned(),
    };
    let list = DemoMailsPage {
        shell: shell.clone(),
        mails: vec![line.clone(), line],
    };
    let empty = DemoMailsPage {
        shell: shell.clone(),
        mails: Vec::new(),
    };
    let body = scene.either(
        "みなと商店株式会社 ご担当者様\n\nパスワード初期化のお手続きを開始しました。\n\n\
         ■パスワード初期化画面\nhttp://127.0.0.1:8080/reset/Q2hlY2twb2ludC1nYXRlLXBhc3MtdG9rZW4\n\n\
         30分以内に開いてください。",
        "To the contact person of Minato Shop Ltd\n\nA password reset was started.\n\n\
         Reset password\nhttp://127.0.0.1:8080/reset/Q2hlY2twb2ludC1nYXRlLXBhc3MtdG9rZW4\n\n\
         Please open it within 30 minutes.",
    );
    let mail = DemoMailPage {
        shell,
        subject,
        to: "admin@minato-shop.example".to_owned(),
        date: "2026-11-22 14:05".to_owned(),
        body,
        list_href: "/demo/mails".to_owned(),
    };
    vec![
        ("mails", list.to_string()),
        ("mails-empty", empty.to_string()),
        ("mail", mail.to_string()),
    ]
}

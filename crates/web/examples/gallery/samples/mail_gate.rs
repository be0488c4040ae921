//! The two pages of the mail method, and the page of a maintenance.

use web::views::{FailureHints, MailCodePage, MailLoginPage, MaintenancePage, Shell};

use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let first = MailLoginPage {
        shell: scene.outside(),
        action: "/1234567/mail".to_owned(),
        access_key: "1234567".to_owned(),
        merchant_code: String::new(),
        user_id: String::new(),
        form: token(),
        expired: false,
        admin: false,
        app_href: "/1234567".to_owned(),
        reset_href: "/1234567/reset".to_owned(),
    };
    let told = MailLoginPage {
        shell: Shell {
            announcements: vec![
                scene.either("今夜、設備を入れ替えます。", "We replace machines tonight."),
            ],
            ..scene.outside()
        },
        expired: true,
        admin: true,
        ..first.clone()
    };
    let maintenance = MaintenancePage {
        shell: scene.outside(),
        message: scene.either("設備を入れ替えています。", "We are replacing machines."),
        until: "2026-12-01 23:30".to_owned(),
    };
    let mut pages = vec![
        ("mail-login", first.to_string()),
        ("mail-login-told", told.to_string()),
        ("maintenance", maintenance.to_string()),
    ];
    pages.extend(second_pages(scene));
    pages
}

fn second_pages(scene: &Scene) -> Vec<Sample> {
    let second = MailCodePage {
        shell: scene.outside(),
        action: "/1234567/mail/code".to_owned(),
        access_key: "1234567".to_owned(),
        form: token(),
        failure: None,
        minutes: 10,
        resend_action: "/1234567/mail/code/resend".to_owned(),
        resend_form: token(),
        resends_left: true,
        resend_in: 60,
        again_href: "/1234567/mail".to_owned(),
    };
    let failed = MailCodePage {
        failure: Some(FailureHints { days: 7 }),
        resends_left: false,
        ..second.clone()
    };
    vec![
        ("mail-code", second.to_string()),
        ("mail-code-failed", failed.to_string()),
    ]
}

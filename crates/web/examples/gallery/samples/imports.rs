//! Users from a list.

use web::views::{
    ColumnHelp, ImportCounts, ImportLine, ImportPast, ImportProgress, UserImportCheckPage,
    UserImportDonePage, UserImportPage,
};

use super::console::long_name;
use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let below = [text.menu_admin_title(), text.users_title()];
    let shell = || scene.inside(&below.each_ref().map(String::as_str));
    let column = |name: String, needed, about: String| ColumnHelp {
        name,
        needed,
        about,
    };
    let enter = UserImportPage {
        shell: shell(),
        action: "/console/users/import".to_owned(),
        sample_href: "sample.csv".to_owned(),
        columns: vec![
            column(text.users_type(), true, text.list_about_type()),
            column(text.users_login_method(), true, text.list_about_method()),
            column(text.import_same_person(), false, text.list_about_same()),
        ],
        most: 1_000,
        error: Some(text.list_error_none()),
        past: vec![ImportPast {
            href: "/console/users/import/1".to_owned(),
            time: "2026-11-22 09:41".to_owned(),
        }],
        cancel_href: "/console/users".to_owned(),
        form: token(),
    };
    let wrong = vec![
        ImportLine {
            number: 4,
            user_id: "user 1!".to_owned(),
            name: scene.either("佐藤 次郎", "Jiro Sato"),
            why: format!(
                "{} {}",
                text.users_error_id_format(),
                text.users_error_mail_empty()
            ),
        },
        ImportLine {
            number: 1_001,
            user_id: "abcdefghij0123456789".to_owned(),
            name: long_name(scene),
            why: text.list_error_line_twice(text.field_user_id(), 12_u32),
        },
    ];
    let counts = ImportCounts {
        new: 120,
        same: 3,
        wrong: 2,
    };
    let check = UserImportCheckPage {
        shell: shell(),
        counts,
        wrong: wrong.clone(),
        action: "/console/users/import/1".to_owned(),
        result_href: "result.csv".to_owned(),
        back_href: "/console/users/import".to_owned(),
        form: token(),
    };
    let done = UserImportDonePage {
        shell: shell(),
        time: "2026-11-22 09:41".to_owned(),
        counts,
        progress: ImportProgress {
            all: 120,
            sent: 41,
            per_minute: 60,
        },
        wrong,
        here_href: "/console/users/import/1".to_owned(),
        result_href: "result.csv".to_owned(),
        another_href: "/console/users/import".to_owned(),
        users_href: "/console/users".to_owned(),
    };
    vec![
        ("import", enter.to_string()),
        ("import-check", check.to_string()),
        ("import-done", done.to_string()),
    ]
}

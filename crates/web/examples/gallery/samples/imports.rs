//! Users from a list.

use web::views::{
    ColumnHelp, ImportCounts, ImportLine, ImportPast, ImportProgress, Shell, UserImportCheckPage,
    UserImportDonePage, UserImportPage,
};

use super::console::long_name;
use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    vec![
        ("import", enter(scene).to_string()),
        ("import-check", check(scene).to_string()),
        ("import-done", done(scene).to_string()),
    ]
}

const COUNTS: ImportCounts = ImportCounts {
    new: 120,
    same: 3,
    wrong: 2,
};

fn shell(scene: &Scene) -> Shell {
    let below = [scene.text.menu_admin_title(), scene.text.users_title()];
    scene.inside(&below.each_ref().map(String::as_str))
}

fn enter(scene: &Scene) -> UserImportPage {
    let text = &scene.text;
    let column = |name: String, needed, about: String| ColumnHelp {
        name,
        needed,
        about,
    };
    UserImportPage {
        shell: shell(scene),
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
    }
}

fn wrong(scene: &Scene) -> Vec<ImportLine> {
    let text = &scene.text;
    vec![
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
    ]
}

fn check(scene: &Scene) -> UserImportCheckPage {
    UserImportCheckPage {
        shell: shell(scene),
        counts: COUNTS,
        wrong: wrong(scene),
        action: "/console/users/import/1".to_owned(),
        result_href: "result.csv".to_owned(),
        back_href: "/console/users/import".to_owned(),
        form: token(),
    }
}

fn done(scene: &Scene) -> UserImportDonePage {
    UserImportDonePage {
        shell: shell(scene),
        time: "2026-11-22 09:41".to_owned(),
        counts: COUNTS,
        progress: ImportProgress {
            all: 120,
            sent: 41,
            per_minute: 60,
        },
        wrong: wrong(scene),
        here_href: "/console/users/import/1".to_owned(),
        result_href: "result.csv".to_owned(),
        another_href: "/console/users/import".to_owned(),
        users_href: "/console/users".to_owned(),
    }
}

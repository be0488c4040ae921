//! Pages after the log-in.

use web::views::{
    ActionTarget, AppAdvice, ConfirmButton, ConfirmPage, ConfirmProblem, Field, FirstStep,
    FirstSteps, ForcedChange, Issued, MenuEntry, MenuKind, MenuPage, MenuRole, MethodChoice,
    NoticeKind, Paging, PasswordPage, Row, SecretPage, SecretStage, Shell, SignedIn, TypeChoice,
    UserAction, UserConfirmPage, UserDetails, UserDonePage, UserEditPage, UserFormPage, UserRow,
    UserState, UsersPage,
};

use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let mut pages = passwords(scene);
    pages.extend(secrets(scene));
    pages.extend(menus(scene));
    pages.extend(lists(scene));
    pages.extend(forms(scene));
    pages.extend(edits(scene));
    pages.extend(questions(scene));
    pages
}

/// The longest name that the rules allow: thirty full-width characters.
fn long_name(scene: &Scene) -> String {
    scene.either(
        "長宗我部アレクサンドラ桜子・勘解由小路ヴィクトリア=三千代様",
        "Maximiliana-Konstantina Featherstonehaugh-Cholmondeley Smith",
    )
}

fn passwords(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let forced = PasswordPage {
        shell: scene.inside(&[]),
        action: "/console/password".to_owned(),
        rules: vec![
            text.password_rule_length(20, 8),
            text.password_rule_alphabet(),
            text.password_rule_mixed(),
            text.password_rule_run(2),
            text.password_rule_history(4),
        ],
        forced: Some(ForcedChange::First),
        secret_follows: true,
        current_error: None,
        new_error: None,
        again_error: None,
        cancel_href: None,
        form: token(),
    };
    let refused = PasswordPage {
        new_error: Some(text.password_error_run(2)),
        again_error: Some(text.password_error_differs()),
        ..forced.clone()
    };
    let expired = PasswordPage {
        forced: Some(ForcedChange::Expired { days: 90 }),
        secret_follows: false,
        ..forced.clone()
    };
    let voluntary = PasswordPage {
        shell: scene.inside(&[&text.menu_title()]),
        forced: None,
        secret_follows: false,
        cancel_href: Some("/console".to_owned()),
        ..forced.clone()
    };
    vec![
        ("password-first", forced.to_string()),
        ("password-refused", refused.to_string()),
        ("password-expired", expired.to_string()),
        ("password", voluntary.to_string()),
    ]
}

fn apps(scene: &Scene) -> Vec<AppAdvice> {
    vec![
        AppAdvice {
            name: scene.either("ブラウザの拡張機能", "Browser extension"),
            why: scene.either(
                "Chromeでこのサイトをお使いのWindows・Macの方",
                "For this site in Chrome on Windows or Mac",
            ),
            href: "https://apps.example.com/extension".to_owned(),
            recommended: true,
        },
        AppAdvice {
            name: scene.either("スマートフォンのアプリ", "Phone app"),
            why: scene.either("iPhone・iPad・Androidをお使いの方", "For iPhone, iPad and Android"),
            href: "https://apps.example.com/phone".to_owned(),
            recommended: false,
        },
    ]
}

fn secrets(scene: &Scene) -> Vec<Sample> {
    let secret = "NT26ARCS4UQ7WJ5KX3DMLZ2HOV6YBTPE";
    let uri = format!(
        "otpauth://totp/Sekisho:100000001-User1%20%231?secret={secret}&issuer=Sekisho"
    );
    let before = SecretPage {
        shell: scene.inside(&[]),
        stage: SecretStage::None,
        apps: apps(scene),
        problem: None,
        password_done: true,
        issue_action: "/console/secret".to_owned(),
        issue_form: token(),
        confirm_action: "/console/secret/confirm".to_owned(),
        confirm_form: token(),
    };
    let shown = SecretPage {
        stage: SecretStage::Shown(Issued::new(secret.into(), uri.into(), 300)),
        ..before.clone()
    };
    let with = |problem| SecretPage { problem: Some(problem), ..shown.clone() };
    let hidden = SecretPage {
        stage: SecretStage::Hidden,
        problem: Some(ConfirmProblem::Malformed),
        password_done: false,
        apps: Vec::new(),
        ..before.clone()
    };
    vec![
        ("secret-before", before.to_string()),
        ("secret-wrong", with(ConfirmProblem::Wrong).to_string()),
        ("secret-clock", with(ConfirmProblem::ClockOff { minutes: 3 }).to_string()),
        ("secret-hidden", hidden.to_string()),
        ("secret", shown.to_string()),
    ]
}

fn menus(scene: &Scene) -> Vec<Sample> {
    let entries = |kinds: &[MenuKind]| -> Vec<MenuEntry> {
        kinds.iter().map(|&kind| MenuEntry { kind, href: "/console/x".to_owned() }).collect()
    };
    let step = |done, href: Option<&str>| FirstStep { done, href: href.map(str::to_owned) };
    let admin = MenuPage {
        shell: scene.inside(&[]),
        role: MenuRole::Admin,
        entries: entries(&[MenuKind::Users, MenuKind::RegisterUser, MenuKind::Password]),
        steps: Some(FirstSteps {
            app: step(true, None),
            own_key: step(true, Some("/console/secret")),
            users: step(false, Some("/console/users/new")),
            user_keys: step(false, None),
        }),
    };
    let full = MenuPage {
        shell: Scene::noticed(admin.shell.clone(), NoticeKind::Success, scene.text.secret_done()),
        entries: entries(&MenuKind::ALL),
        steps: None,
        ..admin.clone()
    };
    let person = SignedIn {
        user_name: long_name(scene),
        role: scene.text.role_general(),
        ..scene.administrator()
    };
    let general = MenuPage {
        shell: Shell { signed_in: Some(person), ..scene.inside(&[]) },
        role: MenuRole::General,
        entries: entries(&[MenuKind::OwnDetails, MenuKind::Password]),
        steps: None,
    };
    vec![
        ("menu-admin", admin.to_string()),
        ("menu-admin-full", full.to_string()),
        ("menu-general", general.to_string()),
    ]
}

fn row(scene: &Scene, number: usize, states: &[UserState]) -> UserRow {
    UserRow {
        user_id: format!("User{number}"),
        name: scene.either("佐藤 次郎", "Jiro Sato"),
        user_type: TypeChoice::General,
        method: MethodChoice::Mail,
        states: states.to_vec(),
        last_login: Some("2026-11-22 09:41".to_owned()),
        edit_href: format!("/console/users/{number}"),
    }
}

fn lists(scene: &Scene) -> Vec<Sample> {
    let long = UserRow {
        user_id: "abcdefghij0123456789".to_owned(),
        name: long_name(scene),
        user_type: TypeChoice::Shipping,
        method: MethodChoice::NoMail,
        last_login: None,
        ..row(scene, 9, &[UserState::FirstLogin, UserState::NoSecret])
    };
    let empty = UsersPage {
        shell: scene.inside(&[&scene.text.menu_admin_title()]),
        rows: Vec::new(),
        paging: Paging::default(),
        new_href: "/console/users/new".to_owned(),
    };
    let full = UsersPage {
        rows: vec![
            row(scene, 1, &[UserState::Active]),
            long,
            row(scene, 3, &[UserState::Locked]),
            row(scene, 4, &[UserState::Active, UserState::Deletion { days: 7 }]),
            row(scene, 5, &[UserState::StrangersLockedOut, UserState::ClockOff]),
        ],
        paging: Paging {
            total: 105,
            first: 51,
            last: 100,
            previous_href: Some("?page=1".to_owned()),
            next_href: Some("?page=3".to_owned()),
        },
        ..empty.clone()
    };
    vec![("users-empty", empty.to_string()), ("users", full.to_string())]
}

fn forms(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let form = UserFormPage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        action: "/console/users/new".to_owned(),
        user_type: Some(TypeChoice::General),
        user_type_error: None,
        user_id: Field::default(),
        method: Some(MethodChoice::Mail),
        method_error: None,
        same_person: false,
        same_person_error: None,
        name: Field::default(),
        mail: Field::default(),
        shipping_allowed: true,
        mail_method_allowed: true,
        same_person_available: true,
        cancel_href: "/console/users".to_owned(),
        form: token(),
    };
    let refused = UserFormPage {
        user_type: None,
        user_type_error: Some(text.users_error_type()),
        user_id: Field::refused("100000001", text.users_error_id_reserved()),
        method: None,
        method_error: Some(text.users_error_method()),
        same_person_error: Some(text.users_error_same_person_shipping()),
        name: Field::refused(long_name(scene), text.users_error_name_long()),
        mail: Field::refused("admin@minato-shop.example", text.users_error_mail_admin()),
        ..form.clone()
    };
    let narrow = UserFormPage {
        method: Some(MethodChoice::NoMail),
        same_person: true,
        shipping_allowed: false,
        mail_method_allowed: false,
        ..form.clone()
    };
    let taken = UserFormPage { same_person_available: false, ..form.clone() };
    let mut pages = vec![
        ("user-form", form.to_string()),
        ("user-form-refused", refused.to_string()),
        ("user-form-narrow", narrow.to_string()),
        ("user-form-taken", taken.to_string()),
    ];
    pages.extend(after_form(scene));
    pages
}

fn after_form(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let shell = scene.inside(&[&text.menu_admin_title(), &text.users_title()]);
    let confirm = UserConfirmPage {
        shell: shell.clone(),
        action: "/console/users/new".to_owned(),
        details: details(scene),
        form: token(),
    };
    let same = UserDetails { same_person: true, ..details(scene) };
    let confirm_same = UserConfirmPage { details: same, ..confirm.clone() };
    let done = UserDonePage {
        shell,
        details: UserDetails { mail: String::new(), ..details(scene) },
        sent_to_admin: true,
        menu_href: "/console".to_owned(),
        another_href: "/console/users/new".to_owned(),
    };
    vec![
        ("user-confirm", confirm.to_string()),
        ("user-confirm-same", confirm_same.to_string()),
        ("user-done", done.to_string()),
    ]
}

fn details(scene: &Scene) -> UserDetails {
    UserDetails {
        user_type: TypeChoice::General,
        user_id: "User1".to_owned(),
        method: MethodChoice::Mail,
        same_person: false,
        name: long_name(scene),
        mail: "a-very-long-address-of-a-person@warehouse.minato-shop.example".to_owned(),
    }
}

fn edits(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let can = |target| UserAction { target, href: "/console/x".to_owned(), unavailable: None };
    let cannot = |target, why| UserAction { unavailable: Some(why), ..can(target) };
    let locked = UserEditPage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        details: details(scene),
        states: vec![UserState::Locked],
        last_login: Some("2026-11-22 09:41".to_owned()),
        actions: vec![
            can(ActionTarget::Password),
            can(ActionTarget::Code),
            can(ActionTarget::Lock),
            can(ActionTarget::User),
        ],
        users_href: "/console/users".to_owned(),
    };
    let done = UserEditPage {
        shell: Scene::noticed(locked.shell.clone(), NoticeKind::Success, text.users_code_reset()),
        states: vec![UserState::FirstLogin, UserState::NoSecret],
        last_login: None,
        actions: vec![
            can(ActionTarget::Password),
            cannot(ActionTarget::Code, text.users_no_secret()),
            cannot(ActionTarget::Lock, text.users_not_locked()),
            can(ActionTarget::User),
        ],
        ..locked.clone()
    };
    vec![("user-edit-locked", locked.to_string()), ("user-edit-done", done.to_string())]
}

fn questions(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let code = ConfirmPage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        target: ActionTarget::Code,
        rows: vec![
            Row::new(text.field_user_id(), "User1"),
            Row::new(text.users_name_shown(), scene.either("佐藤 次郎", "Jiro Sato")),
        ],
        consequences: vec![
            text.users_ask_code_next(),
            text.users_ask_code_mail("jiro@minato-shop.example"),
        ],
        button: ConfirmButton::Ok,
        reason: None,
        action: "/console/x".to_owned(),
        cancel_href: "/console/users/1".to_owned(),
        form: token(),
    };
    let delete = ConfirmPage {
        target: ActionTarget::User,
        consequences: vec![text.users_ask_delete_next()],
        button: ConfirmButton::Confirm,
        reason: Some(Field::refused("x".repeat(300), text.form_error_long(text.field_reason()))),
        ..code.clone()
    };
    vec![("ask-code", code.to_string()), ("ask-delete", delete.to_string())]
}

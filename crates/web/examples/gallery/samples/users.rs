//! Pages on which the administrator looks after users.

use web::views::{
    ActionTarget, ChangeRow, Choice, ConfirmButton, ConfirmPage, Field, MethodChoice, NoticeKind,
    Paging, Row, TypeChoice, UserAction, UserChangePage, UserChoices, UserConfirmPage, UserDetails,
    UserDonePage, UserEditPage, UserFields, UserFormPage, UserRow, UserSearch, UserState,
    UsersPage,
};

use super::console::long_name;
use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let mut pages = lists(scene);
    pages.extend(forms(scene));
    pages.extend(edits(scene));
    pages.extend(questions(scene));
    pages
}

/// What a lock that lets known browsers in looks like.
pub fn strangers_out(for_long: bool) -> UserState {
    UserState::StrangersOut {
        networks: if for_long { 18 } else { 3 },
        for_long,
    }
}

fn row(scene: &Scene, number: usize, states: &[UserState]) -> UserRow {
    UserRow {
        user_id: format!("User{number}"),
        name: scene.either("佐藤 次郎", "Jiro Sato"),
        user_type: TypeChoice::General,
        method: MethodChoice::Mail,
        states: states.to_vec(),
        last_login: Some("2026-11-22 09:41".to_owned()),
        resend_href: (number == 9).then(|| "/console/x".to_owned()),
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
        search: search(scene, false),
        new_href: "/console/users/new".to_owned(),
        import_href: "/console/users/import".to_owned(),
    };
    let full = UsersPage {
        rows: vec![
            row(scene, 1, &[UserState::Active]),
            long,
            row(scene, 3, &[UserState::Locked, UserState::SecretSpent]),
            row(
                scene,
                4,
                &[UserState::Active, UserState::Deletion { days: 7 }],
            ),
            row(scene, 5, &[strangers_out(false), UserState::ClockOff]),
            row(scene, 6, &[strangers_out(true)]),
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
    let none = UsersPage {
        search: search(scene, true),
        ..empty.clone()
    };
    vec![
        ("users-none", none.to_string()),
        ("users-empty", empty.to_string()),
        ("users", full.to_string()),
    ]
}

fn empty_fields() -> UserFields {
    UserFields {
        user_type: Some(TypeChoice::General),
        user_type_error: None,
        user_id: Some(Field::default()),
        method: Some(MethodChoice::Mail),
        method_error: None,
        same_person: false,
        same_person_error: None,
        name: Field::default(),
        mail: Field::default(),
        choices: UserChoices {
            shipping: true,
            mail_method: true,
            same_person: true,
        },
    }
}

fn form(scene: &Scene, fields: UserFields) -> UserFormPage {
    let text = &scene.text;
    UserFormPage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        action: "/console/users/new".to_owned(),
        fields,
        cancel_href: "/console/users".to_owned(),
        form: token(),
    }
}

fn refused_fields(scene: &Scene) -> UserFields {
    let text = &scene.text;
    UserFields {
        user_type: None,
        user_type_error: Some(text.users_error_type()),
        user_id: Some(Field::refused("100000001", text.users_error_id_reserved())),
        method: None,
        method_error: Some(text.users_error_method()),
        same_person_error: Some(text.users_error_same_person_shipping()),
        name: Field::refused(long_name(scene), text.users_error_name_long()),
        mail: Field::refused("admin@minato-shop.example", text.users_error_mail_admin()),
        ..empty_fields()
    }
}

fn forms(scene: &Scene) -> Vec<Sample> {
    let refused = form(scene, refused_fields(scene));
    let narrow = UserFields {
        method: Some(MethodChoice::NoMail),
        same_person: true,
        choices: UserChoices {
            shipping: false,
            mail_method: false,
            same_person: true,
        },
        ..empty_fields()
    };
    let taken = UserFields {
        choices: UserChoices {
            same_person: false,
            ..empty_fields().choices
        },
        ..empty_fields()
    };
    let narrow = form(scene, narrow);
    let taken = form(scene, taken);
    let form = form(scene, empty_fields());
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
    let same = UserDetails {
        same_person: true,
        ..details(scene)
    };
    let confirm_same = UserConfirmPage {
        details: same,
        ..confirm.clone()
    };
    let done = UserDonePage {
        shell,
        details: UserDetails {
            mail: String::new(),
            ..details(scene)
        },
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

fn can(target: ActionTarget) -> UserAction {
    UserAction {
        target,
        href: "/console/x".to_owned(),
        unavailable: None,
    }
}

fn locked(scene: &Scene) -> UserEditPage {
    let text = &scene.text;
    UserEditPage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        details: details(scene),
        states: vec![UserState::Locked],
        last_login: Some("2026-11-22 09:41".to_owned()),
        fields: UserFields {
            user_id: None,
            name: Field::new(scene.either("佐藤 次郎", "Jiro Sato")),
            mail: Field::new("sato@minato-shop.example"),
            ..empty_fields()
        },
        meanwhile: false,
        version: 0,
        action: "/console/x".to_owned(),
        form: token(),
        actions: vec![
            can(ActionTarget::Password),
            can(ActionTarget::Code),
            can(ActionTarget::Lock),
            can(ActionTarget::User),
        ],
        users_href: "/console/users".to_owned(),
    }
}

fn edits(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let cannot = |target, why| UserAction {
        unavailable: Some(why),
        ..can(target)
    };
    let locked = locked(scene);
    let strangers = |for_long| {
        UserEditPage {
            states: vec![strangers_out(for_long)],
            ..locked.clone()
        }
        .to_string()
    };
    let done = UserEditPage {
        shell: Scene::noticed(
            locked.shell.clone(),
            NoticeKind::Success,
            text.users_code_reset(),
        ),
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
    let meanwhile = UserEditPage {
        shell: Scene::noticed(
            locked.shell.clone(),
            NoticeKind::Warning,
            text.change_meanwhile(),
        ),
        meanwhile: true,
        ..done.clone()
    };
    vec![
        ("user-edit-meanwhile", meanwhile.to_string()),
        ("user-change", change(scene).to_string()),
        ("user-edit-locked", locked.to_string()),
        ("user-edit-strangers", strangers(false)),
        ("user-edit-strangers-long", strangers(true)),
        ("user-edit-done", done.to_string()),
    ]
}

fn change(scene: &Scene) -> UserChangePage {
    let text = &scene.text;
    let row = |label: String, before: &str, after: Option<&str>| ChangeRow {
        label,
        before: before.to_owned(),
        after: after.map(str::to_owned),
    };
    UserChangePage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        action: "/console/x".to_owned(),
        details: details(scene),
        rows: vec![
            row(
                text.users_type(),
                &text.role_general(),
                Some(&text.role_shipping()),
            ),
            row(text.field_user_id(), "User1", None),
            row(
                text.users_name_shown(),
                &scene.either("佐藤 次郎", "Jiro Sato"),
                None,
            ),
            row(text.users_mail(), "", Some("sato@minato-shop.example")),
        ],
        consequences: vec![text.change_ask_sessions(), text.change_ask_mail()],
        version: 0,
        reason: Field::default(),
        form: token(),
    }
}

fn search(scene: &Scene, narrowed: bool) -> UserSearch {
    let text = &scene.text;
    let choice = |value, label: String| Choice {
        value,
        label,
        chosen: false,
    };
    UserSearch {
        action: "/console/users".to_owned(),
        search: if narrowed {
            "user".to_owned()
        } else {
            String::new()
        },
        sorts: vec![
            choice("id", text.field_user_id()),
            choice("login", text.users_last_login()),
        ],
        states: vec![
            choice("", text.list_all_states()),
            choice("locked", text.users_state_locked()),
        ],
        narrowed,
    }
}

fn questions(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let code = ConfirmPage {
        shell: scene.inside(&[&text.menu_admin_title(), &text.users_title()]),
        target: ActionTarget::Code,
        rows: vec![
            Row::new(text.field_user_id(), "User1"),
            Row::new(
                text.users_name_shown(),
                scene.either("佐藤 次郎", "Jiro Sato"),
            ),
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
        reason: Some(Field::refused(
            "x".repeat(300),
            text.form_error_long(text.field_reason()),
        )),
        ..code.clone()
    };
    vec![
        ("ask-code", code.to_string()),
        ("ask-delete", delete.to_string()),
    ]
}

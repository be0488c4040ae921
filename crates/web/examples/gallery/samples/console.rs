//! Pages after the log-in.

use web::views::{
    AppAdvice, ConfirmProblem, DoorLink, FirstStep, FirstSteps, ForcedChange, Issued, MenuEntry,
    MenuKind, MenuPage, MenuRole, NoticeKind, PasswordPage, RecoveryHint, SecretPage, SecretStage,
    Shell, SignedIn,
};

use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let mut pages = passwords(scene);
    pages.extend(secrets(scene));
    pages.extend(menus(scene));
    pages
}

/// The longest name that the rules allow: thirty full-width characters.
pub fn long_name(scene: &Scene) -> String {
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
            help: String::new(),
            recommended: true,
        },
        AppAdvice {
            name: scene.either("スマートフォンのアプリ", "Phone app"),
            why: scene.either(
                "iPhone・iPad・Androidをお使いの方",
                "For iPhone, iPad and Android",
            ),
            href: "https://apps.example.com/phone".to_owned(),
            help: String::new(),
            recommended: false,
        },
    ]
}

fn secrets(scene: &Scene) -> Vec<Sample> {
    let secret = "NT26ARCS4UQ7WJ5KX3DMLZ2HOV6YBTPE";
    let uri =
        format!("otpauth://totp/Sekisho:100000001-User1%20%231?secret={secret}&issuer=Sekisho");
    let before = SecretPage {
        shell: scene.inside(&[]),
        stage: SecretStage::None,
        apps: apps(scene),
        problem: None,
        replaces: false,
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
    let with = |problem| SecretPage {
        problem: Some(problem),
        ..shown.clone()
    };
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
        (
            "secret-clock",
            with(ConfirmProblem::ClockOff { minutes: 3 }).to_string(),
        ),
        ("secret-hidden", hidden.to_string()),
        ("secret", shown.to_string()),
    ]
}

fn entries(kinds: &[MenuKind]) -> Vec<MenuEntry> {
    kinds
        .iter()
        .map(|&kind| MenuEntry {
            kind,
            href: "/console/x".to_owned(),
        })
        .collect()
}

fn menus(scene: &Scene) -> Vec<Sample> {
    let step = |done, href: Option<&str>| FirstStep {
        done,
        href: href.map(str::to_owned),
    };
    let admin = MenuPage {
        shell: scene.inside(&[]),
        role: MenuRole::Admin,
        doors: Vec::new(),
        recovery: None,
        entries: entries(&[MenuKind::Users, MenuKind::RegisterUser, MenuKind::Password]),
        steps: Some(FirstSteps {
            app: step(true, None),
            own_key: step(true, Some("/console/secret")),
            users: step(false, Some("/console/users/new")),
            user_keys: step(false, None),
        }),
    };
    let full = MenuPage {
        shell: Scene::noticed(
            admin.shell.clone(),
            NoticeKind::Success,
            scene.text.secret_done(),
        ),
        entries: entries(&MenuKind::ALL),
        steps: None,
        ..admin.clone()
    };
    vec![
        ("menu-admin", admin.to_string()),
        ("menu-admin-full", full.to_string()),
        ("menu-general", general_menu(scene).to_string()),
    ]
}

fn general_menu(scene: &Scene) -> MenuPage {
    let person = SignedIn {
        user_name: long_name(scene),
        role: scene.text.role_general(),
        ..scene.administrator()
    };
    MenuPage {
        shell: Shell {
            signed_in: Some(person),
            ..scene.inside(&[])
        },
        role: MenuRole::General,
        doors: vec![DoorLink {
            label: scene.either("出荷情報登録", "Register shipments"),
            about: scene.either("送り状番号の登録", "Enter the numbers of waybills"),
            href: "/apps/orders/".to_owned(),
        }],
        recovery: Some(RecoveryHint {
            left: None,
            href: "/console/recovery".to_owned(),
        }),
        entries: entries(&[MenuKind::OwnDetails, MenuKind::Password]),
        steps: None,
    }
}

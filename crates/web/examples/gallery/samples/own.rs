//! Pages on which people see and change what is their own, and the paper with a first password.

use web::views::{
    ActivityPage, ActivityRow, AddressLinkPage, AddressStage, Field, HandOutPage, LogInRow,
    LogInsPage, NoticeKind, OwnDetailsPage, Row, SessionRow, SessionsPage, TrailFinder,
};

use super::console::long_name;
use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let mut pages = details(scene);
    pages.extend(links(scene));
    pages.extend(lists(scene));
    pages.extend(records(scene));
    pages
}

fn details(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let own = OwnDetailsPage {
        shell: scene.inside(&[&text.menu_title()]),
        action: "/console/me".to_owned(),
        rows: vec![Row::new(text.field_user_id(), "User1")],
        locked: false,
        name: Field::new(scene.either("佐藤 次郎", "Jiro Sato")),
        mail: Field::new("sato@minato-shop.example"),
        pending: Some("neu@minato-shop.example".to_owned()),
        minutes: 30,
        menu_href: "/console/menu".to_owned(),
        form: token(),
    };
    let refused = OwnDetailsPage {
        name: Field::refused(long_name(scene), text.users_error_name_long()),
        mail: Field::refused("", text.own_mail_needed()),
        pending: None,
        ..own.clone()
    };
    let locked = OwnDetailsPage {
        locked: true,
        pending: None,
        shell: Scene::noticed(own.shell.clone(), NoticeKind::Info, text.own_nothing()),
        ..own.clone()
    };
    let paper = HandOutPage {
        shell: scene.inside(&[]),
        rows: vec![
            Row::new(
                text.users_name_shown(),
                scene.either("佐藤 次郎", "Jiro Sato"),
            ),
            Row::new(
                text.mail_label_login_page(),
                "https://console.example/1234567",
            ),
            Row::new(text.field_merchant_code(), "100000001"),
            Row::new(text.field_user_id(), "shukka01"),
        ],
        password: "abCD2345efGH".to_owned(),
        until: "2026-11-29 09:41".to_owned(),
        back_href: "/console/users/1".to_owned(),
    };
    vec![
        ("own-details", own.to_string()),
        ("own-details-refused", refused.to_string()),
        ("own-details-locked", locked.to_string()),
        ("hand-out", paper.to_string()),
    ]
}

fn links(scene: &Scene) -> Vec<Sample> {
    let page = |stage| {
        let page = AddressLinkPage {
            shell: scene.outside(),
            stage,
        };
        page.to_string()
    };
    let open = AddressStage::Open {
        action: "/mail-address/x".to_owned(),
        form: token(),
    };
    let done = AddressStage::Done {
        login_href: "/1234567".to_owned(),
    };
    vec![
        ("mail-address", page(open)),
        ("mail-address-done", page(done)),
        ("mail-address-taken", page(AddressStage::Taken)),
        ("mail-address-dead", page(AddressStage::Dead)),
    ]
}

fn lists(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let shell = scene.inside(&[&text.menu_title()]);
    let session = |device: &str, current| SessionRow {
        device: device.to_owned(),
        network: "192.0.2.0/24".to_owned(),
        since: "2026-11-22 09:41".to_owned(),
        last_seen: "2026-11-22 10:02".to_owned(),
        current,
        action: "/console/sessions/x/end".to_owned(),
        form: token(),
    };
    let sessions = SessionsPage {
        shell: shell.clone(),
        sessions: vec![session("Chrome / Windows", true), session("", false)],
        others_action: "/console/sessions/end".to_owned(),
        others_form: token(),
    };
    let log_in = |succeeded, how| LogInRow {
        time: "2026-11-22 09:41".to_owned(),
        succeeded,
        how,
        network: "192.0.2.0/24".to_owned(),
    };
    let log_ins = LogInsPage {
        shell,
        rows: vec![
            log_in(true, text.own_how_app()),
            log_in(false, text.own_why_password()),
        ],
    };
    vec![
        ("sessions", sessions.to_string()),
        ("log-ins", log_ins.to_string()),
    ]
}

fn records(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let shell = scene.inside(&[&text.menu_title()]);
    let activity = |who: &str, detail: &str| ActivityRow {
        time: "2026-11-22 09:41".to_owned(),
        who: who.to_owned(),
        what: text.own_do_change(),
        whom: "User1".to_owned(),
        detail: detail.to_owned(),
        network: "192.0.2.0/24".to_owned(),
        merchant: String::new(),
    };
    let activities = ActivityPage {
        shell,
        finder: TrailFinder::default(),
        rows: vec![
            activity(
                "100000001",
                &scene.either("ユーザ名 / 改姓のため", "Name / married"),
            ),
            activity(&text.own_who_schedule(), ""),
        ],
        previous_href: None,
        next_href: Some("/console/activity?page=2".to_owned()),
    };
    let nothing = ActivityPage {
        rows: Vec::new(),
        next_href: None,
        ..activities.clone()
    };
    vec![
        ("activity", activities.to_string()),
        ("activity-empty", nothing.to_string()),
    ]
}

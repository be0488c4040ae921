//! Passes, recovery codes, and the question for password and code.

use web::views::{
    Asking, CodesShown, FailureHints, Field, Issued, Making, NewPassPage, NewPasskeyPage,
    NoticeKind, PassNamePage, PassRemovePage, PassRow, PassesPage, PasskeyLoginPage, PasskeysLine,
    ProofPage, ProofPasskey, ProofTold, RecoveryLine, RecoveryLoginPage, RecoveryPage, Row,
};

use super::{Sample, Scene, token};

pub fn pages(scene: &Scene) -> Vec<Sample> {
    let mut pages = lists(scene);
    pages.extend(changes(scene));
    pages.extend(codes(scene));
    pages.extend(entrance(scene));
    pages.extend(questions(scene));
    pages.extend(passkeys(scene));
    pages.extend(passkey_entrance(scene));
    pages
}

fn row(name: &str, kind: String, number: u32, last: bool) -> PassRow {
    PassRow {
        name: name.to_owned(),
        kind,
        added: "2026-11-22 09:41".to_owned(),
        last_used: "2026-11-25 18:02".to_owned(),
        rename_href: format!("/console/passes/{number}/name"),
        remove_href: (!last).then(|| format!("/console/passes/{number}/remove")),
    }
}

fn line(left: u32) -> RecoveryLine {
    RecoveryLine {
        made: Some("2026-11-22 09:45".to_owned()),
        left,
        runs_out: left <= 3,
        href: "/console/recovery".to_owned(),
    }
}

fn lists(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let shell = scene.inside(&[&text.menu_title()]);
    let one = PassesPage {
        shell: shell.clone(),
        passes: vec![row(
            &text.passes_unnamed(1),
            text.passes_kind_app(),
            1,
            true,
        )],
        kinds: false,
        add_href: Some("/console/passes/new".to_owned()),
        passkeys: None,
        most: 5,
        recovery: Some(RecoveryLine {
            made: None,
            ..line(0)
        }),
    };
    let several = PassesPage {
        shell: Scene::noticed(shell, NoticeKind::Success, text.passes_added()),
        passes: vec![
            row(&text.passes_unnamed(1), text.passes_kind_app(), 1, false),
            row(
                &scene.either("店舗のパソコン", "shop computer"),
                text.passes_kind_passkey(),
                2,
                false,
            ),
        ],
        kinds: true,
        add_href: None,
        passkeys: Some(PasskeysLine {
            add_href: Some("/console/passkeys/new".to_owned()),
        }),
        most: 2,
        recovery: Some(line(3)),
    };
    vec![
        ("passes-one", one.to_string()),
        ("passes-several", several.to_string()),
    ]
}

fn changes(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let shell = scene.inside(&[&text.menu_title(), &text.menu_passes()]);
    let secret = "NT26ARCS4UQ7WJ5KX3DMLZ2HOV6YBTPE";
    let uri = format!("otpauth://totp/Sekisho:100000001-User1%20%232?secret={secret}");
    let new = NewPassPage {
        shell: shell.clone(),
        issued: None,
        apps: Vec::new(),
        name: Field::default(),
        problem: None,
        issue_action: "/console/passes/new".to_owned(),
        issue_form: token(),
        confirm_action: "/console/passes/confirm".to_owned(),
        confirm_form: token(),
        cancel_href: "/console/passes".to_owned(),
    };
    let shown = NewPassPage {
        issued: Some(Issued::new(secret.into(), uri.into(), 300)),
        ..new.clone()
    };
    let name = PassNamePage {
        shell: shell.clone(),
        passkey: false,
        action: "/console/passes/1/name".to_owned(),
        name: Field::refused("x".repeat(40), text.passes_name_bad()),
        cancel_href: "/console/passes".to_owned(),
        form: token(),
    };
    let remove = PassRemovePage {
        shell,
        passkey: false,
        action: "/console/passes/1/remove".to_owned(),
        rows: vec![
            Row::new(text.passes_name(), text.passes_unnamed(1)),
            Row::new(text.passes_added_at(), "2026-11-22 09:41"),
        ],
        cancel_href: "/console/passes".to_owned(),
        form: token(),
    };
    vec![
        ("pass-new", new.to_string()),
        ("pass-new-shown", shown.to_string()),
        ("pass-name", name.to_string()),
        ("pass-remove", remove.to_string()),
    ]
}

fn codes(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let written = (0..10).map(|n| format!("7K3M-9QXD-4HW{n}-0VBT").into());
    let shown = RecoveryPage {
        shell: scene.inside(&[&text.menu_title(), &text.menu_passes()]),
        codes: Some(CodesShown {
            codes: written.collect(),
            seconds_left: 300,
        }),
        state: line(10),
        rows: vec![
            Row::new(text.field_merchant_code(), "100000001"),
            Row::new(text.field_user_id(), "User1"),
        ],
        make_action: "/console/recovery".to_owned(),
        make_form: token(),
        text_href: "/console/recovery/text".to_owned(),
        done_action: "/console/recovery/done".to_owned(),
        done_form: token(),
        back_href: "/console/passes".to_owned(),
    };
    let before = RecoveryPage {
        codes: None,
        state: line(2),
        ..shown.clone()
    };
    vec![
        ("recovery-shown", shown.to_string()),
        ("recovery-before", before.to_string()),
    ]
}

fn entrance(scene: &Scene) -> Vec<Sample> {
    let blank = RecoveryLoginPage {
        shell: scene.outside(),
        action: "/1234567/recovery".to_owned(),
        access_key: "1234567".to_owned(),
        merchant_code: String::new(),
        user_id: String::new(),
        form: token(),
        failure: None,
        expired: false,
        app_href: "/1234567".to_owned(),
    };
    let failed = RecoveryLoginPage {
        merchant_code: "100000001".to_owned(),
        user_id: "User1".to_owned(),
        failure: Some(FailureHints { days: 7 }),
        ..blank.clone()
    };
    vec![
        ("recovery-login", blank.to_string()),
        ("recovery-login-failed", failed.to_string()),
    ]
}

fn asking() -> Asking {
    Asking {
        challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        rp_id: "console.example".to_owned(),
        timeout: 300_000,
        since: "1795308060000000".to_owned(),
    }
}

fn passkeys(scene: &Scene) -> Vec<Sample> {
    let text = &scene.text;
    let shell = scene.inside(&[&text.menu_title(), &text.menu_passes()]);
    let named = NewPasskeyPage {
        shell: shell.clone(),
        name: Field::new(scene.either("店舗のパソコン", "shop computer")),
        making: None,
        problem: None,
        action: "/console/passkeys/new".to_owned(),
        form: token(),
        cancel_href: "/console/passes".to_owned(),
    };
    let making = NewPasskeyPage {
        making: Some(Making {
            asking: asking(),
            handle: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
            account: "100000001 User1".to_owned(),
            known: String::new(),
            algorithms: "-7 -8 -257".to_owned(),
        }),
        problem: Some(text.passkeys_over()),
        action: "/console/passkeys/make".to_owned(),
        ..named.clone()
    };
    let name = PassNamePage {
        shell: shell.clone(),
        passkey: true,
        action: "/console/passes/2/name".to_owned(),
        name: Field::new(text.passkeys_unnamed(1)),
        cancel_href: "/console/passes".to_owned(),
        form: token(),
    };
    let remove = PassRemovePage {
        shell,
        passkey: true,
        action: "/console/passes/2/remove".to_owned(),
        rows: vec![Row::new(text.passes_name(), text.passkeys_unnamed(1))],
        cancel_href: "/console/passes".to_owned(),
        form: token(),
    };
    vec![
        ("passkey-new", named.to_string()),
        ("passkey-make", making.to_string()),
        ("passkey-name", name.to_string()),
        ("passkey-remove", remove.to_string()),
    ]
}

fn passkey_entrance(scene: &Scene) -> Vec<Sample> {
    let alone = PasskeyLoginPage {
        shell: scene.outside(),
        action: "/1234567/passkey".to_owned(),
        access_key: "1234567".to_owned(),
        alone: true,
        merchant_code: String::new(),
        user_id: String::new(),
        asking: asking(),
        form: token(),
        failure: None,
        expired: false,
        app_href: "/1234567".to_owned(),
    };
    let failed = PasskeyLoginPage {
        alone: false,
        merchant_code: "100000001".to_owned(),
        user_id: "User1".to_owned(),
        failure: Some(FailureHints { days: 7 }),
        ..alone.clone()
    };
    vec![
        ("passkey-login", alone.to_string()),
        ("passkey-login-failed", failed.to_string()),
    ]
}

fn questions(scene: &Scene) -> Vec<Sample> {
    let asked = ProofPage {
        shell: scene.inside(&[]),
        action: "/console/passes/new".to_owned(),
        kept: vec![
            ("form".to_owned(), "t1".to_owned()),
            ("name".to_owned(), "x".to_owned()),
        ],
        told: ProofTold::Asked,
        passkey: None,
        by_mail: false,
        minutes: 10,
        cancel_href: "/console/passes".to_owned(),
    };
    let refused = ProofPage {
        told: ProofTold::Refused,
        ..asked.clone()
    };
    let mailed = ProofPage {
        told: ProofTold::Mailed,
        by_mail: true,
        ..asked.clone()
    };
    let cut_off = ProofPage {
        told: ProofTold::CutOff,
        ..asked.clone()
    };
    let by_passkey = ProofPage {
        passkey: Some(ProofPasskey {
            asking: asking(),
            form: token(),
            known: "AQID".to_owned(),
            beside_password: true,
        }),
        ..asked.clone()
    };
    let mut alone = by_passkey.clone();
    if let Some(asked) = &mut alone.passkey {
        asked.beside_password = false;
    }
    vec![
        ("proof", asked.to_string()),
        ("proof-refused", refused.to_string()),
        ("proof-mailed", mailed.to_string()),
        ("proof-cut-off", cut_off.to_string()),
        ("proof-passkey", by_passkey.to_string()),
        ("proof-passkey-alone", alone.to_string()),
    ]
}

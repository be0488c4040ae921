//! The centre's console and a merchant's file: set up, changed, kept out, closed; two operators where
//! one is not enough (CS-1, CS-7).

use axum::http::StatusCode;
use domain::notice::Notice;
use domain::time::Span;

use crate::browser::{Browser, Page};
use crate::day::{ADMIN_PASSWORD, administrator, logs_in};
use crate::house::{CODE, House, KEY};
use crate::operator::operator;
use crate::operator_desk::{CHECKED, FILE, answers, does};

const NEW: &str = "/operator/merchants/new";
const EDIT: &str = "/operator/merchants/100000001/edit";

fn told(mails: &[(String, Notice)]) -> Vec<&str> {
    let mut to: Vec<_> = mails.iter().map(|(to, _)| to.as_str()).collect();
    to.sort_unstable();
    to
}

const BOTH: [&str; 2] = [
    "admin-100000001@shop.example",
    "owner-100000001@shop.example",
];

const OPENING: [(&str, &str); 8] = [
    ("code", "300000003"),
    ("company", "新店"),
    ("access_key", "3000003"),
    ("kind", "logistics"),
    ("contact_mail", "tantou@new.example"),
    ("admin_name", "管理 花子"),
    ("first_password", "mail"),
    ("reason", "お申し込み"),
];

fn but(change: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = OPENING
        .into_iter()
        .filter(|(name, _)| !change.iter().any(|(other, _)| name == other));
    kept.chain(change.iter().copied()).collect()
}

/// Shows CS-7: every fault is named beside its field and nothing is made; the code is unique.
#[tokio::test]
async fn cs_7_faults_of_a_new_merchant() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    let cases: [(&[(&str, &str)], usize); 7] = [
        (
            &[
                ("code", "12"),
                ("company", " "),
                ("access_key", "1"),
                ("kind", ""),
                ("contact_mail", "x"),
                ("admin_name", ""),
                ("reason", ""),
            ],
            7,
        ),
        (&[("code", "000000000")], 1),
        (&[("code", "100000001")], 1),
        (&[("contact_mail", "")], 1),
        (&[("company", "a\u{202e}b")], 1),
        (&[("admin_name", "evil.example")], 1),
        (&[("kind", "<script>")], 1),
    ];
    for (change, errors) in cases {
        let page = desk.get(NEW).await;
        let page = desk.submit(&page, NEW, &but(change)).await;
        assert_eq!(page.status, StatusCode::OK, "{change:?}");
        assert_eq!(
            page.all("form .error").len(),
            errors,
            "{change:?}: {:?}",
            page.all("form .error")
        );
        assert_eq!(house.mails().await, []);
    }
}

/// Shows CS-7: the first password goes by mail, or is shown once where there is no address; no sheet
/// holds it.
#[tokio::test]
async fn cs_7_the_first_password() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    let page = desk.get(NEW).await;
    let page = desk.submit(&page, NEW, &OPENING).await;
    assert_eq!(page.title(), "加盟店を登録しました");
    assert_eq!(told(&house.mails().await), ["tantou@new.example"]);
    let page = desk.get("/operator/merchants/300000003").await;
    assert_eq!(page.title(), "新店");
    let page = desk.get(NEW).await;
    let shown = but(&[
        ("code", "300000004"),
        ("contact_mail", ""),
        ("first_password", "shown"),
    ]);
    let page = desk.submit(&page, NEW, &shown).await;
    let password = page.all("dl.rows dd").pop().unwrap();
    assert_eq!(password.len(), 12, "{}", page.text);
    let sheet = desk.get("/operator/merchants/300000004/sheet").await;
    assert!(
        !sheet.text.contains(&password),
        "the sheet holds no password"
    );
}

/// Shows RESET-15, B2-2: 登録完了書 names company, code and address, and no password.
#[tokio::test]
async fn reset_15_the_registration_sheet() {
    let house = House::open().await;
    let (mut desk, _) = operator(&house, "center01").await;
    let page = desk.get(&format!("{FILE}/sheet")).await;
    for words in ["花屋はなみずき", CODE, "http://127.0.0.1:8080/1234567"] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains(&house.first_password));
    assert!(page.all("main form").is_empty());
}

const CHANGE: [(&str, &str); 6] = [
    ("company", "花屋 二号店"),
    ("access_key", KEY),
    ("kind", "logistics"),
    ("mail_method", "1"),
    ("networks", ""),
    ("reason", "社名変更"),
];

/// Shows CS-7: what the application form set is changed; an old page overwrites nothing; a faulty one
/// names its faults; what does not change tells nobody.
#[tokio::test]
async fn cs_7_a_merchant_is_changed() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    let (mut other, _) = operator(&house, "center02").await;
    let old = other.get(EDIT).await;
    let page = desk.get(EDIT).await;
    let page = answers(&mut desk, &page, EDIT, &CHANGE).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/operator/merchants/100000001?done=edit")
    );
    let mails = house.mails().await;
    assert_eq!(told(&mails), BOTH);
    assert!(
        mails.iter().all(
            |(_, notice)| matches!(notice, Notice::MerchantChanged { what } if what.len() == 1)
        )
    );
    let late = [
        ("company", "花屋 三号店"),
        ("access_key", KEY),
        ("kind", "logistics"),
        ("mail_method", "1"),
        ("networks", ""),
        ("reason", "x"),
    ];
    let page = answers(&mut other, &old, EDIT, &late).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("ほかの担当者が先に変更しました"),
        "{}",
        page.text
    );
    assert_eq!(desk.get(FILE).await.title(), "花屋 二号店");
    assert_eq!(house.mails().await, []);
}

/// Shows CS-7: a faulty change names its fault, and one that changes nothing tells nobody.
#[tokio::test]
async fn cs_7_faults_of_a_change() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    for (name, value) in [
        ("networks", "10.0.0.0/99"),
        ("access_key", "x"),
        ("company", "\u{200b}"),
        ("kind", "bakery"),
        ("reason", ""),
    ] {
        let page = desk.get(EDIT).await;
        let changed: Vec<_> = CHANGE
            .iter()
            .map(|(own, kept)| (*own, if *own == name { value } else { *kept }))
            .collect();
        let page = answers(&mut desk, &page, EDIT, &changed).await;
        assert_eq!(
            (page.status, page.all("form .error").len()),
            (StatusCode::OK, 1),
            "{name}: {:?}",
            page.all("form .error")
        );
    }
    let page = desk.get(EDIT).await;
    answers(&mut desk, &page, EDIT, &CHANGE).await;
    assert_eq!(told(&house.mails().await), BOTH);
    let page = desk.get(EDIT).await;
    let page = answers(&mut desk, &page, EDIT, &CHANGE).await;
    assert_eq!(page.target().as_deref(), Some(FILE), "nothing differs");
    assert_eq!(house.mails().await, []);
}

/// Shows CS-7: another contact address waits 72 hours, is told to the old one at once, and can be
/// withdrawn until then, which is told as well.
#[tokio::test]
async fn cs_7_the_contact_address_waits() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    for wrong in [
        "",
        "x",
        "owner-100000001@shop.example",
        "a@b.example\r\nBcc: c@d.example",
    ] {
        let page = does(
            &mut desk,
            "contact",
            &[CHECKED[0], CHECKED[1], ("mail", wrong)],
        )
        .await;
        assert_eq!(
            (page.status, page.all("form .error").len()),
            (StatusCode::OK, 1),
            "{wrong}"
        );
    }
    assert_eq!(house.mails().await, []);
    let new = [CHECKED[0], CHECKED[1], ("mail", "new@shop.example")];
    let page = does(&mut desk, "contact", &new).await;
    assert!(page.target().unwrap().ends_with("?done=contact"));
    assert_eq!(told(&house.mails().await), BOTH);
    let page = desk.get(&format!("{FILE}/contact")).await;
    assert_eq!(page.target().as_deref(), Some(FILE), "one waits already");
    let page = does(&mut desk, "withdraw", &CHECKED).await;
    assert!(page.target().unwrap().ends_with("?done=withdraw"));
    let mails = house.mails().await;
    assert_eq!(told(&mails), BOTH);
    assert!(
        mails
            .iter()
            .all(|(_, notice)| matches!(notice, Notice::ContactWithdrawn { .. }))
    );
    does(&mut desk, "contact", &new).await;
    house.mails().await;
    house.clock.turn(Span::hours(72).minus(Span::seconds(1)));
    assert_eq!(house.app.apply_due_contacts().await.unwrap(), 0);
    house.clock.turn(Span::seconds(1));
    assert_eq!(house.app.apply_due_contacts().await.unwrap(), 1);
    assert_eq!(told(&house.mails().await), ["new@shop.example"]);
}

async fn question(desk: &mut Browser) -> (Page, Vec<String>) {
    let page = desk.get("/operator/approvals").await;
    let actions = page.attributes("main form", "action");
    (page, actions)
}

/// Shows CS-1: while a contact address is fresh, initialising 管理 takes a second operator: the one
/// who asks sees no 承認 and is refused when it is sent anyhow; the other's 承認 does it, once.
#[tokio::test]
async fn cs_1_four_eyes() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut first, _) = operator(&house, "center01").await;
    let (mut second, _) = operator(&house, "center02").await;
    does(
        &mut first,
        "contact",
        &[CHECKED[0], CHECKED[1], ("mail", "new@shop.example")],
    )
    .await;
    house.mails().await;
    let page = does(&mut first, "secret", &CHECKED).await;
    assert!(page.target().unwrap().ends_with("?done=asked"));
    assert_eq!(house.mails().await, [], "nothing is done yet");
    let page = does(&mut first, "secret", &CHECKED).await;
    assert!(page.target().unwrap().ends_with("?done=already-asked"));
    let (own, actions) = question(&mut first).await;
    assert!(
        actions.len() == 1 && actions[0].ends_with("/reject"),
        "{actions:?}"
    );
    let approve = actions[0].replace("/reject", "/approve");
    let token = own.token(&actions[0]);
    let page = first.post(&approve, &[("form", &token)]).await;
    assert!(
        page.target().unwrap().ends_with("?done=too-late"),
        "{:?}",
        page.target()
    );
    assert_eq!(house.mails().await, [], "nobody approves the own question");
    let (open, actions) = question(&mut second).await;
    assert!(actions.contains(&approve), "{actions:?}");
    let token = open.token(&approve);
    for _ in 0..2 {
        let page = second.post(&approve, &[("form", &token)]).await;
        assert!(
            page.target().unwrap().ends_with("?done=approve"),
            "{:?}",
            page.target()
        );
    }
    let mails = house.mails().await;
    assert_eq!(told(&mails), BOTH);
    let reset = |notice: &Notice| matches!(notice, Notice::SecretReset { .. });
    assert!(mails.iter().all(|(_, notice)| reset(notice)));
    assert_eq!(question(&mut second).await.1, Vec::<String>::new());
}

/// Shows CS-1: 却下 ends a question, and nothing was done.
#[tokio::test]
async fn cs_1_a_question_is_rejected() {
    let house = House::open().await;
    administrator(&house).await;
    let (mut first, _) = operator(&house, "center01").await;
    let (mut second, _) = operator(&house, "center02").await;
    does(
        &mut first,
        "contact",
        &[CHECKED[0], CHECKED[1], ("mail", "new@shop.example")],
    )
    .await;
    does(&mut first, "password", &CHECKED).await;
    house.mails().await;
    let (open, actions) = question(&mut second).await;
    let reject = actions
        .iter()
        .find(|action| action.ends_with("/reject"))
        .unwrap();
    let page = second.submit(&open, reject, &[]).await;
    assert!(page.target().unwrap().ends_with("?done=reject"));
    assert_eq!(house.mails().await, []);
    assert_eq!(question(&mut first).await.1, Vec::<String>::new());
}

/// Shows CS-7: suspended people are out with their next request and told; taken up again they log in
/// anew; an old page changes nothing; what is closed stays closed.
#[tokio::test]
async fn cs_7_suspended_and_closed() {
    let house = House::open().await;
    let (mut admin, phone) = administrator(&house).await;
    let (mut desk, _) = operator(&house, "center01").await;
    let old = desk.get(&format!("{FILE}/close")).await;
    let page = does(&mut desk, "suspend", &CHECKED).await;
    assert!(page.target().unwrap().ends_with("?done=suspend"));
    assert_eq!(told(&house.mails().await), BOTH);
    assert_ne!(admin.get("/console/menu").await.status, StatusCode::OK);
    let late = answers(&mut desk, &old, &format!("{FILE}/close"), &CHECKED).await;
    assert!(late.target().unwrap().ends_with("?done=stale"));
    let page = does(&mut desk, "reopen", &CHECKED).await;
    assert!(page.target().unwrap().ends_with("?done=reopen"));
    assert_eq!(told(&house.mails().await), BOTH);
    let code = phone.fresh_code(&house);
    let page = logs_in(&mut admin, (CODE, ADMIN_PASSWORD, &code)).await;
    assert_eq!(page.target().as_deref(), Some("/console/menu"));
    let page = does(&mut desk, "close", &CHECKED).await;
    assert!(page.target().unwrap().ends_with("?done=close"));
    let mails = house.mails().await;
    assert!(mails.iter().any(|(_, notice)| *notice
        == Notice::MerchantSuspended {
            suspended: true,
            closed: true
        }));
    for act in [
        "reopen", "suspend", "close", "secret", "password", "lock", "contact",
    ] {
        let page = desk.get(&format!("{FILE}/{act}")).await;
        assert_eq!(page.target().as_deref(), Some(FILE), "{act}");
    }
}

/// What is no question, or no answer, is no page.
#[tokio::test]
async fn hostile_answers() {
    let house = House::open().await;
    let (mut second, _) = operator(&house, "center02").await;
    for hostile in [
        "/operator/approvals/x/approve",
        "/operator/approvals/019a0000-0000-7000-8000-00000000000a/shrug",
    ] {
        let token = second
            .get(&format!("{FILE}/suspend"))
            .await
            .token(&format!("{FILE}/suspend"));
        let page = second.post(hostile, &[("form", &token)]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{hostile}");
    }
}

//! What an operator does at the desk, a step each.

use app::{
    Access, AdminReset, Agent, ContactChange, Decided, Desk, LoggedIn, MerchantChange, ResetAdmin,
    Session,
};
use domain::care::Verdict;
use domain::ids::ApprovalId;
use domain::merchant::MerchantCode;
use domain::merchant_form::Form;
use domain::notice::Notice;
use store::merchant_files::{self, MerchantFile};
use testkit::world::{MERCHANT_CODE, World, origin};

pub const PASSWORD: ResetAdmin = ResetAdmin {
    password: true,
    secret: false,
    lock: false,
};
pub const SECRET: ResetAdmin = ResetAdmin {
    password: false,
    secret: true,
    lock: false,
};
pub const LOCK: ResetAdmin = ResetAdmin {
    password: false,
    secret: false,
    lock: true,
};

pub fn code() -> MerchantCode {
    MerchantCode::parse(MERCHANT_CODE).unwrap()
}

pub async fn file(world: &World) -> MerchantFile {
    let file = merchant_files::show(world.app.store(), &code()).await;
    file.unwrap().unwrap()
}

pub async fn resets(world: &World, by: &Session, what: ResetAdmin) -> AdminReset {
    let origin = origin();
    let desk = Desk {
        session: by,
        operator: testkit::proof::fresh(by),
        reason: "電話で依頼",
        nonce: world.nonce(),
        origin: &origin,
    };
    let agent = Agent::Desk(&desk);
    world.app.reset_admin(&code(), what, agent).await.unwrap()
}

pub async fn changes_contact(world: &World, by: &Session, typed: &str) -> ContactChange {
    let origin = origin();
    let desk = Desk {
        session: by,
        operator: testkit::proof::fresh(by),
        reason: "担当者の交代",
        nonce: world.nonce(),
        origin: &origin,
    };
    let version = file(world).await.version;
    let at = (&code(), version);
    world.app.change_contact(&desk, at, typed).await.unwrap()
}

pub async fn answers(world: &World, by: &Session, verdict: Verdict) -> Decided {
    let question = open_question(world, by).await;
    answers_to(world, by, question, verdict).await
}

/// The question that waits for an answer.
pub async fn open_question(world: &World, by: &Session) -> ApprovalId {
    let operator = by.standing.as_operator().unwrap();
    world.app.approvals(operator).await.unwrap()[0].id
}

pub async fn answers_to(
    world: &World,
    by: &Session,
    question: ApprovalId,
    verdict: Verdict,
) -> Decided {
    let origin = origin();
    let desk = Desk {
        session: by,
        operator: testkit::proof::fresh(by),
        reason: "",
        nonce: world.nonce(),
        origin: &origin,
    };
    let decided = world.app.decide_approval(&desk, question, verdict);
    decided.await.unwrap()
}

pub async fn sets_access(
    world: &World,
    by: &Session,
    version: i64,
    access: Access,
) -> MerchantChange {
    let origin = origin();
    let desk = Desk {
        session: by,
        operator: testkit::proof::fresh(by),
        reason: "未入金",
        nonce: world.nonce(),
        origin: &origin,
    };
    let at = (&code(), version);
    world.app.set_access(&desk, at, access).await.unwrap()
}

pub async fn edits(world: &World, by: &Session, version: i64, form: &Form) -> MerchantChange {
    let origin = origin();
    let desk = Desk {
        session: by,
        operator: testkit::proof::fresh(by),
        reason: "申込書のとおり",
        nonce: world.nonce(),
        origin: &origin,
    };
    let at = (&code(), version);
    world.app.change_merchant(&desk, at, form).await.unwrap()
}

pub fn edited() -> Form {
    Form {
        company: "みほん商事".to_owned(),
        access_key: "7654321".to_owned(),
        kind: "logistics".to_owned(),
        tablet: String::new(),
        mail_method: true,
        ..Form::default()
    }
}

/// To whom, what; operators' own mails are left out.
pub async fn told(world: &World) -> Vec<(String, Notice)> {
    let mails = world.mails().await;
    let mut told: Vec<_> = mails
        .into_iter()
        .map(|mail| (mail.to.as_str().to_owned(), mail.notice))
        .filter(|(to, _)| !to.ends_with("@centre.example"))
        .collect();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    told
}

pub async fn locks(world: &World) {
    for _ in 0..6 {
        let answer = world.try_log_in(MERCHANT_CODE, "Wrong2026a", "").await;
        assert!(matches!(answer.unwrap(), LoggedIn::Refused));
    }
}

pub async fn trail(world: &World, action: &str) -> Vec<store::audit::AuditRow> {
    let id = file(world).await.id;
    let rows = store::audit::of_merchant(world.app.store(), id, 100).await;
    rows.unwrap()
        .into_iter()
        .filter(|row| row.action == action)
        .collect()
}

//! `/operator/approvals`: questions to a second operator (CS-1).

use app::{Decided, Desk};
use axum::extract::Path;
use axum::response::Response;
use domain::authority::Operator;
use domain::care::{ResetAdmin, Verdict};
use domain::ids::ApprovalId;
use i18n::Text;
use store::approvals::Approval;
use uuid::Uuid;

use super::merchants::menu;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::proof::Proven;
use crate::http::session::Signed;
use crate::http::visit::Visit;
use crate::views::{ApprovalsPage, Notice, NoticeKind, OpenQuestion, Row, Shell};

const PAGE: &str = "/operator/approvals";

/// The open questions.
pub async fn list(signed: Signed<Operator>) -> Result<Response, Halt> {
    let open = signed.visit.app().approvals(signed.right).await?;
    let questions: Result<Vec<_>, Halt> = open
        .iter()
        .map(|approval| question(&signed, approval))
        .collect();
    drawn(&ApprovalsPage {
        shell: Shell {
            crumbs: vec![menu(&signed.visit.text)],
            notice: notice(&signed.visit),
            ..signed.shell()?
        },
        questions: questions?,
    })
}

/// 承認 or 却下.
pub async fn decide(
    Path((id, word)): Path<(String, String)>,
    proven: Proven<Operator>,
) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let verdict = match word.as_str() {
        "approve" => Verdict::Approve,
        "reject" => Verdict::Reject,
        _ => return Err(Halt::NotFound),
    };
    let id = Uuid::try_parse(&id).map_err(|_| Halt::NotFound)?;
    let desk = Desk {
        session: &sent.signed.session,
        operator: fresh,
        reason: "",
        nonce: sent.nonce,
        origin: &sent.signed.visit.origin,
    };
    let app = sent.signed.visit.app();
    let decided = app
        .decide_approval(&desk, ApprovalId::new(id), verdict)
        .await?;
    let word = match decided {
        Decided::Done => word.as_str(),
        Decided::Refused(_) => "too-late",
        Decided::NoAddress => "no-address",
        Decided::NoSuchQuestion => return Err(Halt::NotFound),
    };
    Err(Halt::to(format!("{PAGE}?done={word}")))
}

fn question(signed: &Signed<Operator>, approval: &Approval) -> Result<OpenQuestion, Halt> {
    let text = &signed.visit.text;
    let action = |word: &str| format!("{PAGE}/{}/{word}", approval.id.uuid());
    Ok(OpenQuestion {
        title: title(approval.what, text),
        rows: vec![
            Row::new(text.field_merchant_code(), approval.code.as_str()),
            Row::new(text.field_company(), approval.company.as_str()),
            Row::new(text.field_reason(), approval.reason.as_str()),
            Row::new(text.operator_asked_by(), approval.asker.as_str()),
            Row::new(text.operator_asked_at(), in_tokyo(approval.asked_at)),
            Row::new(
                text.operator_asked_until(),
                in_tokyo(approval.question.expires_at),
            ),
        ],
        own: approval.question.asked_by == signed.right.person(),
        approve_action: action("approve"),
        reject_action: action("reject"),
        approve_form: signed.form()?,
        reject_form: signed.form()?,
    })
}

fn title(what: ResetAdmin, text: &Text) -> String {
    let parts = [
        (what.password, text.operator_ask_password()),
        (what.secret, text.operator_ask_secret()),
        (what.lock, text.operator_ask_lock()),
    ];
    let named: Vec<_> = parts
        .into_iter()
        .filter_map(|(is_in, words)| is_in.then_some(words))
        .collect();
    named.join(" ")
}

fn notice(visit: &Visit) -> Option<Notice> {
    let text = &visit.text;
    let (kind, words) = match visit.query().text("done") {
        "approve" => (NoticeKind::Success, text.operator_done_approve()),
        "reject" => (NoticeKind::Success, text.operator_done_reject()),
        "too-late" => (NoticeKind::Warning, text.operator_too_late()),
        "no-address" => (NoticeKind::Error, text.operator_no_address()),
        _ => return None,
    };
    Some(Notice { kind, text: words })
}

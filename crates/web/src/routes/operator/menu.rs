//! `/operator/menu`: what customer service can do.

use axum::response::Response;
use domain::authority::Operator;

use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::session::Signed;
use crate::views::{Notice, NoticeKind, OperatorEntry, OperatorMenuKind, OperatorMenuPage, Shell};

/// The menu.
pub async fn show(signed: Signed<Operator>) -> Result<Response, Halt> {
    let shell = Shell {
        notice: notice(&signed),
        ..signed.shell()?
    };
    let entry = |(kind, href): (OperatorMenuKind, &str)| OperatorEntry {
        kind,
        href: href.to_owned(),
    };
    let all = [
        (OperatorMenuKind::Find, "/operator/merchants"),
        (OperatorMenuKind::New, "/operator/merchants/new"),
        (OperatorMenuKind::Approvals, "/operator/approvals"),
        (OperatorMenuKind::Notices, "/operator/notices"),
        (OperatorMenuKind::Trail, "/operator/audit"),
        (OperatorMenuKind::Evidence, "/operator/evidence"),
        (OperatorMenuKind::Password, "/operator/password"),
    ];
    drawn(&OperatorMenuPage {
        shell,
        entries: all.into_iter().map(entry).collect(),
    })
}

fn notice(signed: &Signed<Operator>) -> Option<Notice> {
    let text = match signed.visit.query().text("done") {
        "password" => signed.visit.text.password_changed(),
        "secret" => signed.visit.text.secret_done(),
        _ => return None,
    };
    Some(Notice {
        kind: NoticeKind::Success,
        text,
    })
}

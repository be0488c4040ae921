//! `/console/sessions` and `/console/logins`: one's own sessions and log-ins.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::Member;
use domain::device::Device;
use domain::ids::SessionId;
use store::own_sessions::{LogInLine, SessionLine};
use uuid::Uuid;

use super::me::to_menu;
use super::wording::log_in_details;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::{Sent, Signed};
use crate::views::{LogInRow, LogInsPage, Notice, NoticeKind, SessionRow, SessionsPage, Shell};

const PAGE: &str = "/console/sessions";

/// The session of the address; what is no id is no page.
pub struct SessionInPath(pub SessionId);

impl<S: Send + Sync> FromRequestParts<S> for SessionInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| Halt::NotFound)?;
        let id = Uuid::try_parse(&text).map_err(|_| Halt::NotFound)?;
        Ok(Self(SessionId::new(id)))
    }
}

/// Where the person is signed in.
pub async fn list(signed: Signed<Member>) -> Result<Response, Halt> {
    let found = signed.visit.app().own_sessions(&signed.session).await?;
    let sessions = found.iter().map(|line| row(&signed, line));
    drawn(&SessionsPage {
        shell: Shell {
            crumbs: vec![to_menu(&signed)],
            notice: notice(&signed),
            ..signed.shell()?
        },
        sessions: sessions.collect::<Result<_, _>>()?,
        others_action: format!("{PAGE}/end"),
        others_form: signed.form()?,
    })
}

/// The forms' own addresses, opened by hand.
pub async fn back(_: Signed<Member>) -> Halt {
    Halt::to(PAGE)
}

/// この端末以外をログアウト.
pub async fn end_others(sent: Sent<Member>) -> Result<Response, Halt> {
    end(&sent, None).await
}

/// ログアウトさせる.
pub async fn end_one(
    SessionInPath(id): SessionInPath,
    sent: Sent<Member>,
) -> Result<Response, Halt> {
    end(&sent, Some(id)).await
}

async fn end(sent: &Sent<Member>, which: Option<SessionId>) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let app = signed.visit.app();
    app.end_own_sessions(&signed.session, which, sent.nonce, &signed.visit.origin)
        .await?;
    Err(Halt::to(format!("{PAGE}?done=ended")))
}

/// The person's log-ins and tries.
pub async fn log_ins(signed: Signed<Member>) -> Result<Response, Halt> {
    let found = signed.visit.app().own_log_ins(&signed.session).await?;
    drawn(&LogInsPage {
        shell: Shell {
            crumbs: vec![to_menu(&signed)],
            ..signed.shell()?
        },
        rows: found.iter().map(|line| log_in(&signed, line)).collect(),
    })
}

fn row(signed: &Signed<Member>, line: &SessionLine) -> Result<SessionRow, Halt> {
    Ok(SessionRow {
        device: Device::of(&line.device).to_string(),
        network: line.network.clone(),
        since: in_tokyo(line.created_at),
        last_seen: in_tokyo(line.last_seen_at),
        current: line.id == signed.session.id,
        action: format!("{PAGE}/{}/end", line.id.uuid()),
        form: signed.form()?,
    })
}

fn log_in(signed: &Signed<Member>, line: &LogInLine) -> LogInRow {
    LogInRow {
        time: in_tokyo(line.at),
        succeeded: line.outcome == "ok",
        how: log_in_details(&signed.visit.text, line),
        network: line.network.clone(),
    }
}

fn notice(signed: &Signed<Member>) -> Option<Notice> {
    (signed.visit.query().text("done") == "ended").then(|| Notice {
        kind: NoticeKind::Success,
        text: signed.visit.text.own_ended(),
    })
}

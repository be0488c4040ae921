//! `/console/users/import`: users from a list (CSV), in three pages.

use app::{BringUsers, Brought, Judged, ListStage, TakenOver, UserList};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::AdminOf;
use domain::ids::UserImportId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::user_form::shell;
use crate::http::csv_file::{answered, neutral};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::session::{Sent, Signed};
use crate::http::upload::Uploaded;
use crate::views::{
    ImportCounts, ImportLine, ImportPast, ImportProgress, UserImportCheckPage, UserImportDonePage,
    UserImportPage,
};
use crate::words;

mod wording;

use wording::{column_help, refusal, sample_rows, why};

const PAGE: &str = "/console/users/import";

/// A list in an address: `/console/users/import/{id}`.
pub struct ListInPath(UserImportId);

impl<S: Send + Sync> FromRequestParts<S> for ListInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| Halt::NotFound)?;
        let id = Uuid::try_parse(&text).map_err(|_| Halt::NotFound)?;
        Ok(Self(UserImportId::new(id)))
    }
}

/// First page: the file, or what is pasted.
pub async fn show(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    enter(&signed, None).await
}

/// 確認: keeps the list and leads to its second page.
pub async fn bring(sent: Uploaded<AdminOf>) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let text = &signed.visit.text;
    let parts = &sent.parts;
    let list = if parts.file.is_empty() {
        &parts.pasted
    } else {
        &parts.file
    };
    if list.is_empty() {
        return enter(signed, Some(text.list_error_none())).await;
    }
    let words = words::of_users(&signed.visit.state.catalog);
    let by = BringUsers {
        session: &signed.session,
        admin: signed.right,
        nonce: sent.nonce,
        origin: &signed.visit.origin,
    };
    match signed.visit.app().bring_users(by, list, &words).await? {
        Brought::Kept(id) => Err(Halt::to(href(id))),
        Brought::Refused(why) => enter(signed, Some(refusal(text, &why))).await,
    }
}

/// Second page, and once the list was taken in, the third.
pub async fn judged(ListInPath(id): ListInPath, signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let list = find(&signed, id).await?;
    match list.stage {
        ListStage::Judged => drawn(&check_page(&signed, id, &list)?),
        ListStage::Done { at, waiting } => drawn(&done_page(&signed, id, &list, (at, waiting))?),
    }
}

/// 確定.
pub async fn take_in(ListInPath(id): ListInPath, sent: Sent<AdminOf>) -> Result<Response, Halt> {
    let visit = &sent.signed.visit;
    let by = BringUsers {
        session: &sent.signed.session,
        admin: sent.signed.right,
        nonce: sent.nonce,
        origin: &visit.origin,
    };
    let words = words::of_users(&visit.state.catalog);
    if visit.app().take_in_users(by, id, &words).await? {
        Err(Halt::to(href(id)))
    } else {
        Err(Halt::NotFound)
    }
}

/// A list to begin with, as the merchant's contract allows.
pub async fn sample(signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let rows = sample_rows(&signed.visit.text, &signed.session);
    answered("users.csv", &rows)
}

/// The list as it was brought, with what becomes of each line, or became. A cell that a
/// spreadsheet would take for a formula is made one that it does not.
pub async fn result(ListInPath(id): ListInPath, signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let list = find(&signed, id).await?;
    let text = &signed.visit.text;
    let is_told = |name: &String| [text.list_result(), text.list_why()].contains(name);
    let kept: Vec<bool> = list.header.iter().map(|name| !is_told(name)).collect();
    let pick = |cells: &[String]| {
        let width = kept.len();
        let cell = |at: usize| neutral(cells.get(at).map_or("", String::as_str));
        let places = (0..width).filter(|at| kept.get(*at) == Some(&true));
        places.map(cell).collect::<Vec<_>>()
    };
    let mut header = pick(&list.header);
    header.extend([text.list_result(), text.list_why()]);
    let mut rows = vec![header];
    for line in &list.lines {
        let mut row = pick(&line.cells);
        row.extend([
            wording::result(text, line, list.stage),
            why(text, &line.result),
        ]);
        rows.push(row);
    }
    answered("users-result.csv", &rows)
}

fn href(id: UserImportId) -> String {
    format!("{PAGE}/{}", id.uuid())
}

async fn find(signed: &Signed<AdminOf>, id: UserImportId) -> Result<UserList, Halt> {
    let visit = &signed.visit;
    let words = words::of_users(&visit.state.catalog);
    let by = (&*signed.session, signed.right);
    let list = visit.app().user_list(by, id, &words).await?;
    list.ok_or(Halt::NotFound)
}

async fn enter(signed: &Signed<AdminOf>, error: Option<String>) -> Result<Response, Halt> {
    let past = signed.visit.app().user_lists(signed.right).await?;
    let past = past.into_iter().map(|(id, at)| ImportPast {
        href: href(id),
        time: in_tokyo(at),
    });
    drawn(&UserImportPage {
        shell: shell(signed)?,
        action: PAGE.to_owned(),
        sample_href: format!("{PAGE}/sample.csv"),
        columns: column_help(&signed.visit.text, &signed.session),
        most: app::MOST_LINES,
        error,
        past: past.collect(),
        cancel_href: "/console/users".to_owned(),
        form: signed.form()?,
    })
}

fn counts(list: &UserList) -> ImportCounts {
    ImportCounts {
        new: list.count(|result| *result == TakenOver::New),
        same: list.count(|result| *result == TakenOver::Same),
        wrong: list.count(is_wrong),
    }
}

fn is_wrong(result: &TakenOver<domain::registration::Field>) -> bool {
    !matches!(result, TakenOver::New | TakenOver::Same)
}

fn wrong_lines(signed: &Signed<AdminOf>, list: &UserList) -> Vec<ImportLine> {
    let wrong = list.lines.iter().filter(|line| is_wrong(&line.result));
    let drawn = |line: &Judged| ImportLine {
        number: line.number,
        user_id: super::user_form::cut(&line.user_id),
        name: super::user_form::cut(&line.name),
        why: why(&signed.visit.text, &line.result),
    };
    wrong.map(drawn).collect()
}

fn check_page(
    signed: &Signed<AdminOf>,
    id: UserImportId,
    list: &UserList,
) -> Result<UserImportCheckPage, Halt> {
    Ok(UserImportCheckPage {
        shell: shell(signed)?,
        counts: counts(list),
        wrong: wrong_lines(signed, list),
        action: href(id),
        result_href: format!("{}/result.csv", href(id)),
        back_href: PAGE.to_owned(),
        form: signed.form()?,
    })
}

fn done_page(
    signed: &Signed<AdminOf>,
    id: UserImportId,
    list: &UserList,
    (at, waiting): (Timestamp, u64),
) -> Result<UserImportDonePage, Halt> {
    let counts = counts(list);
    let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
    let policy = signed.visit.app().policy();
    Ok(UserImportDonePage {
        shell: shell(signed)?,
        time: in_tokyo(at),
        progress: ImportProgress {
            all: counts.new,
            sent: counts.new.saturating_sub(waiting),
            per_minute: u32::from(policy.invitations_per_minute),
        },
        counts,
        wrong: wrong_lines(signed, list),
        here_href: href(id),
        result_href: format!("{}/result.csv", href(id)),
        another_href: PAGE.to_owned(),
        users_href: "/console/users".to_owned(),
    })
}

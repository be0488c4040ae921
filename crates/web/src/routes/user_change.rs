//! `/console/users/{id}/edit`: the change of a user's details, from what was typed to its
//! confirmation (USER-15).

use app::{Act, ChangeUser, NotChanged, ReadyChange};
use axum::response::Response;
use domain::authority::AdminOf;
use domain::ids::PersonId;
use domain::registration::{self, Form, Problem};
use i18n::Text;

use super::user::{UserInPath, details, edit_page, find, typed_fields};
use super::user_form::{cut, read, shell, summary};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::proof::{Proven, prove};
use crate::http::session::{Sent, Signed};
use crate::views::{ChangeRow, Field, Notice, NoticeKind, UserChangePage, UserDetails};

/// The form's own address, opened by hand.
pub async fn back(UserInPath(id): UserInPath, _: Signed<AdminOf>) -> Halt {
    Halt::to(page_of(id))
}

/// 確認, 確定 and `< 前画面へ戻る`, told apart by the button that was pressed.
pub async fn step(UserInPath(id): UserInPath, sent: Sent<AdminOf>) -> Result<Response, Halt> {
    let form = read(&sent.fields);
    let version = sent.fields.text("version").parse().unwrap_or(-1);
    match sent.fields.text("step") {
        "back" => again(&sent.signed, id, &form, &[]).await,
        "confirm" => match prove(sent).await {
            Ok(proven) => change(&proven, id, &form, version).await,
            Err(question) => Ok(question),
        },
        _ => check(&sent, id, &form, version).await,
    }
}

fn page_of(id: PersonId) -> String {
    format!("/console/users/{}", id.uuid())
}

async fn check(
    sent: &Sent<AdminOf>,
    id: PersonId,
    form: &Form,
    version: i64,
) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let app = signed.visit.app();
    let checked = app.check_change(&signed.session, (signed.right, id), form, version);
    let ready = match checked.await? {
        Ok(ready) => ready,
        Err(refusal) => return refused(signed, id, form, refusal).await,
    };
    let line = find(&signed.visit, signed.right, id).await?;
    let at = app.circumstances_of(&signed.session, Some(id)).await?;
    let text = &signed.visit.text;
    let after = summary(&ready.to, &at);
    drawn(&UserChangePage {
        shell: shell(signed)?,
        action: format!("{}/edit", page_of(id)),
        rows: rows(&details(&line, at.admin_mail.as_ref()), &after, text),
        details: after,
        consequences: consequences(&ready, text),
        version,
        reason: Field::new(cut(sent.fields.text("reason"))),
        form: signed.form()?,
    })
}

async fn change(
    Proven { sent, fresh }: &Proven<AdminOf>,
    id: PersonId,
    form: &Form,
    version: i64,
) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let act = Act {
        session: &signed.session,
        admin: *fresh,
        person: id,
        reason: sent.fields.text("reason"),
        nonce: sent.nonce,
        origin: &signed.visit.origin,
    };
    let typed = ChangeUser { act, form, version };
    match signed.visit.app().change_user(typed).await? {
        Ok(()) => Err(Halt::to(format!("{}?done=change", page_of(id)))),
        Err(refusal) => refused(signed, id, form, refusal).await,
    }
}

/// The form again with what was typed, and why nothing was changed.
async fn refused(
    signed: &Signed<AdminOf>,
    id: PersonId,
    form: &Form,
    refusal: NotChanged,
) -> Result<Response, Halt> {
    let text = &signed.visit.text;
    let (kind, message) = match refusal {
        NotChanged::NoSuchUser => return Err(Halt::NotFound),
        NotChanged::Broken(problems) => return again(signed, id, form, &problems).await,
        NotChanged::Nothing => (NoticeKind::Info, text.change_nothing()),
        NotChanged::Meanwhile => (NoticeKind::Warning, text.change_meanwhile()),
    };
    let line = find(&signed.visit, signed.right, id).await?;
    let fields = typed_fields(signed, id, form, &[]).await?;
    let mut page = edit_page(signed, &line, fields).await?;
    page.meanwhile = kind == NoticeKind::Warning;
    page.shell.notice = Some(Notice {
        kind,
        text: message,
    });
    drawn(&page)
}

async fn again(
    signed: &Signed<AdminOf>,
    id: PersonId,
    form: &Form,
    problems: &[Problem],
) -> Result<Response, Halt> {
    let line = find(&signed.visit, signed.right, id).await?;
    let fields = typed_fields(signed, id, form, problems).await?;
    drawn(&edit_page(signed, &line, fields).await?)
}

fn rows(before: &UserDetails, after: &UserDetails, text: &Text) -> Vec<ChangeRow> {
    let pairs = before.rows(text).into_iter().zip(after.rows(text));
    pairs
        .map(|(before, after)| ChangeRow {
            label: before.label,
            after: (before.value != after.value).then_some(after.value),
            before: before.value,
        })
        .collect()
}

fn consequences(ready: &ReadyChange, text: &Text) -> Vec<String> {
    let touches = |field| ready.fields.contains(&field);
    let mail = touches(registration::Field::Mail) || touches(registration::Field::SamePerson);
    let mut lines = Vec::new();
    lines.extend(touches(registration::Field::UserType).then(|| text.change_ask_sessions()));
    lines.extend(mail.then(|| text.change_ask_mail()));
    lines
}

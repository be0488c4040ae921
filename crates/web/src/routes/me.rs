//! `/console/me`: one's own name and address (SCR-14).

use app::{OwnChange, OwnDetails};
use axum::response::Response;
use domain::authority::Member;
use domain::mail_address::MailAddress;
use domain::own_details::{Form, Refusal};
use domain::person::Role;
use domain::registration::{self, Problem};
use i18n::Text;

use super::user_form::cut;
use super::wording::registration_problem;
use crate::http::draw::drawn;
use crate::http::halt::{Halt, SignInReason};
use crate::http::proof::Proven;
use crate::http::session::Signed;
use crate::views::{Crumb, Field, Notice, NoticeKind, OwnDetailsPage, Row, Shell};

const PAGE: &str = "/console/me";

/// The page; its notice says what was done a moment ago.
pub async fn show(signed: Signed<Member>) -> Result<Response, Halt> {
    let own = own(&signed).await?;
    let person = &own.person;
    let mail = own.mail.as_ref().map_or("", MailAddress::as_str);
    let form = Form {
        name: person.name.as_str().to_owned(),
        mail: mail.to_owned(),
    };
    let mut page = page(&signed, &own, &form)?;
    page.shell.notice = notice(&signed);
    drawn(&page)
}

/// Changes what differs.
pub async fn change(proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let signed = &sent.signed;
    let form = Form {
        name: sent.fields.text("name").to_owned(),
        mail: sent.fields.text("mail").to_owned(),
    };
    let app = signed.visit.app();
    let changed = app
        .change_own_details(
            &signed.session,
            fresh,
            &form,
            (sent.nonce, &signed.visit.origin),
        )
        .await?;
    let text = &signed.visit.text;
    match changed {
        OwnChange::Done { asked: false } => Err(Halt::to(format!("{PAGE}?done=change"))),
        OwnChange::Done { asked: true } => Err(Halt::to(PAGE)),
        OwnChange::Nothing => told(signed, &form, (NoticeKind::Info, text.own_nothing())).await,
        OwnChange::TooOften => {
            told(signed, &form, (NoticeKind::Warning, text.own_too_often())).await
        }
        OwnChange::Refused(refusal) => refused(signed, &form, &refusal).await,
        OwnChange::Gone => Err(Halt::SignIn(SignInReason::Ended)),
    }
}

async fn told(
    signed: &Signed<Member>,
    form: &Form,
    (kind, text): (NoticeKind, String),
) -> Result<Response, Halt> {
    let own = own(signed).await?;
    let mut page = page(signed, &own, form)?;
    page.shell.notice = Some(Notice { kind, text });
    drawn(&page)
}

async fn refused(
    signed: &Signed<Member>,
    form: &Form,
    refusal: &Refusal,
) -> Result<Response, Halt> {
    let own = own(signed).await?;
    let mut page = page(signed, &own, form)?;
    let text = &signed.visit.text;
    match refusal {
        Refusal::SamePerson => {}
        Refusal::MailNeeded if own.person.role == Role::Admin => {
            page.mail.error = Some(text.own_mail_needed_admin());
        }
        Refusal::MailNeeded => page.mail.error = Some(text.own_mail_needed()),
        Refusal::Broken(problems) => {
            page.name.error = worded(text, problems, registration::Field::Name);
            page.mail.error = worded(text, problems, registration::Field::Mail);
        }
    }
    drawn(&page)
}

fn worded(text: &Text, problems: &[Problem], field: registration::Field) -> Option<String> {
    let problem = problems.iter().find(|problem| problem.field() == field);
    problem.map(|problem| registration_problem(text, *problem))
}

async fn own(signed: &Signed<Member>) -> Result<OwnDetails, Halt> {
    let own = signed.visit.app().own_details(&signed.session).await?;
    own.ok_or(Halt::SignIn(SignInReason::Ended))
}

fn page(signed: &Signed<Member>, own: &OwnDetails, form: &Form) -> Result<OwnDetailsPage, Halt> {
    let text = &signed.visit.text;
    let locked = own.person.same_person;
    let mail = own.mail.as_ref().map_or("", MailAddress::as_str);
    let mut rows = vec![Row::new(text.field_user_id(), own.person.user_id.as_str())];
    if locked {
        rows.push(Row::new(text.users_name_shown(), own.person.name.as_str()));
        rows.push(Row::new(text.users_mail(), mail));
    }
    let minutes = signed.visit.app().policy().reset_link.whole_minutes();
    Ok(OwnDetailsPage {
        shell: Shell {
            crumbs: vec![to_menu(signed)],
            ..signed.shell()?
        },
        action: PAGE.to_owned(),
        rows,
        locked,
        name: Field::new(cut(&form.name)),
        mail: Field::new(cut(&form.mail)),
        pending: own.pending.as_ref().map(|mail| mail.as_str().to_owned()),
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        menu_href: "/console/menu".to_owned(),
        form: signed.form()?,
    })
}

/// The menu as a step on the way to a page that every role has.
pub fn to_menu(signed: &Signed<Member>) -> Crumb {
    let text = &signed.visit.text;
    let label = match signed.right.role() {
        Role::Admin => text.menu_admin_title(),
        _ => text.menu_title(),
    };
    Crumb {
        label,
        href: "/console/menu".to_owned(),
    }
}

fn notice(signed: &Signed<Member>) -> Option<Notice> {
    (signed.visit.query().text("done") == "change").then(|| Notice {
        kind: NoticeKind::Success,
        text: signed.visit.text.users_changed(),
    })
}

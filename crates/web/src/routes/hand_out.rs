//! `/console/users/{id}/handout`: a first password on paper, shown once.

use app::{Act, HandOut, HandedOut};
use axum::response::Response;
use domain::authority::AdminOf;

use super::act::rows;
use super::user::{UserInPath, find};
use super::users::{user_href, way};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::proof::Proven;
use crate::http::session::Signed;
use crate::views::{ActionTarget, ConfirmButton, ConfirmPage, Field, HandOutPage, Row, Shell};

/// The page that asks.
pub async fn ask(UserInPath(id): UserInPath, signed: Signed<AdminOf>) -> Result<Response, Halt> {
    let line = find(&signed.visit, signed.right, id).await?;
    let text = &signed.visit.text;
    drawn(&ConfirmPage {
        shell: Shell {
            crumbs: way(text),
            ..signed.shell()?
        },
        target: ActionTarget::Paper,
        rows: rows(&line, text),
        consequences: vec![text.handout_ask_next(), text.change_ask_resend_old()],
        button: ConfirmButton::Confirm,
        reason: Some(Field::default()),
        action: format!("{}/handout", user_href(&line)),
        cancel_href: user_href(&line),
        form: signed.form()?,
    })
}

/// Makes the password and shows it; the same form makes no second one and shows nothing again.
pub async fn make(
    UserInPath(person): UserInPath,
    proven: Proven<AdminOf>,
) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let act = Act {
        session: &sent.signed.session,
        admin: fresh,
        person,
        reason: sent.fields.text("reason"),
        nonce: sent.nonce,
        origin: &sent.signed.visit.origin,
    };
    let page = format!("/console/users/{}", person.uuid());
    match sent.signed.visit.app().hand_out(act).await? {
        HandedOut::Made(paper) => drawn(&drawn_paper(&sent.signed, &paper, page)?),
        HandedOut::Before => Err(Halt::to(format!("{page}?done=handout"))),
        HandedOut::NotFor => Err(Halt::to(page)),
        HandedOut::NoSuchUser => Err(Halt::NotFound),
    }
}

fn drawn_paper(
    signed: &Signed<AdminOf>,
    paper: &HandOut,
    back_href: String,
) -> Result<HandOutPage, Halt> {
    let text = &signed.visit.text;
    let site = &signed.visit.state.settings.public_url;
    Ok(HandOutPage {
        shell: signed.shell()?,
        rows: vec![
            Row::new(text.users_name_shown(), paper.name.as_str()),
            Row::new(
                text.mail_label_login_page(),
                format!("{site}/{}", paper.access_key),
            ),
            Row::new(text.field_merchant_code(), paper.merchant_code.as_str()),
            Row::new(text.field_user_id(), paper.user_id.as_str()),
        ],
        password: paper.password.reveal().to_owned(),
        until: in_tokyo(paper.until),
        back_href,
    })
}

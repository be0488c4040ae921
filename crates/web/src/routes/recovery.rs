//! `/console/recovery`: recovery codes, made and shown for five minutes.

use app::{RecoveryState, ShownCodes};
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::authority::Member;

use super::me::to_menu;
use super::passes::PAGE as PASSES;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::in_tokyo;
use crate::http::proof::Proven;
use crate::http::session::{Sent, Signed};
use crate::views::{CodesShown, Crumb, RecoveryLine, RecoveryPage, Row, Shell};

const PAGE: &str = "/console/recovery";

/// How the codes stand, worded.
pub fn line(state: &RecoveryState) -> RecoveryLine {
    RecoveryLine {
        made: state.made_at.map(in_tokyo),
        left: state.unused,
        runs_out: state.runs_out(),
        href: PAGE.to_owned(),
    }
}

/// The page, with the codes if this session was given some less than five minutes ago.
pub async fn show(signed: Signed<Member>) -> Result<Response, Halt> {
    let app = signed.visit.app();
    let state = offered(&signed).await?;
    let shown = app.shown_recovery_codes(&signed.session).await?;
    let text = &signed.visit.text;
    let passes = Crumb {
        label: text.menu_passes(),
        href: PASSES.to_owned(),
    };
    let rows = vec![
        Row::new(
            text.field_merchant_code(),
            signed.session.merchant_code.as_str(),
        ),
        Row::new(text.field_user_id(), signed.session.user_id.as_str()),
    ];
    drawn(&RecoveryPage {
        shell: Shell {
            crumbs: vec![to_menu(&signed), passes],
            ..signed.shell()?
        },
        codes: shown.map(|shown| CodesShown {
            codes: shown.codes,
            seconds_left: shown.seconds_left,
        }),
        state: line(&state),
        rows,
        make_action: PAGE.to_owned(),
        make_form: signed.form()?,
        text_href: format!("{PAGE}/text"),
        done_action: format!("{PAGE}/done"),
        done_form: signed.form()?,
        back_href: PASSES.to_owned(),
    })
}

/// A new set in place of the one before.
pub async fn make(proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let signed = &sent.signed;
    let (app, origin) = (signed.visit.app(), &signed.visit.origin);
    let made = app.make_recovery_codes(&signed.session, fresh, sent.nonce, origin);
    if made.await? {
        Err(Halt::to(PAGE))
    } else {
        Err(Halt::NotFound)
    }
}

/// The form's own address, opened by hand.
pub async fn back(_: Signed<Member>) -> Halt {
    Halt::to(PAGE)
}

/// They are written down.
pub async fn done(sent: Sent<Member>) -> Result<Response, Halt> {
    let signed = &sent.signed;
    signed
        .visit
        .app()
        .hide_recovery_codes(&signed.session)
        .await?;
    Err(Halt::to(format!("{PASSES}?done=written")))
}

/// The codes as a text to keep.
pub async fn text(signed: Signed<Member>) -> Result<Response, Halt> {
    let shown = signed.visit.app().shown_recovery_codes(&signed.session);
    let shown: ShownCodes = shown.await?.ok_or_else(|| Halt::to(PAGE))?;
    let text = &signed.visit.text;
    let mut lines = vec![
        format!(
            "{} {}",
            signed.visit.state.brand.service,
            text.recovery_title()
        ),
        format!(
            "{}: {}",
            text.field_merchant_code(),
            signed.session.merchant_code.as_str()
        ),
        format!("{}: {}", text.field_user_id(), signed.session.user_id),
        String::new(),
    ];
    lines.extend(shown.codes.iter().map(|code| code.as_str().to_owned()));
    lines.push(String::new());
    let mut response = Response::new(Body::from(lines.join("\r\n")));
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    let named = HeaderValue::from_static("attachment; filename=\"recovery-codes.txt\"");
    headers.insert(header::CONTENT_TYPE, plain);
    headers.insert(header::CONTENT_DISPOSITION, named);
    Ok(response)
}

/// Where there are no such codes, there is no such page.
async fn offered(signed: &Signed<Member>) -> Result<RecoveryState, Halt> {
    let state = signed.visit.app().recovery_state(&signed.session).await?;
    if state.offered {
        Ok(state)
    } else {
        Err(Halt::NotFound)
    }
}

//! `/{access_key}`: the log-in page (SCR-1).
//!
//! Every refusal is answered with 200 and the same page: the form again, with the same hints
//! whatever was wrong (LOGIN-15). The lock page is the one exception, and has the same status.

use app::{LogIn, LoggedIn, Origin};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::Response;
use crypto::{Password, Token};
use domain::obligations::Obligations;

use super::door::enter_href;
use crate::http::area::Area;
use crate::http::cookies::Cookie;
use crate::http::draw::{drawn, drawn_with};
use crate::http::fields::Fields;
use crate::http::halt::{Halt, see_other};
use crate::http::session::session_cookie;
use crate::http::visit::{Visit, is_access_key};
use crate::http::visitor::{Arrived, Visitor, VisitorForm};
use crate::views::{FailureHints, LockPage, LoginPage, Notice, NoticeKind, Shell};

/// The access key of the address. Any two to seven digits are one: which exist is not told.
pub struct KeyInPath(pub String);

impl<S: Send + Sync> FromRequestParts<S> for KeyInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let key = Path::<String>::from_request_parts(parts, state).await;
        let key = key.map_err(|_| Halt::NotFound)?;
        is_access_key(&key)
            .then_some(Self(key.0))
            .ok_or(Halt::NotFound)
    }
}

/// The page.
pub async fn show(
    KeyInPath(key): KeyInPath,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    let shell = Shell {
        notice: notice(&visit),
        ..visit.telling_shell()
    };
    let page = blank(&visit, &visitor, &key, shell)?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// Log in.
pub async fn log_in(KeyInPath(key): KeyInPath, arrived: Arrived) -> Result<Response, Halt> {
    let mut form = match arrived {
        Arrived::Good(form) => form,
        Arrived::Stale {
            visit,
            visitor,
            fields,
        } => return stale(&visit, &visitor, &fields, &key),
    };
    let password = Password::new(std::mem::take(&mut *form.fields.take("password")));
    let origin = form.visit.marked()?;
    let typed = LogIn {
        access_key: &key,
        merchant_code: form.fields.text("merchant_code"),
        user_id: form.fields.text("user_id"),
        password: &password,
        code: form.fields.text("code"),
        nonce: form.nonce,
        origin: &origin,
    };
    match form.visit.app().log_in(typed).await? {
        LoggedIn::Open { token, obligations } => {
            let response = entered(&form.visit, Area::Console, &token, obligations)?;
            Ok(remembered(response, &form.visit, &key, &origin))
        }
        LoggedIn::Refused => refused(&form, &key),
        LoggedIn::Locked => locked(&form.visit, &key),
    }
}

/// What the browser keeps of a log-in: the key, for the way back, and its own mark.
pub fn remembered(mut response: Response, visit: &Visit, key: &str, origin: &Origin) -> Response {
    let mark = origin.mark.as_ref();
    let mark = mark.and_then(|mark| Cookie::Mark.set(mark.reveal(), visit.secure()));
    let kept = [Cookie::AccessKey.set(key, visit.secure()), mark];
    let headers = response.headers_mut();
    headers.extend(
        kept.into_iter()
            .flatten()
            .map(|kept| (header::SET_COOKIE, kept)),
    );
    response
}

/// The way on from an entrance, with the session's cookie.
///
/// # Errors
/// [`Halt::Fault`] when the cookie is no header.
pub fn entered(
    visit: &Visit,
    area: Area,
    token: &Token,
    left: Obligations,
) -> Result<Response, Halt> {
    let mut response = see_other(
        &first_page(visit, area, left),
        Some(session_cookie(visit, token)?),
    );
    // Whoever reads the log-in page in a language wants to go on in it.
    let read_in = visit.text.locale().code();
    let language = Cookie::Language
        .set(read_in, visit.secure())
        .filter(|_| !visit.has_chosen());
    let headers = response.headers_mut();
    headers.extend(language.map(|language| (header::SET_COOKIE, language)));
    Ok(response)
}

/// Where a log-in leads: to what is left to do, to the door that was asked for, or to the menu.
fn first_page(visit: &Visit, area: Area, left: Obligations) -> String {
    let door = visit.door().and_then(|id| visit.state.settings.door(id));
    match door.filter(|_| area == Area::Console && left.is_empty()) {
        Some(entry) => format!("{}?back=1", enter_href(entry)),
        None => area.next_page(left).to_owned(),
    }
}

fn refused(form: &VisitorForm, key: &str) -> Result<Response, Halt> {
    let VisitorForm {
        visit,
        visitor,
        fields,
        ..
    } = form;
    let page = LoginPage {
        merchant_code: echo(fields, "merchant_code"),
        user_id: echo(fields, "user_id"),
        failure: Some(hints(visit)),
        ..blank(visit, visitor, key, visit.shell())?
    };
    drawn(&page)
}

/// The numbers that a refusal names.
pub fn hints(visit: &Visit) -> FailureHints {
    let days = visit.app().policy().temporary_password.whole_days();
    FailureHints {
        days: u32::try_from(days).unwrap_or(u32::MAX),
    }
}

/// The page had been open for too long: nothing was evaluated, and what was typed is kept.
fn stale(visit: &Visit, visitor: &Visitor, fields: &Fields, key: &str) -> Result<Response, Halt> {
    let page = LoginPage {
        merchant_code: echo(fields, "merchant_code"),
        user_id: echo(fields, "user_id"),
        expired: true,
        ..blank(visit, visitor, key, visit.shell())?
    };
    visitor.remembered(visit, drawn_with(StatusCode::FORBIDDEN, &page)?)
}

/// The lock page (LOCK-8).
///
/// # Errors
/// [`Halt::Fault`] when the template fails.
pub fn locked(visit: &Visit, key: &str) -> Result<Response, Halt> {
    drawn(&LockPage {
        shell: visit.shell(),
        known_device: visit.app().policy().outsiders.is_some(),
        login_href: format!("/{key}"),
    })
}

fn blank(visit: &Visit, visitor: &Visitor, key: &str, shell: Shell) -> Result<LoginPage, Halt> {
    Ok(LoginPage {
        shell,
        action: format!("/{key}"),
        access_key: key.to_owned(),
        merchant_code: String::new(),
        user_id: String::new(),
        form: visitor.form(visit)?,
        failure: None,
        expired: false,
        recovery_href: if visit.app().policy().passes.recovery_codes {
            format!("/{key}/recovery")
        } else {
            "/help/lost-phone".to_owned()
        },
        reset_href: format!("/{key}/reset"),
        passkey_href: visit
            .app()
            .passkeys()
            .is_offered()
            .then(|| format!("/{key}/passkey")),
        mail_href: visit
            .app()
            .policy()
            .mail_method
            .offered
            .then(|| format!("/{key}/mail")),
    })
}

/// What was typed, shown again; no valid value is as long as the cut.
pub fn echo(fields: &Fields, name: &str) -> String {
    fields.text(name).chars().take(64).collect()
}

/// Why somebody has been led here.
pub fn notice(visit: &Visit) -> Option<Notice> {
    let minutes = visit.app().policy().idle.whole_minutes();
    let text = match visit.query().text("notice") {
        "idle" => visit
            .text
            .idle_after(u32::try_from(minutes).unwrap_or(u32::MAX)),
        "ended" => visit.text.session_ended(),
        "logged-out" => visit.text.session_logged_out(),
        _ => return None,
    };
    Some(Notice {
        kind: NoticeKind::Info,
        text,
    })
}

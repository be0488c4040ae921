//! `/{access_key}/mail` and `/{access_key}/mail/code`: log-in with a code by mail (SCR-2).
//!
//! The first page leads to the second whatever was typed, and the second answers every refusal
//! with the same page. What leads from one to the other is a cookie of a challenge.

use app::{CodePage, MailAsked, MailFinished, MailLogIn, MailedCode, Resent};
use axum::http::StatusCode;
use axum::response::Response;
use crypto::{Password, Token};

use super::login::{KeyInPath, echo, entered, hints, locked, remembered};
use crate::http::area::Area;
use crate::http::cookies::Cookie;
use crate::http::draw::{drawn, drawn_with};
use crate::http::fields::Fields;
use crate::http::halt::{Halt, see_other};
use crate::http::visit::Visit;
use crate::http::visitor::{Arrived, Visitor, VisitorForm};
use crate::views::{FailureHints, MailCodePage, MailLoginPage, Notice, NoticeKind, Shell};

/// The first page.
pub async fn show(
    KeyInPath(key): KeyInPath,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    offered(&visit)?;
    let over = visit.query().text("notice") == "over";
    let notice = over.then(|| told(visit.text.mail_method_over(), NoticeKind::Warning));
    let page = blank(&visit, &visitor, &key, notice)?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// On to the second page.
pub async fn ask(KeyInPath(key): KeyInPath, arrived: Arrived) -> Result<Response, Halt> {
    let mut form = match arrived {
        Arrived::Good(form) => form,
        Arrived::Stale {
            visit,
            visitor,
            fields,
        } => return stale(&visit, &visitor, &fields, &key),
    };
    offered(&form.visit)?;
    let password = Password::new(std::mem::take(&mut *form.fields.take("password")));
    let typed = MailLogIn {
        access_key: &key,
        merchant_code: form.fields.text("merchant_code"),
        user_id: form.fields.text("user_id"),
        password: &password,
        nonce: form.nonce,
        origin: &form.visit.origin,
    };
    match form.visit.app().ask_mail_log_in(typed).await? {
        MailAsked::Asked { challenge } => {
            let cookie = Cookie::Challenge.set(challenge.reveal(), form.visit.secure());
            Ok(see_other(&format!("/{key}/mail/code"), cookie))
        }
        MailAsked::Locked => locked(&form.visit, &key),
    }
}

/// The second page.
pub async fn code(
    KeyInPath(key): KeyInPath,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    let (_, now) = living(&visit, &key).await?;
    let text = &visit.text;
    let notice = match visit.query().text("notice") {
        "resent" => Some(told(text.code_page_resent(), NoticeKind::Success)),
        "early" => Some(told(text.code_page_resend_early(), NoticeKind::Warning)),
        _ => None,
    };
    let shell = Shell {
        notice,
        ..visit.shell()
    };
    let page = second((&visit, &visitor), &key, shell, (now, None))?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// Log in.
pub async fn log_in(KeyInPath(key): KeyInPath, form: VisitorForm) -> Result<Response, Halt> {
    let visit = &form.visit;
    let (challenge, now) = known(visit, &key).await?;
    let origin = visit.marked()?;
    let typed = MailedCode {
        access_key: &key,
        challenge: &challenge,
        code: form.fields.text("code"),
        nonce: form.nonce,
        origin: &origin,
    };
    match visit.app().finish_mail_log_in(typed).await? {
        MailFinished::Open { token, obligations } => {
            let response = entered(visit, Area::Console, &token, obligations)?;
            Ok(remembered(response, visit, &key, &origin))
        }
        MailFinished::Refused => {
            let failure = (now.unwrap_or_default(), Some(hints(visit)));
            drawn(&second(
                (visit, &form.visitor),
                &key,
                visit.shell(),
                failure,
            )?)
        }
        MailFinished::Locked => locked(visit, &key),
        MailFinished::Over => Err(over(&key)),
    }
}

/// The forms' own addresses, opened by hand.
pub async fn back(KeyInPath(key): KeyInPath) -> Halt {
    Halt::to(format!("/{key}/mail/code"))
}

/// Sends a new code.
pub async fn resend(KeyInPath(key): KeyInPath, form: VisitorForm) -> Result<Response, Halt> {
    let visit = &form.visit;
    let (challenge, _) = known(visit, &key).await?;
    let resent = visit
        .app()
        .resend_mail_code(&key, &challenge, form.nonce, &visit.origin)
        .await?;
    match resent {
        Resent::Done => Err(Halt::to(format!("/{key}/mail/code?notice=resent"))),
        Resent::NotNow => Err(Halt::to(format!("/{key}/mail/code?notice=early"))),
        Resent::Over => Err(over(&key)),
    }
}

/// Where nobody is let in by mail, there is no such page.
fn offered(visit: &Visit) -> Result<(), Halt> {
    let is_offered = visit.app().policy().mail_method.offered;
    is_offered.then_some(()).ok_or(Halt::NotFound)
}

fn over(key: &str) -> Halt {
    Halt::to(format!("/{key}/mail?notice=over"))
}

/// The challenge of this browser, with its page if it still has one.
async fn known(visit: &Visit, key: &str) -> Result<(Token, Option<CodePage>), Halt> {
    offered(visit)?;
    let challenge = visit.challenge_token().ok_or_else(|| over(key))?;
    let page = visit.app().code_page(challenge).await?;
    Ok((challenge.clone(), page))
}

async fn living(visit: &Visit, key: &str) -> Result<(Token, CodePage), Halt> {
    let (challenge, page) = known(visit, key).await?;
    page.map(|page| (challenge, page)).ok_or_else(|| over(key))
}

fn told(text: String, kind: NoticeKind) -> Notice {
    Notice { kind, text }
}

fn stale(visit: &Visit, visitor: &Visitor, fields: &Fields, key: &str) -> Result<Response, Halt> {
    offered(visit)?;
    let page = MailLoginPage {
        merchant_code: echo(fields, "merchant_code"),
        user_id: echo(fields, "user_id"),
        expired: true,
        ..blank(visit, visitor, key, None)?
    };
    visitor.remembered(visit, drawn_with(StatusCode::FORBIDDEN, &page)?)
}

fn blank(
    visit: &Visit,
    visitor: &Visitor,
    key: &str,
    notice: Option<Notice>,
) -> Result<MailLoginPage, Halt> {
    Ok(MailLoginPage {
        shell: Shell {
            notice,
            ..visit.telling_shell()
        },
        action: format!("/{key}/mail"),
        access_key: key.to_owned(),
        merchant_code: String::new(),
        user_id: String::new(),
        form: visitor.form(visit)?,
        expired: false,
        admin: visit.app().policy().mail_method.admin,
        app_href: format!("/{key}"),
        reset_href: format!("/{key}/reset"),
    })
}

fn second(
    (visit, visitor): (&Visit, &Visitor),
    key: &str,
    shell: Shell,
    (now, failure): (CodePage, Option<FailureHints>),
) -> Result<MailCodePage, Halt> {
    let minutes = visit.app().policy().mail_method.code.whole_minutes();
    Ok(MailCodePage {
        shell,
        action: format!("/{key}/mail/code"),
        access_key: key.to_owned(),
        form: visitor.form(visit)?,
        failure,
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        resend_action: format!("/{key}/mail/code/resend"),
        resend_form: visitor.form(visit)?,
        resends_left: now.resends_left > 0,
        resend_in: now.resend_in,
        again_href: format!("/{key}/mail"),
    })
}

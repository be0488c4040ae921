//! Sessions behind the log-in, and what each of them may.

use app::{Binding, Nonce, Resumed, Session};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use crypto::Token;
use data_encoding::BASE64URL_NOPAD;
use domain::authority::{AdminOf, Member, Operator, Standing};
use domain::obligations::{Duty, Obligations};
use domain::person::Role;

use super::area::Area;
use super::body::read_form;
use super::cookies::Cookie;
use super::fields::Fields;
use super::halt::{Halt, SignInReason, see_other};
use super::provenance;
use super::visit::Visit;
use crate::views::{FormToken, IdleView, Shell, SignedIn};

/// A right that a handler asks for. Whoever lacks it is led to the duty that comes first, or told
/// that the page is not for them (ROLE-12).
pub trait Right: Sized + Send + Sync {
    /// The right, if a session of this standing has it.
    ///
    /// # Errors
    /// Where to go instead.
    fn of(standing: &Standing) -> Result<Self, Halt>;
}

/// The page of a session's next duty, else its menu.
pub fn next_page(standing: &Standing) -> &'static str {
    Area::of(standing.role).next_page(standing.obligations)
}

/// The address `path`, whose page tells that the form of `page` is done.
fn told(path: &str, page: &str) -> String {
    match page {
        "/console/password" | "/operator/password" => format!("{path}?done=password"),
        "/console/secret" | "/operator/secret" => format!("{path}?done=secret"),
        _ => path.to_owned(),
    }
}

/// A session that has something to do first goes there; for any other the page is closed.
fn instead(standing: &Standing) -> Halt {
    if standing.obligations.is_empty() {
        Halt::Forbidden
    } else {
        Halt::to(next_page(standing))
    }
}

/// Whoever is signed in, with or without duties: for ログアウト alone (LOGIN-16).
pub struct Anyone;

impl Right for Anyone {
    fn of(_: &Standing) -> Result<Self, Halt> {
        Ok(Self)
    }
}

impl Right for Member {
    fn of(standing: &Standing) -> Result<Self, Halt> {
        standing.as_member().ok_or_else(|| instead(standing))
    }
}

impl Right for Operator {
    fn of(standing: &Standing) -> Result<Self, Halt> {
        standing.as_operator().ok_or_else(|| instead(standing))
    }
}

impl Right for AdminOf {
    fn of(standing: &Standing) -> Result<Self, Halt> {
        standing.as_admin().ok_or_else(|| instead(standing))
    }
}

/// The right to change one's own password: as a duty, or because one wishes to (PWD-2, PWD-10).
#[derive(Clone, Copy, Debug)]
pub enum PasswordChanger {
    /// It has to be changed now.
    Obliged,
    /// It may be changed.
    Free,
}

impl Right for PasswordChanger {
    fn of(standing: &Standing) -> Result<Self, Halt> {
        let obliged = standing
            .as_obliged(Duty::ChangePassword)
            .map(|_| Self::Obliged);
        let is_free = standing.as_member().is_some() || standing.as_operator().is_some();
        let free = || is_free.then_some(Self::Free);
        obliged.or_else(free).ok_or_else(|| instead(standing))
    }
}

/// The right to enrol a secret, which is only ever a duty.
#[derive(Clone, Copy, Debug)]
pub struct Enroller;

impl Right for Enroller {
    fn of(standing: &Standing) -> Result<Self, Halt> {
        let obliged = standing.as_obliged(Duty::Enrol).map(|_| Self);
        obliged.ok_or_else(|| Halt::to(next_page(standing)))
    }
}

/// Somebody signed in who has the right `R`.
pub struct Signed<R> {
    /// The request, in the person's language.
    pub visit: Visit,
    /// The session.
    pub session: Box<Session>,
    /// The right.
    pub right: R,
}

impl<R: Right> Signed<R> {
    /// Lets in whoever has the right. A try without it stands in the trail (PCI DSS 10.2.1.4).
    async fn admitted(visit: Visit, session: Box<Session>) -> Result<Self, Halt> {
        let standing = session.standing;
        let home = Area::of_page(visit.page()).is_none_or(|area| area == Area::of(standing.role));
        if home && matches!(R::of(&standing), Err(Halt::Forbidden)) {
            let (app, page) = (visit.app(), visit.page());
            app.note_forbidden(&standing, page, &visit.origin).await?;
            return Err(Halt::Forbidden);
        }
        Self::new(visit, session)
    }

    fn new(visit: Visit, session: Box<Session>) -> Result<Self, Halt> {
        let standing = &session.standing;
        if Area::of_page(visit.page()).is_some_and(|area| area != Area::of(standing.role)) {
            return Err(Halt::to(next_page(standing)));
        }
        let right = R::of(standing)?;
        let visit = visit.with_person(&session.locale);
        Ok(Self {
            visit,
            session,
            right,
        })
    }
}

impl<R> Signed<R> {
    /// A hidden value for a form of this session.
    ///
    /// # Errors
    /// [`Halt::Fault`] without randomness.
    pub fn form(&self) -> Result<FormToken, Halt> {
        let binding = Binding::Session(self.session.id);
        Ok(FormToken(self.visit.app().form_token(&binding)?))
    }

    /// The frame of a page, with the person's name and the way out (ROLE-11, LOGIN-11).
    ///
    /// # Errors
    /// [`Halt::Fault`] without randomness.
    pub fn shell(&self) -> Result<Shell, Halt> {
        let text = &self.visit.text;
        let standing = &self.session.standing;
        let signed_in = SignedIn {
            user_name: self.session.name.clone(),
            merchant_code: match Area::of(standing.role) {
                Area::Console => self.session.merchant_code.as_str().to_owned(),
                Area::Operator => String::new(),
            },
            company: self.session.company.as_str().to_owned(),
            role: match standing.role {
                Role::Admin => text.role_admin(),
                Role::General => text.role_general(),
                Role::Shipping => text.role_shipping(),
                Role::Operator => text.role_operator(),
            },
            logout_action: Area::of(standing.role).logout().to_owned(),
            logout_form: self.form()?,
            idle: idle(&self.session),
        };
        let home_href = next_page(standing).to_owned();
        Ok(Shell {
            signed_in: Some(signed_in),
            home_href,
            ..self.visit.shell()
        })
    }

    /// The way on when a duty is done: the next page, which says so, under the session's new
    /// token.
    ///
    /// # Errors
    /// [`Halt::Fault`] when the cookie is no header.
    pub fn goes_on(&self, token: &Token, left: Obligations) -> Result<Response, Halt> {
        let cookie = session_cookie(&self.visit, token)?;
        let area = Area::of(self.session.standing.role);
        let path = told(area.next_page(left), self.visit.page());
        Ok(see_other(&path, Some(cookie)))
    }
}

fn idle(session: &Session) -> IdleView {
    let area = Area::of(session.standing.role);
    IdleView {
        seconds: u32::try_from(session.idle_left.whole_seconds()).unwrap_or(u32::MAX),
        stay_href: area.stay().to_owned(),
        menu_href: area.menu().to_owned(),
    }
}

/// The cookie of a session's token.
///
/// # Errors
/// [`Halt::Fault`] when it is no header.
pub fn session_cookie(visit: &Visit, token: &Token) -> Result<HeaderValue, Halt> {
    let cookie = Cookie::Session.set(token.reveal(), visit.secure());
    cookie.ok_or_else(|| Halt::Fault("a session cookie".to_owned()))
}

impl<S: Sync, R: Right> FromRequestParts<S> for Signed<R> {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Halt> {
        let visit = Visit::of(parts)?;
        let session = resume(&visit).await?;
        Self::admitted(visit, session).await
    }
}

/// A form that somebody signed in has sent: from a page of ours, to this session, once.
pub struct Sent<R> {
    /// Who.
    pub signed: Signed<R>,
    /// What was typed.
    pub fields: Fields,
    /// The form's nonce.
    pub nonce: Nonce,
}

impl<S: Send + Sync, R: Right> FromRequest<S> for Sent<R> {
    type Rejection = Halt;

    async fn from_request(request: Request, _: &S) -> Result<Self, Halt> {
        let (parts, body) = request.into_parts();
        let visit = Visit::of(&parts)?;
        let settings = &visit.state.settings;
        let fields = read_form(&parts.headers, body, settings.body_limit).await?;
        let (signed, nonce) = admitted(visit, &parts.headers, fields.text("form")).await?;
        Ok(Self {
            signed,
            fields,
            nonce,
        })
    }
}

/// Whoever sent a form whose hidden value is `form`, from a page of ours, with its nonce.
///
/// # Errors
/// What the request gets instead of its page.
pub async fn admitted<R: Right>(
    visit: Visit,
    headers: &HeaderMap,
    form: &str,
) -> Result<(Signed<R>, Nonce), Halt> {
    if !provenance::is_possible(headers, &visit.state.settings.public_url) {
        return Err(Halt::FormExpired);
    }
    let session = match resume(&visit).await {
        Ok(session) => session,
        Err(Halt::SignIn(SignInReason::Ended)) => return Err(repeated(&visit, form).await),
        Err(halt) => return Err(halt),
    };
    let binding = Binding::Session(session.id);
    let signed = Signed::admitted(visit, session).await?;
    let nonce = signed.visit.app().check_form(&binding, form);
    Ok((signed, nonce.ok_or(Halt::FormExpired)?))
}

/// The living session of the request's cookie.
///
/// # Errors
/// [`Halt::SignIn`] without one.
pub async fn resume(visit: &Visit) -> Result<Box<Session>, Halt> {
    let Some(token) = visit.session_token() else {
        return Err(Halt::SignIn(SignInReason::NoSession));
    };
    match visit.app().resume(token, &visit.origin).await? {
        Resumed::Alive(session) => Ok(session),
        Resumed::Idle { access_key } => Err(Halt::SignIn(SignInReason::Idle { access_key })),
        Resumed::None => Err(Halt::SignIn(SignInReason::Ended)),
    }
}

/// A form sent twice, the second time with the token that the first has just replaced, gets the
/// first answer again. The old token is the proof that it may: nobody else ever had it.
async fn repeated(visit: &Visit, form: &str) -> Halt {
    match first_answer(visit, form).await {
        Ok(Some(halt)) | Err(halt) => halt,
        Ok(None) if visit.leaves() => Halt::SignIn(SignInReason::LoggedOut),
        Ok(None) => Halt::SignIn(SignInReason::Ended),
    }
}

async fn first_answer(visit: &Visit, form: &str) -> Result<Option<Halt>, Halt> {
    let (Some(old), Some(nonce)) = (visit.session_token(), nonce_of(form)) else {
        return Ok(None);
    };
    let Some(repeated) = visit.app().repeated(old, nonce).await? else {
        return Ok(None);
    };
    let cookie = Some(session_cookie(visit, &repeated.token)?);
    let path = told(&repeated.answer, visit.page());
    Ok(Some(Halt::Elsewhere { path, cookie }))
}

/// The nonce that a form's hidden value begins with.
fn nonce_of(form: &str) -> Option<Nonce> {
    let bytes = BASE64URL_NOPAD.decode(form.as_bytes()).ok()?;
    bytes.first_chunk::<16>().map(|nonce| Nonce(*nonce))
}

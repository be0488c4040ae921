//! Browsers before log-in and the forms that they send.

use app::{Binding, Nonce};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;
use crypto::Token;

use super::body::read_form;
use super::cookies::Cookie;
use super::fields::Fields;
use super::halt::Halt;
use super::provenance;
use super::visit::Visit;
use crate::views::FormToken;

/// A browser that nobody has logged in with, known by its visitor cookie; a new one gets its
/// cookie with the page that holds a form.
pub struct Visitor {
    token: Token,
    is_new: bool,
}

impl Visitor {
    fn of(visit: &Visit) -> Result<Self, Halt> {
        if let Some(token) = visit.visitor_token() {
            return Ok(Self {
                token: token.clone(),
                is_new: false,
            });
        }
        let token = Token::random(&*visit.state.entropy);
        let token = token.map_err(|error| Halt::fault("visitor cookie", error))?;
        Ok(Self {
            token,
            is_new: true,
        })
    }

    /// A hidden value for a form of this browser.
    ///
    /// # Errors
    /// [`Halt::Fault`] without randomness.
    pub fn form(&self, visit: &Visit) -> Result<FormToken, Halt> {
        Ok(FormToken(visit.app().form_token(&self.binding())?))
    }

    /// Adds the cookie to the answer, if the browser has none yet.
    ///
    /// # Errors
    /// [`Halt::Fault`] when the cookie is no header.
    pub fn remembered(&self, visit: &Visit, mut response: Response) -> Result<Response, Halt> {
        if self.is_new {
            let cookie = Cookie::Visitor.set(self.token.reveal(), visit.secure());
            let cookie = cookie.ok_or_else(|| Halt::Fault("a visitor cookie".to_owned()))?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(response)
    }

    /// To whom forms are given.
    pub fn binding(&self) -> Binding {
        Binding::Visitor(self.token.digest().0)
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Halt> {
        Self::of(&Visit::of(parts)?)
    }
}

/// A form that a browser before log-in has sent: from a page of ours, to this browser, once.
pub struct VisitorForm {
    /// The request.
    pub visit: Visit,
    /// The browser.
    pub visitor: Visitor,
    /// What was typed.
    pub fields: Fields,
    /// The form's nonce.
    pub nonce: Nonce,
}

/// A form from a page of ours, as it arrives: with a token that is still good, or not.
pub enum Arrived {
    /// To be evaluated.
    Good(VisitorForm),
    /// Nothing of it is evaluated: the page was open for too long, or the cookie is gone.
    Stale {
        /// The request.
        visit: Visit,
        /// The browser.
        visitor: Visitor,
        /// What was typed, to be shown again.
        fields: Fields,
    },
}

impl<S: Send + Sync> FromRequest<S> for VisitorForm {
    type Rejection = Halt;

    async fn from_request(request: Request, state: &S) -> Result<Self, Halt> {
        match Arrived::from_request(request, state).await? {
            Arrived::Good(form) => Ok(form),
            Arrived::Stale { .. } => Err(Halt::FormExpired),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Arrived {
    type Rejection = Halt;

    async fn from_request(request: Request, _: &S) -> Result<Self, Halt> {
        let (parts, body) = request.into_parts();
        let visit = Visit::of(&parts)?;
        let settings = &visit.state.settings;
        let fields = read_form(&parts.headers, body, settings.body_limit).await?;
        if !provenance::is_possible(&parts.headers, &settings.public_url) {
            return Err(Halt::FormExpired);
        }
        let visitor = Visitor::of(&visit)?;
        let nonce = visit
            .app()
            .check_form(&visitor.binding(), fields.text("form"));
        Ok(match nonce {
            Some(nonce) => Self::Good(VisitorForm {
                visit,
                visitor,
                fields,
                nonce,
            }),
            None => Self::Stale {
                visit,
                visitor,
                fields,
            },
        })
    }
}

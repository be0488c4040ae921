//! `/door/…`: what reverse proxies ask before they let somebody through to another application
//! (docs/door.md).

use app::{DoorPass, Session, Visitor};
use axum::body::Body;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::DoorEntry;
use crate::http::cookies::Cookie;
use crate::http::draw::drawn_with;
use crate::http::frame::{Finished, sign_in_page};
use crate::http::halt::{Halt, see_other};
use crate::http::moments::in_utc;
use crate::http::session::{next_page, resume};
use crate::http::visit::Visit;
use crate::views::{RefusedPage, Shell, WhyRefused};

/// How long programs may keep the public keys, in seconds: a new key signs at once, so whoever
/// meets an unknown one has to ask again anyway.
const KEYS_KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");
const JWK_SET: HeaderValue = HeaderValue::from_static("application/jwk-set+json");

/// The door of the address; others do not exist.
pub struct DoorInPath(pub DoorEntry);

impl<S: Send + Sync> FromRequestParts<S> for DoorInPath {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let id = Path::<String>::from_request_parts(parts, state).await;
        let Path(id) = id.map_err(|_| Halt::NotFound)?;
        let visit = Visit::of(parts)?;
        let entry = visit.state.settings.door(&id).cloned();
        entry.map(Self).ok_or(Halt::NotFound)
    }
}

/// The proxy's question. 200 with the visitor's name in headers, 401 for strangers (with
/// `?redirect=1` the way to the log-in page, for proxies that hand it on), 403 for whoever is not
/// listed. Sets no cookie.
pub async fn check(DoorInPath(entry): DoorInPath, visit: Visit) -> Result<Response, Halt> {
    let session = match resume(&visit).await {
        Ok(session) => session,
        Err(Halt::SignIn(_)) => return Ok(stranger(&visit, &entry)),
        Err(halt) => return Err(halt),
    };
    match passes(&visit, &session, &entry)? {
        DoorPass::Open(visitor) => {
            let mut response = StatusCode::OK.into_response();
            announce(&visitor, response.headers_mut())?;
            Ok(response)
        }
        DoorPass::Shut if !session.standing.obligations.is_empty() => Ok(stranger(&visit, &entry)),
        DoorPass::Shut => refused(&visit, &entry),
    }
}

/// The browser's way to a door: through the log-in page if need be, and back.
pub async fn enter(DoorInPath(entry): DoorInPath, visit: Visit) -> Result<Response, Halt> {
    let session = match resume(&visit).await {
        Ok(session) => session,
        Err(Halt::SignIn(reason)) => {
            let kept = Cookie::Door.set(entry.door.id.as_str(), visit.secure());
            return Ok(see_other(&sign_in_page(&visit, &reason), kept));
        }
        Err(halt) => return Err(halt),
    };
    let left = session.standing.obligations;
    let forgotten = Cookie::Door.forget(visit.secure());
    match passes(&visit, &session, &entry)? {
        DoorPass::Open(_) => Ok(see_other(&entry.href, forgotten)),
        DoorPass::Shut if !left.is_empty() => Err(Halt::to(next_page(&session.standing))),
        // Whoever has logged in at somebody else's way back wants in, not a refusal.
        DoorPass::Shut if visit.query().has("back") => Ok(see_other("/console/menu", forgotten)),
        DoorPass::Shut => refused(&visit, &entry),
    }
}

/// The public keys of assertions as a JWK set (RFC 7517, RFC 8037).
pub async fn keys(visit: Visit) -> Response {
    let keys = visit.app().door_keys();
    let keys = keys.iter().map(|key| {
        json!({
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
            "kid": key.thumbprint(), "x": key.x(),
        })
    });
    let set = json!({ "keys": keys.collect::<Vec<_>>() });
    let mut response = Response::new(Body::from(set.to_string()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, JWK_SET);
    headers.insert(header::CACHE_CONTROL, KEYS_KEPT);
    response
}

/// Whether a session passes, in the name of this console.
///
/// # Errors
/// [`Halt::Fault`] when the assertion cannot be written.
pub fn passes(visit: &Visit, session: &Session, entry: &DoorEntry) -> Result<DoorPass, Halt> {
    let issuer = &visit.state.settings.public_url;
    Ok(visit.app().pass_door(session, &entry.door, issuer)?)
}

/// The visitor as headers; a proxy has to overwrite those of the same name that the client sent.
pub fn named(visitor: &Visitor) -> [(&'static str, String); 7] {
    [
        ("sekisho-merchant", visitor.merchant.clone()),
        ("sekisho-user", visitor.user.clone()),
        ("sekisho-person", visitor.person.uuid().to_string()),
        ("sekisho-role", visitor.role.word().to_owned()),
        ("sekisho-strength", visitor.strength.word().to_owned()),
        ("sekisho-authenticated-at", in_utc(visitor.authenticated_at)),
        ("sekisho-assertion", visitor.assertion.clone()),
    ]
}

fn announce(visitor: &Visitor, headers: &mut HeaderMap) -> Result<(), Halt> {
    for (name, value) in named(visitor) {
        let value = HeaderValue::try_from(value).map_err(|error| Halt::fault(name, error))?;
        headers.insert(HeaderName::from_static(name), value);
    }
    Ok(())
}

fn stranger(visit: &Visit, entry: &DoorEntry) -> Response {
    if visit.query().text("redirect") == "1" {
        return see_other(&enter_href(entry), None);
    }
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    response.extensions_mut().insert(Finished);
    response
}

/// The page that says that the door is shut.
///
/// # Errors
/// [`Halt::Fault`] when it cannot be drawn.
pub fn refused(visit: &Visit, entry: &DoorEntry) -> Result<Response, Halt> {
    let mut shell = Shell {
        home_href: "/console/menu".to_owned(),
        ..visit.shell()
    };
    // The page stands at the application's address, which knows nothing of languages.
    for language in &mut shell.languages {
        language.href = format!("{}?lang={}", enter_href(entry), language.code);
    }
    let page = RefusedPage {
        shell,
        why: WhyRefused::Right,
        back_href: "/console/menu".to_owned(),
    };
    drawn_with(StatusCode::FORBIDDEN, &page)
}

/// The browser's way to a door.
pub fn enter_href(entry: &DoorEntry) -> String {
    format!("/door/enter/{}", entry.door.id)
}

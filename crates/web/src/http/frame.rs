//! The frame around every handler: reads the visit, makes the pages of refusals, sets the headers
//! of every answer, writes the log.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::time::Timestamp;
use uuid::Uuid;

use super::area::entrance;
use super::cookies::Cookie;
use super::draw::drawn_with;
use super::halt::{Halt, SignInReason, Unfinished, see_other};
use super::headers;
use super::visit::Visit;
use crate::WebState;
use crate::api::Refusal;
use crate::views::{
    AwayPage, BusyPage, ErrorPage, FormExpiredPage, NotFoundPage, RefusedPage, WhyAway, WhyRefused,
};

/// After so many seconds a database that was away is worth another try.
const AWAY: u32 = 5;

/// Marks an answer above 399 that is finished although it is no page (health checks).
#[derive(Clone, Copy, Debug)]
pub struct Finished;

/// What the log tells of a request: never its path, query, body or cookies.
struct LogLine {
    method: Method,
    route: String,
    began: Timestamp,
}

impl LogLine {
    fn new(request: &Request, began: Timestamp) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        let route = route.map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
        Self {
            method: request.method().clone(),
            route,
            began,
        }
    }

    fn write(&self, status: StatusCode, now: Timestamp) {
        tracing::info!(
            method = %self.method,
            route = %self.route,
            status = status.as_u16(),
            micros = now.since(self.began).as_micros(),
            "answered"
        );
    }
}

/// The outermost layer.
pub async fn frame(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let line = LogLine::new(&request, state.app.now());
    let visit = Visit::new(&state, &request);
    request.extensions_mut().insert(visit.clone());
    let mut response = finish(&visit, next.run(request).await);
    let code = visit.asked_for().map(i18n::Locale::code);
    if let Some(cookie) = code.and_then(|code| Cookie::Language.set(code, visit.secure())) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    headers::protect(response.headers_mut(), visit.secure());
    line.write(response.status(), state.app.now());
    response
}

/// Gives an answer without a page its page.
fn finish(visit: &Visit, response: Response) -> Response {
    let status = response.status();
    if let Some(Unfinished(halt)) = response.extensions().get::<Unfinished>() {
        return render(visit, halt);
    }
    let is_refusal = status.is_client_error() || status.is_server_error();
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(is_html);
    if !is_refusal || is_page || response.extensions().get::<Finished>().is_some() {
        return response;
    }
    let mut page = render(visit, &Halt::of_status(status));
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        page.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    page
}

fn is_html(value: &HeaderValue) -> bool {
    value.as_bytes().starts_with(b"text/html")
}

/// The page of a refusal. When even that fails, the log says why and the answer is bare.
fn render(visit: &Visit, halt: &Halt) -> Response {
    if visit.is_programs() {
        return Refusal::from(halt).into_response();
    }
    page_of(visit, halt).unwrap_or_else(|halt| {
        tracing::error!(?halt, "a refusal could not be drawn");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

fn page_of(visit: &Visit, halt: &Halt) -> Result<Response, Halt> {
    let not_found = || NotFoundPage {
        shell: visit.shell(),
    };
    let stale = || FormExpiredPage {
        shell: visit.shell(),
        back_href: visit.page().to_owned(),
    };
    let refused = |why| RefusedPage {
        shell: visit.shell(),
        why,
        back_href: visit.page().to_owned(),
    };
    match halt {
        Halt::NotFound => drawn_with(StatusCode::NOT_FOUND, &not_found()),
        Halt::Forbidden => drawn_with(StatusCode::FORBIDDEN, &refused(WhyRefused::Right)),
        Halt::WrongMethod => {
            drawn_with(StatusCode::METHOD_NOT_ALLOWED, &refused(WhyRefused::Method))
        }
        Halt::FormExpired => drawn_with(StatusCode::FORBIDDEN, &stale()),
        Halt::Unreadable(status) => drawn_with(*status, &refused(WhyRefused::Content)),
        Halt::Busy(seconds) => busy(visit, *seconds),
        Halt::Unavailable(cause) => {
            tracing::warn!(cause, "unavailable");
            away(visit, WhyAway::Database)
        }
        Halt::Contended(cause) => {
            tracing::warn!(cause, "others were in the way");
            busy(visit, 1)
        }
        Halt::Uncertain(cause) => {
            tracing::warn!(cause, "whether a change was made is unknown");
            away(visit, WhyAway::in_doubt(visit.reads()))
        }
        Halt::Fault(cause) => fault(visit, cause),
        Halt::SignIn(reason) => Ok(sign_in(visit, reason)),
        Halt::Elsewhere { path, cookie } => Ok(see_other(path, cookie.clone())),
    }
}

fn busy(visit: &Visit, seconds: u32) -> Result<Response, Halt> {
    let page = BusyPage {
        shell: visit.shell(),
        retry_href: visit.page().to_owned(),
        retry_after: seconds,
    };
    let mut response = drawn_with(StatusCode::SERVICE_UNAVAILABLE, &page)?;
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// The database is away, or was in the moment of a commit.
fn away(visit: &Visit, why: WhyAway) -> Result<Response, Halt> {
    let page = AwayPage {
        shell: visit.shell(),
        why,
        retry_href: visit.page().to_owned(),
        retry_after: AWAY,
    };
    let mut response = drawn_with(StatusCode::SERVICE_UNAVAILABLE, &page)?;
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(AWAY));
    Ok(response)
}

/// The log gets the cause, the page only the number under which the log has it.
fn fault(visit: &Visit, cause: &str) -> Result<Response, Halt> {
    let error_id = fault_id(visit);
    tracing::error!(%error_id, cause, "fault");
    let page = ErrorPage {
        shell: visit.shell(),
        error_id,
    };
    drawn_with(StatusCode::INTERNAL_SERVER_ERROR, &page)
}

fn fault_id(visit: &Visit) -> String {
    let mut random = [0; 10];
    // Without randomness the moment alone has to do: the number is no secret.
    let _ = visit.state.entropy.fill(&mut random);
    let millis = visit.app().now().as_micros().max(0).unsigned_abs() / 1_000;
    let id: Uuid = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    id.to_string()
}

fn sign_in(visit: &Visit, reason: &SignInReason) -> Response {
    see_other(&sign_in_page(visit, reason), None)
}

/// The log-in page that says why somebody is led there.
pub fn sign_in_page(visit: &Visit, reason: &SignInReason) -> String {
    match reason {
        SignInReason::NoSession => visit.login_href(),
        SignInReason::Ended => format!("{}?notice=ended", visit.login_href()),
        SignInReason::LoggedOut => format!("{}?notice=logged-out", visit.login_href()),
        SignInReason::Idle { access_key } => format!("{}?notice=idle", entrance(access_key)),
    }
}

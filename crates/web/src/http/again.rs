//! A request whose transaction met another one, or lost its connection in the commit, is carried out
//! again as a whole: session, account and all else are loaded and decided anew.

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::time::Span;

use super::body::read;
use super::halt::{Halt, Unfinished};
use crate::WebState;

/// How often a request is carried out, at most.
const TRIES: usize = 3;
/// How long another transaction is given to end.
const OTHERS: Span = Span::milliseconds(20);
/// How long a lost database is given to come back.
const OUTAGE: Span = Span::milliseconds(500);

/// Marks an answer whose work may be done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// Nothing was changed.
    Contended,
    /// The connection was lost in a commit: whether the change was made is unknown.
    Uncertain,
}

impl Undone {
    /// Marks `response`.
    pub fn mark(self, response: &mut Response) {
        response.extensions_mut().insert(self);
    }

    fn of(response: &Response) -> Option<Self> {
        response.extensions().get().copied()
    }
}

/// Carries a request out again where that is safe. What is uncertain is only repeated when the
/// product recognises it: a form by its nonce, a program's request by its `Idempotency-Key`.
pub async fn again(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let (parts, mut body) = request.into_parts();
    if !is_small(&body, state.settings.body_limit) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    let bytes = match read(&mut body, state.settings.body_limit).await {
        // Wiped once the last handler is done with it: it may hold a password.
        Ok(bytes) => Bytes::from_owner(bytes),
        Err(halt) => return halt.into_response(),
    };
    let recognised = is_recognised(&parts.method, parts.uri.path(), &parts.headers);
    let request = || Request::from_parts(parts.clone(), Body::from(bytes.clone()));
    let (mut left, mut doubt) = (TRIES - 1, None);
    loop {
        let response = next.clone().run(request()).await;
        let undone = Undone::of(&response);
        match undone {
            Some(Undone::Uncertain) if left > 0 && recognised => {
                doubt = Some(response);
                state.app.pause(OUTAGE).await;
            }
            Some(Undone::Contended) if left > 0 => state.app.pause(OTHERS).await,
            _ => return told(response, doubt),
        }
        left -= 1;
    }
}

/// After a commit whose end is unknown, a later "nothing was done" tells of the later try only.
fn told(last: Response, doubt: Option<Response>) -> Response {
    let refused = last
        .extensions()
        .get::<Unfinished>()
        .is_some_and(|Unfinished(halt)| {
            matches!(
                **halt,
                Halt::Busy(_) | Halt::Unavailable(_) | Halt::Contended(_)
            )
        })
        || last.status() == StatusCode::SERVICE_UNAVAILABLE;
    match doubt {
        Some(doubt) if refused => doubt,
        _ => last,
    }
}

/// A body of known and moderate size is kept for the next try; files are not.
fn is_small(body: &Body, limit: usize) -> bool {
    let most = body.size_hint().upper();
    most.and_then(|most| usize::try_from(most).ok())
        .is_some_and(|most| most <= limit)
}

fn is_recognised(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let reads = *method == Method::GET || *method == Method::HEAD;
    reads || !path.starts_with("/api/") || headers.contains_key("idempotency-key")
}

#[cfg(test)]
mod tests {
    use super::{is_recognised, is_small};
    use axum::body::Body;
    use axum::http::{HeaderMap, HeaderValue, Method};

    #[test]
    fn what_nobody_would_recognise_is_not_repeated_in_doubt() {
        let (none, mut once) = (HeaderMap::new(), HeaderMap::new());
        once.insert("idempotency-key", HeaderValue::from_static("1"));
        let api = "/api/v1/merchants";
        assert!(is_recognised(&Method::GET, api, &none));
        assert!(!is_recognised(&Method::POST, api, &none));
        assert!(!is_recognised(&Method::PATCH, api, &none));
        assert!(is_recognised(&Method::POST, api, &once));
        assert!(is_recognised(&Method::POST, "/1234567", &none));
    }

    #[test]
    fn files_are_not_kept() {
        assert!(is_small(&Body::empty(), 8));
        assert!(is_small(&Body::from("12345678"), 8));
        assert!(!is_small(&Body::from("123456789"), 8));
    }
}

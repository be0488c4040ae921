//! Everything that ends a request before its page is made.

use std::sync::Arc;

use app::AppError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::again::Undone;

/// Why a request does not get the page it asked for. Handlers and extractors return it; the
/// frame around them, which knows the language, makes the page.
#[derive(Clone, Debug)]
pub enum Halt {
    /// 404: nothing there, or nothing that this person may know of: another merchant's.
    NotFound,
    /// 403: there is such a page, but not for this person's right (ROLE-12).
    Forbidden,
    /// 405.
    WrongMethod,
    /// 403: the form's token is missing, foreign or stale. Nothing was evaluated.
    FormExpired,
    /// 400, 413 or 415: a body that is no form.
    Unreadable(StatusCode),
    /// 503: try again after so many seconds.
    Busy(u32),
    /// 503: the database is away, and nothing was done. The text is for the log.
    Unavailable(String),
    /// 503: another transaction was in the way each time, and nothing was done. The text is for the
    /// log.
    Contended(String),
    /// 503: whether it was done is unknown. The text is for the log.
    Uncertain(String),
    /// 500: the text is for the log.
    Fault(String),
    /// 303 to the log-in page.
    SignIn(SignInReason),
    /// 303 to another page of ours, with a cookie if one is due.
    Elsewhere {
        /// The page.
        path: String,
        /// A `Set-Cookie` value.
        cookie: Option<HeaderValue>,
    },
}

/// Why somebody is led to the log-in page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInReason {
    /// Never signed in, or signed out.
    NoSession,
    /// The session of this cookie is over.
    Ended,
    /// It is over because ログアウト was pressed, perhaps twice (LOGIN-11).
    LoggedOut,
    /// It was idle for too long.
    Idle {
        /// The merchant's key.
        access_key: String,
    },
}

impl Halt {
    /// Leads to another page of ours.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self::Elsewhere {
            path: path.into(),
            cookie: None,
        }
    }

    /// A fault with what the log should say.
    #[must_use]
    pub fn fault(what: &str, why: impl std::fmt::Display) -> Self {
        Self::Fault(format!("{what}: {why}"))
    }

    /// What an answer of a lower layer (the router, a time limit, a caught panic) stands for.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::WrongMethod,
            // The time limit: it cuts whatever is under way.
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
                Self::Uncertain("the request took too long".to_owned())
            }
            client if client.is_client_error() => Self::Unreadable(client),
            other => Self::Fault(format!("answer {other} without a page")),
        }
    }
}

impl From<AppError> for Halt {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Busy {
                retry_after_seconds,
            } => Self::Busy(retry_after_seconds),
            AppError::Unavailable(cause) => Self::Unavailable(cause),
            AppError::Contended(cause) => Self::Contended(cause),
            AppError::Uncertain(cause) => Self::Uncertain(cause),
            AppError::Fault(cause) => Self::Fault(cause),
        }
    }
}

/// Marks an answer whose page is still to be made.
#[derive(Clone, Debug)]
pub struct Unfinished(pub Arc<Halt>);

impl IntoResponse for Halt {
    fn into_response(self) -> Response {
        if let Self::Elsewhere { path, cookie } = self {
            return see_other(&path, cookie);
        }
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        match self {
            Self::Contended(_) => Undone::Contended.mark(&mut response),
            Self::Uncertain(_) => Undone::Uncertain.mark(&mut response),
            _ => {}
        }
        response.extensions_mut().insert(Unfinished(Arc::new(self)));
        response
    }
}

/// 303 to a page of ours. A path that is no header leads to `/`.
#[must_use]
pub fn see_other(path: &str, cookie: Option<HeaderValue>) -> Response {
    let target = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, target);
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

//! Errors as programs read them: `application/problem+json` (RFC 9457).

use app::AppError;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::merchant_form::Problem as Found;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::again::Undone;
use crate::http::frame::Finished;
use crate::http::halt::Halt;

/// A change whose commit was cut.
const UNCERTAIN: &str = "whether this was done is unknown: read it, or send it again with the same \
                         Idempotency-Key";

/// What went wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Problem {
    /// Always `about:blank`: the status says it all.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The status in words.
    #[schema(example = "Unprocessable Content")]
    title: &'static str,
    /// The status.
    #[schema(example = 422)]
    status: u16,
    /// What to do about it.
    #[schema(example = "some fields cannot be used")]
    detail: String,
    /// The fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Which: a JSON pointer (RFC 6901).
    #[schema(example = "/kind")]
    pointer: String,
    /// What it has to be.
    #[schema(example = "has to be logistics or non_logistics")]
    detail: String,
}

/// An answer that is a problem.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<u32>,
    undone: Option<Undone>,
}

impl Refusal {
    /// A problem with the request as a whole.
    pub fn new(status: StatusCode, detail: &str) -> Self {
        Self {
            status,
            detail: detail.to_owned(),
            errors: Vec::new(),
            retry_after: None,
            undone: None,
        }
    }

    /// The key is missing, wrong or revoked.
    pub fn unauthorised() -> Self {
        let detail = "send a valid key: Authorization: Bearer KEY";
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// The key has made too many requests.
    pub fn too_many(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too many requests")
        }
    }

    /// Closed for maintenance.
    pub fn closed(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "closed for maintenance")
        }
    }

    /// Fields that cannot be used.
    pub fn fields(errors: impl IntoIterator<Item = (String, String)>) -> Self {
        let detail = "some fields cannot be used";
        let errors = errors
            .into_iter()
            .map(|(pointer, detail)| FieldError { pointer, detail });
        Self {
            errors: errors.collect(),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
        }
    }

    /// What an application is wrong in.
    pub fn form(problems: Vec<Found>) -> Self {
        Self::fields(problems.into_iter().map(|problem| {
            let pointer = format!("/{}", problem.field().word());
            (pointer, problem.demand().to_owned())
        }))
    }

    /// One field that cannot be used.
    pub fn field(name: &str, detail: &str) -> Self {
        Self::fields([(format!("/{name}"), detail.to_owned())])
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Busy {
                retry_after_seconds,
            } => Self {
                retry_after: Some(retry_after_seconds),
                ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
            },
            AppError::Unavailable(cause) => {
                tracing::warn!(cause, "unavailable");
                Self {
                    retry_after: Some(5),
                    ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "try again")
                }
            }
            AppError::Contended(cause) => {
                tracing::warn!(cause, "others were in the way");
                Self {
                    retry_after: Some(1),
                    undone: Some(Undone::Contended),
                    ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "try again")
                }
            }
            AppError::Uncertain(cause) => {
                tracing::warn!(cause, "the end of a commit is unknown");
                Self {
                    retry_after: Some(5),
                    undone: Some(Undone::Uncertain),
                    ..Self::new(StatusCode::SERVICE_UNAVAILABLE, UNCERTAIN)
                }
            }
            AppError::Fault(cause) => {
                tracing::error!(cause, "fault");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the log has the cause")
            }
        }
    }
}

/// What the router and the layers around it refuse, as programs read it.
impl From<&Halt> for Refusal {
    fn from(halt: &Halt) -> Self {
        match halt {
            Halt::NotFound | Halt::SignIn(_) | Halt::Elsewhere { .. } => {
                Self::new(StatusCode::NOT_FOUND, "there is nothing at this address")
            }
            Halt::Forbidden | Halt::FormExpired => {
                Self::new(StatusCode::FORBIDDEN, "this is not for programs")
            }
            Halt::WrongMethod => {
                let detail = "this address has no such method";
                Self::new(StatusCode::METHOD_NOT_ALLOWED, detail)
            }
            Halt::Unreadable(status) => Self::new(*status, "the request cannot be read"),
            Halt::Busy(seconds) => Self::from(AppError::Busy {
                retry_after_seconds: *seconds,
            }),
            Halt::Unavailable(cause) => Self::from(AppError::Unavailable(cause.clone())),
            Halt::Contended(cause) => Self::from(AppError::Contended(cause.clone())),
            Halt::Uncertain(cause) => Self::from(AppError::Uncertain(cause.clone())),
            Halt::Fault(cause) => Self::from(AppError::Fault(cause.clone())),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail,
            errors: self.errors,
        };
        let text = serde_json::to_string(&problem).unwrap_or_default();
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, kind);
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Bearer realm=\"api\"");
            headers.insert(header::WWW_AUTHENTICATE, how);
        }
        if let Some(undone) = self.undone {
            undone.mark(&mut response);
        }
        response.extensions_mut().insert(Finished);
        response
    }
}

//! `/api/v1/…`: a small interface for programs that set merchants up, one at a time. JSON in, JSON
//! out; errors as RFC 9457 says; a bearer key instead of a session, and nothing else opens it.

mod body;
mod caller;
mod document;
mod merchants;
mod problem;

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use crate::WebState;

pub use document::document;
pub(crate) use problem::Refusal;

/// The largest body of a request, in bytes.
pub const LARGEST_BODY: usize = 16 * 1024;

/// Every address with what answers there; the document is held against it by a test.
fn addresses() -> [(&'static str, MethodRouter<WebState>); 3] {
    [
        ("/api/v1/merchants", post(merchants::create)),
        (
            "/api/v1/merchants/{code}",
            get(merchants::show).patch(merchants::amend),
        ),
        ("/api/v1/openapi.json", get(document::show)),
    ]
}

/// The paths of the interface.
#[must_use]
pub fn paths() -> Vec<&'static str> {
    addresses().into_iter().map(|(path, _)| path).collect()
}

/// The interface, each address with its limits.
pub fn routes() -> Router<WebState> {
    let router = addresses()
        .into_iter()
        .fold(Router::new(), |router, (path, answer)| {
            router.route(path, answer)
        });
    router.layer(axum::Extension(caller::Pace::default()))
}

//! The `OpenAPI` document, made from the handlers and their types.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::merchants;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sekisho: merchants",
        description = "Sets merchants up and changes them, one at a time.",
        version = "1",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    paths(merchants::create, merchants::show, merchants::amend, show),
    security(("key" = [])),
    modifiers(&Key)
)]
struct Described;

struct Key;

impl Modify for Key {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let key = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("key", key);
    }
}

/// The document as JSON text, ending in a line break.
#[must_use]
pub fn document() -> String {
    let text = Described::openapi().to_pretty_json().unwrap_or_default();
    format!("{text}\n")
}

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "read_document", security(),
    responses((status = 200, description = "The document", content_type = "application/json")))]
pub async fn show() -> Response {
    let mut response = Response::new(Body::from(document()));
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

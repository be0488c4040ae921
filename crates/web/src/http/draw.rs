//! Views as answers.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::halt::Halt;

/// A page with a status of its own.
///
/// # Errors
/// [`Halt::Fault`] when the template fails.
pub fn drawn_with(status: StatusCode, page: &impl Template) -> Result<Response, Halt> {
    let html = page
        .render()
        .map_err(|error| Halt::fault("template", error))?;
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    Ok(response)
}

/// A page that answers the request: also a form that is shown again with what is wrong in it.
///
/// # Errors
/// [`Halt::Fault`] when the template fails.
pub fn drawn(page: &impl Template) -> Result<Response, Halt> {
    drawn_with(StatusCode::OK, page)
}

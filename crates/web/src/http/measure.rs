//! Counts every request, by the route that answered it.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use crate::WebState;

/// Outside everything else, so that what took too long or fell over is counted as well.
pub async fn measure(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let begun = state.app.now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = method(request.method());
    let response = next.run(request).await;
    let status = class(response.status().as_u16());
    let took = state.app.now().since(begun);
    // Whatever was asked for, it is no label of ours when no route has it.
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    state.app.measures().request(route, method, status, took);
    response
}

fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

const fn class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

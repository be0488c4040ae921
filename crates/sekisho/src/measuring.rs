//! `/metrics` on a port of its own: what the node counts, as Prometheus reads it.

use std::convert::Infallible;
use std::net::SocketAddr;

use app::App;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use jobs::Stop;
use tokio::net::TcpListener;
use web::Drain;

use crate::failure::Failure;
use crate::{node, server};

const FORM: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// Takes the address, if there is one.
///
/// # Errors
/// [`Failure::Listen`].
pub async fn listen(address: Option<SocketAddr>) -> Result<Option<TcpListener>, Failure> {
    let Some(address) = address else {
        return Ok(None);
    };
    let (listener, address) = node::listen(address).await?;
    tracing::info!("metrics at http://{address}/metrics");
    Ok(Some(listener))
}

/// Answers until told to stop; without an address it waits for that.
pub async fn serve(app: App, listener: Option<TcpListener>, mut stop: Stop) {
    let Some(listener) = listener else {
        stop.given().await;
        return;
    };
    let pages = tower::service_fn(move |request: Request<Incoming>| {
        let app = app.clone();
        async move { Ok::<_, Infallible>(answer(&app, &request).await) }
    });
    server::serve(listener, pages, (Drain::default(), stop)).await;
}

async fn answer(app: &App, request: &Request<Incoming>) -> Response<String> {
    let mut response = Response::new(String::new());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, FORM);
    if request.uri().path() != "/metrics" {
        *response.status_mut() = StatusCode::NOT_FOUND;
    } else if request.method() == Method::GET {
        *response.body_mut() = app.measured(env!("CARGO_PKG_VERSION")).await;
    } else {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    }
    response
}

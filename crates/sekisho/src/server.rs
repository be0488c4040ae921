//! HTTP/1.1 over accepted connections: bounded in number and time, drained at the end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use jobs::Stop;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::{Service, ServiceExt as _};
use web::{Drain, Peer};

/// Connections at a time; more wait in the system's queue.
const CONNECTIONS: usize = 1024;
/// How long a client may take for a request's head, and how long a connection may idle.
const HEAD: Duration = Duration::from_secs(10);
/// The largest head of a request, in bytes; also a connection's buffer.
const HEAD_BYTES: usize = 16 * 1024;
/// How long requests in hand may take once it is time to stop: as long as any request may take.
const DRAIN: Duration = Duration::from_secs(30);
/// How long to wait when the system gives no connection (no file handles left, for example).
const NO_CONNECTION: Duration = Duration::from_millis(100);

/// Serves `pages` until told to stop; then takes no more connections and finishes the requests
/// in hand, for thirty seconds at most. From the beginning of `drain` on, every answer is the last
/// of its connection, so that a proxy keeps none that will be cut.
pub async fn serve<S, B>(listener: TcpListener, pages: S, (drain, mut stop): (Drain, Stop))
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>
        + Clone
        + Send
        + 'static,
    S::Future: Send + 'static,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.given() => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let (socket, place) = stream;
        let (pages, drain) = (pages.clone(), drain.clone());
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            last_when_draining(pages.clone().oneshot(request), drain.clone())
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(socket), answer);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // Clients that break off are their own affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests took too long to finish and are cut off");
    }
}

/// The answer, marked as the connection's last once the node drains.
async fn last_when_draining<B>(
    answer: impl Future<Output = Result<Response<B>, Infallible>>,
    drain: Drain,
) -> Result<Response<B>, Infallible> {
    let mut answer = answer.await?;
    if drain.has_begun() {
        let close = HeaderValue::from_static("close");
        answer.headers_mut().insert(header::CONNECTION, close);
    }
    Ok(answer)
}

type Place = tokio::sync::OwnedSemaphorePermit;

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> ((TcpStream, Option<Place>), SocketAddr) {
    // The semaphore is never closed, so there is always a permit.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are written whole: waiting to fill a packet only delays them.
                let _ = stream.set_nodelay(true);
                return ((stream, place), peer);
            }
            Err(error) => {
                tracing::warn!(%error, "no connection could be accepted");
                tokio::time::sleep(NO_CONNECTION).await;
            }
        }
    }
}

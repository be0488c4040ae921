//! `/healthz` and `/readyz`: for whatever watches over the process.

use app::AuditTrouble;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::time::Span;

use crate::http::frame::Finished;
use crate::http::visit::Visit;

/// How far the clocks of node and database may differ.
const CLOCKS_MAY_DIFFER: Span = Span::seconds(5);

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers, and tells the same time as this node; else 503; 503 as well
/// from the moment this node is told to end. Trouble with the audit trail
/// stands in a second line: it must be looked at (PCI DSS 10.7.2), but keeps nobody out.
pub async fn ready(visit: Visit) -> Response {
    if visit.state.settings.drain.has_begun() {
        return not_ready("draining\n");
    }
    match visit.app().readiness().await {
        Ok(found) if found.clocks_differ <= CLOCKS_MAY_DIFFER => audit(found.audit).into_response(),
        Ok(found) => {
            let micros = found.clocks_differ.as_micros();
            tracing::warn!(micros, "the clocks of node and database differ");
            not_ready("clocks differ\n")
        }
        Err(error) => {
            tracing::warn!(%error, "not ready");
            not_ready("database unavailable\n")
        }
    }
}

fn audit(trouble: Option<AuditTrouble>) -> &'static str {
    match trouble {
        None => "ready\n",
        Some(AuditTrouble::Sink) => "ready\naudit: checkpoints are not written\n",
        Some(AuditTrouble::Unsealed) => "ready\naudit: rows are not sealed\n",
    }
}

fn not_ready(why: &'static str) -> Response {
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, why).into_response();
    response.extensions_mut().insert(Finished);
    response
}

//! A node says that it runs, and with which keys.

use std::time::Duration;

use app::App;
use uuid::Uuid;

use crate::Stop;

const EVERY: Duration = Duration::from_secs(10);

/// Says so every ten seconds until told to stop, and then that it is gone.
pub async fn run_alive(app: &App, node: Uuid, mut stop: Stop) {
    while !stop.is_given() {
        tokio::select! {
            () = stop.given() => {}
            () = tokio::time::sleep(EVERY) => {
                if let Err(error) = app.announce_node(node).await {
                    tracing::warn!(%error, "this node cannot say that it runs; it is tried again");
                }
            }
        }
    }
    if let Err(error) = app.node_gone(node).await {
        tracing::warn!(%error, "this node counts as running for a while");
    }
}

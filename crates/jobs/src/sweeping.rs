//! Forgetting what is no longer needed, once a minute.

use std::time::Duration;

use app::{App, Swept};

use crate::Stop;

const EVERY: Duration = Duration::from_mins(1);

/// Sweeps until told to stop: first at once, then every minute.
pub async fn run_sweep(app: &App, mut stop: Stop) {
    while !stop.is_given() {
        let swept = app.sweep().await;
        app.measures().job("sweep", swept.is_ok(), app.now());
        match swept {
            Ok(swept) if swept == Swept::default() => {}
            Ok(swept) => tracing::info!(?swept, "swept"),
            Err(error) => tracing::warn!(%error, "sweeping failed; it is tried again"),
        }
        tokio::select! {
            () = stop.given() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

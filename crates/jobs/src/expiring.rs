//! The daily end of accounts that nobody uses (EXP-6).

use std::time::Duration;

use app::{App, Expired};
use domain::life_cycle::next_daily_run;

use crate::Stop;

/// The clock is looked at this often, so that a changed clock or a sleeping machine is noticed.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Runs until told to stop: at once, for what came due while nothing ran, then every day at 03:00
/// in Asia/Tokyo.
pub async fn run_expiry(app: &App, mut stop: Stop) {
    let mut next = app.now();
    while !stop.is_given() {
        if app.now() >= next {
            next = run_once(app).await;
        }
        tokio::select! {
            () = stop.given() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Runs, and tells when to run next; after a failure at the next look.
async fn run_once(app: &App) -> domain::time::Timestamp {
    let expired = app.expire_users().await;
    app.measures().job("expire", expired.is_ok(), app.now());
    match expired {
        Ok(done) if done == Expired::default() => {}
        Ok(done) => tracing::info!(?done, "accounts that nobody uses"),
        Err(error) => {
            tracing::warn!(%error, "expiring accounts failed; it is tried again");
            return app.now();
        }
    }
    next_daily_run(app.now())
}

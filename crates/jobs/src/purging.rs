//! The daily end of what has stood in the audit trail for long enough.

use std::time::Duration;

use app::{App, Purged};
use domain::life_cycle::next_daily_run;
use domain::time::{Span, Timestamp};

use crate::Stop;

/// The clock is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Purges until told to stop: at once, then every day at 03:00 in Asia/Tokyo.
pub async fn run_purge(app: &App, keep: Span, mut stop: Stop) {
    let mut next = app.now();
    while !stop.is_given() {
        if app.now() >= next {
            next = run_once(app, keep).await;
        }
        tokio::select! {
            () = stop.given() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn run_once(app: &App, keep: Span) -> Timestamp {
    let purged = app.purge_audit(keep).await;
    app.measures().job("purge", purged.is_ok(), app.now());
    match purged {
        Ok(done) if done == Purged::default() => {}
        Ok(done) => tracing::info!(?done, "rows of the audit trail whose time was over"),
        Err(error) => {
            tracing::warn!(%error, "purging the audit trail failed; it is tried again");
            return app.now();
        }
    }
    next_daily_run(app.now())
}

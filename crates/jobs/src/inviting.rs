//! First mails to people who were taken in from a list, at the set rate.

use std::time::Duration;

use app::App;

use crate::Stop;

/// How long nobody looks when nothing was due.
const EVERY: Duration = Duration::from_secs(1);
/// So many are claimed at a time: hashing takes a while, and a claim holds for two minutes.
const AT_A_TIME: u16 = 10;

/// Makes invitations until told to stop. Any number of nodes may do so: each is claimed by one.
pub async fn run_invitations(app: &App, mut stop: Stop) {
    while !stop.is_given() {
        let invited = app.invite_due(AT_A_TIME).await;
        app.measures().job("invite", invited.is_ok(), app.now());
        match invited {
            Ok(invited) if invited.made > 0 => {
                tracing::info!(made = invited.made, "invited");
                if invited.made >= u32::from(AT_A_TIME) {
                    continue;
                }
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "inviting failed; it is tried again"),
        }
        tokio::select! {
            () = stop.given() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

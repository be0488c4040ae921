//! The sealer's turns.

use std::time::Duration;

use app::{App, AppError, Sealing};
use uuid::Uuid;

use crate::Stop;
use crate::witness::{Witness, WitnessError};

/// A row waits no longer than this for a turn; with the lease of a node that has died and the turn
/// itself it stays below five seconds.
const EVERY: Duration = Duration::from_millis(1500);

/// Seals until told to stop, and once more then. Any number of nodes may do so: one at a time seals,
/// and each keeps all checkpoints in its own file.
pub async fn run_sealer(app: &App, node: Uuid, mut witness: Option<Witness>, mut stop: Stop) {
    if let Some(witness) = &witness {
        tell(app, witness.compare(app).await);
    }
    while !stop.is_given() {
        turn(app, node, witness.as_mut()).await;
        tokio::select! {
            () = stop.given() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    turn(app, node, witness.as_mut()).await;
}

/// One turn: first the file, which knows whether the trail is whole, then what waits, then its
/// checkpoints.
async fn turn(app: &App, node: Uuid, mut witness: Option<&mut Witness>) {
    if !followed(app, witness.as_deref_mut()).await {
        return;
    }
    let sealed = seal(app, node).await;
    app.measures().job("seal", sealed.is_ok(), app.now());
    match sealed {
        Ok(0) => {}
        Ok(_) => {
            followed(app, witness).await;
        }
        Err(error) => tracing::warn!(%error, "sealing the audit trail failed; it is tried again"),
    }
}

/// False: the trail is damaged, and nothing may be sealed on top of it.
async fn followed(app: &App, witness: Option<&mut Witness>) -> bool {
    let Some(witness) = witness else {
        return true;
    };
    let followed = witness.follow(app).await.map(drop);
    let whole = !matches!(&followed, Err(error) if error.is_damage());
    tell(app, followed);
    whole
}

fn tell(app: &App, outcome: Result<(), WitnessError>) {
    match outcome {
        Ok(()) => app.note_audit_sink(true),
        // The database tells for itself.
        Err(WitnessError::App(error)) => {
            tracing::warn!(%error, "checkpoints of the audit trail could not be read");
        }
        Err(error) => {
            app.note_audit_sink(false);
            tracing::error!(%error, alarm = "audit", "the audit trail needs somebody to look at it");
        }
    }
}

async fn seal(app: &App, node: Uuid) -> Result<u64, AppError> {
    let mut rows = 0;
    while let Sealing::Sealed(some) = app.seal_audit(node).await? {
        rows += some;
    }
    Ok(rows)
}

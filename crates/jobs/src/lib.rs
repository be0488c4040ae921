//! Work that no request waits for: handing mail over, forgetting what is no longer needed, ending
//! accounts that nobody uses.
//!
//! Any number of processes may do it at the same time: a mail is claimed before it is sent, and
//! forgetting twice does no harm. Decisions go by the product's own clock; the runtime's timers
//! only wait.

mod alive;
mod expiring;
mod inviting;
mod letters;
mod post;
mod purging;
mod sealing;
mod stop;
mod sweeping;
mod witness;

pub use alive::run_alive;
pub use expiring::run_expiry;
pub use inviting::run_invitations;
pub use post::{LANES, Post, Sent, run_mail, send_due};
pub use purging::run_purge;
pub use sealing::run_sealer;
pub use stop::Stop;
pub use sweeping::run_sweep;
pub use witness::{Witness, WitnessError};

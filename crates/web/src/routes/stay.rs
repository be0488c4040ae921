//! `/console/stay`: a sign of life from a page that is still in use (GAP-2).

use crate::http::halt::Halt;
use crate::http::session::{Anyone, Signed};

/// How many seconds the session has from now on. Whoever asks has been seen; a session that has
/// ended is answered like everywhere, with the way to the log-in page.
///
/// # Errors
/// [`Halt::SignIn`] when it has ended.
pub async fn stay(signed: Signed<Anyone>) -> Result<String, Halt> {
    Ok(signed.session.idle_left.whole_seconds().to_string())
}

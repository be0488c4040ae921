//! A question for a passkey, as a page's script takes it.

use app::PasskeyQuestion;

use crate::views::{Asking, FormToken};

/// A question as a page shows it, with its form's token.
pub fn what_is_asked(question: PasskeyQuestion) -> (Asking, FormToken) {
    let asking = Asking {
        challenge: question.challenge,
        rp_id: question.rp_id,
        timeout: question.timeout,
        since: question.since,
    };
    (asking, FormToken(question.form))
}

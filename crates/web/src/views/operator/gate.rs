//! The operators' way in.

use askama::Template;

use crate::views::{FailureHints, FormToken, Shell};

/// `/operator`: the log-in page. Fields: `user_id`, `password`, `code`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/login.html")]
pub struct OperatorLoginPage {
    /// The frame.
    pub shell: Shell,
    /// Kept after a failure.
    pub user_id: String,
    /// The form's token.
    pub form: FormToken,
    /// Shown after a failure, the same whatever the cause (LOGIN-15).
    pub failure: Option<FailureHints>,
}

/// The lock page of operators: nobody at the centre releases a colleague.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/lock.html")]
pub struct OperatorLockPage {
    /// The frame.
    pub shell: Shell,
    /// The log-in page.
    pub login_href: String,
}

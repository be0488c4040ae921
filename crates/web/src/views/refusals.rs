//! Pages that say that something cannot be had, and what to do then.

use askama::Template;

use super::Shell;

/// 503: more log-ins at once than can be checked.
#[derive(Clone, Debug, Template)]
#[template(path = "busy.html")]
pub struct BusyPage {
    /// The frame.
    pub shell: Shell,
    /// The page to try again.
    pub retry_href: String,
    /// After how many seconds (as in `Retry-After`).
    pub retry_after: u32,
}

/// 500: a fault; the log has the detail.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub shell: Shell,
    /// The fault's number in the log.
    pub error_id: String,
}

/// 404, and everything that a person may not know to exist.
#[derive(Clone, Debug, Template)]
#[template(path = "not_found.html")]
pub struct NotFoundPage {
    /// The frame.
    pub shell: Shell,
}

/// 400 or 403: a form that is too old, or not from this browser.
#[derive(Clone, Debug, Template)]
#[template(path = "form_expired.html")]
pub struct FormExpiredPage {
    /// The frame.
    pub shell: Shell,
    /// The page that holds the form.
    pub back_href: String,
}

//! The audit trail as it is looked up, by 管理 and by operators.

use askama::Template;

use super::{ActivityRow, Choice, Shell};

/// The form above the list, and the ways to take it away. Fields: `from`, `until`, `user_id`, `act`,
/// `merchant_code` (for operators).
#[derive(Clone, Debug, Default)]
pub struct TrailFinder {
    /// Where the form is sent, and the list without conditions.
    pub action: String,
    /// The first day, `2026-11-22`; may be empty.
    pub from: String,
    /// The last day; may be empty.
    pub until: String,
    /// A user ID; may be empty.
    pub person: String,
    /// What was done.
    pub acts: Vec<Choice>,
    /// A merchant's code, where there are several merchants; may be empty.
    pub merchant: Option<String>,
    /// Whether there is any condition.
    pub narrowed: bool,
    /// The list for spreadsheets.
    pub csv_href: String,
    /// The list for programs.
    pub json_href: String,
}

/// `/operator/audit`: what was done anywhere.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/trail.html")]
pub struct TrailPage {
    /// The frame.
    pub shell: Shell,
    /// What is looked for.
    pub finder: TrailFinder,
    /// What was done, the newest first.
    pub rows: Vec<ActivityRow>,
    /// The page before.
    pub previous_href: Option<String>,
    /// The page after.
    pub next_href: Option<String>,
}

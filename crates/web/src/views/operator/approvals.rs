//! Questions to a second operator.

use askama::Template;

use crate::views::{FormToken, Row, Shell};

/// `/operator/approvals`: the open questions.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/approvals.html")]
pub struct ApprovalsPage {
    /// The frame; its notice says what was done.
    pub shell: Shell,
    /// The questions, the oldest first.
    pub questions: Vec<OpenQuestion>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct OpenQuestion {
    /// What is asked for, worded.
    pub title: String,
    /// Merchant, reason, who asked, until when.
    pub rows: Vec<Row>,
    /// It is one's own: it can only be taken back.
    pub own: bool,
    /// Where 承認 is sent.
    pub approve_action: String,
    /// Where 却下 is sent.
    pub reject_action: String,
    /// The form's token for 承認.
    pub approve_form: FormToken,
    /// The form's token for 却下.
    pub reject_form: FormToken,
}

//! A first password on paper.

use std::fmt;

use askama::Template;

use super::{Row, Shell};

/// `/console/users/{id}/handout`, answered once: to be printed and handed over.
#[derive(Clone, Template)]
#[template(path = "hand_out.html")]
pub struct HandOutPage {
    /// The frame.
    pub shell: Shell,
    /// Log-in address, codes and name.
    pub rows: Vec<Row>,
    /// The temporary password.
    pub password: String,
    /// Until when it works, worded.
    pub until: String,
    /// The user's own page.
    pub back_href: String,
}

impl fmt::Debug for HandOutPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HandOutPage").finish_non_exhaustive()
    }
}

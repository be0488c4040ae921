//! Evidence for auditors.

use askama::Template;

use crate::evidence::Sheet;
use crate::views::Shell;

/// `/operator/evidence`, to be printed and kept.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/evidence.html")]
pub struct EvidencePage {
    /// The frame.
    pub shell: Shell,
    /// The evidence in words.
    pub sheet: Sheet,
}

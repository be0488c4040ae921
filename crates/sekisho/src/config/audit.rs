//! `[audit]`: where checkpoints are kept, and for how long the trail is.

use std::path::{Path, PathBuf};

use domain::audit::KEPT_AT_LEAST;
use domain::time::Span;

use super::document::{Problems, Section};

/// Days that the trail is kept when the file does not say: a year, and time to look at it.
const KEEP_DAYS: u32 = 400;

/// What the table says.
#[derive(Clone, Debug)]
pub struct AuditSettings {
    /// The node's own file of checkpoints; `None`: they are in the database alone.
    pub checkpoints: Option<PathBuf>,
    /// How long rows are kept.
    pub keep: Span,
}

impl Default for AuditSettings {
    fn default() -> Self {
        Self {
            checkpoints: None,
            keep: Span::days(KEEP_DAYS),
        }
    }
}

/// Reads the table.
pub fn read(
    root: &mut Section,
    base: &Path,
    problems: &mut Problems,
    warnings: &mut Problems,
) -> AuditSettings {
    let mut table = root.table("audit", problems);
    let checkpoints = table.text("checkpoints", problems);
    let days = table.whole("keep_days", problems).unwrap_or(KEEP_DAYS);
    let keep = Span::days(days);
    if keep < KEPT_AT_LEAST {
        problems.add("audit.keep_days", "365 at least (PCI DSS 10.5.1)");
    }
    table.finish(problems);
    if checkpoints.is_none() {
        let why = "without this file the end of the audit trail can be cut off in the database \
                   and nobody would see it; name one that the node may only append to";
        warnings.add("audit.checkpoints", why);
    }
    AuditSettings {
        checkpoints: checkpoints.map(|path| base.join(path)),
        keep,
    }
}

//! The chain of the audit trail: how rows are linked, how checkpoints are signed, and the check of
//! both, which needs no database and no secret (docs/audit.md has the format in words).
//!
//! Every row's link is a digest over its position, all of its fields and the link before it. A
//! checkpoint signs the link of the last row it covers, and with it everything before.

mod checkpoint;
mod encoding;
mod export;
mod files;
mod row;
mod verify;

pub use checkpoint::{Checkpoint, Kind, PUBLIC_KEY_TEXT, Statement, Unreadable, public_key};
pub use export::Export;
pub use files::{CHECKPOINTS, Evidence, FileError, ROWS, checkpoint_lines, keys, verify_export};
pub use row::{Fields, Link, Remark, Row, START, commitment};
pub use verify::{Finding, Note, Report, Verifier};

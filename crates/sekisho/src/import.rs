//! Lists of merchants and users (CSV) that come over from elsewhere.

mod merchants;
mod report;
mod users;

pub use merchants::import_merchants;
pub use users::import_users;

use std::fs;
use std::path::{Path, PathBuf};

use app::table::{Column, Table, decoded};

use crate::cli;
use crate::failure::Failure;

/// What is asked of an import.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The list.
    pub file: PathBuf,
    /// Check everything, save nothing.
    pub dry_run: bool,
    /// A JSON object for each line of the list.
    pub json: bool,
}

impl From<cli::Import> for Asked {
    fn from(asked: cli::Import) -> Self {
        Self {
            file: asked.list,
            dry_run: asked.dry_run,
            json: asked.json,
        }
    }
}

/// The largest list that is read, in bytes: some 500,000 lines.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads the list of a file.
///
/// # Errors
/// [`Failure::Refused`], naming what is wrong with the list as a whole.
fn table(path: &Path, columns: &[Column]) -> Result<Table, Failure> {
    let refused = |why: String| Failure::Refused(format!("{}: {why}", path.display()));
    let about = fs::metadata(path).map_err(|error| refused(error.to_string()))?;
    if about.len() > LARGEST {
        return Err(refused("more than 64 MiB; split it".to_owned()));
    }
    let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
    let text = decoded(&bytes).map_err(|error| refused(error.to_string()))?;
    Table::parse(&text, columns, &[]).map_err(|error| refused(error.to_string()))
}

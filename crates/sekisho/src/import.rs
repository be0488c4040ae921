//! Lists of merchants and users (CSV) that come over from elsewhere.

mod merchants;
mod report;
mod table;
mod users;

pub use merchants::import_merchants;
pub use users::import_users;

use std::collections::HashMap;
use std::path::PathBuf;

use i18n::{Locale, Text};

use crate::cli;
use crate::failure::Failure;
use crate::node;

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

/// A text in the language that is asked for.
type Word = fn(&Text) -> String;

/// The words of a list are read in both languages, whichever is written.
struct Words([Text; 2]);

impl Words {
    fn load() -> Result<Self, Failure> {
        let catalog = node::catalog()?;
        Ok(Self([catalog.text(Locale::Ja), catalog.text(Locale::En)]))
    }

    /// `text` as the machine's word, if one of `known` says so in either language; else as it is.
    fn machine(&self, text: &str, known: &[(&'static str, Word)]) -> String {
        let text = text.trim();
        let is = |word: &Word| self.0.iter().any(|own| word(own) == text);
        known
            .iter()
            .find(|(machine, word)| *machine == text || is(word))
            .map_or_else(|| text.to_owned(), |(machine, _)| (*machine).to_owned())
    }
}

/// Which line of a list had a value first.
#[derive(Debug, Default)]
struct FirstLines(HashMap<String, u64>);

impl FirstLines {
    /// The line that had `value` before, if one did; else `line` is the first.
    fn before(&mut self, value: String, line: u64) -> Option<u64> {
        match self.0.entry(value) {
            std::collections::hash_map::Entry::Occupied(known) => Some(*known.get()),
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(line);
                None
            }
        }
    }
}

//! Several inputs that belong together: pictures and texts with URIs, in any order.

use super::reading::{Collector, Draft, Refusal};
use super::recognise::is_uri;
use super::{Format, Place, ReadError, Reading, Why, base32, limits, uri_list};
use crypto::Entropy;
use std::fmt;
use zeroize::Zeroizing;

/// Parts of a Google migration that were not among what was gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// How many parts there are.
    pub of: u32,
    /// Which of them are missing, from 1.
    pub parts: Vec<u32>,
}

/// Gathers URIs from pictures and texts. A migration in several codes is whole only when all of
/// them have been added; which are missing can be asked at any time.
#[derive(Default)]
pub struct Gathering {
    texts: Vec<Zeroizing<String>>,
    size: usize,
}

impl fmt::Debug for Gathering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering")
            .field("inputs", &self.texts.len())
            .finish_non_exhaustive()
    }
}

impl Gathering {
    /// With nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds lines of text; lines that are no URIs are reported in the reading.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`], [`ReadError::NotRecognised`] if no line is a URI about one-time
    /// passwords.
    pub fn add_text(&mut self, text: &str) -> Result<(), ReadError> {
        self.size = self.size.saturating_add(text.len());
        if self.size > limits::FILE {
            return Err(ReadError::TooLarge);
        }
        if !text.lines().any(is_uri) {
            return Err(ReadError::NotRecognised);
        }
        self.texts.push(Zeroizing::new(text.to_owned()));
        Ok(())
    }

    /// Reads what was gathered.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] with too many entries, [`ReadError::Entropy`].
    pub fn finish(self, entropy: &dyn Entropy) -> Result<Reading, ReadError> {
        let mut collector = Collector::new(Format::UriList, entropy);
        for text in &self.texts {
            for (index, line) in text.lines().enumerate() {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                collector.take(Place::Line(index + 1), read_line(line))?;
            }
        }
        Ok(collector.finish())
    }
}

fn read_line(line: &str) -> Result<Draft, Refusal> {
    if line.len() > limits::LINE {
        return Err(Refusal::nameless(Why::Malformed));
    }
    uri_list::read_line(line, base32::Rule::DropRest)
}

//! Several inputs that belong together: pictures and texts with URIs, in any order.

use super::google::{self, Payload};
use super::reading::{Collector, Draft, Refusal};
use super::recognise::{self, Input, is_uri};
use super::winauth::text::Dialect;
use super::{
    Format, Place, ReadError, Reading, Why, base32, extension, limits, qr, uri_list, winauth,
};
use crypto::Entropy;
use std::collections::BTreeSet;
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
    sources: Vec<Source>,
    size: usize,
}

/// One text, or one QR code.
struct Source {
    text: Zeroizing<String>,
    is_code: bool,
}

/// How the URIs of one source are read.
#[derive(Clone, Copy)]
enum Reader {
    Plain,
    Extension,
    WinAuth(Dialect),
}

/// A part of a migration, with the number of the source it came from.
struct Part {
    payload: Payload,
    source: usize,
}

impl fmt::Debug for Gathering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering")
            .field("sources", &self.sources.len())
            .finish_non_exhaustive()
    }
}

impl Gathering {
    /// With nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a picture with QR codes, or a text with URIs, whichever it is.
    ///
    /// # Errors
    /// [`ReadError::NotRecognised`] if it is neither, and those of [`Gathering::add_text`] and
    /// [`Gathering::add_picture`].
    pub fn add(&mut self, input: &[u8]) -> Result<(), ReadError> {
        match recognise::recognise(input)? {
            Input::Uris(text) => self.add_text(&text),
            Input::Picture => self.add_picture(input),
            Input::Zip | Input::Xml(_) | Input::Json(_) => Err(ReadError::NotRecognised),
        }
    }

    /// Adds lines of text; lines that are no URIs are reported in the reading.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`], [`ReadError::NotRecognised`] if no line is a URI about one-time
    /// passwords.
    pub fn add_text(&mut self, text: &str) -> Result<(), ReadError> {
        if !text.lines().any(is_uri) {
            return Err(ReadError::NotRecognised);
        }
        self.push(text, false)
    }

    /// Adds the QR codes of a picture, PNG or JPEG; other codes in it are passed over.
    ///
    /// # Errors
    /// [`ReadError::NoCode`], [`ReadError::OtherCode`], [`ReadError::TooLarge`],
    /// [`ReadError::Damaged`].
    pub fn add_picture(&mut self, picture: &[u8]) -> Result<(), ReadError> {
        let codes = qr::read(picture)?;
        let uris: Vec<_> = codes.iter().filter(|code| is_uri(code)).collect();
        if uris.is_empty() {
            return Err(if codes.is_empty() {
                ReadError::NoCode
            } else {
                ReadError::OtherCode
            });
        }
        for uri in uris {
            self.push(uri, true)?;
        }
        Ok(())
    }

    fn push(&mut self, text: &str, is_code: bool) -> Result<(), ReadError> {
        self.size = self.size.saturating_add(text.len());
        if self.size > limits::FILE {
            return Err(ReadError::TooLarge);
        }
        self.sources.push(Source {
            text: Zeroizing::new(text.to_owned()),
            is_code,
        });
        Ok(())
    }

    /// Which parts of a migration are still missing; of the first one that is not whole, if
    /// several were begun.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        let lines = self.sources.iter().flat_map(|source| source.text.lines());
        let payloads: Vec<Payload> = lines.filter_map(google::parse).collect();
        let ids = payloads.iter().map(|payload| payload.id);
        ids.collect::<BTreeSet<i32>>().into_iter().find_map(|id| {
            let batch = payloads.iter().filter(|payload| payload.id == id);
            let of = batch.clone().map(|payload| payload.size).max()?;
            let there: BTreeSet<u32> = batch.map(|payload| payload.index).collect();
            let parts: Vec<u32> = (0..of)
                .filter(|index| !there.contains(index))
                .map(|index| index + 1)
                .collect();
            (!parts.is_empty()).then_some(Missing { of, parts })
        })
    }

    /// Reads what was gathered.
    ///
    /// # Errors
    /// [`ReadError::Incomplete`] while [`Gathering::missing`] says so, [`ReadError::TooLarge`]
    /// with too many entries, [`ReadError::Entropy`].
    pub fn finish(self, entropy: &dyn Entropy) -> Result<Reading, ReadError> {
        match self.missing() {
            Some(missing) => Err(ReadError::Incomplete(missing)),
            None => self.finish_incomplete(entropy),
        }
    }

    /// Reads what was gathered, even if parts of a migration are missing.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] with too many entries, [`ReadError::Entropy`].
    pub fn finish_incomplete(self, entropy: &dyn Entropy) -> Result<Reading, ReadError> {
        let mut collector = Collector::new(self.format(), entropy);
        let mut parts = Vec::new();
        let alone = self.sources.len() == 1;
        for (index, source) in self.sources.iter().enumerate() {
            let reader = source.reader();
            for (line_index, line) in source.text.lines().enumerate() {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let place = match (source.is_code, alone) {
                    (true, _) => Place::Code(index + 1, 1),
                    (false, true) => Place::Line(line_index + 1),
                    (false, false) => Place::Code(index + 1, line_index + 1),
                };
                match google::parse(line) {
                    Some(payload) => parts.push(Part {
                        payload,
                        source: parts.len() + 1,
                    }),
                    None => collector.take(place, reader.read(line))?,
                }
            }
        }
        take_parts(parts, &mut collector)?;
        Ok(collector.finish())
    }

    /// What the whole is called: a migration if there is one, else what its first text is.
    fn format(&self) -> Format {
        let mut lines = self.sources.iter().flat_map(|source| source.text.lines());
        if lines.any(|line| google::parse(line).is_some()) {
            return Format::GoogleMigration;
        }
        match self.sources.first().map(Source::reader) {
            Some(Reader::Extension) => Format::ExtensionText,
            Some(Reader::WinAuth(Dialect::V3_6)) => Format::WinAuthText36,
            Some(Reader::WinAuth(_)) => Format::WinAuthText35,
            Some(Reader::Plain) | None => Format::UriList,
        }
    }
}

impl Source {
    fn reader(&self) -> Reader {
        if self.is_code {
            return Reader::Plain;
        }
        match winauth::text::dialect(&self.text) {
            Some(dialect) => Reader::WinAuth(dialect),
            None if extension::text::is_export(&self.text) => Reader::Extension,
            None => Reader::Plain,
        }
    }
}

impl Reader {
    fn read(self, line: &str) -> Result<Draft, Refusal> {
        if line.len() > limits::LINE {
            return Err(Refusal::nameless(Why::Malformed));
        }
        match self {
            Self::Plain => uri_list::read_line(line, base32::Rule::DropRest),
            Self::Extension => uri_list::read_line(line, base32::Rule::HalfBytes),
            Self::WinAuth(dialect) => winauth::text::read_line(line, dialect),
        }
    }
}

/// The entries of all parts, in the order of the parts, each part once.
fn take_parts(mut parts: Vec<Part>, collector: &mut Collector<'_>) -> Result<(), ReadError> {
    parts.sort_by_key(|part| (part.payload.id, part.payload.index));
    parts.dedup_by(|a, b| a.payload == b.payload);
    for part in &parts {
        for (index, entry) in part.payload.entries.iter().enumerate() {
            let place = Place::Code(part.source, index + 1);
            collector.take(place, google::read_entry(entry))?;
        }
    }
    Ok(())
}

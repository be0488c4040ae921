//! A list (CSV) as lines of named cells.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::typed::narrowed;

/// A word for programs, and the words that people write for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The English word, which is also the machine's.
    pub name: &'static str,
    /// Others that are understood.
    pub shown: Vec<String>,
}

impl Word {
    fn is(&self, cell: &str) -> bool {
        let cell = narrowed(cell);
        cell.eq_ignore_ascii_case(self.name) || self.shown.iter().any(|name| narrowed(name) == cell)
    }
}

/// What `cell` means: the machine's word for it, if one of `known` is written there; else as it is.
#[must_use]
pub fn meant(cell: &str, known: &[Word]) -> String {
    let word = known.iter().find(|word| word.is(cell));
    word.map_or_else(|| narrowed(cell), |word| word.name.to_owned())
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub word: Word,
    /// The list has to have it.
    pub required: bool,
}

/// Why a list cannot be read as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Bytes that are no text.
    #[error("neither UTF-8 nor Windows-31J")]
    NoText,
    /// The reader gave up.
    #[error("{0}")]
    Broken(String),
    /// A column that is none of those asked for.
    #[error("line 1: there is no column \"{0}\"")]
    NoSuchColumn(String),
    /// A column twice.
    #[error("line 1: the column \"{0}\" twice")]
    ColumnTwice(String),
    /// Columns that have to be there, by their machine's names.
    #[error("line 1: missing columns: {}", .0.join(", "))]
    Missing(Vec<&'static str>),
}

/// Which line of a list had a value first.
#[derive(Debug, Default)]
pub struct FirstLines(HashMap<String, u64>);

impl FirstLines {
    /// The line that had `value` before, if one did; else `line` is the first.
    pub fn before(&mut self, value: String, line: u64) -> Option<u64> {
        match self.0.entry(value) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(place) => {
                place.insert(line);
                None
            }
        }
    }
}

/// A list, read whole.
#[derive(Debug)]
pub struct Table {
    /// For each column asked for, its place in a line.
    places: Vec<Option<usize>>,
    header: csv::StringRecord,
    lines: Vec<(u64, csv::StringRecord)>,
}

/// A line of a list.
#[derive(Debug)]
pub struct Line<'a> {
    /// Its number in the file, from 1, the header included.
    pub number: u64,
    places: &'a [Option<usize>],
    record: &'a csv::StringRecord,
}

impl Line<'_> {
    /// The cell of the column of that place in the list of columns; empty when it is not there.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        let place = self.places.get(column).copied().flatten();
        place.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// All cells as they stand in the list.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.record.iter()
    }
}

/// The text of a list: UTF-8, with or without a mark at its beginning, or Windows-31J.
///
/// # Errors
/// [`TableError::NoText`].
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, TableError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    // The web's "Shift_JIS" is Windows-31J.
    encoding_rs::SHIFT_JIS
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(TableError::NoText)
}

impl Table {
    /// Reads a list. Cells are divided by commas, or by tabs if the header has tabs alone (as a
    /// spreadsheet's cells are when they are pasted). Columns that are called as one of `ignored`
    /// are passed over.
    ///
    /// # Errors
    /// [`TableError`], naming what is wrong with the list as a whole.
    pub fn parse(text: &str, columns: &[Column], ignored: &[String]) -> Result<Self, TableError> {
        let broken = |error: csv::Error| TableError::Broken(error.to_string());
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(divider(text))
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(broken)?.clone();
        let places = places(&header, columns, ignored)?;
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let at = record.position().map_or(0, csv::Position::byte);
            let number = line_number(text, at);
            if !record.iter().all(|cell| cell.trim().is_empty()) {
                lines.push((number, record));
            }
        }
        Ok(Self {
            places,
            header,
            lines,
        })
    }

    /// The names of the columns as they stand in the list.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.header.iter()
    }

    /// Whether there are no lines besides the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many lines there are besides the header.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The lines in order; empty ones are left out.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.iter().map(|(number, record)| Line {
            number: *number,
            places: &self.places,
            record,
        })
    }
}

/// The line on which a record stands that was looked for from byte `at` on: line ends and empty
/// lines before it are passed over. (The reader counts a line only once it has read past its end.)
fn line_number(text: &str, at: u64) -> u64 {
    let bytes = text.as_bytes();
    let at = usize::try_from(at).unwrap_or(bytes.len()).min(bytes.len());
    let (before, rest) = bytes.split_at(at);
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let ends = before.iter().chain(skipped).filter(|byte| **byte == b'\n');
    1 + ends.count() as u64
}

fn divider(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    if header.contains('\t') && !header.contains(',') {
        b'\t'
    } else {
        b','
    }
}

fn places(
    header: &csv::StringRecord,
    columns: &[Column],
    ignored: &[String],
) -> Result<Vec<Option<usize>>, TableError> {
    let named = |cell: &&str| {
        let cell = narrowed(cell);
        !cell.is_empty() && !ignored.contains(&cell)
    };
    for cell in header.iter().filter(named) {
        match columns.iter().find(|column| column.word.is(cell)) {
            None => return Err(TableError::NoSuchColumn(narrowed(cell))),
            Some(column) => {
                if header.iter().filter(|other| column.word.is(other)).count() > 1 {
                    return Err(TableError::ColumnTwice(narrowed(cell)));
                }
            }
        }
    }
    let places: Vec<_> = columns
        .iter()
        .map(|column| header.iter().position(|cell| column.word.is(cell)))
        .collect();
    let missing: Vec<_> = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| column.required && place.is_none())
        .map(|(column, _)| column.word.name)
        .collect();
    if missing.is_empty() {
        Ok(places)
    } else {
        Err(TableError::Missing(missing))
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Table, TableError, Word, decoded, meant};

    fn word(name: &'static str, shown: &str) -> Word {
        Word {
            name,
            shown: vec![shown.to_owned()],
        }
    }

    fn parsed(bytes: &[u8]) -> Result<Table, TableError> {
        Table::parse(&decoded(bytes)?, &columns(), &["結果".to_owned()])
    }

    fn columns() -> Vec<Column> {
        let column = |name, shown: &str, required| Column {
            word: word(name, shown),
            required,
        };
        vec![
            column("merchant_code", "加盟店コード", true),
            column("company", "社名", true),
            column("tablet", "タブレット契約", false),
        ]
    }

    fn cells(bytes: &[u8]) -> Vec<(u64, String, String, String)> {
        let table = parsed(bytes).unwrap();
        let all = table.lines().map(|line| {
            let cell = |at| line.cell(at).to_owned();
            (line.number, cell(0), cell(1), cell(2))
        });
        all.collect()
    }

    #[test]
    fn both_encodings_and_both_languages_are_read() {
        let text =
            "社名,加盟店コード\r\n\"花屋, はなみずき\",100000001\r\n\r\n髙橋商店,100000002\r\n";
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(text);
        let bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &bom, &sjis] {
            let read = cells(bytes);
            assert_eq!(read[0].2, "花屋, はなみずき");
            assert_eq!((read[1].0, read[1].1.as_str()), (4, "100000002"));
            assert_eq!((read[1].2.as_str(), read[1].3.as_str()), ("髙橋商店", ""));
        }
        let read = cells(b"Company,merchant_code,tablet\nA,1,true,more\nB\n");
        assert_eq!(read[0].3, "true");
        assert_eq!((read[1].1.as_str(), read[1].2.as_str()), ("", "B"));
    }

    #[test]
    fn a_file_that_is_no_such_list_is_refused_as_a_whole() {
        let why = |bytes: &[u8]| parsed(bytes).unwrap_err().to_string();
        assert_eq!(why(b""), "line 1: missing columns: merchant_code, company");
        assert_eq!(
            why(b"company\nA\n"),
            "line 1: missing columns: merchant_code"
        );
        assert_eq!(
            why(b"company,merchant_code,password\n"),
            "line 1: there is no column \"password\""
        );
        assert!(why(b"company,merchant_code,company\n").contains("twice"));
        assert!(why(b"\xFF\xFF\xFE\n").contains("Windows-31J"));
    }

    #[test]
    fn full_width_names_tabs_and_ignored_columns_are_understood() {
        let read = cells("社名\tＭｅｒｃｈａｎｔ＿ｃｏｄｅ\t結果\r\nA,B\t1\tx\r\n".as_bytes());
        assert_eq!((read[0].1.as_str(), read[0].2.as_str()), ("1", "A,B"));
        let table = parsed(b"company,merchant_code,\"\xE7\xB5\x90\xE6\x9E\x9C\"\nA,1,x\n").unwrap();
        let line: Vec<_> = table
            .lines()
            .flat_map(|line| line.cells().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert_eq!(line, ["A", "1", "x"], "nothing of a line is lost");
        assert_eq!(table.header().count(), 3);
    }

    #[test]
    fn words_are_understood_as_people_write_them() {
        let known = [word("true", "有"), word("false", "無")];
        assert_eq!(meant(" 有 ", &known), "true");
        assert_eq!(meant("ＴＲＵＥ", &known), "true");
        assert_eq!(meant("多分", &known), "多分");
    }
}

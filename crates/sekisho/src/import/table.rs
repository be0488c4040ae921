//! A CSV file as lines of named cells.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// The largest list that is read, in bytes: some 500,000 lines.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A column: its name for programs, and its names for people.
#[derive(Clone, Debug)]
pub struct Column {
    /// The English name, which is also the machine's.
    pub name: &'static str,
    /// Other names that are understood.
    pub shown: Vec<String>,
    /// The list has to have it.
    pub required: bool,
}

/// A list, read whole.
#[derive(Debug)]
pub struct Table {
    /// For each column asked for, its place in a line.
    places: Vec<Option<usize>>,
    lines: Vec<(u64, csv::StringRecord)>,
}

/// A line of a list.
pub struct Line<'a> {
    /// Its number in the file, from 1, the header included.
    pub number: u64,
    places: &'a [Option<usize>],
    record: &'a csv::StringRecord,
}

impl Line<'_> {
    /// The cell of the column of that place in the list of columns; empty when it is not there.
    pub fn cell(&self, column: usize) -> &str {
        let place = self.places.get(column).copied().flatten();
        place.and_then(|at| self.record.get(at)).unwrap_or_default()
    }
}

impl Table {
    /// Reads a file: UTF-8, with or without a mark at its beginning, or Windows-31J.
    ///
    /// # Errors
    /// [`Failure::Refused`], naming what is wrong with the file as a whole.
    pub fn read(path: &Path, columns: &[Column]) -> Result<Self, Failure> {
        let refused = |why: String| Failure::Refused(format!("{}: {why}", path.display()));
        let about = fs::metadata(path).map_err(|error| refused(error.to_string()))?;
        if about.len() > LARGEST {
            return Err(refused("more than 64 MiB; split it".to_owned()));
        }
        let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
        Self::parse(&bytes, columns).map_err(refused)
    }

    fn parse(bytes: &[u8], columns: &[Column]) -> Result<Self, String> {
        let text = decoded(bytes).ok_or("neither UTF-8 nor Windows-31J")?;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| error.to_string())?;
        let places = places(header, columns)?;
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let at = record.position().map_or(0, csv::Position::byte);
            let number = line_number(&text, at);
            if !record.iter().all(|cell| cell.trim().is_empty()) {
                lines.push((number, record));
            }
        }
        Ok(Self { places, lines })
    }

    /// How many lines there are besides the header.
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

fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    // The web's "Shift_JIS" is Windows-31J.
    encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
}

fn places(header: &csv::StringRecord, columns: &[Column]) -> Result<Vec<Option<usize>>, String> {
    let is = |cell: &str, column: &Column| {
        let cell = cell.trim();
        cell.eq_ignore_ascii_case(column.name) || column.shown.iter().any(|name| name == cell)
    };
    for cell in header.iter().filter(|cell| !cell.trim().is_empty()) {
        match columns.iter().filter(|column| is(cell, column)).count() {
            0 => return Err(format!("line 1: there is no column \"{}\"", cell.trim())),
            _ if header.iter().filter(|other| *other == cell).count() > 1 => {
                return Err(format!("line 1: the column \"{}\" twice", cell.trim()));
            }
            _ => {}
        }
    }
    let places: Vec<_> = columns
        .iter()
        .map(|column| header.iter().position(|cell| is(cell, column)))
        .collect();
    let missing: Vec<_> = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| column.required && place.is_none())
        .map(|(column, _)| column.name)
        .collect();
    if missing.is_empty() {
        Ok(places)
    } else {
        Err(format!("line 1: missing columns: {}", missing.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Table};

    fn columns() -> Vec<Column> {
        let column = |name, shown: &str, required| Column {
            name,
            shown: vec![shown.to_owned()],
            required,
        };
        vec![
            column("merchant_code", "加盟店コード", true),
            column("company", "社名", true),
            column("tablet", "タブレット契約", false),
        ]
    }

    fn cells(bytes: &[u8]) -> Vec<(u64, String, String, String)> {
        let table = Table::parse(bytes, &columns()).unwrap();
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
        let why = |bytes: &[u8]| Table::parse(bytes, &columns()).unwrap_err();
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
}

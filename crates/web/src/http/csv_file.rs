//! Lists (CSV) as answers.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::halt::Halt;

/// A list to be saved under `name`: UTF-8 with a mark at its beginning, which spreadsheets need.
///
/// # Errors
/// [`Halt::Fault`] when it cannot be written.
pub fn answered(name: &'static str, rows: &[Vec<String>]) -> Result<Response, Halt> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in rows {
        let written = writer.write_record(row);
        written.map_err(|error| Halt::fault("a list", error))?;
    }
    let bytes = writer.into_inner();
    let bytes = bytes.map_err(|error| Halt::fault("a list", error))?;
    let mut response = Response::new(Body::from(bytes));
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    let saved = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let saved = saved.map_err(|error| Halt::fault("a file's name", error))?;
    response
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, saved);
    Ok(response)
}

/// A cell that no spreadsheet takes for a formula: an apostrophe comes before what would begin one.
#[must_use]
pub fn neutral(cell: &str) -> String {
    let formula = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' | '\t' | '\r'
        )
    };
    if cell.trim_start_matches([' ', '\n']).starts_with(formula) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    /// Shows PCI-6.
    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert_eq!(neutral(cell), format!("'{cell}"));
        }
        for cell in ["", "a=b", "1-2", "黒田 太郎"] {
            assert_eq!(neutral(cell), cell);
        }
    }
}

//! Lists in columns. An East Asian character takes two of them.

use unicode_width::UnicodeWidthStr;

/// A longer title is not padded to: one of them would push everybody's second column away.
const WIDEST_TITLE: usize = 60;

/// One line of a list.
pub struct Row {
    /// By which it can be named.
    pub number: usize,
    /// Whether a star stands before it.
    pub pinned: bool,
    /// What it is called.
    pub title: String,
    /// What its codes are.
    pub kind: String,
    /// What stands behind; may be empty.
    pub since: String,
}

/// How many columns of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The rows with their parts below each other, without blanks at the end.
pub fn lines(rows: &[Row]) -> Vec<String> {
    let widest = |parts: &mut dyn Iterator<Item = &String>| {
        parts
            .map(|part| width(part).min(WIDEST_TITLE))
            .max()
            .unwrap_or(0)
    };
    let title = widest(&mut rows.iter().map(|row| &row.title));
    let kind = widest(&mut rows.iter().map(|row| &row.kind));
    rows.iter()
        .map(|row| {
            let pin = if row.pinned { '*' } else { ' ' };
            let line = format!(
                "{:>4} {pin} {}{}  [{}]{}  {}",
                row.number,
                row.title,
                blanks(title, &row.title),
                row.kind,
                blanks(kind, &row.kind),
                row.since
            );
            line.trim_end().to_owned()
        })
        .collect()
}

fn blanks(columns: usize, text: &str) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

#[cfg(test)]
mod tests {
    use super::{Row, lines, width};

    fn row(number: usize, title: &str, since: &str) -> Row {
        Row {
            number,
            pinned: number == 1,
            title: title.to_owned(),
            kind: "SHA1".to_owned(),
            since: since.to_owned(),
        }
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let rows = [
            row(1, "ab", ""),
            row(12, "\u{95a2}\u{6240}", ""),
            row(3, "", ""),
        ];
        let lines = lines(&rows);
        assert_eq!(lines[0], "   1 * ab    [SHA1]");
        assert_eq!(lines[1], "  12   \u{95a2}\u{6240}  [SHA1]");
        assert_eq!(lines[2], "   3         [SHA1]");
    }

    #[test]
    fn one_long_title_does_not_push_the_others_away() {
        let long = "x".repeat(200);
        let lines = lines(&[row(2, "ab", "gone"), row(3, &long, "gone")]);
        assert_eq!(width(&lines[0]), 7 + 60 + 2 + 6 + 2 + 4);
        assert!(lines[1].ends_with("x  [SHA1]  gone"));
        assert!(super::lines(&[]).is_empty());
    }
}

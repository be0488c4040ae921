//! A TOML document read setting by setting, so that one look names everything wrong in it.

use std::collections::BTreeMap;
use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something in the configuration that is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1; `None` when the setting is not in the file.
    pub line: Option<usize>,
    /// The setting's full name, such as `mail.port`; empty when the text is no TOML.
    pub setting: String,
    /// What it has to be. Never holds the value: it may be a secret.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.setting.is_empty() {
            write!(f, "{}: ", self.setting)?;
        }
        f.write_str(&self.message)
    }
}

/// What was found wrong so far, and where each setting stands.
#[derive(Debug, Default)]
pub struct Problems {
    lines: BTreeMap<String, usize>,
    found: Vec<Problem>,
}

impl Problems {
    /// Notes that `setting` is wrong.
    pub fn add(&mut self, setting: &str, message: impl Into<String>) {
        self.found.push(Problem {
            line: self.lines.get(setting).copied(),
            setting: setting.to_owned(),
            message: message.into(),
        });
    }

    /// Whether something was noted about `setting`.
    #[must_use]
    pub fn has(&self, setting: &str) -> bool {
        self.found.iter().any(|problem| problem.setting == setting)
    }

    /// Everything noted, in the order of the file; what is not in the file stands last.
    #[must_use]
    pub fn into_list(mut self) -> Vec<Problem> {
        self.found
            .sort_by_key(|problem| problem.line.unwrap_or(usize::MAX));
        self.found
    }
}

/// A table of the document; settings are taken out of it one by one.
#[derive(Debug, Default)]
pub struct Section {
    /// The name and a dot, or nothing for the document itself.
    prefix: String,
    entries: BTreeMap<String, Value>,
    known: Vec<&'static str>,
}

#[derive(Debug)]
enum Value {
    Text(String),
    Whole(i64),
    Flag(bool),
    List(Vec<Value>),
    Table(Section),
    Other,
}

impl Section {
    /// Parses `text`. What cannot be parsed is noted; the rest is read nevertheless.
    #[must_use]
    pub fn parse(text: &str, problems: &mut Problems) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            problems.found.push(Problem {
                line: error.span().map(|span| line_of(text, span.start)),
                setting: String::new(),
                message: format!("this is not TOML: {}", error.message()),
            });
        }
        Self::read(text, String::new(), table.into_inner(), problems)
    }

    fn read(text: &str, prefix: String, table: DeTable<'_>, problems: &mut Problems) -> Self {
        let mut entries = BTreeMap::new();
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            let line = line_of(text, key.span().start);
            problems.lines.insert(name.clone(), line);
            let value = Value::read(text, &name, value, problems);
            entries.insert(key.into_inner().into_owned(), value);
        }
        Self {
            prefix,
            entries,
            known: Vec::new(),
        }
    }

    /// The full name of one of its settings.
    #[must_use]
    pub fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Whether the setting stands in the file and was not taken yet.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// A text in quotation marks.
    pub fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<String> {
        match self.take(key)? {
            Value::Text(text) => Some(text),
            _ => self.wrong(key, "write a text in quotation marks", problems),
        }
    }

    /// A whole number that fits `N`.
    pub fn whole<N: TryFrom<i64>>(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<N> {
        match self.take(key)? {
            Value::Whole(number) => match N::try_from(number) {
                Ok(number) => Some(number),
                Err(_) => self.wrong(key, "this number is out of range", problems),
            },
            _ => self.wrong(key, "write a whole number", problems),
        }
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &'static str, problems: &mut Problems) -> Option<bool> {
        match self.take(key)? {
            Value::Flag(flag) => Some(flag),
            _ => self.wrong(key, "write true or false", problems),
        }
    }

    /// A list of texts; empty when it is not there.
    pub fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<String> {
        const DEMAND: &str = "write a list of texts, such as [\"a\", \"b\"]";
        let values = match self.take(key) {
            None => return Vec::new(),
            Some(Value::List(values)) => values,
            Some(_) => return self.wrong(key, DEMAND, problems).unwrap_or_default(),
        };
        let mut texts = Vec::new();
        for value in values {
            match value {
                Value::Text(text) => texts.push(text),
                _ => return self.wrong(key, DEMAND, problems).unwrap_or_default(),
            }
        }
        texts
    }

    /// The table `[key]`; an empty one when it is not there.
    #[must_use]
    pub fn table(&mut self, key: &'static str, problems: &mut Problems) -> Self {
        match self.take(key) {
            Some(Value::Table(section)) => section,
            None => self.empty(key),
            Some(_) => self
                .wrong(key, format!("write it as a table: [{key}]"), problems)
                .unwrap_or_else(|| self.empty(key)),
        }
    }

    /// The tables `[[key]]`; `None` when there is none.
    pub fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Option<Vec<Self>> {
        let Value::List(values) = self.take(key)? else {
            return self.wrong(
                key,
                format!("write it as tables: [[{}]]", self.name(key)),
                problems,
            );
        };
        let mut tables = Vec::new();
        for value in values {
            let Value::Table(table) = value else {
                let form = format!("write it as tables: [[{}]]", self.name(key));
                return self.wrong(key, form, problems);
            };
            tables.push(table);
        }
        Some(tables)
    }

    /// Notes every setting that nobody asked for: a mistyped name must not pass in silence.
    pub fn finish(self, problems: &mut Problems) {
        for key in self.entries.keys() {
            let near = self
                .known
                .iter()
                .map(|known| (strsim::damerau_levenshtein(known, key), *known))
                .min()
                .filter(|(distance, _)| *distance <= 3);
            let message = match near {
                Some((_, known)) => {
                    format!("there is no such setting; did you mean {known}?")
                }
                None if self.known.is_empty() => "there is no such table".to_owned(),
                None => format!("there is no such setting; known: {}", self.known.join(", ")),
            };
            problems.add(&self.name(key), message);
        }
    }

    fn empty(&self, key: &str) -> Self {
        Self {
            prefix: format!("{}{key}.", self.prefix),
            ..Self::default()
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        self.entries.remove(key)
    }

    fn wrong<T>(
        &self,
        key: &str,
        message: impl Into<String>,
        problems: &mut Problems,
    ) -> Option<T> {
        problems.add(&self.name(key), message);
        None
    }
}

impl Value {
    fn read(text: &str, name: &str, value: Spanned<DeValue<'_>>, problems: &mut Problems) -> Self {
        match value.into_inner() {
            DeValue::String(text) => Self::Text(text.into_owned()),
            DeValue::Integer(whole) => {
                i64::from_str_radix(whole.as_str(), whole.radix()).map_or(Self::Other, Self::Whole)
            }
            DeValue::Boolean(flag) => Self::Flag(flag),
            DeValue::Array(values) => {
                let read = |(index, value)| {
                    let line = line_of(text, Spanned::span(&value).start);
                    let name = format!("{name}[{}]", index + 1);
                    problems.lines.insert(name.clone(), line);
                    Self::read(text, &name, value, problems)
                };
                Self::List(values.into_iter().enumerate().map(read).collect())
            }
            DeValue::Table(table) => {
                Self::Table(Section::read(text, format!("{name}."), table, problems))
            }
            DeValue::Float(_) | DeValue::Datetime(_) => Self::Other,
        }
    }
}

/// The number of the line, from 1, in which byte `offset` of `text` stands.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.bytes().take(offset);
    before.filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::{Problems, Section};

    fn shown(problems: Problems) -> Vec<String> {
        let list = problems.into_list();
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn everything_wrong_is_named_with_its_line() {
        let text = "a = 1\nb = \"x\"\nc = 300\n[t]\nd = 1.5\nlisten = 1\n[[x]]\n";
        let mut problems = Problems::default();
        let mut root = Section::parse(text, &mut problems);
        assert_eq!(root.text("a", &mut problems), None);
        assert_eq!(root.flag("b", &mut problems), None);
        assert_eq!(root.whole::<u8>("c", &mut problems), None);
        let mut table = root.table("t", &mut problems);
        assert_eq!(table.whole::<u8>("d", &mut problems), None);
        assert_eq!(table.text("lisen", &mut problems), None);
        table.finish(&mut problems);
        root.finish(&mut problems);
        assert_eq!(
            shown(problems),
            [
                "line 1: a: write a text in quotation marks",
                "line 2: b: write true or false",
                "line 3: c: this number is out of range",
                "line 5: t.d: write a whole number",
                "line 6: t.listen: there is no such setting; did you mean lisen?",
                "line 7: x: there is no such setting; did you mean a?",
            ]
        );
    }

    #[test]
    fn broken_text_does_not_hide_other_faults() {
        let mut problems = Problems::default();
        let mut root = Section::parse("a = \nb = 2\nb = 3\n", &mut problems);
        root.text("b", &mut problems);
        root.finish(&mut problems);
        let shown = shown(problems);
        assert!(
            shown
                .iter()
                .any(|line| line.starts_with("line 1: this is not TOML")),
            "{shown:?}"
        );
        assert!(
            shown
                .iter()
                .any(|line| line.starts_with("line 3: this is not TOML")),
            "{shown:?}"
        );
        assert!(
            shown.iter().any(|line| line.contains("b: write a text")),
            "{shown:?}"
        );
    }

    #[test]
    fn what_is_not_there_is_not_wrong() {
        let mut problems = Problems::default();
        let mut root = Section::parse("", &mut problems);
        assert_eq!(root.text("a", &mut problems), None);
        assert_eq!(root.texts("b", &mut problems), Vec::<String>::new());
        let table = root.table("c", &mut problems);
        assert_eq!(table.name("d"), "c.d");
        table.finish(&mut problems);
        root.finish(&mut problems);
        assert!(problems.into_list().is_empty());
    }
}

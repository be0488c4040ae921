//! The two languages.

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Locale {
    /// Japanese: what is used when nothing else is known.
    #[default]
    Ja,
    /// English.
    En,
}

impl Locale {
    /// All languages, Japanese first.
    pub const ALL: [Self; 2] = [Self::Ja, Self::En];

    /// The language's code (ISO 639-1), for `lang` attributes, `?lang=` and storage.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// Reads a code or a tag such as `en-GB` (RFC 5646); case and the region do not matter.
    #[must_use]
    pub fn from_code(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| primary.eq_ignore_ascii_case(locale.code()))
    }
}

//! What people call a pass of theirs.

use crate::typed::{composed, is_hostile};

/// The longest name, in characters.
pub const LONGEST: usize = 30;

/// A name for a pass; empty: it goes by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassName(String);

impl PassName {
    /// Reads a name. `None` when it is too long or holds signs that a page could be turned around
    /// with.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let text = composed(input);
        let fits = text.chars().count() <= LONGEST && !text.chars().any(is_hostile);
        fits.then_some(Self(text))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::PassName;

    #[test]
    fn names_are_short_and_harmless() {
        assert_eq!(
            PassName::parse(" 新しいスマートフォン ").unwrap().as_str(),
            "新しいスマートフォン"
        );
        assert_eq!(PassName::parse("").unwrap().as_str(), "");
        assert!(PassName::parse(&"あ".repeat(30)).is_some());
        for hostile in [&"あ".repeat(31) as &str, "a\u{202e}b", "a\nb", "a\u{200b}b"] {
            assert!(PassName::parse(hostile).is_none(), "{hostile:?}");
        }
    }
}

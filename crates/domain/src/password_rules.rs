//! What a password must look like (PWD-3..6) and which rule a given one breaks.

/// The rules; the page prints its lines from them (PWD-6, PWD-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// Fewest characters (PWD-3).
    pub shortest: u8,
    /// Most characters (PWD-3).
    pub longest: u8,
    /// So many equal characters in a row are refused (PWD-4); `None`: any run is allowed.
    pub equal_run: Option<u8>,
}

/// A rule that a password breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrokenRule {
    /// Nothing was typed.
    Empty,
    /// Fewer characters than [`PasswordRules::shortest`].
    TooShort,
    /// More characters than [`PasswordRules::longest`].
    TooLong,
    /// Something other than 0-9, a-z, A-Z (PWD-3, PWD-6).
    OtherCharacters,
    /// No digit, or no letter (PWD-5).
    LetterOrDigitMissing,
    /// A run of equal characters (PWD-4).
    EqualRun,
    /// The two fields differ (PWD-9).
    NotTheSame,
    /// The present or temporary password, or one of the last ones (PWD-9).
    UsedBefore,
    /// The same as 現在のパスワード (PWD-9).
    SameAsCurrent,
    /// 現在のパスワード is not right (voluntary change).
    CurrentWrong,
}

impl PasswordRules {
    /// 8 to 20 half-width letters and digits, no two equal ones in a row.
    #[must_use]
    pub const fn manual() -> Self {
        Self {
            shortest: 8,
            longest: 20,
            equal_run: Some(2),
        }
    }

    /// Every rule that the two typed values break, in the order the page lists the rules.
    ///
    /// Blanks around either value are no part of it (LOGIN-14).
    #[must_use]
    pub fn broken_by(&self, new: &str, again: &str) -> Vec<BrokenRule> {
        let new = new.trim();
        if new.is_empty() {
            return vec![BrokenRule::Empty];
        }
        let length = new.chars().take(usize::from(u8::MAX) + 1).count();
        let has = |test: fn(&char) -> bool| new.chars().any(|c| test(&c));
        [
            (length < usize::from(self.shortest), BrokenRule::TooShort),
            (length > usize::from(self.longest), BrokenRule::TooLong),
            (
                !new.bytes().all(|b| b.is_ascii_alphanumeric()),
                BrokenRule::OtherCharacters,
            ),
            (
                !has(char::is_ascii_digit) || !has(char::is_ascii_alphabetic),
                BrokenRule::LetterOrDigitMissing,
            ),
            (
                self.equal_run
                    .is_some_and(|n| longest_run(new) >= usize::from(n)),
                BrokenRule::EqualRun,
            ),
            (new != again.trim(), BrokenRule::NotTheSame),
        ]
        .into_iter()
        .filter_map(|(broken, rule)| broken.then_some(rule))
        .collect()
    }
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    let mut before = None;
    for c in text.chars() {
        run = if before == Some(c) { run + 1 } else { 1 };
        before = Some(c);
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{BrokenRule, PasswordRules};

    fn broken(new: &str) -> Vec<BrokenRule> {
        PasswordRules::manual().broken_by(new, new)
    }

    /// Shows PWD-3: 8 to 20 half-width letters and digits.
    #[test]
    fn pwd_3_length_and_characters() {
        assert_eq!(broken("abcdef1"), [BrokenRule::TooShort]);
        assert_eq!(broken("abcdefg1"), []);
        assert_eq!(broken("abcdefghij1234567890"), []);
        assert_eq!(broken("abcdefghij1234567890a"), [BrokenRule::TooLong]);
        assert_eq!(broken("abcdefg1!"), [BrokenRule::OtherCharacters]);
        assert_eq!(
            broken("ａｂｃｄｅｆｇ１"),
            [
                BrokenRule::OtherCharacters,
                BrokenRule::LetterOrDigitMissing
            ]
        );
        assert_eq!(broken("abcd 1234"), [BrokenRule::OtherCharacters]);
    }

    /// Shows PWD-4: no two equal characters in a row, and the length of the run is a setting.
    #[test]
    fn pwd_4_runs() {
        assert_eq!(broken("abcdeff1"), [BrokenRule::EqualRun]);
        assert_eq!(broken("aBbcdef1"), []);
        let three = PasswordRules {
            equal_run: Some(3),
            ..PasswordRules::manual()
        };
        assert_eq!(three.broken_by("abcdeff1", "abcdeff1"), []);
        assert_eq!(
            three.broken_by("abcdefff1", "abcdefff1"),
            [BrokenRule::EqualRun]
        );
        let off = PasswordRules {
            equal_run: None,
            ..PasswordRules::manual()
        };
        assert_eq!(off.broken_by("aaaaaaa1", "aaaaaaa1"), []);
    }

    /// Shows PWD-5: a digit and a letter at least.
    #[test]
    fn pwd_5_letter_and_digit() {
        assert_eq!(broken("abcdefgh"), [BrokenRule::LetterOrDigitMissing]);
        assert_eq!(broken("12345678"), [BrokenRule::LetterOrDigitMissing]);
    }

    /// Shows PWD-9 (first half), LOGIN-14: both fields the same, blanks around them forgiven.
    #[test]
    fn pwd_9_both_fields() {
        let rules = PasswordRules::manual();
        assert_eq!(rules.broken_by("abcdefg1 ", " abcdefg1"), []);
        assert_eq!(
            rules.broken_by("abcdefg1", "abcdefg2"),
            [BrokenRule::NotTheSame]
        );
        assert_eq!(rules.broken_by("", ""), [BrokenRule::Empty]);
    }
}

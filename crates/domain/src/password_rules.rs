//! What a password must look like (PWD-3..6) and which rule a given one breaks.

use crate::guessable::{Guessable, guessable};

/// The rules; the page prints its lines from them (PWD-6, PWD-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// Fewest characters (PWD-3).
    pub shortest: u8,
    /// Most characters (PWD-3).
    pub longest: u8,
    /// So many equal characters in a row are refused (PWD-4); `None`: any run is allowed.
    pub equal_run: Option<u8>,
    /// Only 0-9, a-z, A-Z, with a digit and a letter at least (PWD-3, PWD-5); otherwise any characters.
    pub composed: bool,
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
    /// Among the first that would be guessed, and why.
    Guessable(Guessable),
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
            composed: true,
        }
    }

    /// Long rather than mixed: any characters, no rule of composition (NIST SP 800-63B-4 §3.1.1.2).
    #[must_use]
    pub const fn long() -> Self {
        Self {
            shortest: 15,
            longest: 128,
            equal_run: None,
            composed: false,
        }
    }

    /// Every rule that the two typed values break, in the order the page lists the rules.
    ///
    /// Blanks around either value are no part of it (LOGIN-14). `context` holds what anybody knows
    /// of the person.
    #[must_use]
    pub fn broken_by(&self, new: &str, again: &str, context: &[&str]) -> Vec<BrokenRule> {
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
                if self.composed {
                    !new.bytes().all(|b| b.is_ascii_alphanumeric())
                } else {
                    has(|c| c.is_control())
                },
                BrokenRule::OtherCharacters,
            ),
            (
                self.composed && !(has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)),
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
        .chain(guessable(new, context).map(BrokenRule::Guessable))
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
    use crate::guessable::Guessable;

    fn broken(new: &str) -> Vec<BrokenRule> {
        let mut broken = PasswordRules::manual().broken_by(new, new, &[]);
        broken.retain(|rule| !matches!(rule, BrokenRule::Guessable(_)));
        broken
    }

    /// Shows PWD-3: 8 to 20 half-width letters and digits.
    /// Shows PCI-18, ASVS-2.
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
        assert_eq!(three.broken_by("kwmdeff1", "kwmdeff1", &[]), []);
        assert_eq!(
            three.broken_by("kwmdefff1", "kwmdefff1", &[]),
            [BrokenRule::EqualRun]
        );
        let off = PasswordRules {
            equal_run: None,
            ..PasswordRules::manual()
        };
        assert_eq!(off.broken_by("kwwwwwm1", "kwwwwwm1", &[]), []);
    }

    /// Shows PWD-5: a digit and a letter at least.
    /// Shows PCI-18.
    #[test]
    fn pwd_5_letter_and_digit() {
        assert_eq!(broken("abcdefgh"), [BrokenRule::LetterOrDigitMissing]);
        assert_eq!(broken("12345678"), [BrokenRule::LetterOrDigitMissing]);
    }

    /// Shows PWD-9 (first half), LOGIN-14: both fields the same, blanks around them forgiven.
    #[test]
    fn pwd_9_both_fields() {
        let rules = PasswordRules::manual();
        assert_eq!(rules.broken_by("kwmdexg1 ", " kwmdexg1", &[]), []);
        assert_eq!(
            rules.broken_by("kwmdexg1", "kwmdexg2", &[]),
            [BrokenRule::NotTheSame]
        );
        assert_eq!(rules.broken_by("", "", &[]), [BrokenRule::Empty]);
    }

    /// The reason stands beside the other rules, last.
    #[test]
    fn guessable_ones_are_named() {
        let rules = PasswordRules::manual();
        let broken = rules.broken_by("password1", "password1", &["ippan01"]);
        assert_eq!(
            broken,
            [
                BrokenRule::EqualRun,
                BrokenRule::Guessable(Guessable::Common)
            ]
        );
        let broken = rules.broken_by("ippan01x", "ippan01x", &["ippan01"]);
        assert_eq!(
            broken,
            [
                BrokenRule::EqualRun,
                BrokenRule::Guessable(Guessable::Context)
            ]
        );
    }

    /// Shows catalogue NIST 3.1.1.2: without rules of composition any script and blanks do, by
    /// code points, and length alone counts.
    /// Shows NIST-3, NIST-4, ASVS-2, ASVS-4.
    #[test]
    fn long_passwords_need_no_mixture() {
        let rules = PasswordRules::long();
        for fine in [
            "eine lange Reihe von Wörtern",
            "関所を越えて海の見える町まで歩いた",
        ] {
            assert_eq!(rules.broken_by(fine, fine, &[]), [], "{fine}");
        }
        let keys = "\u{1F511}\u{1F6AA}\u{1F3EF}\u{1F30A}".repeat(16);
        assert!(
            !rules
                .broken_by(&keys, &keys, &[])
                .contains(&BrokenRule::TooLong)
        );
        assert_eq!(
            rules.broken_by("kXv Q2mPz wq71", "kXv Q2mPz wq71", &[]),
            [BrokenRule::TooShort]
        );
        assert_eq!(
            rules.broken_by("kXv Q2mPz\u{7} wq71 x", "kXv Q2mPz\u{7} wq71 x", &[]),
            [BrokenRule::OtherCharacters]
        );
    }
}

//! Whether a password is among the first that somebody would guess (NIST SP 800-63B-4 §3.1.1.2).
//!
//! The estimate is zxcvbn's: lists of common passwords, names and words, the person's own context,
//! rows of keys, dates and sequences, with the usual replacements of letters. Of ambient things it
//! takes the present year, to weigh dates by.

use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::{Match, Score, zxcvbn};

/// Why a password would be guessed early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guessable {
    /// It is, or is made of, what many people choose: listed passwords, names, words.
    Common,
    /// It is made of what belongs to the person: user ID, merchant code, company, service.
    Context,
    /// It is a row of keys, a sequence or a date.
    Pattern,
}

/// A password is looked at up to so many characters; what lies behind can only make it better.
const LOOKED_AT: usize = 64;

/// Why `password` would be among a million guesses; `None` for one that would not. `context` holds
/// what anybody knows of the person.
#[must_use]
pub fn guessable(password: &str, context: &[&str]) -> Option<Guessable> {
    let password: String = password.chars().take(LOOKED_AT).collect();
    let context: Vec<&str> = context.iter().copied().filter(|c| c.len() >= 3).collect();
    let estimate = zxcvbn(&password, &context);
    let parts = estimate.sequence();
    let length = password.chars().count();
    if keys_in_rows(parts) + 2 >= length {
        return Some(Guessable::Pattern);
    }
    if estimate.score() > Score::One {
        return None;
    }
    Some(if parts.iter().any(|part| is_of(&context, part)) {
        Guessable::Context
    } else if parts.iter().any(is_word) {
        Guessable::Common
    } else {
        Guessable::Pattern
    })
}

fn is_of(context: &[&str], part: &Match) -> bool {
    match &part.pattern {
        MatchPattern::Dictionary(found) => context
            .iter()
            .any(|known| known.to_lowercase() == found.matched_word),
        _ => false,
    }
}

/// How many characters are ways over neighbouring keys, whichever turns these take.
fn keys_in_rows(parts: &[Match]) -> usize {
    let rows = parts
        .iter()
        .filter(|part| matches!(part.pattern, MatchPattern::Spatial(_)));
    rows.map(|part| part.token.chars().count()).sum()
}

/// One-letter "words" stand in every list.
fn is_word(part: &Match) -> bool {
    matches!(part.pattern, MatchPattern::Dictionary(_)) && part.token.chars().count() > 2
}

#[cfg(test)]
mod tests {
    use super::{Guessable, guessable};

    const CONTEXT: [&str; 4] = ["ippan01", "730418265", "sekisho", "Mihon Shoten"];

    /// Shows catalogue NIST 3.1.1.2, ASVS 6.2.4 and 6.2.12: listed, own and keyboard passwords are
    /// refused, each for its reason.
    /// Shows JPN-7, NIST-5, ASVS-2.
    #[test]
    fn the_first_guesses_are_refused_with_their_reason() {
        for (password, why) in [
            ("password1", Guessable::Common),
            ("Passw0rd", Guessable::Common),
            ("iloveyou1", Guessable::Common),
            ("sakura2026", Guessable::Common),
            ("1drowssap", Guessable::Common),
            ("ippan01a", Guessable::Context),
            ("sekisho1", Guessable::Context),
            ("123456789a", Guessable::Common),
            ("x730418265", Guessable::Context),
            ("qwedfgvbn1", Guessable::Pattern),
            ("zse4rfvgy7", Guessable::Pattern),
            ("my010101", Guessable::Pattern),
            ("x1", Guessable::Pattern),
        ] {
            assert_eq!(guessable(password, &CONTEXT), Some(why), "{password}");
        }
    }

    #[test]
    fn others_are_not() {
        for password in [
            "Ipan2026a",
            "Kanri2026a",
            "kX7vQ2mPz",
            "qwedfgX7vQ2m",
            "correct horse battery staple",
        ] {
            assert_eq!(guessable(password, &CONTEXT), None, "{password}");
        }
    }

    /// Neither length nor script nor an empty context stops it.
    #[test]
    fn anything_can_be_asked() {
        assert_eq!(guessable("", &[]), Some(Guessable::Pattern));
        let emoji = "\u{1F511}".repeat(64);
        let _ = guessable(&emoji, &["", "\u{1F511}"]);
        assert_eq!(
            guessable(&"a1".repeat(4_000), &[]),
            Some(Guessable::Pattern)
        );
        assert_eq!(guessable("関所のある町で十年", &[]), None);
    }
}

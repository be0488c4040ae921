//! IDs of the catalogue, and how tests write them.

use std::collections::BTreeSet;
use std::fmt;

/// The letters before the number: `LOGIN`, `APP-AUTH`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Family(pub String);

/// One promise: `LOGIN-5`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id {
    /// Its family.
    pub family: Family,
    /// Its number in the family, from 1.
    pub number: u32,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.family.0, self.number)
    }
}

impl Id {
    /// Reads `LOGIN-5` or `APP-AUTH-1`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (family, number) = text.rsplit_once('-')?;
        let named = !family.is_empty()
            && family.chars().all(|c| c.is_ascii_uppercase() || c == '-')
            && !family.starts_with('-')
            && !family.ends_with('-');
        let number = number
            .parse()
            .ok()
            .filter(|_| number.chars().all(|c| c.is_ascii_digit()))?;
        named.then(|| Self {
            family: Family(family.to_owned()),
            number,
        })
    }
}

/// The IDs in a sentence: `LOGIN-5`, and ranges `LOGIN-1..4` or `LOGIN-1..LOGIN-4`, both ends
/// included. Words of families that the catalogue does not have are no IDs of ours.
pub fn in_prose(text: &str, families: &[Family]) -> BTreeSet<Id> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    text.split(|c| !is_part(c))
        .flat_map(|word| in_word(word, families))
        .collect()
}

fn in_word(word: &str, families: &[Family]) -> Vec<Id> {
    let word = word.trim_matches('.');
    let (first, last) = word
        .split_once("..")
        .map_or((word, None), |(a, b)| (a, Some(b)));
    let Some(first) = Id::parse(first).filter(|id| families.contains(&id.family)) else {
        return Vec::new();
    };
    let end = last.and_then(|last| {
        let same_family = Id::parse(last).filter(|id| id.family == first.family);
        same_family
            .map(|id| id.number)
            .or_else(|| last.parse().ok())
    });
    (first.number..=end.unwrap_or(first.number))
        .map(|number| Id {
            family: first.family.clone(),
            number,
        })
        .collect()
}

/// The IDs a test's name begins with: `login_5_otp_12_blank_code` shows LOGIN-5 and OTP-12.
pub fn in_name(name: &str, families: &[Family]) -> BTreeSet<Id> {
    let mut ids = BTreeSet::new();
    let mut rest = name;
    while let Some((id, after)) = leading_id(rest, families) {
        ids.insert(id);
        rest = after;
    }
    ids
}

fn leading_id<'n>(name: &'n str, families: &[Family]) -> Option<(Id, &'n str)> {
    families.iter().find_map(|family| {
        let prefix = format!("{}_", family.0.to_ascii_lowercase().replace('-', "_"));
        let after = name.strip_prefix(prefix.as_str())?;
        let (number, rest) = after.split_once('_').unwrap_or((after, ""));
        let number = number.parse().ok()?;
        Some((
            Id {
                family: family.clone(),
                number,
            },
            rest,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families() -> Vec<Family> {
        ["LOGIN", "OTP", "APP-AUTH"]
            .map(|name| Family(name.to_owned()))
            .to_vec()
    }

    fn prose(text: &str) -> Vec<String> {
        in_prose(text, &families())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn sentences_name_single_ids_and_ranges() {
        assert_eq!(prose("LOGIN-5, OTP-12 (once)."), ["LOGIN-5", "OTP-12"]);
        assert_eq!(
            prose("LOGIN-1..3 and OTP-2..OTP-3."),
            ["LOGIN-1", "LOGIN-2", "LOGIN-3", "OTP-2", "OTP-3"]
        );
        assert_eq!(prose("「APP-AUTH-1」を示す"), ["APP-AUTH-1"]);
    }

    #[test]
    fn words_that_only_look_like_ids_are_left_alone() {
        let strangers = "RFC-6238, LOGIN-, LOGIN-5a, XLOGIN-5, login-5, LOGIN-+5";
        assert_eq!(prose(strangers), Vec::<String>::new());
    }

    #[test]
    fn a_range_that_ends_before_it_begins_is_empty() {
        assert_eq!(prose("LOGIN-5..2"), Vec::<String>::new());
    }

    #[test]
    fn names_begin_with_their_ids() {
        let ids = |name| {
            in_name(name, &families())
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        let of = |name| -> Vec<String> { ids(name) };
        assert_eq!(of("login_5_otp_12_blank_code"), ["LOGIN-5", "OTP-12"]);
        assert_eq!(of("app_auth_1"), ["APP-AUTH-1"]);
        assert_eq!(of("refuses_login_5"), Vec::<String>::new());
        assert_eq!(of("login_page_opens"), Vec::<String>::new());
    }
}

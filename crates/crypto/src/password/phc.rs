//! The stored text of a password hash, in the PHC string format.

use super::Cost;
use data_encoding::BASE64_NOPAD;
use std::fmt::{self, Write};
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

/// RFC 9106 clause 4 recommends a 128-bit salt and a 256-bit tag.
pub(crate) const SALT_BYTES: usize = 16;
pub(crate) const TAG_BYTES: usize = 32;

/// Longer than any string we write; a stored text beyond it is not ours.
const LONGEST: usize = 128;

/// The text is not a password hash of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Argon2id hash in the expected form")]
pub struct PasswordHashError;

/// Everything but the password that goes into an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recipe {
    pub(crate) cost: Cost,
    pub(crate) salt: [u8; SALT_BYTES],
}

/// An Argon2id hash: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`.
///
/// Wiped on drop and never printed, because it invites offline guessing; the database keeps
/// it sealed ([`crate::Purpose::PasswordHash`]).
#[derive(Clone)]
pub struct PasswordHash {
    text: Zeroizing<String>,
    recipe: Recipe,
    tag: Zeroizing<[u8; TAG_BYTES]>,
}

impl PasswordHash {
    /// Reads a stored string. Only the exact form that this crate writes is accepted:
    /// Argon2id, version 19, parameters m, t, p in this order, a 16-byte salt, a 32-byte tag.
    ///
    /// # Errors
    /// [`PasswordHashError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, PasswordHashError> {
        if text.len() > LONGEST {
            return Err(PasswordHashError);
        }
        let mut parts = text.split('$');
        let mut next = || parts.next().ok_or(PasswordHashError);
        if !(next()?.is_empty() && next()? == "argon2id" && next()? == "v=19") {
            return Err(PasswordHashError);
        }
        let cost = parse_cost(next()?).ok_or(PasswordHashError)?;
        let salt = decode::<SALT_BYTES>(next()?).ok_or(PasswordHashError)?;
        let tag = Zeroizing::new(decode::<TAG_BYTES>(next()?).ok_or(PasswordHashError)?);
        let hash = Self::assemble(Recipe { cost, salt }, &tag);
        // Leading zeros, plus signs and whatever follows: one hash has one text.
        if hash.as_str() == text {
            Ok(hash)
        } else {
            Err(PasswordHashError)
        }
    }

    pub(crate) fn assemble(recipe: Recipe, tag: &[u8; TAG_BYTES]) -> Self {
        let cost = recipe.cost;
        // Full size at once: growing would leave copies of the tag behind.
        let mut text = Zeroizing::new(String::with_capacity(LONGEST));
        let (memory, passes, lanes) = (cost.memory_kib(), cost.passes(), cost.lanes());
        let salt = BASE64_NOPAD.encode(&recipe.salt);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}$"
        );
        text.push_str(&Zeroizing::new(BASE64_NOPAD.encode(tag)));
        Self {
            text,
            recipe,
            tag: Zeroizing::new(*tag),
        }
    }

    /// The text to seal and store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The cost it was made with.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.recipe.cost
    }

    pub(crate) fn recipe(&self) -> Recipe {
        self.recipe
    }

    /// Compares in constant time.
    pub(crate) fn has_tag(&self, tag: &[u8; TAG_BYTES]) -> Choice {
        self.tag.as_slice().ct_eq(tag)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordHash")
            .field("cost", &self.recipe.cost)
            .finish_non_exhaustive()
    }
}

fn parse_cost(text: &str) -> Option<Cost> {
    let (memory, rest) = text.strip_prefix("m=")?.split_once(",t=")?;
    let (passes, lanes) = rest.split_once(",p=")?;
    Cost::stored(
        memory.parse().ok()?,
        passes.parse().ok()?,
        lanes.parse().ok()?,
    )
    .ok()
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = BASE64_NOPAD.decode(text.as_bytes()).ok()?;
    let array = <[u8; N]>::try_from(bytes.as_slice()).ok();
    bytes.zeroize();
    array
}

#[cfg(test)]
mod tests {
    use super::{Cost, PasswordHash, Recipe};
    use proptest::prelude::*;

    fn sample() -> PasswordHash {
        PasswordHash::assemble(
            Recipe {
                cost: Cost::default(),
                salt: [0xa5; 16],
            },
            &[0x5a; 32],
        )
    }

    /// Shows the row "RFC 9106 §4" of the catalogue: 128-bit salt, 256-bit tag, stored cost.
    /// Shows NIST-6, ASVS-20.
    #[test]
    fn a_hash_is_stored_as_a_phc_string_and_read_back() {
        let text = sample().as_str().to_owned();
        let expected = "$argon2id$v=19$m=19456,t=2,p=1$paWlpaWlpaWlpaWlpaWlpQ$\
                        WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo";
        assert_eq!(text, expected);
        let read = PasswordHash::parse(&text).unwrap();
        assert_eq!(read.as_str(), text);
        assert_eq!(read.cost(), Cost::default());
        assert_eq!(read.recipe(), sample().recipe());
        assert!(bool::from(read.has_tag(&[0x5a; 32])));
        assert!(!bool::from(read.has_tag(&[0x5b; 32])));
    }

    #[test]
    fn a_hash_does_not_print() {
        let printed = format!("{:?}", sample());
        assert!(printed.contains("PasswordHash") && printed.contains("19456"));
        assert!(!printed.contains("paWl") && !printed.contains("Wlpa") && !printed.contains("90"));
    }

    #[test]
    fn any_other_form_is_refused() {
        let good = sample().as_str().to_owned();
        let bad = [
            String::new(),
            "$".repeat(6),
            good.replace("argon2id", "argon2i"),
            good.replace("argon2id", "Argon2id"),
            good.replace("v=19", "v=16"),
            good.replace("v=19$", ""),
            good.replace("m=19456", "m=019456"),
            good.replace("m=19456", "m=+19456"),
            good.replace("m=19456", "m=4294967296"),
            good.replace("m=19456", "m=1048577"),
            good.replace("t=2", "t=0"),
            good.replace("p=1", "p=0"),
            good.replace("m=19456,t=2", "t=2,m=19456"),
            good.replace("p=1", "p=1,keyid=AA"),
            good.replace("paWl", "paWlpaWl"),
            good.replace("pQ$", "pR$"),
            good.replace("paWl", ""),
            format!("{good}="),
            format!("{good}$"),
            format!(" {good}"),
            format!("{good}\n"),
            format!("{good}{}", "A".repeat(4096)),
        ];
        for text in bad {
            assert!(PasswordHash::parse(&text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_is_total(text in ".{0,200}") {
            if let Ok(hash) = PasswordHash::parse(&text) {
                prop_assert_eq!(hash.as_str(), text);
            }
        }

        #[test]
        fn one_changed_character_is_another_hash_or_none(at in 0usize..97, by in "[ -~]") {
            let good = sample().as_str().to_owned();
            let mut text = good.clone();
            text.replace_range(at..=at, &by);
            if let Ok(hash) = PasswordHash::parse(&text) {
                prop_assert_eq!(hash.as_str(), text.as_str());
                let same = hash.recipe() == sample().recipe()
                    && bool::from(hash.has_tag(&[0x5a; 32]));
                prop_assert_eq!(same, text == good);
            }
        }
    }
}

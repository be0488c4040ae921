//! The text of a key file.
//!
//! ```text
//! sekisho-keyring 1
//! current 2025-04 <32 bytes in url-safe base64, 43 characters>
//! older 2024-10 <…>
//! ```
//!
//! Empty lines and lines that begin with `#` are skipped. Reading and writing the file, and
//! its permissions, are the caller's.

use super::{KEY_BYTES, KeyId, Keyring, RootKey};
use crate::EntropyFailure;
use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

const HEADER: &str = "sekisho-keyring 1";

/// More keys than a ring can sensibly collect.
const MOST_KEYS: usize = 64;

/// A key file or a rotation that cannot stand. Never carries any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// The first line is not the one this version writes.
    #[error("the key file does not begin with `sekisho-keyring 1`")]
    Header,
    /// A line is not `current ID KEY` or `older ID KEY`.
    #[error("line {0} of the key file is not `current ID KEY` or `older ID KEY`")]
    Line(usize),
    /// A key consists of one repeated byte: a placeholder nobody replaced.
    #[error("line {0} of the key file holds a placeholder instead of a key")]
    Placeholder(usize),
    /// There is no current key, or more than one.
    #[error("the key file needs exactly one current key")]
    Current,
    /// Two keys have one name.
    #[error("two keys have the same id")]
    DuplicateId,
    /// The key that is named is not there, or is the current one.
    #[error("there is no such key, or it is the current one")]
    NoSuchKey,
    /// More than 64 keys.
    #[error("the key file holds more than 64 keys")]
    TooMany,
    /// The generator failed while a key was made.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
}

impl Keyring {
    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`KeyringError`], which names the line (from 1) and nothing of its content.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        if lines.next().is_none_or(|(_, line)| line != HEADER) {
            return Err(KeyringError::Header);
        }
        let mut current = None;
        let mut older: Vec<RootKey> = Vec::new();
        for (number, line) in lines {
            let (is_current, key) = parse_line(number, line)?;
            if older.iter().chain(&current).any(|known| known.id == key.id) {
                return Err(KeyringError::DuplicateId);
            }
            if older.len() + 1 >= MOST_KEYS {
                return Err(KeyringError::TooMany);
            }
            if !is_current {
                older.push(key);
            } else if current.replace(key).is_some() {
                return Err(KeyringError::Current);
            }
        }
        let current = current.ok_or(KeyringError::Current)?;
        Ok(Self::of(current, older))
    }

    /// The text of a key file that [`Keyring::parse`] reads back.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        // Full size at once: growing would leave copies of the keys behind.
        let longest_line = "current ".len() + 32 + 1 + 43 + 1;
        let size = HEADER.len() + 1 + longest_line * (1 + self.older.len());
        let mut text = Zeroizing::new(String::with_capacity(size));
        text.push_str(HEADER);
        text.push('\n');
        for (index, key) in self.keys().enumerate() {
            text.push_str(if index == 0 { "current " } else { "older " });
            text.push_str(key.id.as_str());
            text.push(' ');
            text.push_str(&Zeroizing::new(
                BASE64URL_NOPAD.encode(key.secret.as_slice()),
            ));
            text.push('\n');
        }
        text
    }
}

fn parse_line(number: usize, line: &str) -> Result<(bool, RootKey), KeyringError> {
    let wrong = || KeyringError::Line(number);
    let mut words = line.split_ascii_whitespace();
    let is_current = match words.next() {
        Some("current") => true,
        Some("older") => false,
        _ => return Err(wrong()),
    };
    let id: KeyId = words
        .next()
        .and_then(|word| word.parse().ok())
        .ok_or_else(wrong)?;
    let word = words.next().ok_or_else(wrong)?;
    if words.next().is_some() {
        return Err(wrong());
    }
    let bytes = BASE64URL_NOPAD
        .decode(word.as_bytes())
        .map_err(|_| wrong())?;
    let bytes = Zeroizing::new(bytes);
    let secret: [u8; KEY_BYTES] = bytes.as_slice().try_into().map_err(|_| wrong())?;
    let secret = Zeroizing::new(secret);
    if secret
        .iter()
        .zip(secret.iter().skip(1))
        .all(|(one, next)| one == next)
    {
        return Err(KeyringError::Placeholder(number));
    }
    Ok((is_current, RootKey { id, secret }))
}

#[cfg(test)]
mod tests {
    use super::{Keyring, KeyringError};
    use crate::entropy::testing::Seeded;
    use proptest::prelude::*;

    const ONE: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";
    const TWO: &str = "AgIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";

    fn refused(text: &str) -> KeyringError {
        Keyring::parse(text).unwrap_err()
    }

    #[test]
    fn a_ring_is_written_and_read_back() {
        let ring = Keyring::generate(&Seeded::new(1), "k1".parse().unwrap()).unwrap();
        let ring = ring.rotate(&Seeded::new(2), "k2".parse().unwrap()).unwrap();
        let ring = ring.rotate(&Seeded::new(3), "k3".parse().unwrap()).unwrap();
        let text = ring.to_text();
        let read = Keyring::parse(&text).unwrap();
        assert_eq!(*read.to_text(), *text);
        assert_eq!(read.fingerprint(), ring.fingerprint());
        let ids: Vec<_> = read.keys().map(|key| key.id.to_string()).collect();
        assert_eq!(ids, ["k3", "k2", "k1"]);
    }

    /// It never grows while it is written, which would leave keys in freed memory.
    #[test]
    fn a_ring_is_written_into_as_much_memory_as_it_needs() {
        let id = |letter: &str| letter.repeat(32).parse().unwrap();
        let mut ring = Keyring::generate(&Seeded::new(1), id("a")).unwrap();
        for (older, letter) in ["b", "c", "d"].into_iter().enumerate() {
            // The word before an older key is two letters shorter.
            let text = ring.to_text();
            assert_eq!(text.capacity(), text.len() + 2 * older);
            ring = ring.rotate(&Seeded::new(2), id(letter)).unwrap();
        }
    }

    #[test]
    fn a_key_file_by_hand_is_read() {
        let text = format!(
            "# made by hand\r\n\r\n sekisho-keyring 1 \r\nolder a {ONE}\r\n\
                            \tcurrent  b\t{TWO}\r\n# end"
        );
        let ring = Keyring::parse(&text).unwrap();
        assert_eq!(ring.current_id().as_str(), "b");
        assert_eq!(ring.current.secret[0], 2);
        assert_eq!(ring.older[0].secret[0], 1);
    }

    #[test]
    fn anything_else_is_refused_by_its_line() {
        let with = |rest: &str| format!("sekisho-keyring 1\n{rest}");
        assert_eq!(refused(""), KeyringError::Header);
        assert_eq!(refused(&format!("current a {ONE}")), KeyringError::Header);
        assert_eq!(refused("sekisho-keyring 2\n"), KeyringError::Header);
        assert_eq!(refused(&with("")), KeyringError::Current);
        assert_eq!(
            refused(&with(&format!("older a {ONE}"))),
            KeyringError::Current
        );
        let twice = with(&format!("current a {ONE}\ncurrent b {TWO}"));
        assert_eq!(refused(&twice), KeyringError::Current);
        for second in ["older", "current"] {
            let same = with(&format!("current a {ONE}\n{second} a {TWO}"));
            assert_eq!(refused(&same), KeyringError::DuplicateId);
        }
        for line in [
            "current a",
            "current",
            "newest a b",
            &format!("current A {ONE}"),
            &format!("current a {ONE} more"),
            &format!("current a {}", &ONE[1..]),
            &format!("current a {ONE}="),
            &format!("current a {ONE}A"),
            &format!("current a {}_", &ONE[1..]),
            &format!("current a {}+A", &ONE[2..]),
        ] {
            assert_eq!(
                refused(&with(&format!("#\n{line}"))),
                KeyringError::Line(3),
                "{line}"
            );
        }
        let zero = with(&format!("current a {}", "A".repeat(43)));
        assert_eq!(refused(&zero), KeyringError::Placeholder(2));
    }

    #[test]
    fn a_ring_holds_at_most_64_keys() {
        let older =
            |n: usize| (0..n).fold(String::new(), |text, i| format!("{text}older k{i} {ONE}\n"));
        let ring = |n| format!("sekisho-keyring 1\ncurrent a {TWO}\n{}", older(n));
        assert!(Keyring::parse(&ring(63)).is_ok());
        assert_eq!(refused(&ring(64)), KeyringError::TooMany);
    }

    #[test]
    fn an_error_tells_nothing_of_the_key() {
        let error = refused(&format!("sekisho-keyring 1\ncurrent a {ONE}{ONE}"));
        assert!(!format!("{error} {error:?}").contains("AQID"));
    }

    proptest! {
        #[test]
        fn parsing_is_total(text in "(sekisho-keyring 1\n)?(\\PC|\n| ){0,200}") {
            let _ = Keyring::parse(&text);
        }
    }
}

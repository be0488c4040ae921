//! Opaque tokens: sessions, reset links, anything whose possession is the proof.

use crate::{Entropy, EntropyFailure, entropy::random_array};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// Characters of a token: 256 bits in url-safe base64 without padding.
pub const TOKEN_LENGTH: usize = 43;

/// A 256-bit bearer token (catalogue: ASVS 7.2.3, 11.5.1). Never printed, wiped on drop; the
/// database holds only its [`TokenDigest`].
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

/// Not a token: wrong length or alphabet. Carries nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct TokenError;

impl Token {
    /// A fresh token.
    ///
    /// # Errors
    /// [`EntropyFailure`] when the generator fails.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, EntropyFailure> {
        Ok(Self::from_bytes(random_array(entropy)?))
    }

    /// The token of these 32 secret bytes, for example of a keyed digest made for the purpose.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let token = Self(Zeroizing::new(BASE64URL_NOPAD.encode(&bytes)));
        bytes.zeroize();
        token
    }

    /// Reads what a client sent. One token has exactly one text.
    ///
    /// # Errors
    /// [`TokenError`] unless it is 43 characters of url-safe base64.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        if text.len() != TOKEN_LENGTH {
            return Err(TokenError);
        }
        let mut bytes = [0; 32];
        let written = BASE64URL_NOPAD.decode_mut(text.as_bytes(), &mut bytes);
        bytes.zeroize();
        match written {
            Ok(32) => Ok(Self(Zeroizing::new(text.to_owned()))),
            _ => Err(TokenError),
        }
    }

    /// The text, for the one cookie or link that carries it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database stores and looks up. A plain hash is enough for 256 random bits; it
    /// also takes the token itself out of every comparison in SQL.
    #[must_use]
    pub fn digest(&self) -> TokenDigest {
        let mut hash = Sha256::new();
        hash.update(b"sekisho token 1\0");
        hash.update(self.0.as_bytes());
        TokenDigest(hash.finalize().into())
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::parse(text)
    }
}

impl PartialEq for Token {
    /// In constant time.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// SHA-256 of a token, as the database stores it. It opens nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenDigest(pub [u8; 32]);

impl TokenDigest {
    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Token;
    use crate::entropy::{
        EntropyFailure,
        testing::{Broken, Seeded},
    };
    use proptest::prelude::*;

    /// Shows catalogue rows ASVS 7.2.3 and 11.5.1: 256 random bits.
    /// Shows JPN-6, NIST-15, ASVS-13, ASVS-21.
    #[test]
    fn a_token_is_256_random_bits_in_43_characters() {
        let entropy = Seeded::new(1);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..1_000 {
            let token = Token::random(&entropy).unwrap();
            assert_eq!(token.reveal().len(), 43);
            assert!(seen.insert(token.reveal().to_owned()));
        }
        assert_eq!(Token::from_bytes([0; 32]).reveal(), "A".repeat(43));
        assert_eq!(
            Token::from_bytes([0xff; 32]).reveal(),
            format!("{}8", "_".repeat(42))
        );
    }

    /// The digest is a stored format: the expected value was computed with `sha256sum`.
    #[test]
    fn the_stored_digest_stays_the_same() {
        let digest = Token::from_bytes([0; 32]).digest();
        assert_eq!(
            data_encoding::HEXLOWER.encode(digest.as_bytes()),
            "6de14afa5f6e7e5fbe5fad459242b912195c61f26a4228a9342c06642ffd7af5"
        );
        assert_ne!(digest, Token::from_bytes([1; 32]).digest());
    }

    #[test]
    fn one_token_has_one_text() {
        let token = Token::from_bytes([0; 32]);
        assert_eq!(Token::parse(token.reveal()).unwrap(), token);
        let good = token.reveal();
        let bad = [
            String::new(),
            good[1..].to_owned(),
            format!("{good}A"),
            format!("{good}="),
            format!("{}B", &good[1..]),
            format!("{}+A", &good[2..]),
            format!(" {}", &good[1..]),
            format!("{}\u{3042}", &good[3..]),
            "A".repeat(1 << 20),
        ];
        for text in bad {
            assert!(Token::parse(&text).is_err());
        }
    }

    #[test]
    fn a_token_does_not_print() {
        assert_eq!(format!("{:?}", Token::from_bytes([0; 32])), "Token(..)");
    }

    #[test]
    fn a_failing_generator_makes_no_token() {
        assert_eq!(Token::random(&Broken).unwrap_err(), EntropyFailure);
    }

    proptest! {
        #[test]
        fn a_parsed_token_has_the_text_it_was_read_from(bytes: [u8; 32], text in "[A-Za-z0-9_-]{43}") {
            let token = Token::from_bytes(bytes);
            prop_assert_eq!(&Token::parse(token.reveal()).unwrap(), &token);
            prop_assert_eq!(Token::parse(token.reveal()).unwrap().digest(), token.digest());
            if let Ok(read) = Token::parse(&text) {
                prop_assert_eq!(read.reveal(), text.as_str());
                prop_assert_eq!(read == token, text == token.reveal());
            }
        }
    }
}

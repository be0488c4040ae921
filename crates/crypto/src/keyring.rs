//! The root keys: their file format, rotation, and digests that only their holder can make.

mod digests;
mod rotation;
mod text;

pub use text::KeyringError;

use crate::{Entropy, EntropyFailure, entropy::random_array};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::atomic::AtomicUsize;
use std::{fmt, str::FromStr};
use zeroize::Zeroizing;

/// Bytes of a root key and of every key and digest derived from it.
pub(crate) const KEY_BYTES: usize = 32;

/// The name of a root key: 1 to 32 characters of `a-z`, `0-9`, `-`, for example `2025-04`.
///
/// It stands in clear in front of everything sealed under that key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not a key name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key id is 1 to 32 characters of a-z, 0-9 and -")]
pub struct KeyIdError;

impl FromStr for KeyId {
    type Err = KeyIdError;

    fn from_str(text: &str) -> Result<Self, KeyIdError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=32).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyIdError)
        }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a keyed digest is for; digests of different purposes never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DigestPurpose {
    /// The key of an attempt budget: merchant code and folded user ID.
    AttemptBudget,
    /// A user ID that does not exist, in logs: it may be a password typed into the wrong field.
    UnknownName,
    /// The proof that a form nonce was issued by us.
    FormNonce,
    /// The challenge of a passkey.
    PasskeyChallenge,
    /// A session token that a repeated form must yield again.
    SessionToken,
    /// A mailed one-time code.
    MailedCode,
    /// A recovery code.
    RecoveryCode,
    /// The address a mail went to: counts mails per address without keeping it.
    MailRecipient,
    /// The client network of a request: counts requests per network without keeping it.
    ClientNetwork,
}

impl DigestPurpose {
    /// Part of the stored format: never change one, never use one twice.
    fn label(self) -> &'static [u8] {
        match self {
            Self::AttemptBudget => b"digest/attempt-budget",
            Self::UnknownName => b"digest/unknown-name",
            Self::FormNonce => b"digest/form-nonce",
            Self::PasskeyChallenge => b"digest/passkey-challenge",
            Self::SessionToken => b"digest/session-token",
            Self::MailedCode => b"digest/mailed-code",
            Self::RecoveryCode => b"digest/recovery-code",
            Self::MailRecipient => b"digest/mail-recipient",
            Self::ClientNetwork => b"digest/client-network",
        }
    }
}

/// One named 256-bit root key. It is never used itself, only keys derived from it.
pub(crate) struct RootKey {
    pub(crate) id: KeyId,
    pub(crate) secret: Zeroizing<[u8; KEY_BYTES]>,
}

impl RootKey {
    fn random(entropy: &dyn Entropy, id: KeyId) -> Result<Self, EntropyFailure> {
        Ok(Self {
            id,
            secret: Zeroizing::new(random_array(entropy)?),
        })
    }

    /// The key of one purpose: HMAC-SHA256 as a pseudo-random function of the label.
    pub(crate) fn derive(&self, label: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
        Zeroizing::new(authenticate(&self.secret, &[b"sekisho subkey 1", label]))
    }

    fn fingerprint(&self) -> String {
        let digest = self.derive(b"fingerprint");
        let (shown, _) = digest.split_at(16);
        format!("{}:{}", self.id, data_encoding::HEXLOWER.encode(shown))
    }
}

/// HMAC-SHA256 of parts, each preceded by its length in 8 bytes, so that `["ab", "c"]` and
/// `["a", "bc"]` differ.
pub(crate) fn authenticate(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    // RFC 2104 pads a key with zeros up to the block; doing it here makes the call infallible.
    let mut block = Zeroizing::new([0; 64]);
    for (padded, byte) in block.iter_mut().zip(key) {
        *padded = *byte;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The keys a process holds: the current one makes everything new, older ones only read.
pub struct Keyring {
    pub(crate) current: RootKey,
    pub(crate) older: Vec<RootKey>,
    /// The place of the key that makes digests, among all; 0: the current one.
    digests: AtomicUsize,
}

impl Keyring {
    /// A ring of one fresh key.
    ///
    /// # Errors
    /// [`EntropyFailure`] when the generator fails.
    pub fn generate(entropy: &dyn Entropy, id: KeyId) -> Result<Self, EntropyFailure> {
        Ok(Self::of(RootKey::random(entropy, id)?, Vec::new()))
    }

    fn of(current: RootKey, older: Vec<RootKey>) -> Self {
        Self {
            current,
            older,
            digests: AtomicUsize::new(0),
        }
    }

    /// The name of the key that makes everything new.
    #[must_use]
    pub fn current_id(&self) -> &KeyId {
        &self.current.id
    }

    /// Tells the current key apart from any other without telling anything about it: its name,
    /// a colon, 32 hexadecimal digits. Safe to store and to print.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.current.fingerprint()
    }

    /// Whether a stored fingerprint is that of the current or of an older key. A database
    /// whose fingerprint is unknown belongs to other keys: refuse to start.
    #[must_use]
    pub fn knows_fingerprint(&self, fingerprint: &str) -> bool {
        self.keys().any(|key| key.fingerprint() == fingerprint)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &RootKey> {
        std::iter::once(&self.current).chain(&self.older)
    }

    pub(crate) fn key(&self, id: &KeyId) -> Option<&RootKey> {
        self.keys().find(|key| key.id == *id)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let older: Vec<&KeyId> = self.older.iter().map(|key| &key.id).collect();
        f.debug_struct("Keyring")
            .field("current", &self.current.id)
            .field("older", &older)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{DigestPurpose, KeyId, Keyring, KeyringError, authenticate};
    use crate::entropy::{
        EntropyFailure,
        testing::{Broken, Seeded},
    };
    use data_encoding::HEXLOWER;
    use hmac::{Hmac, KeyInit, Mac};
    use proptest::prelude::*;
    use sha2::Sha256;

    fn id(text: &str) -> KeyId {
        text.parse().unwrap()
    }

    fn ring(seed: u64) -> Keyring {
        Keyring::generate(&Seeded::new(seed), id("k1")).unwrap()
    }

    /// The stored formats rest on this: key and parts as written down, by the plain interface.
    #[test]
    fn a_keyed_digest_is_hmac_sha256_of_length_prefixed_parts() {
        let mut mac = Hmac::<Sha256>::new_from_slice(&[9; 32]).unwrap();
        mac.update(b"\0\0\0\0\0\0\0\x02ab\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01c");
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(authenticate(&[9; 32], &[b"ab", b"", b"c"]), expected);
    }

    /// RFC 4231 test case 1 shows that the padding done here is HMAC's own.
    #[test]
    fn the_mac_agrees_with_rfc_4231() {
        let mut key = [0; 64];
        key[..20].fill(0x0b);
        let mut mac = Hmac::<Sha256>::new((&key).into());
        mac.update(b"Hi There");
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(
            HEXLOWER.encode(&digest),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }

    #[test]
    fn purposes_keys_and_part_boundaries_separate_digests() {
        let purposes = [
            DigestPurpose::AttemptBudget,
            DigestPurpose::UnknownName,
            DigestPurpose::FormNonce,
            DigestPurpose::SessionToken,
            DigestPurpose::MailedCode,
            DigestPurpose::RecoveryCode,
            DigestPurpose::MailRecipient,
        ];
        let inputs: [&[&[u8]]; 5] = [
            &[],
            &[b""],
            &[b"ab", b"c"],
            &[b"a", b"bc"],
            &[b"a", b"b", b"c"],
        ];
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..3 {
            let ring = ring(seed);
            for purpose in purposes {
                for parts in inputs {
                    assert!(seen.insert(ring.keyed_digest(purpose, parts)));
                }
            }
        }
    }

    #[test]
    fn rotation_keeps_old_digests_recognisable() {
        let parts: &[&[u8]] = &[b"123456789", b"hanako"];
        let purpose = DigestPurpose::AttemptBudget;
        let before = ring(1);
        let stored = before.keyed_digest(purpose, parts);
        let after = before.rotate(&Seeded::new(2), id("k2")).unwrap();
        assert_ne!(after.keyed_digest(purpose, parts), stored);
        assert_eq!(
            after.keyed_digests(purpose, parts)[0],
            after.keyed_digest(purpose, parts)
        );
        assert_eq!(after.keyed_digests(purpose, parts)[1], stored);
        assert!(after.recognises(purpose, parts, &stored));
        assert!(!after.recognises(purpose, parts, &stored[..31]));
        assert!(!after.recognises(DigestPurpose::UnknownName, parts, &stored));
        assert!(!after.recognises(purpose, &[b"123456789hanako"], &stored));
    }

    #[test]
    fn a_fingerprint_tells_rings_apart_and_survives_rotation() {
        let first = ring(1);
        let fingerprint = first.fingerprint();
        assert_eq!(fingerprint, ring(1).fingerprint());
        assert_ne!(fingerprint, ring(2).fingerprint());
        assert_eq!(fingerprint.len(), "k1:".len() + 32);
        assert!(!ring(2).knows_fingerprint(&fingerprint));
        let rotated = first.rotate(&Seeded::new(3), id("k2")).unwrap();
        assert!(rotated.fingerprint().starts_with("k2:"));
        assert!(rotated.knows_fingerprint(&fingerprint));
        assert!(!rotated.knows_fingerprint(""));
    }

    #[test]
    fn a_name_is_used_once() {
        assert_eq!(
            ring(1).rotate(&Seeded::new(2), id("k1")).unwrap_err(),
            KeyringError::DuplicateId
        );
    }

    #[test]
    fn a_failing_generator_makes_no_key() {
        assert_eq!(
            Keyring::generate(&Broken, id("k1")).unwrap_err(),
            EntropyFailure
        );
        assert_eq!(
            ring(1).rotate(&Broken, id("k2")).unwrap_err(),
            KeyringError::Entropy(EntropyFailure)
        );
    }

    #[test]
    fn a_ring_does_not_print_its_keys() {
        let ring = ring(1);
        assert_eq!(
            format!("{ring:?}"),
            r#"Keyring { current: KeyId("k1"), older: [], .. }"#
        );
    }

    proptest! {
        #[test]
        fn only_short_plain_names_are_key_ids(text in "\\PC{0,40}") {
            let plain = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '-';
            let good = (1..=32).contains(&text.chars().count()) && text.chars().all(plain);
            prop_assert_eq!(text.parse::<KeyId>().is_ok(), good);
        }
    }
}

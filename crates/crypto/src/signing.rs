//! Signatures (Ed25519, RFC 8032) that others can check without holding any of our secrets.
//!
//! The signing keys are derived from the root keys, one for each purpose: whoever has the key
//! file has them, nobody needs a second file, and `keys rotate` replaces them with the rest.

use crate::Keyring;
use crate::keyring::RootKey;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// Bytes of a signature.
pub const SIGNATURE_BYTES: usize = 64;

/// What a signature is for; a key of one purpose signs nothing of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SigningPurpose {
    /// Who stands at the door of another application.
    Door,
    /// Checkpoints of the audit trail.
    Audit,
}

impl SigningPurpose {
    /// Part of what the public keys rest on: never change one, never use one twice.
    fn label(self) -> &'static [u8] {
        match self {
            Self::Door => b"sign/door",
            Self::Audit => b"sign/audit",
        }
    }
}

/// The public half of a signing key: checks signatures and makes none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads the 32 bytes of a public key; `None` for what is none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        VerifyingKey::from_bytes(bytes).ok().map(Self)
    }

    /// The 32 bytes of the key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The 32 bytes in url-safe base64: the member `x` of its JWK (RFC 8037, section 2).
    #[must_use]
    pub fn x(&self) -> String {
        BASE64URL_NOPAD.encode(self.as_bytes())
    }

    /// The key's name: the thumbprint of its JWK (RFC 7638), 43 characters.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        BASE64URL_NOPAD.encode(&Sha256::digest(jwk.as_bytes()))
    }

    /// Whether `signature` is this key's over `message`; weak keys and twisted signatures are
    /// refused.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        signature
            .try_into()
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

impl Keyring {
    /// Signs `message` with the current key of a purpose.
    #[must_use]
    pub fn sign(&self, purpose: SigningPurpose, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        signing_key(&self.current, purpose).sign(message).to_bytes()
    }

    /// The public halves of all keys of a purpose, the one that signs now first.
    #[must_use]
    pub fn public_keys(&self, purpose: SigningPurpose) -> Vec<PublicKey> {
        self.keys()
            .map(|root| PublicKey(signing_key(root, purpose).verifying_key()))
            .collect()
    }
}

fn signing_key(root: &RootKey, purpose: SigningPurpose) -> SigningKey {
    SigningKey::from_bytes(&root.derive(purpose.label()))
}

#[cfg(test)]
mod tests {
    use super::{PublicKey, SigningPurpose};
    use crate::Keyring;
    use crate::entropy::testing::Seeded;
    use data_encoding::{BASE64URL_NOPAD, HEXLOWER};

    fn ring(seed: u64) -> Keyring {
        Keyring::generate(&Seeded::new(seed), "k1".parse().unwrap()).unwrap()
    }

    /// Shows ASVS-19.
    #[test]
    fn only_the_holder_of_the_keys_signs() {
        let ours = ring(1);
        let signature = ours.sign(SigningPurpose::Door, b"message");
        let key = ours.public_keys(SigningPurpose::Door).remove(0);
        assert!(key.verifies(b"message", &signature));
        assert!(!key.verifies(b"massage", &signature));
        assert!(!key.verifies(b"message", &signature[..63]));
        let mut bent = signature;
        bent[5] ^= 1;
        assert!(!key.verifies(b"message", &bent));
        let others = ring(2).public_keys(SigningPurpose::Door).remove(0);
        assert!(!others.verifies(b"message", &signature));
    }

    /// Public keys are handed out and checkpoints kept for years: no label may ever change.
    #[test]
    fn a_key_of_one_purpose_signs_nothing_of_another() {
        let ring = ring(1);
        let door = ring.public_keys(SigningPurpose::Door).remove(0);
        let audit = ring.public_keys(SigningPurpose::Audit).remove(0);
        assert_ne!(door.as_bytes(), audit.as_bytes());
        let signature = ring.sign(SigningPurpose::Audit, b"m");
        assert!(audit.verifies(b"m", &signature) && !door.verifies(b"m", &signature));
        assert_eq!(SigningPurpose::Door.label(), b"sign/door");
        assert_eq!(SigningPurpose::Audit.label(), b"sign/audit");
    }

    #[test]
    fn a_rotation_keeps_the_older_public_key_and_signs_with_the_new_one() {
        let before = ring(1);
        let old = before.public_keys(SigningPurpose::Door).remove(0);
        let signature = before.sign(SigningPurpose::Door, b"m");
        let after = before
            .rotate(&Seeded::new(9), "k2".parse().unwrap())
            .unwrap();
        let keys = after.public_keys(SigningPurpose::Door);
        assert_eq!(keys.get(1), Some(&old));
        assert!(keys[1].verifies(b"m", &signature) && !keys[0].verifies(b"m", &signature));
        assert!(keys[0].verifies(b"m", &after.sign(SigningPurpose::Door, b"m")));
    }

    /// RFC 8032, section 7.1, test 2, and RFC 8037, appendix A.3: others check what we check.
    /// Shows ASVS-20.
    #[test]
    fn keys_and_signatures_are_those_of_the_rfcs() {
        let bytes = |text: &str| HEXLOWER.decode(text.as_bytes()).unwrap();
        let key = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let key = PublicKey::from_bytes(&key.try_into().unwrap()).unwrap();
        let signature = bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        );
        assert!(key.verifies(&[0x72], &signature));
        let jwk = BASE64URL_NOPAD
            .decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
            .unwrap();
        let key = PublicKey::from_bytes(&jwk.try_into().unwrap()).unwrap();
        assert_eq!(
            key.thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }
}

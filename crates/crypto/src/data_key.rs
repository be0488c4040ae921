//! Encryption under one key that the caller keeps, as a file of the user's own needs it.
//!
//! XChaCha20-Poly1305 with a random nonce of 192 bits. What is sealed: nonce, ciphertext, tag.

use crate::entropy::{Entropy, EntropyFailure, random_array};
use crate::keyring::{KeyId, Keyring, authenticate};
use crate::sealed::SealError;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::AeadInOut};
use std::fmt;
use zeroize::Zeroizing;

/// Bytes of a key: 256 bits.
pub const DATA_KEY_BYTES: usize = 32;

/// Bytes that sealing adds: the nonce and the tag.
pub const SEAL_BYTES: usize = NONCE_BYTES + 16;

const NONCE_BYTES: usize = 24;

/// A 256-bit key; never printed, wiped on drop.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; DATA_KEY_BYTES]>);

/// What was to be opened is cut off, was changed, belongs elsewhere, or is under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed under another key, or changed")]
pub struct NotOpened;

impl DataKey {
    /// A fresh random key.
    ///
    /// # Errors
    /// [`EntropyFailure`] when the generator cannot deliver.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, EntropyFailure> {
        Ok(Self(Zeroizing::new(random_array(entropy)?)))
    }

    /// The key that `bytes` are; none unless they are 32.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The bytes, for sealing them under another key.
    #[must_use]
    pub fn expose(&self) -> &[u8; DATA_KEY_BYTES] {
        &self.0
    }

    /// Seals `plaintext` so that it opens only with the same `associated` data.
    ///
    /// # Errors
    /// [`SealError`] when the generator fails, or beyond 256 GiB.
    pub fn seal(
        &self,
        associated: &[u8],
        plaintext: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, SealError> {
        let nonce = random_array::<NONCE_BYTES>(entropy)?;
        let mut sealed = Zeroizing::new(Vec::with_capacity(plaintext.len() + SEAL_BYTES));
        sealed.extend_from_slice(plaintext);
        self.cipher()
            .encrypt_in_place(&XNonce::from(nonce), associated, &mut *sealed)
            .map_err(|_| SealError::TooLong)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`DataKey::seal`] made.
    ///
    /// # Errors
    /// [`NotOpened`]; nothing is said about the content.
    pub fn open(&self, associated: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(NotOpened)?;
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        self.cipher()
            .decrypt_in_place(&XNonce::from(*nonce), associated, &mut *buffer)
            .map_err(|_| NotOpened)?;
        Ok(buffer)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}

impl Keyring {
    /// The key of one backup: derived from the root key named `id` and the random name of the file,
    /// so that no two backups share one. `None`: the ring does not hold that root key.
    #[must_use]
    pub fn key_of_backup(&self, id: &KeyId, file: &[u8; 16]) -> Option<DataKey> {
        let purpose = self.key(id)?.derive(b"seal/backup");
        Some(DataKey(Zeroizing::new(authenticate(&purpose, &[file]))))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::{DataKey, NotOpened, SEAL_BYTES};
    use crate::Keyring;
    use crate::entropy::testing::{Broken, Seeded};

    #[test]
    fn every_backup_has_a_key_of_its_own() {
        let ring = Keyring::generate(&Seeded::new(1), "a".parse().unwrap()).unwrap();
        let id = ring.current_id().clone();
        let key = |ring: &Keyring, file| *ring.key_of_backup(&id, &[file; 16]).unwrap().expose();
        assert_eq!(key(&ring, 1), key(&ring, 1));
        assert_ne!(key(&ring, 1), key(&ring, 2));
        let other = Keyring::generate(&Seeded::new(2), "a".parse().unwrap()).unwrap();
        assert_ne!(key(&ring, 1), key(&other, 1));
        assert!(
            ring.key_of_backup(&"b".parse().unwrap(), &[1; 16])
                .is_none()
        );
        let rotated = ring.rotate(&Seeded::new(3), "b".parse().unwrap()).unwrap();
        assert!(rotated.key_of_backup(&id, &[1; 16]).is_some());
    }

    #[test]
    fn a_key_is_its_bytes_and_no_two_are_alike() {
        let entropy = Seeded::new(1);
        let key = DataKey::random(&entropy).unwrap();
        let same = DataKey::from_bytes(key.expose()).unwrap();
        let sealed = key.seal(b"here", b"content", &entropy).unwrap();
        assert_eq!(same.open(b"here", &sealed).unwrap().as_slice(), b"content");
        assert_ne!(key.expose(), DataKey::random(&entropy).unwrap().expose());
    }

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_place_only() {
        let entropy = Seeded::new(1);
        let key = DataKey::random(&entropy).unwrap();
        let other = DataKey::random(&entropy).unwrap();
        let sealed = key.seal(b"here", b"content", &entropy).unwrap();
        assert_eq!(sealed.len(), 7 + SEAL_BYTES);
        assert_eq!(key.open(b"here", &sealed).unwrap().as_slice(), b"content");
        assert_eq!(key.open(b"there", &sealed).err(), Some(NotOpened));
        assert_eq!(other.open(b"here", &sealed).err(), Some(NotOpened));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(b"here", &changed).err(), Some(NotOpened), "{at}");
            assert_eq!(key.open(b"here", &sealed[..at]).err(), Some(NotOpened));
        }
        let again = key.seal(b"here", b"content", &entropy).unwrap();
        assert_ne!(again, sealed, "a nonce is used once");
    }

    #[test]
    fn without_randomness_nothing_is_sealed() {
        assert!(DataKey::random(&Broken).is_err());
        let key = DataKey::from_bytes(&[1; 32]).unwrap();
        assert!(key.seal(b"", b"content", &Broken).is_err());
    }

    #[test]
    fn a_key_has_32_bytes_and_does_not_print() {
        assert!(DataKey::from_bytes(&[1; 31]).is_none());
        assert!(DataKey::from_bytes(&[1; 33]).is_none());
        let printed = format!("{:?}", DataKey::from_bytes(&[1; 32]).unwrap());
        assert_eq!(printed, "DataKey(..)");
    }
}

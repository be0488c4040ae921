//! How a key file changes: a key is added, made current, taken out.

use super::{KeyId, Keyring, KeyringError, RootKey};
use crate::Entropy;

impl Keyring {
    /// Makes a fresh key current; the one that was current becomes readable only.
    ///
    /// # Errors
    /// [`KeyringError::DuplicateId`] if the ring knows that name, [`KeyringError::Entropy`]
    /// when the generator fails. The ring is gone then; it still stands in its file.
    pub fn rotate(self, entropy: &dyn Entropy, id: KeyId) -> Result<Self, KeyringError> {
        let name = id.clone();
        self.add(entropy, id)?.with_current(&name)
    }

    /// Adds a fresh key that only reads for now, so that every node can have it before one uses it.
    ///
    /// # Errors
    /// As [`Keyring::rotate`].
    pub fn add(mut self, entropy: &dyn Entropy, id: KeyId) -> Result<Self, KeyringError> {
        if self.key(&id).is_some() {
            return Err(KeyringError::DuplicateId);
        }
        self.older.insert(0, RootKey::random(entropy, id)?);
        Ok(self)
    }

    /// Makes the key of this name current.
    ///
    /// # Errors
    /// [`KeyringError::NoSuchKey`].
    pub fn with_current(mut self, id: &KeyId) -> Result<Self, KeyringError> {
        if self.current.id == *id {
            return Ok(self);
        }
        let place = self.older.iter().position(|key| key.id == *id);
        let new = self.older.remove(place.ok_or(KeyringError::NoSuchKey)?);
        let old = std::mem::replace(&mut self.current, new);
        self.older.insert(0, old);
        Ok(self)
    }

    /// Takes a key out. The current one stays.
    ///
    /// # Errors
    /// [`KeyringError::NoSuchKey`] when it is none of the older ones.
    pub fn without(mut self, id: &KeyId) -> Result<Self, KeyringError> {
        let place = self.older.iter().position(|key| key.id == *id);
        self.older.remove(place.ok_or(KeyringError::NoSuchKey)?);
        Ok(self)
    }

    /// The names of all keys, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = &KeyId> {
        self.keys().map(|key| &key.id)
    }

    /// What everything that was sealed under the key of this name begins with.
    #[must_use]
    pub fn mark_of(id: &KeyId) -> Vec<u8> {
        crate::sealed::header(id)
    }
}

#[cfg(test)]
mod tests {
    use super::{Keyring, KeyringError};
    use crate::Purpose;
    use crate::entropy::testing::Seeded;

    #[test]
    fn a_key_is_added_used_and_taken_out() {
        let id = |text: &str| text.parse().unwrap();
        let ring = Keyring::generate(&Seeded::new(1), id("a")).unwrap();
        let ring = ring.add(&Seeded::new(2), id("b")).unwrap();
        let ids = |ring: &Keyring| ring.ids().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ids(&ring), ["a", "b"]);
        let seal = |ring: &Keyring| {
            let sealed = ring.seal(Purpose::FormResult, &[], b"x", &Seeded::new(3));
            sealed.unwrap()
        };
        assert!(seal(&ring).starts_with(&Keyring::mark_of(&id("a"))));
        let ring = ring.with_current(&id("b")).unwrap();
        assert_eq!(ids(&ring), ["b", "a"]);
        assert!(seal(&ring).starts_with(&Keyring::mark_of(&id("b"))));
        assert!(!seal(&ring).starts_with(&Keyring::mark_of(&id("a"))));
        let ring = ring.without(&id("a")).unwrap();
        assert_eq!(ids(&ring), ["b"]);
        assert_eq!(ring.without(&id("b")).unwrap_err(), KeyringError::NoSuchKey);
    }
}

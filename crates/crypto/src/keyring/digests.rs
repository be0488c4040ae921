//! Digests that only the holder of the keys can make.
//!
//! What is stored under a digest is found again only by the same key. So it is not always the
//! current key that makes them: all nodes on a database use the one that the database names
//! ([`Keyring::make_digests_with`]), whatever their files say is current, and it changes for all
//! of them at one moment.

use super::{DigestPurpose, KeyId, Keyring, RootKey, authenticate};
use std::sync::atomic::Ordering;
use subtle::ConstantTimeEq;

impl Keyring {
    /// Makes digests with the key of this name from now on. False: the ring does not hold it.
    pub fn make_digests_with(&self, id: &KeyId) -> bool {
        let place = self.keys().position(|key| key.id == *id);
        if let Some(place) = place {
            self.digests.store(place, Ordering::Release);
        }
        place.is_some()
    }

    /// The name of the key that makes digests: the current one unless another was named.
    #[must_use]
    pub fn digest_id(&self) -> &KeyId {
        &self.digest_key().id
    }

    fn digest_key(&self) -> &RootKey {
        let place = self.digests.load(Ordering::Acquire);
        self.keys().nth(place).unwrap_or(&self.current)
    }

    /// The digest of `parts`.
    ///
    /// Whoever looks something up that may have been stored under another key uses
    /// [`Keyring::keyed_digests`].
    #[must_use]
    pub fn keyed_digest(&self, purpose: DigestPurpose, parts: &[&[u8]]) -> [u8; 32] {
        authenticate(&self.digest_key().derive(purpose.label()), parts)
    }

    /// The digests of `parts` under every key, the one of [`Keyring::keyed_digest`] first.
    #[must_use]
    pub fn keyed_digests(&self, purpose: DigestPurpose, parts: &[&[u8]]) -> Vec<[u8; 32]> {
        let first = self.digest_key();
        let others = self.keys().filter(|key| key.id != first.id);
        std::iter::once(first)
            .chain(others)
            .map(|key| authenticate(&key.derive(purpose.label()), parts))
            .collect()
    }

    /// The digest of `parts` under the key of this name.
    #[must_use]
    pub fn keyed_digest_under(
        &self,
        id: &KeyId,
        purpose: DigestPurpose,
        parts: &[&[u8]],
    ) -> Option<[u8; 32]> {
        let key = self.key(id)?;
        Some(authenticate(&key.derive(purpose.label()), parts))
    }

    /// Whether `digest` is that of `parts` under any key of the ring; in constant time.
    #[must_use]
    pub fn recognises(&self, purpose: DigestPurpose, parts: &[&[u8]], digest: &[u8]) -> bool {
        let mut found = subtle::Choice::from(0);
        for made in self.keyed_digests(purpose, parts) {
            found |= made.as_slice().ct_eq(digest);
        }
        found.into()
    }
}

#[cfg(test)]
mod tests {
    use crate::entropy::testing::Seeded;
    use crate::{DigestPurpose, Keyring};

    #[test]
    fn the_key_of_digests_is_not_always_the_current_one() {
        let parts: &[&[u8]] = &[b"123456789", b"hanako"];
        let purpose = DigestPurpose::AttemptBudget;
        let old = Keyring::generate(&Seeded::new(1), "a".parse().unwrap()).unwrap();
        let stored = old.keyed_digest(purpose, parts);
        let new = old.rotate(&Seeded::new(2), "b".parse().unwrap()).unwrap();
        assert_ne!(new.keyed_digest(purpose, parts), stored);
        assert!(new.make_digests_with(&"a".parse().unwrap()));
        assert_eq!(new.digest_id().as_str(), "a");
        assert_eq!(new.keyed_digest(purpose, parts), stored);
        assert_eq!(new.keyed_digests(purpose, parts)[0], stored);
        assert_eq!(new.keyed_digests(purpose, parts).len(), 2);
        assert!(!new.make_digests_with(&"c".parse().unwrap()));
        assert_eq!(new.digest_id().as_str(), "a");
        let under = |id: &str| new.keyed_digest_under(&id.parse().unwrap(), purpose, parts);
        assert_eq!(under("a"), Some(stored));
        assert_eq!(under("c"), None);
    }
}

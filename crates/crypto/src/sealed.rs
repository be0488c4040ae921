//! Encryption of what the database keeps, bound to the row it belongs to.
//!
//! Layout: version `1`, algorithm `1` (XChaCha20-Poly1305), length of the key id, key id,
//! 24-byte nonce, ciphertext, 16-byte tag. The associated data holds, each preceded by its
//! length: that header, the purpose and every part of the context; so a sealed value opens
//! only in its own place (PCI DSS 3.7.7: no substitution). The nonce is random; with 192 bits
//! no two values under one key will ever share it.

use crate::{Entropy, EntropyFailure, KeyId, Keyring, entropy::random_array, keyring::RootKey};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::AeadInOut};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const XCHACHA20_POLY1305: u8 = 1;
const NONCE_BYTES: usize = 24;
const MAC_BYTES: usize = 16;

/// What a sealed value is; each purpose has its own key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The shared secret of an authenticator app. Context: merchant, user, factor.
    TotpSecret,
    /// The public key of a passkey: nobody puts another in its place. Context: merchant, user, factor.
    Passkey,
    /// A password hash. Context: merchant, user.
    PasswordHash,
    /// The parameters of a mail not yet handed over. Context: the outbox row.
    OutboxParameters,
    /// New recovery codes while their page shows them. Context: merchant, user, session.
    RecoveryCodes,
    /// The stored answer to a form that is posted twice. Context: the nonce.
    FormResult,
    /// A list of users, or what became of its lines. Context: merchant, list, which of the two.
    UserList,
}

impl Purpose {
    /// Part of the stored format: never change one, never use one twice.
    fn label(self) -> &'static [u8] {
        match self {
            Self::TotpSecret => b"seal/totp-secret",
            Self::Passkey => b"seal/passkey",
            Self::PasswordHash => b"seal/password-hash",
            Self::OutboxParameters => b"seal/outbox-parameters",
            Self::RecoveryCodes => b"seal/recovery-codes",
            Self::FormResult => b"seal/form-result",
            Self::UserList => b"seal/user-list",
        }
    }
}

/// Why nothing could be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// No nonce, no sealing.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
    /// More than the cipher takes in one piece (256 GiB).
    #[error("too long to seal")]
    TooLong,
}

/// Why a sealed value does not open. None of these says anything about the content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Cut off, or not written by this product.
    #[error("not a sealed value")]
    Malformed,
    /// Sealed under a key that the ring does not hold.
    #[error("sealed under the unknown key {0}")]
    UnknownKey(KeyId),
    /// Changed, of another purpose or context, or under another key of the same name.
    #[error("a sealed value was changed or is not in its place")]
    Forged,
}

struct Parts<'a> {
    header: &'a [u8],
    id: KeyId,
    nonce: &'a [u8; NONCE_BYTES],
    ciphertext: &'a [u8],
}

impl Keyring {
    /// Seals `plaintext` under the current key, for one purpose and one place (`context`: the
    /// ids that name the row, in a fixed order).
    ///
    /// # Errors
    /// [`SealError`] when the generator fails; nothing is sealed under a weak nonce.
    pub fn seal(
        &self,
        purpose: Purpose,
        context: &[&[u8]],
        plaintext: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, SealError> {
        let nonce = random_array::<NONCE_BYTES>(entropy)?;
        let header = header(&self.current.id);
        let mut buffer = Zeroizing::new(Vec::with_capacity(plaintext.len() + MAC_BYTES));
        buffer.extend_from_slice(plaintext);
        cipher(&self.current, purpose)
            .encrypt_in_place(
                &XNonce::from(nonce),
                &associated_data(&header, purpose, context),
                &mut *buffer,
            )
            .map_err(|_| SealError::TooLong)?;
        Ok([header.as_slice(), &nonce, &buffer].concat())
    }

    /// Opens what [`Keyring::seal`] made for the same purpose and context, under the current
    /// or an older key.
    ///
    /// # Errors
    /// [`OpenError`]: malformed, unknown key, or changed.
    pub fn open(
        &self,
        purpose: Purpose,
        context: &[&[u8]],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let parts = split(sealed).ok_or(OpenError::Malformed)?;
        let key = self.key(&parts.id).ok_or(OpenError::UnknownKey(parts.id))?;
        let mut buffer = Zeroizing::new(parts.ciphertext.to_vec());
        cipher(key, purpose)
            .decrypt_in_place(
                &XNonce::from(*parts.nonce),
                &associated_data(parts.header, purpose, context),
                &mut *buffer,
            )
            .map_err(|_| OpenError::Forged)?;
        Ok(buffer)
    }

    /// Whether `sealed` names the current key; if not, a rotation has yet to seal it again.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        split(sealed).is_some_and(|parts| parts.id == self.current.id)
    }
}

fn cipher(key: &RootKey, purpose: Purpose) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*key.derive(purpose.label())).into())
}

pub(crate) fn header(id: &KeyId) -> Vec<u8> {
    // A key id has at most 32 bytes, so its length fits.
    let length = u8::try_from(id.as_str().len()).unwrap_or(u8::MAX);
    [
        &[VERSION, XCHACHA20_POLY1305, length],
        id.as_str().as_bytes(),
    ]
    .concat()
}

fn split(sealed: &[u8]) -> Option<Parts<'_>> {
    let [VERSION, XCHACHA20_POLY1305, length, rest @ ..] = sealed else {
        return None;
    };
    let (id, rest) = rest.split_at_checked(usize::from(*length))?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_BYTES>()?;
    let header = sealed.get(..3 + id.len())?;
    let id = std::str::from_utf8(id).ok()?.parse().ok()?;
    (ciphertext.len() >= MAC_BYTES).then_some(Parts {
        header,
        id,
        nonce,
        ciphertext,
    })
}

fn associated_data(header: &[u8], purpose: Purpose, context: &[&[u8]]) -> Vec<u8> {
    let mut data = Vec::new();
    for part in [header, purpose.label()].iter().chain(context) {
        data.extend_from_slice(&(part.len() as u64).to_be_bytes());
        data.extend_from_slice(part);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::{OpenError, Purpose, SealError};
    use crate::{
        Keyring,
        entropy::{
            EntropyFailure,
            testing::{Broken, Seeded},
        },
    };
    use proptest::prelude::*;

    const PLACE: &[&[u8]] = &[b"merchant", b"user", b"factor"];
    const PURPOSES: [Purpose; 5] = [
        Purpose::TotpSecret,
        Purpose::PasswordHash,
        Purpose::OutboxParameters,
        Purpose::FormResult,
        Purpose::UserList,
    ];

    fn ring(seed: u64, id: &str) -> Keyring {
        Keyring::generate(&Seeded::new(seed), id.parse().unwrap()).unwrap()
    }

    fn seal(ring: &Keyring, plaintext: &[u8]) -> Vec<u8> {
        ring.seal(Purpose::TotpSecret, PLACE, plaintext, &Seeded::new(99))
            .unwrap()
    }

    /// Shows OTP-13: what is stored opens again, and does not hold the secret.
    /// Shows PCI-14, ASVS-22.
    #[test]
    fn a_secret_is_stored_encrypted() {
        let ring = ring(1, "k1");
        let secret = *b"12345678901234567890";
        let sealed = seal(&ring, &secret);
        assert_eq!(sealed.len(), 3 + 2 + 24 + 20 + 16);
        assert_eq!(&sealed[..5], b"\x01\x01\x02k1");
        assert!(
            !sealed
                .windows(4)
                .any(|window| secret.windows(4).any(|w| w == window))
        );
        let opened = ring.open(Purpose::TotpSecret, PLACE, &sealed).unwrap();
        assert_eq!(opened.as_slice(), secret);
    }

    /// Shows catalogue row PCI 3.7.7: a secret moved to another user, merchant, factor or
    /// purpose does not open, however the parts are cut.
    /// Shows PCI-5, PCI-21.
    #[test]
    fn a_sealed_value_opens_only_in_its_place() {
        let ring = ring(1, "k1");
        let sealed = seal(&ring, b"secret");
        let elsewhere: [&[&[u8]]; 9] = [
            &[b"merchant", b"resu", b"factor"],
            &[b"merchanu", b"user", b"factor"],
            &[b"merchant", b"user", b"factos"],
            &[b"user", b"merchant", b"factor"],
            &[b"merchant", b"user"],
            &[b"merchant", b"user", b"factor", b""],
            &[b"merchantu", b"ser", b"factor"],
            &[b"merchantuserfactor"],
            &[],
        ];
        for context in elsewhere {
            let opened = ring.open(Purpose::TotpSecret, context, &sealed);
            assert_eq!(opened.unwrap_err(), OpenError::Forged);
        }
        for purpose in PURPOSES {
            let opened = ring.open(purpose, PLACE, &sealed).is_ok();
            assert_eq!(opened, purpose == Purpose::TotpSecret);
        }
    }

    /// Shows catalogue rows PCI 3.6.1 and 3.7.4, 3.7.5: other keys open nothing, a retired
    /// key reads but never seals.
    /// Shows PCI-3, PCI-4.
    #[test]
    fn old_values_open_after_a_rotation_and_new_ones_are_under_the_new_key() {
        let before = ring(1, "k1");
        let old = seal(&before, b"secret");
        let after = before
            .rotate(&Seeded::new(2), "k2".parse().unwrap())
            .unwrap();
        assert_eq!(
            after
                .open(Purpose::TotpSecret, PLACE, &old)
                .unwrap()
                .as_slice(),
            b"secret"
        );
        assert!(!after.is_current(&old));
        let new = seal(&after, b"secret");
        assert_eq!(&new[..5], b"\x01\x01\x02k2");
        assert!(after.is_current(&new));
        let retired = ring(1, "k1");
        let unknown = OpenError::UnknownKey("k2".parse().unwrap());
        assert_eq!(
            retired.open(Purpose::TotpSecret, PLACE, &new).unwrap_err(),
            unknown
        );
        // Another key of the same name, and a value relabelled to a key of the ring.
        let opened = ring(7, "k1").open(Purpose::TotpSecret, PLACE, &old);
        assert_eq!(opened.unwrap_err(), OpenError::Forged);
        let mut relabelled = old;
        relabelled[4] = b'2';
        let opened = after.open(Purpose::TotpSecret, PLACE, &relabelled);
        assert_eq!(opened.unwrap_err(), OpenError::Forged);
    }

    #[test]
    fn equal_secrets_do_not_look_equal() {
        let (ring, entropy) = (ring(1, "k1"), Seeded::new(5));
        let once = || {
            ring.seal(Purpose::TotpSecret, PLACE, b"secret", &entropy)
                .unwrap()
        };
        let (first, second) = (once(), once());
        assert!(
            first[5..]
                .iter()
                .zip(&second[5..])
                .filter(|(a, b)| a != b)
                .count()
                > 30
        );
    }

    #[test]
    fn a_failing_generator_seals_nothing() {
        let sealed = ring(1, "k1").seal(Purpose::TotpSecret, PLACE, b"secret", &Broken);
        assert_eq!(sealed.unwrap_err(), SealError::Entropy(EntropyFailure));
    }

    proptest! {
        #[test]
        fn everything_sealed_opens(plaintext: Vec<u8>, context: Vec<Vec<u8>>, seed: u64) {
            let ring = ring(seed, "k1");
            let context: Vec<&[u8]> = context.iter().map(Vec::as_slice).collect();
            let sealed = ring
                .seal(Purpose::OutboxParameters, &context, &plaintext, &Seeded::new(seed ^ 1))
                .unwrap();
            let opened = ring.open(Purpose::OutboxParameters, &context, &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plaintext);
        }

        /// Shows catalogue row PCI 3.7.7: any flipped bit is found.
        /// Shows PCI-5, ASVS-20.
        #[test]
        fn a_flipped_bit_is_found(at in 0usize..(3 + 2 + 24 + 20 + 16), bit in 0u8..8) {
            let ring = ring(1, "k1");
            let mut sealed = seal(&ring, b"12345678901234567890");
            sealed[at] ^= 1 << bit;
            prop_assert!(ring.open(Purpose::TotpSecret, PLACE, &sealed).is_err());
        }

        #[test]
        fn a_cut_or_lengthened_value_does_not_open(keep in 0usize..65, more in 1usize..40) {
            let ring = ring(1, "k1");
            let sealed = seal(&ring, b"12345678901234567890");
            prop_assert!(ring.open(Purpose::TotpSecret, PLACE, &sealed[..keep]).is_err());
            prop_assert!(ring.open(Purpose::TotpSecret, PLACE, &sealed[65 - keep..]).is_err() || keep == 65);
            let longer = [sealed, vec![0; more]].concat();
            prop_assert!(ring.open(Purpose::TotpSecret, PLACE, &longer).is_err());
        }

        #[test]
        fn foreign_bytes_do_not_open(bytes: Vec<u8>, prefix in 0usize..4) {
            let ring = ring(1, "k1");
            let sealed = [&b"\x01\x01\x02"[..prefix], &bytes].concat();
            prop_assert!(ring.open(Purpose::TotpSecret, PLACE, &sealed).is_err());
            prop_assert!(!ring.is_current(b""));
        }
    }
}

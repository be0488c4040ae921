//! Codes from a counter (RFC 4226).

use hmac::digest::Digest;
use hmac::digest::common::Key;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use zeroize::{Zeroize, Zeroizing};

use crate::{Algorithm, Code, Digits, Secret};

/// A counter-based token, as another service may hand it out: its secret, parameters
/// and counter. What the counter means to the app that wrote it (the next one to use,
/// or the last one used) is not portable; it is kept as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hotp {
    /// The shared secret.
    pub secret: Secret,
    /// The hash under the HMAC.
    pub algorithm: Algorithm,
    /// The length of its codes.
    pub digits: Digits,
    /// The moving factor.
    pub counter: u64,
}

/// The code for `counter` (RFC 4226 §5.3; with other hashes than SHA-1, RFC 6238 §1.2).
#[must_use]
pub fn hotp(secret: &Secret, counter: u64, algorithm: Algorithm, digits: Digits) -> Code {
    Code::from_truncated(truncated(secret, counter, algorithm), digits)
}

/// The 31-bit number that a code is made of.
pub(crate) fn truncated(secret: &Secret, counter: u64, algorithm: Algorithm) -> u32 {
    match algorithm {
        Algorithm::Sha1 => truncated_mac::<Sha1>(secret, counter),
        Algorithm::Sha256 => truncated_mac::<Sha256>(secret, counter),
        Algorithm::Sha512 => truncated_mac::<Sha512>(secret, counter),
    }
}

/// The 31-bit number of RFC 4226 §5.3.
fn truncated_mac<D: EagerHash + Digest>(secret: &Secret, counter: u64) -> u32 {
    let mut key = block_key::<D>(secret.expose_bytes());
    let mut mac = <Hmac<D> as KeyInit>::new(&key);
    key.as_mut_slice().zeroize();
    mac.update(&counter.to_be_bytes());
    let mut tag = mac.finalize().into_bytes();
    let number = truncate(&tag);
    tag.as_mut_slice().zeroize();
    number
}

/// The key brought to one block of the hash: padded with zeros, hashed first if it is
/// longer (RFC 2104 §2). HMAC would do so itself, but takes a key of any length only
/// through a `Result` that cannot fail.
fn block_key<D: EagerHash + Digest>(secret: &[u8]) -> Key<Hmac<D>> {
    let mut key = Key::<Hmac<D>>::default();
    let hashed;
    let bytes = if secret.len() > key.len() {
        hashed = Zeroizing::new(D::digest(secret).to_vec());
        hashed.as_slice()
    } else {
        secret
    };
    for (slot, byte) in key.iter_mut().zip(bytes) {
        *slot = *byte;
    }
    key
}

/// Dynamic truncation (RFC 4226 §5.3): the four bytes at the offset that the low half
/// of the last byte names, without the sign bit.
fn truncate(tag: &[u8]) -> u32 {
    let offset = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
    let chosen = tag.iter().skip(offset).take(4);
    chosen.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff
}

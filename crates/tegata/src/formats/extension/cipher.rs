//! What `CryptoJS` makes of a text and a passphrase: Base64 of `Salted__`, a salt of 8 bytes, and
//! AES-256 in CBC mode. Key and start value come from chained MD5. There is no integrity check.

use aes::Aes256;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use crypto::entropy::random_array;
use crypto::{Entropy, EntropyFailure};
use data_encoding::BASE64;
use md5::{Digest, Md5};
use zeroize::Zeroizing;

const PREFIX: &[u8; 8] = b"Salted__";

/// What `sealed` holds; none with the wrong passphrase (most of the time) or if it is damaged.
pub(super) fn open(sealed: &str, passphrase: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let dense: String = sealed.split_whitespace().collect();
    let bytes = BASE64.decode(dense.as_bytes()).ok()?;
    let (salt, body) = bytes.strip_prefix(PREFIX)?.split_first_chunk::<8>()?;
    let (key, start) = derive(passphrase, *salt);
    cbc::Decryptor::<Aes256>::new_from_slices(key.as_slice(), start.as_slice())
        .ok()?
        .decrypt_padded_vec::<Pkcs7>(body)
        .ok()
        .map(Zeroizing::new)
}

/// The reverse of [`open`].
///
/// # Errors
/// [`EntropyFailure`]: no salt.
pub(super) fn seal(
    plain: &[u8],
    passphrase: &[u8],
    entropy: &dyn Entropy,
) -> Result<String, EntropyFailure> {
    let salt = random_array::<8>(entropy)?;
    Ok(seal_with(plain, passphrase, salt))
}

fn seal_with(plain: &[u8], passphrase: &[u8], salt: [u8; 8]) -> String {
    let (key, start) = derive(passphrase, salt);
    let mut bytes = [PREFIX.as_slice(), salt.as_slice()].concat();
    // The lengths are those of the cipher, so this cannot fail.
    if let Ok(cipher) = cbc::Encryptor::<Aes256>::new_from_slices(key.as_slice(), start.as_slice())
    {
        bytes.extend(cipher.encrypt_padded_vec::<Pkcs7>(plain));
    }
    BASE64.encode(&bytes)
}

/// Three rounds of MD5 over the round before, the passphrase and the salt.
fn derive(passphrase: &[u8], salt: [u8; 8]) -> (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>) {
    let mut all = Zeroizing::new(Vec::with_capacity(48));
    let mut round = Vec::new();
    for _ in 0..3 {
        let digest = Md5::new()
            .chain_update(&round)
            .chain_update(passphrase)
            .chain_update(salt)
            .finalize();
        round = digest.to_vec();
        all.extend_from_slice(&round);
    }
    let start = Zeroizing::new(all.split_off(32));
    (all, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_made_with_crypto_js_open_and_are_made_again() {
        let passphrase = data_encoding::HEXLOWER.encode(&(0..120).collect::<Vec<u8>>());
        let vectors = [
            (
                "correct horse",
                "U2FsdGVkX18BAgMEBQYHCLpP/UejjwZFJio3i6K/9+Vu/A3If8yLkRypZvRkElM6",
            ),
            (
                passphrase.as_str(),
                "U2FsdGVkX18REhMUFRYXGCndhn11oQFy1Z/H90LFQLpP/zbInB5mbzdW5vnsA5GK",
            ),
        ];
        for (passphrase, sealed) in vectors {
            let plain = open(sealed, passphrase.as_bytes()).unwrap();
            assert_eq!(plain.as_slice(), b"JBSWY3DPEHPK3PXP");
            let salt = BASE64.decode(sealed.as_bytes()).unwrap()[8..16]
                .try_into()
                .unwrap();
            assert_eq!(seal_with(&plain, passphrase.as_bytes(), salt), sealed);
        }
    }

    #[test]
    fn what_is_no_sealed_text_opens_to_nothing() {
        for sealed in ["", "JBSWY3DP", "U2FsdGVkX18=", "U2FsdGVkX18BAgMEBQYHCA=="] {
            assert!(open(sealed, b"x").is_none(), "{sealed}");
        }
    }
}

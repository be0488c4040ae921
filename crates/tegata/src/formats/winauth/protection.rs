//! How `winauth.xml` protects what is in it. Everything is hexadecimal text.
//!
//! `WINAUTH3`, a salt, a hash of salt and plain text, then the layers. Files of early versions
//! have the layers only. The password's layer: a salt and Blowfish in ECB mode under a key of
//! 256 bytes from PBKDF2, of which Blowfish takes the first 72.

use super::super::writing::WriteError;
use super::super::{Format, ReadError, limits};
use blowfish::Blowfish;
use blowfish::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt};
use crypto::Entropy;
use crypto::entropy::random_array;
use data_encoding::{HEXUPPER, HEXUPPER_PERMISSIVE};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const FORMAT: Format = Format::WinAuthXml;

const HEADER: &[u8; 8] = b"WINAUTH3";
const ROUNDS: u32 = 2000;
/// What is derived; Blowfish uses the first [`KEY_USED`] of it.
const KEY_DERIVED: usize = 256;
const KEY_USED: usize = 72;

/// Undoes protections, and counts them: each costs 26,000 rounds of a hash.
pub(super) struct Opener<'a> {
    password: Option<&'a Zeroizing<String>>,
    left: usize,
}

impl<'a> Opener<'a> {
    /// The most protections in one file.
    const MOST: usize = 500;

    pub(super) fn new(password: Option<&'a Zeroizing<String>>) -> Self {
        Self {
            password,
            left: Self::MOST,
        }
    }

    /// The text under a protection named by its letters: `y` a password, `u` and `m` the Windows
    /// account or machine, `a` and `b` a `YubiKey`.
    ///
    /// # Errors
    /// [`ReadError`]: [`WindowsAccount`](ReadError::WindowsAccount),
    /// [`YubiKey`](ReadError::YubiKey), a missing or wrong password, damage, too many.
    pub(super) fn open(
        &mut self,
        letters: &str,
        hex: &str,
    ) -> Result<Zeroizing<String>, ReadError> {
        let damaged = ReadError::Damaged(FORMAT);
        // The outermost layers are Windows's.
        if letters.contains(['u', 'm']) {
            return Err(ReadError::WindowsAccount);
        }
        if letters.contains(['a', 'b']) {
            return Err(ReadError::YubiKey);
        }
        let dense: Zeroizing<String> =
            Zeroizing::new(hex.chars().filter(|c| !c.is_whitespace()).collect());
        let bytes = HEXUPPER_PERMISSIVE
            .decode(dense.as_bytes())
            .map(Zeroizing::new)
            .map_err(|_| damaged.clone())?;
        if !letters.contains('y') || bytes.len() > limits::FILE {
            return Err(damaged);
        }
        let password = self.password.ok_or(ReadError::PasswordNeeded(FORMAT))?;
        self.left = self
            .left
            .checked_sub(1)
            .ok_or(ReadError::TooCostly(FORMAT))?;
        let plain = open_bytes(&bytes, password).ok_or(ReadError::WrongPassword(FORMAT))?;
        let text = std::str::from_utf8(&plain).map_err(|_| ReadError::WrongPassword(FORMAT))?;
        let text = text.trim_start_matches('\u{feff}');
        Ok(Zeroizing::new(text.to_owned()))
    }
}

fn open_bytes(bytes: &[u8], password: &str) -> Option<Zeroizing<Vec<u8>>> {
    let Some((salt, rest)) = bytes
        .strip_prefix(HEADER)
        .and_then(|rest| rest.split_first_chunk::<8>())
    else {
        return open_layer(bytes, password);
    };
    let with_sha256 = rest.split_at_checked(32).and_then(|(hash, body)| {
        let plain = open_layer(body, password)?;
        same(
            &Sha256::new()
                .chain_update(salt)
                .chain_update(&plain)
                .finalize(),
            hash,
        )
        .then_some(plain)
    });
    // Some Windows policies made it take SHA-1.
    with_sha256.or_else(|| {
        let (hash, body) = rest.split_at_checked(20)?;
        let plain = open_layer(body, password)?;
        same(
            &Sha1::new()
                .chain_update(salt)
                .chain_update(&plain)
                .finalize(),
            hash,
        )
        .then_some(plain)
    })
}

fn same(computed: &[u8], stored: &[u8]) -> bool {
    computed.ct_eq(stored).into()
}

fn open_layer(body: &[u8], password: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (salt, sealed) = body.split_first_chunk::<8>()?;
    if sealed.is_empty() || sealed.len() % 8 != 0 {
        return None;
    }
    let cipher = cipher(password, *salt);
    let mut plain = Zeroizing::new(sealed.to_vec());
    for block in plain.as_chunks_mut::<8>().0 {
        let mut whole = Block::<Blowfish>::from(*block);
        cipher.decrypt_block(&mut whole);
        *block = whole.into();
    }
    let padding = usize::from(*plain.last()?);
    let len = plain.len().checked_sub(padding)?;
    if !(1..=8).contains(&padding) {
        return None;
    }
    plain.truncate(len);
    Some(plain)
}

/// `text` under a password, as hexadecimal text.
///
/// # Errors
/// [`WriteError::BadPassword`] for an empty one, [`WriteError::Entropy`].
pub(super) fn seal(
    text: &str,
    password: &str,
    entropy: &dyn Entropy,
) -> Result<String, WriteError> {
    if password.is_empty() {
        return Err(WriteError::BadPassword);
    }
    let outer = random_array::<8>(entropy)?;
    let inner = random_array::<8>(entropy)?;
    let padding = random_array::<8>(entropy)?;
    let plain = Zeroizing::new([b"\xef\xbb\xbf", text.as_bytes()].concat());
    let sealed = seal_with(&plain, password, [outer, inner, padding]);
    Ok(HEXUPPER.encode(&sealed))
}

fn seal_with(plain: &[u8], password: &str, [outer, inner, padding]: [[u8; 8]; 3]) -> Vec<u8> {
    let hash = Sha256::new()
        .chain_update(outer)
        .chain_update(plain)
        .finalize();
    let count = 8 - plain.len() % 8;
    let mut padded = Zeroizing::new(Vec::with_capacity(plain.len() + count));
    padded.extend_from_slice(plain);
    padded.extend(padding.iter().take(count - 1));
    // At most eight.
    padded.push(u8::try_from(count).unwrap_or(8));
    let cipher = cipher(password, inner);
    for block in padded.as_chunks_mut::<8>().0 {
        let mut whole = Block::<Blowfish>::from(*block);
        cipher.encrypt_block(&mut whole);
        *block = whole.into();
    }
    [HEADER, &outer, hash.as_slice(), &inner, &padded].concat()
}

fn cipher(password: &str, salt: [u8; 8]) -> Blowfish {
    let key = derive(password, salt);
    let mut cipher = Blowfish::bc_init_state();
    cipher.bc_expand_key(key.get(..KEY_USED).unwrap_or_default());
    cipher
}

fn derive(password: &str, salt: [u8; 8]) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(vec![0; KEY_DERIVED]);
    pbkdf2::pbkdf2_hmac::<Sha1>(password.as_bytes(), &salt, ROUNDS, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEALED: &str = "57494E4155544833111213141516171842C709BB3D8742B4998C9B598B8F71AF52F0\
                          0DC4C8AE234223AE7C0F87777D530102030405060708BD843CBF6426AEA5C52B5F6FA95C974A";

    #[test]
    fn the_vector_opens_and_only_with_its_password() {
        let key = derive("password", [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(
            HEXUPPER.encode(&key[..16]),
            "FA8A5B8A80E9EE1D8ABA9256947E38A6"
        );
        let sealed = HEXUPPER.decode(SEALED.as_bytes()).unwrap();
        let plain = open_bytes(&sealed, "password").unwrap();
        assert_eq!(HEXUPPER.encode(&plain), "48656C6C6F21DEADBEEF");
        assert!(open_bytes(&sealed, "Password").is_none());
        // Without the header the whole is the password's layer, and nothing is checked but the
        // padding.
        let plain = open_bytes(&sealed[48..], "password").unwrap();
        assert_eq!(HEXUPPER.encode(&plain), "48656C6C6F21DEADBEEF");
    }

    #[test]
    fn what_is_sealed_opens() {
        for len in 0..20 {
            let plain = vec![b'x'; len];
            let sealed = seal_with(&plain, "pass", [[1; 8], [2; 8], [3; 8]]);
            assert_eq!(open_bytes(&sealed, "pass").unwrap().as_slice(), plain);
            assert!(open_bytes(&sealed, "other").is_none());
        }
    }

    #[test]
    fn sha_1_is_accepted_where_a_policy_asked_for_it() {
        let sealed = seal_with(b"plain", "pass", [[1; 8], [2; 8], [3; 8]]);
        let hash = Sha1::new()
            .chain_update([1; 8])
            .chain_update(b"plain")
            .finalize();
        let old = [&sealed[..16], hash.as_slice(), &sealed[48..]].concat();
        assert_eq!(open_bytes(&old, "pass").unwrap().as_slice(), b"plain");
    }
}

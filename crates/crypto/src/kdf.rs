//! Keys from passwords, for files: Argon2id (RFC 9106), version 19, in the caller's thread.
//!
//! Unlike the pool, which serves many people at once, this computes for the one person who
//! waits for a file to open. What a file claims about its cost is a stranger's word, hence
//! [`cost_of_file`].

use crate::engine::{EngineError, Inputs, evaluate_once};
use crate::password::{Cost, CostError};
use data_encoding::BASE64_NOPAD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The most memory that a file may ask for, in KiB: 256 MiB.
pub const MOST_MEMORY_KIB: u32 = 256 * 1024;

/// The most work that a file may ask for: KiB times passes, as much as 1 GiB filled twice.
pub const MOST_WORK_KIB: u64 = 2 * 1024 * 1024;

/// The lengths of a key that is derived, in bytes (RFC 9106 clause 3.1 starts at 4).
pub const KEY_BYTES: std::ops::RangeInclusive<usize> = 4..=64;

/// RFC 9106 clause 3.1 leaves the salt open; the engine wants 8 bytes, files have no use for more.
const SALT_BYTES: std::ops::RangeInclusive<usize> = 8..=64;

/// Longer than any PHC string with the lengths above.
const LONGEST_PHC: usize = 256;

/// Why no key was derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KdfError {
    /// The text is no Argon2id hash, version 19, in the PHC string format.
    #[error("not an Argon2id hash in the PHC string format")]
    NotPhc,
    /// More than [`cost_of_file`] takes.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// A salt of fewer than 8 or more than 64 bytes, or a key of fewer than 4 or more than 64.
    #[error("a salt or a key of a length that is not computed")]
    Length,
    /// The machine has not the memory.
    #[error("not enough memory to derive a key")]
    OutOfMemory,
}

/// A cost as a file claims it, which may be weaker than what [`Cost::new`] takes.
///
/// # Errors
/// [`CostError::OutOfRange`] beyond [`MOST_MEMORY_KIB`], [`MOST_WORK_KIB`], 16 lanes, or what
/// Argon2id needs at least (8 KiB a lane, one pass).
pub fn cost_of_file(memory_kib: u32, passes: u32, lanes: u32) -> Result<Cost, CostError> {
    let work = u64::from(memory_kib) * u64::from(passes);
    if memory_kib > MOST_MEMORY_KIB || work > MOST_WORK_KIB {
        return Err(CostError::OutOfRange);
    }
    Cost::stored(memory_kib, passes, lanes)
}

/// A key of `length` bytes from `password` and `salt`. Takes the time and memory of `cost`.
///
/// # Errors
/// [`KdfError::Length`], [`KdfError::OutOfMemory`].
pub fn derive(
    password: &[u8],
    salt: &[u8],
    cost: Cost,
    length: usize,
) -> Result<Zeroizing<Vec<u8>>, KdfError> {
    if !KEY_BYTES.contains(&length) || !SALT_BYTES.contains(&salt.len()) {
        return Err(KdfError::Length);
    }
    let inputs = Inputs {
        password,
        salt,
        key: &[],
        associated: &[],
        cost,
    };
    let mut key = Zeroizing::new(vec![0; length]);
    match evaluate_once(&inputs, &mut key) {
        Ok(()) => Ok(key),
        Err(EngineError::OutOfMemory) => Err(KdfError::OutOfMemory),
        Err(EngineError::Refused) => Err(KdfError::Length),
    }
}

/// Whether `phc` (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`, Base64 without padding) is the hash of
/// `password`, whatever the length of its hash. Compares in constant time.
///
/// # Errors
/// [`KdfError`]; the cost is capped by [`cost_of_file`] before anything is computed.
pub fn verify(password: &[u8], phc: &str) -> Result<bool, KdfError> {
    if phc.len() > LONGEST_PHC {
        return Err(KdfError::NotPhc);
    }
    let fields: Vec<&str> = phc.split('$').collect();
    let ["", "argon2id", "v=19", cost, salt, hash] = fields.as_slice() else {
        return Err(KdfError::NotPhc);
    };
    let cost = parse_cost(cost)?;
    let decode = |text: &str| BASE64_NOPAD.decode(text.as_bytes());
    let salt = decode(salt).map_err(|_| KdfError::NotPhc)?;
    let expected = Zeroizing::new(decode(hash).map_err(|_| KdfError::NotPhc)?);
    let computed = derive(password, &salt, cost, expected.len())?;
    Ok(computed.as_slice().ct_eq(expected.as_slice()).into())
}

/// `m=…,t=…,p=…` in any order, each once, nothing else.
fn parse_cost(text: &str) -> Result<Cost, KdfError> {
    let (mut memory, mut passes, mut lanes) = (None, None, None);
    for pair in text.split(',') {
        let (name, value) = pair.split_once('=').ok_or(KdfError::NotPhc)?;
        let place = match name {
            "m" => &mut memory,
            "t" => &mut passes,
            "p" => &mut lanes,
            _ => return Err(KdfError::NotPhc),
        };
        let value = value.parse().map_err(|_| KdfError::NotPhc)?;
        if place.replace(value).is_some() {
            return Err(KdfError::NotPhc);
        }
    }
    let (Some(memory), Some(passes), Some(lanes)) = (memory, passes, lanes) else {
        return Err(KdfError::NotPhc);
    };
    Ok(cost_of_file(memory, passes, lanes)?)
}

#[cfg(test)]
mod tests {
    use super::{KdfError, cost_of_file, derive, verify};
    use crate::password::CostError;
    use proptest::prelude::*;

    /// The first value stands in the test suite of the reference implementation.
    const KNOWN: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$\
                         CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    /// Computed with Python's argon2-cffi: 24 bytes, m=16384, t=1, as Authenticator 6 and 7 do.
    const SHORT: &str =
        "$argon2id$v=19$m=16384,t=1,p=1$c29tZXNhbHQ$lkBabKiD968ukLrEBaqDpG9+7yAlOoHc";

    #[test]
    fn it_agrees_with_other_implementations() {
        let cost = cost_of_file(65536, 2, 1).unwrap();
        let key = derive(b"password", b"somesalt", cost, 32).unwrap();
        assert_eq!(
            data_encoding::HEXLOWER.encode(&key),
            "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
        );
        // The passphrase of the third generation of the browser extension "Authenticator".
        let cost = cost_of_file(19456, 2, 1).unwrap();
        let key = derive(b"correct horse", b"a1b2c3d4e5f60718293a4b5c", cost, 32).unwrap();
        assert_eq!(
            data_encoding::BASE64_NOPAD.encode(&key),
            "WIIMjXr9yMDe1Xci32CX0dTg2yexKCl7P06U58TZPcM"
        );
    }

    #[test]
    fn a_phc_string_is_verified_with_its_own_cost_and_length() {
        for phc in [KNOWN, SHORT] {
            assert_eq!(verify(b"password", phc), Ok(true));
            assert_eq!(verify(b"passworD", phc), Ok(false));
        }
        let reordered = SHORT.replace("m=16384,t=1,p=1", "t=1,m=16384,p=1");
        assert_eq!(verify(b"password", &reordered), Ok(true));
    }

    #[test]
    fn what_a_file_claims_is_bounded_before_anything_is_computed() {
        let absurd = [
            (u32::MAX, u32::MAX, 1),
            (256 * 1024 + 1, 1, 1),
            (256 * 1024, 9, 1),
            (65536, 0, 1),
            (65536, 3, 0),
            (65536, 3, 17),
            (8, 1, 2),
        ];
        for (memory, passes, lanes) in absurd {
            assert_eq!(
                cost_of_file(memory, passes, lanes),
                Err(CostError::OutOfRange),
                "{memory} {passes} {lanes}"
            );
            let phc = SHORT.replace(
                "m=16384,t=1,p=1",
                &format!("m={memory},t={passes},p={lanes}"),
            );
            assert!(matches!(verify(b"password", &phc), Err(KdfError::Cost(_))));
        }
        assert!(cost_of_file(256 * 1024, 8, 1).is_ok());
    }

    #[test]
    fn another_form_is_refused() {
        let bad = [
            SHORT.replace("argon2id", "argon2i"),
            SHORT.replace("v=19", "v=16"),
            SHORT.replace("v=19$", ""),
            SHORT.replace("m=16384,", ""),
            SHORT.replace("p=1", "p=1,m=8"),
            SHORT.replace("p=1", "p=1,x=8"),
            SHORT.replace("p=1", "p"),
            format!("{SHORT}$"),
            format!("{SHORT}="),
            format!("{SHORT}{}", "A".repeat(4096)),
            String::new(),
        ];
        for phc in bad {
            assert_eq!(verify(b"password", &phc), Err(KdfError::NotPhc), "{phc}");
        }
        let no_salt = SHORT.replace("c29tZXNhbHQ", "c29t");
        assert_eq!(verify(b"password", &no_salt), Err(KdfError::Length));
        let cost = cost_of_file(8, 1, 1).unwrap();
        for length in [0, 3, 65, usize::MAX] {
            let refused = derive(b"p", b"somesalt", cost, length);
            assert_eq!(refused.err(), Some(KdfError::Length), "{length}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_verified_or_refused(cost in "[mtp=,0-9]{0,16}", rest in "[A-Za-z0-9+/$]{0,40}") {
            let phc = format!("$argon2id$v=19${cost}${rest}");
            prop_assert_ne!(verify(b"password", &phc), Ok(true));
        }
    }
}

//! What the tests start from.

use std::sync::atomic::{AtomicU64, Ordering};

use crypto::{Entropy, EntropyFailure};
use otp::{Algorithm, Digits, Period};
use tegata::formats::{self, Format, Loss, ReadError, Reading, WriteOptions, Written};
use tegata::{Entry, EntryId, Key, Kind};
use zeroize::Zeroizing;

/// The bytes behind `JBSWY3DPEHPK3PXP`.
pub const KEY: &[u8] = b"Hello!\xde\xad\xbe\xef";

/// Bytes that differ from call to call, and are the same in each run.
pub struct Dice(AtomicU64);

impl Dice {
    pub const fn new() -> Self {
        Self(AtomicU64::new(1))
    }
}

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
        for byte in bytes {
            // Splitmix64: spreads a counter over all bits.
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = z.to_be_bytes()[0];
        }
        Ok(())
    }
}

/// No two entries have the same id.
static IDS: Dice = Dice(AtomicU64::new(1 << 60));

pub fn password(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

/// An entry with nothing unusual, of the key above.
pub fn entry(issuer: &str, account: &str) -> Entry {
    Entry {
        id: EntryId::random(&IDS).unwrap(),
        issuer: issuer.to_owned(),
        account: account.to_owned(),
        name: String::new(),
        key: Key::new(KEY).unwrap(),
        kind: Kind::standard(),
        pinned: false,
        created: None,
        kept: std::collections::BTreeMap::new(),
    }
}

pub fn with_kind(issuer: &str, account: &str, kind: Kind) -> Entry {
    Entry {
        kind,
        ..entry(issuer, account)
    }
}

pub fn hotp(next_counter: u64) -> Kind {
    Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        next_counter,
    }
}

pub fn totp(algorithm: Algorithm, digits: u8, period: u16) -> Kind {
    Kind::Totp {
        algorithm,
        digits: Digits::new(digits).unwrap(),
        period: Period::from_seconds(period).unwrap(),
    }
}

pub fn try_read(input: &[u8], password: Option<&str>) -> Result<Reading, ReadError> {
    let password = password.map(self::password);
    formats::read(input, password.as_ref(), &Dice::new())
}

pub fn read(input: &[u8]) -> Reading {
    try_read(input, None).unwrap()
}

/// The one entry of an input that is read without fault.
pub fn only(input: &[u8]) -> Entry {
    let reading = read(input);
    assert_eq!(reading.unreadable, []);
    assert_eq!(reading.found.len(), 1, "{reading:?}");
    reading.found.into_iter().next().unwrap().entry
}

pub fn write(format: Format, entries: &[Entry], options: &WriteOptions) -> Written {
    formats::write(format, entries, options, &Dice::new()).unwrap()
}

/// The file, of formats that make one.
pub fn file(format: Format, entries: &[Entry], options: &WriteOptions) -> Vec<u8> {
    let mut parts = write(format, entries, options).parts;
    assert_eq!(parts.len(), 1);
    parts.remove(0).to_vec()
}

pub fn text(format: Format, entries: &[Entry]) -> String {
    String::from_utf8(file(format, entries, &WriteOptions::default())).unwrap()
}

/// The losses of one entry.
pub fn losses(format: Format, entry: &Entry) -> Vec<Loss> {
    let options = WriteOptions::default();
    formats::losses(format, std::slice::from_ref(entry), &options)
        .into_iter()
        .map(|(_, loss)| loss)
        .collect()
}

/// Issuer, account and kind of all that was found.
pub fn summary(reading: &Reading) -> Vec<(String, String, Kind)> {
    reading
        .found
        .iter()
        .map(|found| {
            let entry = &found.entry;
            (entry.issuer.clone(), entry.account.clone(), entry.kind)
        })
        .collect()
}

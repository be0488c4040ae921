//! Entries for unit tests.

use crate::{Entry, EntryId, Key, Kind};
use otp::{Algorithm, Digits, Period};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(crate) fn id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(number))
}

pub(crate) fn standard() -> Kind {
    Kind::Totp {
        algorithm: Algorithm::Sha1,
        digits: Digits::SIX,
        period: Period::STANDARD,
    }
}

/// With the key `JBSWY3DPEHPK3PXP`.
pub(crate) fn entry(number: u128, issuer: &str, account: &str) -> Entry {
    Entry {
        id: id(number),
        issuer: issuer.to_owned(),
        account: account.to_owned(),
        name: String::new(),
        key: Key::new(b"Hello!\xde\xad\xbe\xef").unwrap(),
        kind: standard(),
        pinned: false,
        created: None,
        kept: BTreeMap::new(),
    }
}

pub(crate) fn hotp_entry(number: u128, next_counter: u64) -> Entry {
    Entry {
        kind: Kind::Hotp {
            algorithm: Algorithm::Sha1,
            digits: Digits::SIX,
            next_counter,
        },
        ..entry(number, "Bank", "counter")
    }
}

//! What is inside the container: the entries as JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use data_encoding::BASE32_NOPAD;
use otp::{Algorithm, Digits, Period};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::container::OpenError;
use super::{Removed, Vault};
use crate::{Entry, EntryId, Key, Kind};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<'a> {
    entries: Vec<StoredEntry<'a>>,
    bin: Vec<StoredRemoved<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRemoved<'a> {
    at: u64,
    entry: StoredEntry<'a>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredEntry<'a> {
    id: String,
    issuer: Cow<'a, str>,
    account: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    name: Cow<'a, str>,
    key: StoredKey,
    kind: StoredKind,
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pinned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created: Option<u64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    kept: Cow<'a, BTreeMap<String, Map<String, Value>>>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum StoredKind {
    Totp {
        algorithm: Cow<'static, str>,
        digits: u8,
        period: u16,
    },
    Hotp {
        algorithm: Cow<'static, str>,
        digits: u8,
        next_counter: u64,
    },
    Steam {},
    BattleNet {},
    Trion {},
}

struct StoredKey(Key);

impl Serialize for StoredKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Zeroizing::new(BASE32_NOPAD.encode(self.0.expose()));
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for StoredKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).map(Zeroizing::new);
        let key = bytes.ok().and_then(|bytes| Key::new(&bytes));
        key.map(Self)
            .ok_or_else(|| serde::de::Error::custom("not a key"))
    }
}

/// Counts what would be written.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The JSON of `vault`, in a buffer that never had to grow; none if it cannot be written.
pub(super) fn write(vault: &Vault) -> Option<Zeroizing<Vec<u8>>> {
    let stored = Stored {
        entries: vault.entries.iter().map(stored).collect(),
        bin: vault
            .bin
            .iter()
            .map(|removed| StoredRemoved {
                at: removed.at,
                entry: self::stored(&removed.entry),
            })
            .collect(),
    };
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, &stored).ok()?;
    let mut json = Zeroizing::new(Vec::with_capacity(counter.0));
    serde_json::to_writer(&mut *json, &stored).ok()?;
    Some(json)
}

/// Reads what [`write`] made.
pub(super) fn read(json: &[u8]) -> Result<Vault, OpenError> {
    let stored: Stored<'_> = serde_json::from_slice(json).map_err(|_| OpenError::Damaged)?;
    let entries = stored.entries.into_iter().map(entry);
    let bin = stored.bin.into_iter().map(|removed| {
        Some(Removed {
            at: removed.at,
            entry: entry(removed.entry)?,
        })
    });
    let entries: Option<Vec<Entry>> = entries.collect();
    let bin: Option<Vec<Removed>> = bin.collect();
    let (Some(entries), Some(bin)) = (entries, bin) else {
        return Err(OpenError::Damaged);
    };
    Vault::restored(entries, bin).map_err(|_| OpenError::Damaged)
}

fn stored(entry: &Entry) -> StoredEntry<'_> {
    StoredEntry {
        id: entry.id.0.to_string(),
        issuer: Cow::Borrowed(&entry.issuer),
        account: Cow::Borrowed(&entry.account),
        name: Cow::Borrowed(&entry.name),
        key: StoredKey(entry.key.clone()),
        kind: stored_kind(entry.kind),
        pinned: entry.pinned,
        created: entry.created,
        kept: Cow::Borrowed(&entry.kept),
    }
}

const fn stored_kind(kind: Kind) -> StoredKind {
    match kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => StoredKind::Totp {
            algorithm: Cow::Borrowed(algorithm.name()),
            digits: digits.get(),
            period: period.seconds(),
        },
        Kind::Hotp {
            algorithm,
            digits,
            next_counter,
        } => StoredKind::Hotp {
            algorithm: Cow::Borrowed(algorithm.name()),
            digits: digits.get(),
            next_counter,
        },
        Kind::Steam => StoredKind::Steam {},
        Kind::BattleNet => StoredKind::BattleNet {},
        Kind::Trion => StoredKind::Trion {},
    }
}

fn entry(stored: StoredEntry<'_>) -> Option<Entry> {
    Some(Entry {
        id: EntryId(Uuid::try_parse(&stored.id).ok()?),
        issuer: stored.issuer.into_owned(),
        account: stored.account.into_owned(),
        name: stored.name.into_owned(),
        key: stored.key.0,
        kind: kind(&stored.kind)?,
        pinned: stored.pinned,
        created: stored.created,
        kept: stored.kept.into_owned(),
    })
}

fn kind(stored: &StoredKind) -> Option<Kind> {
    Some(match stored {
        StoredKind::Totp {
            algorithm,
            digits,
            period,
        } => Kind::Totp {
            algorithm: Algorithm::from_name(algorithm)?,
            digits: Digits::new(*digits).ok()?,
            period: Period::from_seconds(*period).ok()?,
        },
        StoredKind::Hotp {
            algorithm,
            digits,
            next_counter,
        } => Kind::Hotp {
            algorithm: Algorithm::from_name(algorithm)?,
            digits: Digits::new(*digits).ok()?,
            next_counter: *next_counter,
        },
        StoredKind::Steam {} => Kind::Steam,
        StoredKind::BattleNet {} => Kind::BattleNet,
        StoredKind::Trion {} => Kind::Trion,
    })
}

//! The message in a migration URI.

use super::super::names::Names;
use super::super::reading::{Draft, Refusal};
use super::super::writing::issuer_and_account;
use super::super::{Why, limits};
use super::wire::{Message, Value, field};
use crate::{Entry, EntryId, Key, Kind};
use otp::{Algorithm, Digits, Period};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The version that is written, the only one that was observed.
const VERSION: u64 = 1;

/// One part of a migration: its entries as they are on the wire, and where it belongs.
#[derive(Clone, PartialEq, Eq)]
pub(in super::super) struct Payload {
    pub(in super::super) entries: Vec<Zeroizing<Vec<u8>>>,
    /// How many parts there are; 0 if the part says nothing and so is alone.
    pub(in super::super) size: u32,
    /// Which one this is, from 0.
    pub(in super::super) index: u32,
    /// What the parts have in common.
    pub(in super::super) id: i32,
}

impl Payload {
    /// Reads it; none if it is damaged. Fields that are not known are passed over.
    pub(super) fn decode(mut bytes: &[u8]) -> Option<Self> {
        let mut payload = Self {
            entries: Vec::new(),
            size: 0,
            index: 0,
            id: 0,
        };
        while !bytes.is_empty() {
            match field(&mut bytes)? {
                (1, Value::Bytes(entry)) => {
                    payload.entries.push(Zeroizing::new(entry.to_vec()));
                }
                (3, Value::Number(size)) => payload.size = u32::try_from(size).ok()?,
                (4, Value::Number(index)) => payload.index = u32::try_from(index).ok()?,
                // The low half of a number that is negative or not.
                (5, Value::Number(id)) => payload.id = low_half(id).cast_signed(),
                _ => {}
            }
        }
        let in_range = payload.size <= limits::MIGRATION_PARTS
            && (payload.index < payload.size || payload.index == 0);
        in_range.then_some(payload)
    }
}

fn low_half(number: u64) -> u32 {
    let [a, b, c, d, ..] = number.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// The fields of an entry, with what stands for those that are left out.
#[derive(Default)]
struct Fields {
    secret: Zeroizing<Vec<u8>>,
    name: String,
    issuer: String,
    algorithm: u64,
    digits: u64,
    kind: u64,
    counter: u64,
}

impl Fields {
    fn decode(mut bytes: &[u8]) -> Option<Self> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut fields = Self::default();
        while !bytes.is_empty() {
            match field(&mut bytes)? {
                (1, Value::Bytes(secret)) => fields.secret = Zeroizing::new(secret.to_vec()),
                (2, Value::Bytes(name)) => fields.name = text(name),
                (3, Value::Bytes(issuer)) => fields.issuer = text(issuer),
                (4, Value::Number(number)) => fields.algorithm = number,
                (5, Value::Number(number)) => fields.digits = number,
                (6, Value::Number(number)) => fields.kind = number,
                (7, Value::Number(number)) => fields.counter = number,
                _ => {}
            }
        }
        Some(fields)
    }

    /// The name often repeats the issuer; without an issuer it may begin with one.
    fn names(&self) -> Names {
        let name = self.name.trim();
        let issuer = self.issuer.trim();
        if issuer.is_empty() {
            return match name.split_once(':') {
                Some((issuer, account)) => Names::new(issuer, account),
                None => Names::new("", name),
            };
        }
        let account = name
            .strip_prefix(issuer)
            .and_then(|rest| rest.trim_start().strip_prefix(':'))
            .unwrap_or(name);
        Names::new(issuer, account)
    }

    fn kind(&self) -> Result<Kind, Why> {
        let algorithm = match self.algorithm {
            0 | 1 => Algorithm::Sha1,
            2 => Algorithm::Sha256,
            3 => Algorithm::Sha512,
            // 4 is MD5.
            _ => return Err(Why::UnsupportedParameter),
        };
        let digits = match self.digits {
            0 | 1 => Digits::SIX,
            2 => Digits::EIGHT,
            // Seen in one source only.
            3 => Digits::new(7).map_err(|_| Why::UnsupportedParameter)?,
            _ => return Err(Why::UnsupportedParameter),
        };
        match self.kind {
            0 | 2 => Ok(Kind::Totp {
                algorithm,
                digits,
                period: Period::STANDARD,
            }),
            1 => Ok(Kind::Hotp {
                algorithm,
                digits,
                // A negative number is as large here, and refused.
                next_counter: i64::try_from(self.counter)
                    .ok()
                    .and_then(|counter| counter.cast_unsigned().checked_add(1))
                    .ok_or(Why::UnsupportedParameter)?,
            }),
            _ => Err(Why::UnknownType),
        }
    }
}

/// Reads one entry off the wire.
pub(in super::super) fn read_entry(bytes: &[u8]) -> Result<Draft, Refusal> {
    let fields = Fields::decode(bytes).ok_or_else(|| Refusal::nameless(Why::Malformed))?;
    let names = fields.names();
    let refused = |why| Refusal {
        title: names.title(),
        why,
    };
    if fields.secret.is_empty() {
        return Err(refused(Why::NoSecret));
    }
    let kind = fields.kind().map_err(refused)?;
    let key = Key::new(&fields.secret).ok_or_else(|| refused(Why::BadSecret))?;
    let entry = Entry {
        id: EntryId::default(),
        issuer: names.issuer,
        account: names.account,
        name: String::new(),
        key,
        kind,
        pinned: false,
        created: None,
        kept: BTreeMap::new(),
    };
    Ok(Draft {
        entry,
        remarks: Vec::new(),
    })
}

/// One part. All fields are written, zeros and empty names too: iOS refuses a second part after
/// a first one without its index, and the browser extension reads fields by their position.
pub(super) fn encode(entries: &[&Entry], size: u32, index: u32, id: i32) -> Zeroizing<Vec<u8>> {
    let mut message = Message::default();
    for entry in entries {
        message.bytes(1, &encode_entry(entry));
    }
    message.number(2, VERSION);
    message.number(3, u64::from(size));
    message.number(4, u64::from(index));
    message.signed(5, id);
    message.finish()
}

fn encode_entry(entry: &Entry) -> Zeroizing<Vec<u8>> {
    let (algorithm, digits, counter) = match entry.kind {
        Kind::Totp {
            algorithm, digits, ..
        } => (algorithm, digits, None),
        Kind::Hotp {
            algorithm,
            digits,
            next_counter,
        } => (algorithm, digits, Some(next_counter.saturating_sub(1))),
        // Battle.net; the others are left out before.
        Kind::BattleNet | Kind::Steam | Kind::Trion => (Algorithm::Sha1, Digits::EIGHT, None),
    };
    let (issuer, account) = issuer_and_account(entry);
    let mut message = Message::default();
    message.bytes(1, entry.key.expose());
    message.bytes(2, account.as_bytes());
    message.bytes(3, issuer.as_bytes());
    message.number(
        4,
        match algorithm {
            Algorithm::Sha1 => 1,
            Algorithm::Sha256 => 2,
            Algorithm::Sha512 => 3,
        },
    );
    message.number(5, if digits == Digits::EIGHT { 2 } else { 1 });
    message.number(6, if counter.is_some() { 1 } else { 2 });
    if let Some(counter) = counter {
        message.number(7, counter);
    }
    message.finish()
}

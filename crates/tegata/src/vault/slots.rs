//! Key slots: the vault's key, sealed under what its owner knows or has on paper.

use core::fmt;

use crypto::data_key::DATA_KEY_BYTES;
use crypto::entropy::random_array;
use crypto::{Cost, DataKey, Entropy, kdf};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::container::{OpenError, SealError};
use super::recovery::RecoveryKey;

/// Bytes of a salt.
const SALT_BYTES: usize = 16;

/// The most slots that a header may have.
pub(super) const MOST_SLOTS: usize = 4;

/// What opens a sealed vault.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// Its password, as UTF-8.
    Password(&'a str),
    /// The printed key.
    Recovery(&'a RecoveryKey),
}

impl Unlock<'_> {
    const fn kind(&self) -> SlotKind {
        match self {
            Self::Password(_) => SlotKind::Password,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Password(text) => text.as_bytes(),
            Self::Recovery(key) => key.expose(),
        }
    }
}

impl fmt::Debug for Unlock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlock({:?})", self.kind())
    }
}

/// What a slot is opened with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SlotKind {
    Password,
    Recovery,
}

/// As it stands in the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    pub(super) kind: SlotKind,
    argon2id: Argon2id,
    /// Hexadecimal.
    salt: String,
    /// The sealed key, hexadecimal.
    key: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Argon2id {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Slot {
    /// Seals `key` for `unlock`, in the vault `id`.
    pub(super) fn seal(
        key: &DataKey,
        unlock: Unlock<'_>,
        cost: Cost,
        id: &str,
        entropy: &dyn Entropy,
    ) -> Result<Self, SealError> {
        let salt = random_array::<SALT_BYTES>(entropy)?;
        let derived = derive(unlock.bytes(), &salt, cost).ok_or(SealError::KeyDerivation)?;
        let sealed = derived
            .seal(&associated(unlock.kind(), id), key.expose(), entropy)
            .map_err(|_| SealError::Entropy)?;
        Ok(Self {
            kind: unlock.kind(),
            argon2id: Argon2id {
                memory_kib: cost.memory_kib(),
                passes: cost.passes(),
                lanes: cost.lanes(),
            },
            salt: HEXLOWER.encode(&salt),
            key: HEXLOWER.encode(&sealed),
        })
    }

    /// The vault's key, if `unlock` is what the slot was sealed for.
    pub(super) fn open(&self, unlock: Unlock<'_>, id: &str) -> Result<DataKey, OpenError> {
        let Argon2id {
            memory_kib,
            passes,
            lanes,
        } = self.argon2id;
        let cost =
            kdf::cost_of_file(memory_kib, passes, lanes).map_err(|_| OpenError::TooCostly)?;
        let decode = |text: &str| HEXLOWER.decode(text.as_bytes());
        let salt = decode(&self.salt).map_err(|_| OpenError::Damaged)?;
        let sealed = decode(&self.key).map_err(|_| OpenError::Damaged)?;
        let derived = derive(unlock.bytes(), &salt, cost).ok_or(OpenError::KeyDerivation)?;
        let key = derived
            .open(&associated(self.kind, id), &sealed)
            .map_err(|_| OpenError::WrongPassword)?;
        DataKey::from_bytes(&key).ok_or(OpenError::Damaged)
    }

    /// Whether its cost is one that is computed.
    pub(super) fn cost_is_bearable(&self) -> bool {
        let Argon2id {
            memory_kib,
            passes,
            lanes,
        } = self.argon2id;
        kdf::cost_of_file(memory_kib, passes, lanes).is_ok()
    }

    /// The cost, if it is one that is computed.
    pub(super) fn cost(&self) -> Option<Cost> {
        let Argon2id {
            memory_kib,
            passes,
            lanes,
        } = self.argon2id;
        kdf::cost_of_file(memory_kib, passes, lanes).ok()
    }
}

fn derive(secret: &[u8], salt: &[u8], cost: Cost) -> Option<DataKey> {
    let key = kdf::derive(secret, salt, cost, DATA_KEY_BYTES).ok()?;
    DataKey::from_bytes(&key)
}

/// A slot opens only as what it is, and only in its own vault.
fn associated(kind: SlotKind, id: &str) -> Vec<u8> {
    let kind = match kind {
        SlotKind::Password => "password",
        SlotKind::Recovery => "recovery",
    };
    format!("tegata vault 1 slot/{kind}/{id}").into_bytes()
}

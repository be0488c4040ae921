//! The vault as bytes: sealed under key slots, or open.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `TEGATA`, 0x1A, 0x0A |
//! | 2 | version, 1 |
//! | 4 | length of the header |
//! | 8 | length of the body |
//! | | header: JSON with the vault's id and its key slots |
//! | | body: sealed (XChaCha20-Poly1305: nonce, ciphertext, tag), or plain, JSON |
//! | 32 | SHA-256 of all before, which tells damage from a wrong password |
//!
//! Numbers are big-endian. Everything before the body is authenticated together with it.

use crypto::{Cost, DataKey, Entropy, EntropyFailure, entropy::random_array};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

pub use super::slots::Unlock;
use super::slots::{MOST_SLOTS, Slot, SlotKind};
use super::{Vault, content};

/// The largest file, in bytes. Ten thousand entries take about three million.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The version that is written.
pub const VERSION: u16 = 1;

const MAGIC: &[u8; 8] = b"TEGATA\x1a\n";
const PREFIX_BYTES: usize = 8 + 2 + 4 + 8;
const CHECKSUM_BYTES: usize = 32;
const MOST_HEADER_BYTES: usize = 16 * 1024;

/// Why a vault does not open.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenError {
    /// It is some other file.
    #[error("not a vault")]
    Foreign,
    /// A later Tegata wrote it.
    #[error("a vault of the newer version {0}")]
    Newer(u16),
    /// Its end is missing.
    #[error("the vault is cut off")]
    CutOff,
    /// Some of it was changed, or something follows it.
    #[error("the vault is damaged")]
    Damaged,
    /// Larger than [`MOST_BYTES`].
    #[error("the vault is too large")]
    TooLarge,
    /// Its key slots ask for more time or memory than is given to any file.
    #[error("the vault asks for too much work")]
    TooCostly,
    /// It is sealed, and nothing was given to open it with.
    #[error("the vault needs its password")]
    Locked,
    /// There is no slot for what was given: no recovery key was ever printed, for instance.
    #[error("the vault has no such key")]
    NoSuchSlot,
    /// The password or recovery key is another one.
    #[error("wrong password")]
    WrongPassword,
    /// The machine has not the memory that the key derivation takes.
    #[error("the key could not be derived")]
    KeyDerivation,
}

/// Why a vault was not made into bytes.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealError {
    /// The generator failed.
    #[error("the random generator failed")]
    Entropy,
    /// It would be larger than [`MOST_BYTES`].
    #[error("the vault would be too large")]
    TooLarge,
    /// The machine has not the memory that the key derivation takes.
    #[error("the key could not be derived")]
    KeyDerivation,
}

impl From<EntropyFailure> for SealError {
    fn from(_: EntropyFailure) -> Self {
        Self::Entropy
    }
}

/// How a vault is protected; what is needed to write it again.
#[derive(Clone, Debug)]
pub enum Protection {
    /// Not at all: who reads the file has the codes.
    Open,
    /// Under the vault's key.
    Sealed(Seal),
}

/// The vault's key and the slots that hold it.
#[derive(Clone, Debug)]
pub struct Seal {
    id: String,
    key: DataKey,
    slots: Vec<Slot>,
}

/// A file that is whole, not yet opened.
#[derive(Debug)]
pub struct Container<'a> {
    header: Header,
    /// Prefix and header, which the body is bound to.
    associated: &'a [u8],
    body: &'a [u8],
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    /// None if the vault is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    slots: Vec<Slot>,
}

impl Seal {
    /// A fresh vault key, opened by `password`.
    ///
    /// # Errors
    /// [`SealError::Entropy`], [`SealError::KeyDerivation`].
    pub fn new(password: &str, cost: Cost, entropy: &dyn Entropy) -> Result<Self, SealError> {
        let mut seal = Self {
            id: HEXLOWER.encode(&random_array::<16>(entropy)?),
            key: DataKey::random(entropy)?,
            slots: Vec::new(),
        };
        seal.set(Unlock::Password(password), cost, entropy)?;
        Ok(seal)
    }

    /// Lets `unlock` open the vault from now on, in place of the one of its kind before. The
    /// vault's key stays, and with it every other slot.
    ///
    /// # Errors
    /// [`SealError::Entropy`], [`SealError::KeyDerivation`].
    pub fn set(
        &mut self,
        unlock: Unlock<'_>,
        cost: Cost,
        entropy: &dyn Entropy,
    ) -> Result<(), SealError> {
        let slot = Slot::seal(&self.key, unlock, cost, &self.id, entropy)?;
        self.slots.retain(|other| other.kind != slot.kind);
        self.slots.push(slot);
        Ok(())
    }

    /// Whether there is a printed key.
    #[must_use]
    pub fn has_recovery_key(&self) -> bool {
        self.slots
            .iter()
            .any(|slot| slot.kind == SlotKind::Recovery)
    }

    /// What opening with the password costs.
    #[must_use]
    pub fn password_cost(&self) -> Option<Cost> {
        let slot = self
            .slots
            .iter()
            .find(|slot| slot.kind == SlotKind::Password);
        slot.and_then(Slot::cost)
    }
}

impl<'a> Container<'a> {
    /// Checks that `file` is a whole vault of a version that is known, without opening it.
    ///
    /// # Errors
    /// [`OpenError`], everything up to and including `TooCostly`.
    pub fn read(file: &'a [u8]) -> Result<Self, OpenError> {
        let Some(rest) = file.strip_prefix(MAGIC) else {
            let cut = MAGIC.starts_with(file);
            return Err(if cut {
                OpenError::CutOff
            } else {
                OpenError::Foreign
            });
        };
        let (version, rest) = rest.split_first_chunk().ok_or(OpenError::CutOff)?;
        match u16::from_be_bytes(*version) {
            VERSION => {}
            0 => return Err(OpenError::Damaged),
            newer => return Err(OpenError::Newer(newer)),
        }
        let (header_bytes, rest) = rest.split_first_chunk().ok_or(OpenError::CutOff)?;
        let (body_bytes, rest) = rest.split_first_chunk().ok_or(OpenError::CutOff)?;
        let header_bytes = length(
            u64::from(u32::from_be_bytes(*header_bytes)),
            MOST_HEADER_BYTES,
        )?;
        let body_bytes = length(u64::from_be_bytes(*body_bytes), MOST_BYTES)?;
        let (header, rest) = rest
            .split_at_checked(header_bytes)
            .ok_or(OpenError::CutOff)?;
        let (body, checksum) = rest.split_at_checked(body_bytes).ok_or(OpenError::CutOff)?;
        let checked = file
            .get(..file.len() - checksum.len())
            .ok_or(OpenError::CutOff)?;
        match checksum.len() {
            CHECKSUM_BYTES => {}
            0..CHECKSUM_BYTES => return Err(OpenError::CutOff),
            _ => return Err(OpenError::Damaged),
        }
        if !bool::from(Sha256::digest(checked).as_slice().ct_eq(checksum)) {
            return Err(OpenError::Damaged);
        }
        let header: Header = serde_json::from_slice(header).map_err(|_| OpenError::Damaged)?;
        header.check()?;
        Ok(Self {
            header,
            associated: file
                .get(..PREFIX_BYTES + header_bytes)
                .ok_or(OpenError::CutOff)?,
            body,
        })
    }

    /// Whether a password or a recovery key is needed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.header.id.is_some()
    }

    /// Whether a recovery key was printed.
    #[must_use]
    pub fn has_recovery_key(&self) -> bool {
        self.header.slot(SlotKind::Recovery).is_some()
    }

    /// Opens it; `unlock` is not looked at if it is open. Takes the time of the key derivation.
    ///
    /// # Errors
    /// [`OpenError`], from `Locked` on, or `Damaged`.
    pub fn open(&self, unlock: Option<Unlock<'_>>) -> Result<(Vault, Protection), OpenError> {
        let Some(id) = &self.header.id else {
            return Ok((content::read(self.body)?, Protection::Open));
        };
        let unlock = unlock.ok_or(OpenError::Locked)?;
        let kind = match unlock {
            Unlock::Password(_) => SlotKind::Password,
            Unlock::Recovery(_) => SlotKind::Recovery,
        };
        let slot = self.header.slot(kind).ok_or(OpenError::NoSuchSlot)?;
        self.open_with(slot.open(unlock, id)?, id)
    }

    /// Opens it with the key that `seal` holds, as long as it is the same vault: for looking at
    /// a copy or an older version without asking again.
    ///
    /// # Errors
    /// [`OpenError::Locked`] if it is another vault or has another key, [`OpenError::Damaged`].
    pub fn open_again(&self, protection: &Protection) -> Result<(Vault, Protection), OpenError> {
        match (&self.header.id, protection) {
            (None, _) => self.open(None),
            (Some(id), Protection::Sealed(seal)) if *id == seal.id => self
                .open_with(seal.key.clone(), id)
                .map_err(|_| OpenError::Locked),
            _ => Err(OpenError::Locked),
        }
    }

    fn open_with(&self, key: DataKey, id: &str) -> Result<(Vault, Protection), OpenError> {
        let plain = key
            .open(self.associated, self.body)
            .map_err(|_| OpenError::Damaged)?;
        let seal = Seal {
            id: id.to_owned(),
            key,
            slots: self.header.slots.clone(),
        };
        Ok((content::read(&plain)?, Protection::Sealed(seal)))
    }
}

impl Header {
    fn of(protection: &Protection) -> Self {
        match protection {
            Protection::Open => Self {
                id: None,
                slots: Vec::new(),
            },
            Protection::Sealed(seal) => Self {
                id: Some(seal.id.clone()),
                slots: seal.slots.clone(),
            },
        }
    }

    fn check(&self) -> Result<(), OpenError> {
        if self.slots.len() > MOST_SLOTS || self.id.is_some() == self.slots.is_empty() {
            return Err(OpenError::Damaged);
        }
        if self.slots.iter().all(Slot::cost_is_bearable) {
            Ok(())
        } else {
            Err(OpenError::TooCostly)
        }
    }

    fn slot(&self, kind: SlotKind) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.kind == kind)
    }
}

fn length(claimed: u64, most: usize) -> Result<usize, OpenError> {
    let claimed = usize::try_from(claimed).map_err(|_| OpenError::TooLarge)?;
    if claimed > most {
        return Err(OpenError::TooLarge);
    }
    Ok(claimed)
}

/// The bytes of `vault`, protected as it was or as [`Seal`] says. Sealed anew each time, under a
/// fresh nonce; no key is derived.
///
/// # Errors
/// [`SealError`].
pub fn write(
    vault: &Vault,
    protection: &Protection,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealError> {
    let plain = content::write(vault).ok_or(SealError::TooLarge)?;
    let header = serde_json::to_vec(&Header::of(protection)).map_err(|_| SealError::TooLarge)?;
    let body_bytes = match protection {
        Protection::Open => plain.len(),
        Protection::Sealed(_) => plain.len() + crypto::data_key::SEAL_BYTES,
    };
    if header.len() > MOST_HEADER_BYTES
        || PREFIX_BYTES + header.len() + body_bytes + CHECKSUM_BYTES > MOST_BYTES
    {
        return Err(SealError::TooLarge);
    }
    let mut file = Vec::with_capacity(MOST_HEADER_BYTES + body_bytes);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_be_bytes());
    file.extend_from_slice(
        &u32::try_from(header.len())
            .map_err(|_| SealError::TooLarge)?
            .to_be_bytes(),
    );
    file.extend_from_slice(
        &u64::try_from(body_bytes)
            .map_err(|_| SealError::TooLarge)?
            .to_be_bytes(),
    );
    file.extend_from_slice(&header);
    match protection {
        Protection::Open => file.extend_from_slice(&plain),
        Protection::Sealed(seal) => {
            let body = seal.key.seal(&file, &plain, entropy);
            file.extend_from_slice(&body.map_err(|_| SealError::Entropy)?);
        }
    }
    let checksum = Sha256::digest(&file);
    file.extend_from_slice(&checksum);
    Ok(file)
}

#[cfg(test)]
mod tests;

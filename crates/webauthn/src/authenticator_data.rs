//! What the authenticator says of a ceremony (Web Authentication Level 3, section 6.1).

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::cbor;
use crate::{Fault, LONGEST_ID, RelyingParty};

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const ATTESTED: u8 = 1 << 6;
const EXTENDED: u8 = 1 << 7;

/// Authenticator data, read and not yet judged.
pub struct AuthenticatorData<'a> {
    rp_id_hash: [u8; 32],
    flags: u8,
    /// How often the credential was used; 0 for those that do not count.
    pub counter: u32,
    /// The new credential.
    pub attested: Option<Attested<'a>>,
}

/// A new credential.
pub struct Attested<'a> {
    /// Its id.
    pub id: &'a [u8],
    /// Its public key, as a COSE key.
    pub key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    /// Reads all of `bytes`.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        Self::parse(bytes).ok_or(Fault::AuthenticatorData)
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (rp_id_hash, rest) = bytes.split_first_chunk::<32>()?;
        let ([flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let mut attested = None;
        if flags & ATTESTED != 0 {
            let (found, after) = credential(rest)?;
            (attested, rest) = (Some(found), after);
        }
        if flags & EXTENDED != 0 {
            let (extensions, after) = cbor::read(rest)?;
            extensions.map()?;
            rest = after;
        }
        rest.is_empty().then_some(Self {
            rp_id_hash: *rp_id_hash,
            flags: *flags,
            counter: u32::from_be_bytes(*counter),
            attested,
        })
    }

    /// Checks what both ceremonies demand: our id, somebody there and verified, flags that agree.
    pub fn check(&self, party: &RelyingParty) -> Result<(), Fault> {
        let own: [u8; 32] = Sha256::digest(party.id().as_bytes()).into();
        if !bool::from(own.ct_eq(&self.rp_id_hash)) {
            return Err(Fault::RpIdHash);
        }
        if self.flags & USER_PRESENT == 0 {
            return Err(Fault::UserPresent);
        }
        if self.flags & USER_VERIFIED == 0 {
            return Err(Fault::UserVerified);
        }
        if self.flags & BACKED_UP != 0 && !self.backup_eligible() {
            return Err(Fault::Backup);
        }
        Ok(())
    }

    /// The credential may live on several devices. Never changes (section 6.1.3).
    pub const fn backup_eligible(&self) -> bool {
        self.flags & BACKUP_ELIGIBLE != 0
    }
}

/// The model's number is skipped: without attestation it proves nothing.
fn credential(bytes: &[u8]) -> Option<(Attested<'_>, &[u8])> {
    let (_model, rest) = bytes.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, rest) = rest.split_at_checked(length)?;
    let (_, after) = cbor::read(rest)?;
    let key = rest.get(..rest.len() - after.len())?;
    let fits = (1..=LONGEST_ID).contains(&length);
    fits.then_some((Attested { id, key }, after))
}

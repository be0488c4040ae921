//! What the browser says of a ceremony (Web Authentication Level 3, section 5.8.1).

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{Challenge, Fault, RelyingParty};

/// The longest client data that are read, in bytes.
const LONGEST: usize = 4096;

/// The two ceremonies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceremony {
    /// A credential is made.
    Create,
    /// A credential is shown.
    Get,
}

impl Ceremony {
    const fn word(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

/// Browsers may add members; none of ours may be there twice.
#[derive(Deserialize)]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
    #[serde(rename = "topOrigin", default)]
    top_origin: Option<serde_json::Value>,
}

/// Checks client data; their hash, which the authenticator has signed.
pub fn check(
    bytes: &[u8],
    ceremony: Ceremony,
    party: &RelyingParty,
    challenge: &Challenge,
) -> Result<[u8; 32], Fault> {
    if bytes.len() > LONGEST {
        return Err(Fault::ClientData);
    }
    let data: ClientData = serde_json::from_slice(bytes).map_err(|_| Fault::ClientData)?;
    if data.r#type != ceremony.word() {
        return Err(Fault::Type);
    }
    let given = BASE64URL_NOPAD.encode(&challenge.0);
    if !bool::from(data.challenge.as_bytes().ct_eq(given.as_bytes())) {
        return Err(Fault::Challenge);
    }
    if data.origin != party.origin() {
        return Err(Fault::Origin);
    }
    if data.cross_origin || data.top_origin.is_some() {
        return Err(Fault::Framed);
    }
    Ok(Sha256::digest(bytes).into())
}

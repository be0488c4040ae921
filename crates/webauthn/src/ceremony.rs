//! The two ceremonies.

use crate::authenticator_data::AuthenticatorData;
use crate::cbor::{self, Value};
use crate::client_data::{self, Ceremony};
use crate::key::PublicKey;
use crate::{Fault, RelyingParty};

/// What a ceremony answers to: random, or not to be guessed from outside, and used once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Challenge(pub [u8; 32]);

/// What a browser sends of `navigator.credentials.create`.
#[derive(Clone, Copy)]
pub struct Registration<'a> {
    /// `clientDataJSON`.
    pub client_data: &'a [u8],
    /// `attestationObject`.
    pub attestation: &'a [u8],
}

/// What a browser sends of `navigator.credentials.get`.
#[derive(Clone, Copy)]
pub struct Assertion<'a> {
    /// `clientDataJSON`.
    pub client_data: &'a [u8],
    /// `authenticatorData`.
    pub authenticator_data: &'a [u8],
    /// `signature`.
    pub signature: &'a [u8],
}

/// What is to be kept of a passkey, besides its id and its counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    cose: Vec<u8>,
    key: PublicKey,
    backup_eligible: bool,
}

impl Passkey {
    /// The form in which it is kept.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [&[1, u8::from(self.backup_eligible)], self.cose.as_slice()].concat()
    }

    /// Reads [`Self::to_bytes`].
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let [1, backup @ (0 | 1), cose @ ..] = bytes else {
            return None;
        };
        Some(Self {
            cose: cose.to_vec(),
            key: PublicKey::read(cose)?,
            backup_eligible: *backup == 1,
        })
    }
}

/// A new passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    /// Its id, 1 to 1023 bytes.
    pub id: Vec<u8>,
    /// What else is kept of it.
    pub passkey: Passkey,
    /// How often it was used.
    pub counter: u32,
}

/// Judges the making of a passkey (section 7.1).
///
/// # Errors
/// What is wrong with it.
pub fn register(
    party: &RelyingParty,
    challenge: &Challenge,
    sent: Registration<'_>,
) -> Result<NewPasskey, Fault> {
    let hash = client_data::check(sent.client_data, Ceremony::Create, party, challenge)?;
    let object = AttestationObject::read(sent.attestation).ok_or(Fault::Attestation)?;
    let data = AuthenticatorData::read(object.data)?;
    data.check(party)?;
    let attested = data.attested.as_ref().ok_or(Fault::Credential)?;
    let key = PublicKey::read(attested.key).ok_or(Fault::Key)?;
    if !object.is_plain(&key, &hash) {
        return Err(Fault::Statement);
    }
    Ok(NewPasskey {
        id: attested.id.to_vec(),
        counter: data.counter,
        passkey: Passkey {
            cose: attested.key.to_vec(),
            key,
            backup_eligible: data.backup_eligible(),
        },
    })
}

/// Judges the showing of a passkey (section 7.2); its counter. Whether the counter has grown, and
/// that the challenge is used once, only whoever keeps both can tell.
///
/// # Errors
/// What is wrong with it.
pub fn check(
    party: &RelyingParty,
    challenge: &Challenge,
    passkey: &Passkey,
    sent: Assertion<'_>,
) -> Result<u32, Fault> {
    let hash = client_data::check(sent.client_data, Ceremony::Get, party, challenge)?;
    let data = AuthenticatorData::read(sent.authenticator_data)?;
    data.check(party)?;
    if data.attested.is_some() {
        return Err(Fault::Credential);
    }
    if data.backup_eligible() != passkey.backup_eligible {
        return Err(Fault::Backup);
    }
    let message = [sent.authenticator_data, &hash].concat();
    if !passkey.key.has_signed(&message, sent.signature) {
        return Err(Fault::Signature);
    }
    Ok(data.counter)
}

struct AttestationObject<'a> {
    format: &'a str,
    statement: Value<'a>,
    data: &'a [u8],
}

impl<'a> AttestationObject<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let value = cbor::read_all(bytes)?;
        let pairs = value.map()?;
        let at = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key.text() == Some(name));
            found.map(|(_, value)| value)
        };
        let object = Self {
            format: at("fmt")?.text()?,
            statement: at("attStmt")?.clone(),
            data: at("authData")?.bytes()?,
        };
        (pairs.len() == 3).then_some(object)
    }

    /// No statement about the authenticator, as was asked for, or one that its own key has signed,
    /// which browsers leave in place (section 5.1.3) and which says as little.
    fn is_plain(&self, key: &PublicKey, hash: &[u8; 32]) -> bool {
        let Some(pairs) = self.statement.map() else {
            return false;
        };
        let at = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key.text() == Some(name));
            found.map(|(_, value)| value)
        };
        match (self.format, pairs.len()) {
            ("none", 0) => true,
            ("packed", 2) => {
                let algorithm = at("alg").and_then(Value::int);
                let signature = at("sig").and_then(Value::bytes).unwrap_or_default();
                let message = [self.data, hash].concat();
                algorithm == Some(key.algorithm()) && key.has_signed(&message, signature)
            }
            _ => false,
        }
    }
}

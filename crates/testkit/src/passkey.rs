//! A software authenticator together with the browser around it: makes passkeys and shows them, and
//! does it wrong in whichever way a test wants.

#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "development only: a test must fail loudly"
)]

use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};

/// Flags of authenticator data.
pub mod flags {
    /// Somebody is there.
    pub const UP: u8 = 1;
    /// And is verified.
    pub const UV: u8 = 1 << 2;
    /// The passkey may be backed up.
    pub const BE: u8 = 1 << 3;
    /// It is.
    pub const BS: u8 = 1 << 4;
    /// A new credential follows.
    pub const AT: u8 = 1 << 6;
    /// Extensions follow.
    pub const ED: u8 = 1 << 7;
}

/// A passkey on a device.
pub struct Device {
    key: Key,
    /// Its id.
    pub id: Vec<u8>,
    /// How often it was used; stays 0 with [`Device::uncounted`].
    pub counter: u32,
    counts: bool,
}

enum Key {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// What is said in a ceremony: by the browser, and by the authenticator.
#[derive(Clone, Debug)]
pub struct Said {
    /// `type`.
    pub kind: String,
    /// `challenge`, base64url.
    pub challenge: String,
    /// `origin`.
    pub origin: String,
    /// Further members of the client data, each with its comma in front.
    pub more: String,
    /// Whose id is hashed.
    pub rp_id: String,
    /// The flags of the authenticator data.
    pub flags: u8,
    /// The counter; `None`: the device's own.
    pub counter: Option<u32>,
    /// Bytes after the authenticator data.
    pub tail: Vec<u8>,
}

impl Said {
    /// An honest ceremony of `origin` (`https://host` or `http://host:port`).
    #[must_use]
    pub fn honest(origin: &str, challenge: &str) -> Self {
        let host = origin.split("://").nth(1).unwrap_or_default();
        Self {
            kind: String::new(),
            challenge: challenge.to_owned(),
            origin: origin.to_owned(),
            more: r#","crossOrigin":false"#.to_owned(),
            rp_id: host.split(':').next().unwrap_or_default().to_owned(),
            flags: flags::UP | flags::UV,
            counter: None,
            tail: Vec::new(),
        }
    }

    fn client_data(&self, kind: &str) -> Vec<u8> {
        let kind = if self.kind.is_empty() {
            kind
        } else {
            &self.kind
        };
        format!(
            r#"{{"type":"{kind}","challenge":"{}","origin":"{}"{}}}"#,
            self.challenge, self.origin, self.more
        )
        .into_bytes()
    }

    fn head(&self, counter: u32) -> Vec<u8> {
        let hash = digest(&SHA256, self.rp_id.as_bytes());
        let counter = self.counter.unwrap_or(counter).to_be_bytes();
        [hash.as_ref(), &[self.flags], &counter].concat()
    }
}

/// A passkey as it was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `attestationObject`.
    pub attestation: Vec<u8>,
}

/// A passkey as it was shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The id.
    pub id: Vec<u8>,
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `authenticatorData`.
    pub authenticator_data: Vec<u8>,
    /// `signature`.
    pub signature: Vec<u8>,
}

impl Device {
    /// A device with a new key of P-256, which counts.
    #[must_use]
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).expect("a key");
        Self::with(Key::P256(key))
    }

    /// The same with a key of Ed25519.
    #[must_use]
    pub fn ed25519() -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let key = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key");
        Self::with(Key::Ed25519(key))
    }

    fn with(key: Key) -> Self {
        let mut id = vec![0; 32];
        SystemRandom::new().fill(&mut id).expect("randomness");
        Self {
            key,
            id,
            counter: 1,
            counts: true,
        }
    }

    /// A device that does not count, as those do whose passkeys are on several.
    #[must_use]
    pub fn uncounted() -> Self {
        Self {
            counter: 0,
            counts: false,
            ..Self::new()
        }
    }

    /// The public key as a COSE key.
    #[must_use]
    pub fn cose(&self) -> Vec<u8> {
        match &self.key {
            Key::P256(key) => {
                let point = key.public_key().as_ref();
                let (x, y) = point.split_at(33);
                let x = x.split_at(1).1;
                [
                    &[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32],
                    x,
                    &[0x22, 0x58, 32],
                    y,
                ]
                .concat()
            }
            Key::Ed25519(key) => {
                let x = key.public_key().as_ref();
                [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32], x].concat()
            }
        }
    }

    /// The authenticator data of a new credential.
    #[must_use]
    pub fn attested(&self, said: &Said) -> Vec<u8> {
        let said = Said {
            flags: said.flags | flags::AT,
            ..said.clone()
        };
        let length = u16::try_from(self.id.len()).expect("an id").to_be_bytes();
        let head = said.head(self.counter);
        [
            &head,
            [0; 16].as_slice(),
            &length,
            &self.id,
            &self.cose(),
            &said.tail,
        ]
        .concat()
    }

    /// Makes the passkey.
    #[must_use]
    pub fn make(&self, said: &Said) -> Made {
        Made {
            client_data: said.client_data("webauthn.create"),
            attestation: attestation("none", &[0xa0], &self.attested(said)),
        }
    }

    /// Shows the passkey.
    pub fn show(&mut self, said: &Said) -> Shown {
        if self.counts {
            self.counter += 1;
        }
        let client_data = said.client_data("webauthn.get");
        let mut data = said.head(self.counter);
        data.extend_from_slice(&said.tail);
        let signature = self.sign(&data, &client_data);
        Shown {
            id: self.id.clone(),
            client_data,
            authenticator_data: data,
            signature,
        }
    }

    /// Signs authenticator data and the hash of client data.
    #[must_use]
    pub fn sign(&self, authenticator_data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let hash = digest(&SHA256, client_data);
        let message = [authenticator_data, hash.as_ref()].concat();
        match &self.key {
            Key::P256(key) => {
                let signed = key.sign(&SystemRandom::new(), &message);
                signed.expect("a signature").as_ref().to_vec()
            }
            Key::Ed25519(key) => key.sign(&message).as_ref().to_vec(),
        }
    }
}

impl Default for Device {
    fn default() -> Self {
        Self::new()
    }
}

/// An attestation object of `format` with the statement `statement` (CBOR).
#[must_use]
pub fn attestation(format: &str, statement: &[u8], authenticator_data: &[u8]) -> Vec<u8> {
    let kind = 0x60 | u8::try_from(format.len()).expect("a short name");
    let length = u16::try_from(authenticator_data.len()).expect("short data");
    let head: &[u8] = if length < 256 { &[0x58] } else { &[0x59] };
    let length = length.to_be_bytes();
    let length = if head == [0x58] {
        &length[1..]
    } else {
        &length[..]
    };
    [
        &[0xa3, 0x63][..],
        b"fmt",
        &[kind],
        format.as_bytes(),
        &[0x67],
        b"attStmt",
        statement,
        &[0x68],
        b"authData",
        head,
        length,
        authenticator_data,
    ]
    .concat()
}

/// As the script sends bytes: base64url without padding.
#[must_use]
pub fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

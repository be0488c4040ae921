//! Public keys as authenticators give them (COSE, RFC 9053), and their signatures.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use crate::cbor::{self, Value};

/// The algorithms that are offered, by their COSE numbers, the best first: ES256, which phones and
/// security keys have, `EdDSA`, and RS256 for Windows Hello on older computers.
pub const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// A credential's public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// ES256: an uncompressed point of P-256.
    Es256([u8; 65]),
    /// Ed25519.
    EdDsa([u8; 32]),
    /// RS256 with the exponent 65537, 2048 to 8192 bits.
    Rs256(Vec<u8>),
}

impl PublicKey {
    /// Reads a COSE key that fills `bytes`; `None` for any but those of [`ALGORITHMS`].
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let value = cbor::read_all(bytes)?;
        let pairs = value.map()?;
        let at = |label: i64| {
            let found = pairs.iter().find(|(key, _)| *key == Value::Int(label));
            found.map(|(_, value)| value)
        };
        let number = |label| at(label).and_then(Value::int);
        let bytes = |label| at(label).and_then(Value::bytes);
        match (number(1)?, number(3)?, pairs.len()) {
            (2, ES256, 5) if number(-1)? == 1 => {
                let (x, y) = (bytes(-2)?, bytes(-3)?);
                let sound = x.len() == 32 && y.len() == 32;
                let point = [&[4], x, y].concat();
                point.try_into().ok().filter(|_| sound).map(Self::Es256)
            }
            (1, EDDSA, 4) if number(-1)? == 6 => bytes(-2)?.try_into().ok().map(Self::EdDsa),
            (3, RS256, 4) if bytes(-2)? == [1, 0, 1] => {
                let modulus = bytes(-1)?;
                let sound = (256..=1024).contains(&modulus.len()) && modulus.first() != Some(&0);
                sound.then(|| Self::Rs256(modulus.to_vec()))
            }
            _ => None,
        }
    }

    /// The COSE number of its algorithm.
    pub const fn algorithm(&self) -> i64 {
        match self {
            Self::Es256(_) => ES256,
            Self::EdDsa(_) => EDDSA,
            Self::Rs256(_) => RS256,
        }
    }

    /// Whether it has signed `message`.
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let verified = match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            Self::EdDsa(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
            Self::Rs256(modulus) => RsaPublicKeyComponents {
                n: modulus.as_slice(),
                e: [1, 0, 1].as_slice(),
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
        };
        verified.is_ok()
    }
}

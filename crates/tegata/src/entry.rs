//! One account whose codes are shown.

use core::fmt;
use std::collections::BTreeMap;

use crypto::{Entropy, EntropyFailure, entropy::random_array};
use otp::{Algorithm, Digits, Period};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Names an entry for good, whatever it is called. A UUID, version 4 or 7; the default is no id
/// yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub Uuid);

/// The bytes that the codes are computed from: at least one, at most [`Key::MAX_LEN`].
///
/// Unlike [`otp::Secret`] any length from one byte on is taken: other services issue short
/// ones. Wiped when dropped, not shown by `Debug`, compared in constant time.
#[derive(Clone)]
pub struct Key(Zeroizing<Vec<u8>>);

/// What an account's codes are, and what they need besides the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RFC 6238.
    Totp {
        /// The hash under the HMAC.
        algorithm: Algorithm,
        /// Decimal digits of a code.
        digits: Digits,
        /// How long one code is shown.
        period: Period,
    },
    /// RFC 4226.
    Hotp {
        /// The hash under the HMAC.
        algorithm: Algorithm,
        /// Decimal digits of a code.
        digits: Digits,
        /// The counter of the *next* code. Apps differ in what they write; see [`crate::formats`].
        next_counter: u64,
    },
    /// Steam Guard: HMAC-SHA-1 over 30 s, five characters of an alphabet of its own.
    Steam,
    /// Battle.net: TOTP with SHA-1, 30 s and eight digits; kept with its serial number.
    BattleNet,
    /// Trion: the key is the ASCII *text* of the secret; no code is shown, it is kept and given back.
    Trion,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same through renaming and moving.
    pub id: EntryId,
    /// Who issued the secret; may be empty.
    pub issuer: String,
    /// Whose it is there; may be empty.
    pub account: String,
    /// What its owner calls it; empty means that issuer and account are shown.
    pub name: String,
    /// What the codes are computed from.
    pub key: Key,
    /// How.
    pub kind: Kind,
    /// Shown before the others.
    pub pinned: bool,
    /// Seconds since 1970, if known.
    pub created: Option<u64>,
    /// What an app wrote of this entry that we do not use but give back to that app: by
    /// [`crate::formats::Format::app`], then by its own field names. May hold secrets (a
    /// Steam entry's session data), so it is treated as one: not shown by any `--json`.
    pub kept: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
}

impl EntryId {
    /// A fresh one, version 4.
    ///
    /// # Errors
    /// [`EntropyFailure`] when the generator cannot deliver.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, EntropyFailure> {
        let bytes = random_array::<16>(entropy)?;
        Ok(Self(uuid::Builder::from_random_bytes(bytes).into_uuid()))
    }
}

impl Kind {
    /// What nearly every service issues: SHA-1, six digits, 30 seconds.
    #[must_use]
    pub fn standard() -> Self {
        Self::Totp {
            algorithm: Algorithm::default(),
            digits: Digits::default(),
            period: Period::default(),
        }
    }
}

impl Key {
    /// The most bytes of a key.
    pub const MAX_LEN: usize = otp::Secret::MAX_LEN;

    /// Takes a copy of `bytes`; none if there are no bytes, or more than [`Key::MAX_LEN`].
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (1..=Self::MAX_LEN)
            .contains(&bytes.len())
            .then(|| Self(Zeroizing::new(bytes.to_vec())))
    }

    /// The bytes, for computing or for writing them into a file that the user asked for.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        use subtle::ConstantTimeEq as _;
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}

impl Entry {
    /// What a list calls it: its name, or issuer and account.
    #[must_use]
    pub fn title(&self) -> String {
        match (
            self.name.as_str(),
            self.issuer.as_str(),
            self.account.as_str(),
        ) {
            ("", "", account) => account.to_owned(),
            ("", issuer, "") => issuer.to_owned(),
            ("", issuer, account) => format!("{issuer} ({account})"),
            (name, _, _) => name.to_owned(),
        }
    }
}

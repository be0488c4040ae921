//! Password hashing on a bounded queue, sealed secrets, keyed digests, opaque tokens.
//!
//! Everything here is about secrets, so three rules hold throughout: randomness is passed in
//! ([`Entropy`]) and its failure is a value, a secret's type neither prints nor outlives its
//! use in memory (it is wiped on drop), and whatever is compared with a secret is compared in
//! constant time.
//!
//! - [`password`]: what a password and its Argon2id hash are.
//! - [`pool`]: where they are computed: off the async runtime, bounded and fair.
//! - [`kdf`]: keys from passwords, for files; off the pool, since nobody else waits.
//! - [`data_key`]: encryption under one key that the caller keeps.
//! - [`keyring`]: the root keys, their file format, keyed digests.
//! - [`sealed`]: encryption of what the database keeps, bound to the row it belongs to.
//! - [`signing`]: signatures that others can check without any of our keys.
//! - [`token`]: 256-bit opaque tokens and the digest that is stored of them.

pub mod data_key;
mod engine;
pub mod entropy;
pub mod kdf;
pub mod keyring;
pub mod password;
pub mod pool;
pub mod sealed;
pub mod signing;
pub mod token;

pub use data_key::DataKey;
pub use engine::HashEngine;
pub use entropy::{Entropy, EntropyFailure, OsEntropy};
pub use keyring::{DigestPurpose, KeyId, Keyring};
pub use password::{Candidates, Cost, Matched, Password, PasswordHash, temporary_password};
pub use pool::{Busy, HashError, HashPool, Network, Place, PoolSettings};
pub use sealed::{OpenError, Purpose};
pub use signing::{PublicKey, SigningPurpose};
pub use token::{Token, TokenDigest};

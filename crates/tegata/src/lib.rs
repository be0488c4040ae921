//! Tegata (手形, the pass one shows at a checkpoint): an authenticator that shows one-time
//! passwords and moves them in and out of the apps that people already use.
//!
//! - [`entry`]: what is kept of one account.
//! - [`codes`]: what is shown of it.
//! - [`vault`]: all of them, in order, sealed, on a disk.
//! - [`formats`]: reading and writing what other apps read and write.
//! - [`merge`]: taking over what was read.
//! - [`checkup`]: what is odd about entries, a clock, a backup.
//!
//! Time and randomness are arguments. Everything a front end needs is in this library; the
//! command line is one front end.

pub mod checkup;
pub mod codes;
pub mod entry;
pub mod formats;
pub mod merge;
#[cfg(test)]
mod testing;
pub mod vault;

pub use entry::{Entry, EntryId, Key, Kind};
pub use vault::Vault;

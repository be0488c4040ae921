//! Tegata (手形, the pass one shows at a checkpoint): an authenticator that shows one-time
//! passwords and moves them in and out of the apps that people already use.
//!
//! - [`entry`]: what is kept of one account.
//! - [`formats`]: reading and writing what other apps read and write.
//!
//! Time and randomness are arguments. Everything a front end needs is in this library; the
//! command line is one front end.

pub mod entry;
pub mod formats;

pub use entry::{Entry, EntryId, Key, Kind};

//! The plumbing, shown on both engines with a small schema of its own.

#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

// Clippy knows test code, where unwrap is right, by the attribute only.
#[cfg(test)]
mod cancelling;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod files;
#[cfg(test)]
mod outages;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod trips;
#[cfg(test)]
mod values;

//! The plumbing, shown on both engines with a small schema of its own.

#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

mod cancelling;
mod errors;
mod files;
mod outages;
mod schema;
mod shop;
mod transactions;
mod trips;
mod values;

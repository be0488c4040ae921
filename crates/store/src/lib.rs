//! The database: one SQL text for SQLite and PostgreSQL.
//!
//! The plumbing: [`Store`] opens the native pools of sqlx and sends [`Statement`] constants with
//! portable [`Value`]s, alone or in a [`Tx`]; [`Row`] reads the answer, [`StoreError`] tells the
//! kinds of failure that callers act on, [`Observer`] hears of every round trip. Above it stands
//! a module per aggregate, with the statements that it alone uses.
//!
//! Portable types: BIGINT/INTEGER (numbers, flags 0/1, times in Unix microseconds), TEXT, and
//! BYTEA/BLOB (ids of 16 bytes).

#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

pub mod accounts;
pub mod announcements;
pub mod api_keys;
pub mod approvals;
pub mod attempts;
pub mod audit;
pub mod audit_search;
pub mod browsers;
pub mod chain;
pub mod challenges;
pub mod copy;
pub mod credentials;
mod db;
pub mod departed;
pub mod digests;
mod error;
pub mod evidence;
pub mod factors;
pub mod forgetting;
pub mod forms;
pub mod installation;
pub mod intake;
pub mod invitations;
mod line;
pub mod merchant_edits;
pub mod merchant_files;
pub mod merchant_records;
pub mod merchants;
mod migrate;
pub mod nodes;
mod observer;
pub mod operators;
pub mod outbox;
pub mod own_details;
pub mod own_sessions;
pub mod passes;
pub mod passkeys;
pub mod people;
mod pools;
mod prepare;
mod read;
pub mod recovery;
pub mod resealing;
pub mod resets;
pub mod restored;
mod row;
mod session;
pub mod sessions;
mod settings;
pub mod silent;
mod statement;
pub mod tallies;
mod tx;
pub mod user_imports;
pub mod user_list;
mod value;
mod whole;

pub use db::{Engine, Store};
pub use error::{Cause, StoreError, Taken, UniqueKey};
pub use migrate::SchemaError;
pub use observer::{Observer, Trip};
pub use row::Row;
pub use settings::StoreSettings;
pub use statement::Statement;
pub use tx::Tx;
pub use value::{Portable, Value};

/// The statements of every module; a module that declares some is added here.
const CATALOGUE: &[&[Statement]] = &[
    accounts::ALL,
    announcements::ALL,
    approvals::ALL,
    api_keys::ALL,
    attempts::ALL,
    audit::ALL,
    audit_search::ALL,
    browsers::ALL,
    chain::ALL,
    copy::ALL,
    challenges::ALL,
    credentials::ALL,
    db::ALL,
    departed::ALL,
    digests::ALL,
    evidence::ALL,
    factors::ALL,
    forgetting::ALL,
    forms::ALL,
    installation::ALL,
    intake::ALL,
    merchant_edits::ALL,
    merchant_files::ALL,
    invitations::ALL,
    merchant_records::ALL,
    merchants::ALL,
    migrate::ALL,
    nodes::ALL,
    operators::ALL,
    outbox::ALL,
    own_details::ALL,
    own_sessions::ALL,
    passes::ALL,
    passkeys::ALL,
    people::ALL,
    recovery::ALL,
    resealing::ALL,
    resets::ALL,
    restored::ALL,
    sessions::ALL,
    user_imports::ALL,
    user_list::ALL,
    silent::ALL,
];

/// Every statement of the crate, for the test that prepares them all on both engines.
pub fn every_statement() -> impl Iterator<Item = &'static Statement> {
    CATALOGUE.iter().copied().flatten()
}

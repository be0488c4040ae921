//! A whole app in a test: actors, clock, rng, mail sink, databases. Development only.

#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

#[cfg(feature = "app")]
pub mod browser;
#[cfg(feature = "app")]
pub mod clock;
#[cfg(feature = "app")]
pub mod crowd;
pub mod databases;
#[cfg(feature = "app")]
pub mod desk;
pub mod dump;
#[cfg(feature = "app")]
pub mod entropy;
pub mod forwarder;
#[cfg(feature = "app")]
pub mod load;
#[cfg(feature = "app")]
pub mod node;
#[cfg(feature = "app")]
pub mod passkey;
#[cfg(feature = "app")]
pub mod phone;
pub mod postgres;
#[cfg(feature = "app")]
pub mod proof;
pub mod samples;
#[cfg(feature = "app")]
pub mod site;
#[cfg(feature = "app")]
pub mod told;
pub mod trips;
#[cfg(feature = "app")]
pub mod world;

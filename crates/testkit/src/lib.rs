//! A whole app in a test: actors, clock, rng, mail sink, databases. Development only.

#![allow(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

pub mod databases;
pub mod postgres;
pub mod trips;

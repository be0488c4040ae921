//! Three equal nodes on one PostgreSQL, as browsers and a proxy meet them: over HTTP.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a step that fails must fail its test loudly"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the nodes run on the system's clock, and so do those who use them"
)]
#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

mod crowd;
mod outages;
mod parallel;
mod proxy;
mod rolling;
mod trio;

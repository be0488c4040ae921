//! The product as its users and its enemies meet it: the real binary, over HTTP.
//!
//! `crash` kills it at random moments, `hostile` sends it what no page of ours would send.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a step that fails must fail its test loudly"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the binary runs on the system's clock, and so do those who use it"
)]

mod crash;
mod database;
mod demo;
mod hostile;
mod person;
mod post;
mod shop;

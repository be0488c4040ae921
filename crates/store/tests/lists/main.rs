//! ユーザー一覧 in SQL: what the database finds and how it orders is what the domain says, and it
//! looks at nobody but the merchant's own users (USER-22).

#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

// Clippy knows test code, where unwrap is right, by the attribute only.
#[cfg(test)]
mod agreement;
#[cfg(test)]
mod large;
#[cfg(test)]
mod people;
#[cfg(test)]
mod plans;

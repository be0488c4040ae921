//! What stands between a request and its handler: who asks, from where, in which language, with
//! which form; and between a handler and its answer: headers, refusals as pages, the log.

pub mod again;
pub mod area;
pub mod asking;
pub mod body;
pub mod client;
pub mod closed;
pub mod cookies;
pub mod csv_file;
pub mod draw;
pub mod fields;
pub mod frame;
pub mod halt;
pub mod headers;
pub mod measure;
pub mod moments;
pub mod proof;
pub mod provenance;
pub mod session;
pub mod upload;
pub mod visit;
pub mod visitor;

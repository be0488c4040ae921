//! QR codes: drawing them, and finding them in pictures.

mod draw;
mod read;

pub use draw::{Drawing, draw};
pub(super) use read::read;

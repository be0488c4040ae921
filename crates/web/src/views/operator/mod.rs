//! The console of customer service (SCR-16).

mod gate;
mod menu;

pub use gate::{OperatorLockPage, OperatorLoginPage};
pub use menu::{OperatorEntry, OperatorMenuKind, OperatorMenuPage};

//! Pages: routes, forms, cookies, views.

pub mod assets;
pub mod views;

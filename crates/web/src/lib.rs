//! Pages: routes, forms, cookies, views.
//!
//! [`router`] answers everything; whoever accepts connections puts a [`Peer`] into each request's
//! extensions and hands the request on.

pub mod api;
pub mod assets;
pub mod evidence;
pub mod views;
pub mod words;

mod help;
mod http;
pub mod look;
mod routes;
mod state;

pub use help::app_topics;
pub use http::client::Peer;
pub use http::fields::{Fields, FormError, decode as decode_form};
pub use ipnet::IpNet;
pub use routes::router;
pub use state::{
    AppLink, DemoLetter, DemoMails, Device, DoorEntry, Drain, WebSettings, WebState, Wording,
};

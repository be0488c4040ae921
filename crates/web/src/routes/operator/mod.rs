//! `/operator`: the console of customer service (SCR-16, CS-6).

mod login;
mod menu;

use axum::Router;
use axum::routing::{get, post};

use super::{logout, password, secret};
use crate::WebState;

/// The operators' entrance and everything behind it.
pub fn pages() -> Router<WebState> {
    Router::new()
        .route("/operator", get(login::show).post(login::log_in))
        .route("/operator/menu", get(menu::show))
        .route("/operator/logout", post(logout::log_out))
        .route(
            "/operator/password",
            get(password::show).post(password::change),
        )
        .route("/operator/secret", get(secret::show))
        .route(
            "/operator/secret/issue",
            get(secret::back).post(secret::issue),
        )
        .route(
            "/operator/secret/confirm",
            get(secret::back).post(secret::confirm),
        )
}

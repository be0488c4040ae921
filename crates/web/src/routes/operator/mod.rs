//! `/operator`: the console of customer service (SCR-16, CS-6).

mod act;
mod approvals;
mod evidence;
mod form;
mod login;
mod mails;
mod menu;
mod merchants;
mod notices;
mod trail;

use axum::Router;
use axum::routing::{get, post};

use super::{logout, password, secret, stay};
use crate::WebState;

/// The operators' entrance and everything behind it.
pub fn pages() -> Router<WebState> {
    Router::new()
        .route("/operator", get(login::show).post(login::log_in))
        .route("/operator/menu", get(menu::show))
        .route("/operator/logout", post(logout::log_out))
        .route("/operator/stay", get(stay::stay))
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
        .merge(desk())
}

/// What an operator does for merchants.
fn desk() -> Router<WebState> {
    Router::new()
        .route("/operator/merchants", get(merchants::find))
        .route("/operator/merchants/new", get(form::blank).post(form::open))
        .route("/operator/merchants/{code}", get(merchants::show))
        .route("/operator/merchants/{code}/users", get(merchants::users))
        .route("/operator/merchants/{code}/mails", get(mails::list))
        .route("/operator/merchants/{code}/sheet", get(merchants::sheet))
        .route(
            "/operator/merchants/{code}/edit",
            get(form::edit).post(form::change),
        )
        .route(
            "/operator/merchants/{code}/{act}",
            get(act::ask).post(act::carry_out),
        )
        .route(
            "/operator/notices",
            get(notices::list).post(notices::announce),
        )
        .route("/operator/notices/{id}/withdraw", post(notices::withdraw))
        .route("/operator/audit", get(trail::list))
        .route("/operator/audit/export", get(trail::export))
        .route("/operator/evidence", get(evidence::show))
        .route("/operator/approvals", get(approvals::list))
        .route(
            "/operator/approvals/{id}/{verdict}",
            post(approvals::decide),
        )
}

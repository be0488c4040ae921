//! The addresses and their handlers, one file for each page.
//!
//! A handler reads what was sent, calls one use case, and fills one view. What it may do at all
//! stands in its arguments: a right is a type that only a checked session yields.

mod act;
mod activity;
mod asset;
mod demo_door;
mod demo_letters;
mod demo_mails;
mod door;
mod hand_out;
mod health;
mod help;
mod key;
mod login;
mod logout;
mod mail_address;
mod mail_login;
mod me;
mod menu;
mod operator;
mod own_sessions;
mod passes;
mod passkey_login;
mod passkeys;
mod password;
mod recovery;
mod recovery_login;
mod reset;
mod reset_link;
mod secret;
mod stay;
mod trail;
mod user;
mod user_change;
mod user_form;
mod user_import;
mod users;
mod users_search;
mod wording;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::WebState;
use crate::api;
use crate::http::again::again;
use crate::http::closed::closed;
use crate::http::frame::frame;
use crate::http::halt::Halt;
use crate::http::measure::measure;

/// All pages. Whoever accepts connections puts a [`crate::Peer`] into each request's extensions.
pub fn router(state: WebState) -> Router {
    let limit = state.settings.request_timeout;
    let mut router = gate()
        .merge(console())
        .merge(operator::pages())
        .merge(doors())
        .merge(machinery());
    if state.settings.api_requests_per_minute.is_some() {
        router = router.merge(api::routes());
    }
    if state.settings.demo.is_some() {
        router = router.merge(demo());
    }
    // Inside the frame, which reads the visit and sets the headers of every answer.
    let router = router
        .layer(from_fn(closed))
        .layer(from_fn_with_state(state.clone(), again));
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(state.clone(), measure))
        .layer(from_fn_with_state(state.clone(), frame))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            limit,
        ));
    router
        .fallback(nothing_there)
        .layer(layers)
        .with_state(state)
}

fn gate() -> Router<WebState> {
    Router::new()
        .route("/", get(key::show))
        .route("/{access_key}", get(login::show).post(login::log_in))
        .route(
            "/{access_key}/mail",
            get(mail_login::show).post(mail_login::ask),
        )
        .route(
            "/{access_key}/mail/code",
            get(mail_login::code).post(mail_login::log_in),
        )
        .route(
            "/{access_key}/mail/code/resend",
            get(mail_login::back).post(mail_login::resend),
        )
        .route(
            "/{access_key}/passkey",
            get(passkey_login::show).post(passkey_login::log_in),
        )
        .route(
            "/{access_key}/recovery",
            get(recovery_login::show).post(recovery_login::log_in),
        )
        .route("/{access_key}/reset", get(reset::show).post(reset::request))
        .route(
            "/reset/{token}",
            get(reset_link::show).post(reset_link::redeem),
        )
        .route(
            "/mail-address/{token}",
            get(mail_address::show).post(mail_address::confirm),
        )
}

/// Everybody's own pages.
fn own() -> Router<WebState> {
    Router::new()
        .route("/console/me", get(me::show).post(me::change))
        .route("/console/sessions", get(own_sessions::list))
        .route(
            "/console/sessions/end",
            get(own_sessions::back).post(own_sessions::end_others),
        )
        .route(
            "/console/sessions/{id}/end",
            get(own_sessions::back).post(own_sessions::end_one),
        )
        .route("/console/passes", get(passes::list))
        .route("/console/passes/new", get(passes::new).post(passes::add))
        .route(
            "/console/passes/confirm",
            get(passes::back).post(passes::confirm),
        )
        .route(
            "/console/passkeys/new",
            get(passkeys::new).post(passkeys::ask),
        )
        .route(
            "/console/passkeys/make",
            get(passkeys::back).post(passkeys::add),
        )
        .route(
            "/console/passes/{id}/name",
            get(passes::ask_name).post(passes::rename),
        )
        .route(
            "/console/passes/{id}/remove",
            get(passes::ask_removal).post(passes::remove),
        )
        .route(
            "/console/recovery",
            get(recovery::show).post(recovery::make),
        )
        .route(
            "/console/recovery/done",
            get(recovery::back).post(recovery::done),
        )
        .route("/console/recovery/text", get(recovery::text))
        .route("/console/logins", get(own_sessions::log_ins))
        .route("/console/activity", get(activity::list))
        .route("/console/activity/export", get(activity::export))
}

fn console() -> Router<WebState> {
    own()
        .route("/console", get(menu::enter))
        .route("/console/menu", get(menu::show))
        .route("/console/logout", post(logout::log_out))
        .route("/console/stay", get(stay::stay))
        .route(
            "/console/password",
            get(password::show).post(password::change),
        )
        .route("/console/secret", get(secret::show))
        .route(
            "/console/secret/issue",
            get(secret::back).post(secret::issue),
        )
        .route(
            "/console/secret/confirm",
            get(secret::back).post(secret::confirm),
        )
        .route("/console/users", get(users::list))
        .route(
            "/console/users/new",
            get(user_form::blank).post(user_form::step),
        )
        .route(
            "/console/users/check",
            get(user_form::back).post(user_form::step),
        )
        .merge(user_imports())
        .route("/console/users/{id}", get(user::show))
        .route(
            "/console/users/{id}/edit",
            get(user_change::back).post(user_change::step),
        )
        .route(
            "/console/users/{id}/handout",
            get(hand_out::ask).post(hand_out::make),
        )
        .route("/console/users/{id}/registered", get(user_form::done))
        .route(
            "/console/users/{id}/{act}",
            get(act::ask).post(act::carry_out),
        )
}

/// CSV取込.
fn user_imports() -> Router<WebState> {
    Router::new()
        .route(
            "/console/users/import",
            get(user_import::show).post(user_import::bring),
        )
        .route("/console/users/import/sample.csv", get(user_import::sample))
        .route(
            "/console/users/import/{id}",
            get(user_import::judged).post(user_import::take_in),
        )
        .route(
            "/console/users/import/{id}/result.csv",
            get(user_import::result),
        )
}

fn doors() -> Router<WebState> {
    Router::new()
        .route("/door/check/{id}", get(door::check))
        .route("/door/enter/{id}", get(door::enter))
        .route("/door/keys", get(door::keys))
}

fn machinery() -> Router<WebState> {
    Router::new()
        .route("/assets/{hash}/{name}", get(asset::serve))
        .route("/help", get(help::contents))
        .route("/help/{topic}", get(help::topic))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
}

fn demo() -> Router<WebState> {
    Router::new()
        .route("/demo/letters", get(demo_letters::list))
        .route("/demo/letters/{kind}", get(demo_letters::show))
        .route("/demo/letters/{kind}/html", get(demo_letters::html))
        .route("/demo/mails", get(demo_mails::list))
        .route("/demo/mails/{name}", get(demo_mails::show))
        .route("/apps/demo/{id}/", get(demo_door::show))
}

async fn nothing_there(_: Request) -> Halt {
    Halt::NotFound
}

/// A mistake of ours ends one request, never the process. What the panic said may hold anything,
/// so it is not put into the log a second time.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Halt::Fault("a handler panicked".to_owned()).into_response()
}

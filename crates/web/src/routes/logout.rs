//! `/console/logout` (LOGIN-11).

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use crate::http::area::entrance;
use crate::http::cookies::Cookie;
use crate::http::halt::{Halt, see_other};
use crate::http::session::{Anyone, Sent};

/// What browsers are told to forget: pages kept for the back button and stored data. Cookies are
/// not on the list, or the chosen language would go with them.
const FORGOTTEN: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// Ends the session and leads to the log-in page.
pub async fn log_out(sent: Sent<Anyone>) -> Result<Response, Halt> {
    let (visit, session) = (&sent.signed.visit, &sent.signed.session);
    visit.app().log_out(&session.token, &visit.origin).await?;
    let target = format!("{}?notice=logged-out", entrance(&session.access_key));
    let mut response = see_other(&target, Cookie::Session.forget(visit.secure()));
    let name = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(name, FORGOTTEN);
    Ok(response)
}

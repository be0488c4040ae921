//! `/apps/demo/{id}/`: what could stand behind a door. In a demonstration no proxy stands in
//! front of it, so the first half of this handler plays the proxy; the second is the application,
//! which knows the visitor from the headers alone and believes the signature only.

use app::{DoorPass, check_assertion};
use axum::response::Response;

use super::door::{DoorInPath, enter_href, named, passes, refused};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::session::{next_page, resume};
use crate::http::visit::Visit;
use crate::views::{DemoDoorPage, Row, Shell};

/// The page of the made-up application.
pub async fn show(DoorInPath(entry): DoorInPath, visit: Visit) -> Result<Response, Halt> {
    let session = match resume(&visit).await {
        Ok(session) => session,
        Err(Halt::SignIn(_)) => return Err(Halt::to(enter_href(&entry))),
        Err(halt) => return Err(halt),
    };
    let left = session.standing.obligations;
    let headers = match passes(&visit, &session, &entry)? {
        DoorPass::Open(visitor) => named(&visitor),
        DoorPass::Shut if !left.is_empty() => return Err(Halt::to(next_page(&session.standing))),
        DoorPass::Shut => return refused(&visit, &entry),
    };
    let visit = visit.with_person(&session.locale);
    answer(
        &visit,
        entry.label.text(visit.text.locale()),
        &headers,
        entry.door.id.as_str(),
    )
}

/// The application: it has headers, the console's public keys, its own name and a clock.
fn answer(
    visit: &Visit,
    title: &str,
    headers: &[(&'static str, String)],
    audience: &str,
) -> Result<Response, Halt> {
    let assertion = headers
        .iter()
        .find(|(name, _)| *name == "sekisho-assertion")
        .map_or("", |(_, value)| value.as_str());
    let expected = (visit.state.settings.public_url.as_str(), audience);
    let app = visit.app();
    let claims = check_assertion(assertion, &app.door_keys(), expected, app.now());
    let claims =
        claims.ok_or_else(|| Halt::Fault("an assertion of ours is not valid".to_owned()))?;
    let claims = serde_json::to_string_pretty(&claims);
    drawn(&DemoDoorPage {
        shell: Shell {
            home_href: "/console/menu".to_owned(),
            ..visit.shell()
        },
        title: title.to_owned(),
        headers: headers
            .iter()
            .map(|(name, value)| Row::new(*name, value))
            .collect(),
        claims: claims.map_err(|error| Halt::fault("claims", error))?,
    })
}

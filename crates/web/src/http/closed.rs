//! What operators tell everybody: read once for each page, and during maintenance the only page.

use std::sync::Arc;

use app::Current;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::announcement::{Announcement, Draft};
use i18n::Locale;

use super::draw::drawn_with;
use super::halt::Halt;
use super::moments::in_tokyo;
use super::visit::Visit;
use crate::api::Refusal;
use crate::views::MaintenancePage;

/// What answers during maintenance as well: watchers, files of pages, and operators, who end it.
const OPEN: [&str; 4] = ["/healthz", "/readyz", "/assets/", "/operator"];

/// Lets a request pass, or answers it with the page of a maintenance. Sessions survive it.
pub async fn closed(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if OPEN.into_iter().any(|open| path.starts_with(open)) {
        return next.run(request).await;
    }
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return next.run(request).await;
    };
    let Current {
        notices,
        maintenance: closing,
    } = visit.app().current_announcements().await;
    if let Some(now) = closing {
        return maintenance(&visit, &now).unwrap_or_else(IntoResponse::into_response);
    }
    let texts = notices.iter().map(|told| worded(&visit, &told.draft));
    let notices: Arc<[String]> = texts.collect();
    request.extensions_mut().insert(visit.with_notices(notices));
    next.run(request).await
}

fn maintenance(visit: &Visit, now: &Announcement) -> Result<Response, Halt> {
    let left = now.draft.until.since(visit.app().now());
    let seconds = left.whole_seconds().max(1);
    if visit.is_programs() {
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
        return Ok(Refusal::closed(seconds).into_response());
    }
    let page = MaintenancePage {
        shell: visit.shell(),
        message: worded(visit, &now.draft),
        until: in_tokyo(now.draft.until),
    };
    let mut response = drawn_with(StatusCode::SERVICE_UNAVAILABLE, &page)?;
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

fn worded(visit: &Visit, draft: &Draft) -> String {
    match visit.text.locale() {
        Locale::Ja => draft.ja.clone(),
        Locale::En => draft.en.clone(),
    }
}

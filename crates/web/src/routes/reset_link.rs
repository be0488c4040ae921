//! `/reset/{token}`: the link in the mail (SCR-5). Looking changes nothing, pressing the button
//! sends the temporary password: mail scanners look too (RESET-13).

use app::Redeemed;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use crypto::Token;

use crate::http::draw::{drawn, drawn_with};
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::http::visitor::{Visitor, VisitorForm};
use crate::views::{ResetLinkDeadPage, ResetLinkPage, TemporarySentPage};

/// The token of the address; `None` for a text that is none, which is answered as a dead link.
pub struct LinkToken(pub Option<Token>);

impl<S: Send + Sync> FromRequestParts<S> for LinkToken {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(
            text.ok().and_then(|Path(text)| Token::parse(&text).ok()),
        ))
    }
}

/// The page with the one button.
pub async fn show(
    LinkToken(token): LinkToken,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    let Some(token) = token else {
        return dead(&visit);
    };
    if !visit.app().reset_link_works(token.reveal()).await? {
        return dead(&visit);
    }
    let page = ResetLinkPage {
        shell: visit.shell(),
        action: format!("/reset/{}", token.reveal()),
        form: visitor.form(&visit)?,
    };
    visitor.remembered(&visit, drawn(&page)?)
}

/// Sends the temporary password.
pub async fn redeem(LinkToken(token): LinkToken, form: VisitorForm) -> Result<Response, Halt> {
    let VisitorForm { visit, nonce, .. } = &form;
    let Some(token) = token else {
        return dead(visit);
    };
    match visit
        .app()
        .redeem_reset(token.reveal(), *nonce, &visit.origin)
        .await?
    {
        Redeemed::Sent { access_key } => sent(visit, &access_key),
        Redeemed::Dead => dead(visit),
    }
}

fn sent(visit: &Visit, access_key: &str) -> Result<Response, Halt> {
    let days = visit.app().policy().temporary_password.whole_days();
    drawn(&TemporarySentPage {
        shell: visit.shell(),
        login_href: format!("/{access_key}"),
        days: u32::try_from(days).unwrap_or(u32::MAX),
    })
}

/// Used, expired, made up: one answer (RESET-12).
fn dead(visit: &Visit) -> Result<Response, Halt> {
    let again_href = visit
        .access_key()
        .map_or_else(|| "/".to_owned(), |key| format!("/{key}/reset"));
    drawn_with(
        StatusCode::NOT_FOUND,
        &ResetLinkDeadPage {
            shell: visit.shell(),
            again_href,
        },
    )
}

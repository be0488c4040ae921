//! `/mail-address/{token}`: the link in a mail to a new address. Looking changes nothing, pressing the
//! button makes the address take effect; whoever opens it need not be logged in.

use app::AddressConfirmed;
use axum::http::StatusCode;
use axum::response::Response;

use super::reset_link::LinkToken;
use crate::http::draw::{drawn, drawn_with};
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::http::visitor::{Visitor, VisitorForm};
use crate::views::{AddressLinkPage, AddressStage};

/// The page with the one button.
pub async fn show(token: LinkToken, visit: Visit, visitor: Visitor) -> Result<Response, Halt> {
    let Some(token) = token.0 else {
        return dead(&visit);
    };
    if !visit.app().address_link_works(token.reveal()).await? {
        return dead(&visit);
    }
    let stage = AddressStage::Open {
        action: format!("/mail-address/{}", token.reveal()),
        form: visitor.form(&visit)?,
    };
    visitor.remembered(&visit, drawn(&page(&visit, stage))?)
}

/// Makes the address take effect.
pub async fn confirm(token: LinkToken, form: VisitorForm) -> Result<Response, Halt> {
    let VisitorForm { visit, nonce, .. } = &form;
    let Some(token) = token.0 else {
        return dead(visit);
    };
    let app = visit.app();
    match app
        .confirm_address(token.reveal(), *nonce, &visit.origin)
        .await?
    {
        AddressConfirmed::Done { access_key } => {
            let login_href = format!("/{access_key}");
            drawn(&page(visit, AddressStage::Done { login_href }))
        }
        AddressConfirmed::Taken => drawn(&page(visit, AddressStage::Taken)),
        AddressConfirmed::Dead => dead(visit),
    }
}

fn page(visit: &Visit, stage: AddressStage) -> AddressLinkPage {
    AddressLinkPage {
        shell: visit.shell(),
        stage,
    }
}

/// Used, expired, made up: one answer.
fn dead(visit: &Visit) -> Result<Response, Halt> {
    drawn_with(StatusCode::NOT_FOUND, &page(visit, AddressStage::Dead))
}

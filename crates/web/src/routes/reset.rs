//! `/{access_key}/reset`: asks for a reset link by mail (SCR-3, SCR-4).

use app::RequestReset;
use axum::response::Response;
use domain::merchant::MerchantCode;
use domain::person::UserId;
use i18n::Text;

use super::login::KeyInPath;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::http::visitor::{Visitor, VisitorForm};
use crate::views::{Field, ResetAcceptedPage, ResetRequestPage};

/// The page.
pub async fn show(
    KeyInPath(key): KeyInPath,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    let fields = (Field::default(), Field::default());
    let page = page(&visit, &visitor, &key, fields)?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// Accepts a request, with the same answer for every name (RESET-12). What cannot be a code or an
/// ID at all is said so: that tells nothing of who is registered.
pub async fn request(KeyInPath(key): KeyInPath, form: VisitorForm) -> Result<Response, Halt> {
    let VisitorForm {
        visit,
        visitor,
        fields,
        nonce,
    } = &form;
    let code = merchant_code(&visit.text, fields.text("merchant_code"));
    let user = user_id(&visit.text, fields.text("user_id"));
    if code.error.is_some() || user.error.is_some() {
        return drawn(&page(visit, visitor, &key, (code, user))?);
    }
    let typed = RequestReset {
        access_key: &key,
        merchant_code: &code.value,
        user_id: &user.value,
        nonce: *nonce,
        origin: &visit.origin,
    };
    visit.app().request_reset(typed).await?;
    accepted(visit, &key)
}

fn accepted(visit: &Visit, key: &str) -> Result<Response, Halt> {
    let minutes = visit.app().policy().reset_link.whole_minutes();
    drawn(&ResetAcceptedPage {
        shell: visit.shell(),
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        login_href: format!("/{key}"),
    })
}

fn page(
    visit: &Visit,
    visitor: &Visitor,
    key: &str,
    (merchant_code, user_id): (Field, Field),
) -> Result<ResetRequestPage, Halt> {
    Ok(ResetRequestPage {
        shell: visit.shell(),
        action: format!("/{key}/reset"),
        merchant_code,
        user_id,
        form: visitor.form(visit)?,
        login_href: format!("/{key}"),
    })
}

fn merchant_code(text: &Text, typed: &str) -> Field {
    field(
        text,
        typed,
        &text.field_merchant_code(),
        MerchantCode::parse(typed).is_some(),
    )
}

fn user_id(text: &Text, typed: &str) -> Field {
    field(
        text,
        typed,
        &text.field_user_id(),
        UserId::parse(typed).is_some(),
    )
}

fn field(text: &Text, typed: &str, label: &str, is_well_formed: bool) -> Field {
    let error = if is_well_formed {
        None
    } else if typed.trim().is_empty() {
        Some(text.form_error_empty(label))
    } else {
        Some(text.form_error_format(label))
    };
    Field {
        value: typed.chars().take(64).collect(),
        error,
    }
}

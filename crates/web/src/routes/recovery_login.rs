//! `/{access_key}/recovery`: 番号を表示できない方. Log-in with a recovery code, and the other ways.

use app::{LogIn, LoggedIn};
use axum::http::StatusCode;
use axum::response::Response;
use crypto::Password;

use super::login::{KeyInPath, echo, entered, hints, locked, remembered};
use crate::http::area::Area;
use crate::http::draw::{drawn, drawn_with};
use crate::http::fields::Fields;
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::http::visitor::{Arrived, Visitor};
use crate::views::RecoveryLoginPage;

/// The page.
pub async fn show(
    KeyInPath(key): KeyInPath,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    let page = page(&visit, &visitor, &key, None)?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// リカバリーコードでログイン.
pub async fn log_in(KeyInPath(key): KeyInPath, arrived: Arrived) -> Result<Response, Halt> {
    let mut form = match arrived {
        Arrived::Good(form) => form,
        Arrived::Stale {
            visit,
            visitor,
            fields,
        } => return stale(&visit, &visitor, &fields, &key),
    };
    let password = Password::new(std::mem::take(&mut *form.fields.take("password")));
    let origin = form.visit.marked()?;
    let typed = LogIn {
        access_key: &key,
        merchant_code: form.fields.text("merchant_code"),
        user_id: form.fields.text("user_id"),
        password: &password,
        code: form.fields.text("recovery_code"),
        nonce: form.nonce,
        origin: &origin,
    };
    match form.visit.app().log_in_with_recovery_code(typed).await? {
        LoggedIn::Open { token, obligations } => {
            let response = entered(&form.visit, Area::Console, &token, obligations)?;
            Ok(remembered(response, &form.visit, &key, &origin))
        }
        LoggedIn::Refused => drawn(&RecoveryLoginPage {
            failure: Some(hints(&form.visit)),
            ..page(&form.visit, &form.visitor, &key, Some(&form.fields))?
        }),
        LoggedIn::Locked => locked(&form.visit, &key),
    }
}

/// The page had been open for too long: nothing was evaluated.
fn stale(visit: &Visit, visitor: &Visitor, fields: &Fields, key: &str) -> Result<Response, Halt> {
    let page = RecoveryLoginPage {
        expired: true,
        ..page(visit, visitor, key, Some(fields))?
    };
    visitor.remembered(visit, drawn_with(StatusCode::FORBIDDEN, &page)?)
}

fn page(
    visit: &Visit,
    visitor: &Visitor,
    key: &str,
    typed: Option<&Fields>,
) -> Result<RecoveryLoginPage, Halt> {
    if !visit.app().policy().passes.recovery_codes {
        return Err(Halt::to("/help/lost-phone"));
    }
    let again = |name| typed.map(|fields| echo(fields, name)).unwrap_or_default();
    Ok(RecoveryLoginPage {
        shell: visit.shell(),
        action: format!("/{key}/recovery"),
        access_key: key.to_owned(),
        merchant_code: again("merchant_code"),
        user_id: again("user_id"),
        form: visitor.form(visit)?,
        failure: None,
        expired: false,
        app_href: format!("/{key}"),
    })
}

//! `/{access_key}/passkey`: log-in with a passkey. An entrance of its own, so that no page tells who
//! has one; nobody has to be named where a passkey stands alone.

use app::{LoggedIn, PasskeyLogIn, PasskeyNames, ShownPasskey};
use axum::http::StatusCode;
use axum::response::Response;
use crypto::Password;
use domain::passkey::PasskeyUse;

use super::login::{KeyInPath, echo, entered, hints, locked, remembered};
use crate::http::area::Area;
use crate::http::asking::what_is_asked;
use crate::http::draw::{drawn, drawn_with};
use crate::http::fields::Fields;
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::http::visitor::{Arrived, Visitor};
use crate::views::PasskeyLoginPage;

/// The page.
pub async fn show(
    KeyInPath(key): KeyInPath,
    visit: Visit,
    visitor: Visitor,
) -> Result<Response, Halt> {
    let page = page(&visit, &visitor, &key, None)?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// Log in.
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
    let typed = PasskeyLogIn {
        access_key: &key,
        names: names(&form.fields, &password),
        shown: shown(&form.fields),
        browser: form.visitor.binding(),
        nonce: form.nonce,
        origin: &origin,
    };
    match form.visit.app().log_in_with_passkey(typed).await? {
        LoggedIn::Open { token, obligations } => {
            let response = entered(&form.visit, Area::Console, &token, obligations)?;
            Ok(remembered(response, &form.visit, &key, &origin))
        }
        LoggedIn::Refused => drawn(&PasskeyLoginPage {
            failure: Some(hints(&form.visit)),
            ..page(&form.visit, &form.visitor, &key, Some(&form.fields))?
        }),
        LoggedIn::Locked => locked(&form.visit, &key),
    }
}

fn names<'a>(fields: &'a Fields, password: &'a Password) -> PasskeyNames<'a> {
    PasskeyNames {
        merchant_code: fields.text("merchant_code"),
        user_id: fields.text("user_id"),
        password,
    }
}

fn shown(fields: &Fields) -> ShownPasskey<'_> {
    ShownPasskey {
        credential: fields.text("credential"),
        client_data: fields.text("client_data"),
        authenticator_data: fields.text("authenticator_data"),
        signature: fields.text("signature"),
        handle: fields.text("handle"),
        since: fields.text("since"),
    }
}

/// The page had been open for too long: nothing was evaluated.
fn stale(visit: &Visit, visitor: &Visitor, fields: &Fields, key: &str) -> Result<Response, Halt> {
    let page = PasskeyLoginPage {
        expired: true,
        ..page(visit, visitor, key, Some(fields))?
    };
    visitor.remembered(visit, drawn_with(StatusCode::FORBIDDEN, &page)?)
}

/// Where there are no passkeys, there is no such page.
fn page(
    visit: &Visit,
    visitor: &Visitor,
    key: &str,
    typed: Option<&Fields>,
) -> Result<PasskeyLoginPage, Halt> {
    let again = |name| typed.map(|fields| echo(fields, name)).unwrap_or_default();
    let question = visit.app().ask_for_passkey(&visitor.binding())?;
    let (asking, form) = what_is_asked(question.ok_or(Halt::NotFound)?);
    Ok(PasskeyLoginPage {
        shell: visit.telling_shell(),
        action: format!("/{key}/passkey"),
        access_key: key.to_owned(),
        alone: visit.app().passkeys() == PasskeyUse::Alone,
        merchant_code: again("merchant_code"),
        user_id: again("user_id"),
        asking,
        form,
        failure: None,
        expired: false,
        app_href: format!("/{key}"),
    })
}

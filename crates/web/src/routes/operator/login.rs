//! `/operator`: the operators' entrance. The gate behind it is the merchants' own: the centre is
//! a tenant with a code that no merchant has and a key that no address holds.

use app::{LogIn, LoggedIn};
use axum::response::Response;
use crypto::Password;
use domain::merchant::{CENTRE_KEY, MerchantCode};

use crate::http::area::Area;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::http::visitor::{Visitor, VisitorForm};
use crate::routes::login::{echo, entered, notice};
use crate::views::{FailureHints, OperatorLockPage, OperatorLoginPage, Shell};

/// The page.
pub async fn show(visit: Visit, visitor: Visitor) -> Result<Response, Halt> {
    let shell = Shell {
        notice: notice(&visit),
        ..visit.shell()
    };
    let page = blank(&visit, &visitor, shell)?;
    visitor.remembered(&visit, drawn(&page)?)
}

/// Log in.
pub async fn log_in(mut form: VisitorForm) -> Result<Response, Halt> {
    let password = Password::new(std::mem::take(&mut *form.fields.take("password")));
    let centre = MerchantCode::centre();
    let typed = LogIn {
        access_key: CENTRE_KEY,
        merchant_code: centre.as_str(),
        user_id: form.fields.text("user_id"),
        password: &password,
        code: form.fields.text("code"),
        nonce: form.nonce,
        origin: &form.visit.origin,
    };
    match form.visit.app().log_in(typed).await? {
        LoggedIn::Open { token, obligations } => {
            entered(&form.visit, Area::Operator, &token, obligations)
        }
        LoggedIn::Refused => refused(&form),
        LoggedIn::Locked => drawn(&OperatorLockPage {
            shell: form.visit.shell(),
            login_href: "/operator".to_owned(),
        }),
    }
}

fn refused(form: &VisitorForm) -> Result<Response, Halt> {
    let days = form.visit.app().policy().temporary_password.whole_days();
    let hints = FailureHints {
        days: u32::try_from(days).unwrap_or(u32::MAX),
    };
    drawn(&OperatorLoginPage {
        user_id: echo(&form.fields, "user_id"),
        failure: Some(hints),
        ..blank(&form.visit, &form.visitor, form.visit.shell())?
    })
}

fn blank(visit: &Visit, visitor: &Visitor, shell: Shell) -> Result<OperatorLoginPage, Halt> {
    Ok(OperatorLoginPage {
        shell,
        user_id: String::new(),
        form: visitor.form(visit)?,
        failure: None,
    })
}

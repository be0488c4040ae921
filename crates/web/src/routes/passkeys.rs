//! `/console/passkeys`: one more passkey. They are listed, renamed and removed with the other passes.

use app::{AddPasskey, AddedPasskey, App, AskedPasskey, PasskeyCreation, Session};
use axum::response::Response;
use domain::authority::Member;
use domain::pass_name::PassName;
use domain::step_up::SteppedUp;

use super::passes::{PAGE as PASSES, bad_name, way};
use crate::http::asking::what_is_asked;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::proof::Proven;
use crate::http::session::Signed;
use crate::views::{Field, FormToken, Making, NewPasskeyPage, Shell};

pub const NEW: &str = "/console/passkeys/new";
const MAKE: &str = "/console/passkeys/make";

/// Asks for a name.
pub async fn new(signed: Signed<Member>) -> Result<Response, Halt> {
    offered(signed.visit.app())?;
    drawn(&blank(&signed, Field::default())?)
}

/// The form's own address, opened by hand.
pub async fn back(_: Signed<Member>) -> Halt {
    Halt::to(NEW)
}

/// The name is there: the page whose script has the passkey made.
pub async fn ask(proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    offered(sent.signed.visit.app())?;
    let typed = sent.fields.text("name");
    let Some(name) = PassName::parse(typed) else {
        let name = bad_name(typed, &sent.signed.visit.text);
        return drawn(&blank(&sent.signed, name)?);
    };
    asking(&sent.signed, fresh, &name, None).await
}

/// The passkey is made.
pub async fn add(proven: Proven<Member>) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let signed = &sent.signed;
    let (app, text) = (signed.visit.app(), &signed.visit.text);
    let name = PassName::parse(sent.fields.text("name")).ok_or_else(|| Halt::to(NEW))?;
    let made = AddPasskey {
        name: &name,
        since: sent.fields.text("since"),
        client_data: sent.fields.text("client_data"),
        attestation: sent.fields.text("attestation"),
        nonce: sent.nonce,
        origin: &signed.visit.origin,
    };
    let problem = match app.add_passkey(&signed.session, fresh, made).await? {
        AddedPasskey::Done => return Err(Halt::to(format!("{PASSES}?done=passkey-added"))),
        AddedPasskey::Full => return Err(Halt::to(format!("{PASSES}?done=passkey-full"))),
        AddedPasskey::Closed => return Err(Halt::NotFound),
        AddedPasskey::Over => text.passkeys_over(),
        AddedPasskey::Refused => text.passkeys_refused(),
    };
    asking(signed, fresh, &name, Some(problem)).await
}

async fn asking(
    signed: &Signed<Member>,
    fresh: SteppedUp<Member>,
    name: &PassName,
    problem: Option<String>,
) -> Result<Response, Halt> {
    let app = signed.visit.app();
    match app.ask_new_passkey(&signed.session, fresh).await? {
        AskedPasskey::Question(creation) => drawn(&NewPasskeyPage {
            action: MAKE.to_owned(),
            form: FormToken(creation.question.form.clone()),
            making: Some(making(&signed.session, *creation)),
            problem,
            ..blank(signed, Field::new(name.as_str().to_owned()))?
        }),
        AskedPasskey::Full => Err(Halt::to(format!("{PASSES}?done=passkey-full"))),
        AskedPasskey::Closed => Err(Halt::NotFound),
    }
}

fn making(session: &Session, creation: PasskeyCreation) -> Making {
    let numbers = creation.algorithms.map(|number| number.to_string());
    Making {
        asking: what_is_asked(creation.question).0,
        handle: creation.handle,
        account: format!("{} {}", session.merchant_code.as_str(), session.user_id),
        known: creation.known.join(" "),
        algorithms: numbers.join(" "),
    }
}

/// Where nobody has passkeys, there is no such page.
fn offered(app: &App) -> Result<(), Halt> {
    let is_offered = app.passkeys().is_offered();
    is_offered.then_some(()).ok_or(Halt::NotFound)
}

fn blank(signed: &Signed<Member>, name: Field) -> Result<NewPasskeyPage, Halt> {
    Ok(NewPasskeyPage {
        shell: Shell {
            crumbs: way(signed),
            ..signed.shell()?
        },
        name,
        making: None,
        problem: None,
        action: NEW.to_owned(),
        form: signed.form()?,
        cancel_href: PASSES.to_owned(),
    })
}

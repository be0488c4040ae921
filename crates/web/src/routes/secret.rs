//! `/console/secret`: issue of a secret key and its confirmation (SCR-7).

use app::{ConfirmedSecret, Issue, ShownSecret};
use axum::response::Response;
use domain::log_in::Strength;
use domain::obligations::Obligations;
use i18n::Text;

use crate::help;
use crate::http::area::Area;
use crate::http::draw::drawn;
use crate::http::halt::{Halt, SignInReason};
use crate::http::session::{Enroller, Sent, Signed};
use crate::state::{AppLink, Device};
use crate::views::{AppAdvice, ConfirmProblem, Issued, SecretPage, SecretStage, Shell};

/// The page's own address, in the part where the session belongs.
fn own_page(signed: &Signed<Enroller>) -> &'static str {
    Area::of(signed.session.standing.role).secret()
}

/// The page; with the secret, if this session was given one less than five minutes ago.
pub async fn show(signed: Signed<Enroller>) -> Result<Response, Halt> {
    let stage = stage(&signed).await?;
    drawn(&page(&signed, stage, None)?)
}

/// The forms' own addresses, opened by hand.
pub async fn back(signed: Signed<Enroller>) -> Halt {
    Halt::to(own_page(&signed))
}

/// Issues a secret; an earlier one that was never confirmed is void.
pub async fn issue(sent: Sent<Enroller>) -> Result<Response, Halt> {
    let visit = &sent.signed.visit;
    match visit
        .app()
        .issue_secret(&sent.signed.session, sent.nonce, &visit.origin)
        .await?
    {
        // Shown under its own address: reloading the page issues nothing.
        Issue::Shown(_) => Err(Halt::to(own_page(&sent.signed))),
        Issue::InForce | Issue::Gone => Err(Halt::SignIn(SignInReason::Ended)),
    }
}

/// Confirms the secret with its first code; straight on to the menu.
pub async fn confirm(sent: Sent<Enroller>) -> Result<Response, Halt> {
    let Sent {
        signed,
        fields,
        nonce,
    } = &sent;
    let (app, origin) = (signed.visit.app(), &signed.visit.origin);
    let code = fields.text("code");
    match app
        .confirm_secret(&signed.session, code, *nonce, origin)
        .await?
    {
        ConfirmedSecret::Done { token } => signed.goes_on(&token, Obligations::NONE),
        ConfirmedSecret::Wrong => refused(signed, ConfirmProblem::Wrong).await,
        ConfirmedSecret::Malformed => refused(signed, ConfirmProblem::Malformed).await,
        ConfirmedSecret::ClockOff(minutes) => {
            let minutes = minutes.unsigned_abs().max(1);
            refused(signed, ConfirmProblem::ClockOff { minutes }).await
        }
        ConfirmedSecret::NoSecret => Err(Halt::to(own_page(signed))),
        ConfirmedSecret::Gone => Err(Halt::SignIn(SignInReason::Ended)),
    }
}

async fn refused(signed: &Signed<Enroller>, problem: ConfirmProblem) -> Result<Response, Halt> {
    let stage = stage(signed).await?;
    drawn(&page(signed, stage, Some(problem))?)
}

/// The secret for five minutes in the session that issued it; then only the way to confirm it.
async fn stage(signed: &Signed<Enroller>) -> Result<SecretStage, Halt> {
    let app = signed.visit.app();
    if let Some(shown) = app.shown_secret(&signed.session).await? {
        return Ok(SecretStage::Shown(issued(&shown)));
    }
    let pending = app.secret_is_pending(&signed.session).await?;
    Ok(if pending {
        SecretStage::Hidden
    } else {
        SecretStage::None
    })
}

/// A secret as a page shows it.
pub fn issued(shown: &ShownSecret) -> Issued {
    let secret = shown.secret.to_base32();
    Issued::new(
        secret.expose().into(),
        shown.uri.expose().into(),
        shown.seconds_left,
    )
}

fn page(
    signed: &Signed<Enroller>,
    stage: SecretStage,
    problem: Option<ConfirmProblem>,
) -> Result<SecretPage, Halt> {
    let visit = &signed.visit;
    let links = &visit.state.settings.app_links;
    let device = Device::of(&visit.origin.device);
    Ok(SecretPage {
        shell: Shell {
            help_href: help::walkthrough(device),
            ..signed.shell()?
        },
        stage,
        apps: advice(links, device, &visit.text),
        problem,
        replaces: signed.session.standing.strength == Strength::Recovery,
        password_done: visit.query().text("done") == "password",
        issue_action: format!("{}/issue", own_page(signed)),
        issue_form: signed.form()?,
        confirm_action: format!("{}/confirm", own_page(signed)),
        confirm_form: signed.form()?,
    })
}

/// The apps, those for the device in hand first (ENV-1).
pub fn advice(links: &[AppLink], device: Device, text: &Text) -> Vec<AppAdvice> {
    let worded = |link: &AppLink| AppAdvice {
        name: link.name.text(text.locale()).to_owned(),
        why: link.why.text(text.locale()).to_owned(),
        href: link.href.clone(),
        help: link.help.text(text.locale()).to_owned(),
        recommended: link.devices.contains(&device),
    };
    let mut apps: Vec<AppAdvice> = links.iter().map(worded).collect();
    apps.sort_by_key(|app| !app.recommended);
    apps
}

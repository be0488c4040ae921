//! Forms that change who may get in: password and second factor are asked for first, unless they
//! were shown a short while ago.
//!
//! The question is the answer to the form itself. What was typed comes along as hidden fields, and
//! the question is sent to the form's own address: nothing is kept here, nothing leads elsewhere,
//! and nothing that was typed is lost. It works without JavaScript; whoever has a passkey and a script
//! may show that instead of the number.

use app::{App, CodeMailed, ProveAgain, ProveByPasskey, Proven as Answer, ShownPasskey};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use crypto::Password;
use domain::step_up::{Held, SteppedUp};

use super::asking::what_is_asked;
use super::draw::drawn;
use super::fields::Fields;
use super::halt::{Halt, SignInReason};
use super::session::{Right, Sent};
use crate::views::{ProofPage, ProofPasskey, ProofTold};

const PASSWORD: &str = "again_password";
const CODE: &str = "again_code";
const SEND: &str = "again_send";
/// What the script fills in.
const CREDENTIAL: &str = "again_credential";
/// Whatever is of the question begins with this.
const OWN: &str = "again_";

/// A form of somebody who has shown password and second factor a short while ago.
pub struct Proven<R> {
    /// The form.
    pub sent: Sent<R>,
    /// The right, with the proof.
    pub fresh: SteppedUp<R>,
}

impl<S: Send + Sync, R: Right + Held> FromRequest<S> for Proven<R> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let sent = Sent::<R>::from_request(request, state).await;
        prove(sent.map_err(IntoResponse::into_response)?).await
    }
}

/// The form with its proof, or the page that asks for it.
///
/// # Errors
/// The answer to give instead.
pub async fn prove<R: Right + Held>(mut sent: Sent<R>) -> Result<Proven<R>, Response> {
    let answered = answered(&mut sent).await;
    let fresh = sent.signed.visit.app().stepped_up(&sent.signed.session);
    match (answered, fresh) {
        (Ok(_), Some(fresh)) => Ok(Proven { sent, fresh }),
        (Ok(told), None) => {
            let asked = question(&sent, told).await;
            Err(asked.unwrap_or_else(IntoResponse::into_response))
        }
        (Err(halt), _) => Err(halt.into_response()),
    }
}

/// Checks what was typed on the page that asks, if it was.
async fn answered<R>(sent: &mut Sent<R>) -> Result<ProofTold, Halt> {
    let password = Password::new(std::mem::take(&mut *sent.fields.take(PASSWORD)));
    let session = &mut sent.signed.session;
    let visit = &sent.signed.visit;
    let app = visit.app();
    if sent.fields.has(SEND) {
        let mailed = app.mail_proof_code(session, sent.nonce, &visit.origin);
        return match mailed.await? {
            CodeMailed::Sent => Ok(ProofTold::Mailed),
            CodeMailed::NotNow => Ok(ProofTold::NotNow),
            CodeMailed::Gone => Err(Halt::SignIn(SignInReason::Ended)),
        };
    }
    let answer = if !sent.fields.text(CREDENTIAL).is_empty() {
        let typed = ProveByPasskey {
            session,
            password: &password,
            shown: shown(&sent.fields),
            form: sent.fields.text("again_form"),
            origin: &visit.origin,
        };
        app.prove_by_passkey(typed).await?
    } else if sent.fields.has(CODE) {
        let typed = ProveAgain {
            session,
            password: &password,
            code: sent.fields.text(CODE),
            nonce: sent.nonce,
            origin: &visit.origin,
        };
        app.prove_again(typed).await?
    } else {
        return Ok(ProofTold::Asked);
    };
    match answer {
        Answer::Done(at) => session.standing.stepped_up_at = Some(at),
        Answer::Refused => return Ok(ProofTold::Refused),
        Answer::CutOff => return Ok(ProofTold::CutOff),
        Answer::Locked => return Ok(ProofTold::Locked),
        Answer::Gone => return Err(Halt::SignIn(SignInReason::Ended)),
    }
    Ok(ProofTold::Asked)
}

fn shown(fields: &Fields) -> ShownPasskey<'_> {
    ShownPasskey {
        credential: fields.text(CREDENTIAL),
        client_data: fields.text("again_client_data"),
        authenticator_data: fields.text("again_authenticator_data"),
        signature: fields.text("again_signature"),
        handle: fields.text("again_handle"),
        since: fields.text("again_since"),
    }
}

async fn passkey<R: Sync>(sent: &Sent<R>) -> Result<Option<ProofPasskey>, Halt> {
    let signed = &sent.signed;
    let asked = signed.visit.app().ask_to_prove(&signed.session).await?;
    Ok(asked.map(|asked| {
        let (asking, form) = what_is_asked(asked.question);
        ProofPasskey {
            asking,
            form,
            known: asked.known.join(" "),
            beside_password: asked.beside_password,
        }
    }))
}

async fn question<R: Sync>(sent: &Sent<R>, told: ProofTold) -> Result<Response, Halt> {
    let signed = &sent.signed;
    let page = signed.visit.page();
    let minutes = signed.visit.app().policy().passes.ask_again.whole_minutes();
    let kept = sent
        .fields
        .iter()
        .filter(|(name, _)| !name.starts_with(OWN));
    drawn(&ProofPage {
        shell: signed.shell()?,
        action: page.to_owned(),
        kept: kept
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        told,
        passkey: passkey(sent).await?,
        by_mail: App::proves_by_mail(&signed.session),
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        cancel_href: page.to_owned(),
    })
}

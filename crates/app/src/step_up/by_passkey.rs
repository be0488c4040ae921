//! Re-authentication with a passkey, for people who have one. On its own where the policy lets it open
//! the console on its own, else beside the password, as a try like any other. The question is a form of
//! its own in the answer to the form that is on its way, so its challenge belongs to this session, and is
//! used once because that form is.

use super::proven;
use crate::log_in::{DECISIONS, Entry, Name, Opened, Way, abandon, trimmed};
use crate::passkeys::{Asked, Ceremony, Judged, PasskeyQuestion, ShownPasskey, Use, content};
use crate::{App, AppError, Binding, LogIn, Origin, Proven, Session};
use crypto::{Password, Place};
use data_encoding::BASE64URL_NOPAD;
use domain::audit::Event;
use domain::log_in::{PasswordMatch, Refusal};
use domain::passkey::{PasskeyUse, decide};
use store::accounts::AccountRow;
use store::{attempts, audit, forms, passkeys, sessions};

/// What the page asks a browser for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyToProve {
    /// The question itself.
    pub question: PasskeyQuestion,
    /// The person's passkeys, base64url: no other is of use here.
    pub known: Vec<String>,
    /// Whether the password is asked for as well.
    pub beside_password: bool,
}

/// What came back from the page that asks.
#[derive(Clone, Copy, Debug)]
pub struct ProveByPasskey<'a> {
    /// The session.
    pub session: &'a Session,
    /// パスワード, looked at only where a passkey does not stand alone.
    pub password: &'a Password,
    /// The passkey.
    pub shown: ShownPasskey<'a>,
    /// The token of the question's own form.
    pub form: &'a str,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// An answer whose form is one that this session was given.
#[derive(Clone, Copy)]
struct Answer<'a> {
    typed: ProveByPasskey<'a>,
    asked: Asked,
}

impl App {
    /// Asks for a passkey of the session's person. `None` where there is none.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn ask_to_prove(
        &self,
        session: &Session,
    ) -> Result<Option<PasskeyToProve>, AppError> {
        if !self.passkeys().is_offered() {
            return Ok(None);
        }
        let known = passkeys::credentials(self.store(), session.owner()).await?;
        if known.is_empty() {
            return Ok(None);
        }
        let binding = Binding::Session(session.id);
        let question = self.passkey_question(&binding, Ceremony::Prove)?;
        Ok(question.map(|question| PasskeyToProve {
            question,
            known: known.iter().map(|id| BASE64URL_NOPAD.encode(id)).collect(),
            beside_password: self.passkeys() == PasskeyUse::SecondFactor,
        }))
    }

    /// Checks a passkey of the session's person, and the password where it does not stand alone.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn prove_by_passkey(&self, typed: ProveByPasskey<'_>) -> Result<Proven, AppError> {
        let of = Binding::Session(typed.session.id);
        let Some(nonce) = self.check_form(&of, typed.form) else {
            return Ok(Proven::Refused);
        };
        let ceremony = Ceremony::Prove;
        let answer = Answer {
            typed,
            asked: Asked {
                of,
                nonce,
                ceremony,
            },
        };
        let content = content(&typed.shown);
        let mut entrance = as_log_in(&answer, &content);
        match self.passkeys() {
            PasskeyUse::Off => Ok(Proven::Refused),
            PasskeyUse::SecondFactor => {
                let place = self.pool().enter(typed.origin.network)?;
                self.prove_beside(&answer, &entrance, place).await
            }
            PasskeyUse::Alone => {
                let no_password = Password::from("");
                entrance.password = &no_password;
                let name = Name::of(self, &entrance, Way::Again);
                self.decide_by_passkey(&answer, (&entrance, &name), None)
                    .await
            }
        }
    }

    async fn prove_beside(
        &self,
        answer: &Answer<'_>,
        entrance: &LogIn<'_>,
        mut place: Place,
    ) -> Result<Proven, AppError> {
        let name = Name::of(self, entrance, Way::Again);
        let entry = self.admit_try((&name.budget, &name.older), name.attempt, entrance.origin);
        match entry.await? {
            Entry::Admitted => {}
            Entry::FailedBefore => return Ok(Proven::Refused),
            Entry::CutOff => return Ok(Proven::CutOff),
            Entry::Locked => return Ok(Proven::Locked),
        }
        let row = self.load(&name, entrance.origin).await?;
        let candidates = self.candidates(row.as_ref())?;
        let password = trimmed(entrance.password);
        let own = PasswordMatch {
            current: place.verify(&password, candidates).await?.current,
            temporary: false,
        };
        drop(place);
        self.decide_by_passkey(answer, (entrance, &name), Some(own))
            .await
    }

    async fn decide_by_passkey(
        &self,
        answer: &Answer<'_>,
        (entrance, name): (&LogIn<'_>, &Name),
        matched: Option<PasswordMatch>,
    ) -> Result<Proven, AppError> {
        let session = answer.typed.session;
        for _ in 0..DECISIONS {
            // The name in the session may belong to another person by now, and the password may have
            // moved on since it was looked at.
            let row = self
                .load(name, entrance.origin)
                .await?
                .filter(|row| row.person == session.standing.person && row.epoch == session.epoch);
            let Some(account) = row else {
                self.give_back(name).await?;
                return Ok(Proven::Gone);
            };
            let used = self.is_used(answer.asked.nonce).await?;
            let judged = self.judge(&answer.typed.shown, answer.asked, used).await?;
            match self.shown_right(answer, &account, matched, &judged)? {
                Ok(what) => match self
                    .save_by_passkey(answer, (name, matched.is_some()), what)
                    .await?
                {
                    Opened::Yes => return Ok(Proven::Done(self.now())),
                    Opened::TooLate => return Ok(Proven::Refused),
                    Opened::Stale => {}
                },
                Err(refusal) => {
                    if matched.is_some() {
                        self.refuse(entrance, name, Some(&account), &refusal)
                            .await?;
                    } else {
                        self.note_refused(answer, &refusal, &judged).await?;
                    }
                    return Ok(Proven::Refused);
                }
            }
        }
        Err(AppError::contended())
    }

    fn shown_right(
        &self,
        answer: &Answer<'_>,
        row: &AccountRow,
        matched: Option<PasswordMatch>,
        judged: &Judged,
    ) -> Result<Result<Use, Refusal>, AppError> {
        let typed = &answer.typed;
        let account = self.account(Some(row), typed.session.access_key.as_str(), typed.origin)?;
        let what = judged.of(Some(row));
        let (policy, now) = (self.policy(), self.now());
        let decided = decide(account.as_ref(), matched, what.is_some(), policy, now);
        Ok(match (decided, what) {
            (Ok(_), Some(_)) if judged.is_copy() => Err(Refusal::PasskeyCopied),
            (Ok(_), Some(what)) => Ok(what),
            (Ok(_), None) => Err(Refusal::PasskeyWrong),
            (Err(refusal), _) => Err(refusal),
        })
    }

    async fn save_by_passkey(
        &self,
        answer: &Answer<'_>,
        (name, is_try): (&Name, bool),
        what: Use,
    ) -> Result<Opened, AppError> {
        let (session, now) = (answer.typed.session, self.now());
        let nonce = &answer.asked.nonce.0;
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, nonce, Some(session.id), "proven", now).await?
            || !passkeys::note_use(&mut tx, what.id, what.counter, now).await?
        {
            return abandon(tx, Opened::Stale).await;
        }
        if is_try && !attempts::clear(&mut tx, &name.budget, name.attempt, now).await? {
            return abandon(tx, Opened::TooLate).await;
        }
        if !sessions::step_up(&mut tx, session.id, &session.token.digest().0, now).await? {
            return abandon(tx, Opened::Stale).await;
        }
        let event = proven(session, answer.typed.origin, "passkey", now);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }

    /// A passkey on its own is no guess: nothing is counted, but it stands in the trail.
    async fn note_refused(
        &self,
        answer: &Answer<'_>,
        refusal: &Refusal,
        judged: &Judged,
    ) -> Result<(), AppError> {
        let typed = &answer.typed;
        let event = Event {
            outcome: refusal.word(),
            remark: format!("passkey {}", judged.fault),
            ..proven(typed.session, typed.origin, "", self.now())
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

/// The same values as an entrance takes them.
fn as_log_in<'a>(answer: &Answer<'a>, content: &'a str) -> LogIn<'a> {
    let typed = &answer.typed;
    LogIn {
        access_key: &typed.session.access_key,
        merchant_code: typed.session.merchant_code.as_str(),
        user_id: &typed.session.user_id,
        password: typed.password,
        code: content,
        nonce: answer.asked.nonce,
        origin: typed.origin,
    }
}

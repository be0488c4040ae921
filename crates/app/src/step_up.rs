//! Re-authentication: password and second factor, asked again before something that changes who may
//! get in. Draws on the same budget as the entrances, and uses a code up like them.

mod by_passkey;
mod mailed;

use crate::log_in::{DECISIONS, Entry, Name, Opened, Way, abandon, look_again, trimmed};
use crate::{App, AppError, LogIn, Nonce, Origin, Session};
use crypto::Password;
use domain::audit::{Action, Actor, Event};
use domain::log_in::{Acceptance, PasswordMatch, Strength, TypedCode};
use domain::step_up::{Held, Shown, SteppedUp, decide};
use domain::time::Timestamp;
use mailed::Mailed;
use store::accounts::AccountRow;
use store::{attempts, audit, challenges, factors, sessions};

pub use by_passkey::{PasskeyToProve, ProveByPasskey};
pub use mailed::CodeMailed;

/// What was typed on the page that asks.
#[derive(Clone, Copy, Debug)]
pub struct ProveAgain<'a> {
    /// The session.
    pub session: &'a Session,
    /// パスワード.
    pub password: &'a Password,
    /// ワンタイムパスワード.
    pub code: &'a str,
    /// The nonce of the form that is on its way.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven {
    /// Shown; it holds from this moment on.
    Done(Timestamp),
    /// Not right; which of both is not told.
    Refused,
    /// It was cut off before it came to an end, by a node that went down: whether it was right was not
    /// looked at, and by now its code is too old to look again. It is to be typed anew.
    CutOff,
    /// The budget of tries is spent.
    Locked,
    /// The session has ended meanwhile.
    Gone,
}

impl App {
    /// The right `R` together with a fresh proof, if the session has both.
    #[must_use]
    pub fn stepped_up<R: Held>(&self, session: &Session) -> Option<SteppedUp<R>> {
        SteppedUp::of(&session.standing, self.policy(), self.now())
    }

    /// Checks password and second factor of the session's person.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn prove_again(&self, typed: ProveAgain<'_>) -> Result<Proven, AppError> {
        let mut place = self.pool().enter(typed.origin.network)?;
        let entrance = as_log_in(&typed);
        let name = Name::of(self, &entrance, Way::Again);
        match self
            .admit_try((&name.budget, &name.older), name.attempt, typed.origin)
            .await?
        {
            Entry::Admitted => {}
            Entry::FailedBefore => return Ok(Proven::Refused),
            Entry::CutOff => return Ok(Proven::CutOff),
            Entry::Locked => return Ok(Proven::Locked),
        }
        let row = self.load(&name, typed.origin).await?;
        let candidates = self.candidates(row.as_ref())?;
        let found = place.verify(&trimmed(typed.password), candidates).await?;
        drop(place);
        let matched = PasswordMatch {
            current: found.current,
            temporary: found.temporary,
        };
        self.decide_again(&typed, &name, matched, row).await
    }

    async fn decide_again(
        &self,
        typed: &ProveAgain<'_>,
        name: &Name,
        matched: PasswordMatch,
        mut row: Option<AccountRow>,
    ) -> Result<Proven, AppError> {
        for _ in 0..DECISIONS {
            // The name in the session may belong to another person by now.
            let same = |row: &AccountRow| {
                row.person == typed.session.standing.person && row.epoch == typed.session.epoch
            };
            let Some(account) = row.filter(same) else {
                self.give_back(name).await?;
                return Ok(Proven::Gone);
            };
            let access_key = typed.session.access_key.as_str();
            let facts = self.account(Some(&account), access_key, typed.origin)?;
            let (now, code) = (self.now(), TypedCode::parse(typed.code));
            let mailed = self.mailed(typed, &account).await?;
            let shown = match &mailed {
                Some(mailed) => Shown::Mailed {
                    right: mailed.right,
                },
                None => Shown::App(&code),
            };
            match decide(facts.as_ref(), matched, shown, self.policy(), now) {
                Ok(acceptance) => {
                    let used = (acceptance, mailed.as_ref());
                    match look_again(self.save_proof(typed, name, used, now).await)? {
                        Opened::Yes => return Ok(Proven::Done(now)),
                        Opened::TooLate => return Ok(Proven::Refused),
                        Opened::Stale => row = self.load_anew(name, typed.origin).await?,
                    }
                }
                Err(refusal) => {
                    let entrance = as_log_in(typed);
                    self.refuse(&entrance, name, Some(&account), &refusal)
                        .await?;
                    return Ok(Proven::Refused);
                }
            }
        }
        Err(AppError::contended())
    }

    /// The try was none: its slot is free again.
    pub(crate) async fn give_back(&self, name: &Name) -> Result<(), AppError> {
        for _ in 1..DECISIONS {
            match self.try_give_back(name).await {
                Err(error) if error.may_be_repeated() => {}
                given => return given,
            }
        }
        self.try_give_back(name).await
    }

    async fn try_give_back(&self, name: &Name) -> Result<(), AppError> {
        let mut tx = self.store().begin().await?;
        attempts::settle(&mut tx, &name.budget, name.attempt, true, self.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn save_proof(
        &self,
        typed: &ProveAgain<'_>,
        name: &Name,
        (acceptance, mailed): (Option<Acceptance>, Option<&Mailed>),
        now: Timestamp,
    ) -> Result<Opened, AppError> {
        let session = typed.session;
        let mut tx = self.store().begin().await?;
        if let Some(acceptance) = &acceptance
            && !factors::accept(&mut tx, acceptance, now).await?
        {
            return abandon(tx, Opened::Stale).await;
        }
        if !attempts::clear(&mut tx, &name.budget, name.attempt, now).await? {
            return abandon(tx, Opened::TooLate).await;
        }
        if let Some((token, code)) = mailed.and_then(Mailed::to_use_up)
            && !challenges::use_up(&mut tx, token, code, now).await?
        {
            return abandon(tx, Opened::Stale).await;
        }
        if !sessions::step_up(&mut tx, session.id, &session.token.digest().0, now).await? {
            return abandon(tx, Opened::Stale).await;
        }
        let event = proven(session, typed.origin, session.standing.strength.word(), now);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }
}

/// The row of a proof that was given, with the word of the second factor.
fn proven(session: &Session, origin: &Origin, by: &str, at: Timestamp) -> Event {
    Event {
        at,
        merchant: Some(session.standing.merchant),
        actor: Actor::Person(session.standing.person),
        action: Action::ProveAgain,
        outcome: "ok",
        subject: Some(session.standing.person),
        origin: origin.shown.clone(),
        remark: by.to_owned(),
    }
}

/// The same values as an entrance takes them.
fn as_log_in<'a>(typed: &ProveAgain<'a>) -> LogIn<'a> {
    LogIn {
        access_key: &typed.session.access_key,
        merchant_code: typed.session.merchant_code.as_str(),
        user_id: &typed.session.user_id,
        password: typed.password,
        code: typed.code,
        nonce: typed.nonce,
        origin: typed.origin,
    }
}

/// Whether the second factor of a session is a mailed code.
const fn by_mail(strength: Strength) -> bool {
    matches!(strength, Strength::Mail)
}

//! Log in: a place in the hash queue, a reserved try, one hash, one decision, one transaction.

mod admission;
mod evidence;
mod noticing;
mod refusing;
mod renewing;

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Nonce, Origin};
use crypto::{Password, Token};
use domain::audit::{Action, Actor, Event};
use domain::ids::SessionId;
use domain::log_in::{Opening, decide};
use domain::notice::Notice;
use domain::obligations::Obligations;
use domain::session::Lifetime;
use domain::time::Timestamp;
use store::accounts::{AccountRow, Traces};
use store::factors::Owner;
use store::sessions::NewSession;
use store::{Tx, accounts, attempts, audit, credentials, factors, outbox, sessions};

pub(crate) use admission::Entry;
pub(crate) use evidence::{Evidence, Name, Way, trimmed};

/// What was typed at the entrance.
#[derive(Clone, Copy, Debug)]
pub struct LogIn<'a> {
    /// From the address (LOGIN-1).
    pub access_key: &'a str,
    /// 加盟店コード.
    pub merchant_code: &'a str,
    /// ユーザID.
    pub user_id: &'a str,
    /// パスワード, blanks around it trimmed by the caller's choice or not: they are trimmed here.
    pub password: &'a Password,
    /// ワンタイムパスワード.
    pub code: &'a str,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What the entrance answers.
#[derive(Debug)]
pub enum LoggedIn {
    /// A session is open.
    Open {
        /// Its token.
        token: Token,
        /// What is to be done first.
        obligations: Obligations,
    },
    /// Not logged in; why is not told (LOGIN-15).
    Refused,
    /// The budget of tries is spent (LOCK-1, LOCK-8).
    Locked,
}

/// How a transaction for an opening ended.
pub(crate) enum Opened {
    Yes,
    /// The account has moved on since it was read: decide again.
    Stale,
    /// The reservation ran out: the try has failed already.
    TooLate,
}

/// How often a decision is made again when the account moved on under it.
pub(crate) const DECISIONS: usize = 3;

impl App {
    /// Logs in.
    ///
    /// # Errors
    /// [`AppError::Busy`] when there is no place in the queue or the budget is full of tries that
    /// are under way.
    pub async fn log_in(&self, typed: LogIn<'_>) -> Result<LoggedIn, AppError> {
        let came = self.now();
        let answer = self.log_in_with_code(typed).await;
        self.entrance_answers(Way::Code, came, answer).await
    }

    /// Counts an answer of an entrance; a refusal leaves on the beat.
    pub(crate) async fn entrance_answers(
        &self,
        way: Way,
        came: Timestamp,
        answer: Result<LoggedIn, AppError>,
    ) -> Result<LoggedIn, AppError> {
        self.measures().log_in(way, &answer);
        if let Ok(LoggedIn::Refused) = answer {
            self.hold_since(came).await;
        }
        answer
    }

    async fn log_in_with_code(&self, typed: LogIn<'_>) -> Result<LoggedIn, AppError> {
        let mut place = self.pool().enter(typed.origin.network)?;
        let name = Name::of(self, &typed, Way::Code);
        match self
            .admit_try((&name.budget, &name.older), name.attempt, typed.origin)
            .await?
        {
            Entry::Admitted => {}
            Entry::FailedBefore | Entry::CutOff => return Ok(LoggedIn::Refused),
            Entry::Locked => return Ok(LoggedIn::Locked),
        }
        let row = self.load(&name, typed.origin).await?;
        let candidates = self.candidates(row.as_ref())?;
        let password = evidence::trimmed(typed.password);
        let matched = place.verify(&password, candidates).await?;
        drop(place);
        let evidence = Evidence::new(matched, typed.code, row.as_ref());
        let outdated = renewing::outdated(matched, row.as_ref());
        let answer = self.decide_and_save(&typed, &name, row, &evidence).await?;
        if let (LoggedIn::Open { .. }, Some(outdated)) = (&answer, outdated) {
            self.renew_hash(outdated, &password, typed.origin).await;
        }
        Ok(answer)
    }

    pub(crate) async fn load(
        &self,
        name: &Name,
        origin: &Origin,
    ) -> Result<Option<AccountRow>, AppError> {
        let traces = Traces {
            session: name.token.digest().0,
            mark: origin.mark_digest(),
        };
        Ok(accounts::load(self.store(), &name.merchant_code, &name.user_id, traces).await?)
    }

    /// After a transaction that did not come about, or may have.
    pub(crate) async fn load_anew(
        &self,
        name: &Name,
        origin: &Origin,
    ) -> Result<Option<AccountRow>, AppError> {
        let loaded = self.load(name, origin).await;
        loaded.map_err(AppError::in_doubt)
    }

    async fn decide_and_save(
        &self,
        typed: &LogIn<'_>,
        name: &Name,
        mut row: Option<AccountRow>,
        evidence: &Evidence,
    ) -> Result<LoggedIn, AppError> {
        for _ in 0..DECISIONS {
            let now = self.now();
            let account = self.account(row.as_ref(), typed.access_key, typed.origin)?;
            let matched = evidence.matched_in(row.as_ref());
            let decision = decide(
                account.as_ref(),
                matched,
                &evidence.code,
                self.policy(),
                now,
            );
            if let (true, Some(repeated)) =
                (matched.any(), row.as_ref().and_then(|row| row.repeated))
            {
                return self.answer_again(name, repeated).await;
            }
            match (decision, &row) {
                (Ok(opening), Some(account)) => {
                    match look_again(self.open(typed, name, account, &opening).await)? {
                        Opened::Yes => return Ok(name.open(opening.obligations)),
                        Opened::TooLate => return Ok(LoggedIn::Refused),
                        Opened::Stale => row = self.load_anew(name, typed.origin).await?,
                    }
                }
                (Ok(_), None) => return Ok(LoggedIn::Refused),
                (Err(refusal), _) => {
                    return self.refuse(typed, name, row.as_ref(), &refusal).await;
                }
            }
        }
        Err(AppError::contended())
    }

    /// The same form was sent before and has opened its session: one effect, one answer.
    pub(crate) async fn answer_again(
        &self,
        name: &Name,
        repeated: i64,
    ) -> Result<LoggedIn, AppError> {
        let mut tx = self.store().begin().await?;
        attempts::settle(&mut tx, &name.budget, name.attempt, true, self.now()).await?;
        tx.commit().await?;
        let obligations = Obligations::from_bits(repeated)
            .ok_or_else(|| AppError::Fault("a session with unknown duties".to_owned()))?;
        Ok(name.open(obligations))
    }

    async fn open(
        &self,
        typed: &LogIn<'_>,
        name: &Name,
        row: &AccountRow,
        opening: &Opening,
    ) -> Result<Opened, AppError> {
        let now = self.now();
        let mut epoch = row.epoch;
        let mut tx = self.store().begin().await?;
        if let Some(acceptance) = &opening.acceptance {
            if !factors::accept(&mut tx, acceptance, now).await? {
                return abandon(tx, Opened::Stale).await;
            }
            if acceptance.confirms {
                if !self.confirm_by_log_in(&mut tx, name, row, now).await? {
                    return abandon(tx, Opened::Stale).await;
                }
                epoch += 1;
            }
        }
        if !attempts::clear(&mut tx, &name.budget, name.attempt, now).await? {
            return abandon(tx, Opened::TooLate).await;
        }
        let session = self.new_session(typed, name, row, (opening, epoch))?;
        if !sessions::open(&mut tx, &session).await? {
            return abandon(tx, Opened::Stale).await;
        }
        let came = (typed.origin, opening.strength);
        self.notice_browser(&mut tx, row, &name.merchant_code, came)
            .await?;
        let event = logged_in(typed, row, opening, now);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }

    pub(crate) fn new_session<'a>(
        &self,
        typed: &'a LogIn<'_>,
        name: &Name,
        row: &AccountRow,
        (opening, epoch): (&Opening, i64),
    ) -> Result<NewSession<'a>, AppError> {
        Ok(NewSession {
            id: SessionId::new(self.new_id()?),
            token: name.token.digest().0,
            person: row.person,
            epoch,
            strength: opening.strength,
            obligations: opening.obligations,
            change_due: opening.change_due,
            lifetime: Lifetime::starting(self.now(), self.policy()),
            network: &typed.origin.shown,
            device: &typed.origin.device,
        })
    }

    /// The pending secret is in force from now on: sessions without it end, and it is told.
    async fn confirm_by_log_in(
        &self,
        tx: &mut Tx,
        name: &Name,
        row: &AccountRow,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        let owner = Owner {
            person: row.person,
            merchant: row.merchant,
        };
        if !credentials::close_enrolment(tx, owner, row.epoch).await? {
            return Ok(false);
        }
        let about = About {
            person: Some(row.person),
            merchant: row.merchant,
            merchant_code: &name.merchant_code,
            user_id: &row.user_id,
            access_key: &row.access_key,
            locale: &row.locale,
        };
        for to in row.addresses.person_and_admin() {
            let until = now.plus(WORTH_SENDING);
            let mail = self.mail(to, about, Notice::SecretRegistered, until)?;
            outbox::insert(tx, &mail, now).await?;
        }
        Ok(true)
    }
}

pub(crate) fn logged_in(
    typed: &LogIn<'_>,
    row: &AccountRow,
    opening: &Opening,
    now: Timestamp,
) -> Event {
    let given = row.given_by.map_or("-", domain::person::Giver::word);
    Event {
        at: now,
        merchant: Some(row.merchant),
        actor: Actor::Person(row.person),
        action: Action::LogIn,
        outcome: "ok",
        subject: Some(row.person),
        origin: typed.origin.shown.clone(),
        remark: format!("{} given_by={given}", opening.strength.word()),
    }
}

/// A transaction that met another one, or was cut in its commit, is looked at once more: what the
/// database holds by now tells what has become of it.
pub(crate) fn look_again(opened: Result<Opened, AppError>) -> Result<Opened, AppError> {
    match opened {
        Err(error) if error.may_be_repeated() => {
            tracing::info!(%error, "an opening is decided again");
            Ok(Opened::Stale)
        }
        other => other,
    }
}

pub(crate) async fn abandon(tx: Tx, opened: Opened) -> Result<Opened, AppError> {
    tx.rollback().await?;
    Ok(opened)
}

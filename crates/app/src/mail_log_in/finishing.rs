//! The second page: a try, one decision, one transaction.

use super::asking::attempt_id;
use super::{CodePage, MailFinished, MailedCode};
use crate::log_in::{DECISIONS, Entry, Opened, abandon, look_again};
use crate::{App, AppError};
use crypto::{DigestPurpose, Token};
use domain::audit::{Action, Actor, Event};
use domain::ids::{AttemptId, SessionId};
use domain::log_in::{Opening, Refusal};
use domain::mail_log_in::{Challenge, finish};
use domain::obligations::Obligations;
use domain::person::Giver;
use domain::session::Lifetime;
use domain::typed::digits_only_blanks_removed;
use store::accounts::{AccountRow, Traces};
use store::attempts::Budget;
use store::challenges::{self, Found};
use store::sessions::{self, NewSession};
use store::{attempts, audit, outbox};

/// A second page's names.
pub(super) struct Answer {
    digest: [u8; 32],
    attempt: AttemptId,
    /// The session's token if it succeeds: a repetition yields the same.
    token: Token,
}

/// A challenge with the account behind it.
pub(super) struct Facts {
    /// Digest of the challenge's token.
    pub(super) token: [u8; 32],
    pub(super) found: Found,
    pub(super) row: Option<AccountRow>,
    pub(super) merchant_code: String,
}

impl Facts {
    /// The challenge against the account as it is now.
    pub(super) fn challenge(&self) -> Challenge {
        Challenge {
            same_epoch: self.found.epoch.is_some()
                && self.row.as_ref().map(|row| row.epoch) == self.found.epoch,
            ..self.found.challenge
        }
    }
}

impl App {
    /// What the second page shows; `None` when the challenge is over.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn code_page(&self, challenge: &Token) -> Result<Option<CodePage>, AppError> {
        let now = self.now();
        let found = challenges::find(self.store(), &challenge.digest().0).await?;
        let living = found.map(|found| found.challenge).filter(|c| c.lives(now));
        Ok(living.map(|challenge| CodePage {
            resends_left: challenge.resends_left(),
            resend_in: u32::try_from(challenge.next_send_at.since(now).rounded_up_seconds())
                .unwrap_or(u32::MAX),
        }))
    }

    /// Second page of the mail method.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn finish_mail_log_in(
        &self,
        typed: MailedCode<'_>,
    ) -> Result<MailFinished, AppError> {
        let came = self.now();
        let finished = self.look_at_mailed_code(typed).await;
        self.measures().mail_log_in(&finished);
        if let Ok(MailFinished::Refused) = finished {
            self.hold_since(came).await;
        }
        finished
    }

    async fn look_at_mailed_code(&self, typed: MailedCode<'_>) -> Result<MailFinished, AppError> {
        let answer = self.answer(&typed);
        let Some(found) = challenges::find(self.store(), &answer.digest).await? else {
            return Ok(MailFinished::Over);
        };
        if !found.challenge.lives(self.now()) {
            return self.finished_before(&answer).await;
        }
        match self
            .admit_try((&found.budget, &[]), answer.attempt, typed.origin)
            .await?
        {
            Entry::Admitted => self.decide_code(&typed, &answer).await,
            Entry::FailedBefore | Entry::CutOff => Ok(MailFinished::Refused),
            Entry::Locked => Ok(MailFinished::Locked),
        }
    }

    fn answer(&self, typed: &MailedCode<'_>) -> Answer {
        let code = digits_only_blanks_removed(typed.code);
        let digest = |label: &[u8]| {
            let parts: [&[u8]; 4] = [
                label,
                &typed.nonce.0,
                typed.challenge.reveal().as_bytes(),
                code.as_bytes(),
            ];
            self.keys()
                .keyed_digest(DigestPurpose::SessionToken, &parts)
        };
        Answer {
            digest: typed.challenge.digest().0,
            attempt: attempt_id(&digest(b"mail code attempt")),
            token: Token::from_bytes(digest(b"mail session")),
        }
    }

    /// The same form was sent before and has opened its session: one effect, one answer.
    async fn finished_before(&self, answer: &Answer) -> Result<MailFinished, AppError> {
        let session = sessions::find(self.store(), &answer.token.digest().0).await?;
        Ok(session.map_or(MailFinished::Over, |session| {
            answer.open(session.standing.obligations)
        }))
    }

    pub(super) async fn facts(
        &self,
        challenge: &[u8; 32],
        traces: Traces,
    ) -> Result<Option<Facts>, AppError> {
        let Some(found) = challenges::find(self.store(), challenge).await? else {
            return Ok(None);
        };
        let loaded = challenges::load_account(self.store(), found.owner, traces).await?;
        let (row, merchant_code) = loaded.unzip();
        Ok(Some(Facts {
            token: *challenge,
            found,
            row,
            merchant_code: merchant_code.unwrap_or_default(),
        }))
    }

    async fn decide_code(
        &self,
        typed: &MailedCode<'_>,
        answer: &Answer,
    ) -> Result<MailFinished, AppError> {
        let traces = Traces {
            session: answer.token.digest().0,
            mark: typed.origin.mark_digest(),
        };
        for _ in 0..DECISIONS {
            let Some(facts) = self.facts(&answer.digest, traces).await? else {
                return Ok(MailFinished::Over);
            };
            if let Some(repeated) = facts.row.as_ref().and_then(|row| row.repeated) {
                return self.code_again(&facts.found.budget, answer, repeated).await;
            }
            match (
                self.code_decision(typed, &facts)?,
                &facts.row,
                facts.found.code,
            ) {
                (Ok(opening), Some(row), Some(code)) => {
                    let keys = (&facts.found.budget, &code, facts.merchant_code.as_str());
                    let opened = self.open_by_mail(typed, answer, (row, keys), &opening);
                    match look_again(opened.await)? {
                        Opened::Yes => return Ok(answer.open(opening.obligations)),
                        Opened::TooLate => return Ok(MailFinished::Refused),
                        Opened::Stale => {}
                    }
                }
                (Ok(_), ..) => return Ok(MailFinished::Refused),
                (Err(refusal), ..) => {
                    return self.refuse_code(typed, answer, &facts, &refusal).await;
                }
            }
        }
        Err(AppError::contended())
    }

    fn code_decision(
        &self,
        typed: &MailedCode<'_>,
        facts: &Facts,
    ) -> Result<Result<Opening, Refusal>, AppError> {
        let account = self.account(facts.row.as_ref(), typed.access_key, typed.origin)?;
        let known = account.as_ref().zip(facts.row.as_ref().map(|row| row.mail));
        let right = self.is_code(facts.found.id, typed.code, facts.found.code.as_ref());
        Ok(finish(
            known,
            &facts.challenge(),
            right,
            self.policy(),
            self.now(),
        ))
    }

    async fn code_again(
        &self,
        budget: &Budget,
        answer: &Answer,
        repeated: i64,
    ) -> Result<MailFinished, AppError> {
        let mut tx = self.store().begin().await?;
        attempts::settle(&mut tx, budget, answer.attempt, true, self.now()).await?;
        tx.commit().await?;
        let obligations = Obligations::from_bits(repeated)
            .ok_or_else(|| AppError::Fault("a session with unknown duties".to_owned()))?;
        Ok(answer.open(obligations))
    }

    async fn open_by_mail(
        &self,
        typed: &MailedCode<'_>,
        answer: &Answer,
        (row, (budget, code, merchant_code)): (&AccountRow, (&Budget, &[u8; 32], &str)),
        opening: &Opening,
    ) -> Result<Opened, AppError> {
        let now = self.now();
        let session = NewSession {
            id: SessionId::new(self.new_id()?),
            token: answer.token.digest().0,
            person: row.person,
            epoch: row.epoch,
            strength: opening.strength,
            obligations: opening.obligations,
            change_due: opening.change_due,
            lifetime: Lifetime::starting(now, self.policy()),
            network: &typed.origin.shown,
            device: &typed.origin.device,
        };
        let given = row.given_by.map_or("-", Giver::word);
        let remark = format!("{} given_by={given}", opening.strength.word());
        let event = self.code_event(typed, Some(row), "ok", remark);
        let mut tx = self.store().begin().await?;
        // The slots first, as on the first page: whoever locks in one order never locks crosswise.
        if !attempts::clear(&mut tx, budget, answer.attempt, now).await? {
            return abandon(tx, Opened::TooLate).await;
        }
        if !challenges::use_up(&mut tx, &answer.digest, code, now).await?
            || !challenges::note_log_in(&mut tx, row, now).await?
            || !sessions::open(&mut tx, &session).await?
        {
            return abandon(tx, Opened::Stale).await;
        }
        let came = (typed.origin, opening.strength);
        self.notice_browser(&mut tx, row, merchant_code, came)
            .await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }

    /// Every refusal runs the same statements in the same order.
    async fn refuse_code(
        &self,
        typed: &MailedCode<'_>,
        answer: &Answer,
        facts: &Facts,
        refusal: &Refusal,
    ) -> Result<MailFinished, AppError> {
        let now = self.now();
        let (mail, failures) = self.locked_mail(facts.row.as_ref(), &facts.merchant_code)?;
        let event = self.code_event(typed, facts.row.as_ref(), refusal.word(), "mail".to_owned());
        let mut tx = self.store().begin().await?;
        attempts::settle(&mut tx, &facts.found.budget, answer.attempt, false, now).await?;
        let tried = (&facts.found.budget, answer.attempt);
        outbox::insert_if_failed(&mut tx, &mail, tried, failures, now).await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(MailFinished::Refused)
    }

    fn code_event(
        &self,
        typed: &MailedCode<'_>,
        row: Option<&AccountRow>,
        outcome: &'static str,
        remark: String,
    ) -> Event {
        Event {
            at: self.now(),
            merchant: row.map(|row| row.merchant),
            actor: row.map_or(Actor::Nobody, |row| Actor::Person(row.person)),
            action: Action::LogIn,
            outcome,
            subject: row.map(|row| row.person),
            origin: typed.origin.shown.clone(),
            remark,
        }
    }
}

impl Answer {
    fn open(&self, obligations: Obligations) -> MailFinished {
        MailFinished::Open {
            token: self.token.clone(),
            obligations,
        }
    }
}

//! 再送する: a new code in place of the last one, once a minute and three times at most.

use super::Resent;
use super::finishing::Facts;
use crate::{App, AppError, Nonce, Origin};
use crypto::Token;
use domain::audit::{Action, Actor, Event};
use domain::mail_log_in::finish;
use domain::policy::MAIL_RESEND_AFTER;
use store::accounts::Traces;
use store::challenges::{self, Renewal};
use store::{audit, forms, outbox};

impl App {
    /// Sends a new code; the one before stops working.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn resend_mail_code(
        &self,
        access_key: &str,
        challenge: &Token,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<Resent, AppError> {
        let traces = Traces {
            session: challenge.digest().0,
            mark: None,
        };
        let Some(facts) = self.facts(&challenge.digest().0, traces).await? else {
            return Ok(Resent::Over);
        };
        let now = self.now();
        if !facts.found.challenge.lives(now) {
            return Ok(Resent::Over);
        }
        if !facts.found.challenge.may_resend(now) {
            return self.resent_before(nonce).await;
        }
        let is_real = self.is_open_still(&facts, access_key, origin)?;
        self.save_resent(&facts, is_real, nonce, origin).await
    }

    /// A form that was sent twice gets its answer twice.
    async fn resent_before(&self, nonce: Nonce) -> Result<Resent, AppError> {
        let answer = forms::answer(self.store(), &nonce.0).await?;
        Ok(answer.map_or(Resent::NotNow, |_| Resent::Done))
    }

    /// Whether a right code would open a session now.
    fn is_open_still(
        &self,
        facts: &Facts,
        access_key: &str,
        origin: &Origin,
    ) -> Result<bool, AppError> {
        let account = self.account(facts.row.as_ref(), access_key, origin)?;
        let known = account.as_ref().zip(facts.row.as_ref().map(|row| row.mail));
        let now = self.now();
        let mut challenge = facts.challenge();
        challenge.code_until = challenge.expires_at;
        let decision = finish(known, &challenge, true, self.policy(), now);
        Ok(facts.found.code.is_some() && decision.is_ok())
    }

    async fn save_resent(
        &self,
        facts: &Facts,
        is_real: bool,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<Resent, AppError> {
        let now = self.now();
        let code = self.new_code()?;
        let digest = self.code_digest(facts.found.id, &code);
        let row = facts.row.as_ref().filter(|_| is_real);
        let mail = self.code_mail(row.map(|row| (row, facts.merchant_code.as_str())), &code)?;
        let renewal = Renewal {
            token: facts.token,
            code: is_real.then_some(digest),
            code_until: now.plus(self.policy().mail_method.code),
            next_send_at: now.plus(MAIL_RESEND_AFTER),
            sends: facts.found.challenge.sends,
        };
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, None, "resent", now).await? {
            tx.rollback().await?;
            return Ok(Resent::Done);
        }
        if !challenges::renew(&mut tx, &renewal, now).await? {
            tx.rollback().await?;
            return Ok(Resent::NotNow);
        }
        let within = outbox::insert_capped(&mut tx, &mail, self.caps(None), now).await?;
        let mut event = self.resent_event(facts, is_real, origin);
        if !within {
            event.outcome = "too_many";
        }
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Resent::Done)
    }

    fn resent_event(&self, facts: &Facts, is_real: bool, origin: &Origin) -> Event {
        let row = facts.row.as_ref();
        Event {
            at: self.now(),
            merchant: row.map(|row| row.merchant),
            actor: row.map_or(Actor::Nobody, |row| Actor::Person(row.person)),
            action: Action::SendMailCode,
            outcome: if is_real { "ok" } else { "void" },
            subject: row.map(|row| row.person),
            origin: origin.shown.clone(),
            remark: "again".to_owned(),
        }
    }
}

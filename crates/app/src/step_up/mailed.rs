//! The second factor of sessions that were opened by the mail method: a code is mailed again.

use super::{ProveAgain, by_mail};
use crate::mailing::About;
use crate::{App, AppError, Nonce, Origin, Session};
use crypto::{DigestPurpose, Token};
use domain::audit::{Action, Actor, Event};
use domain::ids::ChallengeId;
use domain::mail_log_in::Matched;
use domain::notice::Notice;
use domain::policy::{MAIL_CHALLENGE, MAIL_RESEND_AFTER};
use store::accounts::AccountRow;
use store::challenges::{self, Found, NewChallenge, Real, Renewal};
use store::outbox::NewMail;
use store::people::{self, Subject};
use store::{Tx, audit, outbox};

/// A mailed code that was typed.
pub(super) struct Mailed {
    pub(super) right: bool,
    token: [u8; 32],
    code: Option<[u8; 32]>,
}

impl Mailed {
    /// What makes the code unusable.
    pub(super) fn to_use_up(&self) -> Option<(&[u8; 32], &[u8; 32])> {
        Some((&self.token, self.code.as_ref()?))
    }
}

/// What asking for a code came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeMailed {
    /// A code is on its way; one before does not work any more.
    Sent,
    /// One was sent less than a minute ago, or often enough.
    NotNow,
    /// The session has ended meanwhile, or its second factor is not a mailed code.
    Gone,
}

impl App {
    /// Whether the second factor of this session is a mailed code.
    #[must_use]
    pub const fn proves_by_mail(session: &Session) -> bool {
        by_mail(session.standing.strength)
    }

    /// Mails a code for the question that the form `nonce` has led to.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn mail_proof_code(
        &self,
        session: &Session,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<CodeMailed, AppError> {
        let owner = session.owner();
        if !by_mail(session.standing.strength) {
            return Ok(CodeMailed::Gone);
        }
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(CodeMailed::Gone);
        };
        let token = self.question(session, nonce).digest().0;
        let now = self.now();
        let found = challenges::find(self.store(), &token).await?;
        let id = match &found {
            Some(found) if !found.challenge.may_resend(now) => return Ok(CodeMailed::NotNow),
            Some(found) => found.id,
            None => ChallengeId::new(self.new_id()?),
        };
        let code = self.new_code()?;
        let digest = self.code_digest(id, &code);
        let mail = self.proof_mail(&subject, &code)?;
        let mut tx = self.store().begin().await?;
        let kept = if let Some(found) = &found {
            self.proof_renewed(&mut tx, found, token, digest).await?
        } else {
            let new = self.asked_of(session, id, (token, digest));
            challenges::insert(&mut tx, &new, now).await?
        };
        if !kept {
            tx.rollback().await?;
            return Ok(CodeMailed::NotNow);
        }
        let within = outbox::insert_capped(&mut tx, &mail, self.caps(None), now).await?;
        let event = sent(session, origin, now, within);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(CodeMailed::Sent)
    }

    /// The question's own token. It stays here: nothing but the form leads to it.
    fn question(&self, session: &Session, nonce: Nonce) -> Token {
        let id = session.id.uuid();
        let parts: [&[u8]; 3] = [b"prove again", id.as_bytes(), &nonce.0];
        Token::from_bytes(
            self.keys()
                .keyed_digest(DigestPurpose::SessionToken, &parts),
        )
    }

    fn asked_of(
        &self,
        session: &Session,
        id: ChallengeId,
        (token, code): ([u8; 32], [u8; 32]),
    ) -> NewChallenge {
        let now = self.now();
        let user_id = domain::person::folded_user_id(&session.user_id);
        NewChallenge {
            id,
            token,
            budget: self.budget(session.merchant_code.as_str(), &user_id),
            real: Some(Real {
                owner: session.owner(),
                epoch: session.epoch,
                matched: Matched::Current,
                code,
            }),
            code_until: now.plus(self.policy().mail_method.code),
            next_send_at: now.plus(MAIL_RESEND_AFTER),
            expires_at: now.plus(MAIL_CHALLENGE),
        }
    }

    async fn proof_renewed(
        &self,
        tx: &mut Tx,
        found: &Found,
        token: [u8; 32],
        code: [u8; 32],
    ) -> Result<bool, AppError> {
        let now = self.now();
        let renewal = Renewal {
            token,
            code: Some(code),
            code_until: now.plus(self.policy().mail_method.code),
            next_send_at: now.plus(MAIL_RESEND_AFTER),
            sends: found.challenge.sends,
        };
        Ok(challenges::renew(tx, &renewal, now).await?)
    }

    fn proof_mail(&self, subject: &Subject, code: &str) -> Result<NewMail, AppError> {
        let life = self.policy().mail_method.code;
        let Some(to) = &subject.addresses.own else {
            return self.no_mail("mail_code");
        };
        let notice = Notice::MailCode {
            code: code.to_owned(),
            minutes: u32::try_from(life.whole_minutes()).unwrap_or(u32::MAX),
        };
        self.mail(to, About::subject(subject), notice, self.now().plus(life))
    }

    /// What a typed code is worth; `None` when the session's second factor is an app.
    pub(super) async fn mailed(
        &self,
        typed: &ProveAgain<'_>,
        row: &AccountRow,
    ) -> Result<Option<Mailed>, AppError> {
        if !by_mail(typed.session.standing.strength) {
            return Ok(None);
        }
        let token = self.question(typed.session, typed.nonce).digest().0;
        let found = challenges::find(self.store(), &token).await?;
        let now = self.now();
        let works = |found: &Found| {
            let challenge = &found.challenge;
            let same = found.epoch == Some(row.epoch);
            same && challenge.lives(now)
                && now < challenge.code_until
                && self.is_code(found.id, typed.code, found.code.as_ref())
        };
        Ok(Some(Mailed {
            right: found.as_ref().is_some_and(works),
            token,
            code: found.and_then(|found| found.code),
        }))
    }
}

fn sent(session: &Session, origin: &Origin, at: domain::time::Timestamp, within: bool) -> Event {
    Event {
        at,
        merchant: Some(session.standing.merchant),
        actor: Actor::Person(session.standing.person),
        action: Action::SendMailCode,
        outcome: if within { "ok" } else { "too_many" },
        subject: Some(session.standing.person),
        origin: origin.shown.clone(),
        remark: "again".to_owned(),
    }
}

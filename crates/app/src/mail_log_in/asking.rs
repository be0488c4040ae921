//! The first page: a place in the hash queue, a try, one hash, one decision, one transaction.

use super::{MailAsked, MailLogIn};
use crate::log_in::{Entry, trimmed};
use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError};
use crypto::{DigestPurpose, Token};
use data_encoding::HEXLOWER;
use domain::audit::{Action, Actor, Event};
use domain::ids::{AttemptId, ChallengeId};
use domain::log_in::{PasswordMatch, Refusal};
use domain::mail_log_in::{Matched, begin};
use domain::notice::Notice;
use domain::person::folded_user_id;
use domain::policy::{MAIL_CHALLENGE, MAIL_RESEND_AFTER};
use domain::typed::{digits_only_blanks_removed, narrowed};
use store::accounts::{AccountRow, Traces};
use store::attempts::Budget;
use store::challenges::{NewChallenge, Real};
use store::factors::Owner;
use store::outbox::NewMail;
use store::{accounts, attempts, audit, challenges, outbox};
use uuid::Uuid;

/// A first page's names.
struct Asker {
    merchant_code: String,
    user_id: String,
    budget: Budget,
    older: Vec<Budget>,
    /// The same form with the same content is the same try, and leads to the same second page.
    attempt: AttemptId,
    challenge: Token,
}

/// What is saved of a first page.
struct Saved {
    challenge: NewChallenge,
    mail: NewMail,
    event: Event,
}

impl App {
    /// First page of the mail method.
    ///
    /// The try counts as failed until the second page succeeds, so that neither the lock nor the
    /// counter tells whether the password was right.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn ask_mail_log_in(&self, typed: MailLogIn<'_>) -> Result<MailAsked, AppError> {
        let came = self.now();
        let asked = self.ask_mailed_code(typed).await;
        if let Ok(MailAsked::Asked { .. }) = asked {
            self.hold_since(came).await;
        }
        asked
    }

    async fn ask_mailed_code(&self, typed: MailLogIn<'_>) -> Result<MailAsked, AppError> {
        let mut place = self.pool().enter(typed.origin.network)?;
        let asker = self.asker(&typed);
        match self
            .admit_try((&asker.budget, &asker.older), asker.attempt, typed.origin)
            .await?
        {
            Entry::Admitted => {}
            Entry::Locked => return Ok(MailAsked::Locked),
            Entry::FailedBefore | Entry::CutOff => return Ok(asker.asked()),
        }
        let traces = Traces {
            session: asker.challenge.digest().0,
            mark: None,
        };
        let row =
            accounts::load(self.store(), &asker.merchant_code, &asker.user_id, traces).await?;
        let candidates = self.candidates(row.as_ref())?;
        let found = place.verify(&trimmed(typed.password), candidates).await?;
        drop(place);
        let account = self.account(row.as_ref(), typed.access_key, typed.origin)?;
        let known = account.as_ref().zip(row.as_ref().map(|row| row.mail));
        let matched = PasswordMatch {
            current: found.current,
            temporary: found.temporary,
        };
        let decision = begin(known, matched, self.policy(), self.now());
        self.save_asked(&typed, &asker, row.as_ref(), decision)
            .await
    }

    fn asker(&self, typed: &MailLogIn<'_>) -> Asker {
        let merchant_code = digits_only_blanks_removed(typed.merchant_code);
        let user_id = folded_user_id(typed.user_id);
        let access_key = narrowed(typed.access_key);
        let digest = |label: &[u8]| {
            let parts: [&[u8]; 6] = [
                label,
                &typed.nonce.0,
                access_key.as_bytes(),
                merchant_code.as_bytes(),
                user_id.as_bytes(),
                typed.password.reveal().as_bytes(),
            ];
            self.keys()
                .keyed_digest(DigestPurpose::SessionToken, &parts)
        };
        Asker {
            budget: self.budget(&merchant_code, &user_id),
            older: self.older_budgets(&merchant_code, &user_id),
            attempt: attempt_id(&digest(b"mail attempt")),
            challenge: Token::from_bytes(digest(b"mail challenge")),
            merchant_code,
            user_id,
        }
    }

    async fn save_asked(
        &self,
        typed: &MailLogIn<'_>,
        asker: &Asker,
        row: Option<&AccountRow>,
        decision: Result<Matched, Refusal>,
    ) -> Result<MailAsked, AppError> {
        let now = self.now();
        let saved = self.saved(typed, asker, row, decision)?;
        let (locked, failures) = self.locked_mail(row, &asker.merchant_code)?;
        let mut tx = self.store().begin().await?;
        attempts::settle(&mut tx, &asker.budget, asker.attempt, false, now).await?;
        let mut event = saved.event;
        if challenges::insert(&mut tx, &saved.challenge, now).await?
            && !outbox::insert_capped(&mut tx, &saved.mail, self.caps(None), now).await?
        {
            event.outcome = "too_many";
        }
        let tried = (&asker.budget, asker.attempt);
        outbox::insert_if_failed(&mut tx, &locked, tried, failures, now).await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(asker.asked())
    }

    fn saved(
        &self,
        typed: &MailLogIn<'_>,
        asker: &Asker,
        row: Option<&AccountRow>,
        decision: Result<Matched, Refusal>,
    ) -> Result<Saved, AppError> {
        let now = self.now();
        let id = ChallengeId::new(self.new_id()?);
        let code = self.new_code()?;
        let digest = self.code_digest(id, &code);
        let real = decision.ok().zip(row);
        let challenge = NewChallenge {
            id,
            token: asker.challenge.digest().0,
            budget: asker.budget,
            real: real.map(|(matched, row)| Real {
                owner: owner(row),
                epoch: row.epoch,
                matched,
                code: digest,
            }),
            code_until: now.plus(self.policy().mail_method.code),
            next_send_at: now.plus(MAIL_RESEND_AFTER),
            expires_at: now.plus(MAIL_CHALLENGE),
        };
        let known = real.map(|(_, row)| (row, asker.merchant_code.as_str()));
        Ok(Saved {
            challenge,
            mail: self.code_mail(known, &code)?,
            event: self.asked_event(typed, asker, row, decision),
        })
    }

    /// The mail with a code, or a row that sends nothing.
    pub(super) fn code_mail(
        &self,
        known: Option<(&AccountRow, &str)>,
        code: &str,
    ) -> Result<NewMail, AppError> {
        let reachable = known.and_then(|(row, merchant_code)| {
            Some((row, merchant_code, row.addresses.own.as_ref()?))
        });
        let Some((row, merchant_code, to)) = reachable else {
            return self.no_mail("mail_code");
        };
        let life = self.policy().mail_method.code;
        let notice = Notice::MailCode {
            code: code.to_owned(),
            minutes: u32::try_from(life.whole_minutes()).unwrap_or(u32::MAX),
        };
        self.mail(to, about(row, merchant_code), notice, self.now().plus(life))
    }

    /// The mail that the last free try causes, and how many failures it takes.
    pub(super) fn locked_mail(
        &self,
        row: Option<&AccountRow>,
        merchant_code: &str,
    ) -> Result<(NewMail, u8), AppError> {
        let known =
            row.and_then(|row| Some((row, row.addresses.for_others_act(row.role, self.now())?)));
        let Some((row, to)) = known else {
            return Ok((self.no_mail("locked")?, u8::MAX));
        };
        let until = self.now().plus(WORTH_SENDING);
        let mail = self.mail(to, about(row, merchant_code), Notice::Locked, until)?;
        Ok((mail, self.policy().attempts))
    }

    /// A refused first page is a failed log-in in the trail; a right one is not yet a log-in.
    fn asked_event(
        &self,
        typed: &MailLogIn<'_>,
        asker: &Asker,
        row: Option<&AccountRow>,
        decision: Result<Matched, Refusal>,
    ) -> Event {
        let parts: [&[u8]; 2] = [asker.merchant_code.as_bytes(), asker.user_id.as_bytes()];
        let digest = self.keys().keyed_digest(DigestPurpose::UnknownName, &parts);
        let (shown, _) = digest.split_at(8);
        let (action, outcome) = match decision {
            Ok(_) => (Action::SendMailCode, "ok"),
            Err(refusal) => (Action::LogIn, refusal.word()),
        };
        Event {
            at: self.now(),
            merchant: row.map(|row| row.merchant),
            actor: row.map_or(Actor::Nobody, |row| Actor::Person(row.person)),
            action,
            outcome,
            subject: row.map(|row| row.person),
            origin: typed.origin.shown.clone(),
            remark: format!("mail name={}", HEXLOWER.encode(shown)),
        }
    }
}

impl Asker {
    fn asked(&self) -> MailAsked {
        MailAsked::Asked {
            challenge: self.challenge.clone(),
        }
    }
}

/// A try is called by the first half of a digest.
pub(super) fn attempt_id(digest: &[u8; 32]) -> AttemptId {
    let mut id = [0; 16];
    id.copy_from_slice(digest.split_at(16).0);
    AttemptId::new(Uuid::from_bytes(id))
}

fn owner(row: &AccountRow) -> Owner {
    Owner {
        person: row.person,
        merchant: row.merchant,
    }
}

pub(super) fn about<'a>(row: &'a AccountRow, merchant_code: &'a str) -> About<'a> {
    About {
        person: Some(row.person),
        merchant: row.merchant,
        merchant_code,
        user_id: &row.user_id,
        access_key: &row.access_key,
        locale: &row.locale,
    }
}

//! 仮パスワードを送信する: what the link in MAIL-1 does when its button is pressed (RESET-5).

use crate::mailing::About;
use crate::{App, AppError, Nonce, Origin};
use crypto::{Password, Token, temporary_password};
use domain::audit::{Action, Actor, Event};
use domain::ids::{MerchantId, PersonId};
use domain::notice::{Cause, Notice};
use domain::person::Giver;
use store::credentials::{self, Temporary};
use store::people::{self, Subject};
use store::{audit, forms, outbox, resets};

/// What pressing the button came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// MAIL-2 is on its way.
    Sent {
        /// For the way to the entrance.
        access_key: String,
    },
    /// The link does not work, or no longer (RESET-12).
    Dead,
}

impl App {
    /// Whether a link would work. Looking changes nothing: mail scanners look too.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn reset_link_works(&self, token: &str) -> Result<bool, AppError> {
        let Ok(token) = Token::parse(token) else {
            return Ok(false);
        };
        let found = resets::find(self.store(), &token.digest().0).await?;
        Ok(found.is_some_and(|found| found.link.works(self.now())))
    }

    /// Uses a link up and mails a temporary password. The old password works until the change is
    /// done, so a stranger who asked for the mail has locked nobody out.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn redeem_reset(
        &self,
        token: &str,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<Redeemed, AppError> {
        let Ok(token) = Token::parse(token) else {
            return Ok(Redeemed::Dead);
        };
        let digest = token.digest().0;
        let Some(found) = resets::find(self.store(), &digest).await? else {
            return Ok(Redeemed::Dead);
        };
        let Some(whose) = found.person else {
            return Ok(Redeemed::Dead);
        };
        if !found.link.works(self.now()) {
            return self.redeemed_before(nonce).await;
        }
        for _ in 0..3 {
            if let Some(answer) = self.send_temporary(&digest, whose, nonce, origin).await? {
                return Ok(answer);
            }
        }
        Err(AppError::contended())
    }

    /// A form that was sent twice gets its answer twice; any other use of a used link does not.
    async fn redeemed_before(&self, nonce: Nonce) -> Result<Redeemed, AppError> {
        let answer = forms::answer(self.store(), &nonce.0).await?;
        Ok(answer.map_or(Redeemed::Dead, |access_key| Redeemed::Sent { access_key }))
    }

    async fn send_temporary(
        &self,
        digest: &[u8; 32],
        (person, merchant): (PersonId, MerchantId),
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<Option<Redeemed>, AppError> {
        let Some(subject) = people::find(self.store(), merchant, person).await? else {
            return Ok(Some(Redeemed::Dead));
        };
        let to = subject
            .addresses
            .for_own_reset(subject.person.role, self.now());
        let Some(to) = to else {
            return Ok(Some(Redeemed::Dead));
        };
        let password = temporary_password(self.entropy())?;
        let given = self
            .temporary(&subject, &password, Giver::Own, origin)
            .await?;
        let notice = Notice::TemporaryPassword {
            password: password.reveal().to_owned(),
            cause: Cause::Person,
        };
        let mail = self.mail(to, About::subject(&subject), notice, given.until)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, None, &subject.access_key, now).await?
            || !resets::use_up(&mut tx, digest, now).await?
        {
            tx.rollback().await?;
            return self.redeemed_before(nonce).await.map(Some);
        }
        let owner = subject.owner();
        if !credentials::give_temporary(&mut tx, owner, subject.epoch, &given, now).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        outbox::insert(&mut tx, &mail, now).await?;
        let event = self.sent_event(&subject, origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Some(Redeemed::Sent {
            access_key: subject.access_key,
        }))
    }

    /// Hashes and seals a temporary password for a person.
    pub(crate) async fn temporary(
        &self,
        subject: &Subject,
        password: &Password,
        giver: Giver,
        origin: &Origin,
    ) -> Result<Temporary, AppError> {
        let owner = subject.owner();
        let passwords = credentials::passwords(self.store(), owner).await?;
        // A reset by others ends the present password, so its salt need not be shared.
        let ends_present = giver != Giver::Own;
        let present = self.present(owner, &passwords)?.filter(|_| !ends_present);
        let mut place = self.pool().enter(origin.network)?;
        let sealed = self
            .hash_temporary(&mut place, owner, password, present.as_ref())
            .await?;
        let now = self.now();
        Ok(Temporary {
            sealed,
            until: now.plus(self.policy().temporary_password),
            enrolment_until: now.plus(self.policy().enrolment),
            giver,
            ends_present,
        })
    }

    fn sent_event(&self, subject: &Subject, origin: &Origin) -> Event {
        Event {
            at: self.now(),
            merchant: Some(subject.merchant),
            actor: Actor::Person(subject.person.id),
            action: Action::SendTemporaryPassword,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: origin.shown.clone(),
            remark: String::new(),
        }
    }
}

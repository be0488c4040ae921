//! The link in the mail to a new address: its button makes the address take effect.

use crate::error::Unsaved;
use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Nonce, Origin};
use crypto::Token;
use domain::audit::Action;
use domain::mail_address::MailAddress;
use domain::notice::{Cause, Notice};
use store::outbox::NewMail;
use store::own_details as details;
use store::people::{self, MAIL_KEY, Subject};
use store::{audit, forms, outbox};

/// What pressing the button came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressConfirmed {
    /// The address is in force.
    Done {
        /// For the way to the entrance.
        access_key: String,
    },
    /// Somebody else of the merchant has got the address in the meantime (USER-10, USER-11).
    Taken,
    /// The link does not work, or no longer.
    Dead,
}

impl App {
    /// Whether a link would work. Looking changes nothing: mail scanners look too.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn address_link_works(&self, token: &str) -> Result<bool, AppError> {
        let Ok(token) = Token::parse(token) else {
            return Ok(false);
        };
        let found = details::find(self.store(), &token.digest().0).await?;
        Ok(found.is_some_and(|found| found.link.works(self.now())))
    }

    /// Uses a link up and gives its owner the new address; both addresses are told.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn confirm_address(
        &self,
        token: &str,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<AddressConfirmed, AppError> {
        let Ok(token) = Token::parse(token) else {
            return Ok(AddressConfirmed::Dead);
        };
        let digest = token.digest().0;
        let found = details::find(self.store(), &digest).await?;
        let Some(found) = found.filter(|found| found.link.works(self.now())) else {
            return self.confirmed_address_before(nonce).await;
        };
        let owner = found.owner;
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(AddressConfirmed::Dead);
        };
        let mails = self.address_changed(&subject, Some(&found.mail), Cause::Person)?;
        let saved = self
            .save_address(&digest, (&subject, &found.mail), &mails, (nonce, origin))
            .await;
        match saved {
            Ok(true) => Ok(AddressConfirmed::Done {
                access_key: subject.access_key,
            }),
            Ok(false) => self.confirmed_address_before(nonce).await,
            Err(Unsaved::Store(error)) if error.violates(&MAIL_KEY) => Ok(AddressConfirmed::Taken),
            Err(Unsaved::Store(error)) => Err(error.into()),
            Err(Unsaved::App(error)) => Err(error),
        }
    }

    /// A form that was sent twice gets its answer twice; any other use of a used link does not.
    async fn confirmed_address_before(&self, nonce: Nonce) -> Result<AddressConfirmed, AppError> {
        let answer = forms::answer(self.store(), &nonce.0).await?;
        Ok(answer.map_or(AddressConfirmed::Dead, |access_key| {
            AddressConfirmed::Done { access_key }
        }))
    }

    async fn save_address(
        &self,
        digest: &[u8; 32],
        (subject, mail): (&Subject, &MailAddress),
        mails: &[NewMail],
        (nonce, origin): (Nonce, &Origin),
    ) -> Result<bool, Unsaved> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let fits = forms::use_up(&mut tx, &nonce.0, None, &subject.access_key, now).await?
            && details::use_up(&mut tx, digest, now).await?
            && details::set_address(&mut tx, subject.owner(), mail).await?;
        if !fits {
            tx.rollback().await?;
            return Ok(false);
        }
        for mail in mails {
            outbox::insert(&mut tx, mail, now).await?;
        }
        let event = self.own_event(subject, Action::ChangeAddress, origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Who is told that an address has changed: the old and the new one.
    pub(crate) fn address_changed(
        &self,
        subject: &Subject,
        new: Option<&MailAddress>,
        cause: Cause,
    ) -> Result<Vec<NewMail>, AppError> {
        let until = self.now().plus(WORTH_SENDING);
        let notice = Notice::AddressChanged {
            shown_new: new.map(MailAddress::masked).unwrap_or_default(),
            cause,
        };
        let old = subject.addresses.own.as_ref();
        let told = old.into_iter().chain(new.filter(|new| Some(*new) != old));
        told.map(|to| self.mail(to, About::subject(subject), notice.clone(), until))
            .collect()
    }
}

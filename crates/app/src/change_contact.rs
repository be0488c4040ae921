//! The contact person's address: changed by customer service, in effect after a wait, told to the
//! old address at once (CS-7).

use crate::mailing::{About, WORTH_SENDING};
use crate::{Agent, App, AppError, Desk};
use domain::audit::{Action, Actor, Event};
use domain::mail_address::{MailAddress, MailAddressError};
use domain::merchant::MerchantCode;
use domain::notice::Notice;
use domain::time::Timestamp;
use store::merchant_edits::{self, DueContact};
use store::merchant_files::{self, MerchantFile};
use store::{audit, outbox};

/// How many addresses one round of the job writes down.
const BATCH: u16 = 50;

/// What a change of the contact address came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactChange {
    /// It waits until then; with a withdrawal: it is withdrawn.
    Done(Timestamp),
    /// What was typed is no address.
    Broken(MailAddressError),
    /// It is the address that is in effect already.
    Same,
    /// Another one waits already: withdraw that first.
    Waiting,
    /// The merchant's file has moved on, or there is nothing to withdraw.
    Stale,
    /// No merchant has this code.
    NoSuchMerchant,
}

impl App {
    /// Lets a new address wait for its moment. The old address and 管理 are told at once and can
    /// object by telephone.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn change_contact(
        &self,
        desk: &Desk<'_>,
        (code, version): (&MerchantCode, i64),
        typed: &str,
    ) -> Result<ContactChange, AppError> {
        let next = match MailAddress::parse(typed) {
            Ok(next) => next,
            Err(error) => return Ok(ContactChange::Broken(error)),
        };
        let Some(file) = merchant_files::show(self.store(), code).await? else {
            return Ok(ContactChange::NoSuchMerchant);
        };
        let now = self.now();
        let from = now.plus(self.policy().contact_hold);
        if file.contact.at(now) == Some(&next) {
            return Ok(ContactChange::Same);
        }
        let agent = Agent::Desk(desk);
        let admin = self.admin_of(file.id).await?;
        let notice = Notice::ContactChanging {
            shown_new: next.masked(),
            on: from,
        };
        let mails = self.told_to_merchant(&file, &admin, &notice)?;
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "waits").await? {
            tx.rollback().await?;
            return Ok(ContactChange::Done(from));
        }
        if !merchant_edits::ask_contact(&mut tx, (file.id, version), &next, from).await? {
            tx.rollback().await?;
            return Ok(why_not(&file, now));
        }
        for mail in &mails {
            outbox::insert(&mut tx, mail, now).await?;
        }
        self.record_care(&mut tx, agent, (file.id, None), (Action::ChangeContact, ""))
            .await?;
        tx.commit().await?;
        Ok(ContactChange::Done(from))
    }

    /// Withdraws an address that still waits: somebody objected. The present address and 管理 are
    /// told.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn withdraw_contact(
        &self,
        desk: &Desk<'_>,
        (code, version): (&MerchantCode, i64),
    ) -> Result<ContactChange, AppError> {
        let Some(file) = merchant_files::show(self.store(), code).await? else {
            return Ok(ContactChange::NoSuchMerchant);
        };
        let (agent, now) = (Agent::Desk(desk), self.now());
        let admin = self.admin_of(file.id).await?;
        let mails = match file.contact.waiting(now) {
            Some((next, _)) => {
                let shown_new = next.masked();
                self.told_to_merchant(&file, &admin, &Notice::ContactWithdrawn { shown_new })?
            }
            None => Vec::new(),
        };
        let mut tx = self.store().begin().await?;
        if !self.only_once(&mut tx, agent, "withdrawn").await? {
            tx.rollback().await?;
            return Ok(ContactChange::Done(now));
        }
        if !merchant_edits::withdraw_contact(&mut tx, (file.id, version), now).await? {
            tx.rollback().await?;
            return Ok(ContactChange::Stale);
        }
        for mail in &mails {
            outbox::insert(&mut tx, mail, now).await?;
        }
        let done = (Action::WithdrawContact, "");
        self.record_care(&mut tx, agent, (file.id, None), done)
            .await?;
        tx.commit().await?;
        Ok(ContactChange::Done(now))
    }

    /// Writes down the addresses whose moment has come; they count from then on in any case. Tells
    /// how many. Running it twice, or on several nodes, does no harm.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn apply_due_contacts(&self) -> Result<u64, AppError> {
        let mut applied = 0;
        for due in merchant_edits::due_contacts(self.store(), self.now(), BATCH).await? {
            applied += u64::from(self.apply_contact(&due).await?);
        }
        Ok(applied)
    }

    async fn apply_contact(&self, due: &DueContact) -> Result<bool, AppError> {
        let now = self.now();
        let admin = self.admin_of(due.merchant).await?;
        let about = About {
            person: None,
            user_id: "",
            ..About::subject(&admin)
        };
        let until = now.plus(WORTH_SENDING);
        let mail = self.mail(&due.mail, about, Notice::ContactChanged, until)?;
        let event = Event {
            at: now,
            merchant: Some(due.merchant),
            actor: Actor::Schedule,
            action: Action::ContactInEffect,
            outcome: "ok",
            subject: None,
            origin: "schedule".to_owned(),
            remark: String::new(),
        };
        let mut tx = self.store().begin().await?;
        if !merchant_edits::apply_contact(&mut tx, due).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        outbox::insert(&mut tx, &mail, now).await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn why_not(file: &MerchantFile, now: Timestamp) -> ContactChange {
    if file.contact.waiting(now).is_some() {
        ContactChange::Waiting
    } else {
        ContactChange::Stale
    }
}

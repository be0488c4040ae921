//! The operator gives a stranded or locked 管理 user a way back (OTP-11, LOCK-3).

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Origin};
use crypto::temporary_password;
use domain::audit::{Action, Actor, Event};
use domain::merchant::MerchantCode;
use domain::notice::{Cause, Notice};
use domain::person::{Giver, Role};
use store::credentials::Temporary;
use store::outbox::NewMail;
use store::people::Subject;
use store::{Tx, attempts, audit, credentials, factors, merchants, outbox, people, resets};

/// What is to be initialised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResetAdmin {
    /// A new temporary password, by mail to the contact person.
    pub password: bool,
    /// The one-time password, so that a new secret can be issued.
    pub secret: bool,
    /// The lock.
    pub lock: bool,
}

/// What it came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminReset {
    /// Done; the contact person is told by mail.
    Done,
    /// No merchant has this code.
    NoSuchMerchant,
    /// A temporary password has to be mailed, and there is no address for it.
    NoAddress,
}

impl App {
    /// Initialises what `what` names for a merchant's 管理 user.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn reset_admin(
        &self,
        code: &MerchantCode,
        what: ResetAdmin,
        reason: &str,
        origin: &Origin,
    ) -> Result<AdminReset, AppError> {
        let Some(merchant) = merchants::find(self.store(), code).await? else {
            return Ok(AdminReset::NoSuchMerchant);
        };
        let Some(admin) = people::find_admin(self.store(), merchant.id).await? else {
            return Ok(AdminReset::NoSuchMerchant);
        };
        let to = admin.addresses.for_others_act(Role::Admin, self.now());
        if what.password && to.is_none() {
            return Ok(AdminReset::NoAddress);
        }
        let given = if what.password {
            Some(self.given(&admin, origin).await?)
        } else {
            None
        };
        let mut tx = self.store().begin().await?;
        if let Some((temporary, mail)) = &given {
            self.give(&mut tx, &admin, (temporary, mail.as_ref()))
                .await?;
        }
        if what.secret {
            self.end_secret(&mut tx, &admin).await?;
        }
        if what.lock {
            attempts::release(&mut tx, &admin.budget).await?;
        }
        let event = self.admin_event(&admin, what, reason);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(AdminReset::Done)
    }

    async fn given(
        &self,
        admin: &Subject,
        origin: &Origin,
    ) -> Result<(Temporary, Option<NewMail>), AppError> {
        let password = temporary_password(self.entropy())?;
        let temporary = self
            .temporary(admin, &password, Giver::Operator, origin)
            .await?;
        let notice = Notice::TemporaryPassword {
            password: password.reveal().to_owned(),
            cause: Cause::Operator,
        };
        let to = admin.addresses.for_others_act(Role::Admin, self.now());
        let about = About::subject(admin);
        let mail = to
            .map(|to| self.mail(to, about, notice, temporary.until))
            .transpose()?;
        Ok((temporary, mail))
    }

    async fn give(
        &self,
        tx: &mut Tx,
        admin: &Subject,
        (temporary, mail): (&Temporary, Option<&NewMail>),
    ) -> Result<(), AppError> {
        let now = self.now();
        let owner = admin.owner();
        if !credentials::give_temporary(tx, owner, admin.epoch, temporary, now).await? {
            return Err(AppError::contended());
        }
        resets::end_all(tx, admin, now).await?;
        if let Some(mail) = mail {
            outbox::insert(tx, mail, now).await?;
        }
        Ok(())
    }

    async fn end_secret(&self, tx: &mut Tx, admin: &Subject) -> Result<(), AppError> {
        let now = self.now();
        let until = now.plus(self.policy().enrolment);
        credentials::open_enrolment(tx, admin.owner(), until, Giver::Operator).await?;
        factors::revoke_all(tx, admin.owner(), now).await?;
        if let Some(to) = admin.addresses.for_others_act(Role::Admin, self.now()) {
            let notice = Notice::SecretReset {
                cause: Cause::Operator,
            };
            let mail = self.mail(to, About::subject(admin), notice, now.plus(WORTH_SENDING))?;
            outbox::insert(tx, &mail, now).await?;
        }
        Ok(())
    }

    fn admin_event(&self, admin: &Subject, what: ResetAdmin, reason: &str) -> Event {
        let ResetAdmin {
            password,
            secret,
            lock,
        } = what;
        Event {
            at: self.now(),
            merchant: Some(admin.merchant),
            actor: Actor::Operator(None),
            action: Action::ResetAdmin,
            outcome: "ok",
            subject: Some(admin.person.id),
            origin: String::new(),
            remark: format!("password={password} secret={secret} lock={lock} reason={reason}"),
        }
    }
}

//! 再送: the first mail got lost; a new temporary password goes out in another (MAIL-3).

use crate::invite_due::first_notice;
use crate::mailing::About;
use crate::{Act, Acted, App, AppError};
use crypto::temporary_password;
use domain::audit::Action;
use store::{credentials, invitations, outbox, user_list};

impl App {
    /// Sends the first mail again, with a new temporary password; only to users who have never got
    /// in. The older password is dead at once.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn resend_invitation(&self, act: Act<'_>) -> Result<Acted, AppError> {
        let Some(subject) = self.acted_on(&act).await? else {
            return Ok(Acted::NoSuchUser);
        };
        if !self.waits_for_first_login(&act).await? {
            return Ok(Acted::NothingToDo);
        }
        let Some(to) = subject
            .addresses
            .for_others_act(subject.person.role, self.now())
        else {
            return Ok(Acted::NothingToDo);
        };
        let password = temporary_password(self.entropy())?;
        let given = self.first_password(&subject, &password, act.origin).await?;
        let notice = first_notice(&subject, &password);
        let mail = self.mail(to, About::subject(&subject), notice, given.until)?;
        let now = self.now();
        let owner = subject.owner();
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, &act).await? {
            tx.rollback().await?;
            return Ok(Acted::Done);
        }
        if !credentials::give_temporary(&mut tx, owner, subject.epoch, &given, now).await? {
            tx.rollback().await?;
            return Err(AppError::contended());
        }
        invitations::end(&mut tx, owner).await?;
        outbox::insert(&mut tx, &mail, now).await?;
        self.record(&mut tx, &act, Action::ResendInvitation).await?;
        tx.commit().await?;
        Ok(Acted::Done)
    }

    /// Whether the user has neither chosen a password nor enrolled a secret.
    pub(crate) async fn waits_for_first_login(&self, act: &Act<'_>) -> Result<bool, AppError> {
        let merchant = act.admin.right().merchant();
        let line = user_list::show(
            self.store(),
            merchant,
            self.limits(),
            self.now(),
            act.person,
        );
        Ok(line.await?.is_some_and(|line| line.signs.waits()))
    }
}

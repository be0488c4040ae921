//! パスワード 初期化: 管理 gives a user a new temporary password by mail (RESET-9, RESET-14).

use crate::mailing::About;
use crate::{Act, Acted, App, AppError};
use crypto::temporary_password;
use domain::audit::Action;
use domain::notice::{Cause, Notice};
use domain::person::Giver;
use store::{credentials, outbox, resets};

impl App {
    /// Initialises a user's password: the old one and all sessions end at once, MAIL-2 is queued.
    /// The secret stays (RESET-10), and so does a lock (LOCK-7).
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn reset_user_password(&self, act: Act<'_>) -> Result<Acted, AppError> {
        let Some(subject) = self.acted_on(&act).await? else {
            return Ok(Acted::NoSuchUser);
        };
        let password = temporary_password(self.entropy())?;
        let given = self
            .temporary(&subject, &password, Giver::Admin, act.origin)
            .await?;
        let notice = Notice::TemporaryPassword {
            password: password.reveal().to_owned(),
            cause: Cause::Admin,
        };
        let to = subject
            .addresses
            .for_others_act(subject.person.role, self.now());
        let about = About::subject(&subject);
        let mail = to
            .map(|to| self.mail(to, about, notice, given.until))
            .transpose()?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, &act).await? {
            tx.rollback().await?;
            return Ok(Acted::Done);
        }
        let owner = subject.owner();
        if !credentials::give_temporary(&mut tx, owner, subject.epoch, &given, now).await? {
            tx.rollback().await?;
            return Err(AppError::contended());
        }
        resets::end_all(&mut tx, &subject, now).await?;
        if let Some(mail) = &mail {
            outbox::insert(&mut tx, mail, now).await?;
        }
        self.record(&mut tx, &act, Action::ResetUserPassword)
            .await?;
        tx.commit().await?;
        Ok(Acted::Done)
    }
}

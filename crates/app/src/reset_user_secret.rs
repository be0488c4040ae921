//! ワンタイムパスワード 初期化: 管理 ends a user's secret, so that a new one can be issued
//! (OTP-8..10).

use crate::mailing::{About, WORTH_SENDING};
use crate::{Act, Acted, App, AppError};
use domain::audit::Action;
use domain::notice::{Cause, Notice};
use domain::person::Giver;
use store::{credentials, factors, outbox};

impl App {
    /// Initialises a user's one-time password: the secret is erased, all sessions end, the window
    /// to enrol opens, MAIL-4 is queued.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn reset_user_secret(&self, act: Act<'_>) -> Result<Acted, AppError> {
        let Some(subject) = self.acted_on(&act).await? else {
            return Ok(Acted::NoSuchUser);
        };
        let now = self.now();
        let notice = Notice::SecretReset {
            cause: Cause::Admin,
        };
        let to = subject
            .addresses
            .for_others_act(subject.person.role, self.now());
        let about = About::subject(&subject);
        let mail = to
            .map(|to| self.mail(to, about, notice, now.plus(WORTH_SENDING)))
            .transpose()?;
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, &act).await? {
            tx.rollback().await?;
            return Ok(Acted::Done);
        }
        let until = now.plus(self.policy().enrolment);
        let owner = subject.owner();
        if !credentials::open_enrolment(&mut tx, owner, until, Giver::Admin).await? {
            tx.rollback().await?;
            return Ok(Acted::NoSuchUser);
        }
        factors::revoke_all(&mut tx, owner, now).await?;
        if let Some(mail) = &mail {
            outbox::insert(&mut tx, mail, now).await?;
        }
        self.record(&mut tx, &act, Action::ResetUserSecret).await?;
        tx.commit().await?;
        Ok(Acted::Done)
    }
}

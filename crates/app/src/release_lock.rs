//! ロック解除: 管理 opens a user's budget of tries again (LOCK-2).

use crate::{Act, Acted, App, AppError};
use domain::audit::Action;
use store::attempts;

impl App {
    /// Releases a user's lock.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn release_user_lock(&self, act: Act<'_>) -> Result<Acted, AppError> {
        let Some(subject) = self.acted_on(&act).await? else {
            return Ok(Acted::NoSuchUser);
        };
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, &act).await? {
            tx.rollback().await?;
            return Ok(Acted::Done);
        }
        if !attempts::release(&mut tx, &subject.budget).await? {
            tx.rollback().await?;
            return Ok(Acted::NothingToDo);
        }
        self.record(&mut tx, &act, Action::ReleaseLock).await?;
        tx.commit().await?;
        Ok(Acted::Done)
    }
}

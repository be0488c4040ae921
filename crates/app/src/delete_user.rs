//! 削除: 管理 deletes a user (USER-16). The ユーザID is free at once; whoever gets it is a new person.

use crate::error::Unsaved;
use crate::{Act, Acted, App, AppError};
use domain::audit::Action;
use store::{departed, forms};

/// How often the deletion is tried when another transaction was in the way.
const TRIES: usize = 3;

impl App {
    /// Deletes a user: the account goes with its credentials, sessions, links and lock; the name
    /// stays for the trail. No mail is sent (GAP-8).
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn delete_user(&self, act: Act<'_>) -> Result<Acted, AppError> {
        for _ in 0..TRIES {
            match self.try_delete(&act).await {
                Ok(acted) => return Ok(acted),
                Err(Unsaved::Store(error)) if error.is_retry() => {}
                Err(Unsaved::Store(error)) => return Err(error.into()),
                Err(Unsaved::App(error)) => return Err(error),
            }
        }
        Err(AppError::contended())
    }

    async fn try_delete(&self, act: &Act<'_>) -> Result<Acted, Unsaved> {
        let Some(subject) = self.acted_on(act).await? else {
            // Perhaps this very form has deleted the user a moment ago.
            let before = forms::answer(self.store(), &act.nonce.0).await?;
            return Ok(before.map_or(Acted::NoSuchUser, |_| Acted::Done));
        };
        let mut tx = self.store().begin().await?;
        if !self.first_time(&mut tx, act).await? {
            tx.rollback().await?;
            return Ok(Acted::Done);
        }
        if !departed::delete(&mut tx, subject.owner(), self.now()).await? {
            tx.rollback().await?;
            return Ok(Acted::NoSuchUser);
        }
        self.record(&mut tx, act, Action::DeleteUser).await?;
        tx.commit().await?;
        Ok(Acted::Done)
    }
}

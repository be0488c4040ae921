//! Log out (LOGIN-11).

use crate::{App, AppError, Origin};
use crypto::Token;
use domain::audit::{Action, Actor, Event};
use store::{audit, sessions};

impl App {
    /// Ends the session of a token. A token without one is no error.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn log_out(&self, token: &Token, origin: &Origin) -> Result<(), AppError> {
        let mut tx = self.store().begin().await?;
        if let Some((person, merchant)) = sessions::end(&mut tx, &token.digest().0).await? {
            let event = Event {
                at: self.now(),
                merchant: Some(merchant),
                actor: Actor::Person(person),
                action: Action::LogOut,
                outcome: "ok",
                subject: Some(person),
                origin: origin.shown.clone(),
                remark: String::new(),
            };
            audit::insert(&mut tx, self.audit_id()?, &event).await?;
        }
        Ok(tx.commit().await?)
    }
}

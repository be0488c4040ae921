//! ログイン中の端末, ログイン履歴: what people see of their own log-ins.

use crate::{App, AppError, Nonce, Origin, Session};
use domain::audit::{Action, Actor, Event};
use domain::ids::SessionId;
use store::own_sessions::{self, LogInLine, SessionLine};
use store::{audit, forms};

/// How many log-ins are shown.
const LOG_INS: u16 = 50;

impl App {
    /// The living sessions of the session's person, the last used first.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn own_sessions(&self, session: &Session) -> Result<Vec<SessionLine>, AppError> {
        let now = self.now();
        let idle_since = now.minus(self.policy().idle);
        Ok(own_sessions::list(self.store(), session.owner(), now, idle_since).await?)
    }

    /// Ends another session of the same person, or with `None` all others. Tells how many ended; a
    /// session that is over already is no error.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn end_own_sessions(
        &self,
        session: &Session,
        which: Option<SessionId>,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<u64, AppError> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), "ended", now).await? {
            tx.rollback().await?;
            return Ok(0);
        }
        let ended = own_sessions::end(&mut tx, session.owner(), which, session.id).await?;
        if ended > 0 {
            let event = Event {
                at: now,
                merchant: Some(session.standing.merchant),
                actor: Actor::Person(session.standing.person),
                action: Action::LogOut,
                outcome: "ok",
                subject: Some(session.standing.person),
                origin: origin.shown.clone(),
                remark: format!("others={ended}"),
            };
            audit::insert(&mut tx, self.audit_id()?, &event).await?;
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// The last 50 log-ins of the session's person, failed tries included.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn own_log_ins(&self, session: &Session) -> Result<Vec<LogInLine>, AppError> {
        Ok(own_sessions::log_ins(self.store(), session.owner(), LOG_INS).await?)
    }
}

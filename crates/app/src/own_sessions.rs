//! ログイン中の端末, ログイン履歴, 操作履歴: what people see of their own log-ins, and 管理 of what was
//! done in the merchant.

use crate::{App, AppError, Nonce, Origin, Session};
use domain::audit::{Action, Actor, Event};
use domain::authority::AdminOf;
use domain::ids::SessionId;
use store::own_sessions::{self, ActivityLine, LogInLine, SessionLine};
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

    /// What was done in 管理's merchant, the newest first: page `page` from 0 of `size` lines, and
    /// whether there is more.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn activity(
        &self,
        admin: AdminOf,
        page: u32,
        size: u32,
    ) -> Result<(Vec<ActivityLine>, bool), AppError> {
        let skip = page.saturating_mul(size);
        let most = size.saturating_add(1);
        let merchant = admin.merchant();
        let mut lines = own_sessions::activity(self.store(), merchant, most, skip).await?;
        let shown = usize::try_from(size).unwrap_or(usize::MAX);
        let more = lines.len() > shown;
        lines.truncate(shown);
        Ok((lines, more))
    }
}

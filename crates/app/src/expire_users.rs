//! The daily end of accounts that nobody uses: warnings by mail, then deletion (EXP-2, EXP-6).

use crate::mailing::About;
use crate::{App, AppError};
use domain::audit::{Action, Actor, Event};
use domain::ids::PersonId;
use domain::life_cycle::{DueStep, WARNED_DAYS_AHEAD, Warned};
use domain::notice::Notice;
use domain::time::{Span, Timestamp};
use store::people;
use store::silent::{self, SilentRow};
use store::{audit, departed, outbox};

/// So many accounts are read at a time.
const BATCH: u16 = 200;

/// What a run has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Accounts that were deleted.
    pub deleted: u64,
    /// Warnings that were queued.
    pub warned: u64,
}

/// An account for which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiring {
    /// 加盟店コード.
    pub merchant_code: String,
    /// ユーザID.
    pub user_id: String,
    /// Since when nobody has logged in.
    pub silent_since: Timestamp,
    /// Nobody ever has: the time counts from the account's making.
    pub never_logged_in: bool,
    /// When it is, or was, to be deleted.
    pub ends_at: Timestamp,
    /// What is due now.
    pub due: DueStep,
}

impl App {
    /// Who would be deleted or warned now, and why; changes nothing.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn expiring_users(&self) -> Result<Vec<Expiring>, AppError> {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let rows = self.silent_batch(after).await?;
            let Some(last) = rows.last() else {
                return Ok(found);
            };
            after = Some(last.owner.person);
            found.extend(rows.iter().filter_map(|row| self.expiring(row)));
        }
    }

    /// Warns and deletes whoever it is due for. Each account is a transaction of its own, so
    /// running it twice, or on several nodes, does no harm.
    ///
    /// # Errors
    /// [`AppError`]; what was done until then stands.
    pub async fn expire_users(&self) -> Result<Expired, AppError> {
        let mut done = Expired::default();
        let mut after = None;
        loop {
            let rows = self.silent_batch(after).await?;
            let Some(last) = rows.last() else {
                return Ok(done);
            };
            after = Some(last.owner.person);
            for row in &rows {
                self.expire(row, &mut done).await?;
            }
        }
    }

    async fn silent_batch(&self, after: Option<PersonId>) -> Result<Vec<SilentRow>, AppError> {
        let ahead = WARNED_DAYS_AHEAD.into_iter().max().unwrap_or(0);
        let since = self
            .now()
            .minus(self.policy().inactive.minus(Span::days(ahead)));
        Ok(silent::find(self.store(), since, after, BATCH).await?)
    }

    fn expiring(&self, row: &SilentRow) -> Option<Expiring> {
        let due = row.silence.due(row.warned, self.policy(), self.now());
        let ends_at = row.silence.ends_at(self.policy())?;
        (due != DueStep::Nothing).then(|| Expiring {
            merchant_code: row.merchant_code.clone(),
            user_id: row.user_id.clone(),
            silent_since: row.silence.began_at(),
            never_logged_in: row.silence.last_login_at.is_none(),
            ends_at,
            due,
        })
    }

    async fn expire(&self, row: &SilentRow, done: &mut Expired) -> Result<(), AppError> {
        match row.silence.due(row.warned, self.policy(), self.now()) {
            DueStep::Nothing => {}
            DueStep::Warn { stage, days, on } => {
                let warned = Warned {
                    of: on,
                    days_ahead: stage,
                };
                done.warned += u64::from(self.warn(row, warned, days).await?);
            }
            DueStep::Delete => done.deleted += u64::from(self.delete_silent(row).await?),
        }
        Ok(())
    }

    /// The mail goes to the person, or to 管理 when the person has no address; where there is none
    /// at all, nothing is noted, and 管理 still sees it in ユーザー一覧.
    async fn warn(&self, row: &SilentRow, warned: Warned, days: u32) -> Result<bool, AppError> {
        let owner = row.owner;
        let found = people::find(self.store(), owner.merchant, owner.person).await?;
        let Some(subject) = found else {
            return Ok(false);
        };
        let Some(to) = subject
            .addresses
            .for_others_act(subject.person.role, self.now())
        else {
            return Ok(false);
        };
        let notice = Notice::DeletionAhead {
            days,
            on: warned.of,
        };
        let mail = self.mail(to, About::subject(&subject), notice, warned.of)?;
        let mut tx = self.store().begin().await?;
        if !silent::note_warning(&mut tx, owner, warned).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        outbox::insert(&mut tx, &mail, self.now()).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn delete_silent(&self, row: &SilentRow) -> Result<bool, AppError> {
        let now = self.now();
        let since = now.minus(self.policy().inactive);
        let days = now.since(row.silence.began_at()).whole_days();
        let event = Event {
            at: now,
            merchant: Some(row.owner.merchant),
            actor: Actor::Schedule,
            action: Action::ExpireUser,
            outcome: "ok",
            subject: Some(row.owner.person),
            origin: "schedule".to_owned(),
            remark: format!("silent_days={days}"),
        };
        let mut tx = self.store().begin().await?;
        let gone = silent::hold(&mut tx, row.owner, since).await?
            && departed::delete(&mut tx, row.owner, now).await?;
        if !gone {
            tx.rollback().await?;
            return Ok(false);
        }
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

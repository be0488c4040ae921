//! Notices and maintenance: operators tell, everybody reads.

use crate::told::REMEMBERED;
use crate::{App, AppError, Nonce, Origin};
use domain::announcement::{
    Announcement, AnnouncementKind, AnnouncementProblem, Draft, NewAnnouncement,
};
use domain::audit::{Action, Actor, Event};
use domain::ids::AnnouncementId;
use domain::time::Timestamp;
use std::sync::Arc;
use store::{announcements, audit, forms};

/// How many announcements are listed.
const LISTED: u16 = 100;
/// How many are shown at once.
const SHOWN: usize = 5;

/// What holds now.
#[derive(Clone, Debug, Default)]
pub struct Current {
    /// What stands above the log-in form and the menu, the newest first.
    pub notices: Vec<Announcement>,
    /// The time of maintenance that closes the pages: of several, the one that ends last.
    pub maintenance: Option<Announcement>,
}

/// Who announces, and how it is known that it is done once.
#[derive(Clone, Copy, Debug)]
pub struct Announcer<'a> {
    /// An operator, or the command line.
    pub actor: Actor,
    /// The form's nonce; `None` on the command line.
    pub nonce: Option<Nonce>,
    /// Where it came from.
    pub origin: &'a Origin,
}

impl App {
    /// Makes an announcement. The answer is what is wrong with it, if something is.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn announce(
        &self,
        draft: &Draft,
        by: Announcer<'_>,
    ) -> Result<Result<AnnouncementId, Vec<AnnouncementProblem>>, AppError> {
        let now = self.now();
        let new = match NewAnnouncement::check(draft, now) {
            Ok(new) => new,
            Err(problems) => return Ok(Err(problems)),
        };
        let id = AnnouncementId::new(self.new_id()?);
        let mut tx = self.store().begin().await?;
        if let Some(nonce) = by.nonce {
            let answer = id.uuid().to_string();
            if !forms::use_up(&mut tx, &nonce.0, None, &answer, now).await? {
                tx.rollback().await?;
                return self.announced_before(nonce).await.map(Ok);
            }
        }
        announcements::insert(&mut tx, id, &new, by.actor.person(), now).await?;
        let remark = format!("{} {}", new.draft().kind.word(), id.uuid());
        let event = self.announcing(by, Action::Announce, remark);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        self.announced().forget();
        Ok(Ok(id))
    }

    async fn announced_before(&self, nonce: Nonce) -> Result<AnnouncementId, AppError> {
        let answer = self.form_answer(nonce).await?;
        let id = uuid::Uuid::parse_str(&answer).map_err(|e| AppError::fault("form answer", e))?;
        Ok(AnnouncementId::new(id))
    }

    /// Withdraws an announcement. False when there is none, or it is over already.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn withdraw_announcement(
        &self,
        id: AnnouncementId,
        by: Announcer<'_>,
    ) -> Result<bool, AppError> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if let Some(nonce) = by.nonce
            && !forms::use_up(&mut tx, &nonce.0, None, "withdrawn", now).await?
        {
            tx.rollback().await?;
            return Ok(true);
        }
        if !announcements::withdraw(&mut tx, id, now).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        let event = self.announcing(by, Action::WithdrawAnnouncement, id.uuid().to_string());
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        self.announced().forget();
        Ok(true)
    }

    /// The newest announcements, with those that are over or withdrawn.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn announcements(&self) -> Result<Vec<Announcement>, AppError> {
        Ok(announcements::list(self.store(), LISTED).await?)
    }

    /// What holds now. What was read in the last five seconds is gone by, so that pages cost no
    /// round trip for it: another node's announcement shows that much later at most. While the
    /// database is away, what was read last is gone by, and asked for no more often.
    pub async fn current_announcements(&self) -> Current {
        let now = self.now();
        let read = match self.announced().remembered(now) {
            Some(read) => read,
            None => self.read_announcements(now).await,
        };
        let holding = read.iter().filter(|found| found.holds(now));
        let all: Vec<_> = holding.take(SHOWN).cloned().collect();
        let is_maintenance =
            |found: &Announcement| found.draft.kind == AnnouncementKind::Maintenance;
        let (closing, notices): (Vec<_>, Vec<_>) = all.into_iter().partition(is_maintenance);
        Current {
            notices,
            maintenance: closing.into_iter().max_by_key(|found| found.draft.until),
        }
    }

    async fn read_announcements(&self, now: Timestamp) -> Arc<[Announcement]> {
        let soon = now.plus(REMEMBERED);
        match announcements::between(self.store(), now, soon).await {
            Ok(read) => {
                let read: Arc<[Announcement]> = read.into();
                self.announced().keep(now, Arc::clone(&read));
                read
            }
            Err(error) => {
                tracing::warn!(%error, "announcements could not be read");
                let last = self.announced().last();
                // Waiting for the database took a while, which the next page is to be spared.
                self.announced().keep(self.now(), Arc::clone(&last));
                last
            }
        }
    }

    fn announcing(&self, by: Announcer<'_>, action: Action, remark: String) -> Event {
        Event {
            at: self.now(),
            merchant: None,
            actor: by.actor,
            action,
            outcome: "ok",
            subject: None,
            origin: by.origin.shown.clone(),
            remark,
        }
    }
}

//! Forget what is no longer needed: used forms, old links, dead sessions, strangers' budgets.

use crate::{App, AppError};
use domain::policy::SECRET_SHOWN;
use domain::time::Span;
use store::{
    attempts, challenges, forms, outbox, own_details, recovery, resets, sessions, user_imports,
};

/// Rows of names that nobody has are kept for so long (the same for every such name).
const STRANGERS: Span = Span::days(30);
/// And so many of them at most.
const STRANGERS_AT_MOST: u32 = 200_000;
/// A page that was open longer than this has lost its session long ago.
const FORMS: Span = Span::days(2);
/// Links end after a day at most; a while longer they show that somebody asked too often.
const RESETS: Span = Span::days(2);
/// Lists of users, with names and addresses, are kept for so long after they were brought.
pub(crate) const LISTS: Span = Span::days(7);
/// What became of a mail can be asked for so long.
const MAILS: Span = Span::days(90);

/// How many rows were forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Contact addresses whose moment has come.
    pub contacts: u64,
    /// Mails that expired unsent.
    pub expired_mails: u64,
    /// Ended mails.
    pub mails: u64,
    /// Used forms.
    pub forms: u64,
    /// Reset requests and challenges of the mail method.
    pub resets: u64,
    /// New addresses that were asked for.
    pub address_changes: u64,
    /// Sessions that were over.
    pub sessions: u64,
    /// Lists of users that were brought.
    pub lists: u64,
    /// Recovery codes whose page was over.
    pub recovery_pages: u64,
    /// Tries with names that nobody has.
    pub strangers: u64,
    /// Tries that no longer count for anything.
    pub forgiven: u64,
}

impl App {
    /// Forgets what is no longer needed. Running it twice, or on several nodes, does no harm.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn sweep(&self) -> Result<Swept, AppError> {
        let now = self.now();
        let store = self.store();
        // Idle sessions are kept a day longer, so that a late click is told why it was logged out.
        let idle_since = now.minus(self.policy().idle).minus(Span::days(1));
        let counted = self
            .policy()
            .outsiders
            .map_or(FORMS, |rules| rules.shut_within);
        Ok(Swept {
            contacts: self.apply_due_contacts().await?,
            expired_mails: outbox::expire(store, now).await?,
            mails: outbox::forget(store, now.minus(MAILS)).await?,
            forms: forms::forget(store, now.minus(FORMS)).await?,
            resets: resets::forget(store, now.minus(RESETS)).await?
                + challenges::forget(store, now.minus(RESETS)).await?,
            address_changes: own_details::forget(store, now.minus(RESETS)).await?,
            sessions: sessions::sweep(store, now.minus(Span::days(1)), idle_since).await?,
            forgiven: attempts::forget_forgiven(store, now.minus(counted), now.minus(FORMS))
                .await?,
            lists: user_imports::forget(store, now.minus(LISTS)).await?,
            recovery_pages: recovery::forget_shown(store, now.minus(SECRET_SHOWN)).await?,
            strangers: attempts::forget_strangers(store, now.minus(STRANGERS), STRANGERS_AT_MOST)
                .await?,
        })
    }
}

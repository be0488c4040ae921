//! A hash whose cost is no longer the configured one is made anew at the next log-in, when the
//! password is at hand. Only after the session is open: before, the time it takes would tell that
//! the password was right.

use crate::{App, AppError, Origin};
use crypto::{Matched, Password};
use store::accounts::AccountRow;
use store::credentials;
use store::factors::Owner;

/// A hash to be made anew.
pub(super) struct Outdated {
    owner: Owner,
    sealed: Vec<u8>,
}

/// The account's hash, if the present password was typed and its cost is not the configured one.
pub(super) fn outdated(matched: Matched, row: Option<&AccountRow>) -> Option<Outdated> {
    let row = row.filter(|_| matched.current && matched.stale)?;
    Some(Outdated {
        owner: Owner {
            person: row.person,
            merchant: row.merchant,
        },
        sealed: row.password.clone()?,
    })
}

impl App {
    /// Makes the hash anew. The log-in stands either way, so a failure only reaches the log; the
    /// next log-in tries again.
    pub(super) async fn renew_hash(&self, old: Outdated, password: &Password, origin: &Origin) {
        if let Err(error) = self.renewed(&old, password, origin).await {
            tracing::warn!(%error, "an outdated password hash was not renewed");
        }
    }

    async fn renewed(
        &self,
        old: &Outdated,
        password: &Password,
        origin: &Origin,
    ) -> Result<(), AppError> {
        let mut place = self.pool().enter(origin.network)?;
        let hash = place.hash(password).await?;
        drop(place);
        let sealed = self.seal_hash(old.owner, &hash)?;
        let renewed = credentials::renew_hash(self.store(), old.owner, &old.sealed, &sealed);
        if !renewed.await? {
            tracing::debug!("the password changed while its hash was renewed");
        }
        Ok(())
    }
}

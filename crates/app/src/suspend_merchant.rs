//! Suspend a merchant, or take it up again. Its sessions end with the next request.

use crate::{App, AppError};
use domain::audit::{Action, Actor, Event};
use domain::merchant::MerchantCode;
use store::{audit, merchants};

impl App {
    /// Suspends a merchant (`true`) or takes it up again. False when there is none,
    /// or it is closed.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn suspend_merchant(
        &self,
        code: &MerchantCode,
        suspend: bool,
    ) -> Result<bool, AppError> {
        let Some(merchant) = merchants::find(self.store(), code).await? else {
            return Ok(false);
        };
        let now = self.now();
        let event = Event {
            at: now,
            merchant: Some(merchant.id),
            actor: Actor::Operator(None),
            action: Action::SuspendMerchant,
            outcome: "ok",
            subject: None,
            origin: "command line".to_owned(),
            remark: if suspend { "suspended" } else { "taken_up" }.to_owned(),
        };
        let mut tx = self.store().begin().await?;
        if !merchants::suspend(&mut tx, merchant.id, suspend.then_some(now)).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

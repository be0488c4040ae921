//! Somebody asked for a page beyond the own rights (PCI DSS 10.2.1.4).

use crate::acts::clean;
use crate::{App, AppError, Origin};
use domain::audit::{Action, Actor, Event};
use domain::authority::Standing;
use domain::person::Role;
use store::audit;

impl App {
    /// Notes it. `page` is the address without its query.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn note_forbidden(
        &self,
        standing: &Standing,
        page: &str,
        origin: &Origin,
    ) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: Some(standing.merchant),
            actor: match standing.role {
                Role::Operator => Actor::Operator(Some(standing.person)),
                Role::Admin | Role::General | Role::Shipping => Actor::Person(standing.person),
            },
            action: Action::AskForbiddenPage,
            outcome: "forbidden",
            subject: None,
            origin: origin.shown.clone(),
            remark: clean(page),
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

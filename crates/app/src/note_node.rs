//! A node begins and stops to write the audit trail (PCI DSS 10.2.1.6).

use crate::{App, AppError};
use domain::audit::{Action, Actor, Event};
use store::audit;
use uuid::Uuid;

impl App {
    /// Notes that a node of this release begins. One that was killed leaves no note of its end: the
    /// next beginning tells of it.
    ///
    /// # Errors
    /// [`AppError`]: then the trail cannot be written, and the node must not serve.
    pub async fn note_start(&self, node: Uuid, release: &str) -> Result<(), AppError> {
        self.note_node(Action::StartNode, format!("node={node} release={release}"))
            .await
    }

    /// Notes that a node stops.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn note_stop(&self, node: Uuid) -> Result<(), AppError> {
        self.note_node(Action::StopNode, format!("node={node}"))
            .await
    }

    async fn note_node(&self, action: Action, remark: String) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: None,
            actor: Actor::Schedule,
            action,
            outcome: "ok",
            subject: None,
            origin: "node".to_owned(),
            remark,
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

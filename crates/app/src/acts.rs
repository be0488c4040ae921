//! What 管理 does to another person's account: who, to whom, why, once.

use crate::{App, AppError, Nonce, Origin, Session};
use domain::audit::{Action, Actor, Event};
use domain::authority::AdminOf;
use domain::ids::PersonId;
use domain::person::Role;
use domain::step_up::SteppedUp;
use domain::typed::{LONGEST_FIELD, is_hostile};
use store::people::{self, Subject};
use store::{Tx, audit, forms};

/// An act of 管理 on a 一般 or 出荷 user.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// The session it is done in.
    pub session: &'a Session,
    /// The right to do it, freshly proven.
    pub admin: SteppedUp<AdminOf>,
    /// To whom.
    pub person: PersonId,
    /// Why, if it was said; stands in the audit trail.
    pub reason: &'a str,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What an act came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// Done (or done before, by the same form).
    Done,
    /// The merchant has no such user. 管理 itself is none: that is the centre's task (OTP-11).
    NoSuchUser,
    /// There was nothing to do: not locked, no secret.
    NothingToDo,
}

impl App {
    /// Whom an act is about; never 管理 (LOCK-4, CS-3 look the other way round).
    pub(crate) async fn acted_on(&self, act: &Act<'_>) -> Result<Option<Subject>, AppError> {
        let subject = people::find(self.store(), act.admin.right().merchant(), act.person).await?;
        Ok(subject.filter(|subject| matches!(subject.person.role, Role::General | Role::Shipping)))
    }

    /// Uses the form up. False when it was used before: the act has been done.
    pub(crate) async fn first_time(&self, tx: &mut Tx, act: &Act<'_>) -> Result<bool, AppError> {
        let session = Some(act.session.id);
        Ok(forms::use_up(tx, &act.nonce.0, session, "done", self.now()).await?)
    }

    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        act: &Act<'_>,
        action: Action,
    ) -> Result<(), AppError> {
        let event = self.acted(act, action, clean(act.reason));
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }

    /// An act as it stands in the trail.
    pub(crate) fn acted(&self, act: &Act<'_>, action: Action, remark: String) -> Event {
        Event {
            at: self.now(),
            merchant: Some(act.admin.right().merchant()),
            actor: Actor::Person(act.admin.right().person()),
            action,
            outcome: "ok",
            subject: Some(act.person),
            origin: act.origin.shown.clone(),
            remark,
        }
    }
}

/// A reason as it may stand in the trail: one line, bounded.
pub(crate) fn clean(reason: &str) -> String {
    reason
        .trim()
        .chars()
        .filter(|c| !is_hostile(*c))
        .take(LONGEST_FIELD)
        .collect()
}

//! What customer service does to a merchant: who, why, from where, once.

use crate::acts::clean;
use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Nonce, Origin, Session};
use domain::audit::{Action, Actor, Event};
use domain::authority::Operator;
use domain::ids::{MerchantId, PersonId};
use domain::mail_address::MailAddress;
use domain::notice::Notice;
use domain::person::Role;
use domain::step_up::SteppedUp;
use store::merchant_files::MerchantFile;
use store::outbox::NewMail;
use store::people::{self, Subject};
use store::{Tx, audit, forms};

/// An operator who acts in the console.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The session it is done in.
    pub session: &'a Session,
    /// The right to do it, freshly proven.
    pub operator: SteppedUp<Operator>,
    /// Why; stands in the audit trail.
    pub reason: &'a str,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// Who acts for customer service.
#[derive(Clone, Copy, Debug)]
pub enum Agent<'a> {
    /// Whoever runs the product, with a shell on its machine.
    CommandLine {
        /// Why.
        reason: &'a str,
        /// The command line.
        origin: &'a Origin,
    },
    /// A person of the centre.
    Desk(&'a Desk<'a>),
}

impl<'a> Agent<'a> {
    pub(crate) const fn actor(&self) -> Actor {
        match self {
            Self::CommandLine { .. } => Actor::Operator(None),
            Self::Desk(desk) => Actor::Operator(Some(desk.operator.right().person())),
        }
    }

    pub(crate) const fn origin(&self) -> &'a Origin {
        match self {
            Self::CommandLine { origin, .. } => origin,
            Self::Desk(desk) => desk.origin,
        }
    }

    pub(crate) fn reason(&self) -> String {
        match self {
            Self::CommandLine { reason, .. } => clean(reason),
            Self::Desk(desk) => clean(desk.reason),
        }
    }
}

impl App {
    /// Uses the form up, if there is one. False when it was used before: the act has been done.
    pub(crate) async fn only_once(
        &self,
        tx: &mut Tx,
        agent: Agent<'_>,
        answer: &str,
    ) -> Result<bool, AppError> {
        match agent {
            Agent::CommandLine { .. } => Ok(true),
            Agent::Desk(desk) => {
                let session = Some(desk.session.id);
                let first = forms::use_up(tx, &desk.nonce.0, session, answer, self.now());
                Ok(first.await?)
            }
        }
    }

    /// Writes an act of customer service into the merchant's trail. `detail` stands before the
    /// reason.
    pub(crate) async fn record_care(
        &self,
        tx: &mut Tx,
        agent: Agent<'_>,
        (merchant, subject): (MerchantId, Option<PersonId>),
        (action, detail): (Action, &str),
    ) -> Result<(), AppError> {
        let reason = agent.reason();
        let remark = [detail, reason.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let event = Event {
            at: self.now(),
            merchant: Some(merchant),
            actor: agent.actor(),
            action,
            outcome: "ok",
            subject,
            origin: agent.origin().shown.clone(),
            remark,
        };
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }

    /// The merchant's 管理 user.
    pub(crate) async fn admin_of(&self, merchant: MerchantId) -> Result<Subject, AppError> {
        let admin = people::find_admin(self.store(), merchant).await?;
        admin.ok_or_else(|| AppError::Fault("a merchant without an administrator".to_owned()))
    }

    /// Tells the contact person and 管理 something about their merchant.
    pub(crate) fn told_to_merchant(
        &self,
        file: &MerchantFile,
        admin: &Subject,
        notice: &Notice,
    ) -> Result<Vec<NewMail>, AppError> {
        let merchant = file.merchant();
        let until = self.now().plus(WORTH_SENDING);
        self.contact_and_admin(admin)
            .into_iter()
            .map(|to| {
                let about = About::merchant(&merchant, &admin.locale);
                self.mail(to, about, notice.clone(), until)
            })
            .collect()
    }

    /// The contact person's address in effect and the 管理 user's, each once.
    pub(crate) fn contact_and_admin<'s>(&self, admin: &'s Subject) -> Vec<&'s MailAddress> {
        let first = admin.addresses.for_others_act(Role::Admin, self.now());
        let own = admin.addresses.admin.as_ref();
        let second = own.filter(|own| first.is_none_or(|first| first.folded() != own.folded()));
        first.into_iter().chain(second).collect()
    }
}

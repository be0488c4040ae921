//! Evidence for auditors: what is configured, what the data show, and how both stand to what standards
//! demand. Reads only; that an operator looked at it is noted.

use crate::{App, AppError, Origin};
use domain::audit::{Action, Actor, Event};
use domain::authority::Operator;
use domain::evidence::{Facts, Finding, Installation, KeyFacts, judge};
use domain::merchant::CENTRE;
use domain::policy::Profile;
use domain::time::Timestamp;
use store::{audit, evidence, installation};

/// How everything stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// When it was gathered.
    pub at: Timestamp,
    /// The profile that the policy started from.
    pub profile: Profile,
    /// Every requirement.
    pub findings: Vec<Finding>,
}

impl App {
    /// Gathers and judges everything; writes nothing.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn gather_evidence(&self, of: &Installation) -> Result<Evidence, AppError> {
        let now = self.now();
        let clocks_differ = self.readiness().await?.clocks_differ;
        let data = evidence::gather(self.store(), self.policy(), now).await?;
        let stored = installation::find(self.store(), installation::KEY_FINGERPRINT).await?;
        let keys = KeyFacts {
            fingerprint: self.keys().fingerprint(),
            number: self.audit_keys().len().try_into().unwrap_or(u64::MAX),
            // Nothing is sealed yet when there is none.
            known: stored.is_none_or(|stored| self.keys().knows_fingerprint(&stored)),
        };
        let facts = Facts {
            policy: self.policy(),
            installation: of,
            keys: &keys,
            data: &data,
            clocks_differ,
            now,
        };
        Ok(Evidence {
            at: now,
            profile: self.policy().profile,
            findings: judge(&facts),
        })
    }

    /// Notes that an operator was shown evidence, with the number it bears.
    ///
    /// # Errors
    /// [`AppError`]; what could not be noted is not shown.
    pub async fn note_evidence(
        &self,
        operator: Operator,
        number: &str,
        origin: &Origin,
    ) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: Some(CENTRE),
            actor: Actor::Operator(Some(operator.person())),
            action: Action::ReadEvidence,
            outcome: "ok",
            subject: None,
            origin: origin.shown.clone(),
            remark: format!("sha256={number}"),
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }
}

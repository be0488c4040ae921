//! What every use case works with.

use crate::AppError;
use crate::measures::Measures;
use crate::told::Told;
use crypto::{Entropy, HashPool, Keyring, Network, Token};
use domain::ids::AuditId;
use domain::policy::Policy;
use domain::time::{Span, Timestamp};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Store;
use store::tallies::LockLimits;
use uuid::Uuid;
use webauthn::RelyingParty;

/// A wait.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The present moment, passed in so that tests and schedules can move it.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Waits for `span`.
    fn pause(&self, span: Span) -> Pause;
}

/// What an [`App`] is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Where passwords are hashed.
    pub pool: HashPool,
    /// The keys that never enter the database.
    pub keys: Arc<Keyring>,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The gate's numbers.
    pub policy: Policy,
    /// {サービス名}: the issuer in `otpauth` addresses.
    pub service: String,
    /// Whose passkeys there can be, by the base address; `None` where browsers have none.
    pub relying_party: Option<RelyingParty>,
}

/// All use cases. Cloning is cheap.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    /// Set while the node's file of checkpoints does not follow the audit trail.
    sink_fails: Arc<AtomicBool>,
    told: Arc<Told>,
    measures: Arc<Measures>,
}

/// Where a request came from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The network that fairness goes by.
    pub network: Network,
    /// The network in words, for the audit trail and the list of devices.
    pub shown: String,
    /// The browser as it names itself, cut short.
    pub device: String,
    /// The client's address, for merchants that let in some networks only; `None` for what comes
    /// from no network.
    pub address: Option<IpAddr>,
    /// The mark by which a browser is known again; `None` for what is no browser.
    pub mark: Option<Token>,
}

impl Origin {
    pub(crate) fn mark_digest(&self) -> Option<[u8; 32]> {
        self.mark.as_ref().map(|mark| mark.digest().0)
    }
}

/// How the product and its database stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// How far the clocks of node and database differ.
    pub clocks_differ: Span,
    /// What is wrong with the audit trail, if anything; people are let in nevertheless.
    pub audit: Option<AuditTrouble>,
}

/// What is wrong with the audit trail (PCI DSS 10.7.2). Rows are written all the same, each in the
/// transaction of what it records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditTrouble {
    /// The node's file of checkpoints cannot be written, or says that the trail was damaged.
    Sink,
    /// Rows have waited for their seal for longer than a minute: no node seals.
    Unsealed,
}

/// So long a row may wait for its seal before it is an alarm; it is five seconds by rights.
const MAY_WAIT: Span = Span::minutes(1);

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
            sink_fails: Arc::default(),
            told: Arc::default(),
            measures: Arc::default(),
        }
    }

    /// The same product with another handle on its store (one that is observed, say).
    #[must_use]
    pub fn with_store(&self, store: Store) -> Self {
        Self::new(Parts {
            store,
            pool: self.parts.pool.clone(),
            keys: Arc::clone(&self.parts.keys),
            clock: Arc::clone(&self.parts.clock),
            entropy: Arc::clone(&self.parts.entropy),
            policy: self.parts.policy.clone(),
            service: self.parts.service.clone(),
            relying_party: self.parts.relying_party.clone(),
        })
    }

    /// The gate's numbers.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.parts.policy
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Waits for `span`.
    pub async fn pause(&self, span: Span) {
        self.parts.clock.pause(span).await;
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// Where passwords are hashed.
    #[must_use]
    pub fn pool(&self) -> &HashPool {
        &self.parts.pool
    }

    /// Asks whether the database answers, and what time it has.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when it does not answer.
    pub async fn readiness(&self) -> Result<Readiness, AppError> {
        let theirs = Timestamp::from_micros(self.store().clock().await?);
        let ours = self.now();
        let clocks_differ = if ours > theirs {
            ours.since(theirs)
        } else {
            theirs.since(ours)
        };
        let audit = self.audit_trouble().await?;
        Ok(Readiness {
            clocks_differ,
            audit,
        })
    }

    /// Notes whether the node's file of checkpoints follows the audit trail.
    pub fn note_audit_sink(&self, follows: bool) {
        self.sink_fails.store(!follows, Ordering::Relaxed);
    }

    /// What is wrong with the audit trail, if anything.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn audit_trouble(&self) -> Result<Option<AuditTrouble>, AppError> {
        if self.sink_fails.load(Ordering::Relaxed) {
            return Ok(Some(AuditTrouble::Sink));
        }
        let waits = self.seal_waits().await? > MAY_WAIT;
        Ok(waits.then_some(AuditTrouble::Unsealed))
    }

    /// What this process counts of itself.
    #[must_use]
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// A name for this process, which no other has.
    ///
    /// # Errors
    /// [`AppError`].
    pub fn node_id(&self) -> Result<Uuid, AppError> {
        self.new_id()
    }

    pub(crate) fn announced(&self) -> &Told {
        &self.told
    }

    pub(crate) fn keys(&self) -> &Keyring {
        &self.parts.keys
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        &*self.parts.entropy
    }

    pub(crate) fn service(&self) -> &str {
        &self.parts.service
    }

    pub(crate) fn relying_party(&self) -> Option<&RelyingParty> {
        self.parts.relying_party.as_ref()
    }

    pub(crate) fn limits(&self) -> LockLimits {
        LockLimits::of(self.policy())
    }

    /// A new identity: UUID version 7 of the passed-in moment and generator.
    pub(crate) fn new_id(&self) -> Result<Uuid, AppError> {
        let mut random = [0; 10];
        self.entropy().fill(&mut random)?;
        let millis = self.now().as_micros().max(0).unsigned_abs() / 1_000;
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    pub(crate) fn audit_id(&self) -> Result<AuditId, AppError> {
        self.new_id().map(AuditId::new)
    }
}

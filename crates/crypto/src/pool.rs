//! Password hashing on a few threads: bounded, fair, off the async runtime.
//!
//! Argon2id is meant to be slow and large, which makes the log-in page a lever for anyone who
//! wants to exhaust the server. So: a fixed number of workers, each with one block of memory
//! that it uses again and gives back when idle; a fixed number of places, in all and per
//! client network; networks served in turn, those first that were not served of late, for whom a
//! quarter of the places is kept. Whoever finds no place is told at once when to come back.

mod desk;
#[cfg(test)]
mod flood;
mod network;
mod queue;
mod recent;
mod settings;
#[cfg(test)]
mod tests;
mod worker;

pub use network::Network;
pub use settings::{PoolSettings, StartError};

use crate::{
    Candidates, Entropy, EntropyFailure, Matched, PasswordHash,
    engine::{Engine, Gauge},
    entropy::random_array,
    password::{Password, Recipe},
};
use desk::Desk;
use queue::{Limits, Queue, Ticket};
use std::{
    fmt,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;
use worker::Crew;

/// One evaluation with its way back to whoever asked.
type Job = Box<dyn FnOnce(&mut Desk<'_>) + Send>;

/// The most hashes of one [`Place::same_as_any`].
pub const MOST_COMPARED: usize = 32;

/// No place is free; nothing was evaluated. Answer with 503 and `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place in the password queue, retry after {retry_after_seconds} s")]
pub struct Busy {
    /// Seconds until the places taken now should be through; 1 to 60.
    pub retry_after_seconds: u32,
}

/// Why there is no answer about a password. All of these are faults, none is a wrong password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The current and the temporary hash have not the same salt and cost, so one evaluation
    /// cannot decide both; the temporary one was not made with [`Place::hash_beside`].
    #[error("two password hashes of one user do not share salt and cost")]
    UnlikeCandidates,
    /// A stored hash asks for more memory than [`PoolSettings::memory_limit_kib`].
    #[error("a stored password hash needs more memory than a worker may have")]
    TooCostly,
    /// More than [`MOST_COMPARED`] hashes at once.
    #[error("too many password hashes to compare at once")]
    TooMany,
    /// The system has no memory for the evaluation.
    #[error("no memory for a password hash")]
    OutOfMemory,
    /// The engine refused its input, for example a password beyond 4 GiB.
    #[error("the Argon2id engine refused its input")]
    Refused,
    /// The worker failed in the middle; the next job finds it at work again.
    #[error("a password worker failed")]
    Lost,
    /// The pool has been shut down.
    #[error("the password pool is shut down")]
    Closed,
    /// No salt.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
}

/// What the pool has done and holds, for metrics and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Argon2id evaluations begun since the start.
    pub evaluations: u64,
    /// Jobs that wait for a worker now.
    pub waiting: usize,
    /// Places taken now.
    pub places: usize,
    /// How often [`HashPool::enter`] said [`Busy`] since the start.
    pub refused: u64,
    /// Worker memory now, KiB.
    pub memory_kib: u64,
    /// The most worker memory there has been at one time, KiB.
    pub memory_peak_kib: u64,
}

/// What workers, places and the pool share.
struct Shared {
    settings: PoolSettings,
    entropy: Arc<dyn Entropy>,
    /// Evaluated when a log-in has no candidate: the configured cost, a salt of nobody.
    dummy: Recipe,
    gauge: Arc<Gauge>,
    queue: Mutex<Queue<Job>>,
    work: Condvar,
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue<Job>> {
        // Nothing is left half done under this lock, so a poisoned one is as good as any.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Assumes that a worker fills 1 GiB per second, which a slow server core does.
    fn retry_after_seconds(&self, places: usize) -> u32 {
        let cost = self.settings.cost;
        let kib = u64::from(cost.memory_kib()) * u64::from(cost.passes()) * places as u64;
        let kib_per_second = 1024 * 1024 * self.settings.workers.max(1) as u64;
        u32::try_from(kib.div_ceil(kib_per_second))
            .unwrap_or(u32::MAX)
            .clamp(1, 60)
    }
}

/// The pool. Clones share it; the last one to go lets the workers finish what waits and joins
/// them.
#[derive(Clone)]
pub struct HashPool {
    shared: Arc<Shared>,
    _crew: Arc<Crew>,
}

impl HashPool {
    /// Starts the workers.
    ///
    /// # Errors
    /// [`StartError`]: unusable settings, a broken generator, no threads, or an Argon2id engine
    /// that computes wrongly on this machine.
    pub fn start(settings: PoolSettings, entropy: Arc<dyn Entropy>) -> Result<Self, StartError> {
        settings.check()?;
        let dummy = Recipe {
            cost: settings.cost,
            salt: random_array(&*entropy)?,
        };
        let engine = settings
            .engine
            .proven(&dummy.salt)
            .ok_or(StartError::SelfTest(settings.engine))?;
        Self::start_with(settings, entropy, dummy, &engine)
    }

    fn start_with(
        settings: PoolSettings,
        entropy: Arc<dyn Entropy>,
        dummy: Recipe,
        engine: &Arc<dyn Engine>,
    ) -> Result<Self, StartError> {
        let limits = Limits {
            places: settings.places,
            places_per_network: settings.places_per_network,
            kept_for_light: settings.places / 4,
        };
        let shared = Arc::new(Shared {
            settings,
            dummy,
            entropy,
            gauge: Arc::default(),
            queue: Mutex::new(Queue::new(limits)),
            work: Condvar::new(),
        });
        let crew = Crew::hire(&shared, engine).map_err(StartError::Threads)?;
        Ok(Self {
            shared,
            _crew: Arc::new(crew),
        })
    }

    /// Takes a place for one client, at once or not at all. Do this before anything that costs
    /// (a database statement, a budget) and keep the place until the answer stands.
    ///
    /// # Errors
    /// [`Busy`] when all places, or all of this network, are taken.
    pub fn enter(&self, network: Network) -> Result<Place, Busy> {
        let mut queue = self.shared.queue();
        if queue.enter(network) {
            Ok(Place {
                shared: Arc::clone(&self.shared),
                network,
            })
        } else {
            Err(Busy {
                retry_after_seconds: self.shared.retry_after_seconds(queue.places()),
            })
        }
    }

    /// What the pool has done and holds.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let queue = self.shared.queue();
        let gauge = &self.shared.gauge;
        Counts {
            evaluations: gauge.evaluations(),
            waiting: queue.waiting(),
            places: queue.places(),
            refused: queue.refused(),
            memory_kib: gauge.held_kib(),
            memory_peak_kib: gauge.peak_kib(),
        }
    }

    /// What it was started with.
    #[must_use]
    pub fn settings(&self) -> PoolSettings {
        self.shared.settings
    }
}

impl fmt::Debug for HashPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HashPool")
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}

/// A taken place. It counts until it is dropped, and serves one evaluation after the other.
///
/// Dropping a future of its methods takes the job out of the queue; an evaluation that has
/// begun runs to its end and is forgotten.
pub struct Place {
    shared: Arc<Shared>,
    network: Network,
}

impl Place {
    /// Compares a typed password with a user's candidates: exactly one Argon2id evaluation,
    /// whichever of them stand.
    ///
    /// # Errors
    /// [`HashError`]; then nothing is known about the password.
    pub async fn verify(
        &mut self,
        password: &Password,
        candidates: Candidates,
    ) -> Result<Matched, HashError> {
        let (password, dummy) = (password.clone(), self.shared.dummy);
        self.submit(move |desk| desk.verify(&password, &candidates, &dummy))
            .await
    }

    /// Hashes a new password at the configured cost with a fresh salt.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash(&mut self, password: &Password) -> Result<PasswordHash, HashError> {
        let salt = random_array(&*self.shared.entropy)?;
        let recipe = Recipe {
            cost: self.shared.settings.cost,
            salt,
        };
        let password = password.clone();
        self.submit(move |desk| desk.hash(&password, recipe)).await
    }

    /// Hashes a second password of the same user with the salt and cost of the first, so that
    /// one evaluation decides both at the next log-in ([`Candidates`]).
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash_beside(
        &mut self,
        password: &Password,
        existing: &PasswordHash,
    ) -> Result<PasswordHash, HashError> {
        let (password, recipe) = (password.clone(), existing.recipe());
        self.submit(move |desk| desk.hash(&password, recipe)).await
    }

    /// Whether a new password is one of `hashes` (PWD-9: the current, the temporary, the last
    /// four). One turn in the queue, one evaluation for each distinct salt and cost.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn same_as_any(
        &mut self,
        password: &Password,
        hashes: &[PasswordHash],
    ) -> Result<bool, HashError> {
        if hashes.len() > MOST_COMPARED {
            return Err(HashError::TooMany);
        }
        let (password, hashes) = (password.clone(), hashes.to_vec());
        self.submit(move |desk| desk.same_as_any(&password, &hashes))
            .await
    }

    /// `&mut self`: a place has at most one job at a time, so places bound the queue.
    async fn submit<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Desk<'_>) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |desk| {
            if !reply.is_closed() {
                // Whoever stopped waiting meanwhile misses nothing.
                let _ = reply.send(work(desk));
            }
        });
        let ticket = self
            .shared
            .queue()
            .push(self.network, job)
            .ok_or(HashError::Closed)?;
        self.shared.work.notify_one();
        let _waiting = Waiting {
            place: self,
            ticket,
        };
        answer.await.unwrap_or(Err(HashError::Lost))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.queue().leave(self.network);
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place")
            .field("network", &self.network)
            .finish_non_exhaustive()
    }
}

/// Takes the job out of the queue if nobody waits for its answer any more.
struct Waiting<'a> {
    place: &'a Place,
    ticket: Ticket,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let job = self
            .place
            .shared
            .queue()
            .cancel(self.place.network, self.ticket);
        // The job wipes a password: not under the lock.
        drop(job);
    }
}

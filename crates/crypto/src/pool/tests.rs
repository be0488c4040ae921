//! The pool with an engine that the test holds by the hand.

use super::{Busy, HashError, HashPool, Network, PoolSettings, StartError};
use crate::{
    Candidates, Password, PasswordHash,
    engine::{Bench, Engine, EngineError, Gauge, Inputs, Tag},
    entropy::testing::{Broken, Seeded},
    password::Recipe,
};
use std::{
    pin::pin,
    sync::{Arc, Condvar, Mutex},
    task::{Context, Poll, Waker},
};

/// Evaluates only as often as allowed, and remembers what for. A password `panic` makes it
/// panic, `refuse` makes it fail.
#[derive(Default)]
struct Held {
    state: Mutex<HeldState>,
    change: Condvar,
}

#[derive(Default)]
struct HeldState {
    allowed: usize,
    running: usize,
    most_running: usize,
    begun: Vec<String>,
}

impl Held {
    fn allow(&self, more: usize) {
        self.state.lock().unwrap().allowed += more;
        self.change.notify_all();
    }

    fn wait_until_begun(&self, count: usize) -> Vec<String> {
        let state = self.state.lock().unwrap();
        self.change
            .wait_while(state, |state| state.begun.len() < count)
            .unwrap()
            .begun
            .clone()
    }

    fn begun(&self) -> Vec<String> {
        self.state.lock().unwrap().begun.clone()
    }
}

/// The hand; when it goes, also by a failed assertion, every worker may go on.
struct Hand(Arc<Held>);

impl std::ops::Deref for Hand {
    type Target = Held;

    fn deref(&self) -> &Held {
        &self.0
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.0.allow(1_000_000);
    }
}

struct HeldEngine(Arc<Held>);

impl Engine for HeldEngine {
    fn bench(&self, _: Arc<Gauge>) -> Box<dyn Bench> {
        Box::new(HeldBench(Arc::clone(&self.0)))
    }
}

struct HeldBench(Arc<Held>);

impl Bench for HeldBench {
    fn evaluate(&mut self, inputs: &Inputs<'_>) -> Result<Tag, EngineError> {
        let password = String::from_utf8(inputs.password.to_vec()).unwrap();
        let mut state = self.0.state.lock().unwrap();
        state.begun.push(password.clone());
        state.running += 1;
        state.most_running = state.most_running.max(state.running);
        self.0.change.notify_all();
        state = self
            .0
            .change
            .wait_while(state, |state| state.allowed == 0)
            .unwrap();
        state.allowed -= 1;
        state.running -= 1;
        drop(state);
        match password.as_str() {
            "panic" => panic!("as the test wants"),
            "refuse" => Err(EngineError::Refused),
            _ => Ok(Tag::new([7; 32])),
        }
    }

    fn holds_memory(&self) -> bool {
        false
    }

    fn release(&mut self) {}
}

fn network(name: u8) -> Network {
    Network::new([name; 16])
}

fn pool(settings: PoolSettings) -> (HashPool, Hand) {
    let held = Arc::new(Held::default());
    let engine: Arc<dyn Engine> = Arc::new(HeldEngine(Arc::clone(&held)));
    let dummy = Recipe {
        cost: settings.cost,
        salt: [9; 16],
    };
    (
        HashPool::start_with(settings, Arc::new(Seeded::new(1)), dummy, &engine).unwrap(),
        Hand(held),
    )
}

fn with_workers(workers: usize) -> PoolSettings {
    PoolSettings {
        workers,
        ..PoolSettings::for_tests()
    }
}

/// A task that hashes `password` for one network; it waits in the queue when this returns.
async fn start_hash(
    pool: &HashPool,
    from: u8,
    password: &'static str,
) -> tokio::task::JoinHandle<Result<PasswordHash, HashError>> {
    let mut place = pool.enter(network(from)).unwrap();
    let before = pool.counts().waiting;
    let begun = pool.counts().evaluations;
    let task = tokio::spawn(async move { place.hash(&Password::from(password)).await });
    while pool.counts().waiting == before && pool.counts().evaluations == begun {
        tokio::task::yield_now().await;
    }
    task
}

/// Shows the flood rule: a network that fills the queue does not delay another, and then has its turns.
#[tokio::test]
async fn a_flood_from_one_network_does_not_delay_another() {
    let (pool, held) = pool(with_workers(1));
    let mut tasks = vec![start_hash(&pool, 1, "flood").await];
    held.wait_until_begun(1);
    for _ in 0..20 {
        tasks.push(start_hash(&pool, 1, "flood").await);
    }
    tasks.push(start_hash(&pool, 2, "guest").await);
    tasks.push(start_hash(&pool, 2, "guest").await);
    held.allow(23);
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let begun = held.begun();
    assert_eq!(begun[..4], ["flood", "guest", "flood", "guest"]);
    assert_eq!(begun.len(), 23);
}

#[tokio::test]
async fn no_more_evaluations_run_at_a_time_than_there_are_workers() {
    let (pool, held) = pool(with_workers(3));
    let mut tasks = Vec::new();
    for from in 0..30 {
        tasks.push(start_hash(&pool, from % 7, "p").await);
    }
    held.wait_until_begun(3);
    held.allow(30);
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(held.state.lock().unwrap().most_running, 3);
}

#[tokio::test]
async fn who_finds_no_place_is_told_at_once_and_when_to_come_back() {
    let settings = PoolSettings {
        places: 3,
        places_per_network: 2,
        ..with_workers(1)
    };
    let (pool, held) = pool(settings);
    let first = start_hash(&pool, 1, "p").await;
    let _second = pool.enter(network(1)).unwrap();
    assert_eq!(
        pool.enter(network(1)).unwrap_err(),
        Busy {
            retry_after_seconds: 1
        }
    );
    let third = pool.enter(network(2)).unwrap();
    assert_eq!(
        pool.enter(network(3)).unwrap_err(),
        Busy {
            retry_after_seconds: 1
        }
    );
    assert_eq!((pool.counts().places, pool.counts().refused), (3, 2));
    drop(third);
    assert!(pool.enter(network(3)).is_ok());
    held.allow(1);
    first.await.unwrap().unwrap();
    assert_eq!(pool.counts().places, 1, "a place goes with its holder");
}

#[test]
fn the_hint_grows_with_the_work_ahead() {
    let (pool, _held) = pool(PoolSettings {
        workers: 2,
        ..PoolSettings::default()
    });
    // 38 MiB of filling each: 27 in a second and worker.
    let hints = [0, 1, 53, 54, 256, usize::MAX / 1_000_000];
    let hints = hints.map(|places| pool.shared.retry_after_seconds(places));
    assert_eq!(hints, [1, 1, 1, 2, 5, 60]);
}

#[tokio::test]
async fn a_cancelled_job_leaves_the_queue_at_once_and_is_never_evaluated() {
    let (pool, held) = pool(with_workers(1));
    let running = start_hash(&pool, 1, "running").await;
    held.wait_until_begun(1);
    let cancelled = start_hash(&pool, 1, "cancelled").await;
    let other = start_hash(&pool, 1, "other").await;
    assert_eq!(pool.counts().waiting, 2);
    cancelled.abort();
    assert!(cancelled.await.unwrap_err().is_cancelled());
    assert_eq!((pool.counts().waiting, pool.counts().places), (1, 2));
    held.allow(2);
    running.await.unwrap().unwrap();
    other.await.unwrap().unwrap();
    assert_eq!(held.begun(), ["running", "other"]);
}

#[tokio::test]
async fn cancelling_a_running_job_frees_its_place_and_wedges_nothing() {
    let settings = PoolSettings {
        places: 1,
        ..with_workers(1)
    };
    let (pool, held) = pool(settings);
    for round in 1..=5 {
        let running = start_hash(&pool, 1, "p").await;
        held.wait_until_begun(round);
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        assert_eq!(pool.counts().places, 0);
        held.allow(1);
    }
    let last = start_hash(&pool, 1, "last").await;
    held.allow(1);
    last.await.unwrap().unwrap();
}

#[test]
fn one_place_never_has_two_jobs_in_the_queue() {
    let (pool, held) = pool(with_workers(1));
    let mut context = Context::from_waker(Waker::noop());
    let mut blocker = pool.enter(network(9)).unwrap();
    let password = Password::from("p");
    let mut blocking = pin!(blocker.hash(&password));
    assert!(matches!(
        blocking.as_mut().poll(&mut context),
        Poll::Pending
    ));
    held.wait_until_begun(1);
    let mut place = pool.enter(network(1)).unwrap();
    for _ in 0..100 {
        let mut future = pin!(place.verify(&password, Candidates::default()));
        assert!(matches!(future.as_mut().poll(&mut context), Poll::Pending));
        assert_eq!(pool.counts().waiting, 1);
    }
    held.allow(1);
}

/// A worker survives its job: an engine error and a panic are answers.
#[tokio::test]
async fn a_failing_engine_costs_one_answer_and_no_worker() {
    let (pool, held) = pool(with_workers(1));
    held.allow(4);
    let mut place = pool.enter(network(1)).unwrap();
    for (password, error) in [("refuse", HashError::Refused), ("panic", HashError::Lost)] {
        let answer = place.hash(&Password::from(password)).await;
        assert_eq!(answer.unwrap_err(), error);
    }
    assert!(place.hash(&Password::from("p")).await.is_ok());
    let matched = place
        .verify(&Password::from("p"), Candidates::default())
        .await
        .unwrap();
    assert!(!matched.any());
}

#[tokio::test]
async fn dropping_the_pool_serves_what_waits_and_takes_nothing_more() {
    let (pool, held) = pool(with_workers(1));
    let first = start_hash(&pool, 1, "first").await;
    held.wait_until_begun(1);
    let second = start_hash(&pool, 2, "second").await;
    let mut late = pool.enter(network(3)).unwrap();
    let clone = pool.clone();
    drop(pool);
    held.allow(2);
    drop(clone);
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    assert_eq!(
        late.hash(&Password::from("late")).await.unwrap_err(),
        HashError::Closed
    );
    assert_eq!(held.begun(), ["first", "second"]);
}

#[test]
fn a_broken_generator_or_unusable_settings_start_nothing() {
    let good = PoolSettings::for_tests();
    let start = |settings, broken: bool| {
        let entropy: Arc<dyn crate::Entropy> = if broken {
            Arc::new(Broken)
        } else {
            Arc::new(Seeded::new(1))
        };
        HashPool::start(settings, entropy)
    };
    assert!(start(good, false).is_ok());
    assert!(matches!(start(good, true), Err(StartError::Entropy(_))));
    for settings in [
        PoolSettings { workers: 0, ..good },
        PoolSettings { places: 0, ..good },
        PoolSettings {
            places_per_network: 0,
            ..good
        },
        PoolSettings {
            memory_limit_kib: Some(7),
            ..good
        },
    ] {
        assert!(matches!(start(settings, false), Err(StartError::Settings)));
    }
}

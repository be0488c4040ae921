//! People at work while something is broken, and every promise that is looked at afterwards.

#![allow(
    clippy::disallowed_methods,
    clippy::missing_errors_doc,
    reason = "development only: nodes of their own process go by the system's clock"
)]

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use store::{Statement, Store, StoreError, StoreSettings};

use crate::load::{Load, Memory};
use crate::site::Someone;

/// People at work, and how many of them at the same time.
pub const PEOPLE: usize = 60;
const AT_ONCE: usize = 3;

/// How long they work before something breaks, and after it is mended.
const BEFORE_AND_AFTER: Duration = Duration::from_secs(2);

/// The greatest step of everybody's passes: none may ever be smaller than before.
const STEPS: Statement = Statement::shared(
    "STEPS",
    "SELECT p.user_id, MAX(f.last_step) AS last_step FROM person p \
     JOIN factor f ON f.person_id = p.id GROUP BY p.user_id",
);

/// What a round came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Requests sent.
    pub requests: u32,
    /// Log-ins that were acknowledged.
    pub log_ins: u32,
    /// Accepted codes that were sent once more.
    pub replays: u32,
    /// Answers 503 with Retry-After.
    pub told: u32,
    /// Requests that a broken connection left without an answer.
    pub unanswered: u32,
    /// Acknowledged sessions that were looked at in the end.
    pub sessions: u32,
    /// What was broken of what was promised.
    pub breaches: Vec<String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} requests, {} log-ins, {} replays, {} told 503, {} unanswered, {} sessions, \
             {} breaches",
            self.requests,
            self.log_ins,
            self.replays,
            self.told,
            self.unanswered,
            self.sessions,
            self.breaches.len()
        )?;
        for breach in &self.breaches {
            write!(f, "\n    BROKEN: {breach}")?;
        }
        Ok(())
    }
}

/// The program under test.
#[must_use]
pub fn program() -> PathBuf {
    std::env::var_os("SEKISHO_BIN").map_or_else(|| "target/debug/sekisho".into(), PathBuf::from)
}

/// Runs to the end what needs a runtime.
pub fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}

/// Waits for `there`, a minute at most.
pub fn wait_for(what: &str, there: impl FnMut() -> bool) -> io::Result<()> {
    wait_up_to(Duration::from_mins(1), what, there)
}

/// Waits for `there`, no longer than `limit`.
pub fn wait_up_to(limit: Duration, what: &str, mut there: impl FnMut() -> bool) -> io::Result<()> {
    let begin = Instant::now();
    while !there() {
        if begin.elapsed() > limit {
            return Err(io::Error::other(format!("waited in vain for {what}")));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// The people work on `nodes`, whose database is `database`. After a moment `breaking` happens; it
/// mends what it broke, waits until every node is ready, and tells which nodes there are then. They go
/// on for another moment, and every promise is looked at.
pub fn work_through(
    people: &[Someone],
    load: &Load,
    (database, nodes): (&str, Vec<SocketAddr>),
    breaking: impl FnOnce() -> io::Result<Vec<SocketAddr>>,
) -> io::Result<Outcome> {
    let mut before = steps(database)?;
    let mut memories: Vec<Memory> = people.iter().map(|_| Memory::default()).collect();
    let chunk = people.len().div_ceil(AT_ONCE);
    load.turn_to(nodes);
    std::thread::scope(|scope| {
        for (people, memories) in people.chunks(chunk).zip(memories.chunks_mut(chunk)) {
            scope.spawn(move || load.work(people, memories));
        }
        std::thread::sleep(BEFORE_AND_AFTER);
        let back = breaking();
        if let Ok(nodes) = &back {
            load.turn_to(nodes.clone());
            std::thread::sleep(BEFORE_AND_AFTER);
        }
        load.end();
        back.map(drop)
    })?;
    let sessions = load.settle(people, &mut memories);
    if sessions == 0 {
        load.breach("no session was acknowledged: the round shows nothing");
    }
    // Whoever was let in with a code has a counter that is as great as this code's.
    for (person, memory) in people.iter().zip(&memories) {
        before.push((person.user_id.clone(), memory.accepted));
    }
    for user in set_back(&before, &steps(database)?) {
        load.breach(format!("{user}: the counter was set back"));
    }
    Ok(outcome(load, sessions))
}

fn steps(database: &str) -> io::Result<Vec<(String, i64)>> {
    let read = async {
        let store = Store::open(&StoreSettings::new(database)).await?;
        let rows = store.fetch_all(&STEPS, &[]).await;
        store.close().await;
        let pairs = rows?
            .into_iter()
            .map(|row| Ok((row.text("user_id")?, row.int("last_step")?)));
        pairs.collect::<Result<Vec<_>, StoreError>>()
    };
    block_on(read)?.map_err(io::Error::other)
}

/// Who has a smaller step than before, or none any more.
fn set_back(before: &[(String, i64)], after: &[(String, i64)]) -> Vec<String> {
    let smaller = before.iter().filter(|(user, step)| {
        let now = after.iter().find(|(other, _)| other == user);
        now.is_none_or(|(_, now)| now < step)
    });
    smaller.map(|(user, _)| user.clone()).collect()
}

fn outcome(load: &Load, sessions: usize) -> Outcome {
    let sum = |count: &AtomicU32| count.load(Ordering::SeqCst);
    Outcome {
        requests: sum(&load.tally.requests),
        log_ins: sum(&load.tally.log_ins),
        replays: sum(&load.tally.replays),
        told: sum(&load.tally.told),
        unanswered: sum(&load.tally.unanswered),
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
        breaches: load.breaches(),
    }
}

#[cfg(test)]
mod tests {
    use super::set_back;

    #[test]
    fn a_counter_that_is_smaller_or_gone_is_found() {
        let steps = |pairs: &[(&str, i64)]| -> Vec<_> {
            pairs.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect()
        };
        let before = steps(&[("a", 5), ("b", 7)]);
        let same: [&str; 0] = [];
        assert_eq!(set_back(&before, &steps(&[("b", 8), ("a", 5)])), same);
        assert_eq!(set_back(&before, &steps(&[("a", 5), ("b", 6)])), ["b"]);
        assert_eq!(set_back(&before, &steps(&[("b", 7)])), ["a"]);
    }
}

//! The threads of the pool.

use super::{Job, Shared, desk::Desk};
use crate::engine::{Bench, Engine};
use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError},
    thread::{self, JoinHandle},
};

/// The workers; dismissed when dropped.
pub(super) struct Crew {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Crew {
    pub(super) fn hire(shared: &Arc<Shared>, engine: &Arc<dyn Engine>) -> io::Result<Self> {
        // If a later thread cannot be had, the drop of `crew` sends the earlier ones home.
        let mut crew = Self {
            shared: Arc::clone(shared),
            threads: Vec::new(),
        };
        for number in 0..shared.settings.workers {
            let (shared, engine) = (Arc::clone(shared), Arc::clone(engine));
            let name = format!("password-{number}");
            crew.threads.push(
                thread::Builder::new()
                    .name(name)
                    .spawn(move || serve(&shared, &*engine))?,
            );
        }
        Ok(crew)
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.shared.queue().close();
        self.shared.work.notify_all();
        for thread in self.threads.drain(..) {
            // A worker outlives a failing job, so there is no failure of its own to report.
            let _ = thread.join();
        }
    }
}

fn serve(shared: &Shared, engine: &dyn Engine) {
    let mut bench = engine.bench(Arc::clone(&shared.gauge));
    while let Some(job) = next_job(shared, &mut *bench) {
        let mut desk = Desk {
            bench: &mut *bench,
            gauge: &shared.gauge,
            memory_limit_kib: shared.settings.memory_limit(),
        };
        // A panic in a library must cost one answer, not a worker for good.
        if catch_unwind(AssertUnwindSafe(|| job(&mut desk))).is_err() {
            bench.release();
        }
    }
}

/// Waits for work; gives the memory back when none has come for the idle time. `None` when
/// the pool is closed and nothing is left to do.
fn next_job(shared: &Shared, bench: &mut dyn Bench) -> Option<Job> {
    let mut queue = shared.queue();
    loop {
        if let Some(job) = queue.pop() {
            return Some(job);
        }
        if !queue.is_open() {
            return None;
        }
        if !bench.holds_memory() {
            queue = shared
                .work
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
            continue;
        }
        let (guard, wait) = shared
            .work
            .wait_timeout(queue, shared.settings.idle)
            .unwrap_or_else(PoisonError::into_inner);
        queue = guard;
        if wait.timed_out() && queue.waiting() == 0 {
            // Wiping takes milliseconds: not under the lock.
            drop(queue);
            bench.release();
            queue = shared.queue();
        }
    }
}

//! People at work on several nodes, and what was acknowledged to them.
//!
//! Everybody keeps what an answer has promised: an opened session stays open, a code that was
//! accepted is never accepted again. What contradicts that, or is neither a right page nor a clear
//! error, is written down as a breach.

#![allow(
    clippy::disallowed_methods,
    reason = "development only: nodes of their own process go by the system's clock"
)]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::browser::{Answer, Browser, Form};
use crate::node::is_ready;
use crate::site::{PASSWORD, Someone};
use crate::world::ACCESS_KEY;

/// What happened.
#[derive(Debug, Default)]
pub struct Tally {
    /// Requests sent.
    pub requests: AtomicU32,
    /// Log-ins that were acknowledged.
    pub log_ins: AtomicU32,
    /// Codes that were sent a second time after they had been accepted.
    pub replays: AtomicU32,
    /// Requests without an answer.
    pub unanswered: AtomicU32,
    /// Answers 503 with Retry-After.
    pub told: AtomicU32,
}

/// The nodes as a proxy sees them, and people who use them.
#[derive(Debug, Default)]
pub struct Load {
    nodes: Mutex<Vec<SocketAddr>>,
    next: AtomicUsize,
    over: AtomicBool,
    /// What happened.
    pub tally: Tally,
    breaches: Mutex<Vec<String>>,
}

/// A person's own memory of what was acknowledged.
#[derive(Debug)]
pub struct Memory {
    browser: Browser,
    open: bool,
    last: Option<String>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            browser: Browser::new(SocketAddr::from(([127, 0, 0, 1], 1))),
            open: false,
            last: None,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Load {
    /// Which nodes there are from now on.
    pub fn turn_to(&self, nodes: Vec<SocketAddr>) {
        *locked(&self.nodes) = nodes;
    }

    /// Everybody stops after what is under way.
    pub fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    /// What contradicts what was acknowledged.
    #[must_use]
    pub fn breaches(&self) -> Vec<String> {
        locked(&self.breaches).clone()
    }

    /// Writes down a breach.
    pub fn breach(&self, what: impl Into<String>) {
        locked(&self.breaches).push(what.into());
    }

    /// The people take turns until the end.
    pub fn work(&self, people: &[Someone], memories: &mut [Memory]) {
        while !self.over.load(Ordering::SeqCst) {
            for (person, memory) in people.iter().zip(memories.iter_mut()) {
                if self.over.load(Ordering::SeqCst) {
                    return;
                }
                self.turn(person, memory);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn turn(&self, person: &Someone, memory: &mut Memory) {
        memory.browser.address = self.pick();
        if memory.open {
            let menu = memory.browser.get("/console/menu");
            self.look(person, memory, menu);
        }
        let Some(code) = person.unused_code() else {
            return;
        };
        memory.browser = Browser::new(self.pick());
        memory.open = false;
        let Some(answer) = self.log_in(person, &mut memory.browser, &code) else {
            memory.last = None;
            return;
        };
        if answer.sets_session() {
            self.tally.log_ins.fetch_add(1, Ordering::SeqCst);
            memory.open = true;
            memory.last = Some(code);
            self.replay(person, memory);
        }
    }

    /// The code that was just accepted, once more, at another node and in another browser.
    fn replay(&self, person: &Someone, memory: &Memory) {
        let Some(code) = &memory.last else { return };
        let mut stranger = Browser::new(self.pick());
        if let Some(answer) = self.log_in(person, &mut stranger, code) {
            self.tally.replays.fetch_add(1, Ordering::SeqCst);
            if answer.sets_session() {
                self.breach(format!("{}: a code was accepted twice", person.user_id));
            }
        }
    }

    fn log_in(&self, person: &Someone, browser: &mut Browser, code: &str) -> Option<Answer> {
        let form = person.form(browser, (PASSWORD, code));
        let form: Form = match form {
            Ok(Ok(form)) => form,
            Ok(Err(page)) => {
                self.count(Ok(&page));
                return None;
            }
            Err(_) => {
                self.count(Err(()));
                return None;
            }
        };
        let answer = browser.send(&form);
        self.count(answer.as_ref().map_err(drop));
        answer.ok()
    }

    /// A session that was opened has to be open while a node answers.
    fn look(&self, person: &Someone, memory: &mut Memory, menu: std::io::Result<Answer>) {
        match menu {
            Ok(page) => {
                self.count(Ok(&page));
                if page.status == 303 {
                    memory.open = false;
                    let user = &person.user_id;
                    let to = page.leads_to();
                    self.breach(format!("{user}: an acknowledged session is gone, to {to}"));
                }
            }
            Err(_) => self.count(Err(())),
        }
    }

    fn count(&self, answer: Result<&Answer, ()>) {
        self.tally.requests.fetch_add(1, Ordering::SeqCst);
        let Ok(answer) = answer else {
            self.tally.unanswered.fetch_add(1, Ordering::SeqCst);
            return;
        };
        let clear = answer.header("retry-after").is_some();
        match answer.status {
            200 | 303 => {}
            503 if clear => {
                self.tally.told.fetch_add(1, Ordering::SeqCst);
            }
            other => {
                let start: String = answer.body.chars().take(300).collect();
                self.breach(format!("neither right nor clear: {other} {start}"));
            }
        }
    }

    /// A node that is ready, going round; when none is, any.
    fn pick(&self) -> SocketAddr {
        let nodes = locked(&self.nodes).clone();
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let turned = nodes.iter().cycle().skip(number % nodes.len().max(1));
        let mut candidates = turned.take(nodes.len());
        let found = candidates.find(|node| is_ready(**node)).or(nodes.first());
        found.copied().unwrap_or_else(|| ([127, 0, 0, 1], 1).into())
    }

    /// After everything is back: every session that was acknowledged last is open.
    pub fn settle(&self, people: &[Someone], memories: &mut [Memory]) {
        for (person, memory) in people.iter().zip(memories.iter_mut()) {
            if memory.open {
                memory.browser.address = self.pick();
                let menu = memory.browser.get("/console/menu");
                match &menu {
                    Ok(page) if page.status == 200 => self.count(Ok(page)),
                    Ok(page) if page.status == 303 => self.look(person, memory, menu),
                    other => self.breach(format!("{}: no menu: {other:?}", person.user_id)),
                }
            }
        }
    }
}

/// The entrance that everybody uses.
#[must_use]
pub fn entrance() -> String {
    format!("/{ACCESS_KEY}")
}

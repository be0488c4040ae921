//! People at work on several nodes, and what was acknowledged to them.
//!
//! Everybody keeps what an answer has promised: an opened session stays open, a code that was
//! accepted is never accepted again. What contradicts that, or is neither a right page nor a clear
//! error, is written down as a breach.

#![allow(
    clippy::disallowed_methods,
    reason = "development only: nodes of their own process go by the system's clock"
)]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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
    /// How long somebody lets pass after a log-in. Without, everybody has used the code of the time step
    /// soon, and nobody can log in for the rest of it.
    pace: Duration,
    breaches: Mutex<Vec<String>>,
    mark: Mutex<Mark>,
}

/// A moment, and how long after it somebody who began later was logged in.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    at: Option<Instant>,
    first: Option<Duration>,
}

/// What became of a log-in form.
enum Sent {
    /// There was no form: the code was not sent.
    Not,
    Unanswered,
    Answered(Answer),
}

/// Sessions of a person that are remembered beside the newest: those of the last minutes, so that none
/// of them has ended by itself.
const EARLIER: usize = 6;

/// A person's own memory of what was acknowledged.
#[derive(Debug, Default)]
pub struct Memory {
    /// The newest session; a log-in that did not succeed takes nothing away.
    newest: Option<Browser>,
    earlier: VecDeque<Browser>,
    /// The time step of the code that was accepted last.
    pub(crate) accepted: i64,
}

impl Memory {
    fn open(&mut self, browser: Browser) {
        self.earlier.extend(self.newest.replace(browser));
        if self.earlier.len() > EARLIER {
            self.earlier.pop_front();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Load {
    /// People who take their time after each log-in.
    #[must_use]
    pub fn paced(pace: Duration) -> Self {
        Self {
            pace,
            ..Self::default()
        }
    }

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

    /// From this moment on the first log-in is waited for.
    pub fn mark(&self) {
        *locked(&self.mark) = Mark {
            at: Some(Instant::now()),
            first: None,
        };
    }

    /// How long after the mark the first log-in was acknowledged that had begun after it.
    #[must_use]
    pub fn first_log_in(&self) -> Option<Duration> {
        locked(&self.mark).first
    }

    fn note_log_in(&self, began: Instant) {
        self.tally.log_ins.fetch_add(1, Ordering::SeqCst);
        let mut mark = locked(&self.mark);
        if let Some(at) = mark.at.filter(|at| began >= *at) {
            mark.first.get_or_insert(at.elapsed());
        }
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
        self.look(person, memory);
        let Some(code) = person.unused_code() else {
            return;
        };
        let mut browser = Browser::new(self.pick());
        let began = Instant::now();
        match self.log_in(person, &mut browser, &code) {
            // Nobody has seen the code: it is as good as before.
            Sent::Not => person.put_back(),
            Sent::Answered(answer) if answer.sets_session() => {
                self.note_log_in(began);
                memory.open(browser);
                memory.accepted = person.last_step();
                self.replay(person, &code);
                std::thread::sleep(self.pace);
            }
            // As the page says: once more, with the same code if it is still that one.
            Sent::Answered(answer) if answer.status == 503 => person.put_back(),
            Sent::Answered(_) | Sent::Unanswered => {}
        }
    }

    /// The code that was just accepted, once more, at another node and in another browser.
    fn replay(&self, person: &Someone, code: &str) {
        let mut stranger = Browser::new(self.pick());
        if let Sent::Answered(answer) = self.log_in(person, &mut stranger, code) {
            self.tally.replays.fetch_add(1, Ordering::SeqCst);
            if answer.sets_session() {
                self.breach(format!("{}: a code was accepted twice", person.user_id));
            }
        }
    }

    fn log_in(&self, person: &Someone, browser: &mut Browser, code: &str) -> Sent {
        let form = person.form(browser, (PASSWORD, code));
        let form: Form = match form {
            Ok(Ok(form)) => form,
            Ok(Err(page)) => {
                self.count(Ok(&page));
                return Sent::Not;
            }
            Err(_) => {
                self.count(Err(()));
                return Sent::Not;
            }
        };
        let answer = browser.send(&form);
        self.count(answer.as_ref().map_err(drop));
        answer.map_or(Sent::Unanswered, Sent::Answered)
    }

    /// A session that was opened has to be open while a node answers.
    fn look(&self, person: &Someone, memory: &mut Memory) {
        let Some(browser) = &mut memory.newest else {
            return;
        };
        browser.address = self.pick();
        let menu = browser.get("/console/menu");
        self.count(menu.as_ref().map_err(drop));
        if let Ok(page) = menu
            && page.status == 303
        {
            self.gone(person, &page);
            memory.newest = None;
        }
    }

    fn gone(&self, person: &Someone, page: &Answer) {
        let (user, to) = (&person.user_id, page.leads_to());
        self.breach(format!("{user}: an acknowledged session is gone, to {to}"));
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
                let title = answer.body.split("<title>").nth(1);
                let title = title.and_then(|rest| rest.split('<').next());
                let text: String = title.unwrap_or(&answer.body).chars().take(300).collect();
                self.breach(format!("neither right nor clear: {other} {text}"));
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

    /// After everything is back: every session that was acknowledged is open. Tells how many were
    /// looked at.
    pub fn settle(&self, people: &[Someone], memories: &mut [Memory]) -> usize {
        let mut looked = 0;
        for (person, memory) in people.iter().zip(memories.iter_mut()) {
            for browser in memory.newest.iter_mut().chain(&mut memory.earlier) {
                looked += 1;
                browser.address = self.pick();
                match browser.get("/console/menu") {
                    Ok(page) if page.status == 200 => self.count(Ok(&page)),
                    Ok(page) if page.status == 303 => self.gone(person, &page),
                    other => self.breach(format!("{}: no menu: {other:?}", person.user_id)),
                }
            }
        }
        looked
    }
}

/// The entrance that everybody uses.
#[must_use]
pub fn entrance() -> String {
    format!("/{ACCESS_KEY}")
}

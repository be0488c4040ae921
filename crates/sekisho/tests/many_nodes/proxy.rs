//! A proxy as far as a rolling restart needs one: it asks every node whether it is ready, sends
//! requests to those that are, and tries another one only where nobody listens.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use testkit::browser::{Answer, Browser, Form};
use testkit::node::is_ready;

#[derive(Default)]
pub struct Proxy {
    nodes: Mutex<Vec<(SocketAddr, bool)>>,
    next: AtomicUsize,
    over: AtomicBool,
    /// Requests that found nobody at a node's port and went to another.
    pub elsewhere: AtomicUsize,
}

impl Proxy {
    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<(SocketAddr, bool)>> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on it asks this node, too.
    pub fn add(&self, node: SocketAddr) {
        self.locked().push((node, false));
    }

    pub fn remove(&self, node: SocketAddr) {
        self.locked().retain(|(address, _)| *address != node);
    }

    /// Asks all nodes until the end.
    pub fn watch(&self) {
        while !self.over.load(Ordering::SeqCst) {
            let all: Vec<_> = self.locked().iter().map(|(node, _)| *node).collect();
            for node in all {
                let ready = is_ready(node);
                let mut nodes = self.locked();
                if let Some(known) = nodes.iter_mut().find(|(address, _)| *address == node) {
                    known.1 = ready;
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
    }

    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// How many nodes it takes for ready.
    pub fn ready(&self) -> usize {
        self.locked().iter().filter(|(_, ready)| *ready).count()
    }

    fn pick(&self) -> Option<SocketAddr> {
        let nodes = self.locked();
        let ready: Vec<_> = nodes.iter().filter(|(_, ready)| *ready).collect();
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let at = number.checked_rem(ready.len())?;
        ready.get(at).map(|(address, _)| *address)
    }

    fn through(
        &self,
        browser: &mut Browser,
        ask: impl Fn(&mut Browser) -> io::Result<Answer>,
    ) -> io::Result<Answer> {
        for _ in 0..10 {
            let Some(node) = self.pick() else {
                return Err(io::Error::other("no node is ready"));
            };
            browser.address = node;
            match ask(browser) {
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                    self.elsewhere.fetch_add(1, Ordering::SeqCst);
                }
                answer => return answer,
            }
        }
        Err(io::Error::other("no node takes the connection"))
    }

    pub fn get(&self, browser: &mut Browser, path: &str) -> io::Result<Answer> {
        self.through(browser, |browser| browser.get(path))
    }

    pub fn send(&self, browser: &mut Browser, form: &Form) -> io::Result<Answer> {
        self.through(browser, |browser| browser.send(form))
    }
}

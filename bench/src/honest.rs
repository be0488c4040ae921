//! Somebody who only wants to log in while others flood the log-in page.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::browser::Browser;
use crate::log_ins::try_log_in;
use crate::people::People;
use crate::process::millis;
use crate::server::Server;

/// From where: no network of the flood.
const NETWORK: &str = "203.0.113.77";
/// Between two log-ins.
const PAUSE: Duration = Duration::from_millis(500);

/// What became of the log-ins.
#[derive(Debug, Default)]
pub struct Tale {
    /// From the first opening of the page to the menu, in milliseconds, refusals and waits included.
    pub times: Vec<f64>,
    /// How often the answer was to come back later.
    pub refusals: usize,
    /// Milliseconds that the last try had taken in vain when the flood ended.
    pub unfinished: Option<f64>,
}

/// Logs people in, one after the other, each in a new browser with a fresh code, until the flood is over.
/// Whoever is refused comes back after the time that was asked for, and not before.
pub fn logs_in(server: &Server, people: &People, over: &AtomicBool) -> Outcome<Tale> {
    let mut tale = Tale::default();
    while !over.load(Ordering::SeqCst) {
        let someone = people.next()?;
        let code = someone.fresh_code();
        let start = Instant::now();
        let tries = || {
            let mut browser = Browser::visiting(server.address(), NETWORK)?;
            try_log_in(&mut browser, &someone.user_id, &code)
        };
        while let Some(seconds) = tries()? {
            tale.refusals += 1;
            let come_back = Instant::now() + Duration::from_secs(seconds);
            while Instant::now() < come_back && !over.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(20));
            }
            if over.load(Ordering::SeqCst) {
                tale.unfinished = Some(millis(start.elapsed()));
                return Ok(tale);
            }
        }
        tale.times.push(millis(start.elapsed()));
        std::thread::sleep(PAUSE);
    }
    Ok(tale)
}

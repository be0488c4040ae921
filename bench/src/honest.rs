//! People who only want to log in while others flood the log-in page.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::browser::Browser;
use crate::log_ins::try_log_in;
use crate::people::{ACCESS_KEY, MERCHANT_CODE, People, Someone};
use crate::process::millis;
use crate::server::Server;

/// Between two log-ins.
const PAUSE: Duration = Duration::from_millis(500);

/// What became of the log-ins.
#[derive(Debug, Default)]
pub struct Tale {
    /// From the first opening of the page to the menu, in milliseconds, the mistyped try, refusals and
    /// waits included.
    pub times: Vec<f64>,
    /// How often the answer was to come back later.
    pub refusals: usize,
    /// Milliseconds that the last try had taken in vain when the flood ended.
    pub unfinished: Option<f64>,
}

/// Logs people in, one after the other, until the flood is over: each from a network of their own, in a new
/// browser, first with a mistyped password, then with the right one and a fresh code. Whoever is told to
/// come back does so after the time that was asked for, and not before.
pub fn log_in(server: &Server, people: &People, over: &AtomicBool) -> Outcome<Tale> {
    let mut tale = Tale::default();
    for number in 0.. {
        let network = format!("203.0.{}.{}", 113 + number / 250, number % 250);
        let start = Instant::now();
        if !gets_in(server, people.next()?, (&network, over), &mut tale)? {
            tale.unfinished = Some(millis(start.elapsed()));
            break;
        }
        tale.times.push(millis(start.elapsed()));
        std::thread::sleep(PAUSE);
        if over.load(Ordering::SeqCst) {
            break;
        }
    }
    Ok(tale)
}

/// False when the flood was over before.
fn gets_in(
    server: &Server,
    someone: &Someone,
    (network, over): (&str, &AtomicBool),
    tale: &mut Tale,
) -> Outcome<bool> {
    let mut browser = Browser::visiting(server.address(), network)?;
    let mut code: Option<String> = None;
    loop {
        let told = match &code {
            Some(code) => try_log_in(&mut browser, &someone.user_id, code)?,
            None => mistype(&mut browser, &someone.user_id)?,
        };
        match told {
            None if code.is_some() => return Ok(true),
            None => code = Some(someone.fresh_code()),
            Some(seconds) => {
                tale.refusals += 1;
                let come_back = Instant::now() + Duration::from_secs(seconds);
                while Instant::now() < come_back {
                    if over.load(Ordering::SeqCst) {
                        return Ok(false);
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
                browser = Browser::visiting(server.address(), network)?;
            }
        }
    }
}

/// A wrong password, as it happens; or after how many seconds to come back.
fn mistype(browser: &mut Browser, user_id: &str) -> Outcome<Option<u64>> {
    let entrance = format!("/{ACCESS_KEY}");
    browser.get(&entrance)?;
    let values = [
        ("merchant_code", MERCHANT_CODE),
        ("user_id", user_id),
        ("password", "Mistyped2026a"),
        ("code", "123456"),
    ];
    let answer = browser.post(&entrance, &values)?;
    match (answer.status, answer.retry_after) {
        (200, _) => Ok(None),
        (503, Some(seconds)) => Ok(Some(seconds)),
        (status, _) => Err(format!("{user_id} mistyped and got {status}").into()),
    }
}

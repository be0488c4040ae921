//! Memory, answers and liveness while many clients guess passwords.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::browser::Browser;
use crate::people::{ACCESS_KEY, MERCHANT_CODE};
use crate::process::{self, millis};
use crate::server::{DataFolder, Server};
use crate::statistics::quantile;

/// Clients that guess at a time.
const CLIENTS: usize = 200;
/// A refused client comes back after this, however long it was told to stay away.
const IMPATIENCE: Duration = Duration::from_millis(100);
/// Between two looks at memory and liveness.
const LOOK: Duration = Duration::from_millis(50);
/// How long the server is left alone before its idle memory is read.
const SETTLE: Duration = Duration::from_secs(3);

/// Where the clients come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Crowd {
    /// Each from a network of its own: the pool's places bound them.
    Scattered,
    /// All from one address: the places of one network bound them.
    OneAddress,
}

/// What the clients got: for each status the milliseconds of each answer.
type Answers = BTreeMap<u16, Vec<f64>>;

/// What was seen from beside.
#[derive(Default)]
struct Watched {
    peak: u64,
    health: Vec<f64>,
}

/// Measures a flood of each kind, each on a fresh start.
pub fn measure(binary: &Path, data: &DataFolder, seconds: u64) -> Outcome<String> {
    let mut text = format!(
        "## Memory and a flood\n\n\
         {CLIENTS} clients post wrong passwords for ever new names for {seconds} s; one that gets \
         503 comes back after {} ms. Resident memory in MB (10^6 bytes); idle after start is read \
         {} s after the first page.\n\n\
         | Clients from | Idle after start | Peak in the flood | {seconds} s after it | \
         Answers 200 | Answers 503 | 200: median / worst, s | 503: median / worst, ms | \
         `/healthz`: median / worst, ms |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        IMPATIENCE.as_millis(),
        SETTLE.as_secs(),
    );
    for (crowd, name) in [
        (Crowd::Scattered, "200 networks"),
        (Crowd::OneAddress, "one address"),
    ] {
        let row = one(binary, data, crowd, Duration::from_secs(seconds))?;
        let _ = writeln!(text, "| {name} | {row} |");
    }
    Ok(text)
}

fn one(binary: &Path, data: &DataFolder, crowd: Crowd, time: Duration) -> Outcome<String> {
    let server = Server::start(binary, data)?;
    Browser::visiting(server.address(), "127.0.0.1")?.get(&format!("/{ACCESS_KEY}"))?;
    std::thread::sleep(SETTLE);
    let idle = process::resident(server.pid())?;
    let (answers, watched) = flood(&server, crowd, time)?;
    std::thread::sleep(time);
    let after = process::resident(server.pid())?;
    let others: Vec<_> = answers
        .keys()
        .filter(|status| ![200, 503].contains(*status))
        .collect();
    if !others.is_empty() {
        return Err(format!("a flood was answered with {others:?}").into());
    }
    let (none, health) = (Vec::new(), &watched.health);
    let (ok, busy) = (
        answers.get(&200).unwrap_or(&none),
        answers.get(&503).unwrap_or(&none),
    );
    Ok(format!(
        "{:.1} | {:.1} | {:.1} | {} | {} | {:.1} / {:.1} | {:.1} / {:.1} | {:.1} / {:.1}",
        megabytes(idle),
        megabytes(watched.peak),
        megabytes(after),
        ok.len(),
        busy.len(),
        quantile(ok, 0.5) / 1e3,
        quantile(ok, 1.0) / 1e3,
        quantile(busy, 0.5),
        quantile(busy, 1.0),
        quantile(health, 0.5),
        quantile(health, 1.0),
    ))
}

fn flood(server: &Server, crowd: Crowd, time: Duration) -> Outcome<(Answers, Watched)> {
    let end = Instant::now() + time;
    let (over, names) = (AtomicBool::new(false), AtomicUsize::new(0));
    let answers = Mutex::new(Answers::new());
    let seen = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(server, &over));
        let mut clients = Vec::with_capacity(CLIENTS);
        for client in 0..CLIENTS {
            let (names, answers) = (&names, &answers);
            let network = match crowd {
                Crowd::Scattered => format!("198.18.3.{client}"),
                Crowd::OneAddress => "198.18.3.1".to_owned(),
            };
            let thread = std::thread::Builder::new().stack_size(256 * 1024);
            clients.push(thread.spawn_scoped(scope, move || {
                let own = guess(server, &network, names, end)?;
                let mut all = answers.lock().unwrap_or_else(PoisonError::into_inner);
                for (status, times) in own {
                    all.entry(status).or_default().extend(times);
                }
                Outcome::Ok(())
            })?);
        }
        let ended: Vec<_> = clients
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect();
        over.store(true, Ordering::SeqCst);
        let seen = watcher.join().map_err(|_| "the watcher failed")??;
        for client in ended {
            client.map_err(|_| "a client failed")??;
        }
        Outcome::Ok(seen)
    })?;
    let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((answers, seen))
}

/// One client: the log-in page, then guesses until the end, each answer timed.
fn guess(server: &Server, network: &str, names: &AtomicUsize, end: Instant) -> Outcome<Answers> {
    let entrance = format!("/{ACCESS_KEY}");
    let mut browser = Browser::visiting(server.address(), network)?;
    let mut answers = Answers::new();
    while Instant::now() < end {
        if !browser.has_form() {
            browser.get(&entrance)?;
        }
        let name = format!("flood{}", names.fetch_add(1, Ordering::SeqCst));
        let values = [
            ("merchant_code", MERCHANT_CODE),
            ("user_id", name.as_str()),
            ("password", "Wrong2026a"),
            ("code", "123456"),
        ];
        let start = Instant::now();
        let answer = browser.post(&entrance, &values)?;
        let times = answers.entry(answer.status).or_default();
        times.push(millis(start.elapsed()));
        if answer.status == 503 {
            std::thread::sleep(IMPATIENCE);
        }
    }
    Ok(answers)
}

/// Looks at memory and liveness until the flood is over.
fn watch(server: &Server, over: &AtomicBool) -> Outcome<Watched> {
    let mut browser = Browser::visiting(server.address(), "127.0.0.1")?;
    let mut watched = Watched::default();
    while !over.load(Ordering::SeqCst) {
        let start = Instant::now();
        let answer = browser.get("/healthz")?;
        if answer.status != 200 {
            return Err(format!("/healthz answered {}", answer.status).into());
        }
        watched.health.push(millis(start.elapsed()));
        watched.peak = watched.peak.max(process::resident(server.pid())?);
        std::thread::sleep(LOOK);
    }
    Ok(watched)
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

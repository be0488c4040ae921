//! Memory, answers and liveness while many clients guess passwords, and whether others still get in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::browser::Browser;
use crate::honest::{self, Tale};
use crate::people::{ACCESS_KEY, MERCHANT_CODE, People};
use crate::process::{self, millis};
use crate::server::{DataFolder, Server};
use crate::statistics::quantile;

/// Clients that guess at a time.
const CLIENTS: usize = 500;
/// A refused client comes back after this, however long it was told to stay away.
const IMPATIENCE: Duration = Duration::from_millis(100);
/// Between two looks at memory and liveness.
const LOOK: Duration = Duration::from_millis(50);
/// How long the server is left alone before its idle memory is read.
const SETTLE: Duration = Duration::from_secs(3);

/// From how many networks the clients come.
const NETWORKS: [usize; 3] = [1, 200, CLIENTS];

/// The written bound (docs/operations.md), beside what an idle process has: for each worker the memory
/// of its hash, for each connection a head, a form and an answer.
const WORKER_KIB: u64 = 19_456;
const CONNECTIONS: u64 = 1024;
const CONNECTION_KIB: u64 = 16 + 64 + 64;

/// What the clients got: for each status the milliseconds of each answer.
type Answers = BTreeMap<u16, Vec<f64>>;

/// What was seen from beside.
#[derive(Default)]
struct Watched {
    peak: u64,
    health: Vec<f64>,
}

/// What came out of one flood.
struct Flood {
    answers: Answers,
    watched: Watched,
    tale: Tale,
}

/// Measures a flood of each kind, each on a fresh start.
pub fn measure(binary: &Path, data: &DataFolder, people: &People, seconds: u64) -> Outcome<String> {
    let mut text = format!(
        "## Memory and a flood\n\n\
         {CLIENTS} clients post wrong passwords for ever new names for {seconds} s; one that gets \
         429 or 503 comes back after {} ms. Beside them other people log in, one after the other, each from a network of their own, in a new \
         browser, first with a mistyped password and then with the right one and a fresh code; whoever is \
         told to come back does so then. \
         Every refusal carried `Retry-After`. Resident memory in MB (10^6 bytes); idle after start is \
         read {} s after the first page.\n\n\
         | Clients from | Idle after start | Bound | Peak in the flood | {seconds} s after it | \
         Answers 200 | Refused | 200: median / worst, s | Refused: median / worst, ms | \
         `/healthz`: median / worst, ms | Honest: log-ins, refusals | median / worst, s |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
        IMPATIENCE.as_millis(),
        SETTLE.as_secs(),
    );
    for networks in NETWORKS {
        let row = one(
            binary,
            data,
            people,
            (networks, Duration::from_secs(seconds)),
        )?;
        let name = match networks {
            1 => "one address".to_owned(),
            many => format!("{many} networks"),
        };
        let _ = writeln!(text, "| {name} | {row} |");
    }
    Ok(text)
}

fn one(
    binary: &Path,
    data: &DataFolder,
    people: &People,
    (networks, time): (usize, Duration),
) -> Outcome<String> {
    let server = Server::start(binary, data)?;
    Browser::visiting(server.address(), "127.0.0.1")?.get(&format!("/{ACCESS_KEY}"))?;
    std::thread::sleep(SETTLE);
    let idle = process::resident(server.pid())?;
    let flood = flood(&server, people, (networks, time))?;
    std::thread::sleep(time);
    let after = process::resident(server.pid())?;
    let bound = idle + bound()?;
    if flood.watched.peak > bound {
        return Err(format!(
            "{} bytes are more than the bound {bound}",
            flood.watched.peak
        )
        .into());
    }
    row(&flood, [idle, bound, flood.watched.peak, after])
}

/// What may come on top of an idle process, in bytes.
fn bound() -> Outcome<u64> {
    let workers = u64::try_from(std::thread::available_parallelism()?.get())?;
    Ok((workers * WORKER_KIB + CONNECTIONS * CONNECTION_KIB) * 1024)
}

fn row(flood: &Flood, memory: [u64; 4]) -> Outcome<String> {
    let (answers, health, tale) = (&flood.answers, &flood.watched.health, &flood.tale);
    let known = [200, 429, 503];
    let others: Vec<_> = answers.keys().filter(|one| !known.contains(*one)).collect();
    if !others.is_empty() {
        return Err(format!("a flood was answered with {others:?}").into());
    }
    let of = |status: u16| answers.get(&status).cloned().unwrap_or_default();
    let (ok, refused) = (of(200), [of(429), of(503)].concat());
    let memory = memory.map(|bytes| format!("{:.1}", megabytes(bytes)));
    let late = tale.unfinished.map_or_else(String::new, |after| {
        format!(", one not in after {:.1} s", after / 1e3)
    });
    Ok(format!(
        "{} | {} | {} | {:.1} / {:.1} | {:.1} / {:.1} | {:.1} / {:.1} | {}, {}{late} | {:.1} / {:.1}",
        memory.join(" | "),
        ok.len(),
        refused.len(),
        quantile(&ok, 0.5) / 1e3,
        quantile(&ok, 1.0) / 1e3,
        quantile(&refused, 0.5),
        quantile(&refused, 1.0),
        quantile(health, 0.5),
        quantile(health, 1.0),
        tale.times.len(),
        tale.refusals,
        quantile(&tale.times, 0.5) / 1e3,
        quantile(&tale.times, 1.0) / 1e3,
    ))
}

fn flood(server: &Server, people: &People, (networks, time): (usize, Duration)) -> Outcome<Flood> {
    let end = Instant::now() + time;
    let (over, names) = (AtomicBool::new(false), AtomicUsize::new(0));
    let answers = Mutex::new(Answers::new());
    let (watched, tale) = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(server, &over));
        let mut clients = Vec::with_capacity(CLIENTS);
        for client in 0..CLIENTS {
            let (names, answers) = (&names, &answers);
            let network = client % networks;
            let network = format!("198.18.{}.{}", 3 + network / 250, network % 250);
            let thread = std::thread::Builder::new().stack_size(128 * 1024);
            clients.push(thread.spawn_scoped(scope, move || {
                let own = guess(server, &network, names, end)?;
                let mut all = answers.lock().unwrap_or_else(PoisonError::into_inner);
                for (status, times) in own {
                    all.entry(status).or_default().extend(times);
                }
                Outcome::Ok(())
            })?);
        }
        let honest = scope.spawn(|| honest::log_in(server, people, &over));
        // The honest one stops when the flood does: the last guesses are still being answered then.
        std::thread::sleep(end.saturating_duration_since(Instant::now()));
        over.store(true, Ordering::SeqCst);
        let ended: Vec<_> = clients
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect();
        let tale = honest.join().map_err(|_| "the honest one failed")??;
        let seen = watcher.join().map_err(|_| "the watcher failed")??;
        for client in ended {
            client.map_err(|_| "a client failed")??;
        }
        Outcome::Ok((seen, tale))
    })?;
    let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Flood {
        answers,
        watched,
        tale,
    })
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
        if answer.status != 200 {
            if answer.retry_after.is_none() {
                return Err(format!("{} without Retry-After", answer.status).into());
            }
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

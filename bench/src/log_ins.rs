//! Full log-ins beside the bare hash, interleaved.

use std::fmt::Write as _;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crypto::HashEngine;

use crate::Outcome;
use crate::browser::Browser;
use crate::hash::{Bare, Bound};
use crate::machine;
use crate::people::{ACCESS_KEY, MERCHANT_CODE, PASSWORD, People, Someone, wait_for_next_step};
use crate::process::{self, Used, millis};
use crate::server::Server;
use crate::statistics::{Spread, quantile};

/// Clients at a time, and log-ins of one repetition. Each person is needed once in a repetition.
const LEVELS: [(usize, usize); 4] = [(1, 30), (2, 60), (8, 80), (50, 100)];
/// How long the bare hash is measured in each repetition.
const BARE_TIME: Duration = Duration::from_secs(2);
/// Openings of each single page in a repetition.
const PAGES: usize = 200;

/// What one repetition at one number of clients came to.
struct Sample {
    per_second: f64,
    to_bound: f64,
    hashing: f64,
    database: f64,
    rest: f64,
    whole: f64,
    bare: f64,
    driver: f64,
    others: f64,
    times: Vec<f64>,
}

/// Processor time of single pages, milliseconds.
#[derive(Default)]
struct Pages {
    login: Vec<f64>,
    menu: Vec<f64>,
}

/// Measures and reports; the bare hash is `engine`'s, which the server has to use, too.
pub fn measure(
    server: &Server,
    engine: HashEngine,
    people: &People,
    repetitions: usize,
) -> Outcome<String> {
    let needed: usize = LEVELS.iter().map(|(_, log_ins)| log_ins).sum::<usize>() + 1;
    if needed > people.count() {
        return Err(format!("a repetition needs {needed} people").into());
    }
    let bound = Bound::start(engine)?;
    let mut samples: Vec<Vec<Sample>> = LEVELS.iter().map(|_| Vec::new()).collect();
    let (mut bares, mut pages) = (Vec::new(), Pages::default());
    // Nobody's browser is known yet, so everybody gets a mail.
    let first = turn(server, people, (2, people.count()))?;
    let first = first.each(first.server.outside());
    for repetition in 0..repetitions {
        wait_for_next_step();
        let bare = bound.measure(4, BARE_TIME)?;
        bares.push(bare);
        single_pages(server, people, &mut pages)?;
        // Another order each time, so that no level always comes after the same.
        for turn in 0..LEVELS.len() {
            let index = (turn + repetition) % LEVELS.len();
            let (Some(level), Some(list)) = (LEVELS.get(index), samples.get_mut(index)) else {
                continue;
            };
            list.push(one(server, people, *level, &bare)?);
        }
        eprintln!("  repetition {} of {repetitions}", repetition + 1);
    }
    let names = process::thread_names(server.pid())?;
    let text = report(&bound.described(), &bares, &samples, &pages);
    Ok(text
        + &format!(
            "\nEverybody's first log-in, in a browser that is new to them and is told by mail: {first:.2} ms \
             outside hashing ({} log-ins, two clients, once).\n\nThreads: {names}.\n",
            people.count()
        ))
}

fn one(server: &Server, people: &People, level: (usize, usize), bare: &Bare) -> Outcome<Sample> {
    let turn = turn(server, people, level)?;
    Ok(Sample {
        per_second: turn.per_second(),
        to_bound: turn.per_second() / bare.per_second,
        hashing: turn.each(turn.server.hashing),
        database: turn.each(turn.server.database),
        rest: turn.each(turn.server.rest),
        whole: turn.each(turn.server.whole),
        bare: bare.cpu_millis,
        driver: turn.each(turn.driver.sum()),
        others: turn.others,
        times: turn.times,
    })
}

/// Some log-ins in one go.
#[derive(Debug)]
pub struct Turn {
    /// The milliseconds of each.
    pub times: Vec<f64>,
    /// From the start of the first to the end of the last.
    pub elapsed: Duration,
    /// What the server used for them.
    pub server: Used,
    /// What the driver used for them.
    pub driver: Used,
    /// What everything else on the machine used meanwhile, in per cent of one core.
    pub others: f64,
}

impl Turn {
    /// Processor time of one log-in, in milliseconds.
    pub fn each(&self, used: Duration) -> f64 {
        millis(used) / self.times.len() as f64
    }

    /// Log-ins per second.
    pub fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// So many clients at a time, so many log-ins in all.
pub fn turn(server: &Server, people: &People, (clients, log_ins): (usize, usize)) -> Outcome<Turn> {
    let left = AtomicUsize::new(log_ins);
    let own = std::process::id();
    let busy = machine::busy()?;
    let before = (process::used(server.pid())?, process::used(own)?);
    let start = Instant::now();
    let (times, after, elapsed) = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..clients)
            .map(|client| {
                let left = &left;
                scope.spawn(move || one_client(server, people, client, left))
            })
            .collect();
        let mut times = Vec::with_capacity(log_ins);
        for client in clients {
            times.extend(client.join().map_err(|_| "a client failed")??);
        }
        let elapsed = start.elapsed();
        Outcome::Ok((times, process::used(server.pid())?, elapsed))
    })?;
    // Client threads have ended, so the driver's account is the one of the whole process.
    let driver = Used {
        rest: (process::used(own)?.whole).saturating_sub(before.1.whole),
        ..Used::default()
    };
    let server = after - before.0;
    Ok(Turn {
        others: machine::others(busy, server.whole + driver.sum(), elapsed)?,
        times,
        elapsed,
        server,
        driver,
    })
}

fn one_client(
    server: &Server,
    people: &People,
    client: usize,
    left: &AtomicUsize,
) -> Outcome<Vec<f64>> {
    let mut times = Vec::new();
    let take = |left: usize| left.checked_sub(1);
    while left
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
        .is_ok()
    {
        let someone = people.next()?;
        let code = someone.fresh_code();
        let start = Instant::now();
        drop(log_in(
            server,
            &format!("198.18.0.{client}"),
            someone,
            &code,
        )?);
        times.push(millis(start.elapsed()));
    }
    Ok(times)
}

/// A whole log-in in the person's browser, just opened: the page, the four values, the menu.
pub fn log_in(server: &Server, network: &str, someone: &Someone, code: &str) -> Outcome<Browser> {
    let mut kept = someone
        .browser
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let mut browser = Browser::opened_again(server.address(), network, kept.clone())?;
    if try_log_in(&mut browser, &someone.user_id, code)?.is_some() {
        return Err(format!("{} was told to come back", someone.user_id).into());
    }
    *kept = browser.lasting().clone();
    Ok(browser)
}

/// The page, the four values, the menu; or after how many seconds to come back.
pub fn try_log_in(browser: &mut Browser, user_id: &str, code: &str) -> Outcome<Option<u64>> {
    let entrance = format!("/{ACCESS_KEY}");
    browser.get(&entrance)?;
    let values = [
        ("merchant_code", MERCHANT_CODE),
        ("user_id", user_id),
        ("password", PASSWORD),
        ("code", code),
    ];
    let answer = browser.post(&entrance, &values)?;
    if let (503, Some(seconds)) = (answer.status, answer.retry_after) {
        return Ok(Some(seconds));
    }
    if (answer.status, answer.location.as_deref()) != (303, Some("/console/menu")) {
        return Err(format!("{user_id} did not get in: {}", answer.status).into());
    }
    let menu = browser.get("/console/menu")?;
    if menu.status != 200 || !menu.body.contains("/console/logout") {
        return Err(format!("{user_id} sees no menu: {}", menu.status).into());
    }
    Ok(None)
}

fn single_pages(server: &Server, people: &People, pages: &mut Pages) -> Outcome<()> {
    let someone = people.next()?;
    let mut browser = log_in(server, "198.18.1.1", someone, &someone.fresh_code())?;
    let mut cost = |path: &str| -> Outcome<f64> {
        let before = process::used(server.pid())?;
        for _ in 0..PAGES {
            browser.get(path)?;
        }
        let used = process::used(server.pid())? - before;
        Ok(millis(used.outside()) / PAGES as f64)
    };
    pages.login.push(cost(&format!("/{ACCESS_KEY}"))?);
    pages.menu.push(cost("/console/menu")?);
    Ok(())
}

fn spread(list: &[Sample], value: impl Fn(&Sample) -> f64) -> Spread {
    Spread::of(&list.iter().map(value).collect::<Vec<_>>())
}

fn report(bound: &str, bares: &[Bare], samples: &[Vec<Sample>], pages: &Pages) -> String {
    let of = |value: fn(&Bare) -> f64| Spread::of(&bares.iter().map(value).collect::<Vec<_>>());
    let mut text = format!(
        "## Log-ins beside the bare hash\n\n\
         {} repetitions; median (least – most) over them.\n\n\
         Bare bound ({bound}): {:.1} evaluations/s, {:.1} ms of processor time each; \
         others {:.0} %.\n\n\
         | Clients | Log-ins/s | of the bare bound | Median time, ms | 95th percentile, ms |\n\
         |---:|---:|---:|---:|---:|\n",
        bares.len(),
        of(|bare| bare.per_second),
        of(|bare| bare.cpu_millis),
        of(|bare| bare.others),
    );
    for ((clients, _), list) in LEVELS.iter().zip(samples) {
        let _ = writeln!(
            text,
            "| {clients} | {:.1} | {:.2} | {:.0} | {:.0} |",
            spread(list, |sample| sample.per_second),
            spread(list, |sample| sample.to_bound),
            spread(list, |sample| quantile(&sample.times, 0.5)),
            spread(list, |sample| quantile(&sample.times, 0.95)),
        );
    }
    text.push_str(&processor_time(samples));
    let _ = writeln!(
        text,
        "\nOthers: processor time of everything but server and driver, in per cent of one core.\n\n\
         Of the time outside hashing, the log-in page takes {:.2} ms and the menu {:.2} ms \
         ({PAGES} openings each, one client, per repetition).",
        Spread::of(&pages.login),
        Spread::of(&pages.menu),
    );
    text
}

fn processor_time(samples: &[Vec<Sample>]) -> String {
    let mut text = String::from(
        "\nProcessor time of one log-in (three requests), ms:\n\n\
         | Clients | Hashing threads | Database threads | Other threads | Outside hashing | \
         its share | Process less bare hash | Driver | Others on the machine |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for ((clients, _), list) in LEVELS.iter().zip(samples) {
        let outside = |sample: &Sample| sample.database + sample.rest;
        let _ = writeln!(
            text,
            "| {clients} | {:.1} | {:.2} | {:.2} | {:.2} | {:.1} % | {:.1} | {:.1} | {:.0} % |",
            spread(list, |sample| sample.hashing),
            spread(list, |sample| sample.database),
            spread(list, |sample| sample.rest),
            spread(list, outside),
            spread(list, |sample| 100.0 * outside(sample)
                / (outside(sample) + sample.hashing)),
            spread(list, |sample| sample.whole - sample.bare),
            spread(list, |sample| sample.driver),
            spread(list, |sample| sample.others),
        );
    }
    text
}

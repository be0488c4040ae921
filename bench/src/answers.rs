//! Whether the time of a refusal tells what was wrong.

use std::fmt::Write as _;
use std::time::Instant;

use crate::Outcome;
use crate::browser::Browser;
use crate::log_ins::log_in;
use crate::people::{ACCESS_KEY, MERCHANT_CODE, PASSWORD, People};
use crate::process::millis;
use crate::server::Server;
use crate::statistics::{Interval, bootstrap, mean, next, quantile};

/// The kinds; every other one is compared with the first. The second is of the same kind: what the
/// measurement itself cannot tell apart.
const KINDS: [&str; 6] = [
    "known user, wrong password",
    "another known user, wrong password",
    "unknown user",
    "unknown merchant",
    "right password, wrong code",
    "right password, replayed code",
];

/// One try of each kind in each round, in another order each time, by one client.
pub fn measure(server: &Server, people: &People, rounds: usize) -> Outcome<String> {
    let mut times: Vec<Vec<f64>> = KINDS.iter().map(|_| Vec::with_capacity(rounds)).collect();
    let mut lengths: Vec<Vec<usize>> = KINDS.iter().map(|_| Vec::new()).collect();
    let mut random = 0x0123_4567_89ab_cdef;
    for round in 0..rounds {
        let tries = tries(server, people, round)?;
        // A fresh connection: making the tries may have taken longer than the server keeps one.
        let mut browser = Browser::visiting(server.address(), "198.18.2.1")?;
        let mut order: Vec<usize> = (0..KINDS.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, next(&mut random) % (last + 1));
        }
        for index in order {
            let (Some(values), Some(list), Some(sizes)) = (
                tries.get(index),
                times.get_mut(index),
                lengths.get_mut(index),
            ) else {
                continue;
            };
            let (time, length) = one(&mut browser, values)?;
            list.push(time);
            // What was typed is shown again, so it does not count.
            let shown: usize = values.iter().take(2).map(|(_, value)| value.len()).sum();
            sizes.push(length.saturating_sub(shown));
        }
    }
    Ok(report(&times, &lengths))
}

type Values = Vec<(&'static str, String)>;

/// Everybody fails three times at most between two right log-ins, a replay is refunded: no lock is near.
fn tries(server: &Server, people: &People, round: usize) -> Outcome<[Values; 6]> {
    let third = people.count() / 3;
    let (first, coder) = (people.at(round)?, people.at(round + third)?);
    let (another, replayer) = (people.at(round + third / 2)?, people.at(round + 2 * third)?);
    let spent = replayer.fresh_code();
    drop(log_in(server, "198.18.2.2", replayer, &spent)?);
    let values = |merchant: &str, user_id: &str, password: &str, code: &str| {
        vec![
            ("merchant_code", merchant.to_owned()),
            ("user_id", user_id.to_owned()),
            ("password", password.to_owned()),
            ("code", code.to_owned()),
        ]
    };
    let (wrong, code) = ("Wrong2026a", "123456");
    let merchant = format!("{:09}", 800_000_000 + round);
    Ok([
        values(MERCHANT_CODE, &first.user_id, wrong, code),
        values(MERCHANT_CODE, &another.user_id, wrong, code),
        values(MERCHANT_CODE, &format!("nobody{round}"), wrong, code),
        values(&merchant, &first.user_id, wrong, code),
        values(MERCHANT_CODE, &coder.user_id, PASSWORD, &coder.wrong_code()),
        values(MERCHANT_CODE, &replayer.user_id, PASSWORD, &spent),
    ])
}

/// Milliseconds from sending the form to the last byte of the answer; the page is opened before.
fn one(browser: &mut Browser, values: &Values) -> Outcome<(f64, usize)> {
    let entrance = format!("/{ACCESS_KEY}");
    browser.get(&entrance)?;
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let start = Instant::now();
    let answer = browser.post(&entrance, &values)?;
    let time = millis(start.elapsed());
    if answer.status != 200 || !browser.has_form() {
        return Err(format!("a refusal was {} or no form", answer.status).into());
    }
    Ok((time, answer.body.len()))
}

fn report(times: &[Vec<f64>], lengths: &[Vec<usize>]) -> String {
    let none = Vec::new();
    let first = times.first().unwrap_or(&none);
    let mut text = format!(
        "## Equal answers\n\n\
         {} tries of each kind, one client, one after the other, shuffled in each round. \
         Differences to the first kind, paired by round, with bootstrapped 95 % intervals, ms; the \
         second kind shows what the measurement itself cannot tell apart.\n\n\
         | Kind | Mean | Median | Difference of means | 0 inside | Median difference | \
         0 inside | Body, bytes |\n\
         |---|---:|---:|---:|---|---:|---|---|\n",
        first.len()
    );
    for ((kind, list), sizes) in KINDS.iter().zip(times).zip(lengths) {
        let differences: Vec<f64> = list.iter().zip(first).map(|(a, b)| a - b).collect();
        let means = bootstrap(&differences, mean);
        let medians = bootstrap(&differences, |values| quantile(values, 0.5));
        let (least, most) = (sizes.iter().min(), sizes.iter().max());
        let cells = if std::ptr::eq(list, first) {
            "– | – | – | –".to_owned()
        } else {
            format!("{} | {}", cell(&means), cell(&medians))
        };
        let _ = writeln!(
            text,
            "| {kind} | {:.2} | {:.2} | {cells} | {} – {} |",
            mean(list),
            quantile(list, 0.5),
            least.unwrap_or(&0),
            most.unwrap_or(&0),
        );
    }
    text
}

fn cell(interval: &Interval) -> String {
    let Interval { value, low, high } = interval;
    let inside = if interval.holds_zero() {
        "yes"
    } else {
        "**no**"
    };
    format!("{value:+.2} ({low:+.2} – {high:+.2}) | {inside}")
}

//! Mixed traffic for a while on three nodes: memory, connections and open files have to stay flat.
//!
//! `soak [--minutes N]` (30) prints a line every ten seconds, then what grew. The program under test
//! is `SEKISHO_BIN`, else `target/debug/sekisho`. Exit codes: 0 flat, 1 something grew or a promise
//! was broken, 2 it could not be carried out.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "development only: the environment and the terminal are the interface"
)]

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use testkit::load::{Load, Memory};
use testkit::node::{Ground, Node, Weight};
use testkit::postgres::TempCluster;
use testkit::site::Site;

/// People at work, and how many of them at the same time.
const PEOPLE: usize = 24;
const AT_ONCE: usize = 4;
/// How often is looked.
const LOOK: Duration = Duration::from_secs(10);
/// Growth between the second and the last quarter that is still flat.
const MAY_GROW_KIB: u64 = 8 * 1024;
const MAY_GROW_FILES: u32 = 8;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let minutes = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Some(30),
        (Some("--minutes"), Some(number)) => number.parse().ok(),
        _ => None,
    };
    let Some(minutes) = minutes else {
        eprintln!("usage: soak [--minutes NUMBER]");
        return ExitCode::from(2);
    };
    match soak(Duration::from_secs(60 * minutes)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("soak: {error}");
            ExitCode::from(2)
        }
    }
}

fn soak(time: Duration) -> io::Result<bool> {
    let cluster = TempCluster::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let site = runtime.block_on(Site::prepare(cluster.url(), PEOPLE, 0));
    let folder = tempfile::tempdir()?;
    let program = std::env::var_os("SEKISHO_BIN")
        .map_or_else(|| PathBuf::from("target/debug/sekisho"), PathBuf::from);
    let ground = Ground::new(
        folder.path(),
        &program,
        (cluster.url(), &site.keys),
        ("drain_seconds = 0", ""),
    )?;
    let nodes = ["one", "two", "three"]
        .iter()
        .map(|name| ground.start(name))
        .collect::<io::Result<Vec<_>>>()?;
    let load = Load::default();
    load.turn_to(nodes.iter().map(|node| node.address).collect());
    let mut memories: Vec<Memory> = site.people.iter().map(|_| Memory::default()).collect();
    let chunk = PEOPLE.div_ceil(AT_ONCE);
    let looks = std::thread::scope(|scope| {
        for (people, memories) in site.people.chunks(chunk).zip(memories.chunks_mut(chunk)) {
            let load = &load;
            scope.spawn(move || load.work(people, memories));
        }
        let looks = watch(&nodes, &load, time);
        load.end();
        looks
    })?;
    Ok(judged(&looks) & load.breaches().is_empty())
}

/// What every node weighs, again and again.
fn watch(nodes: &[Node], load: &Load, time: Duration) -> io::Result<Vec<Vec<Weight>>> {
    let begin = Instant::now();
    let mut looks = Vec::new();
    while begin.elapsed() < time {
        std::thread::sleep(LOOK.min(time));
        let weights = nodes
            .iter()
            .map(Node::weight)
            .collect::<io::Result<Vec<_>>>()?;
        let told: Vec<_> = weights
            .iter()
            .map(|w| {
                format!(
                    "{} KiB {} files {} sockets",
                    w.resident_kib, w.files, w.sockets
                )
            })
            .collect();
        println!(
            "{:>5} s  {} requests, {} log-ins, {} unanswered  {}",
            begin.elapsed().as_secs(),
            load.tally.requests.load(Ordering::SeqCst),
            load.tally.log_ins.load(Ordering::SeqCst),
            load.tally.unanswered.load(Ordering::SeqCst),
            told.join(" | ")
        );
        looks.push(weights);
    }
    for breach in load.breaches() {
        println!("BROKEN: {breach}");
    }
    Ok(looks)
}

/// Compares the greatest of the second quarter with the greatest of the last.
fn judged(looks: &[Vec<Weight>]) -> bool {
    let quarter = looks.len().div_ceil(4);
    let greatest = |from: usize, of: fn(&Weight) -> u64| {
        let part = looks.iter().skip(from).take(quarter).flatten();
        part.map(of).max().unwrap_or(0)
    };
    let last = looks.len().saturating_sub(quarter);
    let grown = |of: fn(&Weight) -> u64| greatest(last, of).saturating_sub(greatest(quarter, of));
    let memory = grown(|weight| weight.resident_kib);
    let files = grown(|weight| u64::from(weight.files));
    println!(
        "grown between the second and the last quarter: {memory} KiB (may be {MAY_GROW_KIB}), \
         {files} files (may be {MAY_GROW_FILES})"
    );
    memory <= MAY_GROW_KIB && files <= u64::from(MAY_GROW_FILES)
}

//! What every round starts from: a durable `PostgreSQL` behind a line that can be cut, three nodes,
//! people at work.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use testkit::forwarder::Forwarder;
use testkit::load::{Load, Memory};
use testkit::node::{Ground, Node};
use testkit::postgres::durable::Server;
use testkit::site::{Site, Someone};

use crate::state::Outcome;

/// People at work, and how many of them at the same time.
const PEOPLE: usize = 60;
const AT_ONCE: usize = 3;

/// The greatest step of every factor: none may ever be smaller than before.
const STEPS: &str = "SELECT id, COALESCE(last_step, 0) FROM factor ORDER BY id";

/// Everything that a round needs.
pub struct Town {
    /// Held until the end.
    pub folder: TempDir,
    /// The database server.
    pub server: Server,
    /// The line to it.
    pub line: Forwarder,
    /// Configuration and keys.
    pub ground: Ground,
    /// The nodes.
    pub nodes: Vec<Node>,
    people: Vec<Someone>,
    memories: Vec<Memory>,
    /// What people do.
    pub load: Load,
}

/// The program under test.
pub fn program() -> PathBuf {
    std::env::var_os("SEKISHO_BIN").map_or_else(|| "target/debug/sekisho".into(), PathBuf::from)
}

/// Runs to the end what needs a runtime.
pub fn block_on<T>(work: impl Future<Output = T>) -> io::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}

impl Town {
    /// Opens one; the database's cluster lies in `data` when that is given. `tables` goes into the
    /// configuration, `waiting` people have mail that waits.
    pub fn open(data: Option<&Path>, tables: &str, waiting: usize) -> io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("sekisho-failures-")
            .tempdir()?;
        // The server's own user has to get in.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
        std::fs::set_permissions(folder.path(), open)?;
        let own = folder.path().join("first");
        let server = Server::init(data.unwrap_or(&own))?;
        let line = Forwarder::start(&server.url("postgres"))?;
        let site = block_on(Site::prepare(&server.url("postgres"), PEOPLE, waiting))?;
        let database = line.url("postgres");
        let ground = Ground::new(
            folder.path(),
            &program(),
            (&database, &site.keys),
            ("drain_seconds = 1", tables),
        )?;
        let nodes = ["one", "two", "three"]
            .iter()
            .map(|name| ground.start(name))
            .collect::<io::Result<Vec<_>>>()?;
        for node in &nodes {
            node.wait_until_ready()?;
        }
        let town = Self {
            folder,
            server,
            line,
            ground,
            nodes,
            memories: site.people.iter().map(|_| Memory::default()).collect(),
            people: site.people,
            load: Load::default(),
        };
        town.show_nodes();
        Ok(town)
    }

    /// People go to the nodes that there are now.
    pub fn show_nodes(&self) {
        let nodes = self.nodes.iter().map(|node| node.address);
        self.load.turn_to(nodes.collect());
    }

    /// People work; after a moment `breaking` happens and is mended; they go on for another moment.
    /// Then every promise is looked at.
    pub fn under_load(
        mut self,
        breaking: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<Outcome> {
        let before = self.steps()?;
        let mut people = std::mem::take(&mut self.people);
        let mut memories = std::mem::take(&mut self.memories);
        let load = std::mem::take(&mut self.load);
        let chunk = PEOPLE.div_ceil(AT_ONCE);
        let broken = std::thread::scope(|scope| {
            for (people, memories) in people.chunks(chunk).zip(memories.chunks_mut(chunk)) {
                let load = &load;
                scope.spawn(move || load.work(people, memories));
            }
            let nodes = self.nodes.iter().map(|node| node.address).collect();
            load.turn_to(nodes);
            std::thread::sleep(Duration::from_secs(2));
            let broken = breaking(&mut self).and_then(|()| self.is_back());
            load.turn_to(self.nodes.iter().map(|node| node.address).collect());
            std::thread::sleep(Duration::from_secs(2));
            load.end();
            broken
        });
        broken?;
        load.settle(&people, &mut memories);
        let after = self.steps()?;
        if let Some(person) = set_back(&before, &after) {
            load.breach(format!("the counter of {person} was set back"));
        }
        for breach in self.load.breaches() {
            load.breach(breach);
        }
        people.clear();
        Ok(outcome(&load))
    }

    /// Waits until every node is ready.
    pub fn is_back(&self) -> io::Result<()> {
        self.nodes.iter().try_for_each(Node::wait_until_ready)
    }

    fn steps(&self) -> io::Result<Vec<(String, i64)>> {
        let text = testkit::postgres::ask(&self.line.url("postgres"), STEPS)?;
        let pairs = text.lines().filter_map(|line| line.split_once('|'));
        Ok(pairs
            .map(|(id, step)| (id.to_owned(), step.trim().parse().unwrap_or(0)))
            .collect())
    }
}

/// Who has a smaller step than before, or none any more.
fn set_back(before: &[(String, i64)], after: &[(String, i64)]) -> Option<String> {
    let smaller = before.iter().find(|(id, step)| {
        let now = after.iter().find(|(other, _)| other == id);
        now.is_none_or(|(_, now)| now < step)
    });
    smaller.map(|(id, _)| id.clone())
}

fn outcome(load: &Load) -> Outcome {
    let sum = |count: &std::sync::atomic::AtomicU32| count.load(Ordering::SeqCst);
    Outcome {
        requests: sum(&load.tally.requests),
        log_ins: sum(&load.tally.log_ins),
        replays: sum(&load.tally.replays),
        told: sum(&load.tally.told),
        unanswered: sum(&load.tally.unanswered),
        breaches: load.breaches(),
    }
}

/// Waits for `there`, a minute at most.
pub fn wait_for(what: &str, mut there: impl FnMut() -> bool) -> io::Result<()> {
    let begin = Instant::now();
    while !there() {
        if begin.elapsed() > Duration::from_mins(1) {
            return Err(io::Error::other(format!("waited in vain for {what}")));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

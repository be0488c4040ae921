//! Three nodes, their people, and a look behind their backs.

use std::path::Path;

use tempfile::TempDir;
use testkit::databases::{Database, Engine};
use testkit::node::{Ground, Node};
use testkit::site::Site;

pub struct Trio {
    pub site: Site,
    pub ground: Ground,
    pub nodes: Vec<Node>,
    pub database: Database,
    _folder: TempDir,
}

/// What every test needs: no waiting at the end, hashes that cost little.
const QUICK: &str = "drain_seconds = 0";

impl Trio {
    /// With `people` who are set up and mail for `waiting` more.
    pub fn open(people: usize, waiting: usize) -> Self {
        Self::with(people, waiting, QUICK)
    }

    pub fn with(people: usize, waiting: usize, more: &str) -> Self {
        let database = Database::new(Engine::Postgres);
        let site = block_on(Site::prepare(&database.url(), people, waiting));
        let folder = tempfile::tempdir().unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_sekisho"));
        let keys = (database.url(), site.keys.clone());
        let settings = (more, "[hash]\nplaces = 1024\n");
        let ground = Ground::new(folder.path(), program, (&keys.0, &keys.1), settings).unwrap();
        let nodes: Vec<_> = ["one", "two", "three"]
            .iter()
            .map(|name| ground.start(name).unwrap())
            .collect();
        for node in &nodes {
            node.wait_until_ready().unwrap();
        }
        Self {
            site,
            ground,
            nodes,
            database,
            _folder: folder,
        }
    }

    /// A node by number, going round.
    pub fn node(&self, number: usize) -> &Node {
        &self.nodes[number % self.nodes.len()]
    }

    /// The one number that a query yields.
    pub fn number(&self, query: &str) -> i64 {
        let text = testkit::postgres::ask(&self.database.url(), query).unwrap();
        text.trim()
            .parse()
            .unwrap_or_else(|_| panic!("{query}: {text}"))
    }

    pub fn change(&self, statement: &str) {
        testkit::postgres::ask(&self.database.url(), statement).unwrap();
    }
}

pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

//! What every round starts from: a durable `PostgreSQL` behind a line that can be cut, three nodes,
//! people at work.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use testkit::crowd::{Outcome, PEOPLE, block_on, program, work_through};
use testkit::forwarder::Forwarder;
use testkit::load::Load;
use testkit::node::{Ground, Node};
use testkit::postgres::durable::Server;
use testkit::site::{Site, Someone};

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
    /// What people do.
    pub load: Arc<Load>,
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
        Ok(Self {
            folder,
            server,
            line,
            ground,
            nodes,
            people: site.people,
            load: Arc::default(),
        })
    }

    /// People work; after a moment `breaking` happens and is mended; they go on for another moment.
    /// Then every promise is looked at.
    pub fn under_load(
        mut self,
        breaking: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<Outcome> {
        let people = std::mem::take(&mut self.people);
        let load = Arc::clone(&self.load);
        let place = (self.line.url("postgres"), self.addresses());
        work_through(&people, &load, (&place.0, place.1), || {
            breaking(&mut self)?;
            self.nodes.iter().try_for_each(Node::wait_until_ready)?;
            Ok(self.addresses())
        })
    }

    fn addresses(&self) -> Vec<SocketAddr> {
        self.nodes.iter().map(|node| node.address).collect()
    }
}

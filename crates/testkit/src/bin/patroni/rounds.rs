//! What is broken in each kind of round, and how it is mended.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::Duration;

use testkit::crowd::{Outcome, PEOPLE, block_on, program, wait_for, wait_up_to, work_through};
use testkit::load::Load;
use testkit::node::{Ground, Node};
use testkit::postgres::ask;
use testkit::site::{Site, Someone};

use crate::cluster::Cluster;
use crate::processes::signal;
use crate::settings::Commits;
use crate::witness::{self, Witness};

/// Longer than a primary may hold on without being heard of (`ttl`, shortened to 10 seconds).
const BEYOND_TTL: Duration = Duration::from_secs(16);

/// Twenty people who take turns are through in no less than most of a time step, so that there is
/// always somebody who can log in.
const PACE: Duration = Duration::from_secs(1);

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The primary's machine goes, and comes back when another has taken over.
    PrimaryKilled,
    /// An operator has another member take over.
    Switchover,
    /// `kill -9` of the leader of etcd.
    KeeperKilled,
    /// Two of three members of etcd are away: nobody may be the primary.
    MajorityLost,
    /// The primary's machine stands still until another has taken over, and goes on.
    PrimaryPaused,
}

impl Kind {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 5] = [
        Self::PrimaryKilled,
        Self::Switchover,
        Self::KeeperKilled,
        Self::MajorityLost,
        Self::PrimaryPaused,
    ];

    /// Its word in the table and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::PrimaryKilled => "primary-killed",
            Self::Switchover => "switchover",
            Self::KeeperKilled => "etcd-leader-killed",
            Self::MajorityLost => "etcd-majority-lost",
            Self::PrimaryPaused => "primary-paused",
        }
    }
}

/// What a round came to.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// As in every failure suite.
    pub outcome: Outcome,
    /// From the breaking (of etcd: from its return) to the first log-in that began later.
    pub back: Duration,
    /// What the witness was told is written.
    pub witnessed: usize,
}

/// The cluster, the nodes and the people, over all rounds.
pub struct Town {
    nodes: Vec<Node>,
    people: Vec<Someone>,
    commits: Commits,
    rounds: i64,
    cluster: Cluster,
}

impl Town {
    /// Starts it.
    ///
    /// # Errors
    /// Something does not come up.
    pub fn open(commits: Commits, keep: bool) -> io::Result<Self> {
        let cluster = Cluster::start(commits, keep)?;
        let folder = cluster.place.room("sekisho")?;
        let database = cluster.database();
        let site = block_on(Site::prepare(&database, PEOPLE, 0))?;
        let keys = (database.as_str(), site.keys.as_str());
        let ground = Ground::new(&folder, &program(), keys, ("drain_seconds = 1", ""))?;
        let mut nodes = Vec::new();
        for name in ["one", "two", "three"] {
            let node = ground.start(name)?;
            // Should this process be killed, the guardian of the folder looks here.
            let file = folder.join(name).with_extension("pid");
            fs::write(file, format!("{}\n", node.id()))?;
            node.wait_until_ready()?;
            nodes.push(node);
        }
        Ok(Self {
            nodes,
            people: site.people,
            commits,
            rounds: 0,
            cluster,
        })
    }

    /// The logs stay after the end.
    pub fn keep_logs(&self) {
        self.cluster.place.keep();
    }

    /// Carries a round out.
    ///
    /// # Errors
    /// It could not be carried out, or somebody did not come back by himself.
    pub fn round(&mut self, kind: Kind) -> io::Result<Told> {
        self.cluster.wait_until_whole(self.commits)?;
        let primary = self.cluster.primary();
        let primary = primary.ok_or_else(|| io::Error::other("there is no primary"))?;
        self.rounds += 1;
        let line = self.cluster.direct(primary, witness::DATABASE);
        let witness = Witness::start(line, self.rounds * 1_000_000);
        let people = std::mem::take(&mut self.people);
        let load = Load::paced(PACE);
        let place = (self.cluster.database(), self.addresses());
        let outcome = work_through(&people, &load, (&place.0, place.1), || {
            self.break_it(kind, primary, &load)?;
            self.is_back(&load)?;
            Ok(self.addresses())
        });
        self.people = people;
        let mut outcome = outcome?;
        let (witnessed, lost) = witness.ask(&self.cluster.admin(witness::DATABASE))?;
        if !lost.is_empty() {
            let (count, first) = (lost.len(), lost.first());
            outcome.breaches.push(format!(
                "{count} acknowledged writes are gone, from {first:?} on"
            ));
        }
        if witnessed == 0 {
            let nothing = "nothing was witnessed: the round shows nothing";
            outcome.breaches.push(nothing.to_owned());
        }
        Ok(Told {
            outcome,
            back: load.first_log_in().unwrap_or_default(),
            witnessed,
        })
    }

    fn addresses(&self) -> Vec<SocketAddr> {
        self.nodes.iter().map(|node| node.address).collect()
    }

    fn break_it(&mut self, kind: Kind, primary: usize, load: &Load) -> io::Result<()> {
        match kind {
            Kind::PrimaryKilled => self.primary_killed(primary, load),
            Kind::Switchover => self.switchover(primary, load),
            Kind::KeeperKilled => self.keeper_killed(load),
            Kind::MajorityLost => self.majority_lost(primary, load),
            Kind::PrimaryPaused => self.primary_paused(primary, load),
        }
    }

    /// Somebody logs in, all members follow again, all nodes are ready.
    fn is_back(&self, load: &Load) -> io::Result<()> {
        wait_for("a log-in", || load.first_log_in().is_some())?;
        self.cluster.wait_until_whole(self.commits)?;
        self.nodes.iter().try_for_each(Node::wait_until_ready)
    }

    /// Every second time its last second of changes leaves the machine no more: whoever was told of
    /// one of them was told too much.
    fn primary_killed(&mut self, primary: usize, load: &Load) -> io::Result<()> {
        if self.rounds % 2 == 0 || self.commits == Commits::Asynchronous {
            signal("-STOP", &self.cluster.senders(primary)?)?;
            sleep(Duration::from_secs(1));
        }
        self.cluster.kill(primary)?;
        load.mark();
        self.cluster.wait_for_another(primary)?;
        self.cluster.bring_back(primary)
    }

    /// The time runs from the moment when the former primary steps back.
    fn switchover(&mut self, primary: usize, load: &Load) -> io::Result<()> {
        let mut told = self.cluster.switch_over(primary)?;
        wait_for("the former primary to step back", || {
            !self.cluster.says(primary, "/primary")
        })?;
        load.mark();
        told.wait()?;
        self.cluster.wait_for_another(primary)
    }

    fn keeper_killed(&mut self, load: &Load) -> io::Result<()> {
        let leader = self.cluster.etcd.leader_first()?;
        let leader = leader.first().copied().unwrap_or_default();
        self.cluster.etcd.kill(leader)?;
        load.mark();
        sleep(Duration::from_secs(8));
        self.cluster.etcd.bring_back(leader)
    }

    /// Without a majority nobody knows who else is there: the primary has to step back, and people have
    /// to be told. The time runs from the return of the two.
    fn majority_lost(&mut self, primary: usize, load: &Load) -> io::Result<()> {
        let pair: Vec<usize> = self
            .cluster
            .etcd
            .leader_first()?
            .into_iter()
            .take(2)
            .collect();
        for member in &pair {
            self.cluster.etcd.kill(*member)?;
        }
        let line = self.cluster.direct(primary, "postgres");
        let stepped_back = wait_up_to(Duration::from_secs(40), "the primary to step back", || {
            ask(&line, "SELECT pg_is_in_recovery()").is_ok_and(|text| text.trim() == "t")
        });
        if stepped_back.is_err() {
            load.breach("without etcd the primary goes on writing");
        }
        sleep(Duration::from_secs(3));
        if load.tally.told.load(Ordering::SeqCst) == 0 {
            load.breach("nobody noticed that there was no primary: the round shows nothing");
        }
        for member in pair {
            self.cluster.etcd.bring_back(member)?;
        }
        load.mark();
        Ok(())
    }

    /// It wakes up, has been a primary all the time as far as it knows, and has lines that are open.
    fn primary_paused(&mut self, primary: usize, load: &Load) -> io::Result<()> {
        let paused = self.cluster.pause(primary)?;
        load.mark();
        let another = self.cluster.wait_for_another(primary);
        if another.is_ok() {
            sleep(BEYOND_TTL.saturating_sub(Duration::from_secs(10)));
        }
        signal("-CONT", &paused)?;
        another
    }
}

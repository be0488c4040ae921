//! Three members of etcd, in which Patroni's members agree on who is the primary.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use testkit::crowd::wait_for;

use crate::processes::{Place, Server};

/// The members.
#[derive(Debug)]
pub struct Etcd {
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    room: PathBuf,
    client: u16,
    arguments: Vec<String>,
    server: Server,
}

impl Etcd {
    /// Starts a member for each pair of ports, for clients and for each other.
    ///
    /// # Errors
    /// It is not installed, or no leader is found.
    pub fn start(place: &Place, ports: &[(u16, u16)]) -> io::Result<Self> {
        let all: Vec<String> = ports
            .iter()
            .zip(1..)
            .map(|((_, peer), number)| format!("etcd{number}=http://127.0.0.1:{peer}"))
            .collect();
        let mut members = Vec::new();
        for (pair, number) in ports.iter().zip(1..) {
            let name = format!("etcd{number}");
            let room = place.room(&name)?;
            let arguments = arguments(&name, &room, *pair, &all.join(","));
            members.push(Member {
                server: start(&room, &arguments)?,
                room,
                client: pair.0,
                arguments,
            });
        }
        let etcd = Self { members };
        wait_for("etcd", || etcd.leader().is_some())?;
        Ok(etcd)
    }

    /// Where Patroni finds them.
    pub fn clients(&self) -> Vec<u16> {
        self.members.iter().map(|member| member.client).collect()
    }

    /// The members' numbers, the leader's first.
    ///
    /// # Errors
    /// There is no leader.
    pub fn leader_first(&self) -> io::Result<Vec<usize>> {
        let leader = self
            .leader()
            .ok_or_else(|| io::Error::other("etcd has no leader"))?;
        let others = (0..self.members.len()).filter(|member| *member != leader);
        Ok(std::iter::once(leader).chain(others).collect())
    }

    /// Who leads, if a majority answers.
    fn leader(&self) -> Option<usize> {
        self.members.iter().position(|member| {
            let told = Command::new("/usr/bin/etcdctl")
                .env("ETCDCTL_API", "3")
                .args(["endpoint", "status", "--command-timeout=2s", "--endpoints"])
                .arg(format!("127.0.0.1:{}", member.client))
                .output();
            told.is_ok_and(|told| {
                let text = String::from_utf8_lossy(&told.stdout).into_owned();
                // Address, id, version, size, whether it leads.
                text.split(", ").nth(4) == Some("true")
            })
        })
    }

    /// `kill -9` of a member.
    ///
    /// # Errors
    /// It was not there.
    pub fn kill(&mut self, member: usize) -> io::Result<()> {
        match self.members.get_mut(member) {
            Some(member) => member.server.kill(),
            None => Ok(()),
        }
    }

    /// A member comes back.
    ///
    /// # Errors
    /// It does not start.
    pub fn bring_back(&mut self, member: usize) -> io::Result<()> {
        if let Some(member) = self.members.get_mut(member) {
            member.server = start(&member.room, &member.arguments)?;
        }
        Ok(())
    }
}

fn arguments(name: &str, room: &Path, (client, peer): (u16, u16), all: &str) -> Vec<String> {
    let (client, peer) = (
        format!("http://127.0.0.1:{client}"),
        format!("http://127.0.0.1:{peer}"),
    );
    let data = room.join("data").display().to_string();
    let pairs = [
        ("--name", name),
        ("--data-dir", &data),
        ("--listen-client-urls", &client),
        ("--advertise-client-urls", &client),
        ("--listen-peer-urls", &peer),
        ("--initial-advertise-peer-urls", &peer),
        ("--initial-cluster", all),
    ];
    let flat = pairs.map(|(key, value)| [key.to_owned(), value.to_owned()]);
    flat.into_iter().flatten().collect()
}

fn start(room: &Path, arguments: &[String]) -> io::Result<Server> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Server::start(room, "/usr/bin/etcd", &arguments)
}

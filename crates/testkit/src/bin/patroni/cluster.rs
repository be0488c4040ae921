//! Three members of etcd, three of Patroni with their PostgreSQL, and HAProxy in front.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use testkit::crowd::{wait_for, wait_up_to};
use testkit::postgres::{as_servers_user, ask, folder_of_programs, give_to_servers_user};

use crate::etcd::Etcd;
use crate::processes::{Place, Server, children, signal, wait_for_end};
use crate::settings::{Commits, Ports, SUPERUSER, haproxy, patroni};
use crate::witness;

/// How many there are of etcd, and of PostgreSQL.
const MEMBERS: usize = 3;

/// The product's own account and database.
const OWN: (&str, &str) = ("sekisho", "own-password");

/// A member that was wound back and has to follow again may have to be copied anew.
const REPAIR: Duration = Duration::from_mins(3);

/// A PostgreSQL server and its Patroni.
#[derive(Debug)]
struct Member {
    room: PathBuf,
    ports: Ports,
    patroni: Server,
}

/// All of it; the place, declared last, goes last.
#[derive(Debug)]
pub struct Cluster {
    /// Where Patroni's members agree.
    pub etcd: Etcd,
    members: Vec<Member>,
    proxy: u16,
    _haproxy: Server,
    /// The folder.
    pub place: Place,
}

impl Cluster {
    /// Starts everything and makes the databases.
    ///
    /// # Errors
    /// Something is not installed, or does not come up.
    pub fn start(commits: Commits, keep: bool) -> io::Result<Self> {
        let place = Place::new(keep)?;
        let mut ports = free_ports(4 * MEMBERS + 1)?.into_iter();
        let mut next = || ports.next().ok_or_else(|| io::Error::other("no port"));
        let proxy = next()?;
        let mut pairs = Vec::new();
        let mut of_members = Vec::new();
        for _ in 0..MEMBERS {
            pairs.push((next()?, next()?));
            of_members.push(Ports {
                postgres: next()?,
                rest: next()?,
            });
        }
        let etcd = Etcd::start(&place, &pairs)?;
        let members = members(&place, &of_members, &etcd.clients(), commits)?;
        let room = place.room("proxy")?;
        let file = room.join("haproxy.cfg");
        fs::write(&file, haproxy(proxy, &of_members)?)?;
        let file = file.display().to_string();
        let cluster = Self {
            etcd,
            members,
            proxy,
            _haproxy: Server::start(&room, "/usr/sbin/haproxy", &["-db", "-f", &file])?,
            place,
        };
        cluster.wait_until_whole(commits)?;
        cluster.make_databases()?;
        Ok(cluster)
    }

    fn make_databases(&self) -> io::Result<()> {
        let admin = self.admin("postgres");
        wait_for("the proxy", || ask(&admin, "SELECT 1").is_ok())?;
        let (name, password) = OWN;
        ask(
            &admin,
            &format!("CREATE ROLE {name} LOGIN PASSWORD '{password}'"),
        )?;
        ask(&admin, &format!("CREATE DATABASE {name} OWNER {name}"))?;
        ask(&admin, &format!("CREATE DATABASE {}", witness::DATABASE))?;
        witness::prepare(&self.admin(witness::DATABASE))
    }

    /// What the nodes have as `database`.
    pub fn database(&self) -> String {
        url(OWN, self.proxy, OWN.0)
    }

    /// A database through the proxy, for the superuser.
    pub fn admin(&self, database: &str) -> String {
        url(SUPERUSER, self.proxy, database)
    }

    /// A database of one member, past the proxy, for the superuser.
    pub fn direct(&self, member: usize, database: &str) -> String {
        let port = self.members.get(member).map_or(0, |m| m.ports.postgres);
        url(SUPERUSER, port, database)
    }

    /// Who says of himself that he is the primary.
    pub fn primary(&self) -> Option<usize> {
        (0..MEMBERS).find(|member| self.says(*member, "/primary"))
    }

    /// Whether a member's Patroni answers 200.
    pub fn says(&self, member: usize, path: &str) -> bool {
        let member = self.members.get(member);
        member.is_some_and(|member| status(member.ports.rest, path) == Some(200))
    }

    /// Waits for a primary other than `former`.
    ///
    /// # Errors
    /// Nobody takes over.
    pub fn wait_for_another(&self, former: usize) -> io::Result<()> {
        wait_for("another primary", || {
            (0..MEMBERS).any(|member| member != former && self.says(member, "/primary"))
        })
    }

    /// Waits until there is a primary whom both others follow, one of them synchronously.
    ///
    /// # Errors
    /// Somebody stays away.
    pub fn wait_until_whole(&self, commits: Commits) -> io::Result<()> {
        let state = "SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming'";
        wait_up_to(REPAIR, "all members", || {
            let follow = self.primary().is_some_and(|primary| {
                ask(&self.direct(primary, "postgres"), state).is_ok_and(|text| text.trim() == "2")
            });
            let waited_for = (0..MEMBERS).any(|member| self.says(member, "/sync"));
            follow && (waited_for || commits == Commits::Asynchronous)
        })
    }

    /// All processes of a member: its Patroni, its server, and the server's own.
    fn processes(&self, member: usize) -> io::Result<Vec<u32>> {
        let member = self.member(member)?;
        let file = fs::read_to_string(member.room.join("data/postmaster.pid"))?;
        let first = file.lines().next().and_then(|line| line.parse().ok());
        let server = first.ok_or_else(|| io::Error::other("a server without a number"))?;
        let mut all = vec![member.patroni.id(), server];
        all.extend(children(member.patroni.id()));
        all.extend(children(server));
        Ok(all)
    }

    /// The machine of a member goes: `kill -9` of its Patroni and all of its server.
    ///
    /// # Errors
    /// It was not there.
    pub fn kill(&mut self, member: usize) -> io::Result<()> {
        let all = self.processes(member)?;
        signal("-9", &all)?;
        if let Some(member) = self.members.get_mut(member) {
            member.patroni.kill()?;
        }
        wait_for_end(&all)
    }

    /// The machine comes back.
    ///
    /// # Errors
    /// Patroni does not start.
    pub fn bring_back(&mut self, member: usize) -> io::Result<()> {
        if let Some(member) = self.members.get_mut(member) {
            member.patroni = start_patroni(&member.room)?;
        }
        Ok(())
    }

    /// The machine of a member stands still, until the processes that are told go on.
    ///
    /// # Errors
    /// It was not there.
    pub fn pause(&self, member: usize) -> io::Result<Vec<u32>> {
        // Patroni and the server first: they make no further processes then.
        signal("-STOP", &self.processes(member)?)?;
        let all = self.processes(member)?;
        signal("-STOP", &all)?;
        Ok(all)
    }

    /// The processes that send the primary's changes to the others.
    ///
    /// # Errors
    /// The primary does not answer.
    pub fn senders(&self, primary: usize) -> io::Result<Vec<u32>> {
        let text = ask(
            &self.direct(primary, "postgres"),
            "SELECT pid FROM pg_stat_replication",
        )?;
        Ok(text.lines().filter_map(|line| line.parse().ok()).collect())
    }

    /// `patronictl switchover`, running.
    ///
    /// # Errors
    /// It is not installed.
    pub fn switch_over(&self, primary: usize) -> io::Result<std::process::Child> {
        let member = self.member(primary)?;
        let log = fs::File::create(member.room.join("patronictl.log"))?;
        as_servers_user(Path::new("/usr/bin/patronictl"))?
            .arg("-c")
            .arg(member.room.join("patroni.yml"))
            .args(["switchover", "--force", "--leader"])
            .args([&format!("db{}", primary + 1), "sekisho"])
            .env("HOME", &member.room)
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
    }

    fn member(&self, member: usize) -> io::Result<&Member> {
        let found = self.members.get(member);
        found.ok_or_else(|| io::Error::other("no such member"))
    }
}

fn url((user, password): (&str, &str), port: u16, database: &str) -> String {
    format!("postgres://{user}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
}

/// Ports that nobody listens on, all different.
fn free_ports(count: usize) -> io::Result<Vec<u16>> {
    let listeners = (0..count)
        .map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .collect::<io::Result<Vec<_>>>()?;
    listeners
        .iter()
        .map(|listener| Ok(listener.local_addr()?.port()))
        .collect()
}

fn members(
    place: &Place,
    ports: &[Ports],
    etcd: &[u16],
    commits: Commits,
) -> io::Result<Vec<Member>> {
    let programs = folder_of_programs()?;
    let mut members = Vec::new();
    for (ports, number) in ports.iter().zip(1..) {
        let room = place.room(&format!("db{number}"))?;
        let file = room.join("patroni.yml");
        let text = patroni(number, (&room, &programs), *ports, etcd, commits)?;
        fs::write(&file, text)?;
        give_to_servers_user(&file)?;
        members.push(Member {
            patroni: start_patroni(&room)?,
            room,
            ports: *ports,
        });
    }
    Ok(members)
}

fn start_patroni(room: &Path) -> io::Result<Server> {
    let file = room.join("patroni.yml").display().to_string();
    Server::start(room, "/usr/bin/patroni", &[&file])
}

/// What a Patroni answers. One that stands still must not hold us up.
fn status(port: u16, path: &str) -> Option<u16> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    let request = format!("OPTIONS {path} HTTP/1.0\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut start = [0; 12];
    stream.read_exact(&mut start).ok()?;
    std::str::from_utf8(&start)
        .ok()?
        .rsplit(' ')
        .next()?
        .parse()
        .ok()
}

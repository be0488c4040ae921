//! A PostgreSQL server that writes durably, can be killed and started again, and can have a
//! synchronous standby.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::installed::{Owner, programs};
use super::succeeded;

/// What a server of the failure suite needs: durable, small, with room for a standby.
const SETTINGS: &str = "\
max_connections = 120
shared_buffers = 32MB
wal_level = replica
max_wal_senders = 5
min_wal_size = 32MB
max_wal_size = 64MB
timezone = 'UTC'
";

/// A server in a folder of its own; killed when dropped.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    port: u16,
}

impl Server {
    /// Makes a cluster in `folder` and starts it.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start; the text has what it said.
    pub fn init(folder: &Path) -> io::Result<Self> {
        let server = Self::in_folder(folder)?;
        let owner = Owner::of_servers()?;
        let made = owner
            .command(&programs()?.join("initdb"))
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync", "--no-instructions"])
            .arg("--pgdata")
            .arg(server.data())
            .output()?;
        succeeded("initdb", &made)?;
        server.settle(SETTINGS)?;
        server.start()?;
        Ok(server)
    }

    /// Copies this server into `folder`; the copy follows it, and its commits wait for the copy.
    ///
    /// # Errors
    /// The copy could not be made or does not start.
    pub fn standby(&self, folder: &Path) -> io::Result<Self> {
        let copy = Self::in_folder(folder)?;
        let made = Owner::of_servers()?
            .command(&programs()?.join("pg_basebackup"))
            .args([
                "--wal-method=stream",
                "--checkpoint=fast",
                "--write-recovery-conf",
            ])
            .args([
                "--no-sync",
                "--host=127.0.0.1",
                "--username=postgres",
                "--port",
            ])
            .arg(self.port.to_string())
            .arg("--pgdata")
            .arg(copy.data())
            .output()?;
        succeeded("pg_basebackup", &made)?;
        let recovery = format!(
            "{SETTINGS}primary_conninfo = 'host=127.0.0.1 port={} user=postgres'\n",
            self.port
        );
        copy.settle(&recovery)?;
        copy.start()?;
        let wait = "ALTER SYSTEM SET synchronous_standby_names = '*'";
        super::ask(&self.url("postgres"), wait)?;
        super::ask(&self.url("postgres"), "SELECT pg_reload_conf()")?;
        for _ in 0..200 {
            let state = "SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
            if super::ask(&self.url("postgres"), state)?.trim() == "1" {
                return Ok(copy);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(io::Error::other("the standby does not follow"))
    }

    /// Makes a standby the primary.
    ///
    /// # Errors
    /// The server refused.
    pub fn promote(&self) -> io::Result<()> {
        super::ask(&self.url("postgres"), "SELECT pg_promote(true, 60)").map(drop)
    }

    fn in_folder(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        if let Some((user, group)) = Owner::of_servers()?.other {
            chown(folder, Some(user), Some(group))?;
        }
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        Ok(Self {
            folder: folder.to_owned(),
            port,
        })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Writes its settings: later ones of the same name win.
    fn settle(&self, settings: &str) -> io::Result<()> {
        let text = format!(
            "{settings}listen_addresses = '127.0.0.1'\nport = {}\n\
             unix_socket_directories = ''\n",
            self.port
        );
        fs::write(self.data().join("postgresql.auto.conf"), text)
    }

    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// It does not start; the text has what it said.
    pub fn start(&self) -> io::Result<()> {
        let log = self.folder.join("log");
        // A killed server leaves its file; another process may have its number by now.
        let status = Owner::of_servers()?
            .command(&programs()?.join("pg_ctl"))
            .args(["start", "--wait", "--timeout=60", "--silent", "--pgdata"])
            .arg(self.data())
            .arg("--log")
            .arg(&log)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if status.success() {
            return Ok(());
        }
        let said = fs::read_to_string(&log).unwrap_or_default();
        let tail: Vec<_> = said.lines().rev().take(20).collect();
        Err(io::Error::other(format!(
            "PostgreSQL does not start: {tail:?}"
        )))
    }

    /// `kill -9` of the server's first process; the others notice and end.
    ///
    /// # Errors
    /// It was not running.
    pub fn kill(&self) -> io::Result<()> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))?;
        let first = file.lines().next().unwrap_or_default().to_owned();
        let killed = Command::new("kill")
            .args(["-9", &first])
            .stderr(Stdio::null())
            .status()?;
        if !killed.success() {
            return Err(io::Error::other("there was nothing to kill"));
        }
        let process = PathBuf::from("/proc").join(&first);
        for _ in 0..500 {
            if !process.exists() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        // The other processes hold the shared memory for a moment longer.
        thread::sleep(Duration::from_millis(300));
        Ok(())
    }

    /// The address of one of its databases, for its superuser.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@127.0.0.1:{}/{database}?sslmode=disable",
            self.port
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.kill();
    }
}

//! Temporary PostgreSQL clusters: made by a test run, gone with it.
//!
//! A cluster is a folder under `/tmp` and a server on a Unix socket inside it. Server and folder
//! belong to a *guardian*, a shell process that waits on a pipe from this process: when the pipe
//! closes, because the cluster was dropped or because this process ended in whatever way, the
//! guardian stops the server and deletes the folder. A killed run therefore leaves nothing.

#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "development only: the environment is the interface, and failing loudly is the answer"
)]

pub mod durable;
mod installed;

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use installed::{Owner, programs};

/// Names a running server (a URL) in which the tests make their databases.
pub const SERVER_VARIABLE: &str = "SEKISHO_TEST_POSTGRES";

/// Starts the server as its child, so that it knows whom to stop, and waits for its input to end.
const GUARDIAN: &str = r#"
trap : INT TERM HUP
"$0/postgres" -D "$1/data" -k "$1" >"$1/log" 2>&1 </dev/null &
server=$!
while read -r _; do :; done
kill -QUIT "$server"
wait "$server"
rm -rf "$1"
"#;

/// What stays the same for every cluster.
const SETTINGS: &str = "\
listen_addresses = ''
max_connections = 400
shared_buffers = 64MB
timezone = 'UTC'
";

/// Speed bought with what a test of the software above does not need.
const FAST: &str = "\
fsync = off
synchronous_commit = off
full_page_writes = off
";

/// A running cluster; dropping it stops the server and deletes its folder.
#[derive(Debug)]
pub struct TempCluster {
    guardian: Child,
    folder: PathBuf,
    url: String,
}

impl TempCluster {
    /// Starts a cluster that writes durably (`fsync = on`).
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start; the text has what it said.
    pub fn start() -> io::Result<Self> {
        Self::start_with(SETTINGS)
    }

    /// Starts a cluster that would lose data in a power cut, and is faster for it.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start; the text has what it said.
    pub fn start_fast() -> io::Result<Self> {
        Self::start_with(&format!("{SETTINGS}{FAST}"))
    }

    fn start_with(settings: &str) -> io::Result<Self> {
        let programs = programs()?;
        let owner = Owner::of_servers()?;
        let folder = new_folder(&owner)?;
        init(&programs, &owner, &folder, settings)?;
        let mut command = owner.command(Path::new("/bin/sh"));
        let guardian = command
            .args(["-c", GUARDIAN])
            .arg(&programs)
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // An interrupt typed at the terminal is for the tests; the guardian ends after them.
            .process_group(0)
            .spawn()?;
        let url = format!(
            "postgres:///postgres?host={}&user=postgres",
            folder.display()
        );
        let mut cluster = Self {
            guardian,
            folder,
            url,
        };
        cluster.wait_until_ready(&programs)?;
        Ok(cluster)
    }

    /// The address of the server's maintenance database, for its superuser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes a fresh, empty database.
    ///
    /// # Errors
    /// The server refused.
    pub fn database(&self) -> io::Result<TempDatabase> {
        TempDatabase::create(&self.url)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> io::Result<()> {
        for _ in 0..300 {
            let ready = Command::new(programs.join("pg_isready"))
                .args(["--quiet", "--host"])
                .arg(&self.folder)
                .status()?;
            if ready.success() {
                return Ok(());
            }
            if let Some(status) = self.guardian.try_wait()? {
                return Err(io::Error::other(format!("the guardian ended: {status}")));
            }
            thread::sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(io::Error::other(format!(
            "PostgreSQL does not answer:\n{log}"
        )))
    }
}

impl Drop for TempCluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        // The guardian cannot be helped if it fails; a test's result must not depend on it.
        let _ = self.guardian.wait();
    }
}

/// A database of its own for one test; dropped with this value.
#[derive(Debug)]
pub struct TempDatabase {
    server: String,
    name: String,
}

impl TempDatabase {
    /// Makes an empty database in the server that the environment names
    /// ([`SERVER_VARIABLE`]), else in a cluster that all tests of this process share.
    ///
    /// # Panics
    /// When there is no PostgreSQL or it refuses: a test cannot go on without.
    #[must_use]
    pub fn new() -> Self {
        let made = match std::env::var(SERVER_VARIABLE) {
            Ok(server) if !server.is_empty() => Self::create(&server),
            _ => shared_cluster().database(),
        };
        made.unwrap_or_else(|error| panic!("no database: {error}"))
    }

    fn create(server: &str) -> io::Result<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        // A process of an earlier run with this number may have been killed. From template0,
        // which nobody is connected to.
        psql(
            server,
            &[
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                &format!("CREATE DATABASE {name} TEMPLATE template0"),
            ],
        )?;
        Ok(Self {
            server: server.to_owned(),
            name,
        })
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        with_database(&self.server, &self.name)
    }
}

impl Default for TempDatabase {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for TempDatabase {
    fn drop(&mut self) {
        // At worst the database goes when the cluster goes.
        let _ = psql(
            &self.server,
            &[&format!("DROP DATABASE {} WITH (FORCE)", self.name)],
        );
    }
}

fn shared_cluster() -> &'static TempCluster {
    // Statics are not dropped; the guardian notices the end of the process.
    static CLUSTER: OnceLock<TempCluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        TempCluster::start_fast().unwrap_or_else(|error| panic!("no PostgreSQL: {error}"))
    })
}

/// The same server's address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let authority = rest.split('/').next().unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{scheme}://{authority}/{name}{mark}{query}")
}

/// What `query` yields, one line a row, columns apart by `|`.
///
/// # Errors
/// The server is away or refused.
pub fn ask(url: &str, query: &str) -> io::Result<String> {
    let output = Command::new(programs()?.join("psql"))
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
        .args(["--set=ON_ERROR_STOP=1", "--dbname", url, "--command", query])
        .env("PGOPTIONS", "-c client_min_messages=error")
        .env("PGCONNECT_TIMEOUT", "10")
        .output()?;
    succeeded("psql", &output)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn psql(server: &str, statements: &[&str]) -> io::Result<()> {
    let mut command = Command::new(programs()?.join("psql"));
    command.args([
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--dbname",
        server,
    ]);
    for statement in statements {
        command.args(["--command", statement]);
    }
    succeeded(
        "psql",
        &command
            .env("PGOPTIONS", "-c client_min_messages=error")
            .output()?,
    )
}

/// The folder of PostgreSQL's programs.
///
/// # Errors
/// They are not installed.
pub fn folder_of_programs() -> io::Result<PathBuf> {
    programs()
}

/// A command that runs as the user of servers, since PostgreSQL does not run as root.
///
/// # Errors
/// There is no such user.
pub fn as_servers_user(program: &Path) -> io::Result<Command> {
    Ok(Owner::of_servers()?.command(program))
}

/// Gives a file or folder to the user of servers.
///
/// # Errors
/// It is not ours to give.
pub fn give_to_servers_user(path: &Path) -> io::Result<()> {
    match Owner::of_servers()?.other {
        Some((user, group)) => chown(path, Some(user), Some(group)),
        None => Ok(()),
    }
}

/// A private folder with a short path: a socket's path has 107 bytes at most.
fn new_folder(owner: &Owner) -> io::Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix("sekisho-pg-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in("/tmp")?
        // The guardian deletes it.
        .keep();
    if let Some((user, group)) = owner.other {
        chown(&folder, Some(user), Some(group))?;
    }
    Ok(folder)
}

fn init(programs: &Path, owner: &Owner, folder: &Path, settings: &str) -> io::Result<()> {
    let mut command = owner.command(&programs.join("initdb"));
    command
        .args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ])
        .args(["--no-sync", "--no-instructions", "--pgdata"])
        .arg(folder.join("data"));
    let made = command
        .output()
        .and_then(|output| succeeded("initdb", &output))
        .and_then(|()| {
            let file = folder.join("data/postgresql.auto.conf");
            fs::write(file, settings)
        });
    if made.is_err() {
        fs::remove_dir_all(folder)?;
    }
    made
}

fn succeeded(program: &str, output: &Output) -> io::Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!(
        "{program}: {}: {said}",
        output.status
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_keeps_server_and_options() {
        for (server, expected) in [
            (
                "postgres:///postgres?host=/tmp/x&user=u",
                "postgres:///db?host=/tmp/x&user=u",
            ),
            (
                "postgres://u:p@127.0.0.1:5433/postgres",
                "postgres://u:p@127.0.0.1:5433/db",
            ),
            ("postgresql://127.0.0.1", "postgresql://127.0.0.1/db"),
        ] {
            assert_eq!(with_database(server, "db"), expected);
        }
    }

    #[test]
    fn a_dropped_cluster_leaves_nothing() {
        let cluster = TempCluster::start_fast().unwrap();
        let folder = cluster.folder.clone();
        let database = cluster.database().unwrap();
        psql(&database.url(), &["CREATE TABLE t (a BIGINT)"]).unwrap();
        assert!(
            psql(&cluster.url, &["SELECT a FROM t"]).is_err(),
            "databases are apart"
        );
        drop(database);
        let server = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
        let server = PathBuf::from("/proc").join(server.lines().next().unwrap());
        assert!(server.exists());
        drop(cluster);
        assert!(!folder.exists());
        assert!(!server.exists());
    }
}

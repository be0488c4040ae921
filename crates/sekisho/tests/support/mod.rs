//! The built program in a folder of its own, run as an operator would run it.

#![allow(dead_code, reason = "no test file uses all of it")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]
#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "another process is waited for, and it has no clock of ours"
)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// However busy the machine is, this is longer than anything takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program, ready for arguments.
pub fn sekisho() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sekisho"))
}

/// Runs it to its end.
pub fn run(arguments: &[&str]) -> Output {
    sekisho()
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The exit code.
pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// What it said on standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What it printed on standard output.
pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A configured installation: database, keys, mail in a folder.
pub struct Installation {
    folder: TempDir,
}

impl Installation {
    /// With keys, but without a schema.
    pub fn new(database: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["database", "etc"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let installation = Self { folder };
        installation.configure(database, "");
        let keys = installation.at("etc/keys");
        let made = run(&["keys", "generate", "--out", keys.to_str().unwrap()]);
        assert_eq!(code(&made), 0, "{}", said(&made));
        installation
    }

    /// On SQLite.
    pub fn on_sqlite() -> Self {
        Self::new("sqlite:../database/sekisho.db")
    }

    /// On SQLite, with a schema.
    pub fn migrated() -> Self {
        let installation = Self::on_sqlite();
        let migrated = installation.run(&["migrate"]);
        assert_eq!(code(&migrated), 0, "{}", said(&migrated));
        installation
    }

    /// Writes the configuration; `more` goes before the tables.
    pub fn configure(&self, database: &str, more: &str) {
        let text = format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"http://127.0.0.1:0\"\n\
             insecure_loopback = true\ndatabase = \"{database}\"\nkeys = \"keys\"\n\
             drain_seconds = 0\n{more}\n\
             [mail]\ncarrier = \"folder\"\nfolder = \"../mail\"\nfrom = \"no-reply@a.example\"\n"
        );
        let path = self.config();
        fs::write(&path, text).unwrap();
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(path, owner_only).unwrap();
    }

    /// A path in its folder.
    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The configuration file.
    pub fn config(&self) -> PathBuf {
        self.at("etc/sekisho.toml")
    }

    /// A command with this configuration.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = sekisho();
        command.args(arguments).arg("--config").arg(self.config());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Runs a command that has to work, and reads its JSON.
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(code(&output), 0, "{}", said(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Sets up a merchant.
    pub fn create_merchant(&self, more: &[&str]) -> serde_json::Value {
        let fixed = [
            "merchant",
            "create",
            "--company",
            "みほん商店",
            "--kind",
            "logistics",
        ];
        self.json(&[&fixed, more].concat())
    }

    /// Starts `serve`.
    pub fn serve(&self) -> Running {
        Running::start(&mut self.command(&["serve"]))
    }

    /// The mails in its folder, once there are at least `count`.
    pub fn mails(&self, count: usize) -> Vec<String> {
        let folder = self.at("mail");
        wait_until("mail", || mails_in(&folder).len() >= count);
        mails_in(&folder)
    }
}

fn mails_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let whole = paths.filter(|path| path.extension().is_some_and(|end| end == "eml"));
    whole
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// Waits for `done`, and fails when it takes too long.
pub fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A running node; killed when dropped.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Running {
    /// Starts `command` and waits until it listens.
    pub fn start(command: &mut Command) -> Self {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        let (sender, lines) = channel();
        let out = child.stdout.take().unwrap();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let first = lines.recv_timeout(PATIENCE);
        let Ok(first) = first else {
            let mut said = String::new();
            child.kill().unwrap();
            child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            panic!("it does not listen: {said}");
        };
        let address = first
            .strip_prefix("listening on http://")
            .unwrap()
            .parse()
            .unwrap();
        Self {
            child,
            lines,
            address,
        }
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-s", name, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for its end; gives what it said on standard error.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let mut err = self.child.stderr.take().unwrap();
        let reader = thread::spawn(move || {
            let mut said = String::new();
            err.read_to_string(&mut said).unwrap();
            said
        });
        let mut status = None;
        wait_until("its end", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        (status.unwrap(), reader.join().unwrap())
    }

    /// Stops it as a supervisor would.
    pub fn stop(self) -> String {
        self.signal("TERM");
        let (status, said) = self.ended();
        assert_eq!(status.code(), Some(0), "{said}");
        said
    }

    /// What it has printed since it listens and since it was asked last.
    pub fn lines(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks for a page; gives the whole answer.
    pub fn get(&self, path: &str) -> String {
        get(self.address, path)
    }
}

/// Asks `address` for a page; gives the whole answer.
pub fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

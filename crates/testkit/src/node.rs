//! The built program as nodes of one installation: started, told to end, killed.

#![allow(
    clippy::disallowed_methods,
    clippy::missing_errors_doc,
    reason = "development only: another process is waited for, and it has no clock of ours"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead as _, BufReader};
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::browser::Browser;

/// Longer than anything takes, however busy the machine is.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder with configuration and keys that any number of nodes share.
#[derive(Debug)]
pub struct Ground {
    folder: PathBuf,
    program: PathBuf,
}

impl Ground {
    /// Writes configuration and keys into `folder`. `more` goes before the tables, `tables` behind.
    pub fn new(
        folder: &Path,
        program: &Path,
        (database, keys): (&str, &str),
        (more, tables): (&str, &str),
    ) -> io::Result<Self> {
        let ground = Self {
            folder: folder.to_owned(),
            program: program.to_owned(),
        };
        fs::create_dir_all(folder.join("etc"))?;
        private(&ground.keys(), keys)?;
        let mail = if tables.contains("[mail]") {
            ""
        } else {
            "[mail]\ncarrier = \"folder\"\nfolder = \"../mail\"\nfrom = \"no-reply@a.example\"\n"
        };
        let text = format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"http://127.0.0.1:8099\"\n\
             insecure_loopback = true\ndatabase = \"{database}\"\nkeys = \"keys\"\n\
             log = \"json\"\n{more}\n{mail}{tables}"
        );
        private(&ground.config(), &text)?;
        Ok(ground)
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.folder.join("etc/sekisho.toml")
    }

    /// The key file.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.folder.join("etc/keys")
    }

    /// The log of the node of that name, over all its starts.
    #[must_use]
    pub fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    /// Runs the program with this configuration to its end.
    pub fn run(&self, arguments: &[&str]) -> io::Result<std::process::Output> {
        Command::new(&self.program)
            .args(arguments)
            .arg("--config")
            .arg(self.config())
            .stdin(Stdio::null())
            .output()
    }

    /// Starts a node and waits until it listens.
    pub fn start(&self, name: &str) -> io::Result<Node> {
        self.start_under(name, &[])
    }

    /// The same under another program, such as one that shifts its clock.
    pub fn start_under(&self, name: &str, wrapper: &[&str]) -> io::Result<Node> {
        let log = self.log(name);
        let file = OpenOptions::new().create(true).append(true).open(&log)?;
        let mut command = match wrapper.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        let mut child = command
            .args(["serve", "--config"])
            .arg(self.config())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| gone("no output"))?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://");
        let Some(address) = address.and_then(|text| text.parse().ok()) else {
            let status = child.wait()?;
            let said = fs::read_to_string(&log).unwrap_or_default();
            return Err(gone(&format!("{name} did not start: {status}\n{said}")));
        };
        Ok(Node {
            name: name.to_owned(),
            address,
            child,
            _stdout: stdout,
        })
    }
}

/// A running node; killed when dropped.
#[derive(Debug)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    // Held open: a program whose standard output is gone may not print.
    _stdout: BufReader<ChildStdout>,
}

impl Node {
    /// A browser that goes to it.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// Its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether `/readyz` says so.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        is_ready(self.address)
    }

    /// Waits until it is ready.
    pub fn wait_until_ready(&self) -> io::Result<()> {
        let begin = Instant::now();
        while !self.is_ready() {
            if begin.elapsed() > PATIENCE {
                return Err(gone(&format!("{} is never ready", self.name)));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// `kill -9`.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) -> io::Result<()> {
        let told = Command::new("kill")
            .args(["-TERM", &self.id().to_string()])
            .status()?;
        if told.success() {
            Ok(())
        } else {
            Err(gone("kill failed"))
        }
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> io::Result<ExitStatus> {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if begin.elapsed() > PATIENCE {
                return Err(gone(&format!("{} does not end", self.name)));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Resident memory in KiB, open files, connections to a database among them.
    pub fn weight(&self) -> io::Result<Weight> {
        let process = PathBuf::from(format!("/proc/{}", self.id()));
        let status = fs::read_to_string(process.join("status"))?;
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().split(' ').next()?.parse().ok());
        let (mut files, mut sockets) = (0, 0);
        for entry in fs::read_dir(process.join("fd"))?.flatten() {
            files += 1;
            let target = fs::read_link(entry.path()).unwrap_or_default();
            sockets += u32::from(target.to_string_lossy().starts_with("socket:"));
        }
        Ok(Weight {
            resident_kib: resident.unwrap_or(0),
            files,
            sockets,
        })
    }
}

/// What a process holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Resident memory.
    pub resident_kib: u64,
    /// Open files of all kinds.
    pub files: u32,
    /// Sockets among them.
    pub sockets: u32,
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether `/readyz` of `address` says so.
#[must_use]
pub fn is_ready(address: SocketAddr) -> bool {
    Browser::new(address)
        .get("/readyz")
        .is_ok_and(|answer| answer.status == 200)
}

fn gone(why: &str) -> io::Error {
    io::Error::other(why.to_owned())
}

fn private(path: &Path, text: &str) -> io::Result<()> {
    if path.exists() {
        fs::remove_file(path)?;
    }
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())
}

//! The binary as a child process.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde::Deserialize;

use testkit::browser::Browser;

/// A running demonstration. It is killed when it goes out of scope.
pub struct Demo {
    pub address: SocketAddr,
    data: PathBuf,
    child: Child,
    // Held open: a program whose standard output is gone may not print.
    _stdout: BufReader<ChildStdout>,
}

/// A merchant of the demonstration.
#[allow(clippy::struct_field_names, reason = "the names of demo.json")]
#[derive(Clone, Debug, Deserialize)]
pub struct Merchant {
    pub access_key: String,
    pub merchant_code: String,
    pub first_password: Option<String>,
}

#[derive(Deserialize)]
struct Record {
    merchants: Vec<Merchant>,
}

impl Demo {
    /// Starts on `data`, and waits until it listens. Its log grows in `data/../log`.
    pub fn start(data: &Path) -> Self {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(log_path(data));
        let mut child = Command::new(env!("CARGO_BIN_EXE_sekisho"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file.expect("a log file"))
            .spawn()
            .expect("the binary starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        while stdout.read_line(&mut line).expect("output") > 0 {
            if let Some(address) = line.trim().strip_prefix("listening on http://") {
                let address = address.parse().expect("an address");
                return Self {
                    address,
                    data: data.to_owned(),
                    child,
                    _stdout: stdout,
                };
            }
            line.clear();
        }
        panic!("it did not start: {:?}\n{}", child.wait(), log(data));
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// The merchants, in the order logistics, non-logistics, tablet.
    pub fn merchants(&self) -> Vec<Merchant> {
        let file = File::open(self.data.join("demo.json")).expect("a record");
        let record: Record = serde_json::from_reader(file).expect("a sound record");
        record.merchants
    }

    /// `kill -9`: nothing is finished, nothing is flushed.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }

    /// SIGTERM: everything in hand is finished.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .expect("kill runs");
        assert!(told.success());
        let ended = self.child.wait().expect("it ends");
        assert!(ended.success(), "{ended}");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log_path(data: &Path) -> PathBuf {
    data.with_file_name("log")
}

/// Everything that the demonstrations on `data` have logged.
pub fn log(data: &Path) -> String {
    std::fs::read_to_string(log_path(data)).unwrap_or_default()
}

//! The released binary on a data folder.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crypto::HashEngine;

use crate::Outcome;

/// Longest wait for the server to end.
const END: Duration = Duration::from_secs(20);

/// Where keys, mails and configuration are, and which database they belong to.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    database: String,
    engine: HashEngine,
}

impl DataFolder {
    /// A folder that exists, with an `SQLite` file in a folder of its own.
    pub fn embedded(path: PathBuf) -> Self {
        let file = path.join("database").join("sekisho.db");
        Self {
            database: format!("sqlite:{}", file.display()),
            path,
            engine: HashEngine::default(),
        }
    }

    /// A folder that exists, and an empty database elsewhere.
    pub fn beside(path: PathBuf, database: String) -> Self {
        Self {
            path,
            database,
            engine: HashEngine::default(),
        }
    }

    /// The same folder, whose server hashes with `engine`.
    #[must_use]
    pub fn hashing_with(self, engine: HashEngine) -> Self {
        Self { engine, ..self }
    }

    /// The database's address.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Makes the folders of keys and database; the key file.
    pub fn keys(&self) -> Outcome<PathBuf> {
        for folder in ["database", "keys"] {
            fs::create_dir_all(self.path.join(folder))?;
        }
        Ok(self.path.join("keys").join("keys"))
    }

    fn configuration(&self) -> PathBuf {
        self.path.join("sekisho.toml")
    }

    fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// Writes the configuration: the defaults, mail to a folder, plain HTTP on loopback.
    /// The driver is a trusted proxy, so that it can play clients of many networks.
    pub fn configure(&self) -> Outcome<()> {
        let text = format!(
            "listen = \"127.0.0.1:0\"\n\
            public_url = \"http://127.0.0.1:0\"\n\
            insecure_loopback = true\n\
            drain_seconds = 0\n\
            trusted_proxies = [\"127.0.0.1\"]\n\
            database = \"{}\"\n\
            keys = \"keys/keys\"\n\
            [hash]\n\
            engine = \"{}\"\n\
            [mail]\n\
            carrier = \"folder\"\n\
            folder = \"mail\"\n\
            from = \"no-reply@sekisho.example\"\n",
            self.database,
            self.engine.name()
        );
        Ok(fs::write(self.configuration(), text)?)
    }
}

/// A running server. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the binary and waits until it says where it listens.
    pub fn start(binary: &Path, data: &DataFolder) -> Outcome<Self> {
        let log = File::options().create(true).append(true).open(data.log())?;
        let mut child = Command::new(binary)
            .arg("serve")
            .arg("--config")
            .arg(data.configuration())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let out = child.stdout.take().ok_or("no standard output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim().rsplit('/').next().unwrap_or_default().parse();
        let Ok(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            let log = fs::read_to_string(data.log()).unwrap_or_default();
            return Err(format!("the server did not start: {line}{log}").into());
        };
        Ok(Self { child, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    fn end(&mut self) -> Outcome<()> {
        // A child that was not waited for keeps its number, so this reaches no other process.
        Command::new("kill").arg(self.pid().to_string()).status()?;
        let start = Instant::now();
        while self.child.try_wait()?.is_none() {
            if start.elapsed() > END {
                self.child.kill()?;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

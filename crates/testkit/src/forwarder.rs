//! A line to a PostgreSQL server that can be cut, also in the very moment of a commit.

#![allow(
    clippy::disallowed_methods,
    clippy::missing_errors_doc,
    clippy::indexing_slicing,
    reason = "development only"
)]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// When the line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// A commit is not passed on: the server undoes the transaction.
    BeforeCommit,
    /// A commit is passed on, its answer is not: the server has made the change.
    AfterCommit,
}

/// Listens on a loopback port and passes everything on to a server.
#[derive(Debug)]
pub struct Forwarder {
    /// Where it listens.
    pub address: SocketAddr,
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    target: Mutex<Target>,
    plan: Mutex<Option<Cut>>,
    cuts: AtomicU32,
    /// Nothing is passed on, and nothing is closed.
    silent: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

#[derive(Clone, Debug)]
enum Target {
    Folder(PathBuf),
    Port(SocketAddr),
}

impl Target {
    /// Of a server's address, as PostgreSQL writes them.
    fn of(url: &str) -> io::Result<Self> {
        let socket = url
            .split(['?', '&'])
            .find_map(|part| part.strip_prefix("host="));
        if let Some(folder) = socket.filter(|folder| folder.starts_with('/')) {
            return Ok(Self::Folder(PathBuf::from(folder).join(".s.PGSQL.5432")));
        }
        let authority = url
            .split("://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        let host = authority.and_then(|text| text.rsplit('@').next());
        host.and_then(|text| text.parse().ok())
            .map(Self::Port)
            .ok_or_else(|| io::Error::other("a server on a socket or at ADDRESS:PORT"))
    }
}

/// Either kind of connection to the server.
enum Far {
    Unix(UnixStream),
    Tcp(TcpStream),
}

impl Far {
    fn connect(target: &Target) -> io::Result<Self> {
        match target {
            Target::Folder(path) => UnixStream::connect(path).map(Self::Unix),
            Target::Port(address) => {
                let stream = TcpStream::connect(address)?;
                stream.set_nodelay(true)?;
                Ok(Self::Tcp(stream))
            }
        }
    }

    fn again(&self) -> io::Result<Self> {
        match self {
            Self::Unix(stream) => stream.try_clone().map(Self::Unix),
            Self::Tcp(stream) => stream.try_clone().map(Self::Tcp),
        }
    }

    fn close(&self) {
        // It may be closed already.
        let _ = match self {
            Self::Unix(stream) => stream.shutdown(Shutdown::Both),
            Self::Tcp(stream) => stream.shutdown(Shutdown::Both),
        };
    }
}

impl Read for Far {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Unix(stream) => stream.read(into),
            Self::Tcp(stream) => stream.read(into),
        }
    }
}

impl Write for Far {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Unix(stream) => stream.write(bytes),
            Self::Tcp(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Forwarder {
    /// Starts in front of the server of that address (a URL).
    pub fn start(server: &str) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let line = Arc::new(Line {
            target: Mutex::new(Target::of(server)?),
            plan: Mutex::default(),
            cuts: AtomicU32::new(0),
            silent: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let own = Arc::clone(&line);
        // Ends with the process.
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let line = Arc::clone(&own);
                thread::spawn(move || line.serve(near));
            }
        });
        Ok(Self { address, line })
    }

    /// The address of a database behind it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@{}/{database}?sslmode=disable",
            self.address
        )
    }

    /// New connections go to another server from now on.
    pub fn turn_to(&self, server: &str) -> io::Result<()> {
        *locked(&self.line.target) = Target::of(server)?;
        Ok(())
    }

    /// Cuts the connection on which the next commit comes.
    pub fn cut_next(&self, cut: Cut) {
        *locked(&self.line.plan) = Some(cut);
    }

    /// How many commits were cut.
    #[must_use]
    pub fn cuts(&self) -> u32 {
        self.line.cuts.load(Ordering::SeqCst)
    }

    /// Cuts every connection there is.
    pub fn cut_all(&self) {
        for stream in locked(&self.line.open).drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// While it is silent, whatever arrives is swallowed: a host that has vanished.
    pub fn be_silent(&self, silent: bool) {
        self.line.silent.store(silent, Ordering::SeqCst);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    fn serve(self: Arc<Self>, mut near: TcpStream) {
        let target = locked(&self.target).clone();
        let connected = Far::connect(&target);
        let (Ok(mut far), Ok(kept)) = (connected, near.try_clone()) else {
            return;
        };
        let _ = near.set_nodelay(true);
        locked(&self.open).push(kept);
        let (Ok(mut back), Ok(mut out)) = (far.again(), near.try_clone()) else {
            return;
        };
        let line = Arc::clone(&self);
        let answers = thread::spawn(move || line.answers(&mut back, &mut out));
        self.requests(&mut near, &mut far);
        far.close();
        let _ = near.shutdown(Shutdown::Both);
        let _ = answers.join();
    }

    fn requests(&self, near: &mut TcpStream, far: &mut Far) {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = near.read(&mut buffer) {
            let bytes = &buffer[..read];
            if self.silent.load(Ordering::SeqCst) {
                continue;
            }
            if is_commit(bytes)
                && let Some(cut) = locked(&self.plan).take()
            {
                // Nothing of an answer may get through.
                let _ = near.shutdown(Shutdown::Both);
                if cut == Cut::AfterCommit && far.write_all(bytes).is_ok() {
                    // The server has answered, or ended the connection, when it is done.
                    thread::sleep(std::time::Duration::from_millis(50));
                }
                self.cuts.fetch_add(1, Ordering::SeqCst);
                return;
            }
            if far.write_all(bytes).is_err() {
                return;
            }
        }
    }

    fn answers(&self, far: &mut Far, near: &mut TcpStream) {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = far.read(&mut buffer) {
            if self.silent.load(Ordering::SeqCst) {
                continue;
            }
            if near.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        if !self.silent.load(Ordering::SeqCst) {
            let _ = near.shutdown(Shutdown::Both);
        }
    }
}

/// A simple query message (`Q`, length, text) whose text is COMMIT.
fn is_commit(bytes: &[u8]) -> bool {
    let message = b"Q\x00\x00\x00\x0bCOMMIT\x00";
    bytes.windows(message.len()).any(|window| window == message)
}

#[cfg(test)]
mod tests {
    use super::{Target, is_commit};

    #[test]
    fn commits_are_known() {
        assert!(is_commit(b"Q\x00\x00\x00\x0bCOMMIT\x00"));
        assert!(!is_commit(b"Q\x00\x00\x00\x0dROLLBACK\x00"));
    }

    #[test]
    fn servers_are_found() {
        let of = |url| format!("{:?}", Target::of(url).unwrap());
        assert!(of("postgres:///postgres?host=/tmp/x&user=u").contains("/tmp/x/.s.PGSQL.5432"));
        assert!(of("postgres://u@127.0.0.1:5433/a").contains("127.0.0.1:5433"));
        assert!(Target::of("postgres://db.example/a").is_err());
    }
}

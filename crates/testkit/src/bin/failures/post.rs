//! A mail server that can go away and come back.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Takes every mail and keeps its Message-ID, while it is there.
#[derive(Debug)]
pub struct PostOffice {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    away: AtomicBool,
    taken: Mutex<Vec<String>>,
}

impl PostOffice {
    /// Opens one on a loopback port. It ends with the process.
    ///
    /// # Errors
    /// No port is to be had.
    pub fn open() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if own.away.load(Ordering::SeqCst) {
                    continue;
                }
                let own = Arc::clone(&own);
                // Whoever breaks off is no concern of the others.
                thread::spawn(move || own.talk(stream).is_ok());
            }
        });
        Ok(Self { address, shared })
    }

    /// While it is away, connections are closed at once.
    pub fn be_away(&self, away: bool) {
        self.shared.away.store(away, Ordering::SeqCst);
    }

    /// The Message-IDs of all mails, in their order.
    #[must_use]
    pub fn taken(&self) -> Vec<String> {
        let taken = self.shared.taken.lock();
        taken.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shared {
    fn talk(&self, stream: TcpStream) -> io::Result<()> {
        let mut out = stream.try_clone()?;
        let mut lines = BufReader::new(stream).lines();
        out.write_all(b"220 post.example ESMTP\r\n")?;
        while let Some(line) = lines.next().transpose()? {
            let word = line
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_ascii_uppercase();
            let answer = match word.as_str() {
                "EHLO" => "250-post.example\r\n250 8BITMIME",
                "DATA" => {
                    out.write_all(b"354 go on\r\n")?;
                    self.take(&mut lines)?;
                    "250 taken"
                }
                "QUIT" => {
                    out.write_all(b"221 bye\r\n")?;
                    return Ok(());
                }
                _ => "250 ok",
            };
            if self.away.load(Ordering::SeqCst) {
                return Ok(());
            }
            out.write_all(format!("{answer}\r\n").as_bytes())?;
        }
        Ok(())
    }

    fn take(&self, lines: &mut impl Iterator<Item = io::Result<String>>) -> io::Result<()> {
        let mut id = String::new();
        for line in lines {
            let line = line?;
            if line == "." {
                if !self.away.load(Ordering::SeqCst) {
                    let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
                    taken.push(id);
                }
                return Ok(());
            }
            if let Some(rest) = line.strip_prefix("Message-ID: ") {
                rest.clone_into(&mut id);
            }
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

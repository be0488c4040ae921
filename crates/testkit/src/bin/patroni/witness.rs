//! A writer with a line of its own to one server, past the proxy: it never hears of a failover, and
//! tries that server again and again. Whatever it was told is written has to be there in the end.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use store::{Statement, Store, StoreSettings, Value};
use testkit::crowd::block_on;
use testkit::postgres::ask;

const WRITE: Statement = Statement::shared("WITNESS", "INSERT INTO witness (n) VALUES ($1)");

/// The database of the witnesses.
pub const DATABASE: &str = "witness";

/// Makes their table in the database at `url`.
///
/// # Errors
/// The server refused.
pub fn prepare(url: &str) -> io::Result<()> {
    ask(url, "CREATE TABLE witness (n BIGINT PRIMARY KEY)").map(drop)
}

/// One of them, until it is asked.
#[derive(Debug)]
pub struct Witness {
    over: Arc<AtomicBool>,
    acknowledged: Arc<Mutex<Vec<i64>>>,
    thread: JoinHandle<io::Result<()>>,
}

impl Witness {
    /// Begins to write numbers from `first` on to the server at `url`.
    pub fn start(url: String, first: i64) -> Self {
        let (over, acknowledged) = (Arc::default(), Arc::default());
        let own = (Arc::clone(&over), Arc::clone(&acknowledged));
        let thread = std::thread::spawn(move || block_on(write(&url, first, (&own.0, &own.1)))?);
        Self {
            over,
            acknowledged,
            thread,
        }
    }

    /// Ends, and tells how many numbers were acknowledged, and which of them are not in the database
    /// at `url`.
    ///
    /// # Errors
    /// That database does not answer, or there was no writing at all.
    pub fn ask(self, url: &str) -> io::Result<(usize, Vec<i64>)> {
        self.over.store(true, Ordering::SeqCst);
        let ended = self.thread.join();
        ended.map_err(|_| io::Error::other("the witness broke down"))??;
        let there = ask(url, "SELECT n FROM witness")?;
        let there: Vec<i64> = there.lines().filter_map(|line| line.parse().ok()).collect();
        let acknowledged = locked(&self.acknowledged);
        let lost = acknowledged.iter().filter(|n| !there.contains(n));
        Ok((acknowledged.len(), lost.copied().collect()))
    }
}

async fn write(
    url: &str,
    first: i64,
    (over, acknowledged): (&AtomicBool, &Mutex<Vec<i64>>),
) -> io::Result<()> {
    let mut settings = StoreSettings::new(url);
    settings.connections = 2;
    let store = Store::open(&settings).await.map_err(io::Error::other)?;
    for n in first.. {
        if over.load(Ordering::SeqCst) {
            break;
        }
        // Without an answer nobody knows, and nothing was promised.
        if store.execute(&WRITE, &[Value::from(n)]).await.is_ok() {
            locked(acknowledged).push(n);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    store.close().await;
    Ok(())
}

fn locked(numbers: &Mutex<Vec<i64>>) -> std::sync::MutexGuard<'_, Vec<i64>> {
    numbers.lock().unwrap_or_else(PoisonError::into_inner)
}

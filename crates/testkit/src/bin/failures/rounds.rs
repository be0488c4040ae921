//! What is broken in each kind of round, and how it is mended.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use testkit::crowd::{Outcome, program, wait_for};
use testkit::forwarder::Cut;
use testkit::node::Ground;

use crate::disk;
use crate::post::PostOffice;
use crate::town::Town;

/// Mails that wait while the mail server is away.
const MAILS: usize = 20;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `kill -9` of a node.
    NodeKilled,
    /// `kill -9` of the database server, which is started again.
    PostgresKilled,
    /// `kill -9` of the primary; its synchronous standby takes over.
    Failover,
    /// Connections are cut in commits, before and behind them.
    Cut,
    /// The database's host vanishes without a farewell.
    Vanished,
    /// The mail server goes and comes back.
    MailGone,
    /// The file system of the database is full for a while.
    DiskFull,
    /// The same with one node and an SQLite file.
    DiskFullSqlite,
    /// A node whose clock is two minutes off.
    Clock,
    /// A node with the keys of another installation, or none.
    Keys,
}

impl Kind {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::NodeKilled,
        Self::PostgresKilled,
        Self::Failover,
        Self::Cut,
        Self::Vanished,
        Self::MailGone,
        Self::DiskFull,
        Self::DiskFullSqlite,
        Self::Clock,
        Self::Keys,
    ];

    /// Its word in the state file and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NodeKilled => "node-killed",
            Self::PostgresKilled => "postgres-killed",
            Self::Failover => "failover",
            Self::Cut => "connection-cut",
            Self::Vanished => "host-vanished",
            Self::MailGone => "mail-gone",
            Self::DiskFull => "disk-full",
            Self::DiskFullSqlite => "disk-full-sqlite",
            Self::Clock => "clock-stepped",
            Self::Keys => "keys-wrong",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Carries a round out.
///
/// # Errors
/// It could not be carried out; that says nothing about the product.
pub fn round(kind: Kind, number: usize) -> io::Result<Outcome> {
    match kind {
        Kind::NodeKilled => node_killed(number),
        Kind::PostgresKilled => postgres_killed(),
        Kind::Failover => failover(),
        Kind::Cut => cut(),
        Kind::Vanished => vanished(),
        Kind::MailGone => mail_gone(),
        Kind::DiskFull => disk::postgres_full(),
        Kind::DiskFullSqlite => disk::sqlite_full(),
        Kind::Clock => clock(number),
        Kind::Keys => keys(number),
    }
}

fn node_killed(number: usize) -> io::Result<Outcome> {
    Town::open(None, "", 0)?.under_load(|town| {
        let at = number % town.nodes.len();
        let Some(node) = town.nodes.get_mut(at) else {
            return Ok(());
        };
        node.kill()?;
        sleep(Duration::from_millis(500));
        let name = node.name.clone();
        *node = town.ground.start(&name)?;
        Ok(())
    })
}

fn postgres_killed() -> io::Result<Outcome> {
    Town::open(None, "", 0)?.under_load(|town| {
        town.server.kill()?;
        sleep(Duration::from_millis(500));
        town.server.start()
    })
}

fn failover() -> io::Result<Outcome> {
    let town = Town::open(None, "", 0)?;
    let standby = town.server.standby(&town.folder.path().join("second"))?;
    town.under_load(|town| {
        town.server.kill()?;
        standby.promote()?;
        town.line.turn_to(&standby.url("postgres"))?;
        town.line.cut_all();
        town.server = standby;
        Ok(())
    })
}

fn cut() -> io::Result<Outcome> {
    Town::open(None, "", 0)?.under_load(|town| {
        for cut in [Cut::BeforeCommit, Cut::AfterCommit]
            .into_iter()
            .cycle()
            .take(12)
        {
            town.line.cut_next(cut);
            sleep(Duration::from_millis(200));
        }
        town.line.cut_all();
        if town.line.cuts() == 0 {
            town.load.breach("nothing was cut: the round shows nothing");
        }
        Ok(())
    })
}

/// Longer than the nodes wait for an answer. What was swallowed is never answered, so each of them
/// has to give its connections up by itself.
fn vanished() -> io::Result<Outcome> {
    Town::open(None, "", 0)?.under_load(|town| {
        town.line.be_silent(true);
        sleep(Duration::from_secs(18));
        town.line.be_silent(false);
        Ok(())
    })
}

fn mail_gone() -> io::Result<Outcome> {
    let post = PostOffice::open()?;
    post.be_away(true);
    let tables = format!(
        "[mail]\ncarrier = \"smtp\"\nfrom = \"no-reply@a.example\"\nhost = \"127.0.0.1\"\n\
         port = {}\nsecurity = \"none\"\n",
        post.address.port()
    );
    Town::open(None, &tables, MAILS)?.under_load(|town| {
        sleep(Duration::from_secs(1));
        post.be_away(false);
        let url = town.line.url("postgres");
        // Thirty seconds later by rights; the next try is all that matters here.
        let now = "UPDATE outbox SET next_try_at = 0 WHERE state = 'queued'";
        let left = "SELECT COUNT(*) FROM outbox WHERE state = 'queued'";
        wait_for("the mail", || {
            testkit::postgres::ask(&url, now).is_ok()
                && testkit::postgres::ask(&url, left).is_ok_and(|text| text.trim() == "0")
        })?;
        let taken = post.taken();
        let mut different = taken.clone();
        different.sort();
        different.dedup();
        if different.len() < MAILS {
            town.load
                .breach(format!("{} of {MAILS} mails", different.len()));
        }
        if different.len() < taken.len() {
            town.load.breach("a mail was handed over twice");
        }
        Ok(())
    })
}

fn clock(number: usize) -> io::Result<Outcome> {
    let off = if number.is_multiple_of(2) {
        "-120s"
    } else {
        "+120s"
    };
    Town::open(None, "", 0)?.under_load(|town| {
        // `faketime` itself would stay between us and the node, which then outlives its parent.
        let shown = Command::new("faketime")
            .args(["-f", off, "printenv", "LD_PRELOAD"])
            .output()?;
        let library = String::from_utf8_lossy(&shown.stdout).trim().to_owned();
        let (library, off_by) = (format!("LD_PRELOAD={library}"), format!("FAKETIME={off}"));
        let node = town
            .ground
            .start_under("wrong", &["env", &library, &off_by])?;
        let ready = node.browser().get("/readyz")?;
        if ready.status != 503 || !ready.body.contains("clocks differ") {
            town.load
                .breach(format!("ready with a clock {off}: {ready:?}"));
        }
        // Nobody is sent there; whoever comes all the same brings a code of another time.
        let mut browser = node.browser();
        let page = browser.get(&testkit::load::entrance())?;
        if page.status != 200 {
            town.load.breach(format!("no entrance with a clock {off}"));
        }
        Ok(())
    })
}

fn keys(number: usize) -> io::Result<Outcome> {
    Town::open(None, "", 0)?.under_load(|town| {
        let folder = town.folder.path().join("other");
        let url = town.line.url("postgres");
        let other = Ground::new(&folder, &program(), (&url, ""), ("", ""))?;
        fs::remove_file(other.keys())?;
        let expected = if number.is_multiple_of(2) {
            "exit status: 3"
        } else {
            make_keys(&other.keys())?;
            "exit status: 4"
        };
        match other.start("other") {
            Ok(_) => town.load.breach("a node started without the right keys"),
            Err(error) if error.to_string().contains(expected) => {}
            Err(error) => town
                .load
                .breach(format!("{expected} was expected: {error}")),
        }
        Ok(())
    })
}

fn make_keys(path: &Path) -> io::Result<()> {
    let made = Command::new(program())
        .args(["keys", "generate", "--out"])
        .arg(path)
        .output()?;
    if made.status.success() {
        Ok(())
    } else {
        Err(io::Error::other(
            String::from_utf8_lossy(&made.stderr).into_owned(),
        ))
    }
}

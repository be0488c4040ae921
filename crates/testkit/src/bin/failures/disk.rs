//! A file system without a free byte, below either engine.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::Ordering;
use std::thread::sleep;
use std::time::Duration;

use testkit::crowd::{Outcome, PEOPLE, block_on, program, wait_for, work_through};
use testkit::load::Load;
use testkit::node::Ground;
use testkit::site::Site;

use crate::town::Town;

/// How long there is no room.
const FULL: Duration = Duration::from_secs(3);
/// Between two log-ins, so that somebody still wants to log in while the disk is full.
const PACE: Duration = Duration::from_millis(300);

/// A small file system of its own; gone when dropped. Only root may make one.
struct Small(PathBuf);

impl Small {
    fn mount(size: &str) -> io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("sekisho-small-")
            .tempdir()?
            .keep();
        let options = format!("size={size},mode=0777");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(&folder)
            .status()?;
        if mounted.success() {
            Ok(Self(folder))
        } else {
            Err(io::Error::other("a small file system needs root"))
        }
    }

    /// Fills it to its last byte.
    fn fill(&self) -> io::Result<PathBuf> {
        let path = self.0.join("ballast");
        let mut file = fs::File::create(&path)?;
        let block = vec![1_u8; 64 * 1024];
        while file.write_all(&block).is_ok() {}
        Ok(path)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = fs::remove_dir(&self.0);
    }
}

/// PostgreSQL's cluster lies there, its log included.
///
/// # Errors
/// The round could not be carried out.
pub fn postgres_full() -> io::Result<Outcome> {
    let small = Small::mount("220m")?;
    Town::open(Some(&small.0.join("cluster")), "", 0)?.under_load(|town| {
        let url = town.server.url("postgres");
        let ballast = small.fill()?;
        // What is prepared of the log in advance would last for the whole round.
        for _ in 0..12 {
            let _ = testkit::postgres::ask(&url, "SELECT pg_switch_wal()");
        }
        sleep(FULL);
        fs::remove_file(ballast)?;
        let answers = || testkit::postgres::ask(&url, "SELECT 1").is_ok();
        sleep(Duration::from_secs(1));
        // A server that could not even recover has ended.
        if !answers() && town.server.start().is_err() {
            wait_for("the server", answers)?;
        }
        must_be_told(&town.load);
        Ok(())
    })
}

/// One node on an SQLite file that lies there; keys, mail and the trail's checkpoints lie elsewhere.
///
/// # Errors
/// The round could not be carried out.
pub fn sqlite_full() -> io::Result<Outcome> {
    let small = Small::mount("24m")?;
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", small.0.join("sekisho.db").display());
    let site = block_on(Site::prepare(&database, PEOPLE, 0))?;
    let ground = Ground::new(
        folder.path(),
        &program(),
        (&database, &site.keys),
        ("drain_seconds = 1", ""),
    )?;
    let Site { people, world, .. } = site;
    // While it holds the file, the log beside it stays as long as it has become, with room in it.
    drop(world);
    let node = ground.start("one")?;
    node.wait_until_ready()?;
    let load = Load::paced(PACE);
    work_through(&people, &load, (&database, vec![node.address]), || {
        let ballast = small.fill()?;
        sleep(FULL);
        fs::remove_file(ballast)?;
        node.wait_until_ready()?;
        must_be_told(&load);
        Ok(vec![node.address])
    })
}

/// If nobody was told of the trouble, there was room left.
fn must_be_told(load: &Load) {
    if load.tally.told.load(Ordering::SeqCst) == 0 {
        load.breach("nobody noticed that the disk was full: the round shows nothing");
    }
}

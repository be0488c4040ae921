//! Servers of this run: started, stopped for a while, killed, each by its id, and none left behind.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use testkit::crowd::wait_up_to;
use testkit::postgres::{as_servers_user, give_to_servers_user};

/// Waits until this process ends in whatever way, or says farewell, and kills what is left: whose
/// number stands in a file of the folder and whose command line or parent is of this folder. Patroni
/// first: it would start its server again.
const GUARDIAN: &str = r#"
trap : INT TERM HUP
while read -r _; do :; done
for file in "$1"/*/patroni.pid "$1"/*/data/postmaster.pid "$1"/*/*.pid; do
    [ -f "$file" ] && read -r id <"$file" || continue
    tr '\0' ' ' <"/proc/$id/cmdline" 2>/dev/null | grep -qF "$1" || continue
    children=$(grep -l "^PPid:[[:space:]]*$id\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3)
    kill -9 "$id" $children 2>/dev/null
done
sleep 1
[ -f "$1/keep" ] || rm -rf "$1"
"#;

/// The folder of a run; all its servers end with it.
#[derive(Debug)]
pub struct Place {
    guardian: Child,
    /// The folder.
    pub folder: PathBuf,
}

impl Place {
    /// Makes the folder. `keep`: it stays afterwards, for somebody who wants to read the logs.
    ///
    /// # Errors
    /// There is no room, or no shell.
    pub fn new(keep: bool) -> io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("sekisho-patroni-")
            .tempdir()?
            .keep();
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
        fs::set_permissions(&folder, open)?;
        let guardian = Command::new("/bin/sh")
            .args(["-c", GUARDIAN, "guardian"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // An interrupt typed at the terminal is for the run; the guardian ends after it.
            .process_group(0)
            .spawn()?;
        let place = Self { guardian, folder };
        if keep {
            place.keep();
        }
        Ok(place)
    }

    /// The folder stays, for somebody who wants to read the logs.
    pub fn keep(&self) {
        if fs::write(self.folder.join("keep"), "").is_ok() {
            println!("logs: {}", self.folder.display());
        }
    }

    /// A folder of a server, which belongs to the user of servers.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn room(&self, name: &str) -> io::Result<PathBuf> {
        let room = self.folder.join(name);
        fs::create_dir_all(&room)?;
        let own = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        fs::set_permissions(&room, own)?;
        give_to_servers_user(&room)?;
        Ok(room)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _ = self.guardian.wait();
    }
}

/// A program that runs in a room; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts it. What it says goes into the room, behind what it said before.
    ///
    /// # Errors
    /// It is not installed.
    pub fn start(room: &Path, program: &str, arguments: &[&str]) -> io::Result<Self> {
        let name = Path::new(program).file_name().unwrap_or_default();
        let mut options = File::options();
        let log = room.join(name).with_extension("log");
        let log = options.create(true).append(true).open(log)?;
        let child = as_servers_user(Path::new(program))?
            .args(arguments)
            .env("HOME", room)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()
            .map_err(|error| io::Error::other(format!("{program}: {error}")))?;
        let id = room.join(name).with_extension("pid");
        fs::write(id, format!("{}\n", child.id()))?;
        Ok(Self { child })
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// It had ended.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.kill();
    }
}

/// Sends a signal to all of them at once; one that has ended meanwhile is no matter.
///
/// # Errors
/// There is no `kill`.
pub fn signal(name: &str, ids: &[u32]) -> io::Result<()> {
    let ids = ids.iter().map(u32::to_string);
    let mut kill = Command::new("kill");
    kill.arg(name).args(ids).stderr(Stdio::null());
    kill.status().map(drop)
}

/// The children of a process.
pub fn children(of: u32) -> Vec<u32> {
    let wanted = format!("PPid:\t{of}");
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|id| {
            fs::read_to_string(format!("/proc/{id}/status"))
                .is_ok_and(|text| text.lines().any(|line| line == wanted))
        })
        .collect()
}

/// Waits until none of them is there any more.
///
/// # Errors
/// One stays.
pub fn wait_for_end(ids: &[u32]) -> io::Result<()> {
    wait_up_to(
        Duration::from_secs(10),
        "the end of what was killed",
        || {
            ids.iter().all(|id| {
                // One that has ended and was not asked for its result is as good as gone.
                fs::read_to_string(format!("/proc/{id}/status"))
                    .map_or(true, |text| text.contains("State:\tZ"))
            })
        },
    )
}

//! `backup` and `restore`.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use app::backup::{BackupError, Head};
use app::{Restored, verify_backup};
use jobs::Witness;
use serde_json::{Value, json};

use super::{here, open};
use crate::cli::{Backup, Restore};
use crate::config::Settings;
use crate::failure::Failure;
use crate::{keys, logging, output, product};

const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// Writes a backup. The file has its name only when it is whole and on disk.
pub async fn backup(asked: &Backup) -> Result<(), Failure> {
    let (app, _) = open(&asked.config).await?;
    let unfinished = Unfinished::create(&asked.out)?;
    let to = BufWriter::new(unfinished.file.try_clone().map_err(unwritable)?);
    let (to, head) = app.back_up(to, (&machine(), RELEASE), &here()).await?;
    app.store().close().await;
    drop(to);
    unfinished.finish()?;
    if asked.json {
        return output::json(&in_json(&head));
    }
    output::result(&in_words(&head))
}

/// Checks a backup, or puts it back.
pub async fn restore(asked: &Restore) -> Result<(), Failure> {
    let settings = Settings::load(&asked.config.file)?;
    logging::start(settings.log, settings.log_level);
    let keyring = keys::read(&settings.keys)?;
    let head = verify_backup(read(&asked.from)?, &keyring)?;
    if asked.verify {
        return if asked.json {
            output::json(&in_json(&head))
        } else {
            output::result(&format!(
                "{}\nevery part is as it was written",
                in_words(&head)
            ))
        };
    }
    let app = product::open_empty(&settings).await?;
    let elsewhere = match &settings.audit.checkpoints {
        Some(path) if path.exists() => Witness::open(path).map_err(unreadable)?.last(),
        _ => 0,
    };
    let origin = here();
    let done = app.restore(read(&asked.from)?, &head, (elsewhere, &origin));
    let done = done.await?;
    app.store().close().await;
    if asked.json {
        return output::json(&restored_in_json(&done));
    }
    output::result(&restored_in_words(&done))
}

fn read(path: &Path) -> Result<BufReader<File>, Failure> {
    File::open(path).map(BufReader::new).map_err(unreadable)
}

/// A file under another name until it is whole; removed when it never becomes so.
struct Unfinished {
    file: File,
    path: PathBuf,
    out: PathBuf,
}

impl Unfinished {
    fn create(out: &Path) -> Result<Self, Failure> {
        if fs::symlink_metadata(out).is_ok() {
            return Err(there_already(out));
        }
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let path = out.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        Ok(Self {
            file: options.open(&path).map_err(unwritable)?,
            path,
            out: out.to_owned(),
        })
    }

    /// Brings it to disk and gives it its name, unless that is taken meanwhile.
    fn finish(&self) -> Result<(), Failure> {
        self.file.sync_all().map_err(unwritable)?;
        match fs::hard_link(&self.path, &self.out) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(there_already(&self.out));
            }
            // A file system without links.
            Err(_) => fs::rename(&self.path, &self.out).map_err(unwritable)?,
        }
        keys::sync_folder(&self.out).map_err(unwritable)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After a rename it is gone already.
        let _ = fs::remove_file(&self.path);
    }
}

fn there_already(out: &Path) -> Failure {
    Failure::Refused(format!(
        "{} is there already; a backup is never overwritten",
        out.display()
    ))
}

#[allow(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn unwritable(error: io::Error) -> Failure {
    Failure::from(BackupError::Unwritable(error))
}

#[allow(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn unreadable(error: io::Error) -> Failure {
    Failure::from(BackupError::Unreadable(error))
}

/// This machine's name; empty where it has none.
fn machine() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let is_plain = |c: &char| c.is_ascii_graphic();
    name.chars().filter(is_plain).take(64).collect()
}

fn moment(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros)
        .map_or_else(|_| micros.to_string(), |at| at.to_string())
}

fn in_words(head: &Head) -> String {
    let mut words = String::new();
    for (table, rows) in &head.rows {
        let _ = writeln!(words, "{rows:>10}  {table}");
    }
    format!(
        "{words}{:>10}  rows in all, as of {}, on {}, schema {}, under the key {}",
        head.all_rows(),
        moment(head.made_at),
        head.node,
        head.schema,
        head.key
    )
}

fn restored_in_words(done: &Restored) -> String {
    let ended = &done.ended;
    format!(
        "{}\n\
         put back, each row read back as it was written\n\
         ended: {} sessions, {} links and half log-ins, {} recovery codes, {} waiting mails\n\
         {} authenticator apps: codes up to now count as used; the first new one works within 90 seconds\n\
         checkpoint {} of the audit trail says so",
        in_words(&done.head),
        ended.sessions,
        ended.links,
        ended.recovery_codes,
        ended.mails,
        ended.apps,
        done.checkpoint
    )
}

fn in_json(head: &Head) -> Value {
    json!({"backup": head, "rows": head.all_rows()})
}

fn restored_in_json(done: &Restored) -> Value {
    let ended = &done.ended;
    json!({
        "backup": done.head,
        "rows": done.head.all_rows(),
        "checkpoint": done.checkpoint,
        "ended": {
            "sessions": ended.sessions,
            "links": ended.links,
            "recovery_codes": ended.recovery_codes,
            "mails": ended.mails,
            "apps": ended.apps,
        },
    })
}

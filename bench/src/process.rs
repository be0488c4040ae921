//! What a process has used: processor time by kind of thread, resident memory.

use std::fs;
use std::ops::Sub;
use std::time::Duration;

use crate::Outcome;

/// Processor time, user and system together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    /// Of the threads that hash passwords and do nothing else.
    pub hashing: Duration,
    /// Of the database driver's threads.
    pub database: Duration,
    /// Of all other threads.
    pub rest: Duration,
    /// Of the whole process by its own account, in steps of 10 ms, ended threads included.
    pub whole: Duration,
}

impl Used {
    /// Everything but the hashing.
    pub fn outside(&self) -> Duration {
        self.database + self.rest
    }

    /// By the threads' accounts.
    pub fn sum(&self) -> Duration {
        self.hashing + self.outside()
    }
}

impl Sub for Used {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            hashing: self.hashing.saturating_sub(before.hashing),
            database: self.database.saturating_sub(before.database),
            rest: self.rest.saturating_sub(before.rest),
            whole: self.whole.saturating_sub(before.whole),
        }
    }
}

/// What the process `pid` has used since its start. Nanoseconds by thread come from the
/// scheduler (`/proc/PID/task/*/schedstat`); a thread that has ended is missing there.
pub fn used(pid: u32) -> Outcome<Used> {
    let mut used = Used {
        whole: whole(pid)?,
        ..Used::default()
    };
    for task in fs::read_dir(format!("/proc/{pid}/task"))? {
        let path = task?.path();
        // A thread may end between listing and reading.
        let Ok(times) = fs::read_to_string(path.join("schedstat")) else {
            continue;
        };
        let name = fs::read_to_string(path.join("comm")).unwrap_or_default();
        let nanoseconds = times.split(' ').next().unwrap_or_default().parse()?;
        let time = Duration::from_nanos(nanoseconds);
        if name.starts_with("password-") {
            used.hashing += time;
        } else if name.starts_with("sqlx") {
            used.database += time;
        } else {
            used.rest += time;
        }
    }
    Ok(used)
}

/// Fields 14 and 15 of `/proc/PID/stat`, in ticks of 10 ms (proc(5)).
fn whole(pid: u32) -> Outcome<Duration> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |index: usize| -> Outcome<u64> {
        Ok(fields.get(index).ok_or("a short stat line")?.parse()?)
    };
    Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Resident memory now, in bytes.
pub fn resident(pid: u32) -> Outcome<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kib.ok_or("no VmRSS line")?.parse::<u64>()? * 1024)
}

/// The names of the threads of a process with how many there are of each, numbers cut off.
pub fn thread_names(pid: u32) -> Outcome<String> {
    let mut names = std::collections::BTreeMap::<String, usize>::new();
    for task in fs::read_dir(format!("/proc/{pid}/task"))? {
        let name = fs::read_to_string(task?.path().join("comm")).unwrap_or_default();
        let plain = name
            .trim()
            .trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
        *names.entry(plain.to_owned()).or_default() += 1;
    }
    let listed = names
        .iter()
        .map(|(name, count)| format!("{count} × `{name}`"));
    Ok(listed.collect::<Vec<_>>().join(", "))
}

/// Milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

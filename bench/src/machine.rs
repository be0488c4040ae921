//! What it was measured on.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use crate::Outcome;

/// Processor, cores, memory, kernel and load, as a list.
pub fn described() -> String {
    let mut text = String::from("## Machine\n\n");
    let model = field("/proc/cpuinfo", "model name").unwrap_or_default();
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let _ = writeln!(text, "- {} cores, {model}", hashing_threads());
    let _ = writeln!(text, "- memory {memory}, Linux {}", kernel.trim());
    let _ = writeln!(text, "- load average at the start: {}", load());
    text
}

/// Cores that this process may use: as many threads hash passwords.
pub fn hashing_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

/// Processor time that everything on this machine has used since it started: the first line of
/// `/proc/stat` without idle and waiting, in ticks of 10 ms (proc(5)).
pub fn busy() -> Outcome<Duration> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let mut ticks = 0;
    for (index, field) in line.split_whitespace().skip(1).take(8).enumerate() {
        if ![3, 4].contains(&index) {
            ticks += field.parse::<u64>()?;
        }
    }
    Ok(Duration::from_millis(ticks * 10))
}

/// Processor time that others than `ours` took since `before`, in per cent of one core.
pub fn others(before: Duration, ours: Duration, elapsed: Duration) -> Outcome<f64> {
    let all = busy()?.saturating_sub(before);
    let others = all.saturating_sub(ours);
    Ok(100.0 * others.as_secs_f64() / elapsed.as_secs_f64())
}

/// The load averages of 1, 5 and 15 minutes.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':')
        .map(|(_, value)| value.trim().to_owned())
}

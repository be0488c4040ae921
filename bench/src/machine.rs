//! What it was measured on.

use std::fmt::Write as _;
use std::fs;

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

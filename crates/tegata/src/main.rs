//! The binary: what surrounds the command line (arguments, environment, clock, randomness).

mod cli;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use cli::{Surroundings, System};

/// The machine that this runs on.
struct Machine;

impl System for Machine {
    #[allow(
        clippy::disallowed_methods,
        reason = "the binary is where the time comes from"
    )]
    fn now(&self) -> Duration {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "a countdown is shown to the person who waits"
    )]
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the binary is where the environment is read"
    )]
    fn variable(&self, name: &str) -> Option<OsString> {
        std::env::var_os(name).filter(|value| !value.is_empty())
    }

    fn locale(&self) -> Option<String> {
        sys_locale::get_locale()
    }

    fn user_files(&self) -> Option<PathBuf> {
        let variable = |name: &str| self.variable(name).map(PathBuf::from);
        if cfg!(windows) {
            Some(variable("APPDATA")?.join("Tegata"))
        } else if cfg!(target_os = "macos") {
            Some(variable("HOME")?.join("Library/Application Support/Tegata"))
        } else {
            let data = variable("XDG_DATA_HOME").filter(|path| path.is_absolute());
            let data = data.or_else(|| Some(variable("HOME")?.join(".local/share")))?;
            Some(data.join("tegata"))
        }
    }
}

fn main() -> ExitCode {
    let surroundings = Surroundings {
        system: &Machine,
        entropy: &crypto::OsEntropy,
    };
    ExitCode::from(cli::run(&surroundings, std::env::args_os().collect()))
}

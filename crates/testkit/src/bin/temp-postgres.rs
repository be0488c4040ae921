//! Runs a command beside a temporary database server: `temp-postgres [--durable] COMMAND [ARG]…`.
//!
//! The command finds the server's URL in `SEKISHO_TEST_POSTGRES`. The exit code is the
//! command's, 128 + signal when one ended it, and 2 when there was no server or no command.
//! The server does not wait for the disk unless `--durable` is given.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitCode, ExitStatus};

use testkit::postgres::{SERVER_VARIABLE, TempCluster};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    let durable = arguments
        .next_if(|argument| argument == "--durable")
        .is_some();
    let Some(program) = arguments.next() else {
        eprintln!("usage: temp-postgres [--durable] COMMAND [ARG]...");
        return ExitCode::from(2);
    };
    let started = if durable {
        TempCluster::start()
    } else {
        TempCluster::start_fast()
    };
    let ended = started.and_then(|cluster| {
        Command::new(&program)
            .args(arguments)
            .env(SERVER_VARIABLE, cluster.url())
            .status()
    });
    match ended {
        Ok(status) => exit_code(status),
        Err(error) => {
            eprintln!("temp-postgres: {}: {error}", program.display());
            ExitCode::from(2)
        }
    }
}

fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status
        .code()
        .or_else(|| status.signal().map(|signal| 128 + signal));
    ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

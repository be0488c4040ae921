//! Configuration, wiring, subcommands: what makes one product of the other crates.

#![allow(
    clippy::doc_markdown,
    reason = "SQLite and PostgreSQL are names, not code"
)]

mod cli;
mod clock;
mod commands;
pub mod config;
mod demo;
mod failure;
mod import;
mod keys;
mod logging;
mod measuring;
mod node;
mod notify;
mod output;
mod product;
mod server;
mod works;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use failure::Failure;

/// Runs the command that `arguments` (the program's own name first) ask for.
///
/// The exit codes are those of `sekisho --help`.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli.command,
        Err(error) => {
            // Without a terminal to write to, the exit code still tells.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match carry_out(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::complain(&failure.to_string());
            ExitCode::from(failure.exit_code())
        }
    }
}

fn carry_out(command: Command) -> Result<(), Failure> {
    match command {
        Command::Completions { shell } => commands::completions(shell),
        Command::Man => commands::man(),
        Command::Keys { command } => in_runtime(commands::keys(command)),
        Command::CheckConfig { config } => in_runtime(commands::check_config(&config)),
        Command::Migrate { config, from } => in_runtime(commands::migrate(&config, from)),
        Command::Backup(asked) => in_runtime(commands::backup(&asked)),
        Command::Restore(asked) => in_runtime(commands::restore(&asked)),
        Command::Merchant { command } => in_runtime(commands::merchant(command)),
        Command::ApiKey { command } => in_runtime(commands::api_key(command)),
        Command::User { command } => in_runtime(commands::user(command)),
        Command::Operator { command } => in_runtime(commands::operator(command)),
        Command::Announce { command } => in_runtime(commands::announce(command)),
        Command::Doctor(asked) => in_runtime(commands::doctor(&asked)),
        Command::Audit { command } => in_runtime(commands::audit(command)),
        Command::Job { command } => in_runtime(commands::job(command)),
        Command::Serve { config } => in_runtime(commands::serve(&config)),
        Command::Demo(demo) => in_runtime(demo::run(&demo)),
    }
}

fn in_runtime(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime
        .map_err(|error| Failure::Fault(format!("no runtime: {error}")))?
        .block_on(work)
}

//! What needs no configuration: completions, the manual page.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::failure::Failure;

/// Prints completions for `shell`.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sekisho", &mut script);
    print(&script)
}

/// Prints the manual page with all subcommands.
pub fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut page);
    rendered.map_err(|error| Failure::Fault(error.to_string()))?;
    for sub in command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
    {
        options(sub, &mut page)?;
    }
    print(&page)
}

/// A subcommand's section, and those of its own subcommands.
fn options(command: &clap::Command, page: &mut Vec<u8>) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Fault(error.to_string());
    let name = command
        .get_display_name()
        .unwrap_or_else(|| command.get_name());
    writeln!(page, ".SH {}", name.replace('-', " ").to_uppercase()).map_err(failed)?;
    let man = clap_mangen::Man::new(command.clone());
    man.render_synopsis_section(page).map_err(failed)?;
    man.render_description_section(page).map_err(failed)?;
    man.render_options_section(page).map_err(failed)?;
    command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help")
        .try_for_each(|sub| options(sub, page))
}

fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    written.map_err(|error| Failure::Fault(format!("the result cannot be written: {error}")))
}

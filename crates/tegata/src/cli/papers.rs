//! `completions` and `man`: what shells and manuals want.

use clap::ArgMatches;
use clap_complete::Shell;

use super::failure::{DONE, Failure};
use super::{Context, grammar};

/// `tegata completions SHELL`
pub fn completions(context: &Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let Some(shell) = arguments.get_one::<Shell>("shell") else {
        return Ok(DONE);
    };
    let mut script = Vec::new();
    clap_complete::generate(
        *shell,
        &mut grammar::command(context.texts),
        "tegata",
        &mut script,
    );
    context.console.write(&script)?;
    Ok(DONE)
}

/// `tegata man`
pub fn man(context: &Context<'_>) -> Result<u8, Failure> {
    let mut page = Vec::new();
    let failed = |error: std::io::Error| Failure::Io("stdout".to_owned(), error.to_string());
    let command = grammar::command(context.texts);
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(failed)?;
    for subcommand in command.get_subcommands() {
        let name = format!("tegata-{}", subcommand.get_name());
        let subcommand = subcommand.clone().name(name.clone());
        let mut part = Vec::new();
        clap_mangen::Man::new(subcommand)
            .render(&mut part)
            .map_err(failed)?;
        let part = String::from_utf8_lossy(&part);
        // One page for all: the head of each further one is left out.
        let body = part.split_once(".SH").map_or("", |(_, body)| body);
        page.extend_from_slice(format!(".SH {}\n.SS", name.to_uppercase()).as_bytes());
        page.extend_from_slice(body.replace("\n.SH", "\n.SS").as_bytes());
    }
    context.console.write(&page)?;
    Ok(DONE)
}

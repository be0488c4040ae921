//! The command line: one front end of the library.

mod change;
mod check;
mod clipboard;
mod clock;
mod columns;
mod console;
mod export;
mod failure;
mod grammar;
mod import;
mod papers;
mod picture;
mod protect;
mod session;
mod show;
mod texts;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::ArgMatches;
use crypto::Entropy;

use console::Console;
use failure::Failure;
use texts::{Language, Text, Texts};

/// What the machine tells and does.
pub trait System {
    /// The time since 1970, by the machine's clock.
    fn now(&self) -> Duration;

    /// Does nothing for a while.
    fn sleep(&self, duration: Duration);

    /// A variable of the environment; none if it is empty.
    fn variable(&self, name: &str) -> Option<OsString>;

    /// The language that the person has set, `ja-JP` for instance.
    fn locale(&self) -> Option<String>;

    /// The folder for this program's files of this person.
    fn user_files(&self) -> Option<PathBuf>;
}

/// What the command line runs in.
pub struct Surroundings<'a> {
    /// Clock, environment.
    pub system: &'a dyn System,
    /// Randomness.
    pub entropy: &'a dyn Entropy,
}

/// What every command has at hand.
pub struct Context<'a> {
    surroundings: &'a Surroundings<'a>,
    texts: &'a Texts,
    console: Console<'a>,
    /// The options that all commands share.
    options: Options,
}

/// The options that all commands share.
struct Options {
    vault: Option<PathBuf>,
    password_file: Option<PathBuf>,
    json: bool,
    wait: bool,
}

impl Context<'_> {
    fn now(&self) -> u64 {
        self.surroundings.system.now().as_secs()
    }

    /// Says what was done: for people; a script gets `json`.
    fn report(&self, text: &str, json: &serde_json::Value) -> Result<(), Failure> {
        if self.options.json {
            self.console.print(&json.to_string())
        } else {
            self.console.print(text)
        }
    }

    fn say(&self, text: Text, values: &[(&str, &str)]) -> String {
        self.texts.fill(text, values)
    }
}

/// Runs what `arguments` (the program's own name first) ask for. Returns the exit code.
pub fn run(surroundings: &Surroundings<'_>, arguments: Vec<OsString>) -> u8 {
    let texts = Texts::of(language(surroundings, &arguments));
    let matches = match grammar::command(&texts).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return grammar::refuse(&error, &texts),
    };
    let mut context = Context {
        surroundings,
        texts: &texts,
        console: Console::new(&texts),
        options: Options {
            vault: matches.get_one::<PathBuf>("vault").cloned(),
            password_file: matches.get_one::<PathBuf>("password-file").cloned(),
            json: matches.get_flag("json"),
            wait: !matches.get_flag("no-wait"),
        },
    };
    match dispatch(&mut context, &matches) {
        Ok(code) => code,
        Err(failure) => {
            context.console.remark(&failure.tell(&texts));
            failure.code()
        }
    }
}

fn dispatch(context: &mut Context<'_>, matches: &ArgMatches) -> Result<u8, Failure> {
    let Some((name, arguments)) = matches.subcommand() else {
        return Err(Failure::Usage(
            context.texts.say(Text::UsageNothing).to_owned(),
        ));
    };
    match name {
        "init" => protect::init(context, arguments),
        "add" => change::add(context, arguments),
        "list" => show::list(context, arguments),
        "code" => show::code(context, arguments),
        "rename" => change::rename(context, arguments),
        "remove" => change::remove(context, arguments),
        "restore" => change::restore(context, arguments),
        "pin" => change::pin(context, arguments),
        "move" => change::reorder(context, arguments),
        "import" => import::import(context, arguments),
        "export" => export::export(context, arguments),
        "qr" => picture::qr(context, arguments),
        "password" => protect::password(context, arguments),
        "verify-backup" => check::verify_backup(context, arguments),
        "doctor" => check::doctor(context, arguments),
        "completions" => papers::completions(context, arguments),
        _ => papers::man(context),
    }
}

/// `--lang`, else the locale, else English. Looked for by hand, since the words of the command
/// line itself depend on it.
fn language(surroundings: &Surroundings<'_>, arguments: &[OsString]) -> Language {
    let mut chosen = None;
    let mut rest = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = rest.next() {
        match argument.strip_prefix("--lang") {
            Some("") => chosen = rest.next(),
            Some(value) => chosen = value.strip_prefix('='),
            None => {}
        }
    }
    chosen
        .and_then(Language::from_name)
        .or_else(|| Language::from_name(&surroundings.system.locale()?))
        .unwrap_or(Language::English)
}

/// `text` without what could move the cursor, change colours or turn the direction of writing:
/// names come from files of strangers.
fn visible(text: &str) -> String {
    let harmless = |c: char| {
        let turns = matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        );
        if c.is_control() || turns {
            '\u{fffd}'
        } else {
            c
        }
    };
    text.chars().map(harmless).collect()
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn a_name_cannot_play_with_the_terminal() {
        assert_eq!(visible("関所 KANRI"), "関所 KANRI");
        assert_eq!(
            visible("a\u{1b}[31mb\r\nc\u{9b}"),
            "a\u{fffd}[31mb\u{fffd}\u{fffd}c\u{fffd}"
        );
        assert_eq!(visible("x\u{202e}y\u{200b}"), "x\u{fffd}y\u{fffd}");
    }
}

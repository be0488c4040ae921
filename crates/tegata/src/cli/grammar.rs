//! What can be typed, in the words of the language.

mod commands;
mod refusal;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use otp::{Algorithm, Digits, Period};
use tegata::Kind;
use tegata::formats::Format;

use super::texts::{Text, Texts};

pub use refusal::refuse;

/// Names of apps that stand for the format that goes to them.
const APPS: [(&str, Format); 5] = [
    ("authenticator", Format::ExtensionJson),
    ("winauth", Format::WinAuthText35),
    ("google", Format::GoogleMigration),
    ("aegis", Format::AegisJson),
    ("otpauth", Format::UriList),
];

/// The whole command line.
#[must_use]
pub fn command(texts: &Texts) -> Command {
    let frame = format!(
        "{{about-with-newline}}\n{}\n  {{usage}}\n\n{{all-args}}{{after-help}}\n",
        texts.say(Text::HeadingUsage)
    );
    let say = |text: Text| texts.say(text).to_owned();
    let all = Command::new("tegata")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(Text::About))
        .after_help(say(Text::AfterHelp))
        .subcommand_help_heading(say(Text::HeadingCommands))
        .subcommand_value_name(word(texts, "COMMAND"))
        .next_help_heading(say(Text::HeadingShared))
        .arg_required_else_help(true)
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(shared(texts))
        .help_template(frame.clone());
    let all = commands::all(texts).into_iter().fold(all, |all, one| {
        all.subcommand(in_words(one.help_template(frame.clone()), texts))
    });
    with_usage(in_words(all, texts), texts)
}

/// What stands for a value or for the options in a usage line; itself if the language has no other.
fn word(texts: &Texts, name: &str) -> String {
    let mut words = texts
        .say(Text::UsageWords)
        .split(", ")
        .filter_map(|pair| pair.split_once('='));
    words
        .find(|(known, _)| *known == name)
        .map_or(name, |(_, own)| own)
        .to_owned()
}

/// The names of values in the words of the language.
fn in_words(command: Command, texts: &Texts) -> Command {
    command.mut_args(|argument| match argument.get_value_names() {
        Some([name]) => {
            let own = word(texts, name.as_str());
            argument.value_name(own)
        }
        _ => argument,
    })
}

/// Usage lines with the language's word for the options: clap has one of its own for them only.
fn with_usage(all: Command, texts: &Texts) -> Command {
    let options = word(texts, "OPTIONS");
    let in_words = |line: String| {
        let bare = line.strip_prefix("Usage: ").unwrap_or(&line);
        bare.replace("[OPTIONS]", &format!("[{options}]"))
    };
    let mut built = all.clone();
    built.build();
    let whole = in_words(built.render_usage().to_string());
    let each: Vec<(String, String)> = built
        .get_subcommands_mut()
        .map(|one| (one.get_name().to_owned(), one.render_usage().to_string()))
        .collect();
    each.into_iter()
        .fold(all.override_usage(whole), |all, (name, line)| {
            all.mut_subcommand(name, |one| one.override_usage(in_words(line)))
        })
}

/// The options of all commands.
fn shared(texts: &Texts) -> Vec<Arg> {
    let option = |name: &'static str, text: Text| {
        Arg::new(name)
            .long(name)
            .help(texts.say(text).to_owned())
            .global(name != "version")
    };
    let file = |name, text| {
        option(name, text)
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
    };
    vec![
        file("vault", Text::OptVault),
        file("password-file", Text::OptPasswordFile),
        option("lang", Text::OptLang)
            .value_name("ja|en")
            .value_parser(PossibleValuesParser::new(["ja", "en"]))
            .hide_possible_values(true),
        option("json", Text::OptJson).action(ArgAction::SetTrue),
        option("no-wait", Text::OptNoWait).action(ArgAction::SetTrue),
        option("help", Text::OptHelp)
            .short('h')
            .action(ArgAction::Help),
        option("version", Text::OptVersion)
            .short('V')
            .action(ArgAction::Version),
    ]
}

/// The format that was named, by its id or its app.
pub fn format(arguments: &ArgMatches) -> Format {
    let name = arguments
        .get_one::<String>("format")
        .map_or("", String::as_str);
    let by_app = APPS
        .iter()
        .find(|(app, _)| *app == name)
        .map(|(_, format)| *format);
    let by_id = || Format::ALL.into_iter().find(|format| format.id() == name);
    by_app.or_else(by_id).unwrap_or(Format::UriList)
}

/// What [`format`] takes.
fn format_names() -> Vec<&'static str> {
    let apps = APPS.iter().map(|(app, _)| *app);
    let written = Format::ALL.into_iter().filter(|format| format.is_written());
    apps.chain(written.map(Format::id)).collect()
}

/// The kind of code that the options of `add` describe.
pub fn kind(arguments: &ArgMatches) -> Kind {
    let text = |name: &str| arguments.get_one::<String>(name).map_or("", String::as_str);
    let number = |name: &str| arguments.get_one::<u16>(name).copied();
    let algorithm = Algorithm::from_name(text("algorithm")).unwrap_or_default();
    let digits = number("digits").and_then(|digits| u8::try_from(digits).ok());
    let digits = digits.and_then(|digits| Digits::new(digits).ok());
    let period = number("period").and_then(|seconds| Period::from_seconds(seconds).ok());
    super::change::kind_of(
        text("type"),
        (
            algorithm,
            digits.unwrap_or_default(),
            period.unwrap_or_default(),
        ),
        arguments.get_one::<u64>("counter").copied().unwrap_or(0),
    )
}

#[cfg(test)]
mod tests {
    use super::super::texts::{Language, Texts};
    use super::{command, format_names};

    #[test]
    fn the_grammar_is_sound_in_both_languages() {
        for language in [Language::Japanese, Language::English] {
            let texts = Texts::of(language);
            command(&texts).debug_assert();
            for one in command(&texts).get_subcommands() {
                assert!(one.get_about().is_some(), "{}", one.get_name());
                for argument in one.get_arguments() {
                    assert!(argument.get_help().is_some(), "{}", argument.get_id());
                }
            }
        }
        assert!(format_names().contains(&"winauth-xml"));
        assert!(!format_names().contains(&"otp-manager-json"));
    }

    #[test]
    fn no_option_takes_a_secret() {
        let texts = Texts::of(Language::English);
        for one in command(&texts).get_subcommands() {
            for argument in one
                .get_arguments()
                .filter(|a| a.get_action().takes_values())
            {
                let name = argument.get_id().as_str();
                let asks = ["secret", "password", "key", "uri"]
                    .iter()
                    .any(|w| name.contains(w));
                assert!(!asks || name.ends_with("-file"), "{name}");
            }
        }
    }
}

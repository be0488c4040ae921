//! The commands, one by one.

use std::cell::Cell;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;

use super::format_names;
use crate::cli::texts::{Text, Texts};

/// Makes commands in one language.
struct Words<'t>(&'t Texts, Cell<usize>);

impl Words<'_> {
    fn command(&self, name: &'static str, about: Text) -> Command {
        Command::new(name)
            .about(self.0.say(about).to_owned())
            .disable_help_flag(true)
    }

    fn with_example(&self, name: &'static str, about: Text, example: Text) -> Command {
        let heading = self.0.say(Text::HeadingExamples);
        let example = self.0.say(example);
        self.command(name, about)
            .after_help(format!("{heading}\n{example}"))
    }

    fn arg(&self, name: &'static str, help: Text) -> Arg {
        // What is made first is shown first.
        self.1.set(self.1.get() + 1);
        Arg::new(name)
            .display_order(self.1.get())
            .help(self.0.say(help).to_owned())
            .help_heading(self.0.say(Text::HeadingArguments).to_owned())
    }

    fn option(&self, name: &'static str, help: Text) -> Arg {
        self.arg(name, help)
            .long(name)
            .help_heading(self.0.say(Text::HeadingOptions).to_owned())
    }

    fn flag(&self, name: &'static str, help: Text) -> Arg {
        self.option(name, help).action(ArgAction::SetTrue)
    }

    fn value(&self, name: &'static str, help: Text, value: &'static str) -> Arg {
        self.option(name, help).value_name(value)
    }

    fn file(&self, name: &'static str, help: Text) -> Arg {
        self.value(name, help, "FILE")
            .value_parser(value_parser!(PathBuf))
    }

    fn choice<const N: usize>(
        &self,
        name: &'static str,
        help: Text,
        values: [&'static str; N],
    ) -> Arg {
        self.value(name, help, "CHOICE")
            .value_parser(PossibleValuesParser::new(values))
            .hide_possible_values(true)
    }

    fn name(&self) -> Arg {
        self.arg("name", Text::ArgName)
            .value_name("NAME")
            .required(true)
            .num_args(1..)
    }

    fn one_name(&self) -> Arg {
        self.arg("name", Text::ArgName)
            .value_name("NAME")
            .required(true)
    }

    fn names(&self) -> Arg {
        self.arg("name", Text::ArgNames)
            .value_name("NAME")
            .num_args(0..)
    }

    fn any_file(&self, help: Text) -> Arg {
        self.arg("file", help)
            .value_name("FILE")
            .required(true)
            .value_parser(value_parser!(PathBuf))
    }

    fn per_code(&self) -> Arg {
        self.value("per-code", Text::OptPerCode, "N")
            .value_parser(value_parser!(u8).range(1..=10))
    }

    fn yes(&self) -> Arg {
        self.flag("yes", Text::OptYes)
    }

    fn cost(&self) -> Arg {
        self.choice("cost", Text::OptCost, ["light", "standard", "strong"])
    }
}

/// All commands, in the order of the help.
pub fn all(texts: &Texts) -> Vec<Command> {
    let words = Words(texts, Cell::new(0));
    let mut all = protecting(&words);
    all.extend(showing(&words));
    all.extend(changing(&words));
    all.extend(exchanging(&words));
    all.extend(checking(&words));
    all
}

fn protecting(words: &Words<'_>) -> Vec<Command> {
    vec![
        words
            .with_example("init", Text::CmdInit, Text::ExampleInit)
            .arg(words.flag("open", Text::OptOpen))
            .arg(words.flag("no-recovery-key", Text::OptNoRecoveryKey))
            .arg(words.cost())
            .arg(words.yes()),
        words
            .with_example("password", Text::CmdPassword, Text::ExamplePassword)
            .arg(words.flag("forgotten", Text::OptForgotten))
            .arg(
                words
                    .flag("new-recovery-key", Text::OptNewRecoveryKey)
                    .conflicts_with("open"),
            )
            .arg(words.flag("renew", Text::OptRenew).conflicts_with("open"))
            .arg(words.flag("open", Text::OptTakeOff))
            .arg(words.flag("no-recovery-key", Text::OptNoRecoveryKey))
            .arg(words.cost())
            .arg(words.yes()),
    ]
}

fn showing(words: &Words<'_>) -> Vec<Command> {
    let seconds = words
        .value("for", Text::OptFor, "SECONDS")
        .value_parser(value_parser!(u64));
    vec![
        words
            .command("list", Text::CmdList)
            .arg(
                words
                    .arg("words", Text::ArgWords)
                    .value_name("WORDS")
                    .num_args(0..),
            )
            .arg(words.flag("bin", Text::OptBin)),
        words
            .with_example("code", Text::CmdCode, Text::ExampleCode)
            .arg(
                words
                    .arg("name", Text::ArgCodeName)
                    .value_name("NAME")
                    .num_args(0..),
            )
            .arg(words.flag("watch", Text::OptWatch).requires("name"))
            .arg(
                words
                    .flag("copy", Text::OptCopy)
                    .conflicts_with("watch")
                    .requires("name"),
            )
            .arg(seconds)
            .arg(
                words
                    .value("at", Text::OptAt, "TIME")
                    .conflicts_with_all(["watch", "copy"]),
            ),
    ]
}

fn changing(words: &Words<'_>) -> Vec<Command> {
    vec![
        add(words),
        words
            .with_example("rename", Text::CmdRename, Text::ExampleRename)
            .arg(words.one_name())
            .arg(words.arg("new", Text::ArgNewName).value_name("NEW"))
            .arg(words.value("issuer", Text::OptIssuer, "TEXT"))
            .arg(words.value("account", Text::OptAccount, "TEXT")),
        words
            .command("remove", Text::CmdRemove)
            .arg(words.name())
            .arg(words.flag("for-good", Text::OptForGood))
            .arg(words.yes()),
        words.command("restore", Text::CmdRestore).arg(words.name()),
        words
            .command("pin", Text::CmdPin)
            .arg(words.name())
            .arg(words.flag("off", Text::OptOff)),
        words
            .command("move", Text::CmdMove)
            .arg(words.one_name())
            .arg(
                words
                    .arg("position", Text::ArgPosition)
                    .value_name("POSITION")
                    .required(true)
                    .value_parser(value_parser!(usize)),
            ),
    ]
}

fn add(words: &Words<'_>) -> Command {
    let number = |name, help, value, range: std::ops::RangeInclusive<i64>| {
        words
            .value(name, help, value)
            .value_parser(value_parser!(u16).range(range))
    };
    words
        .with_example("add", Text::CmdAdd, Text::ExampleAdd)
        .arg(
            words
                .arg("name", Text::ArgNewName)
                .value_name("NAME")
                .num_args(0..),
        )
        .arg(words.value("issuer", Text::OptIssuer, "TEXT"))
        .arg(words.value("account", Text::OptAccount, "TEXT"))
        .arg(words.value("qr", Text::OptQr, "FILE"))
        .arg(words.choice(
            "type",
            Text::OptType,
            ["totp", "hotp", "steam", "battlenet"],
        ))
        .arg(words.choice(
            "algorithm",
            Text::OptAlgorithm,
            ["SHA1", "SHA256", "SHA512"],
        ))
        .arg(number("digits", Text::OptDigits, "N", 6..=8))
        .arg(number("period", Text::OptPeriod, "SECONDS", 1..=300))
        .arg(
            words
                .value("counter", Text::OptCounter, "N")
                .value_parser(value_parser!(u64)),
        )
}

fn exchanging(words: &Words<'_>) -> Vec<Command> {
    vec![import(words), export(words), qr(words)]
}

fn import(words: &Words<'_>) -> Command {
    words
        .with_example("import", Text::CmdImport, Text::ExampleImport)
        .arg(words.any_file(Text::ArgImportFile).num_args(1..))
        .arg(words.choice(
            "differing",
            Text::OptDiffering,
            ["leave", "beside", "replace"],
        ))
        .arg(words.flag("dry-run", Text::OptDryRun))
        .arg(words.flag("incomplete", Text::OptIncomplete))
        .arg(words.file("file-password-file", Text::OptFilePasswordFile))
        .arg(words.yes())
}

fn export(words: &Words<'_>) -> Command {
    let formats = words
        .arg("format", Text::ArgFormat)
        .value_name("FORMAT")
        .required(true)
        .value_parser(PossibleValuesParser::new(format_names()))
        .hide_possible_values(true);
    words
        .with_example("export", Text::CmdExport, Text::ExampleExport)
        .arg(formats)
        .arg(words.any_file(Text::ArgExportFile))
        .arg(words.names())
        .arg(words.flag("encrypt", Text::OptEncrypt))
        .arg(words.file("file-password-file", Text::OptFilePasswordFile))
        .arg(words.choice("extension", Text::OptExtension, ["5", "6", "7", "8"]))
        .arg(words.choice("winauth", Text::OptWinAuth, ["3.5", "3.6"]))
        .arg(words.per_code())
        .arg(words.flag("force", Text::OptForce))
        .arg(words.yes())
}

fn qr(words: &Words<'_>) -> Command {
    words
        .with_example("qr", Text::CmdQr, Text::ExampleQr)
        .arg(words.names())
        .arg(words.flag("all", Text::OptAll).conflicts_with("name"))
        .arg(words.flag("google", Text::OptGoogle))
        .arg(words.per_code())
        .arg(words.file("svg", Text::OptSvg).conflicts_with("png"))
        .arg(words.file("png", Text::OptPng))
        .arg(words.flag("light", Text::OptLight))
        .arg(words.flag("force", Text::OptForce))
}

fn checking(words: &Words<'_>) -> Vec<Command> {
    let shell = words
        .arg("shell", Text::ArgShell)
        .value_name("SHELL")
        .required(true)
        .value_parser(value_parser!(Shell))
        .hide_possible_values(true);
    vec![
        words
            .with_example(
                "verify-backup",
                Text::CmdVerifyBackup,
                Text::ExampleVerifyBackup,
            )
            .arg(
                words
                    .arg("file", Text::ArgBackupFile)
                    .value_name("FILE")
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            )
            .arg(words.flag("incomplete", Text::OptIncomplete))
            .arg(words.file("file-password-file", Text::OptFilePasswordFile)),
        words
            .with_example("doctor", Text::CmdDoctor, Text::ExampleDoctor)
            .arg(words.value("reference", Text::OptReference, "TIME"))
            .arg(
                words
                    .file("reference-file", Text::OptReferenceFile)
                    .conflicts_with("reference"),
            )
            .arg(
                words
                    .value("reference-host", Text::OptReferenceHost, "HOST")
                    .conflicts_with_all(["reference", "reference-file"]),
            ),
        words
            .command("completions", Text::CmdCompletions)
            .arg(shell),
        words.command("man", Text::CmdMan),
    ]
}

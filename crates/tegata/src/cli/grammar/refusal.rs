//! What is said to a command line that cannot be read.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::texts::{Text, Texts};
use crate::cli::visible;

/// Shows the help that was asked for, or says what is wrong. Returns the exit code.
pub fn refuse(error: &clap::Error, texts: &Texts) -> u8 {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        // Whoever does not read it does not want it.
        let _ = error.print();
        return u8::from(error.use_stderr()) * 2;
    }
    let context = |kind| error.get(kind).map(shown).unwrap_or_default();
    let what = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let text = match error.kind() {
        ErrorKind::InvalidSubcommand => texts.fill(
            Text::UsageNoSuchCommand,
            &[("name", &context(ContextKind::InvalidSubcommand))],
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            texts.fill(Text::UsageMissingValue, &[("what", &what)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = context(ContextKind::ValidValue);
            let values = [
                ("what", what.as_str()),
                ("value", &value),
                ("valid", &valid),
            ];
            texts.fill(Text::UsageInvalidValue, &values)
        }
        ErrorKind::MissingRequiredArgument => texts.fill(Text::UsageMissing, &[("what", &what)]),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            texts.fill(Text::UsageConflict, &[("what", &what), ("other", &other)])
        }
        _ => texts.fill(Text::UsageUnknown, &[("what", &what)]),
    };
    let hint = texts.say(Text::UsageHint);
    eprintln!("{text}\n{hint}");
    2
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => visible(text),
        ContextValue::Strings(texts) => visible(&texts.join(", ")),
        ContextValue::StyledStr(text) => visible(&text.to_string()),
        _ => String::new(),
    }
}

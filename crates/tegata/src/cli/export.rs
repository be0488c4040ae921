//! `export`: for other apps. First it says what is lost, then asks once.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};
use tegata::formats::{
    self, ExtensionGeneration, ExtensionNames, Format, Loss, WinAuthVersion, WriteOptions, losses,
};
use tegata::vault::file::{SystemDisk, write_private};
use tegata::{Entry, EntryId, Vault};
use zeroize::Zeroizing;

use super::failure::{DONE, Failure, LEFT_OVER};
use super::session::{find, first_line};
use super::texts::Text;
use super::{Context, visible, words};

/// `tegata export FORMAT FILE [NAME…]`
pub fn export(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let format = super::grammar::format(arguments);
    let path = arguments
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let to_output = path == Path::new("-");
    let replace = arguments.get_flag("force");
    if !to_output && !replace && path.exists() {
        return Err(Failure::Exists(visible(&path.to_string_lossy())));
    }
    let session = context.open()?;
    let entries = chosen(&session.vault, arguments)?;
    let mut options = options(arguments);
    if wants_password(arguments) {
        options.password = Some(new_password(context, arguments)?);
    }
    let lost = losses(format, &entries, &options);
    let left_out = left_out(&lost);
    tell_losses(context, &entries, &lost);
    if left_out.len() == entries.len() {
        return Err(Failure::NothingWritable);
    }
    warn(context, &options);
    let question = context.texts.say(Text::ConfirmExport).to_owned();
    if !arguments.get_flag("yes") && !context.console.confirm(&question)? {
        return Err(Failure::NotConfirmed);
    }
    let entropy = context.surroundings.entropy;
    let written = context.console.busy(Text::Writing, || {
        formats::write(format, &entries, &options, entropy)
    });
    let written = written.map_err(Failure::Write)?;
    let bytes = joined(&written.parts);
    let count = entries.len() - left_out.len();
    if to_output {
        context.console.write(&bytes)?;
    } else {
        let done = write_private(&path, &bytes, replace, &SystemDisk);
        done.map_err(|error| Failure::file(&path, error))?;
        report(context, (format, &path), count, &lost)?;
    }
    Ok(if left_out.is_empty() { DONE } else { LEFT_OVER })
}

/// Several parts are URIs, one for each QR code: one a line.
fn joined(parts: &[Zeroizing<Vec<u8>>]) -> Zeroizing<Vec<u8>> {
    match parts {
        [one] => one.clone(),
        several => {
            let size = several.iter().map(|part| part.len() + 1).sum();
            let mut bytes = Zeroizing::new(Vec::with_capacity(size));
            for part in several {
                bytes.extend_from_slice(part);
                bytes.push(b'\n');
            }
            bytes
        }
    }
}

/// The entries that were named, or all.
pub fn chosen(vault: &Vault, arguments: &ArgMatches) -> Result<Vec<Entry>, Failure> {
    let names: Vec<&String> = arguments.get_many("name").into_iter().flatten().collect();
    if names.is_empty() {
        return Ok(vault.entries().to_vec());
    }
    names.into_iter().map(|name| find(vault, name)).collect()
}

fn options(arguments: &ArgMatches) -> WriteOptions {
    let text = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    WriteOptions {
        password: None,
        extension_names: match text("extension") {
            Some("8") | None => ExtensionNames::Numbers,
            Some(_) => ExtensionNames::Names,
        },
        extension_generation: match text("extension") {
            Some("5") => ExtensionGeneration::V1,
            Some("6" | "7") => ExtensionGeneration::V2,
            _ => ExtensionGeneration::V3,
        },
        winauth_version: match text("winauth") {
            Some("3.6") => WinAuthVersion::V3_6,
            _ => WinAuthVersion::V3_5,
        },
        entries_per_code: per_code(arguments),
    }
}

/// How many entries go into one code of a migration.
pub fn per_code(arguments: &ArgMatches) -> u8 {
    arguments.get_one::<u8>("per-code").copied().unwrap_or(10)
}

fn wants_password(arguments: &ArgMatches) -> bool {
    arguments.get_flag("encrypt") || arguments.contains_id("file-password-file")
}

fn new_password(
    context: &mut Context<'_>,
    arguments: &ArgMatches,
) -> Result<Zeroizing<String>, Failure> {
    match arguments.get_one::<PathBuf>("file-password-file") {
        Some(path) => first_line(path),
        None => context
            .console
            .new_password(Text::AskNewFilePassword, Text::AskAgain),
    }
}

/// Those of which nothing is written.
pub fn left_out(lost: &[(EntryId, Loss)]) -> Vec<EntryId> {
    let gone = |loss: &Loss| matches!(loss, Loss::LeftOut | Loss::ParameterLeftOut);
    let mut ids: Vec<EntryId> = lost
        .iter()
        .filter(|(_, loss)| gone(loss))
        .map(|(id, _)| *id)
        .collect();
    ids.dedup();
    ids
}

/// Says of each entry what it loses.
pub fn tell_losses(context: &Context<'_>, entries: &[Entry], lost: &[(EntryId, Loss)]) {
    if lost.is_empty() {
        return;
    }
    context.console.remark(context.texts.say(Text::WillBeLost));
    for (id, loss) in lost {
        let Some(entry) = entries.iter().find(|entry| entry.id == *id) else {
            continue;
        };
        let title = words::title(entry, context.texts);
        let what = context.texts.say(words::loss(*loss).0);
        context.console.remark(&format!("  - {title}: {what}"));
    }
}

fn warn(context: &Context<'_>, options: &WriteOptions) {
    let text = if options.password.is_some() {
        Text::WarnExportSealed
    } else {
        Text::WarnExport
    };
    context.console.remark(context.texts.say(text));
}

fn report(
    context: &Context<'_>,
    (format, path): (Format, &Path),
    count: usize,
    lost: &[(EntryId, Loss)],
) -> Result<(), Failure> {
    let path = path.to_string_lossy();
    let text = context.say(
        Text::Exported,
        &[("count", &count.to_string()), ("path", &visible(&path))],
    );
    let lost: Vec<Value> = lost
        .iter()
        .map(|(id, loss)| json!({ "id": id.0.to_string(), "loss": words::loss(*loss).1 }))
        .collect();
    let json = json!({
        "format": format.id(),
        "file": path,
        "written": count,
        "losses": lost,
    });
    context.report(&text, &json)
}

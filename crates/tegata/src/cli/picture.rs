//! `qr`: codes to scan with a phone.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;
use tegata::Entry;
use tegata::formats::qr::{Drawing, draw};
use tegata::formats::{self, Format, WriteOptions, losses};
use tegata::vault::file::{SystemDisk, write_private};
use zeroize::Zeroizing;

use super::export::{chosen, left_out, per_code, tell_losses};
use super::failure::{DONE, Failure, LEFT_OVER};
use super::texts::Text;
use super::{Context, visible, words};

/// One code: what it is called, and the text in it.
type Code = (String, Zeroizing<Vec<u8>>);

/// `tegata qr NAME…`
pub fn qr(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    if arguments.get_many::<String>("name").is_none() && !arguments.get_flag("all") {
        return Err(Failure::Usage(context.texts.say(Text::UsageQr).to_owned()));
    }
    let session = context.open()?;
    let entries = chosen(&session.vault, arguments)?;
    let google = arguments.get_flag("google");
    let format = if google {
        Format::GoogleMigration
    } else {
        Format::UriList
    };
    let options = WriteOptions {
        entries_per_code: per_code(arguments),
        ..WriteOptions::default()
    };
    let lost = losses(format, &entries, &options);
    tell_losses(context, &entries, &lost);
    let codes = if google {
        together(context, &entries, &options)?
    } else {
        one_by_one(context, &entries, &options)?
    };
    if codes.is_empty() {
        return Err(Failure::NothingWritable);
    }
    context.console.remark(context.texts.say(Text::WarnQr));
    show(context, arguments, &codes)?;
    Ok(if left_out(&lost).is_empty() {
        DONE
    } else {
        LEFT_OVER
    })
}

/// As few codes as possible, for Google Authenticator.
fn together(
    context: &Context<'_>,
    entries: &[Entry],
    options: &WriteOptions,
) -> Result<Vec<Code>, Failure> {
    let entropy = context.surroundings.entropy;
    let written = formats::write(Format::GoogleMigration, entries, options, entropy);
    let parts = written.map_err(Failure::Write)?.parts;
    let of = parts.len().to_string();
    Ok((1..)
        .zip(parts)
        .map(|(number, part): (usize, _)| {
            let values = [("part", number.to_string()), ("of", of.clone())];
            let values = values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            (context.say(Text::QrPart, &values), part)
        })
        .collect())
}

/// A code for each entry, for every app.
fn one_by_one(
    context: &Context<'_>,
    entries: &[Entry],
    options: &WriteOptions,
) -> Result<Vec<Code>, Failure> {
    let entropy = context.surroundings.entropy;
    let mut codes = Vec::with_capacity(entries.len());
    for entry in entries {
        let one = std::slice::from_ref(entry);
        let written = formats::write(Format::UriList, one, options, entropy);
        let parts = written.map_err(Failure::Write)?.parts;
        let title = words::title(entry, context.texts);
        let filled = parts.into_iter().filter(|part| !part.is_empty());
        codes.extend(filled.map(|part| (title.clone(), part)));
    }
    Ok(codes)
}

fn show(context: &Context<'_>, arguments: &ArgMatches, codes: &[Code]) -> Result<(), Failure> {
    let file = |name: &str| arguments.get_one::<PathBuf>(name);
    let (drawing, path) = match (file("svg"), file("png")) {
        (Some(path), _) => (Drawing::Svg, Some(path)),
        (None, Some(path)) => (Drawing::Png, Some(path)),
        (None, None) if arguments.get_flag("light") => (Drawing::TerminalLight, None),
        (None, None) => (Drawing::Terminal, None),
    };
    let mut files = Vec::new();
    for (number, (title, text)) in (1..).zip(codes) {
        let drawn = std::str::from_utf8(text)
            .ok()
            .and_then(|text| draw(text.trim_end(), drawing));
        let drawn = drawn.ok_or_else(|| Failure::TooLongForQr(title.clone()))?;
        let Some(path) = path else {
            context.console.print(title)?;
            context.console.write(&drawn)?;
            continue;
        };
        if path == Path::new("-") {
            context.console.write(&drawn)?;
            continue;
        }
        let path = numbered(path, number, codes.len());
        let written = write_private(&path, &drawn, arguments.get_flag("force"), &SystemDisk);
        written.map_err(|error| Failure::file(&path, error))?;
        files.push(visible(&path.to_string_lossy()));
    }
    if files.is_empty() {
        return Ok(());
    }
    let text = context.say(Text::QrWritten, &[("files", &files.join("\n  "))]);
    context.report(&text, &json!({ "files": files }))
}

/// `codes.png` stays; of several, `codes-1.png` and so on.
fn numbered(path: &Path, number: usize, of: usize) -> PathBuf {
    if of == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()));
    path.with_file_name(format!("{stem}-{number}{}", ending.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::numbered;
    use std::path::Path;

    #[test]
    fn several_pictures_are_numbered() {
        let path = Path::new("/x/codes.png");
        assert_eq!(numbered(path, 1, 1), path);
        assert_eq!(numbered(path, 2, 3), Path::new("/x/codes-2.png"));
        assert_eq!(numbered(Path::new("codes"), 2, 3), Path::new("codes-2"));
    }
}

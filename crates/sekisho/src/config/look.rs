//! The brand's colours, logo and icon.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use web::look::{Color, Colors, Look, Picture};

use super::document::{Problems, Section};

/// Reads `colors`, `logo` and `icon` of the brand's table; `None` when none of them stands there.
/// Relative paths start at `base`.
pub fn read(table: &mut Section, base: &Path, problems: &mut Problems) -> Option<Look> {
    let keys = ["colors", "logo", "icon"];
    if !keys.into_iter().any(|key| table.has(key)) {
        return None;
    }
    let colors = colors(table, problems);
    let logo = picture("logo", table, base, problems);
    let icon = picture("icon", table, base, problems);
    Some(Look::new(colors.as_ref(), logo.as_ref(), icon.as_ref()))
}

fn colors(table: &mut Section, problems: &mut Problems) -> Option<Colors> {
    if !table.has("colors") {
        return None;
    }
    let mut table = table.table("colors", problems);
    let primary = color("primary", &mut table, problems);
    let hover = color("hover", &mut table, problems);
    let header = color("header", &mut table, problems);
    let name = table.name("primary");
    let prefix = name.trim_end_matches("primary").to_owned();
    table.finish(problems);
    let Some(primary) = primary else {
        let missing = problems.has(&name);
        if !missing {
            problems.add(&name, "it is missing; write a colour such as \"#0017c1\"");
        }
        return None;
    };
    let derived = Colors::of(primary);
    let colors = Colors {
        primary,
        hover: hover.unwrap_or(derived.hover),
        header: header.unwrap_or(derived.header),
    };
    for fault in colors.faults() {
        problems.add(&format!("{prefix}{}", fault.key), fault.demand);
    }
    Some(colors)
}

fn color(key: &'static str, table: &mut Section, problems: &mut Problems) -> Option<Color> {
    let text = table.text(key, problems)?;
    let color = text.parse().ok();
    if color.is_none() {
        problems.add(&table.name(key), "write a colour such as \"#0017c1\"");
    }
    color
}

fn picture(
    key: &'static str,
    table: &mut Section,
    base: &Path,
    problems: &mut Problems,
) -> Option<Picture> {
    let path = table.text(key, problems)?;
    let picture = match bytes(&base.join(path)) {
        Ok(bytes) => Picture::recognise(bytes),
        Err(error) => {
            problems.add(
                &table.name(key),
                format!("the file cannot be read: {error}"),
            );
            return None;
        }
    };
    if picture.is_none() {
        let form = "write the path of an SVG or PNG file of at most 64 KiB";
        problems.add(&table.name(key), form);
    }
    picture
}

fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(Picture::LARGEST).unwrap_or(u64::MAX);
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

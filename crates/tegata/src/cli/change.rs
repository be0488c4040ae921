//! `add`, `rename`, `remove`, `restore`, `pin`, `move`: changes by hand.

use std::collections::BTreeMap;
use std::path::Path;

use clap::ArgMatches;
use serde_json::json;
use tegata::codes::timed;
use tegata::formats::{self, Format, Found, Place, Reading, Remark};
use tegata::merge::{self, Differing, Standing};
use tegata::vault::Names;
use tegata::{Entry, EntryId, Key, Kind};
use zeroize::Zeroizing;

use super::failure::{DONE, Failure};
use super::session::{Writing, describe, find, find_removed};
use super::show::all_words;
use super::texts::Text;
use super::{Context, visible, words};

/// `tegata add [NAME]`
pub fn add(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let name = all_words(arguments, "name");
    if name.contains("://") {
        // It would have been seen by everybody who lists the processes.
        return Err(Failure::Usage(
            context.texts.say(Text::UsageSecret).to_owned(),
        ));
    }
    let session = context.open()?;
    let mut reading = match arguments.get_one::<String>("qr") {
        Some(path) => read_picture(context, Path::new(path))?,
        None => ask_key(context, arguments)?,
    };
    if let [one] = reading.found.as_mut_slice() {
        give_names(&mut one.entry, &name, arguments);
    }
    for found in &mut reading.found {
        found.entry.created = found.entry.created.or(Some(context.now()));
    }
    if reading
        .found
        .iter()
        .any(|found| found.entry.title().trim().is_empty())
    {
        return Err(Failure::Usage(
            context.texts.say(Text::UsageNameless).to_owned(),
        ));
    }
    let mut writing = context.begin(session)?;
    let plan = merge::plan(&writing.session.vault, reading);
    let items = plan.items.clone();
    let done = merge::apply(
        &mut writing.session.vault,
        plan,
        Differing::Beside,
        context.now(),
    )
    .map_err(|_| Failure::ChangedMeanwhile)?;
    if done.added > 0 {
        context.save(&writing)?;
    }
    for item in items {
        report_added(context, &writing, &item.found, &item.standing)?;
    }
    Ok(DONE)
}

fn report_added(
    context: &Context<'_>,
    writing: &Writing,
    found: &Found,
    standing: &Standing,
) -> Result<(), Failure> {
    let entry = &found.entry;
    let name = words::title(entry, context.texts);
    for remark in found
        .remarks
        .iter()
        .filter_map(|remark| words::remark(*remark))
    {
        context.console.remark(&context.say(remark.0, &[]));
    }
    let is_there = writing.session.vault.get(entry.id).is_some();
    if !is_there {
        let text = context.say(Text::AlreadyThere, &[("name", &name)]);
        return context.report(&text, &json!({ "added": false, "entry": describe(entry) }));
    }
    if let Standing::Differs { what, .. } = standing {
        let what = context.texts.say(words::difference(*what).0);
        let text = context.say(Text::AddedBeside, &[("name", &name), ("what", what)]);
        context.console.remark(&text);
    }
    let text = match timed(entry, context.now()) {
        Ok(shown) => context.say(
            Text::AddedWithCode,
            &[("name", &name), ("code", &shown.code.grouped())],
        ),
        Err(_) => context.say(Text::Added, &[("name", &name)]),
    };
    context.report(&text, &json!({ "added": true, "entry": describe(entry) }))
}

fn read_picture(context: &mut Context<'_>, path: &Path) -> Result<Reading, Failure> {
    let bytes = super::import::read_input(context, path)?;
    let reading = formats::read(&bytes, None, context.surroundings.entropy)
        .map_err(|error| Failure::Read(visible(&path.to_string_lossy()), error))?;
    if reading.found.is_empty() {
        return Err(Failure::NothingReadable);
    }
    Ok(reading)
}

/// Asks for a key, or a URI that has it in it.
fn ask_key(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<Reading, Failure> {
    let typed = context.console.secret(Text::AskKey)?;
    if typed.contains("://") {
        let reading = formats::read(typed.trim().as_bytes(), None, context.surroundings.entropy)
            .map_err(|error| Failure::Read("URI".to_owned(), error))?;
        return if reading.found.is_empty() {
            Err(Failure::NothingReadable)
        } else {
            Ok(reading)
        };
    }
    let (key, remarks) = parse_key(&typed)?;
    let entry = Entry {
        id: EntryId::random(context.surroundings.entropy)?,
        issuer: String::new(),
        account: String::new(),
        name: String::new(),
        key,
        kind: super::grammar::kind(arguments),
        pinned: false,
        created: None,
        kept: BTreeMap::new(),
    };
    Ok(Reading {
        format: Format::UriList,
        found: vec![Found {
            entry,
            place: Place::Item(1),
            remarks,
        }],
        unreadable: Vec::new(),
    })
}

/// Base32 as sites show it: any case, blanks and hyphens, full width.
fn parse_key(typed: &str) -> Result<(Key, Vec<Remark>), Failure> {
    let narrow: Zeroizing<String> = Zeroizing::new(typed.chars().map(narrowed).collect());
    let secret = otp::Secret::from_base32(narrow.trim()).map_err(|_| Failure::BadKey)?;
    let key = Key::new(secret.expose_bytes()).ok_or(Failure::BadKey)?;
    let is_plain = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '=');
    let plain: Zeroizing<String> = Zeroizing::new(
        narrow
            .to_ascii_uppercase()
            .chars()
            .filter(is_plain)
            .collect(),
    );
    // What does not come out as it went in is read differently by different apps.
    let is_odd = secret.to_base32().expose() != plain.as_str();
    Ok((
        key,
        if is_odd {
            vec![Remark::OddBase32]
        } else {
            Vec::new()
        },
    ))
}

fn narrowed(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

fn give_names(entry: &mut Entry, name: &str, arguments: &ArgMatches) {
    let option = |name: &str| arguments.get_one::<String>(name).cloned();
    if let Some(issuer) = option("issuer") {
        entry.issuer = issuer;
    }
    if let Some(account) = option("account") {
        entry.account = account;
    }
    if name.is_empty() {
        return;
    }
    if entry.issuer.is_empty() && entry.account.is_empty() {
        // Every app carries an account, few a name of one's own.
        name.clone_into(&mut entry.account);
    } else {
        name.clone_into(&mut entry.name);
    }
}

/// `tegata rename NAME NEW`
pub fn rename(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let option = |name: &str| arguments.get_one::<String>(name).cloned();
    let (new, issuer, account) = (option("new"), option("issuer"), option("account"));
    if (&new, &issuer, &account) == (&None, &None, &None) {
        return Err(Failure::Usage(
            context.texts.say(Text::UsageNoNewName).to_owned(),
        ));
    }
    change(context, arguments, Text::Renamed, |writing, entry, _| {
        let mut names = match new {
            Some(title) => Names::for_title(entry, &title),
            None => Names::default(),
        };
        names.issuer = issuer;
        names.account = account.or(names.account);
        writing.session.vault.rename(entry.id, names)
    })
}

/// `tegata pin NAME`
pub fn pin(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let off = arguments.get_flag("off");
    let text = if off { Text::Unpinned } else { Text::Pinned };
    change(context, arguments, text, |writing, entry, _| {
        writing.session.vault.pin(entry.id, !off)
    })
}

/// `tegata move NAME POSITION`
pub fn reorder(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let place = arguments.get_one::<usize>("position").copied().unwrap_or(1);
    change(context, arguments, Text::Moved, |writing, entry, _| {
        let place = place.saturating_sub(1);
        writing.session.vault.move_to(entry.id, place).map(|_| ())
    })
}

/// Finds the entry, changes it, saves.
fn change(
    context: &mut Context<'_>,
    arguments: &ArgMatches,
    done: Text,
    how: impl FnOnce(&mut Writing, &Entry, u64) -> Result<(), tegata::vault::Unchanged>,
) -> Result<u8, Failure> {
    let session = context.open()?;
    let name = all_words(arguments, "name");
    let mut writing = context.begin(session)?;
    let entry = find(&writing.session.vault, &name)?;
    let now = context.now();
    how(&mut writing, &entry, now).map_err(|_| Failure::ChangedMeanwhile)?;
    context.save(&writing)?;
    report_changed(context, &writing, &entry, done)
}

fn report_changed(
    context: &Context<'_>,
    writing: &Writing,
    before: &Entry,
    done: Text,
) -> Result<u8, Failure> {
    let after = writing.session.vault.get(before.id).unwrap_or(before);
    let values = [
        ("name", words::title(before, context.texts)),
        ("new", words::title(after, context.texts)),
    ];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    context.report(
        &context.say(done, &values),
        &json!({ "entry": describe(after) }),
    )?;
    Ok(DONE)
}

/// `tegata remove NAME`
pub fn remove(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    if arguments.get_flag("for-good") {
        return destroy(context, arguments);
    }
    change(context, arguments, Text::Removed, |writing, entry, now| {
        writing.session.vault.remove(entry.id, now)
    })
}

/// Destroys what is in the bin; asks first.
fn destroy(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let session = context.open()?;
    let wanted = all_words(arguments, "name");
    let entry = find_removed(&session.vault, &wanted)?;
    let name = words::title(&entry, context.texts);
    let question = context.say(Text::ConfirmDestroy, &[("name", &name)]);
    if !arguments.get_flag("yes") && !context.console.confirm(&question)? {
        return Err(Failure::NotConfirmed);
    }
    let mut writing = context.begin(session)?;
    let destroyed = writing.session.vault.destroy(entry.id);
    destroyed.map_err(|_| Failure::ChangedMeanwhile)?;
    context.save(&writing)?;
    report_changed(context, &writing, &entry, Text::Destroyed)
}

/// `tegata restore NAME`
pub fn restore(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let session = context.open()?;
    let name = all_words(arguments, "name");
    let mut writing = context.begin(session)?;
    let entry = find_removed(&writing.session.vault, &name)?;
    let restored = writing.session.vault.restore(entry.id);
    restored.map_err(|_| Failure::ChangedMeanwhile)?;
    context.save(&writing)?;
    report_changed(context, &writing, &entry, Text::Restored)
}

/// The kind that the options of `add` describe.
pub fn kind_of(
    type_name: &str,
    (algorithm, digits, period): (otp::Algorithm, otp::Digits, otp::Period),
    next_counter: u64,
) -> Kind {
    match type_name {
        "hotp" => Kind::Hotp {
            algorithm,
            digits,
            next_counter,
        },
        "steam" => Kind::Steam,
        "battlenet" => Kind::BattleNet,
        _ => Kind::Totp {
            algorithm,
            digits,
            period,
        },
    }
}

//! `list` and `code`: what is there, and its codes.

use std::io::{self, Write as _};
use std::time::Duration;

use clap::ArgMatches;
use serde_json::{Value, json};
use tegata::codes::{NoCode, TimedCode, timed};
use tegata::vault::Unchanged;
use tegata::{Entry, Kind};

use super::clock::parse_time;
use super::columns::{self, Row};
use super::failure::{DONE, Failure};
use super::session::{Session, describe, find};
use super::texts::Text;
use super::{Context, clipboard, words};

/// The longest that a code is watched or kept on the clipboard, in seconds.
const LONGEST_WATCH: u64 = 24 * 60 * 60;

/// `tegata list [WORDS…]`
pub fn list(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let session = context.open()?;
    if arguments.get_flag("bin") {
        return list_bin(context, &session);
    }
    let words = all_words(arguments, "words");
    let found = session.vault.search(&words);
    if context.options.json {
        let list: Vec<Value> = found.iter().map(|entry| describe(entry)).collect();
        context.console.print(&json!(list).to_string())?;
        return Ok(DONE);
    }
    if found.is_empty() {
        let none = if session.vault.entries().is_empty() {
            Text::VaultEmpty
        } else {
            Text::NothingFound
        };
        context.console.remark(context.texts.say(none));
        return Ok(DONE);
    }
    let numbers = numbers(&session);
    let rows = found.into_iter().map(|entry| {
        let number = numbers.get(&entry.id).copied().unwrap_or_default();
        row(context, entry, number)
    });
    let page = columns::lines(&rows.collect::<Vec<_>>()).join("\n");
    context.console.print(&page)?;
    Ok(DONE)
}

fn numbers(session: &Session) -> std::collections::HashMap<tegata::EntryId, usize> {
    let entries = session.vault.entries().iter();
    entries
        .zip(1..)
        .map(|(entry, number)| (entry.id, number))
        .collect()
}

fn row(context: &Context<'_>, entry: &Entry, number: usize) -> Row {
    Row {
        number,
        pinned: entry.pinned,
        title: words::title(entry, context.texts),
        kind: words::kind(entry.kind, context.texts),
        since: String::new(),
    }
}

fn list_bin(context: &Context<'_>, session: &Session) -> Result<u8, Failure> {
    let bin = session.vault.bin();
    if context.options.json {
        let list: Vec<Value> = bin
            .iter()
            .map(|removed| json!({ "removed": removed.at, "entry": describe(&removed.entry) }))
            .collect();
        context.console.print(&json!(list).to_string())?;
        return Ok(DONE);
    }
    if bin.is_empty() {
        context.console.remark(context.texts.say(Text::BinEmpty));
    }
    let rows = bin.iter().zip(1..).map(|(removed, number)| {
        let at = super::clock::day(removed.at);
        Row {
            since: context.say(Text::RemovedOn, &[("day", &at)]),
            ..row(context, &removed.entry, number)
        }
    });
    for line in columns::lines(&rows.collect::<Vec<_>>()) {
        context.console.print(&line)?;
    }
    Ok(DONE)
}

/// `tegata code [NAME…]`
pub fn code(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let at = match arguments.get_one::<String>("at") {
        Some(text) => Some(parse_time(text).ok_or_else(|| Failure::NoTime(super::visible(text)))?),
        None => None,
    };
    let session = context.open()?;
    let name = all_words(arguments, "name");
    if name.is_empty() {
        return all_codes(context, &session, at);
    }
    let entry = find(&session.vault, &name)?;
    if let Kind::Hotp { .. } = entry.kind {
        return counted_code(context, arguments, session, &entry);
    }
    let shown = timed_or_failure(context, &entry, at.unwrap_or_else(|| context.now()))?;
    if arguments.get_flag("copy") {
        return copy(context, arguments, &entry, shown.code.expose());
    }
    if arguments.get_flag("watch") {
        return watch(context, arguments, &entry);
    }
    show_timed(context, &entry, &shown, at.unwrap_or_else(|| context.now()))?;
    Ok(DONE)
}

fn timed_or_failure(context: &Context<'_>, entry: &Entry, at: u64) -> Result<TimedCode, Failure> {
    timed(entry, at).map_err(|_| Failure::NoCode(words::title(entry, context.texts)))
}

fn show_timed(
    context: &Context<'_>,
    entry: &Entry,
    shown: &TimedCode,
    at: u64,
) -> Result<(), Failure> {
    if context.options.json {
        return context.console.print(&timed_json(entry, shown).to_string());
    }
    if !context.console.is_read() {
        return context.console.print(shown.code.expose());
    }
    context
        .console
        .print(&timed_line(context, entry, shown, at))
}

fn timed_json(entry: &Entry, shown: &TimedCode) -> Value {
    json!({
        "id": entry.id.0.to_string(),
        "title": entry.title(),
        "code": shown.code.expose(),
        "next": shown.next.expose(),
        "until": shown.until,
        "period": shown.period,
    })
}

fn timed_line(context: &Context<'_>, entry: &Entry, shown: &TimedCode, at: u64) -> String {
    let seconds = shown.until.saturating_sub(at);
    context.say(
        Text::CodeLine,
        &[
            ("code", &shown.code.grouped()),
            ("seconds", &format!("{seconds:>2}")),
            ("next", &shown.next.grouped()),
            ("name", &words::title(entry, context.texts)),
        ],
    )
}

/// Codes of all entries that time decides.
fn all_codes(context: &Context<'_>, session: &Session, at: Option<u64>) -> Result<u8, Failure> {
    let at = at.unwrap_or_else(|| context.now());
    let entries = session.vault.entries();
    if context.options.json {
        let timed = entries.iter().filter_map(|entry| {
            let shown = timed(entry, at).ok()?;
            Some(timed_json(entry, &shown))
        });
        let list: Vec<Value> = timed.collect();
        context.console.print(&json!(list).to_string())?;
        return Ok(DONE);
    }
    if entries.is_empty() {
        context.console.remark(context.texts.say(Text::VaultEmpty));
    }
    for entry in entries {
        let line = match timed(entry, at) {
            Ok(shown) => timed_line(context, entry, &shown, at),
            Err(reason) => {
                let text = match reason {
                    NoCode::Counted => Text::CodeOnDemand,
                    NoCode::NotShown => Text::CodeNotShown,
                };
                context.say(text, &[("name", &words::title(entry, context.texts))])
            }
        };
        context.console.print(&line)?;
    }
    Ok(DONE)
}

/// Moves the counter on, saves that, and only then shows the code.
fn counted_code(
    context: &mut Context<'_>,
    arguments: &ArgMatches,
    session: Session,
    entry: &Entry,
) -> Result<u8, Failure> {
    if arguments.get_flag("watch") || arguments.contains_id("at") {
        return Err(Failure::Usage(
            context.texts.say(Text::UsageCounted).to_owned(),
        ));
    }
    let mut writing = context.begin(session)?;
    let taken = match writing.session.vault.take_counted(entry.id) {
        Err(Unchanged::CounterEnds) => return Err(Failure::CounterEnds),
        other => other.map_err(|_| Failure::ChangedMeanwhile)?,
    };
    context.save(&writing)?;
    drop(writing);
    if arguments.get_flag("copy") {
        return copy(context, arguments, entry, taken.code.expose());
    }
    let json = json!({
        "id": entry.id.0.to_string(),
        "title": entry.title(),
        "code": taken.code.expose(),
        "counter": taken.counter,
    });
    if context.options.json || !context.console.is_read() {
        context.report(taken.code.expose(), &json)?;
        return Ok(DONE);
    }
    let line = context.say(
        Text::CountedLine,
        &[
            ("code", &taken.code.grouped()),
            ("counter", &taken.counter.to_string()),
            ("name", &words::title(entry, context.texts)),
        ],
    );
    context.console.print(&line)?;
    Ok(DONE)
}

/// Shows the code, the seconds that are left and the next code, until it is stopped.
fn watch(context: &Context<'_>, arguments: &ArgMatches, entry: &Entry) -> Result<u8, Failure> {
    let limit = seconds(arguments).unwrap_or(LONGEST_WATCH);
    let started = context.now();
    let mut width = 0;
    loop {
        let now = context.surroundings.system.now();
        let at = now.as_secs();
        let shown = timed_or_failure(context, entry, at)?;
        if context.console.is_read() && !context.options.json {
            let line = timed_line(context, entry, &shown, at);
            let length = columns::width(&line);
            // Blanks instead of an escape sequence: old consoles know none.
            let blanks = " ".repeat(usize::saturating_sub(width, length));
            print_over(&format!("{line}{blanks}"))?;
            width = length;
        } else {
            show_timed(context, entry, &shown, at)?;
        }
        if at.saturating_sub(started) >= limit {
            break;
        }
        let into = u64::from(now.subsec_millis());
        let until_next = Duration::from_millis(1001_u64.saturating_sub(into));
        context.surroundings.system.sleep(until_next);
    }
    if context.console.is_read() && !context.options.json {
        context.console.print("")?;
    }
    Ok(DONE)
}

fn print_over(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    write!(out, "\r{line}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Io("stdout".to_owned(), error.to_string()))
}

/// Puts the code on the clipboard, and takes it away again.
fn copy(
    context: &Context<'_>,
    arguments: &ArgMatches,
    entry: &Entry,
    code: &str,
) -> Result<u8, Failure> {
    let seconds = seconds(arguments).unwrap_or(30);
    let system = context.surroundings.system;
    let clipboard = clipboard::put(system, code).ok_or(Failure::NoClipboard)?;
    let name = words::title(entry, context.texts);
    let values = [("name", name.as_str()), ("seconds", &seconds.to_string())];
    context.console.remark(&context.say(Text::Copied, &values));
    system.sleep(Duration::from_secs(seconds));
    clipboard.clear(code);
    context.console.remark(context.texts.say(Text::CopyGone));
    Ok(DONE)
}

fn seconds(arguments: &ArgMatches) -> Option<u64> {
    let seconds = arguments.get_one::<u64>("for").copied();
    seconds.map(|seconds| seconds.min(LONGEST_WATCH))
}

/// The words of an argument that may have several, joined as they were typed.
pub fn all_words(arguments: &ArgMatches, name: &str) -> String {
    let words = arguments.get_many::<String>(name).into_iter().flatten();
    words.map(String::as_str).collect::<Vec<_>>().join(" ")
}

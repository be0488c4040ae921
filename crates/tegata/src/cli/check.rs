//! `verify-backup` and `doctor`: whether all is as its owner believes.

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ArgMatches;
use serde_json::{Value, json};
use tegata::checkup::{self, BackupState, ClockState, Finding};
use tegata::vault::container::{Container, OpenError, Protection};
use tegata::{Entry, EntryId, Vault};

use super::clock::parse_time;
use super::failure::{DONE, Failure, LEFT_OVER};
use super::session::{Session, describe};
use super::texts::Text;
use super::{Context, import, visible, words};

/// How long a server is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// How much of its answer is looked at, in bytes.
const ANSWER: u64 = 16 * 1024;

/// `tegata verify-backup FILE`
pub fn verify_backup(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let path = arguments
        .get_one::<PathBuf>("file")
        .cloned()
        .unwrap_or_default();
    let session = context.open()?;
    let backup = read_backup(context, &session, &path, arguments)?;
    let states = checkup::compare_backup(&session.vault, &backup);
    let lacking: Vec<_> = states
        .iter()
        .filter(|(_, state)| *state != BackupState::Complete)
        .collect();
    let code = if lacking.is_empty() { DONE } else { LEFT_OVER };
    if context.options.json {
        let entries: Vec<Value> = states
            .iter()
            .map(|(entry, state)| {
                json!({ "entry": describe(entry), "state": words::backup(*state).1 })
            })
            .collect();
        let json = json!({ "complete": lacking.is_empty(), "entries": entries });
        context.console.print(&json.to_string())?;
        return Ok(code);
    }
    for (entry, state) in &lacking {
        let title = words::title(entry, context.texts);
        let what = context.texts.say(words::backup(*state).0);
        context.console.print(&format!("  - {title}: {what}"))?;
    }
    let counts = [
        ("good", (states.len() - lacking.len()).to_string()),
        ("all", states.len().to_string()),
    ];
    let counts = counts
        .each_ref()
        .map(|(name, count)| (*name, count.as_str()));
    let text = if lacking.is_empty() {
        Text::BackupComplete
    } else {
        Text::BackupIncomplete
    };
    context.console.print(&context.say(text, &counts))?;
    Ok(code)
}

/// A copy of a vault, or a file of another app.
fn read_backup(
    context: &mut Context<'_>,
    session: &Session,
    path: &Path,
    arguments: &ArgMatches,
) -> Result<Vec<Entry>, Failure> {
    let bytes = import::read_input(context, path)?;
    match Container::read(&bytes) {
        Ok(container) => {
            let vault = match container.open_again(&session.protection) {
                Err(OpenError::Locked) => {
                    context
                        .console
                        .remark(context.texts.say(Text::BackupOtherPassword));
                    context.unlock(&container)?.0
                }
                other => other?.0,
            };
            Ok(vault.entries().to_vec())
        }
        Err(OpenError::Foreign) => {
            let reading = import::read_one(context, path, &bytes, arguments)?;
            Ok(reading.found.into_iter().map(|found| found.entry).collect())
        }
        Err(other) => Err(other.into()),
    }
}

/// `tegata doctor`
pub fn doctor(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let session = context.open()?;
    let clock =
        reference(context, arguments)?.map(|reference| signed_difference(context.now(), reference));
    let findings = checkup::examine(&session.vault);
    let clock_is_right = clock.is_none_or(|ahead| checkup::judge_clock(ahead) == ClockState::Right);
    let code = if findings.is_empty() && clock_is_right {
        DONE
    } else {
        LEFT_OVER
    };
    if context.options.json {
        let findings: Vec<Value> = findings.iter().map(finding_json).collect();
        let json = json!({
            "clock_seconds_ahead": clock,
            "sealed": matches!(session.protection, Protection::Sealed(_)),
            "findings": findings,
        });
        context.console.print(&json.to_string())?;
        return Ok(code);
    }
    context.console.print(&clock_line(context, clock))?;
    context
        .console
        .print(context.texts.say(protection_text(&session.protection)))?;
    for finding in &findings {
        let line = finding_line(context, &session.vault, finding);
        context.console.print(&format!("  - {line}"))?;
    }
    if findings.is_empty() {
        context.console.print(context.texts.say(Text::NoFindings))?;
    }
    Ok(code)
}

fn protection_text(protection: &Protection) -> Text {
    match protection {
        Protection::Open => Text::VaultIsOpen,
        Protection::Sealed(seal) if seal.has_recovery_key() => Text::VaultIsSealed,
        Protection::Sealed(_) => Text::VaultHasNoRecoveryKey,
    }
}

fn signed_difference(here: u64, reference: u64) -> i64 {
    let size = i64::try_from(here.abs_diff(reference)).unwrap_or(i64::MAX);
    if here < reference { -size } else { size }
}

fn clock_line(context: &Context<'_>, clock: Option<i64>) -> String {
    let Some(ahead) = clock else {
        return context.texts.say(Text::ClockUnknown).to_owned();
    };
    let text = match (checkup::judge_clock(ahead), ahead < 0) {
        (ClockState::Right, _) => Text::ClockRight,
        (_, false) => Text::ClockAhead,
        (_, true) => Text::ClockBehind,
    };
    context.say(text, &[("seconds", &ahead.unsigned_abs().to_string())])
}

/// The time by what the person named.
fn reference(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<Option<u64>, Failure> {
    if let Some(text) = arguments.get_one::<String>("reference") {
        return time_of(text, text).map(Some);
    }
    if let Some(path) = arguments.get_one::<PathBuf>("reference-file") {
        let bytes = import::read_input(context, path)?;
        let text = String::from_utf8_lossy(&bytes);
        return time_of(&text, &path.to_string_lossy()).map(Some);
    }
    if let Some(host) = arguments.get_one::<String>("reference-host") {
        let answer = ask(host).map_err(|error| Failure::Io(visible(host), error.to_string()))?;
        return time_of(&answer, host).map(Some);
    }
    Ok(None)
}

fn time_of(text: &str, from: &str) -> Result<u64, Failure> {
    parse_time(text).ok_or_else(|| Failure::NoTime(visible(from)))
}

/// The head of what a web server answers, over plain HTTP: only its date is looked at.
fn ask(host: &str) -> std::io::Result<String> {
    let address = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let mut last = std::io::ErrorKind::NotFound.into();
    for address in address.to_socket_addrs()? {
        let mut stream = match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => stream,
            Err(error) => {
                last = error;
                continue;
            }
        };
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let name = host.split(':').next().unwrap_or_default();
        // In one piece: a server may answer and close as soon as it has the first one.
        let request = format!("HEAD / HTTP/1.0\r\nHost: {name}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.take(ANSWER).read_to_end(&mut answer)?;
        return Ok(String::from_utf8_lossy(&answer).into_owned());
    }
    Err(last)
}

fn finding_line(context: &Context<'_>, vault: &Vault, finding: &Finding) -> String {
    let title = |id: &EntryId| {
        let entry = vault.get(*id);
        entry
            .map(|entry| words::title(entry, context.texts))
            .unwrap_or_default()
    };
    let titles = |ids: &[EntryId]| ids.iter().map(title).collect::<Vec<_>>().join(", ");
    let (text, names, bits) = match finding {
        Finding::ShortKey { id, bits } => (Text::FindingShortKey, title(id), *bits),
        Finding::PatternedKey { id } => (Text::FindingPatterned, title(id), 0),
        Finding::Unusual { id } => (Text::FindingUnusual, title(id), 0),
        Finding::Nameless { id } => (Text::FindingNameless, title(id), 0),
        Finding::SameKey { ids } => (Text::FindingSameKey, titles(ids), 0),
        Finding::SameTitle { ids } => (Text::FindingSameTitle, titles(ids), 0),
    };
    context.say(text, &[("names", &names), ("bits", &bits.to_string())])
}

fn finding_json(finding: &Finding) -> Value {
    let list = |ids: &[EntryId]| -> Vec<String> { ids.iter().map(|id| id.0.to_string()).collect() };
    let (what, ids) = match finding {
        Finding::ShortKey { id, .. } => ("short-key", list(&[*id])),
        Finding::PatternedKey { id } => ("patterned-key", list(&[*id])),
        Finding::Unusual { id } => ("unusual", list(&[*id])),
        Finding::Nameless { id } => ("nameless", list(&[*id])),
        Finding::SameKey { ids } => ("same-key", list(ids)),
        Finding::SameTitle { ids } => ("same-title", list(ids)),
    };
    json!({ "what": what, "entries": ids })
}

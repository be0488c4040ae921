//! `import`: what other apps wrote. First it says what would happen, then asks once.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::{Value, json};
use tegata::formats::{self, Gathering, ReadError, Reading, limits};
use tegata::merge::{self, Difference, Differing, Done, Plan, Planned, Standing};
use tegata::vault::file::read_bounded;
use zeroize::Zeroizing;

use super::failure::{DONE, Failure, LEFT_OVER};
use super::session::{Session, describe, first_line};
use super::texts::Text;
use super::{Context, visible, words};

/// How many lines of each sort a plan shows before it only counts.
const LINES: usize = 50;

/// `tegata import FILE…`
pub fn import(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let session = context.open()?;
    let files: Vec<PathBuf> = arguments
        .get_many::<PathBuf>("file")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let reading = read_files(context, &files, arguments)?;
    if reading.found.is_empty() && reading.unreadable.is_empty() {
        return Err(Failure::NothingReadable);
    }
    let plan = merge::plan(&session.vault, reading.clone());
    let differing = differing(arguments);
    if !context.options.json {
        show_plan(context, &session, &plan, differing)?;
    }
    let left_over = !plan.unreadable.is_empty();
    let (new, _, differ) = plan.counts();
    let would_change = new > 0 || (differ > 0 && differing != Differing::Leave);
    let agreed = would_change && !arguments.get_flag("dry-run") && agree(context, arguments)?;
    if !agreed {
        return finish_without(context, arguments, &plan, would_change);
    }
    let done = take_over(context, session, reading, differing)?;
    if context.options.json {
        context
            .console
            .print(&plan_json(&plan, Some(done)).to_string())?;
    } else {
        report_done(context, done)?;
    }
    Ok(if left_over { LEFT_OVER } else { DONE })
}

fn agree(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<bool, Failure> {
    if arguments.get_flag("yes") {
        return Ok(true);
    }
    let question = context.texts.say(Text::ConfirmImport).to_owned();
    context.console.confirm(&question)
}

fn finish_without(
    context: &Context<'_>,
    arguments: &ArgMatches,
    plan: &Plan,
    would_change: bool,
) -> Result<u8, Failure> {
    if context.options.json {
        context.console.print(&plan_json(plan, None).to_string())?;
    }
    if would_change && !arguments.get_flag("dry-run") {
        return Err(Failure::NotConfirmed);
    }
    if !context.options.json {
        context
            .console
            .print(context.texts.say(Text::NothingTakenOver))?;
    }
    Ok(if plan.unreadable.is_empty() {
        DONE
    } else {
        LEFT_OVER
    })
}

fn take_over(
    context: &Context<'_>,
    session: Session,
    reading: Reading,
    differing: Differing,
) -> Result<Done, Failure> {
    let mut writing = context.begin(session)?;
    // The vault may have changed while the question stood there.
    let plan = merge::plan(&writing.session.vault, reading);
    let done = merge::apply(&mut writing.session.vault, plan, differing, context.now())
        .map_err(|_| Failure::ChangedMeanwhile)?;
    context
        .console
        .busy(Text::Saving, || context.save(&writing))?;
    Ok(done)
}

fn differing(arguments: &ArgMatches) -> Differing {
    match arguments.get_one::<String>("differing").map(String::as_str) {
        Some("beside") => Differing::Beside,
        Some("replace") => Differing::Replace,
        _ => Differing::Leave,
    }
}

/// Reads one file, or several pictures and texts that belong together.
pub fn read_files(
    context: &mut Context<'_>,
    files: &[PathBuf],
    arguments: &ArgMatches,
) -> Result<Reading, Failure> {
    if let [one] = files {
        let bytes = read_input(context, one)?;
        return read_one(context, one, &bytes, arguments);
    }
    let mut gathering = Gathering::new();
    for file in files {
        let bytes = read_input(context, file)?;
        let added = gathering.add(&bytes);
        added.map_err(|error| Failure::Read(shown(file), error))?;
    }
    let entropy = context.surroundings.entropy;
    let all = files.iter().map(|file| shown(file)).collect::<Vec<_>>();
    let read = context.console.busy(Text::Reading, || {
        if arguments.get_flag("incomplete") {
            gathering.finish_incomplete(entropy)
        } else {
            gathering.finish(entropy)
        }
    });
    read.map_err(|error| Failure::Read(all.join(", "), error))
}

/// Reads one file; asks for its password if it has one.
pub fn read_one(
    context: &mut Context<'_>,
    file: &Path,
    bytes: &[u8],
    arguments: &ArgMatches,
) -> Result<Reading, Failure> {
    let entropy = context.surroundings.entropy;
    let read = |context: &Context<'_>, password: Option<&Zeroizing<String>>| {
        context
            .console
            .busy(Text::Reading, || formats::read(bytes, password, entropy))
    };
    let first = match read(context, None) {
        Err(ReadError::PasswordNeeded(_)) => {
            let password = match arguments.get_one::<PathBuf>("file-password-file") {
                Some(path) => first_line(path)?,
                None => context.console.secret(Text::AskFilePassword)?,
            };
            read(context, Some(&password))
        }
        Err(ReadError::Incomplete(_)) if arguments.get_flag("incomplete") => {
            let mut gathering = Gathering::new();
            let added = gathering.add(bytes);
            added.and_then(|()| gathering.finish_incomplete(entropy))
        }
        other => other,
    };
    first.map_err(|error| Failure::Read(shown(file), error))
}

/// The bytes of a file, or of standard input for `-`.
pub fn read_input(context: &mut Context<'_>, file: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    if file == Path::new("-") {
        return context.console.rest(limits::FILE);
    }
    read_bounded(file, limits::FILE)
        .map(Zeroizing::new)
        .map_err(|error| Failure::file(file, error))
}

fn shown(file: &Path) -> String {
    visible(&file.to_string_lossy())
}

fn show_plan(
    context: &Context<'_>,
    session: &Session,
    plan: &Plan,
    differing: Differing,
) -> Result<(), Failure> {
    let texts = context.texts;
    let format = words::format(plan.format, texts);
    let mut page = vec![context.say(Text::Recognised, &[("format", format)])];
    let (new, same, differ) = plan.counts();
    let of = |wanted: fn(&Standing) -> bool| {
        plan.items.iter().filter(move |item| wanted(&item.standing))
    };
    section(&mut page, context, Text::PlanNew, new);
    let new = of(|standing| *standing == Standing::New);
    page.extend(new.take(LINES).map(|item| line(context, item)));
    section(&mut page, context, Text::PlanSame, same);
    section(&mut page, context, Text::PlanDiffers, differ);
    let differs = of(|standing| matches!(standing, Standing::Differs { .. }));
    page.extend(
        differs
            .take(LINES)
            .map(|item| differing_line(context, session, item)),
    );
    if differ > 0 {
        let text = match differing {
            Differing::Leave => Text::WillLeave,
            Differing::Beside => Text::WillPutBeside,
            Differing::Replace => Text::WillReplace,
        };
        page.push(format!("  {}", texts.say(text)));
    }
    section(
        &mut page,
        context,
        Text::PlanUnreadable,
        plan.unreadable.len(),
    );
    for unreadable in plan.unreadable.iter().take(LINES) {
        let why = texts.say(words::why(unreadable.why).0);
        let place = words::place(unreadable.place, texts);
        let title = visible(&unreadable.title);
        page.push(format!("  ! {place}: {title}  {why}"));
    }
    context.console.print(&page.join("\n"))
}

fn section(page: &mut Vec<String>, context: &Context<'_>, text: Text, count: usize) {
    if count > 0 {
        page.push(context.say(text, &[("count", &count.to_string())]));
    }
}

fn line(context: &Context<'_>, item: &Planned) -> String {
    let entry = &item.found.entry;
    let kind = words::kind(entry.kind, context.texts);
    let title = words::title(entry, context.texts);
    let mut line = format!("  + {title}  [{kind}]");
    let remarks = item.found.remarks.iter();
    for (text, _) in remarks.filter_map(|remark| words::remark(*remark)) {
        line.push_str("\n      ");
        line.push_str(context.texts.say(text));
    }
    line
}

fn differing_line(context: &Context<'_>, session: &Session, item: &Planned) -> String {
    let Standing::Differs { there, what } = item.standing else {
        return String::new();
    };
    let there = session.vault.get(there);
    let there = there
        .map(|entry| words::title(entry, context.texts))
        .unwrap_or_default();
    let title = words::title(&item.found.entry, context.texts);
    let counters = match what {
        Difference::Counter { there, read } => format!(" ({there} → {read})"),
        _ => String::new(),
    };
    let what = context.texts.say(words::difference(what).0);
    format!("  ~ {title} ≠ {there}: {what}{counters}")
}

fn report_done(context: &Context<'_>, done: Done) -> Result<(), Failure> {
    let counts = [
        ("added", done.added.to_string()),
        ("replaced", done.replaced.to_string()),
        ("advanced", done.advanced.to_string()),
        ("left", done.left.to_string()),
    ];
    let counts = counts
        .each_ref()
        .map(|(name, count)| (*name, count.as_str()));
    context
        .console
        .print(&context.say(Text::TakenOver, &counts))
}

/// The plan for scripts, without secrets; and what was done, if it was.
fn plan_json(plan: &Plan, done: Option<Done>) -> Value {
    let items: Vec<Value> = plan.items.iter().map(item_json).collect();
    let unreadable: Vec<Value> = plan
        .unreadable
        .iter()
        .map(|unreadable| {
            json!({
                "place": place_json(unreadable.place),
                "title": unreadable.title,
                "why": words::why(unreadable.why).1,
            })
        })
        .collect();
    json!({
        "format": plan.format.id(),
        "items": items,
        "unreadable": unreadable,
        "done": done.map(|done| json!({
            "added": done.added,
            "replaced": done.replaced,
            "advanced": done.advanced,
            "left": done.left,
        })),
    })
}

fn item_json(item: &Planned) -> Value {
    let (standing, there, what) = match item.standing {
        Standing::New => ("new", None, None),
        Standing::Same => ("same", None, None),
        Standing::Differs { there, what } => {
            let what = words::difference(what).1;
            ("differs", Some(there.0.to_string()), Some(what))
        }
    };
    let remarks = item.found.remarks.iter();
    let remarks: Vec<&str> = remarks
        .filter_map(|remark| Some(words::remark(*remark)?.1))
        .collect();
    json!({
        "place": place_json(item.found.place),
        "standing": standing,
        "there": there,
        "differs": what,
        "remarks": remarks,
        "entry": describe(&item.found.entry),
    })
}

fn place_json(place: formats::Place) -> Value {
    match place {
        formats::Place::Line(line) => json!({ "line": line }),
        formats::Place::Item(item) => json!({ "item": item }),
        formats::Place::Code(code, item) => json!({ "code": code, "item": item }),
    }
}

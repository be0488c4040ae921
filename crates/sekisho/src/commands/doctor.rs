//! `doctor`: what standards demand, what is configured, what the data show. Writes nothing.

use std::fmt::Write as _;

use domain::evidence::Standard;
use i18n::Text;
use serde_json::json;
use web::evidence::{Sheet, SheetLine, number, report};

use crate::cli::Doctor;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{demo, logging, node, output, product};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Gathers the evidence and prints it.
pub async fn doctor(asked: &Doctor) -> Result<(), Failure> {
    let (settings, is_demonstration) = settings(asked)?;
    logging::start(settings.log, settings.log_level);
    let app = product::open_to_read(&settings).await?;
    let evidence = app
        .gather_evidence(&settings.installation(is_demonstration))
        .await?;
    app.store().close().await;
    let text = node::catalog()?.text(asked.language.locale());
    let of: Vec<Standard> = asked.standard.iter().map(|name| name.standard()).collect();
    let sheet = Sheet::new(&evidence, VERSION, &text, &of);
    if asked.json {
        let report = report(&evidence, VERSION);
        let number = number(&report);
        output::json(&json!({"report": report, "sha256": number, "words": words(&sheet)}))?;
    } else {
        output::result(&in_words(&sheet, &text))?;
    }
    match sheet.not_met {
        0 => Ok(()),
        number => Err(Failure::NotMet(number)),
    }
}

/// The configuration, and whether it is a demonstration's.
fn settings(asked: &Doctor) -> Result<(Settings, bool), Failure> {
    match (&asked.config, &asked.data) {
        (_, Some(folder)) => Ok((demo::settings_of(folder)?, true)),
        (Some(file), None) => Ok((Settings::load(file)?, false)),
        (None, None) => Err(Failure::Setting("name a configuration".to_owned())),
    }
}

fn words(sheet: &Sheet) -> serde_json::Value {
    let lines = sheet.parts.iter().flat_map(|part| &part.lines);
    lines
        .map(|line| json!({"id": line.id, "demand": line.title, "company": line.duty}))
        .collect()
}

fn in_words(sheet: &Sheet, text: &Text) -> String {
    let mut words = format!("{}\n\n", text.evidence_title());
    for (label, value) in [
        (
            text.evidence_made_at(),
            format!("{} (Asia/Tokyo)", sheet.at),
        ),
        (text.evidence_version(), sheet.version.clone()),
        (text.evidence_profile(), sheet.profile.to_owned()),
        (text.evidence_digest(), sheet.number.clone()),
    ] {
        let _ = writeln!(words, "{label}: {value}");
    }
    for part in &sheet.parts {
        let _ = writeln!(words, "\n{}", part.title);
        for line in &part.lines {
            words.push_str(&one(line, text));
        }
    }
    let _ = write!(words, "\n{}", sheet.count);
    words
}

fn one(line: &SheetLine, text: &Text) -> String {
    let SheetLine {
        id,
        clause,
        title,
        verdict_word,
        ..
    } = line;
    let mut words = format!("\n  [{verdict_word}] {id} ({clause}) {title}\n");
    for fact in &line.facts {
        let mark = if fact.is_reason {
            format!("{}: ", text.evidence_reason())
        } else {
            String::new()
        };
        let _ = writeln!(words, "      {mark}{}: {}", fact.label, fact.value);
    }
    if let Some(duty) = &line.duty {
        let _ = writeln!(words, "      {}: {duty}", text.evidence_duty());
    }
    words
}

//! Evidence as people and programs read it: on the page for operators, and on the command line.

mod words;

use app::Evidence;
use data_encoding::HEXLOWER;
use domain::evidence::{Fact, Finding, Requirement, Shown, Standard, Value, Verdict};
use i18n::Text;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::http::moments::{in_tokyo, in_utc};

/// The report for programs, without words: `version`, `profile`, `at` (RFC 3339) and the
/// requirements. Keys stand in alphabetical order, so that its compact form is always the same.
#[must_use]
pub fn report(evidence: &Evidence, version: &str) -> serde_json::Value {
    let requirements: Vec<_> = evidence.findings.iter().map(in_json).collect();
    json!({
        "at": in_utc(evidence.at),
        "profile": words::profile(evidence.profile),
        "requirements": requirements,
        "version": version,
    })
}

/// The number of a report: SHA-256 of its compact form, in hexadecimal digits. `jq -cSj .report`
/// prints that form.
#[must_use]
pub fn number(report: &serde_json::Value) -> String {
    HEXLOWER.encode(&Sha256::digest(report.to_string()))
}

fn in_json(finding: &Finding) -> serde_json::Value {
    let requirement = finding.requirement;
    let evidence: Vec<_> = finding.evidence.iter().map(fact_in_json).collect();
    json!({
        "clause": requirement.clause(),
        "evidence": evidence,
        "id": requirement.id(),
        "standard": requirement.standard().word(),
        "verdict": finding.verdict.word(),
    })
}

fn fact_in_json(shown: &Shown) -> serde_json::Value {
    let value = match &shown.value {
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Moment(moment) => json!(moment.map(in_utc)),
        Value::Text(text) => json!(text),
    };
    json!({
        "fact": shown.fact.word(),
        "kind": match shown.fact { Fact::Setting(_) => "setting", Fact::Measured(_) => "measured" },
        "value": value,
        "verdict": shown.verdict.word(),
    })
}

/// A report in words.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// When, in Asia/Tokyo, e.g. `2026-11-22 09:41`.
    pub at: String,
    /// The program's version.
    pub version: String,
    /// The profile's name in the configuration.
    pub profile: &'static str,
    /// The report's number.
    pub number: String,
    /// The requirements by standard, in order.
    pub parts: Vec<SheetPart>,
    /// How many there are of each verdict.
    pub count: String,
    /// How many are not met.
    pub not_met: usize,
}

/// The requirements of one standard.
#[derive(Clone, Debug)]
pub struct SheetPart {
    /// Its name for programs; names the heading, too.
    pub word: &'static str,
    /// Its name.
    pub title: String,
    /// Its requirements.
    pub lines: Vec<SheetLine>,
}

/// A requirement in words.
#[derive(Clone, Debug)]
pub struct SheetLine {
    /// Its ID in `docs/security-requirements.md`.
    pub id: &'static str,
    /// The clause of the standard.
    pub clause: &'static str,
    /// What is demanded.
    pub title: String,
    /// How it stands.
    pub verdict: Verdict,
    /// That in words.
    pub verdict_word: String,
    /// Settings and data.
    pub facts: Vec<SheetFact>,
    /// What stays the company's own.
    pub duty: Option<String>,
}

/// A fact in words.
#[derive(Clone, Debug)]
pub struct SheetFact {
    /// What it is about.
    pub label: String,
    /// What it amounts to.
    pub value: String,
    /// It is a reason why the requirement is not met, or has to be looked at.
    pub is_reason: bool,
}

impl Sheet {
    /// The evidence in the language of `text`: the standards `of`, all of them when there is none.
    #[must_use]
    pub fn new(evidence: &Evidence, version: &str, text: &Text, of: &[Standard]) -> Self {
        let wanted =
            |finding: &&Finding| of.is_empty() || of.contains(&finding.requirement.standard());
        let findings: Vec<&Finding> = evidence.findings.iter().filter(wanted).collect();
        let count = |verdict| findings.iter().filter(|f| f.verdict == verdict).count();
        let not_met = count(Verdict::NotMet);
        Self {
            at: in_tokyo(evidence.at),
            version: version.to_owned(),
            profile: words::profile(evidence.profile),
            number: number(&report(evidence, version)),
            parts: Standard::ALL
                .iter()
                .map(|standard| part(*standard, &findings, text))
                .filter(|part| !part.lines.is_empty())
                .collect(),
            count: text.evidence_count(count(Verdict::Attention), not_met, count(Verdict::Met)),
            not_met,
        }
    }
}

fn part(standard: Standard, findings: &[&Finding], text: &Text) -> SheetPart {
    let ours = findings
        .iter()
        .filter(|finding| finding.requirement.standard() == standard);
    SheetPart {
        word: standard.word(),
        title: words::standard(text, standard),
        lines: ours.map(|finding| line(finding, text)).collect(),
    }
}

fn line(finding: &Finding, text: &Text) -> SheetLine {
    let requirement: Requirement = finding.requirement;
    SheetLine {
        id: requirement.id(),
        clause: requirement.clause(),
        title: words::requirement(text, requirement),
        verdict: finding.verdict,
        verdict_word: words::verdict(text, finding.verdict),
        facts: finding
            .evidence
            .iter()
            .map(|shown| fact(shown, text))
            .collect(),
        duty: words::duty(text, requirement),
    }
}

fn fact(shown: &Shown, text: &Text) -> SheetFact {
    SheetFact {
        label: words::fact(text, shown.fact),
        value: words::value(text, &shown.value),
        is_reason: shown.verdict != Verdict::Met,
    }
}

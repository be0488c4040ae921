//! What the audit trail is asked for, and the trail as a file: the same for 管理 and operators.

use app::{AuditLines, AuditQuery};
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::audit::Action;
use domain::time::{Span, Timestamp};
use i18n::Text;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use store::audit_search::TrailLine;

use super::activity::{detail, what, who};
use crate::http::csv_file;
use crate::http::fields::Fields;
use crate::http::halt::Halt;
use crate::http::moments::{from_tokyo, in_tokyo, in_utc};
use crate::views::{Choice, TrailFinder};

/// Longest value of a field that is taken.
const LONGEST: usize = 64;

/// The question of an address; what it does not know, it takes for nothing.
pub struct Asked {
    from: String,
    until: String,
    person: String,
    act: Option<Action>,
    merchant: String,
    /// Only what is older: where an earlier file ended, in microseconds.
    before: Option<Timestamp>,
    /// The page, from 0.
    pub page: u32,
}

impl Asked {
    /// Reads a query.
    pub fn of(query: &Fields) -> Self {
        let text =
            |name: &str| -> String { query.text(name).trim().chars().take(LONGEST).collect() };
        let page: u32 = query.text("page").parse().unwrap_or(1);
        Self {
            from: text("from"),
            until: text("until"),
            person: text("user_id"),
            act: Action::from_word(query.text("act")),
            merchant: text("merchant_code"),
            before: text("before").parse().ok().map(Timestamp::from_micros),
            page: page.saturating_sub(1).min(1_000_000),
        }
    }

    /// The question to the use case.
    pub fn query(&self) -> AuditQuery {
        AuditQuery {
            from: day(&self.from),
            before: self
                .before
                .or_else(|| day(&self.until).map(|until| until.plus(Span::days(1)))),
            action: self.act,
            person: self.person.clone(),
            merchant_code: self.merchant.clone(),
        }
    }

    /// The address of a page of the answer.
    pub fn href(&self, path: &str, page: u32) -> String {
        format!("{path}?page={page}{}", self.kept())
    }

    /// The question without its page.
    fn kept(&self) -> String {
        let parts = [
            ("from", self.from.as_str()),
            ("until", &self.until),
            ("user_id", &self.person),
            ("act", self.act.map_or("", Action::word)),
            ("merchant_code", &self.merchant),
        ];
        let mut kept = String::new();
        for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            kept.extend(["&", name, "="]);
            kept.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        }
        kept
    }

    /// The address of the file that goes on where this one ends, if there is more. Lines of one
    /// microsecond stand in both, so that none is left out.
    fn rest(&self, path: &str, form: &str, found: &AuditLines) -> Option<Rest> {
        let last = found.more.then(|| found.lines.last()).flatten()?;
        let before = last.at.as_micros().saturating_add(1);
        Some(Rest {
            href: format!("{path}/export?format={form}{}&before={before}", self.kept()),
            day: in_tokyo(last.at).chars().take(10).collect(),
        })
    }

    /// The form above the list. `everywhere`: with a field for one merchant.
    pub fn finder(&self, path: &str, everywhere: bool, text: &Text) -> TrailFinder {
        let kept = self.kept();
        let export = |form: &str| format!("{path}/export?format={form}{kept}");
        TrailFinder {
            action: path.to_owned(),
            from: self.from.clone(),
            until: self.until.clone(),
            person: self.person.clone(),
            acts: self.acts(text),
            merchant: everywhere.then(|| self.merchant.clone()),
            narrowed: !kept.is_empty(),
            csv_href: export("csv"),
            json_href: export("json"),
        }
    }

    fn acts(&self, text: &Text) -> Vec<Choice> {
        let all = Choice {
            value: "",
            label: text.trail_act_all(),
            chosen: self.act.is_none(),
        };
        let mut acts: Vec<_> = Action::ALL
            .iter()
            .map(|act| Choice {
                value: act.word(),
                label: what(act.word(), text),
                chosen: self.act == Some(*act),
            })
            .collect();
        acts.sort_by(|one, other| one.label.cmp(&other.label));
        std::iter::once(all).chain(acts).collect()
    }
}

/// What did not fit in a file.
struct Rest {
    /// Where it is.
    href: String,
    /// The day of the last line that did, in Asia/Tokyo.
    day: String,
}

/// The beginning of a day in Asia/Tokyo.
fn day(text: &str) -> Option<Timestamp> {
    from_tokyo(&format!("{text}T00:00"))
}

/// The trail as a file: `json` for programs, else CSV for people. Where it does not hold everything it
/// says so: in its last line, and in a header (RFC 8288) that names the address of the rest.
///
/// # Errors
/// [`Halt::Fault`] when it cannot be written.
pub fn file(
    (path, form): (&str, &str),
    asked: &Asked,
    found: &AuditLines,
    text: &Text,
) -> Result<Response, Halt> {
    let json_wanted = form == "json";
    let form = if json_wanted { "json" } else { "csv" };
    let rest = asked.rest(path, form, found);
    let mut response = if json_wanted {
        json(&found.lines)?
    } else {
        csv(found, rest.as_ref(), text)?
    };
    if let Some(rest) = rest {
        let link = HeaderValue::try_from(format!("<{}>; rel=\"next\"", rest.href));
        let link = link.map_err(|error| Halt::fault("a header", error))?;
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

fn csv(found: &AuditLines, rest: Option<&Rest>, text: &Text) -> Result<Response, Halt> {
    let mut rows = vec![vec![
        text.own_time(),
        text.field_merchant_code(),
        text.own_who(),
        text.own_what(),
        text.own_whom(),
        text.own_outcome(),
        text.own_network(),
        text.own_detail(),
    ]];
    rows.extend(found.lines.iter().map(|line| cells(line, text)));
    if let Some(rest) = rest {
        let mut last = vec![text.trail_rest(found.lines.len(), rest.day.as_str())];
        last.resize(rows.first().map_or(1, Vec::len), String::new());
        rows.push(last);
    }
    csv_file::answered("audit.csv", &rows)
}

fn cells(line: &TrailLine, text: &Text) -> Vec<String> {
    let outcome = if line.outcome == "ok" {
        text.own_succeeded()
    } else {
        text.own_failed()
    };
    let cells = [
        in_tokyo(line.at),
        line.merchant_code.clone().unwrap_or_default(),
        who(line, text),
        what(&line.action, text),
        line.subject.clone().unwrap_or_default(),
        outcome,
        line.origin.clone(),
        detail(line, text),
    ];
    cells.iter().map(|cell| csv_file::neutral(cell)).collect()
}

#[derive(Serialize)]
struct JsonLine<'a> {
    at: String,
    merchant_code: Option<&'a str>,
    actor_kind: &'a str,
    actor: Option<&'a str>,
    action: &'a str,
    outcome: &'a str,
    subject: Option<&'a str>,
    origin: &'a str,
    remark: &'a str,
}

fn json(lines: &[TrailLine]) -> Result<Response, Halt> {
    let lines: Vec<_> = lines
        .iter()
        .map(|line| JsonLine {
            at: in_utc(line.at),
            merchant_code: line.merchant_code.as_deref(),
            actor_kind: &line.actor_kind,
            actor: line.actor.as_deref(),
            action: &line.action,
            outcome: &line.outcome,
            subject: line.subject.as_deref(),
            origin: &line.origin,
            remark: &line.remark,
        })
        .collect();
    let bytes = serde_json::to_vec(&lines).map_err(|error| Halt::fault("a list", error))?;
    let mut response = Response::new(Body::from(bytes));
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.json\"",
        ),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::{Asked, file};
    use app::AuditLines;
    use axum::http::header;
    use domain::time::Timestamp;
    use i18n::{Catalog, Locale};
    use store::audit_search::TrailLine;

    fn asked(before: Option<Timestamp>) -> Asked {
        Asked {
            from: "2026-01-01".to_owned(),
            until: "2026-11-30".to_owned(),
            person: "taro&co".to_owned(),
            act: None,
            merchant: String::new(),
            before,
            page: 0,
        }
    }

    fn found(more: bool) -> AuditLines {
        let line = TrailLine {
            // 2026-11-26 00:00:00 in Asia/Tokyo.
            at: Timestamp::from_micros(1_795_618_800_000_000),
            merchant_code: None,
            actor_kind: "schedule".to_owned(),
            actor: None,
            action: "purge_audit".to_owned(),
            outcome: "ok".to_owned(),
            subject: None,
            origin: "schedule".to_owned(),
            remark: String::new(),
        };
        AuditLines {
            lines: vec![line],
            more,
        }
    }

    #[tokio::test]
    async fn a_file_that_does_not_hold_everything_says_so() {
        let text = Catalog::load().unwrap().text(Locale::En);
        for (form, more) in [("csv", true), ("json", true), ("csv", false), ("", true)] {
            let asked = asked(None);
            let response = file(("/console/activity", form), &asked, &found(more), &text).unwrap();
            let link = response.headers().get(header::LINK).cloned();
            let body = axum::body::to_bytes(response.into_body(), 1 << 20)
                .await
                .unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert_eq!(link.is_some(), more);
            let says = body.contains("take 2026-11-26 as the last day");
            assert_eq!(says, more && form != "json", "{body}");
            if let Some(link) = link {
                let form = if form == "json" { "json" } else { "csv" };
                let href = format!(
                    "</console/activity/export?format={form}&from=2026%2D01%2D01&until=2026%2D11%2D30\
                     &user_id=taro%26co&before=1795618800000001>; rel=\"next\""
                );
                assert_eq!(link.to_str().unwrap(), href);
            }
        }
    }

    #[test]
    fn the_rest_begins_where_the_file_ended() {
        let end = Timestamp::from_micros(1_795_618_800_000_001);
        assert_eq!(asked(Some(end)).query().before, Some(end));
        assert!(
            asked(None).query().before > Some(end),
            "the day of the question"
        );
    }
}

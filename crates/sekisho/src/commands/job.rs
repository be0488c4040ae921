//! `job run`: scheduled work, once and now.

use app::{App, Expiring};
use domain::life_cycle::DueStep;
use domain::time::{Span, Timestamp};
use serde::Serialize;
use store::outbox;

use super::open;
use crate::cli::{self, JobName};
use crate::failure::Failure;
use crate::node::{self, Node};
use crate::output;

/// Carries out `job …`.
pub async fn job(command: cli::Job) -> Result<(), Failure> {
    let cli::Job::Run {
        config,
        name,
        dry_run,
        json,
    } = command;
    let (app, settings) = open(&config).await?;
    let counts = match (name, dry_run) {
        (JobName::Mail, true) => {
            let (waiting, _) = outbox::waiting(app.store()).await?;
            vec![("waiting", u64::try_from(waiting).unwrap_or(0))]
        }
        (JobName::Mail, false) => {
            let node = Node {
                app: app.clone(),
                catalog: node::catalog()?,
                public_url: settings.network.public_url.clone(),
                demo_mails: None,
            };
            let post = node::post(&node, &settings).await?;
            let sent = jobs::send_due(&post).await?;
            vec![
                ("delivered", sent.delivered.into()),
                ("refused", sent.refused.into()),
            ]
        }
        (JobName::Sweep, true) => {
            let why = "sweeping cannot tell beforehand what it would forget; it forgets only \
                       what has ended, and serve runs it every minute";
            return Err(Failure::Refused(why.to_owned()));
        }
        (JobName::Sweep, false) => swept(app.sweep().await?),
        (JobName::ExpireUsers, true) => {
            let expiring = app.expiring_users().await?;
            app.store().close().await;
            return print_expiring(&expiring, json);
        }
        (JobName::ExpireUsers, false) => {
            let done = app.expire_users().await?;
            vec![("deleted", done.deleted), ("warned", done.warned)]
        }
        (JobName::SealAudit | JobName::PurgeAudit, _) => {
            vec![trail(&app, name, dry_run, settings.audit.keep).await?]
        }
    };
    app.store().close().await;
    print(&counts, json)
}

/// What became of the audit trail, or would.
async fn trail(
    app: &App,
    name: JobName,
    dry_run: bool,
    keep: Span,
) -> Result<(&'static str, u64), Failure> {
    Ok(match (name, dry_run) {
        (JobName::SealAudit, true) => ("seconds_waiting", app.seal_waits().await?.whole_seconds()),
        (JobName::SealAudit, false) => ("sealed", app.seal_all().await?),
        (_, true) => ("rows", app.purgeable_audit(keep).await?.rows),
        (_, false) => ("rows", app.purge_audit(keep).await?.rows),
    })
}

fn swept(swept: app::Swept) -> Vec<(&'static str, u64)> {
    vec![
        ("contacts", swept.contacts),
        ("expired_mails", swept.expired_mails),
        ("mails", swept.mails),
        ("forms", swept.forms),
        ("resets", swept.resets),
        ("sessions", swept.sessions),
        ("strangers", swept.strangers),
    ]
}

fn print(counts: &[(&'static str, u64)], as_json: bool) -> Result<(), Failure> {
    if as_json {
        return output::json(&Counts(counts));
    }
    let lines: Vec<_> = counts
        .iter()
        .map(|(what, count)| format!("{what} {count}"))
        .collect();
    output::result(&lines.join("\n"))
}

/// Who would go or be warned, a line each, and why.
fn print_expiring(expiring: &[Expiring], as_json: bool) -> Result<(), Failure> {
    let lines: Vec<Line<'_>> = expiring.iter().map(Line::of).collect();
    if as_json {
        return output::json(&lines);
    }
    let texts: Vec<String> = lines.iter().map(Line::text).collect();
    output::result(&texts.join("\n"))
}

#[derive(Serialize)]
struct Line<'a> {
    merchant_code: &'a str,
    user_id: &'a str,
    due: &'static str,
    silent_since: String,
    never_logged_in: bool,
    ends_at: String,
}

impl<'a> Line<'a> {
    fn of(expiring: &'a Expiring) -> Self {
        Self {
            merchant_code: &expiring.merchant_code,
            user_id: &expiring.user_id,
            due: match expiring.due {
                DueStep::Delete => "delete",
                DueStep::Warn { .. } | DueStep::Nothing => "warn",
            },
            silent_since: in_utc(expiring.silent_since),
            never_logged_in: expiring.never_logged_in,
            ends_at: in_utc(expiring.ends_at),
        }
    }

    fn text(&self) -> String {
        let why = if self.never_logged_in {
            "never logged in, registered"
        } else {
            "last log-in"
        };
        format!(
            "{} {} {}: {why} {}, ends {}",
            self.due, self.merchant_code, self.user_id, self.silent_since, self.ends_at
        )
    }
}

/// RFC 3339 in UTC; a dash outside the years 0 to 9999.
fn in_utc(moment: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(moment.as_micros())
        .map_or_else(|_| "-".to_owned(), |moment| moment.to_string())
}

struct Counts<'a>(&'a [(&'static str, u64)]);

impl Serialize for Counts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

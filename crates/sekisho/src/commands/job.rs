//! `job run`: scheduled work, once and now.

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
    };
    app.store().close().await;
    print(&counts, json)
}

fn swept(swept: app::Swept) -> Vec<(&'static str, u64)> {
    vec![
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

struct Counts<'a>(&'a [(&'static str, u64)]);

impl Serialize for Counts<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

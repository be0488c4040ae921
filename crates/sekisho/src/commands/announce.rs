//! `announce`: notices on the pages, times of maintenance.

use app::Announcer;
use clap::{Args, Subcommand};
use domain::announcement::{Announcement, AnnouncementKind, AnnouncementProblem, Draft};
use domain::audit::Actor;
use domain::ids::AnnouncementId;
use domain::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{here, open};
use crate::cli::Config;
use crate::failure::Failure;
use crate::output;

/// The console's time zone, part of the binary.
const TOKYO: TimeZone = jiff::tz::get!("Asia/Tokyo");

/// `announce`.
#[derive(Debug, Subcommand)]
pub enum Announce {
    /// Tell everybody something on the log-in page and the menu, or close the pages for maintenance
    Make(Box<Make>),
    /// List announcements, those that are over included
    List {
        #[command(flatten)]
        config: Config,
    },
    /// Withdraw an announcement
    Withdraw {
        #[command(flatten)]
        config: Config,
        /// Its number, as `announce list` shows it
        id: Uuid,
    },
}

/// `announce make`.
#[derive(Args, Debug)]
pub struct Make {
    #[command(flatten)]
    config: Config,
    /// The Japanese text
    #[arg(long, value_name = "TEXT")]
    ja: String,
    /// The English text
    #[arg(long, value_name = "TEXT")]
    en: String,
    /// From when on, in Japan time, such as 2026-12-01T22:00
    #[arg(long, value_name = "TIME", value_parser = moment)]
    from: Timestamp,
    /// Until when, in Japan time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Timestamp,
    /// Close all pages but the operators' for this time; sessions survive
    #[arg(long)]
    maintenance: bool,
}

/// Carries out `announce …`.
pub async fn announce(command: Announce) -> Result<(), Failure> {
    match command {
        Announce::Make(new) => make(*new).await,
        Announce::List { config } => {
            let (app, _) = open(&config).await?;
            let all = app.announcements().await?;
            app.store().close().await;
            let lines: Vec<_> = all.iter().map(line).collect();
            output::result(&lines.join("\n"))
        }
        Announce::Withdraw { config, id } => {
            let (app, _) = open(&config).await?;
            let origin = here();
            let done = app
                .withdraw_announcement(AnnouncementId::new(id), by(&origin))
                .await?;
            app.store().close().await;
            if done {
                output::result("withdrawn")
            } else {
                let why = "no announcement of this number is in force or ahead";
                Err(Failure::Refused(why.to_owned()))
            }
        }
    }
}

async fn make(new: Make) -> Result<(), Failure> {
    let (app, _) = open(&new.config).await?;
    let draft = Draft {
        kind: if new.maintenance {
            AnnouncementKind::Maintenance
        } else {
            AnnouncementKind::Notice
        },
        ja: new.ja,
        en: new.en,
        from: new.from,
        until: new.until,
    };
    let origin = here();
    let made = app.announce(&draft, by(&origin)).await?;
    app.store().close().await;
    match made {
        Ok(id) => output::result(&id.uuid().to_string()),
        Err(problems) => {
            let wrong: Vec<_> = problems.into_iter().map(demand).collect();
            Err(Failure::Refused(wrong.join("; ")))
        }
    }
}

fn by(origin: &app::Origin) -> Announcer<'_> {
    Announcer {
        actor: Actor::Operator(None),
        nonce: None,
        origin,
    }
}

const fn demand(problem: AnnouncementProblem) -> &'static str {
    match problem {
        AnnouncementProblem::Ja => "--ja: 1 to 500 characters in one line",
        AnnouncementProblem::En => "--en: 1 to 500 characters in one line",
        AnnouncementProblem::Time => {
            "--from, --until: the end has to be ahead and after the beginning, a maintenance lasts \
             48 hours at most"
        }
    }
}

fn line(told: &Announcement) -> String {
    let state = if told.withdrawn_at.is_some() {
        "withdrawn"
    } else {
        "-"
    };
    format!(
        "{} {} {} {} {state} {}",
        told.id.uuid(),
        told.draft.kind.word(),
        shown(told.draft.from),
        shown(told.draft.until),
        told.draft.en
    )
}

fn shown(moment: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(moment.as_micros()).map_or_else(
        |_| "-".to_owned(),
        |moment| {
            moment
                .to_zoned(TOKYO)
                .strftime("%Y-%m-%dT%H:%M")
                .to_string()
        },
    )
}

/// Reads a time of day in Japan.
fn moment(text: &str) -> Result<Timestamp, String> {
    let civil: DateTime = text.parse().map_err(|error| format!("{error}"))?;
    let zoned = civil.to_zoned(TOKYO).map_err(|error| format!("{error}"))?;
    Ok(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::{moment, shown};

    #[test]
    fn times_are_those_of_japan() {
        let read = moment("2026-12-01T22:00").unwrap();
        assert_eq!(read.unix_seconds(), 1_796_130_000);
        assert_eq!(shown(read), "2026-12-01T22:00");
        assert!(moment("tomorrow").is_err());
    }
}

//! `/operator/notices`: what operators tell everybody, and times of maintenance.

use app::Announcer;
use axum::extract::Path;
use axum::response::Response;
use domain::announcement::{Announcement, AnnouncementKind, AnnouncementProblem, Draft};
use domain::audit::Actor;
use domain::authority::Operator;
use domain::ids::AnnouncementId;
use domain::time::Timestamp;
use uuid::Uuid;

use super::merchants::menu;
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::moments::{from_tokyo, in_tokyo};
use crate::http::session::{Sent, Signed};
use crate::views::{
    AnnouncementRow, AnnouncementState, AnnouncementsPage, Field, Notice, NoticeKind, Shell,
};

const PAGE: &str = "/operator/notices";

/// The list and a blank form.
pub async fn list(signed: Signed<Operator>) -> Result<Response, Halt> {
    let now = signed.visit.app().now();
    let typed = Typed {
        from: in_tokyo(now).replace(' ', "T"),
        ..Typed::default()
    };
    drawn(&page(&signed, &typed, &[]).await?)
}

/// Makes an announcement.
pub async fn announce(sent: Sent<Operator>) -> Result<Response, Halt> {
    let typed = Typed::read(&sent);
    // What is no time is one that is over.
    let never = Timestamp::from_micros(0);
    let draft = Draft {
        kind: typed.kind(),
        ja: typed.ja.clone(),
        en: typed.en.clone(),
        from: from_tokyo(&typed.from).unwrap_or(never),
        until: from_tokyo(&typed.until).unwrap_or(never),
    };
    let app = sent.signed.visit.app();
    match app.announce(&draft, announcer(&sent)).await? {
        Ok(_) => Err(Halt::to(format!("{PAGE}?done=announced"))),
        Err(problems) => drawn(&page(&sent.signed, &typed, &problems).await?),
    }
}

/// Withdraws an announcement.
pub async fn withdraw(Path(id): Path<String>, sent: Sent<Operator>) -> Result<Response, Halt> {
    let id = Uuid::try_parse(&id).map_err(|_| Halt::NotFound)?;
    let app = sent.signed.visit.app();
    let id = AnnouncementId::new(id);
    let is_done = app.withdraw_announcement(id, announcer(&sent)).await?;
    let word = if is_done { "withdrawn" } else { "over" };
    Err(Halt::to(format!("{PAGE}?done={word}")))
}

fn announcer(sent: &Sent<Operator>) -> Announcer<'_> {
    Announcer {
        actor: Actor::Operator(Some(sent.signed.right.person())),
        nonce: Some(sent.nonce),
        origin: &sent.signed.visit.origin,
    }
}

/// The form as typed.
#[derive(Default)]
struct Typed {
    maintenance: bool,
    ja: String,
    en: String,
    from: String,
    until: String,
}

impl Typed {
    fn read(sent: &Sent<Operator>) -> Self {
        let text = |name| {
            sent.fields
                .text(name)
                .chars()
                .take(2_000)
                .collect::<String>()
        };
        Self {
            maintenance: sent.fields.text("kind") == AnnouncementKind::Maintenance.word(),
            ja: text("ja"),
            en: text("en"),
            from: text("from"),
            until: text("until"),
        }
    }

    const fn kind(&self) -> AnnouncementKind {
        if self.maintenance {
            AnnouncementKind::Maintenance
        } else {
            AnnouncementKind::Notice
        }
    }
}

async fn page(
    signed: &Signed<Operator>,
    typed: &Typed,
    problems: &[AnnouncementProblem],
) -> Result<AnnouncementsPage, Halt> {
    let text = &signed.visit.text;
    let all = signed.visit.app().announcements().await?;
    let rows: Result<Vec<_>, Halt> = all.iter().map(|one| row(signed, one)).collect();
    let error = |problem, words: String| problems.contains(&problem).then_some(words);
    let field = |value: &str, error| Field {
        value: value.to_owned(),
        error,
    };
    Ok(AnnouncementsPage {
        shell: Shell {
            crumbs: vec![menu(text)],
            notice: notice(signed),
            ..signed.shell()?
        },
        rows: rows?,
        maintenance: typed.maintenance,
        ja: field(
            &typed.ja,
            error(AnnouncementProblem::Ja, text.operator_error_notice()),
        ),
        en: field(
            &typed.en,
            error(AnnouncementProblem::En, text.operator_error_notice()),
        ),
        from: field(&typed.from, None),
        until: field(
            &typed.until,
            error(AnnouncementProblem::Time, text.operator_error_time()),
        ),
        action: PAGE.to_owned(),
        form: signed.form()?,
    })
}

fn row(signed: &Signed<Operator>, one: &Announcement) -> Result<AnnouncementRow, Halt> {
    let now = signed.visit.app().now();
    let draft = &one.draft;
    let state = if one.holds(now) {
        AnnouncementState::Now
    } else if one.withdrawn_at.is_none() && now < draft.from {
        AnnouncementState::Ahead
    } else {
        AnnouncementState::Over
    };
    Ok(AnnouncementRow {
        maintenance: draft.kind == AnnouncementKind::Maintenance,
        ja: draft.ja.clone(),
        en: draft.en.clone(),
        from: in_tokyo(draft.from),
        until: in_tokyo(draft.until),
        state,
        withdraw_action: format!("{PAGE}/{}/withdraw", one.id.uuid()),
        withdraw_form: signed.form()?,
    })
}

fn notice(signed: &Signed<Operator>) -> Option<Notice> {
    let text = &signed.visit.text;
    let (kind, words) = match signed.visit.query().text("done") {
        "announced" => (NoticeKind::Success, text.operator_done_announced()),
        "withdrawn" => (NoticeKind::Success, text.operator_done_withdrawn()),
        "over" => (NoticeKind::Warning, text.operator_notice_over()),
        _ => return None,
    };
    Some(Notice { kind, text: words })
}

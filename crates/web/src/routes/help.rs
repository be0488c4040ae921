//! `/help`: the help centre, open to everybody (SCR-17, GUIDE-5).

use axum::extract::Path;
use axum::response::Response;

use crate::help::article::{article, title};
use crate::help::words::Words;
use crate::help::{Group, TOPICS, Topic, find, next};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::visit::Visit;
use crate::views::{Crumb, HelpGroup, HelpPage, HelpTopicPage, Shell};

const CONTENTS: &str = "/help";

/// The table of contents.
pub async fn contents(visit: Visit) -> Result<Response, Halt> {
    let words = words(&visit);
    let groups = Group::ALL.map(|group| HelpGroup {
        title: heading(&visit, group),
        topics: TOPICS
            .iter()
            .filter(|topic| topic.group == group)
            .map(|topic| link(&visit, topic, &words))
            .collect(),
    });
    drawn(&HelpPage {
        shell: visit.shell(),
        groups: groups.to_vec(),
    })
}

/// One topic.
pub async fn topic(visit: Visit, Path(slug): Path<String>) -> Result<Response, Halt> {
    let topic = find(&slug).ok_or(Halt::NotFound)?;
    let words = words(&visit);
    let article = article(topic, visit.text.locale(), &words);
    let crumbs = vec![Crumb {
        label: visit.text.help_title(),
        href: CONTENTS.to_owned(),
    }];
    let about = visit
        .state
        .settings
        .app_links
        .iter()
        .filter(|app| app.topic == topic.slug);
    let told = about.map(|app| app.help.text(visit.text.locale()).to_owned());
    drawn(&HelpTopicPage {
        article,
        told: told.filter(|line| !line.is_empty()).collect(),
        next: next(topic.slug).map(|topic| link(&visit, topic, &words)),
        shell: Shell {
            crumbs,
            ..visit.shell()
        },
    })
}

fn words(visit: &Visit) -> Words {
    let state = &visit.state;
    Words::new(
        &state.brand,
        visit.shell().reset_label(),
        state.app.policy(),
        &state.settings.public_url,
        &visit.login_href(),
    )
}

fn link(visit: &Visit, topic: &Topic, words: &Words) -> Crumb {
    Crumb {
        label: title(topic, visit.text.locale(), words),
        href: topic.href(),
    }
}

fn heading(visit: &Visit, group: Group) -> String {
    match group {
        Group::Start => visit.text.help_group_start(),
        Group::Walkthrough => visit.text.help_group_walkthrough(),
        Group::Trouble => visit.text.help_group_trouble(),
        Group::Move => visit.text.help_group_move(),
        Group::Questions => visit.text.help_questions(),
    }
}

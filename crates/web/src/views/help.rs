//! The help centre.

use askama::Template;

use super::{Crumb, Shell};
use crate::help::article::Article;

/// The table of contents.
#[derive(Clone, Debug, Template)]
#[template(path = "help.html")]
pub struct HelpPage {
    /// The frame.
    pub shell: Shell,
    /// The topics, group by group.
    pub groups: Vec<HelpGroup>,
}

/// Topics that belong together.
#[derive(Clone, Debug)]
pub struct HelpGroup {
    /// Their heading.
    pub title: String,
    /// The topics.
    pub topics: Vec<Crumb>,
}

/// One topic.
#[derive(Clone, Debug, Template)]
#[template(path = "help_topic.html")]
pub struct HelpTopicPage {
    /// The frame.
    pub shell: Shell,
    /// The topic.
    pub article: Article,
    /// What the brand says of the app that the topic is about.
    pub told: Vec<String>,
    /// What to read next.
    pub next: Option<Crumb>,
}

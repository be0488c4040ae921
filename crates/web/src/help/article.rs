//! From a topic's Markdown to HTML. Markup that the texts could bring along is not let through.

use i18n::Locale;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::words::Words;
use super::{Topic, find, pictures, whole};

/// A topic ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its heading.
    pub title: String,
    /// Its body.
    pub html: String,
    /// Its second-level headings.
    pub sections: Vec<Section>,
    /// Links, pictures, placeholders and markup that lead nowhere: for the test that finds them.
    pub faults: Vec<String>,
}

/// A heading to jump to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The element's `id`.
    pub id: String,
    /// The heading.
    pub title: String,
}

/// A topic's heading alone.
#[must_use]
pub fn title(topic: &Topic, locale: Locale, words: &Words) -> String {
    let first = topic.source(locale).lines().next().unwrap_or_default();
    words.fill(first.trim_start_matches(['#', ' ']), &mut Vec::new())
}

/// Draws a topic.
#[must_use]
pub fn article(topic: &Topic, locale: Locale, words: &Words) -> Article {
    let source = whole(topic, locale);
    let mut writer = Writer {
        words,
        locale,
        article: Article::default(),
        heading: None,
    };
    let events: Vec<Event<'_>> =
        TextMergeStream::new(Parser::new_ext(&source, Options::ENABLE_HEADING_ATTRIBUTES))
            .filter_map(|event| writer.event(event))
            .collect();
    let mut html = String::with_capacity(source.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    Article {
        html,
        ..writer.article
    }
}

/// The heading that is being read.
struct Heading {
    level: HeadingLevel,
    id: String,
    title: String,
}

struct Writer<'a> {
    words: &'a Words,
    locale: Locale,
    article: Article,
    heading: Option<Heading>,
}

impl Writer<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        match event {
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            }) => {
                let name = id.as_deref().unwrap_or_default().to_owned();
                self.heading = Some(Heading {
                    level,
                    id: name,
                    title: String::new(),
                });
                // The page draws the first heading itself.
                let tag = Tag::Heading {
                    level,
                    id,
                    classes,
                    attrs,
                };
                (level != HeadingLevel::H1).then_some(Event::Start(tag))
            }
            Event::End(TagEnd::Heading(level)) => {
                self.end_heading();
                (level != HeadingLevel::H1).then_some(Event::End(TagEnd::Heading(level)))
            }
            Event::Text(text) => self.text(&text).map(Event::Text),
            Event::Code(text) => Some(Event::Code(self.filled(&text))),
            Event::Html(markup) | Event::InlineHtml(markup) => {
                self.article.faults.push(format!("markup {markup}"));
                Some(Event::Text(markup))
            }
            Event::Start(tag) => Some(Event::Start(self.tag(tag))),
            other => Some(other),
        }
    }

    fn text<'e>(&mut self, text: &str) -> Option<CowStr<'e>> {
        let filled = self.filled(text);
        match &mut self.heading {
            Some(heading) => {
                heading.title.push_str(&filled);
                (heading.level != HeadingLevel::H1).then_some(filled)
            }
            None => Some(filled),
        }
    }

    fn filled<'e>(&mut self, text: &str) -> CowStr<'e> {
        self.words.fill(text, &mut self.article.faults).into()
    }

    fn end_heading(&mut self) {
        match self.heading.take() {
            Some(heading) if heading.level == HeadingLevel::H1 => {
                self.article.title = heading.title;
            }
            Some(heading) if heading.level == HeadingLevel::H2 => {
                self.article.sections.push(Section {
                    id: heading.id,
                    title: heading.title,
                });
            }
            _ => {}
        }
    }

    fn tag<'e>(&mut self, tag: Tag<'e>) -> Tag<'e> {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => Tag::Link {
                link_type,
                dest_url: self.link(&dest_url).into(),
                title,
                id,
            },
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => Tag::Image {
                link_type,
                dest_url: self.picture(&dest_url).into(),
                title,
                id,
            },
            other => other,
        }
    }

    /// `topic:SLUG`, `topic:SLUG#SECTION`, `page:NAME`, `mailto:{mail}`; nothing else.
    fn link(&mut self, link: &str) -> String {
        let found = match link.split_once(':') {
            Some(("topic", place)) => {
                let slug = place.split('#').next().unwrap_or_default();
                find(slug).map(|_| format!("/help/{place}"))
            }
            Some(("page", name)) => self.words.page(name),
            Some(("mailto", _)) => Some(self.words.fill(link, &mut self.article.faults)),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.article.faults.push(format!("link {link}"));
            "/help".to_owned()
        })
    }

    fn picture(&mut self, link: &str) -> String {
        let name = link.strip_prefix("picture:").unwrap_or_default();
        pictures::find(name, self.locale).map_or_else(
            || {
                self.article.faults.push(format!("picture {link}"));
                String::new()
            },
            |picture| picture.href(),
        )
    }
}

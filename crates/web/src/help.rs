//! The help centre's topics: Markdown files of both languages inside the binary (GUIDE-5).
//!
//! A text names what the configuration decides by placeholders (`{service}`, `{attempts}`), so it
//! never contradicts the settings, and links to topics, pages and pictures by name
//! (`topic:faq`, `page:users`, `picture:login`), so a test finds every dead link.

pub mod article;
pub mod pictures;
pub mod words;

use i18n::Locale;

/// Where topics belong in the table of contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// §1 to §4: what it is about.
    Start,
    /// §5 to §9: step by step, one topic for each app.
    Walkthrough,
    /// §10 to §14 and ours: what to do when.
    Trouble,
    /// §15 to §18: use on another device.
    Move,
    /// §19.
    Questions,
}

impl Group {
    /// Every group in the order of the contents.
    pub const ALL: [Self; 5] = [
        Self::Start,
        Self::Walkthrough,
        Self::Trouble,
        Self::Move,
        Self::Questions,
    ];
}

/// One topic.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// The last part of its address.
    pub slug: &'static str,
    /// Where it belongs.
    pub group: Group,
    ja: &'static str,
    en: &'static str,
}

impl Topic {
    /// Its Markdown in `locale`.
    #[must_use]
    pub fn source(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Ja => self.ja,
            Locale::En => self.en,
        }
    }

    /// Its address.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/help/{}", self.slug)
    }
}

macro_rules! topic {
    ($slug:literal, $group:ident, $file:literal) => {
        Topic {
            slug: $slug,
            group: Group::$group,
            ja: include_str!(concat!("../help/ja/", $file)),
            en: include_str!(concat!("../help/en/", $file)),
        }
    };
}

macro_rules! shared {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../help/ja/_", $name, ".md")),
            include_str!(concat!("../help/en/_", $name, ".md")),
        )
    };
}

/// Every topic, in reading order. The file names bear the manual's section numbers; 20 and 21
/// are ours.
pub const TOPICS: [Topic; 21] = [
    topic!("overview", Start, "01-overview.md"),
    topic!("roles", Start, "02-roles.md"),
    topic!("four-steps", Start, "03-four-steps.md"),
    topic!("apps", Start, "04-apps.md"),
    topic!("authenticator", Walkthrough, "05-authenticator.md"),
    topic!("winauth", Walkthrough, "06-winauth.md"),
    topic!("otp-manager", Walkthrough, "07-otp-manager.md"),
    topic!(
        "google-authenticator",
        Walkthrough,
        "08-google-authenticator.md"
    ),
    topic!("tablet", Walkthrough, "09-tablet.md"),
    topic!("reset-password", Trouble, "10-reset-password.md"),
    topic!(
        "reset-one-time-password",
        Trouble,
        "11-reset-one-time-password.md"
    ),
    topic!("release-lock", Trouble, "12-release-lock.md"),
    topic!("delete-secret", Trouble, "13-delete-secret.md"),
    topic!("reset-winauth", Trouble, "14-reset-winauth.md"),
    topic!("lost-phone", Trouble, "20-lost-phone.md"),
    topic!(
        "change-of-administrator",
        Trouble,
        "21-change-of-administrator.md"
    ),
    topic!("move-authenticator", Move, "15-move-authenticator.md"),
    topic!("move-winauth", Move, "16-move-winauth.md"),
    topic!("move-otp-manager", Move, "17-move-otp-manager.md"),
    topic!(
        "move-google-authenticator",
        Move,
        "18-move-google-authenticator.md"
    ),
    topic!("faq", Questions, "19-faq.md"),
];

/// The steps that the walkthroughs share, by the name in `{include:NAME}`.
const SHARED: [(&str, &str, &str); 4] = [
    shared!("first-log-in"),
    shared!("create-users"),
    shared!("users-log-in"),
    shared!("confirm"),
];

/// The topics that are about one app: the last parts of their addresses.
pub fn app_topics() -> impl Iterator<Item = &'static str> {
    let walkthroughs = TOPICS
        .iter()
        .filter(|topic| topic.group == Group::Walkthrough);
    walkthroughs
        .map(|topic| topic.slug)
        .filter(|slug| *slug != "tablet")
}

/// A topic by the last part of its address.
#[must_use]
pub fn find(slug: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.slug == slug)
}

/// The topic to read after this one; nothing after the last.
#[must_use]
pub fn next(slug: &str) -> Option<&'static Topic> {
    let mut rest = TOPICS.iter().skip_while(|topic| topic.slug != slug);
    rest.nth(1)
}

/// A topic's Markdown with the shared steps in their places.
#[must_use]
pub fn whole(topic: &Topic, locale: Locale) -> String {
    let mut text = topic.source(locale).to_owned();
    for (name, ja, en) in SHARED {
        let part = match locale {
            Locale::Ja => ja,
            Locale::En => en,
        };
        text = text.replace(&format!("{{include:{name}}}"), part.trim_end());
    }
    text
}

/// The address that answers the question of the page `page` (its path without the query).
#[must_use]
pub fn href_for(page: &str) -> String {
    let topic = match page {
        "/" => "faq#access-key",
        "/console/password" => "faq#rules",
        "/console/secret" => "apps",
        "/console/users/new" => "four-steps#step3",
        page if page.starts_with("/console/passes") || page.ends_with("/recovery") => "lost-phone",
        page if page.starts_with("/reset/") || page.ends_with("/reset") => "reset-password",
        page if page.ends_with("/mail") => "faq#mail",
        page if page.ends_with("/release") => "release-lock",
        page if page.ends_with("/code") || page.ends_with("/secret") => "reset-one-time-password",
        page if page.starts_with("/console/users") => "roles",
        _ => return "/help".to_owned(),
    };
    format!("/help/{topic}")
}

/// The walkthrough for the app that suits a device (ENV-1).
#[must_use]
pub fn walkthrough(device: crate::Device) -> String {
    let slug = match device {
        crate::Device::ChromeOnDesktop => "authenticator",
        crate::Device::Windows => "winauth",
        crate::Device::Mac => "otp-manager",
        crate::Device::Phone => "google-authenticator",
        crate::Device::Other => "apps",
    };
    format!("/help/{slug}")
}

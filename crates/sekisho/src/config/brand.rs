//! Names, contacts and links of whoever runs the console. The shipped ones are neutral.

use std::path::Path;

use url::Url;
use web::look::Look;
use web::views::LinkLabels;
use web::{AppLink, Device, Wording};

use super::document::{Problem, Problems, Section};
use super::look;

/// The shipped brand, in the form of the table `[brand]`.
const SHIPPED: &str = include_str!("../../defaults/brand.toml");

/// Names and contacts for pages and mails.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// The service's name; also the sender's display name and the issuer in code apps.
    pub service: String,
    /// The company that runs it.
    pub operator: String,
    /// Telephone number of the customer-service centre.
    pub phone: String,
    /// When it is answered.
    pub hours: String,
    /// The centre's mail address.
    pub mail: String,
    /// Page of questions and answers; empty: no link.
    pub faq: String,
    /// Page that explains the access key; empty: no link.
    pub access_key_help: String,
    /// Labels of links (CON-7).
    pub labels: LinkLabels,
    /// Which code app to take on which device (ENV-1), the first one first.
    pub apps: Vec<AppLink>,
    /// Colours, logo, icon.
    pub look: Look,
}

/// Contacts without which nobody knows whom to call.
const CONTACTS: [&str; 4] = ["operator", "phone", "hours", "mail"];

impl Brand {
    /// The neutral brand that is shipped.
    #[must_use]
    pub fn shipped() -> Self {
        let mut brand = Self::default();
        let mut table = Section::parse(SHIPPED, &mut Problems::default());
        brand.overlay(&mut table, Path::new(""), &mut Problems::default());
        brand
    }

    /// Reads a file that holds what `[brand]` holds, over the shipped brand: for a demonstration.
    /// Relative paths in it start at `base`.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn parse(text: &str, base: &Path) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let mut brand = Self::shipped();
        let mut table = Section::parse(text, &mut problems);
        for key in std::iter::once("service").chain(CONTACTS) {
            if !table.has(key) {
                problems.add(key, "it is missing");
            }
        }
        brand.overlay(&mut table, base, &mut problems);
        table.finish(&mut problems);
        let problems = problems.into_list();
        if problems.is_empty() {
            Ok(brand)
        } else {
            Err(problems)
        }
    }

    fn overlay(&mut self, table: &mut Section, base: &Path, problems: &mut Problems) {
        if let Some(look) = look::read(table, base, problems) {
            self.look = look;
        }
        for (key, place) in [
            ("service", &mut self.service),
            ("operator", &mut self.operator),
            ("phone", &mut self.phone),
            ("hours", &mut self.hours),
            ("mail", &mut self.mail),
        ] {
            line(key, place, table, problems);
        }
        link("faq", &mut self.faq, table, problems);
        link(
            "access_key_help",
            &mut self.access_key_help,
            table,
            problems,
        );
        if table.has("labels") {
            self.labels = labels(table.table("labels", problems), problems);
        }
        if let Some(apps) = table.tables("apps", problems) {
            self.apps = apps.into_iter().map(|table| app(table, problems)).collect();
        }
    }
}

/// Reads the table `[brand]` over the shipped brand. `warnings` hears of missing contacts.
pub fn read(
    root: &mut Section,
    base: &Path,
    problems: &mut Problems,
    warnings: &mut Problems,
) -> Brand {
    let mut brand = Brand::shipped();
    let mut table = root.table("brand", problems);
    for key in CONTACTS {
        if !table.has(key) {
            warnings.add(
                &table.name(key),
                "it is missing: pages and mails show a made-up contact",
            );
        }
    }
    let given = Given {
        faq: table.has("faq"),
        access_key_help: table.has("access_key_help"),
        apps: table.has("apps"),
    };
    brand.overlay(&mut table, base, problems);
    missing(&brand, given, &table, warnings);
    table.finish(problems);
    brand
}

/// One line of text without control characters, 1 to 100 characters.
fn line(key: &'static str, place: &mut String, table: &mut Section, problems: &mut Problems) {
    let Some(text) = table.text(key, problems) else {
        return;
    };
    let text = text.trim();
    if (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control) {
        text.clone_into(place);
    } else {
        problems.add(&table.name(key), "write one line of 1 to 100 characters");
    }
}

fn labels(mut table: Section, problems: &mut Problems) -> LinkLabels {
    let mut label = |key| {
        if table.has(key) {
            wording(key, &mut table, problems)
        } else {
            Wording::default()
        }
    };
    let labels = LinkLabels {
        reset: label("reset"),
        faq: label("faq"),
        contact: label("contact"),
    };
    table.finish(problems);
    labels
}

/// The help topic about an app.
fn topic(table: &mut Section, problems: &mut Problems) -> String {
    let topic = table.text("topic", problems).unwrap_or_default();
    let known: Vec<_> = web::app_topics().collect();
    if !topic.is_empty() && !known.contains(&topic.as_str()) {
        let demand = format!("there are these topics: {}", known.join(", "));
        problems.add(&table.name("topic"), demand);
    }
    topic
}

fn app(mut table: Section, problems: &mut Problems) -> AppLink {
    let mut href = String::new();
    link("link", &mut href, &mut table, problems);
    let words = table.texts("devices", problems);
    let devices: Vec<_> = words
        .iter()
        .filter_map(|word| Device::from_word(word))
        .collect();
    if devices.len() < words.len() {
        let known = Device::WORDS.map(|(word, _)| word).join(", ");
        problems.add(
            &table.name("devices"),
            format!("there are these devices: {known}"),
        );
    }
    let name = wording("name", &mut table, problems);
    let why = wording("why", &mut table, problems);
    let help = if table.has("help") {
        wording("help", &mut table, problems)
    } else {
        Wording::default()
    };
    let topic = topic(&mut table, problems);
    table.finish(problems);
    AppLink {
        name,
        why,
        href,
        help,
        topic,
        devices,
    }
}

/// What stands in a brand's table.
#[derive(Clone, Copy)]
struct Given {
    faq: bool,
    access_key_help: bool,
    apps: bool,
}

/// What a brand of one's own leaves out.
fn missing(brand: &Brand, given: Given, table: &Section, warnings: &mut Problems) {
    for (key, is_given) in [
        ("faq", given.faq),
        ("access_key_help", given.access_key_help),
    ] {
        if !is_given {
            warnings.add(&table.name(key), "it is missing: no page links there");
        }
    }
    if !given.apps {
        let told = "they are missing: pages name kinds of apps, without links and help texts";
        warnings.add(&table.name("apps"), told);
        return;
    }
    for (number, app) in brand.apps.iter().enumerate() {
        let name = |key| format!("{}[{}].{key}", table.name("apps"), number + 1);
        if app.href.is_empty() {
            warnings.add(
                &name("link"),
                "it is missing: people have to look for the app",
            );
        }
        if app.help.ja.is_empty() {
            warnings.add(&name("help"), "it is missing: no help text of your own");
        }
    }
    for (word, device) in Device::WORDS {
        if !brand.apps.iter().any(|app| app.devices.contains(&device)) {
            warnings.add(&table.name("apps"), format!("no app is advised for {word}"));
        }
    }
}

/// A table with the phrase in both languages.
pub(super) fn wording(key: &'static str, table: &mut Section, problems: &mut Problems) -> Wording {
    let mut wording = Wording::default();
    let mut both = table.table(key, problems);
    line("ja", &mut wording.ja, &mut both, problems);
    line("en", &mut wording.en, &mut both, problems);
    let name = both.name("");
    both.finish(problems);
    if wording.ja.is_empty() || wording.en.is_empty() {
        let form = "write both languages: { ja = \"…\", en = \"…\" }";
        problems.add(name.trim_end_matches('.'), form);
    }
    wording
}

fn link(key: &'static str, place: &mut String, table: &mut Section, problems: &mut Problems) {
    let Some(text) = table.text(key, problems) else {
        return;
    };
    match Url::parse(&text) {
        Ok(url) if url.scheme() == "https" => *place = url.into(),
        _ if text.is_empty() => place.clear(),
        _ => problems.add(
            &table.name(key),
            "write an address that begins with https://, or \"\"",
        ),
    }
}

#[cfg(test)]
mod tests;

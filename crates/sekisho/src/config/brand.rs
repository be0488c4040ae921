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
mod tests {
    use std::path::Path;

    use super::{Brand, read};
    use crate::config::document::{Problems, Section};
    use web::Device;

    fn parse(text: &str) -> (Brand, Vec<String>, usize) {
        let (mut problems, mut warnings) = (Problems::default(), Problems::default());
        let mut root = Section::parse(text, &mut problems);
        let brand = read(&mut root, Path::new(""), &mut problems, &mut warnings);
        let names = problems
            .into_list()
            .into_iter()
            .map(|problem| problem.setting)
            .collect();
        (brand, names, warnings.into_list().len())
    }

    /// Shows ENV-1: the shipped brand advises an app for every kind of device.
    #[test]
    fn env_1_the_shipped_brand_is_whole() {
        let mut problems = Problems::default();
        let mut table = Section::parse(super::SHIPPED, &mut problems);
        let mut brand = Brand::default();
        brand.overlay(&mut table, Path::new(""), &mut problems);
        table.finish(&mut problems);
        let list = problems.into_list();
        assert!(list.is_empty(), "{list:?}");
        for text in [
            &brand.service,
            &brand.operator,
            &brand.phone,
            &brand.hours,
            &brand.mail,
        ] {
            assert!(!text.is_empty());
        }
        for (_, device) in Device::WORDS {
            assert!(
                brand.apps.iter().any(|app| app.devices.contains(&device)),
                "{device:?}"
            );
        }
    }

    #[test]
    fn missing_contacts_are_warned_of() {
        let (brand, problems, warnings) = parse("");
        assert_eq!(brand.service, Brand::shipped().service);
        assert_eq!((problems.len(), warnings), (0, 7));
        let text = "[brand]\nservice = \"S\"\noperator = \"O\"\nphone = \"1\"\nhours = \"9\"\n\
            mail = \"a@b.example\"\nfaq = \"https://a.example/faq\"\n\
            [[brand.apps]]\nname = { ja = \"A\", en = \"B\" }\nwhy = { ja = \"C\", en = \"D\" }\n\
            link = \"https://a.example/app\"\ndevices = [\"phone\", \"other\"]\n\
            topic = \"winauth\"\n[brand.labels]\nreset = { ja = \"こちら\", en = \"Here\" }\n";
        let (brand, problems, warnings) = parse(text);
        assert_eq!(
            (brand.labels.reset.ja.as_str(), brand.labels.faq.ja.as_str()),
            ("こちら", "")
        );
        assert_eq!(
            (brand.service.as_str(), brand.faq.as_str()),
            ("S", "https://a.example/faq")
        );
        // access_key_help, the app's help, and an app for three kinds of devices.
        assert_eq!((problems.len(), warnings), (0, 5));
        assert_eq!(brand.apps.len(), 1);
        let app = &brand.apps[0];
        assert_eq!((app.name.en.as_str(), app.why.ja.as_str()), ("B", "C"));
        assert_eq!(app.href, "https://a.example/app");
        assert_eq!(app.devices, [Device::Phone, Device::Other]);
    }

    /// All that is wrong with a brand's look is named at once, before anything is served.
    #[test]
    fn a_look_that_cannot_be_shown_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("logo.svg"), "<html>").unwrap();
        let text = "service = \"S\"\noperator = \"O\"\nphone = \"1\"\nhours = \"9\"\n\
            mail = \"a@b.example\"\nlogo = \"logo.svg\"\nicon = \"none.png\"\n\
            [colors]\nprimary = \"#ffcc00\"\nhover = \"blue\"\n";
        let wrong = Brand::parse(text, folder.path()).unwrap_err();
        let names: Vec<_> = wrong
            .iter()
            .map(|problem| problem.setting.as_str())
            .collect();
        for name in [
            "logo",
            "icon",
            "colors.primary",
            "colors.hover",
            "colors.header",
        ] {
            assert!(names.contains(&name), "{name} is not among {names:?}");
        }
        assert_eq!(Brand::parse("", folder.path()).unwrap_err().len(), 5);
    }

    /// The second brand that is shipped as an example is whole.
    #[test]
    fn the_example_brand_is_sound() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        let text = std::fs::read_to_string(docs.join("brand.example.toml")).unwrap();
        let brand = Brand::parse(&text, &docs).unwrap();
        assert!(brand.look.stylesheet_href().is_some() && brand.look.logo_href().is_some());
    }

    #[test]
    fn links_lead_nowhere_but_to_https() {
        let text = "[brand]\nphone = \"a\\nb\"\nfaq = \"javascript:alert(1)\"\n\
            access_key_help = \"http://a.example\"\n[[brand.apps]]\nlink = \"x\"\n\
            name = { ja = \"A\" }\nwhy = \"C\"\ndevices = [\"fridge\"]\nprice = 1\n\
            topic = \"fridge\"\n";
        let (_, mut problems, _) = parse(text);
        problems.sort();
        problems.dedup();
        assert_eq!(
            problems,
            [
                "brand.access_key_help",
                "brand.apps[1].devices",
                "brand.apps[1].link",
                "brand.apps[1].name",
                "brand.apps[1].price",
                "brand.apps[1].topic",
                "brand.apps[1].why",
                "brand.faq",
                "brand.phone",
            ]
        );
    }
}

//! What the pages work with: the product, the texts, the brand, the settings.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::App;
use crypto::Entropy;
use domain::door::Door;
use domain::evidence::Installation;
use domain::time::Span;
use i18n::{Catalog, Locale};
use ipnet::IpNet;

use crate::look::Look;
use crate::views::BrandView;

/// Everything that handlers share. Cloning is cheap.
#[derive(Clone)]
pub struct WebState {
    /// The use cases.
    pub app: App,
    /// The texts of both languages.
    pub catalog: Catalog,
    /// Names and contacts of whoever runs this installation.
    pub brand: Arc<BrandView>,
    /// How the pages are served.
    pub settings: Arc<WebSettings>,
    /// Randomness for visitor cookies and fault numbers.
    pub entropy: Arc<dyn Entropy>,
}

/// How the pages are served.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The address under which browsers reach this installation, without a slash at the end, e.g.
    /// `https://console.example`. A form from any other origin is refused.
    pub public_url: String,
    /// Browsers reach it over HTTPS: cookies get the `__Host-` prefix and `Secure`, and HSTS is
    /// sent. False only for a demonstration on a loopback address.
    pub secure: bool,
    /// Reverse proxies whose `X-Forwarded-For` is believed; from anybody else it is ignored.
    pub trusted_proxies: Vec<IpNet>,
    /// Advice on authenticator apps for the page that issues secret keys (ENV-1).
    pub app_links: Vec<AppLink>,
    /// Ways from the menu to other applications, in the order of the menu.
    pub doors: Vec<DoorEntry>,
    /// How many requests a minute each key of a program may make; `None`: there is no `/api`.
    pub api_requests_per_minute: Option<u32>,
    /// The pages that show the mails of a demonstration; `None` outside demo mode.
    pub demo: Option<DemoMails>,
    /// What the configuration says of the installation, for auditors.
    pub installation: Installation,
    /// The brand's colours and pictures.
    pub look: Look,
    /// The largest request body, in bytes.
    pub body_limit: usize,
    /// How long a request may take before it is answered with 503.
    pub request_timeout: Duration,
    /// Whether this node is about to end.
    pub drain: Drain,
}

/// Whether a node is about to end. Clones are told together.
#[derive(Clone, Debug, Default)]
pub struct Drain(Arc<AtomicBool>);

impl Drain {
    /// From now on `/readyz` answers 503, so that a proxy sends nothing more here. Everything else
    /// is answered as before.
    pub fn begin(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl WebSettings {
    /// Settings for `public_url`: bodies of 64 KiB, 30 seconds, no proxy, no advice, no demo.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            secure: public_url.starts_with("https://"),
            trusted_proxies: Vec::new(),
            app_links: Vec::new(),
            doors: Vec::new(),
            api_requests_per_minute: None,
            demo: None,
            installation: Installation {
                demonstration: false,
                https: public_url.starts_with("https://"),
                keys_apart: false,
                hash_memory_kib: 0,
                hash_passes: 0,
                checkpoint_file: false,
                keep: Span::ZERO,
            },
            look: Look::default(),
            body_limit: 64 * 1024,
            request_timeout: Duration::from_secs(30),
            drain: Drain::default(),
        }
    }

    /// The door of that name.
    #[must_use]
    pub fn door(&self, id: &str) -> Option<&DoorEntry> {
        self.doors.iter().find(|entry| entry.door.id.as_str() == id)
    }
}

/// A way from the menu to another application. Names and words come from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorEntry {
    /// Its name and who may pass.
    pub door: Door,
    /// What the menu calls it.
    pub label: Wording,
    /// What it is for, a phrase.
    pub about: Wording,
    /// Where it leads: a path of this host, or an address on it.
    pub href: String,
}

/// Where the mails of a demonstration lie.
#[derive(Clone, Debug)]
pub struct DemoMails {
    /// The folder of `.eml` files.
    pub folder: PathBuf,
    /// Every kind of mail, with made-up values.
    pub letters: Vec<DemoLetter>,
}

/// A mail as it would be sent, to be looked at.
#[derive(Clone, Debug)]
pub struct DemoLetter {
    /// Its kind: letters, digits, `_`.
    pub kind: &'static str,
    /// Its language.
    pub locale: Locale,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its HTML document.
    pub html: String,
}

/// An authenticator app that is advised (ENV-1). Names and words come from the configuration.
#[derive(Clone, Debug)]
pub struct AppLink {
    /// Its name.
    pub name: Wording,
    /// For whom it is, a phrase.
    pub why: Wording,
    /// Where to get it; empty: no link is shown.
    pub href: String,
    /// What else is to be said of it, on the page that issues secret keys and on the help topic
    /// about it; may be empty.
    pub help: Wording,
    /// The help topic about it: the last part of its address; may be empty.
    pub topic: String,
    /// On which devices it is the one to take.
    pub devices: Vec<Device>,
}

/// A phrase in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Wording {
    /// The phrase in `locale`.
    #[must_use]
    pub fn text(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ja => &self.ja,
            Locale::En => &self.en,
        }
    }
}

/// The device in hand, as far as advice on apps goes (ENV-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Device {
    /// Chrome on Windows, macOS or another desktop.
    ChromeOnDesktop,
    /// Another browser on Windows.
    Windows,
    /// Another browser on macOS.
    Mac,
    /// Android, iPhone, iPad.
    Phone,
    /// Anything else.
    Other,
}

impl Device {
    /// The words that configuration files use.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("chrome_on_desktop", Self::ChromeOnDesktop),
        ("windows", Self::Windows),
        ("mac", Self::Mac),
        ("phone", Self::Phone),
        ("other", Self::Other),
    ];

    /// Reads a word of [`Self::WORDS`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS
            .into_iter()
            .find(|(known, _)| *known == word)
            .map(|(_, device)| device)
    }

    /// Guesses from a `User-Agent` header. A wrong guess only changes the order of the advice: an
    /// iPad that calls itself a Mac is taken for one.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let says = |word| user_agent.contains(word);
        if ["Android", "iPhone", "iPad"].into_iter().any(says) {
            Self::Phone
        } else if says("Chrome/") && !["Edg/", "OPR/"].into_iter().any(says) {
            Self::ChromeOnDesktop
        } else if says("Windows") {
            Self::Windows
        } else if says("Macintosh") {
            Self::Mac
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    /// Shows ENV-1: which app is advised depends on system and browser.
    #[test]
    fn env_1_devices_are_told_apart() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        let cases = [
            (format!("{windows} {chrome}"), Device::ChromeOnDesktop),
            (format!("{mac} {chrome}"), Device::ChromeOnDesktop),
            (format!("{windows} {chrome} Edg/140.0"), Device::Windows),
            (
                format!("{windows} Gecko/20100101 Firefox/140.0"),
                Device::Windows,
            ),
            (
                format!("{mac} AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"),
                Device::Mac,
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 15) {chrome} Mobile"),
                Device::Phone,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)".to_owned(),
                Device::Phone,
            ),
            ("curl/8.0".to_owned(), Device::Other),
            (String::new(), Device::Other),
        ];
        for (user_agent, device) in cases {
            assert_eq!(Device::of(&user_agent), device, "{user_agent}");
        }
    }
}

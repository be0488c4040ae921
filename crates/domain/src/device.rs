//! Devices as people know them: browser and system, from what a browser says of itself.

use std::fmt;

/// Browser and system, guessed from a `User-Agent` header; good for recognising one's own, no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Device {
    /// The browser's name, if it is a known one.
    pub browser: Option<&'static str>,
    /// The system's name, if it is a known one.
    pub system: Option<&'static str>,
}

/// Signs of browsers, in the order of asking: most browsers name others as well.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// Signs of systems, in the order of asking: Android names Linux, iPhones name Mac.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

impl Device {
    /// Guesses from a `User-Agent` header.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let named = |signs: &[(&str, &'static str)]| {
            let found = signs.iter().find(|(sign, _)| user_agent.contains(sign));
            found.map(|(_, name)| *name)
        };
        Self {
            browser: named(&BROWSERS),
            system: named(&SYSTEMS),
        }
    }
}

impl fmt::Display for Device {
    /// `Chrome / Windows`; empty when neither is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.browser, self.system) {
            (Some(browser), Some(system)) => write!(f, "{browser} / {system}"),
            (Some(name), None) | (None, Some(name)) => f.write_str(name),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    #[test]
    fn devices_are_named_as_people_know_them() {
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        let cases = [
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome}"),
                "Chrome / Windows",
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Edg/140.0"),
                "Edge / Windows",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 15; Pixel 9) {chrome}"),
                "Chrome / Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
                    .to_owned(),
                "Safari / iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
                "Firefox / Linux",
            ),
            ("curl/8.0".to_owned(), "curl"),
            ("<script>".to_owned(), ""),
        ];
        for (user_agent, shown) in cases {
            assert_eq!(Device::of(&user_agent).to_string(), shown, "{user_agent}");
        }
    }
}

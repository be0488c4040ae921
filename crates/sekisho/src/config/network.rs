//! Where the product listens, under which address people reach it, whom it believes about them.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use url::{Host, Url};
use web::IpNet;

use super::document::{Problems, Section};

/// The address that people and mails use: scheme, host and port, without a final slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    text: String,
    secure: bool,
    waits_for_port: bool,
}

impl PublicUrl {
    /// Whether it is `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The same address; a port 0 becomes the one that is really listened on.
    #[must_use]
    pub fn at_port(&self, port: u16) -> Self {
        let Some(host) = self.text.strip_suffix(":0").filter(|_| self.waits_for_port) else {
            return self.clone();
        };
        Self {
            text: format!("{host}:{port}"),
            waits_for_port: false,
            ..*self
        }
    }

    /// Reads an address.
    ///
    /// # Errors
    /// What it has to be.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const FORM: &str =
            "write scheme and host, such as \"https://console.example.jp\", and no path";
        let url = Url::parse(text).map_err(|_| FORM)?;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.path() == "/";
        if !bare || !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(FORM);
        }
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            secure: url.scheme() == "https",
            waits_for_port: url.port() == Some(0),
        })
    }

    /// The host's name or address.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let url = Url::parse(&self.text).ok()?;
        url.host_str().map(str::to_owned)
    }

    /// Whether its host is this machine itself.
    fn is_loopback(&self) -> bool {
        let url = Url::parse(&self.text).ok();
        url.as_ref()
            .and_then(Url::host)
            .is_some_and(|host| match host {
                Host::Domain(name) => name == "localhost",
                Host::Ipv4(ip) => ip.is_loopback(),
                Host::Ipv6(ip) => ip.is_loopback(),
            })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The part of the configuration about the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Where it listens; port 0 asks the system for a free one.
    pub listen: SocketAddr,
    /// The address in mails and redirects.
    pub public_url: PublicUrl,
    /// Proxies whose word about the client's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// How long a node that is told to end still takes requests, 0 to 60 s, so that a proxy notices.
    pub drain: Duration,
}

/// Seconds, when the file does not say: longer than a proxy usually takes to ask twice.
const DRAIN: u64 = 5;

/// Reads the network's settings; `None` when one that has to be there is missing or wrong.
pub fn read(root: &mut Section, problems: &mut Problems) -> Option<Network> {
    let listen = listen(root, problems);
    let public_url = public_url(root, problems);
    let insecure = root.flag("insecure_loopback", problems).unwrap_or(false);
    let trusted_proxies = trusted_proxies(root, problems);
    let drain = root.whole("drain_seconds", problems).unwrap_or(DRAIN);
    if drain > 60 {
        problems.add("drain_seconds", "0 to 60");
    }
    let (listen, public_url) = (listen?, public_url?);
    if !public_url.is_secure() {
        refuse_plain_http(listen, &public_url, insecure, problems);
    }
    Some(Network {
        listen,
        public_url,
        trusted_proxies,
        drain: Duration::from_secs(drain),
    })
}

fn listen(root: &mut Section, problems: &mut Problems) -> Option<SocketAddr> {
    const FORM: &str = "write an address and a port, such as \"127.0.0.1:8080\" or \"[::]:8080\"";
    if !root.has("listen") {
        problems.add("listen", format!("it is missing; {FORM}"));
    }
    let listen = root.text("listen", problems)?.parse();
    if listen.is_err() {
        problems.add("listen", FORM);
    }
    listen.ok()
}

fn public_url(root: &mut Section, problems: &mut Problems) -> Option<PublicUrl> {
    if !root.has("public_url") {
        let why = "it is missing; write the address that people open, such as \
                   \"https://console.example.jp\"";
        problems.add("public_url", why);
    }
    match PublicUrl::parse(&root.text("public_url", problems)?) {
        Ok(url) => Some(url),
        Err(demand) => {
            problems.add("public_url", demand);
            None
        }
    }
}

fn trusted_proxies(root: &mut Section, problems: &mut Problems) -> Vec<IpNet> {
    let texts = root.texts("trusted_proxies", problems);
    let prefixes: Vec<_> = texts.iter().filter_map(|text| range(text)).collect();
    if prefixes.len() < texts.len() {
        problems.add(
            "trusted_proxies",
            "write addresses or ranges, such as [\"10.0.0.0/8\"]",
        );
    }
    prefixes
}

/// `ADDRESS/BITS`, or a single address.
fn range(text: &str) -> Option<IpNet> {
    let single = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(single)
}

/// Passwords and codes must not cross a network in the clear.
fn refuse_plain_http(
    listen: SocketAddr,
    public_url: &PublicUrl,
    insecure: bool,
    problems: &mut Problems,
) {
    if !public_url.is_loopback() {
        problems.add(
            "public_url",
            "it has to begin with https://: passwords must not cross a network in the clear",
        );
    } else if !insecure {
        problems.add(
            "public_url",
            "plain http serves trials on this machine only: begin it with https://, \
             or add insecure_loopback = true",
        );
    } else if !listen.ip().is_loopback() {
        problems.add(
            "listen",
            "with a plain http public_url it has to be a loopback address, such as 127.0.0.1:8080",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{PublicUrl, read};
    use crate::config::document::{Problems, Section};

    fn problems(text: &str) -> Vec<String> {
        let mut problems = Problems::default();
        let mut root = Section::parse(text, &mut problems);
        let network = read(&mut root, &mut problems);
        root.finish(&mut problems);
        let list = problems.into_list();
        assert!(
            network.is_some() || !list.is_empty(),
            "nothing read and nothing said"
        );
        list.into_iter().map(|problem| problem.setting).collect()
    }

    /// Shows PCI-2.
    #[test]
    fn plain_http_stays_on_this_machine() {
        let refused = |listen: &str, url: &str, insecure: bool| {
            let text = format!(
                "listen = \"{listen}\"\npublic_url = \"{url}\"\ninsecure_loopback = {insecure}\n"
            );
            problems(&text)
        };
        let none: [&str; 0] = [];
        assert_eq!(refused("0.0.0.0:80", "https://shop.example", false), none);
        assert_eq!(refused("127.0.0.1:80", "http://127.0.0.1:80", true), none);
        assert_eq!(refused("[::1]:80", "http://[::1]:80", true), none);
        assert_eq!(refused("127.0.0.1:80", "http://localhost:80", true), none);
        assert_eq!(
            refused("127.0.0.1:80", "http://127.0.0.1:80", false),
            ["public_url"]
        );
        assert_eq!(
            refused("0.0.0.0:80", "http://127.0.0.1:80", true),
            ["listen"]
        );
        assert_eq!(
            refused("127.0.0.1:80", "http://shop.example", true),
            ["public_url"]
        );
        assert_eq!(
            refused("127.0.0.1:80", "http://127.0.0.1.shop.example", true),
            ["public_url"]
        );
        assert_eq!(
            refused("127.0.0.1:80", "http://localhost.example", true),
            ["public_url"]
        );
    }

    #[test]
    fn a_public_url_is_scheme_host_and_port() {
        for bad in [
            "",
            "shop.example",
            "ftp://shop.example",
            "https://shop.example/console",
            "https://shop.example/?a",
            "https://shop.example/#a",
            "https://me@shop.example",
            "https://",
        ] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad}");
        }
        let url = PublicUrl::parse("https://Shop.example:8443/").unwrap();
        assert_eq!(url.to_string(), "https://shop.example:8443");
        assert!(url.is_secure());
    }

    #[test]
    fn only_port_0_is_replaced() {
        let at = |text: &str| PublicUrl::parse(text).unwrap().at_port(8123).to_string();
        assert_eq!(at("http://127.0.0.1:0"), "http://127.0.0.1:8123");
        assert_eq!(at("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
        assert_eq!(at("http://127.0.0.1:10"), "http://127.0.0.1:10");
        assert_eq!(at("http://[::]"), "http://[::]");
    }

    #[test]
    fn proxies_are_addresses_or_ranges() {
        let text = |proxies: &str| {
            format!(
                "listen = \"127.0.0.1:1\"\npublic_url = \"https://a.example\"\n\
                 trusted_proxies = [{proxies}]\n"
            )
        };
        let none: [&str; 0] = [];
        assert_eq!(
            problems(&text("\"10.0.0.0/8\", \"10.0.0.1\", \"2001:db8::/32\"")),
            none
        );
        for bad in [
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0/8",
            "::/129",
            "localhost",
            "10.0.0.0/-1",
        ] {
            assert_eq!(
                problems(&text(&format!("\"{bad}\""))),
                ["trusted_proxies"],
                "{bad}"
            );
        }
    }

    #[test]
    fn a_node_drains_for_a_minute_at_most() {
        let none: [&str; 0] = [];
        let text = |seconds: &str| {
            format!(
                "drain_seconds = {seconds}\nlisten = \"127.0.0.1:1\"\n\
                 public_url = \"https://a.example\"\n"
            )
        };
        assert_eq!(problems(&text("0")), none);
        assert_eq!(problems(&text("60")), none);
        for bad in ["61", "-1", "\"5\""] {
            assert_eq!(problems(&text(bad)), ["drain_seconds"], "{bad}");
        }
    }

    #[test]
    fn what_has_to_be_there_is_asked_for() {
        assert_eq!(problems(""), ["listen", "public_url"]);
        assert_eq!(
            problems("listen = \"8080\"\npublic_url = 1"),
            ["listen", "public_url"]
        );
    }
}

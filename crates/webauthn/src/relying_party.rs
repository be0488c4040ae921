//! Who asks: the id that credentials belong to, and the origin of the pages.

/// The relying party. It comes from the configuration, never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    origin: String,
}

impl RelyingParty {
    /// The relying party of a base address such as `https://console.example` (lower case, no path,
    /// no default port). `None` where browsers have no passkeys: an IP address is no id, and
    /// without HTTPS only `localhost` is trusted.
    #[must_use]
    pub fn of(base: &str) -> Option<Self> {
        let (secure, rest) = match base.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, base.strip_prefix("http://")?),
        };
        let (host, port) = rest.split_once(':').unwrap_or((rest, "0"));
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let trusted = secure || host == "localhost";
        (is_port && trusted && is_name(host)).then(|| Self {
            id: host.to_owned(),
            origin: base.to_owned(),
        })
    }

    /// The id: the host's name.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The origin of our pages.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// A host's name; the last label of an address is a number.
fn is_name(host: &str) -> bool {
    let label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(plain)
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.split('.').all(label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::RelyingParty;

    #[test]
    fn addresses_and_plain_http_have_no_passkeys() {
        for base in [
            "http://127.0.0.1:8080",
            "https://192.0.2.7",
            "https://[2001:db8::1]",
            "https://2130706433",
            "http://console.example",
            "https://",
            "https://a..example",
            "https://Console.example",
            "https://console.example/path",
            "https://console.example:",
            "ftp://console.example",
            "console.example",
        ] {
            assert_eq!(RelyingParty::of(base), None, "{base}");
        }
    }

    #[test]
    fn the_id_is_the_hosts_name() {
        for (base, id) in [
            ("https://console.example", "console.example"),
            ("https://console.example:8443", "console.example"),
            ("http://localhost:8080", "localhost"),
            ("https://localhost", "localhost"),
        ] {
            let party = RelyingParty::of(base).unwrap();
            assert_eq!((party.id(), party.origin()), (id, base));
        }
    }
}

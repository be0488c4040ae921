//! The cookies: which there are, how they are read and how they are set.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::policy::MAIL_CHALLENGE;

/// A cookie of ours. All are `HttpOnly` and for the whole site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The session's token. `SameSite=Strict`: no mail or page elsewhere links into the console,
    /// so a request from elsewhere never needs it.
    Session,
    /// The token of a browser before log-in, to which forms are bound. `SameSite=Lax`: it has to
    /// come along when a mail's link opens the reset page, or forms in other tabs would go stale.
    Visitor,
    /// The access key last used here, so that whoever is logged out finds the log-in page again.
    AccessKey,
    /// The chosen language.
    Language,
    /// The door that somebody stood before when they were led to the log-in page, for ten minutes.
    Door,
    /// The challenge of a log-in by mail, between its two pages.
    Challenge,
    /// The mark by which a browser is known again for those who logged in with it.
    Mark,
}

/// How long browsers keep the mark and the two cookies that are mere convenience, in seconds (a year).
const KEPT: u32 = 31_536_000;
/// How long a log-in on the way to a door may take, in seconds.
const ON_THE_WAY: u32 = 600;

impl Cookie {
    /// The name. The prefix makes browsers refuse the cookie from another host, path or without
    /// HTTPS (rfc6265bis, section 4.1.3.2).
    #[must_use]
    pub const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-sekisho",
            (Self::Session, false) => "sekisho",
            (Self::Visitor, true) => "__Host-sekisho-visitor",
            (Self::Visitor, false) => "sekisho-visitor",
            (Self::AccessKey, true) => "__Host-sekisho-key",
            (Self::AccessKey, false) => "sekisho-key",
            (Self::Language, true) => "__Host-sekisho-lang",
            (Self::Language, false) => "sekisho-lang",
            (Self::Door, true) => "__Host-sekisho-door",
            (Self::Door, false) => "sekisho-door",
            (Self::Challenge, true) => "__Host-sekisho-mail",
            (Self::Challenge, false) => "sekisho-mail",
            (Self::Mark, true) => "__Host-sekisho-mark",
            (Self::Mark, false) => "sekisho-mark",
        }
    }

    /// The `Set-Cookie` value that gives it `value`, which has to be plain ASCII of ours; `None`
    /// for anything that is no header.
    #[must_use]
    pub fn set(self, value: &str, secure: bool) -> Option<HeaderValue> {
        let age = match self {
            Self::Session | Self::Visitor => String::new(),
            Self::Challenge => format!("; Max-Age={}", MAIL_CHALLENGE.whole_seconds()),
            Self::AccessKey | Self::Language | Self::Mark => format!("; Max-Age={KEPT}"),
            Self::Door => format!("; Max-Age={ON_THE_WAY}"),
        };
        self.header(value, &age, secure)
    }

    /// The `Set-Cookie` value that makes browsers forget it.
    #[must_use]
    pub fn forget(self, secure: bool) -> Option<HeaderValue> {
        self.header("", "; Max-Age=0", secure)
    }

    fn header(self, value: &str, age: &str, secure: bool) -> Option<HeaderValue> {
        let site = if self == Self::Session {
            "Strict"
        } else {
            "Lax"
        };
        let secure_too = if secure { "; Secure" } else { "" };
        let name = self.name(secure);
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite={site}{secure_too}{age}");
        let mut header = HeaderValue::try_from(text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

/// The value of a cookie that a request brought; the first, if there are several of the name.
#[must_use]
pub fn read(headers: &HeaderMap, cookie: Cookie, secure: bool) -> Option<&str> {
    let name = cookie.name(secure);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::{Cookie, read};
    use axum::http::{HeaderMap, HeaderValue, header};

    const ALL: [Cookie; 7] = [
        Cookie::Session,
        Cookie::Visitor,
        Cookie::AccessKey,
        Cookie::Language,
        Cookie::Door,
        Cookie::Challenge,
        Cookie::Mark,
    ];

    /// Shows catalogue ASVS 3.3.1 and rfc6265bis 4.1.3: prefix, `Secure`, `Path=/`, no `Domain`.
    /// Shows PCI-2, JPN-6, NIST-15, ASVS-24.
    #[test]
    fn cookies_over_https_are_bound_to_the_host() {
        for cookie in ALL {
            let set = cookie.set("abc", true).unwrap();
            let text = set.to_str().unwrap();
            assert!(text.starts_with("__Host-sekisho"), "{text}");
            for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite="] {
                assert!(text.contains(part), "{text}");
            }
            assert!(!text.contains("Domain"), "{text}");
            assert!(set.is_sensitive());
        }
        let session = Cookie::Session.set("abc", true).unwrap();
        assert!(session.to_str().unwrap().contains("SameSite=Strict"));
        assert!(!session.to_str().unwrap().contains("Max-Age"));
    }

    #[test]
    fn plain_http_has_no_prefix_that_browsers_would_refuse() {
        for cookie in ALL {
            let text = cookie.set("abc", false).unwrap();
            let text = text.to_str().unwrap().to_owned();
            assert!(
                !text.contains("__Host-") && !text.contains("Secure"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_value_that_is_no_header_sets_nothing() {
        assert!(
            Cookie::Language
                .set("ja\r\nSet-Cookie: x=y", true)
                .is_none()
        );
        assert!(
            Cookie::Session
                .forget(true)
                .unwrap()
                .to_str()
                .unwrap()
                .contains("=; Path")
        );
    }

    #[test]
    fn reads_its_own_cookie_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=1; sekisho-lang=en;b"),
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("sekisho=first; sekisho=second"),
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_bytes(b"sekisho-key=\xff").unwrap(),
        );
        assert_eq!(read(&headers, Cookie::Language, false), Some("en"));
        assert_eq!(read(&headers, Cookie::Session, false), Some("first"));
        assert_eq!(read(&headers, Cookie::Session, true), None);
        assert_eq!(read(&headers, Cookie::AccessKey, false), None);
    }
}

//! Whether a form was sent by a page of ours: a second look beside the form's own token.

use axum::http::{HeaderMap, HeaderValue, header};

/// False when the browser says that a page elsewhere sent the request.
///
/// `Sec-Fetch-Site` is the browser's own word. `Origin` has to be ours; `null` says nothing about
/// the sender (it is what browsers send from our pages, whose referrer policy hides everything),
/// and programs and old browsers send neither: then the form's token decides alone.
#[must_use]
pub fn is_possible(headers: &HeaderMap, public_url: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    let from = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
    let site_fits = matches!(site, None | Some(b"same-origin" | b"none"));
    let origin_fits = match from {
        None | Some(b"null") => true,
        Some(from) => from.eq_ignore_ascii_case(origin(public_url).as_bytes()),
    };
    site_fits && origin_fits
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url
        .get(host..)
        .and_then(|rest| rest.find('/'))
        .map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::is_possible;
    use axum::http::{HeaderMap, HeaderName, HeaderValue};

    fn possible(headers: &[(&'static str, &'static str)]) -> bool {
        let named = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        let headers: HeaderMap = headers.iter().map(named).collect();
        is_possible(&headers, "https://console.example/base")
    }

    /// Shows catalogue section 8, login CSRF: what a browser calls foreign is refused.
    /// Shows ATK-18.
    #[test]
    fn other_sites_are_refused() {
        for site in ["cross-site", "same-site", "", "x"] {
            assert!(!possible(&[("sec-fetch-site", site)]), "{site}");
        }
        for origin in [
            "https://evil.example",
            "http://console.example",
            "https://console.example:8443",
            "https://console.example.evil.example",
            "",
        ] {
            assert!(!possible(&[("origin", origin)]), "{origin}");
            assert!(!possible(&[
                ("origin", origin),
                ("sec-fetch-site", "same-origin")
            ]));
        }
        assert!(!possible(&[
            ("origin", "https://console.example"),
            ("sec-fetch-site", "x")
        ]));
    }

    #[test]
    fn our_own_pages_and_programs_pass() {
        assert!(possible(&[]));
        assert!(possible(&[("origin", "null")]));
        assert!(possible(&[("origin", "https://console.example")]));
        assert!(possible(&[
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(possible(&[("sec-fetch-site", "none")]));
    }
}

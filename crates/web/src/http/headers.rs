//! Headers that every answer carries.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Nothing but our own script, what it asks us for, stylesheet, pictures and form targets; no frame around us.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// For a mail's HTML form, which has its styles on its elements and needs nothing else. The only
/// policy that an answer may choose instead.
pub const SANDBOX: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
);

/// The script writes to the clipboard (the copy button) and asks for nothing else.
const PERMISSIONS: &str = "camera=(), clipboard-read=(), clipboard-write=(self), \
    display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

const ALWAYS: [(HeaderName, HeaderValue); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CONTENT_POLICY),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // The addresses of reset pages hold tokens: nobody learns where a person came from.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("origin-agent-cluster"),
        HeaderValue::from_static("?1"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(PERMISSIONS),
    ),
];

/// A year (ASVS 3.4.1). Other hosts of the domain are their owner's business.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds the headers. Nothing is stored by browsers or proxies, unless the answer says otherwise.
pub fn protect(headers: &mut HeaderMap, secure: bool) {
    let own_policy = headers.remove(header::CONTENT_SECURITY_POLICY);
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if own_policy.is_some_and(|own| own == SANDBOX) {
        headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::{SANDBOX, protect};
    use axum::http::{HeaderMap, HeaderValue, header};

    /// Shows OTP-13: nothing is kept by browsers or proxies; HSTS over HTTPS only.
    /// Shows ASVS-22, ATK-20.
    #[test]
    fn otp_13_answers_are_not_stored() {
        let mut headers = HeaderMap::new();
        protect(&mut headers, false);
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';"));
        assert!(!policy.contains("unsafe") && !policy.contains('*'));
    }

    #[test]
    fn no_answer_has_a_policy_of_its_own_but_the_sandbox() {
        let mut headers = HeaderMap::new();
        let lax = HeaderValue::from_static("default-src *");
        headers.insert(header::CONTENT_SECURITY_POLICY, lax);
        protect(&mut headers, false);
        assert_ne!(headers[header::CONTENT_SECURITY_POLICY], "default-src *");
        headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
        protect(&mut headers, false);
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], SANDBOX);
    }

    #[test]
    fn an_answer_may_say_that_it_can_be_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("immutable"));
        protect(&mut headers, true);
        assert_eq!(headers[header::CACHE_CONTROL], "immutable");
        assert_eq!(
            headers[header::STRICT_TRANSPORT_SECURITY],
            "max-age=31536000"
        );
    }
}

//! Issuer and account, as the label of a URI joins them and as apps take them apart.

use super::otpauth::{COMPONENT, decode};
use percent_encoding::utf8_percent_encode;

/// Issuer and account of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) issuer: String,
    pub(super) account: String,
}

impl Names {
    pub(super) fn new(issuer: &str, account: &str) -> Self {
        Self {
            issuer: issuer.trim().to_owned(),
            account: account.trim().to_owned(),
        }
    }

    /// What can be told of an entry that is not read.
    pub(super) fn title(&self) -> String {
        match (self.issuer.as_str(), self.account.as_str()) {
            ("", account) => account.to_owned(),
            (issuer, "") => issuer.to_owned(),
            (issuer, account) => format!("{issuer} ({account})"),
        }
    }
}

/// Issuer and account of a raw label and the decoded `issuer` parameter.
///
/// A colon that stands as it is separates; only without one an encoded colon does. The
/// parameter wins over a prefix that differs, which then stays part of the account, so that
/// nothing is lost.
pub(super) fn of_label(label: &str, parameter: &str) -> Names {
    let (prefix, rest) = split_label(label);
    let parameter = parameter.trim();
    match prefix {
        Some(prefix) if parameter.is_empty() || prefix.trim() == parameter => {
            Names::new(&prefix, &rest)
        }
        Some(prefix) => Names::new(parameter, &format!("{}:{}", prefix.trim(), rest.trim())),
        None => Names::new(parameter, &rest),
    }
}

fn split_label(label: &str) -> (Option<String>, String) {
    let label = label.trim_matches('/');
    if let Some((prefix, rest)) = label.split_once(':') {
        return (Some(decode(prefix)), decode(rest));
    }
    let decoded = decode(label);
    match decoded.split_once(':') {
        Some((prefix, rest)) => (Some(prefix.to_owned()), rest.to_owned()),
        None => (None, decoded),
    }
}

/// If `raw` was percent-encoded twice by a browser, as the extension's backup page does when
/// it is opened again: what it is when it is decoded once.
pub(super) fn encoded_once(raw: &str) -> Option<String> {
    let once = decode(raw);
    let twice = decode(&once);
    let by_browser = |plain: &str, encoded: &str| {
        // The separating colon is left as it is.
        plain
            .split(':')
            .map(|part| utf8_percent_encode(part, COMPONENT).to_string())
            .eq(encoded.split(':'))
    };
    (twice != once && by_browser(&twice, &once) && by_browser(&once, raw)).then_some(once)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_taken_apart_as_sites_write_them() {
        let cases = [
            ("GitHub:alice", "GitHub", ("GitHub", "alice")),
            ("GitHub%3Aalice", "GitHub", ("GitHub", "alice")),
            ("GitHub:%20alice", "", ("GitHub", "alice")),
            ("GitHub%3A%20alice", "", ("GitHub", "alice")),
            ("alice", "GitHub", ("GitHub", "alice")),
            ("Old:alice", "New", ("New", "Old:alice")),
            ("alice", "", ("", "alice")),
            ("X:a%3Ab", "X", ("X", "a:b")),
            ("A%3AB:x", "A:B", ("A:B", "x")),
            ("GitHub:", "", ("GitHub", "")),
            ("/alice", "", ("", "alice")),
        ];
        for (label, parameter, (issuer, account)) in cases {
            let expected = Names::new(issuer, account);
            assert_eq!(of_label(label, parameter), expected, "{label} {parameter}");
        }
    }

    #[test]
    fn only_what_a_browser_encoded_twice_counts_as_that() {
        assert_eq!(
            encoded_once("My%2520Site:a%2540b").as_deref(),
            Some("My%20Site:a%40b")
        );
        for raw in [
            "My%20Site:a%40b",
            // Never encoded by a browser: letters and digits.
            "%2541",
            "100%25",
            "50%25%20off",
            "plain",
        ] {
            assert_eq!(encoded_once(raw), None, "{raw}");
        }
    }
}

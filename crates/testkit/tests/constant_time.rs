//! Secrets are compared in constant time. How long a comparison takes cannot be shown by a test that
//! is to pass on a busy machine, so the sources are read: where secrets are compared, by what.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail loudly"
)]

use std::fs;
use std::path::Path;

/// Types that hold a secret: none of them derives its comparison, which would stop early.
const SECRETS: &[(&str, &str)] = &[
    ("crates/otp/src/code.rs", "pub struct Code {"),
    ("crates/otp/src/secret.rs", "pub struct Secret("),
    ("crates/crypto/src/token.rs", "pub struct Token("),
    ("crates/crypto/src/password.rs", "pub struct Password"),
    (
        "crates/crypto/src/password/phc.rs",
        "pub struct PasswordHash {",
    ),
    ("crates/tegata/src/entry.rs", "pub struct Key("),
];

/// Functions that compare secrets or digests of them.
const COMPARISONS: &[(&str, &str)] = &[
    ("crates/otp/src/code.rs", "fn ct_eq"),
    ("crates/otp/src/code.rs", "fn eq"),
    ("crates/otp/src/secret.rs", "fn eq"),
    ("crates/otp/src/totp.rs", "pub fn check"),
    ("crates/otp/src/totp.rs", "pub fn drift"),
    ("crates/crypto/src/token.rs", "fn eq"),
    ("crates/crypto/src/password/phc.rs", "fn has_tag"),
    ("crates/crypto/src/kdf.rs", "pub fn verify"),
    ("crates/crypto/src/keyring/digests.rs", "pub fn recognises"),
    ("crates/tegata/src/entry.rs", "fn eq"),
    ("crates/app/src/forms.rs", "fn check_form"),
    ("crates/app/src/recovery_log_in.rs", "fn recovery_code"),
    (
        "crates/app/src/change_password.rs",
        "async fn change_password",
    ),
];

fn source(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// The function's text, to the brace that stands as deep as its head.
fn body<'s>(source: &'s str, head: &str) -> Option<&'s str> {
    let (before, _) = source.split_once(head)?;
    let line = before.rsplit('\n').next()?;
    let depth: String = line.chars().take_while(|c| *c == ' ').collect();
    let rest = source.get(before.len()..)?;
    rest.split_once(&format!("\n{depth}}}"))
        .map(|(body, _)| body)
}

/// The lines right above the type, back to the last empty one.
fn above<'s>(source: &'s str, head: &str) -> Option<&'s str> {
    source.split_once(head)?.0.rsplit("\n\n").next()
}

/// Shows ATK-16, ASVS-20.
#[test]
fn secrets_are_compared_in_constant_time() {
    for (path, head) in SECRETS {
        let source = source(path);
        let above = above(&source, head).unwrap_or_else(|| panic!("{path}: no {head}"));
        assert!(!above.contains("PartialEq"), "{path}: {head} derives it");
    }
    for (path, head) in COMPARISONS {
        let source = source(path);
        let body = body(&source, head).unwrap_or_else(|| panic!("{path}: no {head}"));
        // `recognises` is itself one of them.
        let constant = body.contains("ct_eq(") || body.contains(".recognises(");
        assert!(constant, "{path}: {head} compares otherwise");
    }
}

#[test]
fn a_plain_comparison_is_found_out() {
    let text = "#[derive(Clone, PartialEq)]\npub struct Code(u32);\n\nimpl Code {\n    \
        fn same(self, other: Self) -> bool {\n        self.0 == other.0\n    }\n\n    \
        fn later(self) { x.ct_eq(y); }\n}\n";
    assert!(
        above(text, "pub struct Code")
            .unwrap()
            .contains("PartialEq")
    );
    assert!(!body(text, "fn same").unwrap().contains("ct_eq("));
    assert!(body(text, "fn gone").is_none());
}

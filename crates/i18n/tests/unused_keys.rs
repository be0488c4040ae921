//! A text that nobody shows is a text that nobody mends: every key is used somewhere.

#![cfg(test)]

mod sources;

use std::collections::BTreeSet;

use i18n::KEYS;

/// Keys that a later issue shows; the list only ever gets shorter.
const WAITING: &str = include_str!("keys_waiting.txt");

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether `source` calls the method `name` (as `.name(`).
fn calls(source: &str, name: &str) -> bool {
    source.match_indices(name).any(|(at, _)| {
        let before = source[..at]
            .bytes()
            .next_back()
            .is_none_or(|byte| !is_word(byte));
        before && source[at + name.len()..].trim_start().starts_with('(')
    })
}

fn unused() -> BTreeSet<&'static str> {
    let folder = sources::crates();
    let mut texts = sources::files(&folder, "rs").unwrap();
    texts.extend(sources::files(&folder, "html").unwrap());
    let own = folder.join("i18n");
    texts.retain(|(path, _)| !path.starts_with(&own));
    let used = |key: &str| {
        texts
            .iter()
            .any(|(_, text)| calls(text, &key.replace('-', "_")))
    };
    KEYS.iter().copied().filter(|key| !used(key)).collect()
}

#[test]
fn every_key_is_used_or_waits_for_its_page() {
    let waiting: BTreeSet<&str> = WAITING
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let unused = unused();
    println!("waiting and still unused:");
    for key in unused.intersection(&waiting) {
        println!("  {key}");
    }
    println!("in use by now, take them off tests/keys_waiting.txt:");
    for key in waiting.difference(&unused) {
        println!("  {key}");
    }
    let dead: Vec<_> = unused.difference(&waiting).collect();
    assert!(dead.is_empty(), "no crate shows these texts: {dead:#?}");
}

#[test]
fn the_waiting_list_names_real_keys() {
    let known: BTreeSet<&str> = KEYS.iter().copied().collect();
    for key in WAITING
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        assert!(known.contains(key), "{key} is no message");
    }
}

#[test]
fn a_longer_name_is_no_use_of_a_shorter_one() {
    assert!(calls("{{ text.login_button() }}", "login_button"));
    assert!(!calls("{{ text.login_button_two() }}", "login_button"));
    assert!(!calls("{{ text.pre_login_button() }}", "login_button"));
    assert!(!calls("let login_button = 1;", "login_button"));
}

//! A text that nobody shows is a text that nobody mends: every key is used somewhere.

#![cfg(test)]

mod sources;

use std::collections::BTreeSet;
use std::path::Path;

use i18n::KEYS;

/// Keys that a later issue shows; the list only ever gets shorter.
const WAITING: &str = include_str!("keys_waiting.txt");

/// Every name in `source` that an opening bracket follows, or that stands for a text's function.
fn called(source: &str) -> BTreeSet<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before_bracket = |(at, _)| {
        let before = source[..at].trim_end();
        let start = before.rfind(|c| !is_word(c)).map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
        &before[start..]
    };
    let calls = source.match_indices('(').map(before_bracket);
    let after_type = |(at, name): (usize, &str)| {
        let rest = &source[at + name.len()..];
        &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]
    };
    calls
        .chain(source.match_indices("Text::").map(after_type))
        .collect()
}

fn unused() -> BTreeSet<&'static str> {
    let folder = sources::crates();
    let mut texts = sources::files(&folder, "rs").unwrap();
    texts.extend(sources::files(&folder, "html").unwrap());
    // A text that only a test or the gallery shows is shown to nobody.
    let is_shown = |path: &Path| {
        !path
            .components()
            .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "examples")
    };
    texts.retain(|(path, _)| !path.starts_with("i18n") && is_shown(path));
    let used: BTreeSet<&str> = texts.iter().flat_map(|(_, text)| called(text)).collect();
    KEYS.iter()
        .copied()
        .filter(|key| !used.contains(key.replace('-', "_").as_str()))
        .collect()
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
    assert!(called("{{ text.login_button() }}").contains("login_button"));
    assert!(called("管login_button ()").contains("login_button"));
    for other in [
        "text.login_button_two()",
        "text.pre_login_button()",
        "let login_button = 1;",
    ] {
        assert!(!called(other).contains("login_button"), "{other}");
    }
}

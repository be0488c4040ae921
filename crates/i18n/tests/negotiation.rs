//! Which language an answer is in (RFC 9110 §12.5.4).

#![cfg(test)]

use i18n::{Locale, negotiate};
use proptest::prelude::*;

fn header(value: &str) -> Locale {
    negotiate(None, Some(value))
}

#[test]
fn japanese_when_nothing_is_known() {
    assert_eq!(negotiate(None, None), Locale::Ja);
    for value in [
        "",
        " , ,",
        "de",
        "de, fr;q=0.5",
        "*",
        "en;q=0",
        "en;q=0, *",
        "\u{0}",
        ";;;q=1",
    ] {
        assert_eq!(header(value), Locale::Ja, "{value:?}");
    }
}

#[test]
fn the_best_quality_wins_and_then_the_order() {
    for (value, expected) in [
        ("en", Locale::En),
        ("EN-gb", Locale::En),
        ("en-US,en;q=0.9,ja;q=0.8", Locale::En),
        ("ja,en-US;q=0.9,en;q=0.8", Locale::Ja),
        ("ja;q=0.8, en;q=0.9", Locale::En),
        ("ja;q=0.001,en;q=0.002", Locale::En),
        ("en,ja", Locale::En),
        ("ja,en", Locale::Ja),
        ("en;q=0.5,ja;q=0.5", Locale::En),
        ("de, en;q=0.1", Locale::En),
        ("ja;q=0, *;q=0.3", Locale::En),
        ("en;q=0.2, *;q=0.3", Locale::Ja),
        ("ja;q=0.2, *;q=0.3", Locale::En),
        ("en ; q=1.000 , ja ; Q=0.999", Locale::En),
    ] {
        assert_eq!(header(value), expected, "{value}");
    }
}

#[test]
fn what_is_no_weight_is_passed_over() {
    for value in [
        "en;q=2",
        "en;q=1.001",
        "en;q=-1",
        "en;q=0.1234",
        "en;q=x",
        "en;q=",
        "en;q=.5",
    ] {
        assert_eq!(header(value), Locale::Ja, "{value}");
    }
    assert_eq!(header("en;q=x, en;q=0.1"), Locale::En);
    assert_eq!(header("en;level=1"), Locale::En);
}

#[test]
fn a_choice_wins_over_the_header_when_it_is_a_language() {
    assert_eq!(negotiate(Some("en"), Some("ja")), Locale::En);
    assert_eq!(negotiate(Some("ja"), Some("en")), Locale::Ja);
    assert_eq!(negotiate(Some("xx"), Some("en")), Locale::En);
    assert_eq!(negotiate(Some(""), None), Locale::Ja);
    assert_eq!(negotiate(Some("english"), Some("ja")), Locale::Ja);
}

#[test]
fn only_the_head_of_a_long_header_is_read() {
    let late = format!("{}en", "de,".repeat(400));
    assert_eq!(header(&late), Locale::Ja);
    let many = format!("{}en", "d,".repeat(40));
    assert_eq!(header(&many), Locale::Ja);
    assert_eq!(header(&format!("en,{}", "あ".repeat(100_000))), Locale::En);
}

proptest! {
    #[test]
    fn any_header_has_an_answer(explicit in proptest::option::of(any::<String>()), value in any::<String>()) {
        let locale = negotiate(explicit.as_deref(), Some(&value));
        prop_assert!(Locale::ALL.contains(&locale));
    }

    /// The order of two languages does not matter when their weights differ.
    #[test]
    fn weight_beats_order(ja in 1u16..=1000, en in 1u16..=1000) {
        prop_assume!(ja != en);
        let weight = |q: u16| format!("{}.{:03}", q / 1000, q % 1000);
        let expected = if ja > en { Locale::Ja } else { Locale::En };
        let (ja, en) = (format!("ja;q={}", weight(ja)), format!("en;q={}", weight(en)));
        prop_assert_eq!(header(&format!("{ja},{en}")), expected);
        prop_assert_eq!(header(&format!("{en},{ja}")), expected);
    }

    #[test]
    fn a_stored_code_reads_back(english in any::<bool>()) {
        let locale = if english { Locale::En } else { Locale::Ja };
        prop_assert_eq!(Locale::from_code(locale.code()), Some(locale));
    }
}

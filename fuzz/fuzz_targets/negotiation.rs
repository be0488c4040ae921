//! Any header is answered with a language; an explicit choice of a known one always wins; what
//! stands beyond the bound changes nothing.
#![no_main]

use i18n::{Locale, negotiate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let chosen = negotiate(None, Some(text));
    assert!(Locale::ALL.contains(&chosen));
    assert_eq!(negotiate(Some("en"), Some(text)), Locale::En);
    assert_eq!(negotiate(Some("ja"), Some(text)), Locale::Ja);
    if text.trim().is_empty() {
        assert_eq!(chosen, Locale::Ja);
    }
    let _ = negotiate(Some(text), None);
});

//! What people type: full-width narrowed, blanks trimmed, bounds kept, hostile characters refused.

use unicode_normalization::UnicodeNormalization;

/// The longest text that any field is looked at with, in characters.
pub const LONGEST_FIELD: usize = 256;

/// Narrows full-width input (NFKC) and trims blanks, for every field except passwords.
///
/// Input beyond [`LONGEST_FIELD`] characters is cut there: no valid value is that long.
#[must_use]
pub fn narrowed(input: &str) -> String {
    let bounded: String = input.chars().take(LONGEST_FIELD).collect();
    let narrow: String = bounded.nfkc().take(LONGEST_FIELD).collect();
    narrow.trim().to_owned()
}

/// Text as names are stored: composed (NFC), blanks around it trimmed, cut at [`LONGEST_FIELD`].
#[must_use]
pub fn composed(input: &str) -> String {
    let bounded: String = input.chars().take(LONGEST_FIELD).collect();
    bounded.trim().nfc().collect()
}

/// A password as it is compared: blanks around it trimmed (LOGIN-14), nothing inside it touched but
/// that letters are composed (NFC), so that two keyboards that spell `ö` differently agree
/// (NIST SP 800-63B-4 §3.1.1.2).
#[must_use]
pub fn without_outer_blanks(password: &str) -> String {
    // Reserved at once: a String that grows leaves copies behind.
    let mut kept = String::with_capacity(password.len().saturating_mul(3));
    kept.extend(password.trim().nfc());
    kept
}

/// Narrows a number that may have been typed with inner blanks or hyphens (`123 456`).
#[must_use]
pub fn digits_only_blanks_removed(input: &str) -> String {
    narrowed(input)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect()
}

/// True for characters that no name may hold: controls, bidirectional marks, zero-width and
/// other invisible ones, line separators, private use and unassigned-looking specials.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFF}' | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{digits_only_blanks_removed, is_hostile, narrowed};

    /// Shows LOGIN-14: blanks around a value do not matter, nor does full-width typing.
    #[test]
    fn login_14_full_width_and_blanks_are_forgiven() {
        assert_eq!(narrowed("　１２３４５６７８９ "), "123456789");
        assert_eq!(narrowed("ｉｐｐａｎ０１"), "ippan01");
        assert_eq!(digits_only_blanks_removed("１２３ ４５６"), "123456");
    }

    #[test]
    fn a_megabyte_costs_no_more_than_a_field() {
        assert_eq!(
            narrowed(&"あ".repeat(1_000_000)).chars().count(),
            super::LONGEST_FIELD
        );
        // One character that NFKC turns into eighteen.
        assert!(narrowed(&"\u{FDFA}".repeat(500)).chars().count() <= super::LONGEST_FIELD);
    }

    #[test]
    fn marks_that_deceive_are_hostile() {
        for c in [
            '\0',
            '\r',
            '\n',
            '\u{202E}',
            '\u{200B}',
            '\u{FEFF}',
            '\u{2066}',
            '\u{E0041}',
        ] {
            assert!(is_hostile(c), "{c:?}");
        }
        for c in ['あ', '髙', '𠮷', 'A', ' ', '　', '・', 'é'] {
            assert!(!is_hostile(c), "{c:?}");
        }
    }
}

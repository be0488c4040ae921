//! Any text of URIs, whoever's, is read without a panic, and what was read reads back when written.
#![no_main]

mod promises;

use libfuzzer_sys::fuzz_target;
use tegata::formats::Format;

fuzz_target!(|input: &[u8]| {
    let formats = [
        Format::UriList,
        Format::ExtensionText,
        Format::WinAuthText35,
        Format::WinAuthText36,
        Format::GoogleMigration,
    ];
    promises::hold(input, None, &formats);
});

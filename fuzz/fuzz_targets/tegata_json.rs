//! Any JSON is read or refused without a panic, with and without password, at a bounded cost; what was
//! read reads back when written.
#![no_main]

mod promises;

use libfuzzer_sys::fuzz_target;
use tegata::formats::Format;

fuzz_target!(|input: &[u8]| {
    let formats = [Format::ExtensionJson, Format::AegisJson];
    promises::hold(input, None, &formats);
    promises::hold(input, Some("password"), &[]);
});

//! Any XML is read or refused without a panic, its protections included; what was read reads back when
//! written.
#![no_main]

mod promises;

use libfuzzer_sys::fuzz_target;
use tegata::formats::Format;

fuzz_target!(|input: &[u8]| {
    promises::hold(input, None, &[Format::WinAuthXml]);
    promises::hold(input, Some("password"), &[]);
});

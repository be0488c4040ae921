//! Any ZIP is read or refused without a panic and within the bounds; what was read reads back when
//! written.
#![no_main]

mod promises;

use libfuzzer_sys::fuzz_target;
use tegata::formats::Format;

fuzz_target!(|input: &[u8]| {
    promises::hold(input, None, &[Format::WinAuthZip]);
    promises::hold(input, Some("password"), &[]);
});

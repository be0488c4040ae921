//! Any picture is searched for QR codes without a panic, within bounded memory.
#![no_main]

mod promises;

use libfuzzer_sys::fuzz_target;
use tegata::formats::Format;

fuzz_target!(|input: &[u8]| {
    promises::hold(input, None, &[Format::UriList]);
});

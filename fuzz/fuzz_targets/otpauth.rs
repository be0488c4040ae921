//! Any text is read or refused as an `otpauth` URI without a panic, and what was read is
//! written so that it reads back as the same. Shows OTP-6.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::OtpauthUri;

fuzz_target!(|text: &str| {
    let Ok(uri) = OtpauthUri::parse(text) else {
        return;
    };
    let written = uri.to_uri();
    let again = OtpauthUri::parse(written.expose());
    assert_eq!(again.as_ref(), Ok(&uri), "{}", written.expose());
});

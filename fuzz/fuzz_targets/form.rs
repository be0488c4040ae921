//! Any bytes are read or refused as a form without a panic; what was read keeps the decoder's
//! bounds, names no field twice, and reads back as the same when it is encoded again.
#![no_main]

#[path = "../../crates/web/src/http/fields.rs"]
#[allow(dead_code, reason = "the product uses more of it")]
mod fields;

use fields::{LONGEST_NAME, LONGEST_VALUE, MOST_FIELDS, decode};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

fuzz_target!(|body: &[u8]| {
    let Ok(read) = decode(body) else { return };
    let pairs: Vec<(String, String)> =
        read.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert!(pairs.len() <= MOST_FIELDS);
    for (place, (name, value)) in pairs.iter().enumerate() {
        assert!(name.len() <= LONGEST_NAME && value.len() <= LONGEST_VALUE);
        assert!(!name.contains('\0') && !value.contains('\0'));
        assert!(pairs.iter().skip(place + 1).all(|(other, _)| other != name));
    }
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let written: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let Ok(again) = decode(written.join("&").as_bytes()) else {
        panic!("what was read cannot be read again");
    };
    assert!(again.iter().eq(read.iter()));
});

//! Any bytes are read or refused as a new passkey and as the showing of one, without a panic. What
//! was read is within bounds, and reads back as the same from the form it is kept in; nobody shows a
//! passkey without its key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use webauthn::{Assertion, Challenge, LONGEST_ID, Passkey, Registration, RelyingParty};

const CREATED: &[u8] = br#"{"type":"webauthn.create","challenge":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","origin":"https://console.example"}"#;
const SHOWN: &[u8] = br#"{"type":"webauthn.get","challenge":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","origin":"https://console.example"}"#;

fuzz_target!(|bytes: &[u8]| {
    let party = RelyingParty::of("https://console.example").expect("a name");
    let challenge = Challenge([7; 32]);
    let with = |client_data, attestation| {
        let sent = Registration { client_data, attestation };
        webauthn::register(&party, &challenge, sent)
    };
    assert!(with(bytes, bytes).is_err(), "one text is never both");
    let Ok(new) = with(CREATED, bytes) else { return };
    assert!((1..=LONGEST_ID).contains(&new.id.len()));
    let kept = Passkey::from_bytes(&new.passkey.to_bytes());
    assert_eq!(kept.as_ref(), Some(&new.passkey));
    for (data, signature) in [(bytes, bytes), (bytes.get(30..67).unwrap_or_default(), bytes)] {
        let sent = Assertion { client_data: SHOWN, authenticator_data: data, signature };
        assert!(webauthn::check(&party, &challenge, &new.passkey, sent).is_err());
    }
});

//! The seeds of the fuzz target `passkey`, run with every test run.

use std::fs;
use std::path::Path;

use webauthn::{Challenge, Passkey, Registration, RelyingParty, register};

const CREATED: &[u8] = br#"{"type":"webauthn.create","challenge":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","origin":"https://console.example"}"#;

#[test]
fn what_is_read_from_a_seed_reads_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/passkey");
    let party = RelyingParty::of("https://console.example").unwrap();
    let (mut read, mut refused) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let attestation = fs::read(&path).unwrap();
        let sent = Registration {
            client_data: CREATED,
            attestation: &attestation,
        };
        let Ok(new) = register(&party, &Challenge([7; 32]), sent) else {
            refused += 1;
            continue;
        };
        read += 1;
        let kept = Passkey::from_bytes(&new.passkey.to_bytes());
        assert_eq!(kept, Some(new.passkey), "{}", path.display());
    }
    assert!(
        read >= 6 && refused >= 6,
        "seeds of both kinds: {read} read, {refused} refused"
    );
}

//! What browser and authenticator can say wrong, rightly signed, in either ceremony.

use super::said;
use testkit::passkey::{Said, encoded, flags};
use webauthn::Fault;

const PRESENT: u8 = flags::UP | flags::UV;

/// The lies, each with the reason for which it is refused.
pub fn lies() -> Vec<(&'static str, Said, Fault)> {
    let mut all = browsers();
    all.extend(authenticators());
    all
}

fn browsers() -> Vec<(&'static str, Said, Fault)> {
    let mut all = Vec::new();
    let mut kind = |what, kind: &str, fault| {
        let kind = kind.to_owned();
        all.push((what, Said { kind, ..said() }, fault));
    };
    kind("type", "payment.get", Fault::Type);
    let mut challenge = |what, challenge: String| {
        all.push((
            what,
            Said {
                challenge,
                ..said()
            },
            Fault::Challenge,
        ));
    };
    challenge("challenge", encoded(&[8; 32]));
    challenge("challenge cut", encoded(&[7; 31]));
    challenge("challenge padded", format!("{}=", encoded(&[7; 32])));
    challenge("no challenge", String::new());
    let mut origin = |what, origin: &str| {
        let origin = origin.to_owned();
        all.push((what, Said { origin, ..said() }, Fault::Origin));
    };
    origin("scheme", "http://console.example");
    origin("port", "https://console.example:8443");
    origin("subdomain", "https://evil.console.example");
    origin("suffix", "https://console.example.evil.example");
    origin("slash", "https://console.example/");
    let mut more = |what, more: &str, fault| {
        let more = more.to_owned();
        all.push((what, Said { more, ..said() }, fault));
    };
    more("crossOrigin", r#","crossOrigin":true"#, Fault::Framed);
    let text = r#","crossOrigin":"false""#;
    more("crossOrigin text", text, Fault::ClientData);
    let own = r#","topOrigin":"https://console.example""#;
    more("topOrigin", own, Fault::Framed);
    let both = r#","crossOrigin":false,"topOrigin":"x""#;
    more("topOrigin beside", both, Fault::Framed);
    more("type twice", r#","type":"webauthn.get""#, Fault::ClientData);
    more("origin twice", r#","origin":"x""#, Fault::ClientData);
    more("cut off", r#","x":"#, Fault::ClientData);
    more("two objects", "}{", Fault::ClientData);
    all
}

fn authenticators() -> Vec<(&'static str, Said, Fault)> {
    let mut all = Vec::new();
    let rp_id = "example".to_owned();
    all.push(("rpIdHash", Said { rp_id, ..said() }, Fault::RpIdHash));
    let mut flagged = |what, flags, fault| all.push((what, Said { flags, ..said() }, fault));
    flagged("UP", flags::UV, Fault::UserPresent);
    flagged("UV", flags::UP, Fault::UserVerified);
    flagged("BS without BE", PRESENT | flags::BS, Fault::Backup);
    flagged("ED alone", PRESENT | flags::ED, Fault::AuthenticatorData);
    let mut tail = |what, tail: &[u8]| {
        let tail = tail.to_vec();
        all.push((what, Said { tail, ..said() }, Fault::AuthenticatorData));
    };
    tail("a byte more", &[0]);
    tail("extensions unannounced", &[0xa0]);
    all
}

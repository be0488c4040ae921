//! Every field of both ceremonies, altered: the untouched one is accepted, each alteration is
//! refused for its own reason (Web Authentication Level 3, sections 7.1 and 7.2).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod attestations;
mod lies;

use lies::lies;
use proptest::prelude::*;
use testkit::passkey::{Device, Made, Said, Shown, encoded, flags};
use webauthn::{
    Assertion, Challenge, Fault, NewPasskey, Passkey, Registration, RelyingParty, check, register,
};

const ORIGIN: &str = "https://console.example";
const CHALLENGE: Challenge = Challenge([7; 32]);

fn party() -> RelyingParty {
    RelyingParty::of(ORIGIN).unwrap()
}

fn said() -> Said {
    Said::honest(ORIGIN, &encoded(&CHALLENGE.0))
}

fn registered(made: &Made) -> Result<NewPasskey, Fault> {
    let sent = Registration {
        client_data: &made.client_data,
        attestation: &made.attestation,
    };
    register(&party(), &CHALLENGE, sent)
}

fn checked(passkey: &Passkey, shown: &Shown) -> Result<u32, Fault> {
    let sent = Assertion {
        client_data: &shown.client_data,
        authenticator_data: &shown.authenticator_data,
        signature: &shown.signature,
    };
    check(&party(), &CHALLENGE, passkey, sent)
}

fn known(device: &Device) -> Passkey {
    registered(&device.make(&said())).unwrap().passkey
}

#[test]
fn the_untouched_ceremony_is_accepted() {
    for mut device in [Device::new(), Device::ed25519(), Device::uncounted()] {
        let new = registered(&device.make(&said())).unwrap();
        assert_eq!((&new.id, new.counter), (&device.id, device.counter));
        let kept = Passkey::from_bytes(&new.passkey.to_bytes()).unwrap();
        assert_eq!(kept, new.passkey);
        let shown = device.show(&said());
        assert_eq!(checked(&kept, &shown), Ok(device.counter));
    }
    // Browsers add members, authenticators extensions, and backed-up passkeys are flagged.
    let both = flags::UP | flags::UV | flags::BE | flags::BS;
    let mut device = Device::new();
    let new = registered(&device.make(&Said {
        flags: both,
        ..said()
    }))
    .unwrap();
    let shown = device.show(&Said {
        flags: both | flags::ED,
        tail: vec![0xa1, 0x61, b'x', 0xf5],
        more: r#","other_keys_can_be_added_here":"yes","topOrigin":null"#.to_owned(),
        ..said()
    });
    assert!(checked(&new.passkey, &shown).is_ok());
}

#[test]
fn a_registration_altered_anywhere_is_refused() {
    for (what, said, fault) in lies() {
        let made = Device::new().make(&said);
        assert_eq!(registered(&made).unwrap_err(), fault, "{what}");
    }
    let get = Said {
        kind: "webauthn.get".to_owned(),
        ..said()
    };
    assert_eq!(
        registered(&Device::new().make(&get)).unwrap_err(),
        Fault::Type
    );
}

#[test]
fn an_assertion_altered_anywhere_is_refused() {
    let mut device = Device::new();
    let passkey = known(&device);
    for (what, said, fault) in lies() {
        let shown = device.show(&said);
        assert_eq!(checked(&passkey, &shown).unwrap_err(), fault, "{what}");
    }
    let create = Said {
        kind: "webauthn.create".to_owned(),
        ..said()
    };
    assert_eq!(checked(&passkey, &device.show(&create)), Err(Fault::Type));
    // Rightly signed, but a passkey never becomes one that may be backed up, and brings no new one.
    let eligible = Said {
        flags: flags::UP | flags::UV | flags::BE,
        ..said()
    };
    assert_eq!(
        checked(&passkey, &device.show(&eligible)),
        Err(Fault::Backup)
    );
    let mut shown = device.show(&said());
    shown.authenticator_data = device.attested(&said());
    shown.signature = device.sign(&shown.authenticator_data, &shown.client_data);
    assert_eq!(checked(&passkey, &shown), Err(Fault::Credential));
}

/// Nothing that was signed can be altered afterwards, and nobody else's signature will do.
#[test]
fn the_signature_covers_everything() {
    let mut device = Device::new();
    let passkey = known(&device);
    let honest = device.show(&said());
    for place in 0..honest.authenticator_data.len() {
        let mut shown = honest.clone();
        shown.authenticator_data[place] ^= 1;
        assert!(
            checked(&passkey, &shown).is_err(),
            "authenticator data {place}"
        );
    }
    for place in 0..honest.client_data.len() {
        let mut shown = honest.clone();
        shown.client_data[place] ^= 1;
        assert!(checked(&passkey, &shown).is_err(), "client data {place}");
    }
    for place in 0..honest.signature.len() {
        let mut shown = honest.clone();
        shown.signature[place] ^= 1;
        assert_eq!(
            checked(&passkey, &shown),
            Err(Fault::Signature),
            "signature {place}"
        );
    }
    assert!(checked(&passkey, &honest).is_ok());
}

/// Nor does a signature of other client data, a cut or a longer one, or one of another device.
#[test]
fn no_other_signature_will_do() {
    let mut device = Device::new();
    let passkey = known(&device);
    let honest = device.show(&said());
    let blank = Said {
        more: r#", "crossOrigin":false"#.to_owned(),
        ..said()
    };
    let other = device.show(&blank).client_data;
    let shown = Shown {
        client_data: other,
        ..honest.clone()
    };
    assert_eq!(checked(&passkey, &shown), Err(Fault::Signature));
    for signature in [
        Vec::new(),
        honest.signature[1..].to_vec(),
        [&honest.signature[..], &[0]].concat(),
    ] {
        let shown = Shown {
            signature,
            ..honest.clone()
        };
        assert_eq!(checked(&passkey, &shown), Err(Fault::Signature));
    }
    for mut other in [Device::new(), Device::ed25519()] {
        assert_eq!(
            checked(&passkey, &other.show(&said())),
            Err(Fault::Signature)
        );
    }
    assert!(checked(&passkey, &honest).is_ok());
}

/// Client data beyond 4096 bytes are not read at all.
#[test]
fn client_data_have_a_length() {
    let mut device = Device::new();
    let passkey = known(&device);
    let padded = |bytes: usize| {
        let more = format!(r#","x":"{}""#, "x".repeat(bytes));
        Said { more, ..said() }
    };
    let least = device.show(&padded(0)).client_data.len();
    let fits = device.show(&padded(4096 - least));
    assert!(checked(&passkey, &fits).is_ok());
    let long = device.show(&padded(4097 - least));
    assert_eq!(checked(&passkey, &long), Err(Fault::ClientData));
}

#[test]
fn what_was_kept_is_read_strictly() {
    let kept = known(&Device::new()).to_bytes();
    assert!(Passkey::from_bytes(&kept).is_some());
    let version = [&[2], &kept[1..]].concat();
    let flag = [&[1, 2], &kept[2..]].concat();
    for other in [
        &[][..],
        &kept[..1],
        &kept[..kept.len() - 1],
        &version,
        &flag,
    ] {
        assert_eq!(Passkey::from_bytes(other), None);
    }
}

proptest! {
    /// Whatever is sent, there is an answer, and never a passkey that was not made.
    #[test]
    fn any_bytes_have_an_answer(
        client_data in proptest::collection::vec(any::<u8>(), 0..300),
        other in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let foreign = registered(&Made { client_data, attestation: other.clone() });
        prop_assert!(foreign.is_err());
        let client_data = Device::new().make(&said()).client_data;
        let half = registered(&Made { client_data, attestation: other });
        prop_assert!(half.is_err());
    }
}

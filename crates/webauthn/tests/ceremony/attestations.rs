//! Attestation objects and keys, byte by byte.

use super::{registered, said};
use testkit::passkey::{Device, Made, attestation, flags};
use webauthn::{Fault, NewPasskey};

/// The attestation object byte by byte: formats, statements, cut and extended CBOR, keys of other
/// algorithms, ids of no or too great a length.
#[test]
fn attestation_objects_are_read_strictly() {
    let device = Device::new();
    let honest = device.make(&said());
    let with = |attestation: Vec<u8>| {
        registered(&Made {
            attestation,
            ..honest.clone()
        })
    };
    let data = device.attested(&said());
    for length in 0..honest.attestation.len() {
        assert!(
            with(honest.attestation[..length].to_vec()).is_err(),
            "{length} bytes"
        );
    }
    assert_eq!(
        with([&honest.attestation[..], &[0]].concat()),
        Err(Fault::Attestation)
    );
    for format in ["fido-u2f", "tpm", "android-key", "apple", "None", ""] {
        assert_eq!(
            with(attestation(format, &[0xa0], &data)),
            Err(Fault::Statement),
            "{format}"
        );
    }
    assert_eq!(
        with(attestation("none", &[0xa1, 1, 1], &data)),
        Err(Fault::Statement)
    );
    assert_eq!(
        with(attestation("none", &[0x80], &data)),
        Err(Fault::Statement)
    );
    // No credential at all.
    let mut bare = data[..37].to_vec();
    bare[32] &= !flags::AT;
    assert_eq!(
        with(attestation("none", &[0xa0], &bare)),
        Err(Fault::Credential)
    );
}

/// A statement of the passkey's own key says nothing and may stand; a wrong one may not.
#[test]
fn a_statement_of_the_own_key_may_stand() {
    let device = Device::new();
    let honest = device.make(&said());
    let data = device.attested(&said());
    let with = |attestation: Vec<u8>| {
        registered(&Made {
            attestation,
            ..honest.clone()
        })
    };
    let own = device.sign(&data, &honest.client_data);
    let packed = |algorithm: u8, signature: &[u8]| {
        let length = u8::try_from(signature.len()).unwrap();
        let head = [
            0xa2, 0x63, b'a', b'l', b'g', algorithm, 0x63, b's', b'i', b'g', 0x58, length,
        ];
        attestation("packed", &[&head[..], signature].concat(), &data)
    };
    assert!(with(packed(0x26, &own)).is_ok());
    assert_eq!(with(packed(0x27, &own)), Err(Fault::Statement));
    let other = Device::new().sign(&data, &honest.client_data);
    assert_eq!(with(packed(0x26, &other)), Err(Fault::Statement));
}

fn with_key(honest: &Device, key: &[u8]) -> Result<NewPasskey, Fault> {
    let said = said();
    let data = honest.attested(&said);
    let data = [&data[..data.len() - honest.cose().len()], key].concat();
    registered(&Made {
        attestation: attestation("none", &[0xa0], &data),
        ..honest.make(&said)
    })
}

/// One byte of a key of P-256 is another.
#[test]
fn an_altered_key_is_refused() {
    let honest = Device::new();
    let cose = honest.cose();
    assert!(with_key(&honest, &cose).is_ok());
    let (key, unread) = (Fault::Key, Fault::AuthenticatorData);
    for (what, place, byte, fault) in [
        ("kty", 2, 1, key),
        ("alg ES384", 4, 0x38, unread),
        ("alg EdDSA", 4, 0x27, key),
        ("alg 6", 4, 6, key),
        ("crv", 6, 2, key),
        ("label of x", 7, 0x23, key),
        ("x twice", 42, 0x21, unread),
    ] {
        let mut altered = cose.clone();
        altered[place] = byte;
        assert_eq!(with_key(&honest, &altered), Err(fault), "{what}");
    }
    let (cut, more) = (&cose[..cose.len() - 1], [&cose[..], &[0]].concat());
    for other in [cut, &more, &[]] {
        assert_eq!(with_key(&honest, other), Err(unread));
    }
}

/// Keys of other kinds, too short ones, and exponents that nobody uses.
#[test]
fn keys_of_other_kinds_are_refused() {
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let length = u16::try_from(modulus.len()).unwrap().to_be_bytes();
        let exponent_head = [0x21, 0x40 | u8::try_from(exponent.len()).unwrap()];
        let head = [&[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59][..], &length].concat();
        [&head, modulus, &exponent_head, exponent].concat()
    };
    let honest = Device::new();
    assert!(with_key(&honest, &rsa(&[0xc1; 256], &[1, 0, 1])).is_ok());
    for other in [
        vec![0xa0],
        vec![0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x41, 1],
        rsa(&[0xc1; 256], &[3]),
        rsa(&[0xc1; 256], &[0, 1, 0, 1]),
        rsa(&[0xc1; 1025], &[1, 0, 1]),
        rsa(&[[0; 1].as_slice(), &[0xc1; 255]].concat(), &[1, 0, 1]),
    ] {
        assert_eq!(with_key(&honest, &other), Err(Fault::Key), "{other:02x?}");
    }
    assert!(with_key(&honest, &rsa(&[0xc1; 255], &[1, 0, 1])).is_err());
}

#[test]
fn ids_have_bounds() {
    let id = |length: usize| {
        let mut device = Device::new();
        device.id = vec![1; length];
        registered(&device.make(&said()))
    };
    assert!(id(1).is_ok() && id(1023).is_ok());
    for length in [0, 1024] {
        assert_eq!(id(length), Err(Fault::AuthenticatorData));
    }
}

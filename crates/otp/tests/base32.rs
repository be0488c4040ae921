//! Secrets as people type them.

use otp::{Secret, SecretError, Totp};
use proptest::prelude::*;

/// Shows OTP-6: what is typed and what is scanned give the same codes.
#[test]
fn a_secret_may_be_typed_in_any_usual_way() {
    let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
    for text in [
        "jbswy3dpehpk3pxp",
        "JBSW Y3DP EHPK 3PXP",
        "jbsw-y3dp-ehpk-3pxp",
        "  JBSWY3DPEHPK3PXP\r\n",
        "JBSWY3DPEHPK3PXP======",
        "JBSW\u{3000}Y3DP\u{a0}EHPK\t3PXP = =",
    ] {
        assert_eq!(Secret::from_base32(text).as_ref(), Ok(&secret), "{text:?}");
    }
    assert_eq!(Totp::standard(secret).code_at(59).text().expose(), "996554");
}

#[test]
fn a_wrong_character_is_named_by_its_position() {
    for (text, position) in [
        ("0BSWY3DP", 1),
        ("JBSW Y3D1", 9),
        ("JBSW8", 5),
        ("9", 1),
        ("JBSW=Y3DP", 6),
        ("JBSW_Y3DP", 5),
        ("ＪBSWY3DP", 1),
        ("ſBSWY3DP", 1),
        ("秘密", 1),
        ("JBSW\0", 5),
    ] {
        assert_eq!(
            Secret::from_base32(text),
            Err(SecretError::NotBase32 { position }),
            "{text:?}"
        );
    }
}

/// Google Authenticator and `WinAuth` drop what does not fill a byte; a secret that they
/// take must give the same codes here.
#[test]
fn bits_that_fill_no_byte_are_dropped() {
    let seven_bytes = Secret::from_base32("JBSWY3DPEHPK").unwrap();
    assert_eq!(
        seven_bytes.expose_bytes(),
        [0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x21, 0xde]
    );
    assert_eq!(
        Secret::from_base32("JBSWY3DPEHPK3")
            .unwrap()
            .expose_bytes()
            .len(),
        8
    );
    assert_eq!(
        Secret::from_base32("MZ").unwrap(),
        Secret::from_base32("MY").unwrap()
    );
}

/// Shows OTP-13: nothing under 128 bits is taken as a secret of ours, and what we issue
/// has 160.
/// Shows NIST-10, ASVS-21.
#[test]
fn lengths_are_bounded() {
    assert_eq!(Secret::from_bytes(&[7; 15]), Err(SecretError::TooShort));
    assert!(Secret::from_bytes(&[7; 16]).is_ok());
    assert!(Secret::from_bytes(&[7; 128]).is_ok());
    assert_eq!(Secret::from_bytes(&[7; 129]), Err(SecretError::TooLong));
    for nothing in ["", " - ", "====", "A"] {
        assert_eq!(
            Secret::from_base32(nothing),
            Err(SecretError::TooShort),
            "{nothing:?}"
        );
    }
    assert_eq!(
        Secret::from_base32(&"A".repeat(205))
            .unwrap()
            .expose_bytes()
            .len(),
        128
    );
    assert_eq!(
        Secret::from_base32(&"A".repeat(207)),
        Err(SecretError::TooLong)
    );
    let issued = Secret::issue(&[7; Secret::ISSUED_LEN]);
    assert_eq!(issued.expose_bytes().len() * 8, 160);
    assert_eq!(issued.to_base32().expose().len(), 32);
}

/// Other services issue shorter secrets than ours.
#[test]
fn a_secret_of_another_service_has_at_least_one_byte() {
    let taken = |length| Secret::from_other_service(&vec![7; length]);
    assert_eq!(taken(0), Err(SecretError::TooShort));
    assert_eq!(taken(1), Secret::from_base32("A4"));
    assert!(taken(128).is_ok());
    assert_eq!(taken(129), Err(SecretError::TooLong));
}

/// Shows OTP-13: a secret does not get into a log by way of `Debug`, nor into an error.
#[test]
fn a_secret_is_not_printed() {
    let secret = Secret::from_base32("JBSWY3DPEHPK3PXP").unwrap();
    let shown = format!("{:?}", Totp::standard(secret.clone()));
    assert!(shown.contains("redacted") && !shown.contains("72") && !shown.contains("JBSW"));
    assert_eq!(
        format!("{:?}", secret.groups_of_four()),
        "SecretText(redacted)"
    );
    let error = Secret::from_base32("JBSWY3DPEHPK3PX1").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("JBSW"));
}

#[test]
fn groups_of_four_have_no_blank_at_the_end() {
    let issued = Secret::issue(&[0; 20]);
    assert_eq!(issued.groups_of_four().expose(), ["AAAA"; 8].join(" "));
    assert_eq!(
        Secret::from_base32("MZXW6")
            .unwrap()
            .groups_of_four()
            .expose(),
        "MZXW 6"
    );
}

proptest! {
    #[test]
    fn bytes_survive_base32(bytes in prop::collection::vec(any::<u8>(), 16..=128)) {
        let secret = Secret::from_bytes(&bytes).unwrap();
        let text = secret.to_base32();
        prop_assert_eq!(text.expose(), data_encoding::BASE32_NOPAD.encode(&bytes));
        let read = Secret::from_base32(text.expose()).unwrap();
        prop_assert_eq!(read.expose_bytes(), &bytes);
        let grouped = Secret::from_base32(&secret.groups_of_four().expose().to_lowercase()).unwrap();
        prop_assert_eq!(grouped.expose_bytes(), &bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,300}") {
        if let Ok(secret) = Secret::from_base32(&text) {
            prop_assert!((1..=128).contains(&secret.expose_bytes().len()));
            let again = Secret::from_base32(secret.to_base32().expose());
            prop_assert_eq!(again, Ok(secret));
        }
    }

    #[test]
    fn secrets_are_equal_only_if_their_bytes_are(
        a in prop::collection::vec(any::<u8>(), 16..=18),
        b in prop::collection::vec(any::<u8>(), 16..=18),
        flipped in 0_usize..16,
    ) {
        let secret = Secret::from_bytes(&a).unwrap();
        prop_assert_eq!(secret == Secret::from_bytes(&b).unwrap(), a == b);
        let mut near = a.clone();
        near[flipped] ^= 1;
        prop_assert_ne!(secret, Secret::from_bytes(&near).unwrap());
    }
}

//! The same answers as totp-rs, an implementation by other people.

use otp::{Algorithm, Check, Code, Digits, OtpauthUri, Period, Secret, Token, Totp};
use proptest::prelude::*;

fn algorithms() -> impl Strategy<Value = (Algorithm, totp_rs::Algorithm)> {
    prop_oneof![
        Just((Algorithm::Sha1, totp_rs::Algorithm::SHA1)),
        Just((Algorithm::Sha256, totp_rs::Algorithm::SHA256)),
        Just((Algorithm::Sha512, totp_rs::Algorithm::SHA512)),
    ]
}

proptest! {
    /// Shows OTP-5. Secrets reach beyond the block of SHA-1 and SHA-256, times beyond 2038.
    #[test]
    fn codes_agree(
        bytes in prop::collection::vec(any::<u8>(), 16..=128),
        (ours, theirs) in algorithms(),
        digits in 6_u8..=8,
        period in 1_u16..=300,
        time in prop_oneof![0_u64..1 << 32, any::<u64>()],
    ) {
        let totp = Totp {
            secret: Secret::from_bytes(&bytes).unwrap(),
            algorithm: ours,
            digits: Digits::new(digits).unwrap(),
            period: Period::from_seconds(period).unwrap(),
        };
        let oracle = totp_rs::Builder::new()
            .with_secret(bytes)
            .with_algorithm(theirs)
            .with_digits(digits)
            .with_step_duration(period.into())
            .build_noncompliant();
        let code = totp.code_at(time).text();
        prop_assert_eq!(code.expose(), oracle.generate(time).to_string());
    }

    /// Shows OTP-12: the same codes are let in.
    #[test]
    fn checks_agree(
        random in any::<[u8; Secret::ISSUED_LEN]>(),
        now in 0_u64..1 << 40,
        off in -100_i64..=100,
    ) {
        let totp = Totp::standard(Secret::issue(&random));
        let oracle = totp_rs::Builder::new().with_secret(random.to_vec()).build_noncompliant();
        let shown = oracle.generate(now.saturating_add_signed(off)).to_string();
        let check = totp.check(&Code::parse(&shown, Digits::SIX).unwrap(), now, 1, None);
        prop_assert_eq!(matches!(check, Check::Accepted(_)), oracle.check(&shown, now).is_some());
    }

    /// Shows OTP-6: another implementation reads our URI as the same token and names.
    #[test]
    fn our_uris_are_understood(
        bytes in prop::collection::vec(any::<u8>(), 16..=64),
        (algorithm, _) in algorithms(),
        digits in 6_u8..=8,
        period in 1_u16..=300,
        issuer in "[\\p{L}\\p{N}+&=#?/%][\\p{L}\\p{N}+&=#?/% ]{0,12}[\\p{L}\\p{N}+&=#?/%]",
        account in "[\\p{L}\\p{N}@._+&=#?/%]{1,24}",
        time in 0_u64..1 << 40,
    ) {
        let totp = Totp {
            secret: Secret::from_bytes(&bytes).unwrap(),
            algorithm,
            digits: Digits::new(digits).unwrap(),
            period: Period::from_seconds(period).unwrap(),
        };
        let code = totp.code_at(time).text();
        let uri = OtpauthUri::new(Some(&issuer), &account, Token::Totp(totp)).unwrap();
        let oracle = totp_rs::Totp::from_url(uri.to_uri().expose()).unwrap();
        prop_assert_eq!(oracle.issuer(), Some(issuer.as_str()));
        prop_assert_eq!(oracle.account_name(), account.as_str());
        prop_assert_eq!(oracle.generate(time).to_string(), code.expose());
    }

    /// Shows OTP-6: and we read theirs.
    #[test]
    fn their_uris_are_understood(
        random in any::<[u8; Secret::ISSUED_LEN]>(),
        (ours, theirs) in algorithms(),
        digits in 6_u8..=8,
        issuer in "[\\p{L}\\p{N}+&=#?/%]{1,12}",
        account in "[\\p{L}\\p{N}@._+&=#?/%]{1,24}",
    ) {
        let oracle = totp_rs::Builder::new()
            .with_secret(random.to_vec())
            .with_algorithm(theirs)
            .with_digits(digits)
            .with_account_name(account.as_str())
            .with_issuer(Some(issuer.as_str()))
            .build()
            .unwrap();
        let uri = OtpauthUri::parse(&oracle.to_url().unwrap()).unwrap();
        prop_assert_eq!(uri.issuer(), Some(issuer.as_str()));
        prop_assert_eq!(uri.account(), account.as_str());
        let expected = Totp {
            algorithm: ours,
            digits: Digits::new(digits).unwrap(),
            ..Totp::standard(Secret::issue(&random))
        };
        prop_assert_eq!(uri.token(), &Token::Totp(expected));
    }
}

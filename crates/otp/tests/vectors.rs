//! The published vectors of RFC 4226, RFC 6238 and RFC 4648.

use otp::{Algorithm, Digits, Period, Secret, TimeStep, Totp, hotp};

const SEED: &[u8; 20] = b"12345678901234567890";

/// The seeds of RFC 6238 appendix B: the same digits, as long as the hash.
fn seed(algorithm: Algorithm) -> Vec<u8> {
    let len = match algorithm {
        Algorithm::Sha1 => 20,
        Algorithm::Sha256 => 32,
        Algorithm::Sha512 => 64,
    };
    SEED.iter().copied().cycle().take(len).collect()
}

/// RFC 4226 appendix D. Shows OTP-5.
#[test]
fn hotp_gives_the_codes_of_rfc_4226() {
    let secret = Secret::issue(SEED);
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (counter, code) in (0..).zip(codes) {
        let computed = hotp(&secret, counter, Algorithm::Sha1, Digits::SIX);
        assert_eq!(computed.text().expose(), code, "counter {counter}");
    }
}

/// RFC 6238 appendix B, whose last line lies beyond 2038. Shows OTP-5.
#[test]
fn totp_gives_the_codes_of_rfc_6238() {
    let lines: [(u64, u64, [&str; 3]); 6] = [
        (59, 0x1, ["94287082", "46119246", "90693936"]),
        (
            1_111_111_109,
            0x0235_23EC,
            ["07081804", "68084774", "25091201"],
        ),
        (
            1_111_111_111,
            0x0235_23ED,
            ["14050471", "67062674", "99943326"],
        ),
        (
            1_234_567_890,
            0x0273_EF07,
            ["89005924", "91819424", "93441116"],
        ),
        (
            2_000_000_000,
            0x03F9_40AA,
            ["69279037", "90698825", "38618901"],
        ),
        (
            20_000_000_000,
            0x27BC_86AA,
            ["65353130", "77737706", "47863826"],
        ),
    ];
    let algorithms = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];
    for (time, step, codes) in lines {
        assert_eq!(TimeStep::at(time, Period::STANDARD).number(), step);
        for (algorithm, code) in algorithms.into_iter().zip(codes) {
            let secret = Secret::from_bytes(&seed(algorithm)).unwrap();
            let totp = Totp {
                algorithm,
                digits: Digits::EIGHT,
                ..Totp::standard(secret)
            };
            assert_eq!(
                totp.code_at(time).text().expose(),
                code,
                "{algorithm} at {time}"
            );
        }
    }
}

/// RFC 6238 §4.2 wants T to outlive 32 bits: steps that differ only above bit 31 have
/// codes of their own.
#[test]
fn the_step_has_64_bits() {
    let totp = Totp {
        digits: Digits::EIGHT,
        ..Totp::standard(Secret::issue(SEED))
    };
    let low = totp.code_for(TimeStep::new(0x27BC_86AA));
    let high = totp.code_for(TimeStep::new(0x1_27BC_86AA));
    assert_ne!(low, high);
    assert_eq!(
        totp.code_at(u64::MAX),
        totp.code_for(TimeStep::new(u64::MAX / 30))
    );
}

/// RFC 4648 §10, unpadded as we write it and padded as it is printed there.
#[test]
fn base32_gives_the_text_of_rfc_4648() {
    let pairs = [
        ("f", "MY", "MY======"),
        ("fo", "MZXQ", "MZXQ===="),
        ("foo", "MZXW6", "MZXW6==="),
        ("foob", "MZXW6YQ", "MZXW6YQ="),
        ("fooba", "MZXW6YTB", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI", "MZXW6YTBOI======"),
    ];
    for (bytes, plain, padded) in pairs {
        let secret = Secret::from_base32(plain).unwrap();
        assert_eq!(secret.expose_bytes(), bytes.as_bytes());
        assert_eq!(secret.to_base32().expose(), plain);
        assert_eq!(Secret::from_base32(padded).unwrap(), secret);
    }
}

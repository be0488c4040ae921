//! The seeds of the fuzz target `otpauth`, which also hold inputs that once broke
//! something, run with every test run.

use std::fs;
use std::path::Path;

use otp::OtpauthUri;

/// Shows OTP-6.
#[test]
fn what_is_read_from_a_seed_reads_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/otpauth");
    let (mut read, mut refused) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let Ok(uri) = OtpauthUri::parse(&String::from_utf8_lossy(&bytes)) else {
            refused += 1;
            continue;
        };
        read += 1;
        let written = uri.to_uri();
        assert_eq!(
            OtpauthUri::parse(written.expose()),
            Ok(uri),
            "{}",
            path.display()
        );
    }
    assert!(
        read >= 10 && refused >= 4,
        "seeds of both kinds: {read} read, {refused} refused"
    );
}

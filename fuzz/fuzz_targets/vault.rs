//! Promise: any bytes are opened as a vault or refused, without a panic and within bounds, also
//! when their checksum is right; an open vault that was read, written out, reads back as the same.
//!
//! Sealed vaults are parsed but not unlocked: each would take the time of a key derivation.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};
use tegata::vault::container::{Container, write};

fuzz_target!(|data: &[u8]| {
    open(data);
    let (header, body) = match data.iter().position(|byte| *byte == 0) {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (&b"{}"[..], data),
    };
    let mut file = b"TEGATA\x1a\n\x00\x01".to_vec();
    file.extend((header.len() as u32).to_be_bytes());
    file.extend((body.len() as u64).to_be_bytes());
    file.extend(header);
    file.extend(body);
    let checksum = Sha256::digest(&file);
    file.extend(checksum);
    open(&file);
});

fn open(file: &[u8]) {
    let Ok(container) = Container::read(file) else {
        return;
    };
    if container.is_sealed() {
        assert!(container.open(None).is_err());
        return;
    }
    if let Ok((vault, protection)) = container.open(None) {
        let again = write(&vault, &protection, &crypto::OsEntropy).expect("it was not too large");
        let (read, _) = Container::read(&again)
            .expect("it is whole")
            .open(None)
            .expect("it is open");
        assert_eq!(read, vault);
    }
}

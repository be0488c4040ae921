use super::{
    CHECKSUM_BYTES, Container, MAGIC, OpenError, Protection, Seal, SealError, Unlock, VERSION,
    write,
};
use crate::testing::{entry, hotp_entry, id};
use crate::vault::recovery::RecoveryKey;
use crate::{Entry, Key, Kind, Vault};
use crypto::{Cost, Entropy, EntropyFailure, OsEntropy};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyFailure> {
        Err(EntropyFailure)
    }
}

fn vault() -> Vault {
    let mut vault = Vault::new();
    vault.add(entry(1, "GitHub", "alice")).unwrap();
    vault.add(hotp_entry(2, 5)).unwrap();
    vault.add(entry(3, "gone", "")).unwrap();
    vault.remove(id(3), 1_700_000_000).unwrap();
    vault
}

fn sealed() -> Protection {
    Protection::Sealed(Seal::new("correct horse", Cost::for_tests(), &OsEntropy).unwrap())
}

fn open(file: &[u8], password: &str) -> Result<(Vault, Protection), OpenError> {
    Container::read(file)?.open(Some(Unlock::Password(password)))
}

/// Makes the checksum right again, as somebody would who wants to deceive.
fn with_checksum(mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(file.len() - CHECKSUM_BYTES);
    let checksum = Sha256::digest(&file);
    file.extend_from_slice(&checksum);
    file
}

/// Shows APP-WIN-5: protected with a password.
#[test]
fn a_sealed_vault_opens_with_its_password_only() {
    let file = write(&vault(), &sealed(), &OsEntropy).unwrap();
    let (read, protection) = open(&file, "correct horse").unwrap();
    assert_eq!(read, vault());
    assert_eq!(
        open(&file, "Correct horse").err(),
        Some(OpenError::WrongPassword)
    );
    let container = Container::read(&file).unwrap();
    assert!(container.is_sealed());
    assert_eq!(container.open(None).err(), Some(OpenError::Locked));
    let shown = format!("{container:?} {protection:?}");
    assert!(!file.windows(6).any(|bytes| bytes == b"GitHub"));
    assert!(!shown.contains("GitHub"), "{shown}");
    assert_eq!(container.open_again(&protection).unwrap().0, vault());
    assert_eq!(
        container.open_again(&sealed()).err(),
        Some(OpenError::Locked)
    );
}

/// Shows APP-WIN-5, MIG-4: without a password, as `WinAuth` offers by taking the tick away.
#[test]
fn an_open_vault_is_read_by_anybody() {
    let file = write(&vault(), &Protection::Open, &Broken).unwrap();
    let container = Container::read(&file).unwrap();
    assert!(!container.is_sealed());
    let (read, protection) = container.open(None).unwrap();
    assert_eq!(read, vault());
    assert!(matches!(protection, Protection::Open));
}

/// Shows APP-WIN-9: where the app loses everything with its password, paper helps.
#[test]
fn a_forgotten_password_is_replaced_by_the_printed_key() {
    let key = RecoveryKey::random(&OsEntropy).unwrap();
    let mut protection = sealed();
    let file = write(&vault(), &protection, &OsEntropy).unwrap();
    let refused = Container::read(&file)
        .unwrap()
        .open(Some(Unlock::Recovery(&key)))
        .err();
    assert_eq!(refused, Some(OpenError::NoSuchSlot));
    let Protection::Sealed(seal) = &mut protection else {
        panic!("it is sealed");
    };
    seal.set(Unlock::Recovery(&key), Cost::for_tests(), &OsEntropy)
        .unwrap();
    let file = write(&vault(), &protection, &OsEntropy).unwrap();
    let container = Container::read(&file).unwrap();
    assert!(container.has_recovery_key());
    let (read, _) = container.open(Some(Unlock::Recovery(&key))).unwrap();
    assert_eq!(read, vault());
    let other = RecoveryKey::random(&OsEntropy).unwrap();
    let refused = container.open(Some(Unlock::Recovery(&other))).err();
    assert_eq!(refused, Some(OpenError::WrongPassword));
}

#[test]
fn a_new_password_wraps_the_same_key_and_leaves_the_printed_one() {
    let key = RecoveryKey::random(&OsEntropy).unwrap();
    let mut seal = Seal::new("old", Cost::for_tests(), &OsEntropy).unwrap();
    seal.set(Unlock::Recovery(&key), Cost::for_tests(), &OsEntropy)
        .unwrap();
    let vault_key = *seal.key.expose();
    seal.set(Unlock::Password("new"), Cost::for_tests(), &OsEntropy)
        .unwrap();
    assert_eq!(*seal.key.expose(), vault_key);
    let file = write(&vault(), &Protection::Sealed(seal), &OsEntropy).unwrap();
    assert_eq!(open(&file, "old").err(), Some(OpenError::WrongPassword));
    assert!(open(&file, "new").is_ok());
    let container = Container::read(&file).unwrap();
    assert!(container.open(Some(Unlock::Recovery(&key))).is_ok());
}

#[test]
fn each_kind_of_unusable_file_is_told_apart() {
    for protection in [Protection::Open, sealed()] {
        let file = write(&vault(), &protection, &OsEntropy).unwrap();
        for end in 0..file.len() {
            let read = Container::read(&file[..end]).err();
            assert_eq!(read, Some(OpenError::CutOff), "{end}");
        }
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 0x10;
            let read = open(&changed, "correct horse").err();
            assert!(
                matches!(
                    read,
                    Some(
                        OpenError::Foreign
                            | OpenError::Newer(_)
                            | OpenError::CutOff
                            | OpenError::TooLarge
                            | OpenError::Damaged
                    )
                ),
                "{place}: {read:?}"
            );
        }
        let longer = [file.as_slice(), b"x"].concat();
        assert_eq!(Container::read(&longer).err(), Some(OpenError::Damaged));
    }
    for foreign in [
        b"otpauth://totp/x?secret=GE".as_slice(),
        b"{}",
        b"TEGATA\n",
        &[0; 100],
    ] {
        assert_eq!(Container::read(foreign).err(), Some(OpenError::Foreign));
    }
    let mut newer = write(&vault(), &Protection::Open, &OsEntropy).unwrap();
    newer[8..10].copy_from_slice(&(VERSION + 1).to_be_bytes());
    assert_eq!(Container::read(&newer).err(), Some(OpenError::Newer(2)));
    assert_eq!(
        Container::read(&newer[..10]).err(),
        Some(OpenError::Newer(2))
    );
}

#[test]
fn a_changed_vault_does_not_open_even_with_a_right_checksum() {
    let file = write(&vault(), &sealed(), &OsEntropy).unwrap();
    for place in 0..file.len() - CHECKSUM_BYTES {
        let mut changed = file.clone();
        changed[place] ^= 1;
        assert!(
            open(&with_checksum(changed), "correct horse").is_err(),
            "{place}"
        );
    }
}

#[test]
fn an_old_header_does_not_go_with_a_new_body() {
    let mut protection = sealed();
    let old = write(&vault(), &protection, &OsEntropy).unwrap();
    if let Protection::Sealed(seal) = &mut protection {
        seal.set(Unlock::Password("new one"), Cost::for_tests(), &OsEntropy)
            .unwrap();
    }
    let new = write(&vault(), &protection, &OsEntropy).unwrap();
    assert_eq!(old.len(), new.len());
    let body = old.len() - Container::read(&old).unwrap().body.len() - CHECKSUM_BYTES;
    let mixed = [&old[..body], &new[body..]].concat();
    assert_eq!(
        open(&with_checksum(mixed), "correct horse").err(),
        Some(OpenError::Damaged)
    );
}

/// A file with this header and body, rightly checked.
fn made(header: &[u8], header_claim: u32, body_claim: u64, body: &[u8]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&VERSION.to_be_bytes());
    file.extend_from_slice(&header_claim.to_be_bytes());
    file.extend_from_slice(&body_claim.to_be_bytes());
    file.extend_from_slice(header);
    file.extend_from_slice(body);
    file.extend_from_slice(&[0; CHECKSUM_BYTES]);
    with_checksum(file)
}

#[test]
fn claims_of_a_hostile_header_are_refused_before_anything_is_done() {
    let huge = made(b"{}", u32::MAX, 2, b"{}");
    assert_eq!(Container::read(&huge).err(), Some(OpenError::TooLarge));
    let huge = made(b"{}", 2, 1 << 30, b"{}");
    assert_eq!(Container::read(&huge).err(), Some(OpenError::TooLarge));
    let huge = made(b"{}", 2, u64::MAX, b"{}");
    assert_eq!(Container::read(&huge).err(), Some(OpenError::TooLarge));

    let slot = |memory: u32, passes: u32, lanes: u32| {
        format!(
            "{{\"kind\":\"password\",\"argon2id\":{{\"memory_kib\":{memory},\"passes\":{passes},\
             \"lanes\":{lanes}}},\"salt\":\"00000000000000000000000000000000\",\"key\":\"00\"}}"
        )
    };
    let with = |slots: &str| {
        let header = format!("{{\"id\":\"00\",\"slots\":[{slots}]}}");
        made(
            header.as_bytes(),
            u32::try_from(header.len()).unwrap(),
            0,
            b"",
        )
    };
    for (memory, passes, lanes) in [
        (u32::MAX, 1, 1),
        (1 << 20, 1, 1),
        (8, u32::MAX, 1),
        (8, 1, u32::MAX),
        (0, 0, 0),
    ] {
        let file = with(&slot(memory, passes, lanes));
        assert_eq!(Container::read(&file).err(), Some(OpenError::TooCostly));
    }
    let many = vec![slot(8, 1, 1); 5].join(",");
    assert_eq!(
        Container::read(&with(&many)).err(),
        Some(OpenError::Damaged)
    );
    assert_eq!(Container::read(&with("")).err(), Some(OpenError::Damaged));
    assert_eq!(
        open(&with(&slot(8, 1, 1)), "x").err(),
        Some(OpenError::WrongPassword)
    );
}

#[test]
fn nothing_is_sealed_without_randomness() {
    assert_eq!(
        Seal::new("p", Cost::for_tests(), &Broken).err(),
        Some(SealError::Entropy)
    );
    assert_eq!(
        write(&vault(), &sealed(), &Broken).err(),
        Some(SealError::Entropy)
    );
}

#[test]
fn a_vault_that_could_not_be_read_again_is_not_written() {
    let mut vault = Vault::new();
    let mut large = entry(1, "x", "y");
    large.name = "n".repeat(super::MOST_BYTES);
    vault.add(large).unwrap();
    assert_eq!(
        write(&vault, &Protection::Open, &OsEntropy).err(),
        Some(SealError::TooLarge)
    );
}

fn entries() -> impl Strategy<Value = Entry> {
    let kind = prop_oneof![
        (0usize..3, 6u8..=8, 1u16..=300).prop_map(|(a, digits, period)| Kind::Totp {
            algorithm: algorithm(a),
            digits: otp::Digits::new(digits).unwrap(),
            period: otp::Period::from_seconds(period).unwrap(),
        }),
        (0usize..3, 6u8..=8, any::<u64>()).prop_map(|(a, digits, next_counter)| Kind::Hotp {
            algorithm: algorithm(a),
            digits: otp::Digits::new(digits).unwrap(),
            next_counter,
        }),
        Just(Kind::Steam),
        Just(Kind::BattleNet),
        Just(Kind::Trion),
    ];
    let names = (".{0,12}", ".{0,12}", ".{0,12}");
    let rest = (any::<bool>(), any::<Option<u64>>(), ".{0,8}", any::<i64>());
    (
        names,
        kind,
        proptest::collection::vec(any::<u8>(), 1..=128),
        rest,
    )
        .prop_map(
            |((issuer, account, name), kind, key, (pinned, created, field, number))| {
                let mut entry = Entry {
                    name,
                    kind,
                    pinned,
                    created,
                    key: Key::new(&key).unwrap(),
                    ..entry(0, &issuer, &account)
                };
                let kept = serde_json::json!({ field: [number, null, {"x": "y"}] });
                entry
                    .kept
                    .insert("app".to_owned(), kept.as_object().unwrap().clone());
                entry
            },
        )
}

const fn algorithm(number: usize) -> otp::Algorithm {
    match number {
        0 => otp::Algorithm::Sha1,
        1 => otp::Algorithm::Sha256,
        _ => otp::Algorithm::Sha512,
    }
}

proptest! {
    #[test]
    fn everything_comes_back(list in proptest::collection::vec(entries(), 0..8), in_bin in 0usize..8, open in any::<bool>()) {
        let mut vault = Vault::new();
        for (number, mut entry) in (1..).zip(list) {
            entry.id = id(number);
            vault.add(entry).unwrap();
        }
        let bin: Vec<_> = vault.entries().iter().take(in_bin).map(|e| e.id).collect();
        for id in bin {
            vault.remove(id, 7).unwrap();
        }
        let protection = if open { Protection::Open } else { sealed() };
        let file = write(&vault, &protection, &OsEntropy).unwrap();
        let (read, _) = super::Container::read(&file).unwrap()
            .open(Some(Unlock::Password("correct horse"))).unwrap();
        prop_assert_eq!(read, vault);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), version in 0u16..3) {
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&version.to_be_bytes());
        file.extend_from_slice(&bytes);
        prop_assert!(open(&file, "p").is_err());
        let body = made(b"{}", 2, bytes.len() as u64, &bytes);
        prop_assert_eq!(open(&body, "p").err(), Some(OpenError::Damaged));
    }
}

/// Found by fuzzing: fractions that an app wrote drifted by their last digit with every save.
#[test]
fn what_an_app_wrote_comes_back_to_the_last_digit() {
    let mut entry = entry(1, "GitHub", "alice");
    for number in ["31.245270191439438", "1.6999999999999999e150", "-5e-324"] {
        let number: f64 = number.parse().unwrap();
        let own = serde_json::json!({ "number": number });
        let own = own.as_object().unwrap().clone();
        entry.kept.insert("app".to_owned(), own);
        let mut vault = Vault::new();
        vault.add(entry.clone()).unwrap();
        let file = write(&vault, &Protection::Open, &OsEntropy).unwrap();
        let (read, _) = Container::read(&file).unwrap().open(None).unwrap();
        assert_eq!(read, vault, "{number}");
    }
}
